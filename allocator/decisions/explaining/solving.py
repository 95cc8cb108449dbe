"""Solving a plan again for one case (重新求解): the best plan in which somebody has it, and whether that is as good.

Steps are counted, never timed, and solving goes on from the plan in hand.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np

from allocator.decisions.explaining.contrast import Contrast, contrast, swapped, with_option
from allocator.decisions.explaining.otherwise import MOVED
from allocator.decisions.explaining.planned import DRAW, Planned
from allocator.domain.workload import PERMILLE
from solver.assignment import PREFER, Plan, score
from solver.assignment.narrowing import only
from solver.assignment.plan import minutes
from solver.assignment.resuming import bring, fitting, put_back, resume
from solver.assignment.rules.prefer import CasesMoved
from solver.search import Limits

LIMITS = Limits(seconds=60, deterministic=0.2)
"""For each time something is solved again, from the plan in hand: counted steps decide, not the clock."""
LONGER = Limits(seconds=60, deterministic=2.0)
"""For an office in which others may lead, once for a question: the plan in hand may be far from what is best there."""
BEFORE_DRAW = tuple(term for term in PREFER if term.name != DRAW)
SEED = 1


@dataclass(frozen=True, slots=True)
class Verdict:
    """What solving again came to: how high each level may be, and a plan within that in which the case goes to somebody.

    `there` is None where none was found; `free` is the best plan found with nothing asked of it.
    """

    most: Mapping[str, int]
    free: Plan
    there: Plan | None


@dataclass(frozen=True, slots=True)
class Forced:
    """The best plan found in which somebody has a case, how it compares, and what solving again without change came to."""

    plan: Plan
    contrast: Contrast
    verdict: Verdict | None


def forced(planned: Planned, case: int, officer: str) -> Forced:
    """Give the best plan found in which somebody has the case, all else free, and how it compares.

    Everything else unchanged is one such plan, and the best where it is near-equal; else solving again may find a better
    one, from the plan in hand or from what that comes to when it is solved on. Needs an option of that person.
    """
    unchanged, contrasted = swapped(planned, case, officer)
    begun = _given_to(planned, planned.plan, case, officer)
    if not planned.solvable or contrasted.near or not keeps_given(planned, begun):
        return Forced(unchanged, contrasted, None)
    tried = [begun, brought(planned, begun, case, officer, planned.held)]
    if not contrasted.broken and keeps_given(planned, unchanged):
        tried.append(unchanged)
    tried = [plan for plan in tried if has(planned, plan, case, officer)]
    if not tried:  # no room for the case, even with nothing else
        return Forced(unchanged, contrasted, None)
    best = min(tried, key=lambda plan: _above(planned, plan))
    found = verdict(planned, case, officer, best)
    if found.there is not None:
        best = min(best, found.there, key=lambda plan: _above(planned, plan))
    return Forced(best, contrast(planned, best, officer), found)


def _above(planned: Planned, plan: Plan) -> tuple[int, ...]:
    """Order plans by how far they lie above what is held, the highest level first."""
    values = score(planned.instance, plan)
    return tuple(max(0, values[name] - most) for name, most in planned.held.items())


def verdict(at: Planned, case: int, officer: str, other: Plan) -> Verdict:
    """Solve again in an office a little different, with nothing asked, and say whether somebody may as well have the case.

    Begins from the better of two plans: the one in hand, and one in which that person has the case.
    """
    mine, theirs = lawful(at, at.plan), there(at, case, officer, other)
    begun = theirs if betters(at, theirs, mine) else mine
    free = resume(at.instance, begun, LIMITS, SEED, at.decided, at.given, heights(at, mine))
    most = {level.name: level.held for level in free.certificate.levels}
    found = (plan for plan in _as_good(at, free.plan, theirs, (case, officer), most) if keeps(at, plan, most))
    return Verdict(most, free.plan, next((plan for plan in found if has(at, plan, case, officer)), None))


def _as_good(at: Planned, free: Plan, theirs: Plan, asked: tuple[int, str], most: Mapping[str, int]) -> Iterator[Plan]:
    """Give plans in which somebody has the case, that cost more and more to find."""
    case, officer = asked
    yield free
    yield theirs
    begun = _given_to(at, free, case, officer)
    yield begun
    for plan in (begun, theirs):
        if has(at, plan, case, officer):
            yield brought(at, plan, case, officer, most)


def goes(at: Planned, case: int, officer: str, found: Verdict) -> bool:
    """Say that the case would go there: no plan as good was found in which somebody else has it."""
    if found.there is None:
        return False
    others = [one for one in at.options_of(case) if at.lead_of(one) != officer]
    swaps = (with_option(found.there, case, option) for option in others)
    near = (plan for plan in (lawful(at, at.plan), found.free, *swaps) if not has(at, plan, case, officer))
    if any(keeps(at, plan, found.most) for plan in near):
        return False
    begun = lawful(at, at.plan)
    if not others or has(at, begun, case, officer):
        return True
    small = only(at.instance, case, others)
    away = bring(small.instance, small.small(begun), found.most, LIMITS, SEED, at.decided, at.given)
    return not keeps(at, small.whole(away), found.most)


def has(at: Planned, plan: Plan, case: int, officer: str) -> bool:
    """Say whether somebody leads a case in a plan."""
    return int(plan.chosen[case]) >= 0 and at.lead_of(int(plan.chosen[case])) == officer


def settled(at: Planned) -> Planned:
    """Give an office in which others may lead with a plan of its own, from which what is asked of it is solved on.

    Where a team takes a lane, or somebody is there after all, more than the one case goes elsewhere.
    """
    found = resume(at.instance, lawful(at, at.plan), LONGER, SEED, at.decided, at.given)
    stated = {level.name: level for level in found.certificate.levels}
    levels = tuple(stated.get(level.name, level) for level in at.levels)
    return replace(at, plan=found.plan, levels=levels)


def lawful(at: Planned, plan: Plan, keep: int = -1) -> Plan:
    """Give what is left of a plan where the caps, and how many cases may move, allow no more of it."""
    fits = fitting(at.instance, plan, keep)
    return put_back(at.instance, fits, at.given[MOVED], keep, at.decided) if MOVED in at.given else fits


def there(at: Planned, case: int, officer: str, other: Plan) -> Plan:
    """Give the better of two plans in which somebody has the case: one known, and the plan in hand with it given there."""
    tried = [_given_to(at, at.plan, case, officer), lawful(at, other, case)]
    kept = [plan for plan in tried if has(at, plan, case, officer) and keeps_given(at, plan)]
    return min(kept or [lawful(at, at.plan)], key=lambda plan: worth(at, plan))


def _given_to(at: Planned, plan: Plan, case: int, officer: str) -> Plan:
    """Give the case to somebody, and leave out the least urgent cases of whoever is then too full."""
    tried = (lawful(at, with_option(plan, case, option), case) for option in at.options_of(case, officer))
    return min(tried, key=lambda found: worth(at, found))


def worth(at: Planned, plan: Plan) -> tuple[int, ...]:
    """Order plans level by level, the lower the better."""
    return tuple(score(at.instance, plan, at.decided).values())


def betters(at: Planned, other: Plan, plan: Plan, *, near: bool = False) -> bool:
    """Say whether another plan is better on the first level that differs by more than tolerances (or near-equal to it)."""
    before, most = score(at.instance, plan, at.decided), heights(at, plan)
    for name, value in score(at.instance, other, at.decided).items():
        if value > most[name]:
            return False
        if before[name] - value > most[name] - before[name]:
            return True
    return near


def heights(at: Planned, plan: Plan) -> dict[str, int]:
    """Give how high each level may rise from a plan by what the plan in hand had left of the tolerances."""
    left = {level.name: level.held - level.value for level in at.levels}
    return {name: value + max(0, left.get(name, 0)) for name, value in score(at.instance, plan, at.decided).items()}


def keeps(at: Planned, plan: Plan, most: Mapping[str, int]) -> bool:
    """Say whether a plan is lawful and on every level within some heights."""
    values = score(at.instance, plan, at.decided)
    return all(values[name] <= height for name, height in most.items()) and keeps_given(at, plan)


def keeps_given(at: Planned, plan: Plan) -> bool:
    """Say whether a plan keeps the caps and what it is held to: the moves allowed, and that nobody full receives more."""
    if fitting(at.instance, plan) != plan or any(
        CasesMoved().amount(at.instance, plan) > most for most in at.given.values()
    ):
        return False
    if not at.kept:
        return True
    limit = at.instance.capacity * at.snapshot.rulebook.levers.most_load // PERMILLE
    stays = minutes(at.instance, _staying(at))
    return bool((minutes(at.instance, plan) <= np.maximum(limit, stays)).all())


def _staying(at: Planned) -> Plan:
    """Give the plan in which every case stays with its holder, where there is one."""
    holder = at.instance.holder[at.instance.option_case]
    stays = np.flatnonzero(at.instance.option_lead == holder)
    chosen = np.full(at.instance.cases, -1, dtype=np.int64)
    chosen[at.instance.option_case[stays][::-1]] = stays[::-1]
    return Plan(chosen)


def brought(at: Planned, begun: Plan, case: int, officer: str, most: Mapping[str, int]) -> Plan:
    """Bring a plan with a case for one person only down to some heights, as far as the first level that stays above.

    That level decides, so that nothing is searched below it. Gives a plan of the whole instance.
    """
    small = only(at.instance, case, at.options_of(case, officer))
    plan = bring(small.instance, small.small(begun), most, LIMITS, SEED, at.decided, at.given)
    return small.whole(plan)
