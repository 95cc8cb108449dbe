"""What a special action costs the rest (专项行动的代价): everybody's load without its cases, and whose deadlines no longer fit."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from allocator.decisions.deadlines.due_lines import DueWork, Late, late_work
from allocator.decisions.deadlines.due_work import due_work
from allocator.domain.snapshot import HeldCase, Snapshot
from allocator.domain.special_actions import SpecialAction, with_lent
from allocator.domain.workload import Load


@dataclass(frozen=True, slots=True)
class PersonCost:
    """What one person holds, and the hours for it, as decisions see them: as things are, and with the action open."""

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

    It is looked at on its first day (today, once it has begun). Loads are those decisions will see: the time lent counts only as
    far as its cases fill it. Deadlines of the rest are held against the hours left to the rest alone. Nothing is moved: pure.
    """
    day = max(seen.day, action.window.first)
    before = replace(seen, day=day)
    taken = [case for case in mine if case.holder in action.people]
    lent = replace(before, office=with_lent(before.office, action))
    after = replace(lent, filled=_filled(taken, before))
    kept = [*rest, *(case for case in mine if case.holder not in action.people)]
    was, now = (
        late_work(_all_due([*mine, *rest], before), before.capacity),
        late_work(_all_due(kept, lent), lent.capacity),
    )
    known = {_key(late.work) for late in was}
    return ActionCost(
        day=day,
        people=tuple(_people(action, before, after)),
        endangered=tuple(late for late in now if _key(late.work) not in known),
        relieved=len(known - {_key(late.work) for late in now}),
        needed=sum(case.charges.get(case.holder, 0) for case in taken),
        given=_given(action, before, lent),
        vehicle_days=_vehicle_days(action, before),
    )


def _key(work: DueWork) -> tuple[str, str]:
    return work.case_no, work.node


def _filled(taken: Sequence[HeldCase], seen: Snapshot) -> dict[str, int]:
    """Give the minutes that fill lent time, those of the action's cases with the people given to it among them."""
    filled = dict(seen.filled)
    for case in taken:
        filled[case.holder] = filled.get(case.holder, 0) + case.charges.get(case.holder, 0)
    return filled


def _all_due(cases: Sequence[HeldCase], seen: Snapshot) -> list[DueWork]:
    return [item for case in cases for item in due_work(case, seen)]


def _people(action: SpecialAction, before: Snapshot, after: Snapshot) -> list[PersonCost]:
    """Give whose load it changes, or who is given to it; in the office's own order."""
    costs = [
        PersonCost(one.code, one.code in action.people, before.load(one.code), after.load(one.code))
        for one in before.office.officers
    ]
    return [cost for cost in costs if cost.given or cost.before != cost.after]


def _given(action: SpecialAction, before: Snapshot, lent: Snapshot) -> int:
    """Give the minutes of the window that the people given to an action have for it."""
    days = before.office.calendar.between(before.day, action.last)
    whole, left = before.capacity.over(days), lent.capacity.over(days)
    return sum(whole[code] - left[code] for code in action.people)


def _vehicle_days(action: SpecialAction, seen: Snapshot) -> tuple[int, int]:
    days = seen.office.calendar.between(seen.day, action.last)
    codes = [vehicle.code for vehicle in seen.office.vehicles]
    free = [code for day in days for code in codes if not seen.office.lent_on(code, day)]
    return len(free), sum(code not in action.vehicles for code in free)
