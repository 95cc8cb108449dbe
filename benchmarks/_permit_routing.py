"""Routes a town's applications in filing order: the first days through the use cases, the rest on snapshots in memory.

The office's clock moves with the filing dates. In both ways the same decisions are called with the same day's secret.
"""

import heapq
import random
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby
from pathlib import Path

from allocator.decisions.recommendation.draw import SECRET_BYTES, draw
from allocator.decisions.recommendation.recommendation import Ranking, rank
from allocator.domain.docket import Case
from allocator.domain.errors import AllocatorError
from allocator.domain.office import Office
from allocator.domain.rulebook.book import Rulebook
from allocator.domain.snapshot import CaseToPlace, Snapshot
from allocator.persistence.engine import open_database
from allocator.persistence.migrate import upgrade
from allocator.services.assignment.giving import assign
from allocator.services.context import Context
from allocator.services.intake.filings import import_file
from allocator.services.office.offices import load_office
from allocator.services.transaction import RECENT_DAYS, look
from benchmarks._permit_town import Permit, Town, sheet, write_office

NOON = time(11, tzinfo=UTC)
SERVICE_DAYS = 31


@dataclass
class Clock:
    """The office's clock, set by hand."""

    day: date

    def __call__(self) -> datetime:
        """Give noon of the day."""
        return datetime.combine(self.day, NOON)


@dataclass(frozen=True)
class Routed:
    """What became of a town: who got each case, its class by number, cases nobody could take, and two proofs.

    `by_services` cases were routed through the use cases; `agree` of them had the same pool on a snapshot in memory.
    """

    officer: Mapping[str, str]
    cases: Mapping[str, Case]
    unplaced: tuple[str, ...]
    by_services: int
    agree: int
    warnings: int


@dataclass
class Desk:
    """The office in memory: open minutes by person, what closes when, and who was given what lately."""

    office: Office
    rulebook: Rulebook
    held: Counter[str] = field(default_factory=Counter)
    _ends: list[tuple[date, str, int]] = field(default_factory=list)
    _given: list[tuple[date, str]] = field(default_factory=list)

    def close_before(self, day: date) -> None:
        """Take off the desks what was closed before a day."""
        while self._ends and self._ends[0][0] < day:
            _, officer, minutes = heapq.heappop(self._ends)
            self.held[officer] -= minutes

    def snapshot(self, day: date) -> Snapshot:
        """Give what a decision on that day may see."""
        since = day - timedelta(days=RECENT_DAYS - 1)
        self._given = [one for one in self._given if one[0] >= since]
        return Snapshot(self.office, self.rulebook, day, +self.held, Counter(code for _, code in self._given))

    def take(self, officer: str, minutes: int, day: date, until: date) -> None:
        """Put a case on somebody's desk from a day on, until it is closed."""
        self.held[officer] += minutes
        self._given.append((day, officer))
        heapq.heappush(self._ends, (until, officer, minutes))


def route(town: Town, folder: Path, seed: int) -> Routed:
    """Load the town as an office into a fresh database, import its cases, and route them one by one."""
    write_office(town, folder / town.name)
    database = open_database(folder / f"{town.name}.db")
    try:
        upgrade(database)
        clock = Clock(town.permits[0].filed_on)
        context = Context(database, clock, "benchmark")
        load_office(context, folder / town.name)
        return _route(town, context, clock, random.Random(seed))
    finally:
        database.close()


def _route(town: Town, context: Context, clock: Clock, chance: random.Random) -> Routed:
    begun = town.permits[0].filed_on + timedelta(days=SERVICE_DAYS)
    first = [permit for permit in town.permits if permit.filed_on < begun]
    rankings = dict(_through_services(first, context, clock))
    clock.day = town.permits[-1].filed_on
    report = import_file(context, f"{town.name}.csv", sheet(town.permits[len(first) :]))
    if report.errors:
        raise SystemExit(f"{town.name}: {report.faults[0]}")
    with context.database.reading() as uow:
        snapshot = look(uow, context)
        cases = {case.case_no: case for case in uow.cases.all()}
    desk = Desk(snapshot.office, snapshot.rulebook)
    agree = sum(_again(permit, cases, desk, rankings) for permit in first)
    officers = {number: case.holding.officer for number, case in cases.items() if case.holding}
    unplaced = [permit.case_no for permit in first if permit.case_no not in officers]
    for permit in town.permits[len(first) :]:
        officer = _give(permit, cases[permit.case_no], desk, chance.randbytes(SECRET_BYTES))
        if officer is None:
            unplaced.append(permit.case_no)
        else:
            officers[permit.case_no] = officer
    warnings = len(report.faults)
    return Routed(officers, cases, tuple(unplaced), len(rankings), agree, warnings)


def _through_services(permits: list[Permit], context: Context, clock: Clock) -> Iterator[tuple[str, Ranking]]:
    """Import each day's file and give each case by the draw, as the counter does it."""
    for day, filed in groupby(permits, key=lambda permit: permit.filed_on):
        clock.day, today = day, list(filed)
        report = import_file(context, f"{day}.csv", sheet(today))
        if report.errors:
            raise SystemExit(f"{day}: {report.faults[0]}")
        for permit in today:
            try:
                yield permit.case_no, assign(context, permit.case_no).ranking
            except AllocatorError as error:
                if error.code != "nobody-eligible":
                    raise


def _again(permit: Permit, cases: Mapping[str, Case], desk: Desk, rankings: Mapping[str, Ranking]) -> bool:
    """Rank a case of the first days again in memory, and say whether the pool is the one the use case had."""
    case, stored = cases[permit.case_no], rankings.get(permit.case_no)
    ranking = rank(_to_place(case), desk.snapshot(permit.filed_on))
    if case.holding:
        desk.take(case.holding.officer, _minutes(case), permit.filed_on, permit.closed_on)
    return stored is not None and ranking.pool_digest == stored.pool_digest


def _give(permit: Permit, case: Case, desk: Desk, secret: bytes) -> str | None:
    desk.close_before(permit.filed_on)
    ranking = rank(_to_place(case), desk.snapshot(permit.filed_on))
    if not ranking.pool:
        return None
    officer = draw(secret, permit.case_no, 1, ranking.pool, ranking.pool_digest).chosen
    desk.take(officer, _minutes(case), permit.filed_on, permit.closed_on)
    return officer


def _to_place(case: Case) -> CaseToPlace:
    standing = case.standing
    return CaseToPlace(case.input, standing.lane, standing.minutes, standing.priority, standing.skills)


def _minutes(case: Case) -> int:
    return sum(case.standing.minutes.values())
