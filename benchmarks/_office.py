"""A fixture bureau of any size with any number of open cases, in a database of its own."""

import csv
import shutil
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from fractions import Fraction
from itertools import cycle
from pathlib import Path

from allocator.decisions.recommendation.eligibility import leads_in
from allocator.decisions.triage.relearning import standing_of
from allocator.decisions.triage.triage import classify
from allocator.domain.cases import CaseState, Filing
from allocator.domain.docket import Case, Holding, Standing
from allocator.domain.facts import CaseInput
from allocator.domain.office import Office
from allocator.domain.people import Officer
from allocator.domain.rulebook.book import Rulebook
from allocator.domain.snapshot import Snapshot
from allocator.domain.workload import charges, members_of
from allocator.persistence.engine import open_database
from allocator.persistence.migrate import upgrade
from allocator.services.context import Context
from allocator.services.office.offices import load_office
from allocator.services.transaction import look, the_office, the_rulebook
from fixtures.generate import generate
from fixtures.guyang_month import GUYANG

TODAY = datetime(2022, 9, 30, 2, tzinfo=UTC)
FIRST, LAST = date(2022, 1, 1), date(2022, 9, 29)
GUYANG_PEOPLE = 26
USUAL_LOAD = 700  # per mille: what the bureau's people carry when the benchmark begins
TRIAGED = 1000


def fresh_office(folder: Path, people: int = GUYANG_PEOPLE) -> Context:
    """Open a new database in a folder and load the fixture bureau, its staff multiplied to about so many people."""
    context = at_work(folder)
    load_office(context, grown(folder, round(people / GUYANG_PEOPLE)))
    return context


def at_work(folder: Path) -> Context:
    """Open the database in a folder on the benchmark's day; a new one gets its tables."""
    database = open_database(folder / "bench.db")
    upgrade(database)
    return Context(database, lambda: TODAY, "benchmark")


def grown(folder: Path, times: int) -> Path:
    """Copy the bureau's folder with everybody so many times over; pairs stay pairs."""
    if times <= 1:
        return GUYANG
    target = folder / "office"
    shutil.copytree(GUYANG, target)
    _multiply(target / "people.csv", times, ("code", "name"))
    _multiply(target / "pairings.csv", times, ("mentor", "apprentice"))
    return target


def _multiply(file: Path, times: int, columns: Sequence[str]) -> None:
    with file.open(encoding="utf-8-sig", newline="") as source:
        rows = list(csv.DictReader(source))
    copies = [
        {**row, **{name: f"{row[name]}-{copy}" for name in columns}} for copy in range(2, times + 1) for row in rows
    ]
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, list(rows[0]))
        writer.writeheader()
        writer.writerows([*rows, *copies])


def filings(context: Context, count: int, seed: int = 7, since: date = FIRST) -> tuple[Filing, ...]:
    """Draw seeded filings for the loaded office, filed from a day on."""
    with context.database.reading() as uow:
        office = the_office(uow)
        rulebook = the_rulebook(uow, context.today(office))
    return generate(seed, count, since, LAST, rulebook, office)


def fill(context: Context, count: int, waiting: int, since: date = FIRST, load: int = USUAL_LOAD) -> None:
    """Put so many open cases on the docket, filed from a day on, all but `waiting` held, so that nobody carries more than `load`.

    The first thousand are triaged one by one; the others stand as one of the same cause does, as what is measured is
    not their triage. A held case weighs what remains to be done of it: the share of its minutes that brings the usual
    load about.
    """
    drawn = filings(context, count, since=since)
    with context.database.writing() as uow:
        office = the_office(uow)
        standings = _standings(drawn, office, the_rulebook(uow, context.today(office)))
        series = uow.cases.in_series(drawn)
        inputs = [CaseInput(filing, tied) for filing, tied in zip(drawn, series, strict=True)]
        uow.cases.add([(given, said, TODAY) for given, said in zip(inputs, standings, strict=True)])
        uow.commit()
    with context.database.writing() as uow:
        snapshot = look(uow, context)
        uow.cases.assign_many(_held(uow.cases.waiting()[: count - waiting], snapshot, load))
        uow.commit()


def _standings(drawn: Sequence[Filing], office: Office, rulebook: Rulebook) -> list[Standing]:
    met: dict[str | None, list[Standing]] = {}
    for filing in drawn[:TRIAGED]:
        met.setdefault(filing.cause, []).append(standing_of(classify(CaseInput(filing), office, rulebook)))
    everything = [standing for found in met.values() for standing in found]
    turns = {cause: cycle(found) for cause, found in met.items()}
    others = cycle(everything)
    return [next(turns.get(filing.cause, others)) for filing in drawn]


def _held(cases: Sequence[Case], snapshot: Snapshot, load: int) -> list[Case]:
    """Give each case to the next in turn of those whose team takes its lane."""
    turns = {lane: cycle(_leads(lane, snapshot)) for lane in snapshot.rulebook.lanes}
    leads = [next(turns[case.standing.lane]) for case in cases]
    taken = [_charges(case, lead, snapshot) for case, lead in zip(cases, leads, strict=True)]
    remaining = _remaining(taken, snapshot, load)
    return [
        replace(
            case,
            state=CaseState.ASSIGNED,
            holding=Holding(lead.code, None, "plan", case.input.filing.filed_on, _part(charged, remaining)),
        )
        for case, lead, charged in zip(cases, leads, taken, strict=True)
    ]


def _remaining(taken: Sequence[Mapping[str, int]], snapshot: Snapshot, usual: int) -> dict[str, Fraction]:
    """Give for each holder the share of the minutes at which its fullest person carries the usual load, per mille."""
    total: Counter[str] = Counter()
    for charged in taken:
        total.update(charged)
    full = replace(snapshot, held=total)
    members = {
        holder: (holder,) if holder in full.minutes_held else members_of(holder, full.capacity) for holder in total
    }
    loads = {holder: max(full.load(code).permille or 0 for code in members[holder]) for holder in total}
    return {holder: min(Fraction(1), Fraction(usual, max(1, load))) for holder, load in loads.items()}


def _part(charged: Mapping[str, int], remaining: Mapping[str, Fraction]) -> dict[str, int]:
    return {holder: max(1, int(count * remaining[holder])) for holder, count in charged.items()}


def _leads(lane: str, snapshot: Snapshot) -> tuple[Officer, ...]:
    office, roles = snapshot.office, snapshot.rulebook.roles
    alone = (officer for officer in office.officers if roles[officer.role].leads and not roles[officer.role].learns)
    return tuple(o for o in alone if leads_in(o, lane, office) and snapshot.capacity.minutes[o.code])


def _charges(case: Case, lead: Officer, snapshot: Snapshot) -> dict[str, int]:
    track = snapshot.rulebook.lanes[case.standing.lane].track
    return charges(case.standing.minutes, track, lead, None, snapshot.capacity)
