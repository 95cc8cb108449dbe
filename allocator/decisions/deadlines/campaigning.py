"""What a special action costs the rest (专项行动的代价): everybody's load without its cases, and whose deadlines no longer fit."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from allocator.decisions.deadlines.due_work import DueWork, Late, due_work, late_work
from allocator.domain.office import Office
from allocator.domain.people import Reduction
from allocator.domain.snapshot import HeldCase, Snapshot
from allocator.domain.special_actions import SpecialAction
from allocator.domain.workload import Load

QUOTA = "special_action"


@dataclass(frozen=True, slots=True)
class PersonCost:
    """What one person has to do besides the action, and the hours for it: as things are, and with the action open."""

    officer: str
    given: bool
    before: Load
    after: Load


@dataclass(frozen=True, slots=True)
class ActionCost:
    """What an action costs (专项行动代价): loads of everybody it touches in the office's order, and deadlines newly endangered.

    `needed` are the own minutes of its cases with the people given to it, `given` the minutes they have for them in the
    window; `vehicle_days` those of the office in the window, and those left to the rest.
    """

    day: date
    people: tuple[PersonCost, ...]
    endangered: tuple[Late, ...]
    relieved: int
    needed: int
    given: int
    vehicle_days: tuple[int, int]


def cost_of(action: SpecialAction, mine: Sequence[HeldCase], rest: Sequence[HeldCase], seen: Snapshot) -> ActionCost:
    """Work out what an action costs, from the stock as it is: `mine` are its cases, `rest` all others.

    It is looked at on its first day (today, once it has begun). Its cases with people given to it take their share of time;
    those others hold stay with them as they are: nothing is moved. Pure, and what the hours are is what decisions see.
    """
    day = max(seen.day, action.window.first)
    before = replace(seen, day=day)
    taken = [case for case in mine if case.holder in action.people]
    after = replace(before, office=_lent(action, before), held=_without(taken, before))
    kept = [*rest, *(case for case in mine if case.holder not in action.people)]
    was, now = (
        late_work(_all_due([*mine, *rest], before), before.capacity),
        late_work(_all_due(kept, after), after.capacity),
    )
    known = {_key(late.work) for late in was}
    return ActionCost(
        day=day,
        people=tuple(_people(action, before, after)),
        endangered=tuple(late for late in now if _key(late.work) not in known),
        relieved=len(known - {_key(late.work) for late in now}),
        needed=sum(case.charges.get(case.holder, 0) for case in taken),
        given=_given(action, before, after),
        vehicle_days=_vehicle_days(action, before),
    )


def _key(work: DueWork) -> tuple[str, str]:
    return work.case_no, work.node


def _lent(action: SpecialAction, seen: Snapshot) -> Office:
    lent = tuple(Reduction(code, QUOTA, action.share, action.window) for code in action.people)
    return replace(seen.office, reductions=(*seen.office.reductions, *lent))


def _without(taken: Sequence[HeldCase], seen: Snapshot) -> dict[str, int]:
    """Give who holds what without the own minutes of the cases that the action takes over; desks carry theirs as before."""
    held = dict(seen.held)
    for case in taken:
        held[case.holder] = held.get(case.holder, 0) - case.charges.get(case.holder, 0)
    return held


def _all_due(cases: Sequence[HeldCase], seen: Snapshot) -> list[DueWork]:
    return [item for case in cases for item in due_work(case, seen)]


def _people(action: SpecialAction, before: Snapshot, after: Snapshot) -> list[PersonCost]:
    """Give whose load it changes, or who is given to it; in the office's own order."""
    costs = [
        PersonCost(one.code, one.code in action.people, before.load(one.code), after.load(one.code))
        for one in before.office.officers
    ]
    return [cost for cost in costs if cost.given or cost.before != cost.after]


def _given(action: SpecialAction, before: Snapshot, after: Snapshot) -> int:
    """Give the minutes of the window that the people given to an action have for it."""
    days = before.office.calendar.between(before.day, action.last)
    whole, left = before.capacity.over(days), after.capacity.over(days)
    return sum(whole[code] - left[code] for code in action.people)


def _vehicle_days(action: SpecialAction, seen: Snapshot) -> tuple[int, int]:
    days = len(seen.office.calendar.between(seen.day, action.last))
    return len(seen.office.vehicles) * days, (len(seen.office.vehicles) - len(action.vehicles)) * days
