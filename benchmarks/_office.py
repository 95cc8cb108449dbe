"""A fixture bureau of any size with any number of open cases, in a database of its own."""

import csv
import shutil
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from allocator.decisions.eligibility import leads_in
from allocator.domain.cases import CaseState, Filing
from allocator.domain.docket import Case, Holding
from allocator.domain.office import Office
from allocator.domain.people import Officer
from allocator.domain.snapshot import Snapshot
from allocator.domain.workload import PERMILLE, charges
from allocator.persistence.engine import open_database
from allocator.persistence.migrate import upgrade
from allocator.services.context import Context, look, the_office, the_rulebook
from allocator.services.intake import take_in
from allocator.services.offices import load_office
from fixtures.generate import generate
from fixtures.guyang_month import GUYANG

TODAY = datetime(2022, 9, 30, 2, tzinfo=UTC)
FIRST, LAST = date(2022, 1, 1), date(2022, 9, 29)
GUYANG_PEOPLE = 26
USUAL_LOAD = 700  # per mille: what the bureau's people carry when the benchmark begins
BATCH = 5000


def fresh_office(folder: Path, people: int = GUYANG_PEOPLE) -> Context:
    """Open a new database in a folder and load the fixture bureau, its staff multiplied to about so many people."""
    database = open_database(folder / "bench.db")
    upgrade(database)
    context = Context(database, lambda: TODAY, "benchmark")
    load_office(context, _grown(folder, round(people / GUYANG_PEOPLE)))
    return context


def _grown(folder: Path, times: int) -> Path:
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
    copies = [{**row, **{name: f"{row[name]}-{copy}" for name in columns}} for copy in range(2, times + 1) for row in rows]
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, list(rows[0]))
        writer.writeheader()
        writer.writerows([*rows, *copies])


def filings(context: Context, count: int, seed: int = 7) -> tuple[Filing, ...]:
    """Draw seeded filings for the loaded office."""
    with context.database.reading() as uow:
        office = the_office(uow)
        rulebook = the_rulebook(uow, context.today(office))
    return generate(seed, count, FIRST, LAST, rulebook, office)


def fill(context: Context, count: int, waiting: int) -> None:
    """Put so many open cases on the docket, all but `waiting` held, so that people carry about 70 % on the whole.

    The cases go through triage and the log as every filing does. A held case weighs what remains to be done of it:
    a share of its minutes that brings the usual load about, the same for all.
    """
    drawn = filings(context, count)
    for start in range(0, count, BATCH):
        with context.database.writing() as uow:
            office = the_office(uow)
            take_in(uow, context, drawn[start : start + BATCH], office, the_rulebook(uow, context.today(office)))
            uow.commit()
    with context.database.writing() as uow:
        snapshot = look(uow, context)
        uow.cases.assign_many(_held(uow.cases.waiting()[: count - waiting], snapshot))
        uow.commit()


def _held(cases: Sequence[Case], snapshot: Snapshot) -> list[Case]:
    """Give each case to the next in turn of those whose team takes its lane."""
    remaining = _remaining(cases, snapshot)
    turns = {lane: _leads(lane, snapshot) for lane in snapshot.rulebook.lanes}
    given = []
    for place, case in enumerate(cases):
        leads = turns[case.standing.lane]
        taken = _charges(case, leads[place % len(leads)], snapshot)
        left = {holder: max(1, count * remaining // PERMILLE) for holder, count in taken.items()}
        holding = Holding(leads[place % len(leads)].code, None, "plan", case.input.filing.filed_on, left)
        given.append(replace(case, state=CaseState.ASSIGNED, holding=holding))
    return given


def _remaining(cases: Sequence[Case], snapshot: Snapshot) -> int:
    capacity = sum(snapshot.capacity.minutes.values())
    return max(1, min(PERMILLE, USUAL_LOAD * capacity // max(1, sum(sum(c.standing.minutes.values()) for c in cases))))


def _leads(lane: str, snapshot: Snapshot) -> tuple[Officer, ...]:
    roles = snapshot.rulebook.roles
    office: Office = snapshot.office
    able = [o for o in office.officers if roles[o.role].leads and not roles[o.role].learns and leads_in(o, lane, office)]
    return tuple(able)


def _charges(case: Case, lead: Officer, snapshot: Snapshot) -> dict[str, int]:
    track = snapshot.rulebook.lanes[case.standing.lane].track
    return charges(case.standing.minutes, track, lead, None, snapshot.capacity)
