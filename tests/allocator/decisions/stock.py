"""A random stock at the fixture bureau: waiting cases, loads of the past, and a lawful plan for them."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from random import Random
from typing import Any

from allocator.decisions.allocation.allocation import Allocation, allocate
from allocator.decisions.checking.checker import Objection, Placement, check_plan
from allocator.decisions.recommendation.draw import lot
from allocator.decisions.triage.triage import classify
from allocator.domain.facts import CaseInput
from allocator.domain.snapshot import CaseToPlace, Snapshot
from allocator.files.office import OfficeFolder, read_office
from fixtures.generate import generate
from fixtures.guyang_month import GUYANG

DAY = date(2022, 9, 30)
SECRET = b"a secret of the tests, 32 bytes."


@cache
def guyang() -> OfficeFolder:
    """The fixture bureau's folder, read once."""
    return read_office(GUYANG, DAY)


def lots(case_no: str, officer: str) -> int:
    """Lots by a fixed secret."""
    return lot(SECRET, case_no, officer)


def waiting(seed: int, count: int) -> tuple[CaseToPlace, ...]:
    """Waiting cases of September, triaged by the bureau's rulebook."""
    office, rulebook = guyang().office, guyang().rulebook
    found = []
    for filing in generate(seed, count, date(2022, 9, 1), DAY, rulebook, office):
        said = classify(CaseInput(filing), office, rulebook)
        found.append(CaseToPlace(CaseInput(filing), said.lane, said.weight.minutes, said.priority, said.skills))
    return tuple(found)


def snapshot(seed: int) -> Snapshot:
    """The bureau on the last day of September, everybody holding something between nothing and half of the minutes."""
    random, empty = Random(seed), Snapshot(guyang().office, guyang().rulebook, DAY)
    held = {code: random.randrange(minutes // 2) for code, minutes in empty.capacity.minutes.items() if minutes}
    return replace(empty, held=held)


@dataclass(frozen=True)
class Stock:
    """Cases, the office and a plan's placements; a change of any of them is another stock."""

    cases: tuple[CaseToPlace, ...]
    seen: Snapshot
    rows: tuple[Placement, ...]

    def objections(self) -> tuple[Objection, ...]:
        """What the checker says."""
        return check_plan(self.cases, self.rows, self.seen)

    def rules(self) -> set[str]:
        """The rules the checker names."""
        return {found.rule for found in self.objections()}

    def case(self, row: Placement) -> CaseToPlace:
        """Give the case of a row."""
        return next(case for case in self.cases if case.case.filing.case_no == row.case_no)

    def row(self, wanted: Callable[[Placement], bool]) -> Placement:
        """Give the first row of a kind."""
        return next(row for row in self.rows if wanted(row))

    def with_row(self, old: Placement, **changes: Any) -> "Stock":
        """Write one row differently."""
        new = replace(old, **changes)
        return replace(self, rows=tuple(new if row is old else row for row in self.rows))

    def with_case(self, old: CaseToPlace, **changes: Any) -> "Stock":
        """Change one case under the plan."""
        new = replace(old, **changes)
        return replace(self, cases=tuple(new if case is old else case for case in self.cases))

    def with_office(self, **changes: Any) -> "Stock":
        """Add to tables of the office."""
        office = self.seen.office
        more: dict[str, Any] = {name: (*getattr(office, name), *rows) for name, rows in changes.items()}
        return replace(self, seen=replace(self.seen, office=replace(office, **more)))

    def with_officer(self, code: str, **changes: Any) -> "Stock":
        """Change somebody's own row."""
        office = self.seen.office
        people = tuple(replace(one, **changes) if one.code == code else one for one in office.officers)
        return replace(self, seen=replace(self.seen, office=replace(office, officers=people)))


@cache
def planned(seed: int, count: int = 40) -> tuple[Stock, Allocation]:
    """A random stock with the plan the office makes for it."""
    cases, seen = waiting(seed, count), snapshot(seed)
    plan = allocate(cases, seen, lots, seed, 1)
    return Stock(cases, seen, tuple(Placement(row.case_no, row.officer, row.mentor) for row in plan.rows)), plan
