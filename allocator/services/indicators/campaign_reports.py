"""What came of a special action (专项行动成效): its cases and its target, its hours, and the deadlines of all other cases."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from allocator.domain.cases import CaseState
from allocator.domain.clocks.clock import NodeClock
from allocator.domain.docket import Case
from allocator.domain.snapshot import Snapshot
from allocator.domain.special_actions import SpecialAction, of_action
from allocator.persistence.unit_of_work import UnitOfWork
from allocator.services.context import Context
from allocator.services.indicators.campaigns import action_view, find_opened, trips_of
from allocator.services.indicators.opened_campaigns import Opened
from allocator.services.transaction import look


@dataclass(frozen=True, slots=True)
class Report:
    """What came of a special action up to a day (专项行动成效): its cases closed, fen recovered, hours; and the rest's deadlines.

    `minutes` are those the closed cases weigh, `field_minutes` those of the trips that served its cases, by vehicle. `due` and
    `missed` are the other cases whose closing fell due in the window, and those of them not closed by then.
    """

    opened: Opened
    until: date
    cases: tuple[str, ...]
    closed: tuple[str, ...]
    recovered: int
    minutes: int
    field_minutes: int
    due: int
    missed: tuple[str, ...]


def report_campaign(context: Context, code: str) -> Report:
    """Tell what came of a special action up to today, against its target; raises NotFound."""
    with context.database.reading() as uow:
        seen = look(uow, context)
        return _report(uow, find_opened(uow, code), seen)


def _report(uow: UnitOfWork, opened: Opened, seen: Snapshot) -> Report:
    action, until = opened.action, min(opened.last, seen.day)
    at_work = [case for case in uow.cases.all() if _overlaps(case, action, until)]
    mine, _ = of_action(at_work, action, seen.office, seen.rulebook)
    numbers = {case.case_no for case in mine}
    closed = [case for case in mine if case.closed_on is not None and case.closed_on <= until]
    rest = {case.id: case.case_no for case in at_work if case.case_no not in numbers}
    clocks = [(rest[case], clock) for case, clock in uow.clocks.of(rest) if clock.node == _closing_node(seen)]
    due = [(case_no, clock) for case_no, clock in clocks if _fell_due(clock, action, until)]
    return Report(
        opened=opened,
        until=until,
        cases=tuple(case.case_no for case in mine),
        closed=tuple(case.case_no for case in closed),
        recovered=sum(case.recovered or 0 for case in closed),
        minutes=sum(sum(case.standing.minutes.values()) for case in closed),
        field_minutes=_field_minutes(uow, action, numbers),
        due=len(due),
        missed=tuple(case_no for case_no, clock in due if clock.light(until) == "red"),
    )


def _overlaps(case: Case, action: SpecialAction, until: date) -> bool:
    open_then = case.state != CaseState.CLOSED or (case.closed_on is not None and case.closed_on >= action.window.first)
    return open_then and case.input.filing.filed_on <= until


def _closing_node(seen: Snapshot) -> str:
    return seen.rulebook.happenings.closing_node


def _fell_due(clock: NodeClock, action: SpecialAction, until: date) -> bool:
    return clock.due is not None and action.window.first <= clock.due < until


def _field_minutes(uow: UnitOfWork, action: SpecialAction, numbers: set[str]) -> int:
    trips = list(trips_of(uow, action))
    errands = uow.errands.by_code({stop.errand for kept in trips for stop in kept.trip.stops})
    ours = {code for code, kept in errands.items() if kept.errand.case_no in numbers}
    gone = [kept.trip for kept in trips if any(stop.errand in ours for stop in kept.trip.stops)]
    return sum(trip.back - trip.leaves for trip in gone)


def report_view(found: Report) -> dict[str, Any]:
    """Show what came of a special action against its target; money in fen, effort in minutes."""
    return {
        "campaign": action_view(found.opened.action),
        "opened_on": found.opened.on.isoformat(),
        "until": found.until.isoformat(),
        "cases": list(found.cases),
        "closed": list(found.closed),
        "recovered": found.recovered,
        "minutes": found.minutes,
        "field_minutes": found.field_minutes,
        "rest": {"due": found.due, "missed": list(found.missed)},
    }
