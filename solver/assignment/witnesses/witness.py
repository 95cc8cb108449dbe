"""A second solver as witness (另一求解器作证): HiGHS confirms a stated bound, or finds the plan that refutes it.

What it finds is measured like any other plan before it refutes anything, and a bound it proves confirms only what it
reaches: where neither comes in time, that is what is said.
"""

from collections.abc import Mapping, Sequence
from time import monotonic

from solver.assignment.instance import Instance
from solver.assignment.plan import Plan
from solver.assignment.rules.must import MUST
from solver.assignment.rules.prefer import PREFER, levels
from solver.assignment.rules.rule import Prefer
from solver.assignment.witnesses.restated import Restated
from solver.witness import Testimony, bound_of, most, solved

MOST_OPTIONS = 400_000  # above, writing the programme down alone would take longer than anybody waits


def hear(
    instance: Instance,
    level: str,
    held: Mapping[str, int],
    stated: int,
    seconds: float,
    terms: Sequence[Prefer] = PREFER,
) -> Testimony[Plan]:
    """Ask HiGHS about the bound of a level while the levels above are held, for at most so many seconds.

    First with cases that may be divided, which is quick, then with whole ones. No level can be below 0, so that a
    bound of 0 needs no solver.
    """
    if stated <= 0:
        return Testimony(level, "confirmed", stated, 0)
    end = monotonic() + seconds
    restated = _restated(instance, level, held)
    if restated is None:
        return Testimony(level, "open", stated)
    best: int | None = None
    for whole in (False, True):
        restated.relax(whole=whole)
        result = solved(restated.model, end - monotonic())
        if result is None:
            break
        best = most(best, bound_of(result))
        if best is not None and best >= stated:
            return Testimony(level, "confirmed", stated, best)
        if whole and result.solutions and result.solutions[0].primal_solution:
            plan = restated.plan(result.variable_values())
            value = _kept(instance, level, held, plan, terms)
            if value is not None and value < stated:
                return Testimony(level, "refuted", stated, best, value, plan)
    return Testimony(level, "open", stated, best)


def _restated(instance: Instance, level: str, held: Mapping[str, int]) -> Restated | None:
    if instance.options > MOST_OPTIONS:
        return None
    restated = Restated(instance)
    if not all(restated.knows(name) for name in (level, *held)):
        return None
    for name, height in held.items():
        restated.hold(name, height)
    restated.aim(level)
    return restated


def _kept(instance: Instance, level: str, held: Mapping[str, int], plan: Plan, terms: Sequence[Prefer]) -> int | None:
    """Measure a plan HiGHS has found; None when it breaks a hard rule or what is held."""
    known = {term.level: term for term in levels(instance, terms)}
    broken = any(term.measure(instance, plan) for term in MUST)
    kept = not broken and all(
        known[name].amount(instance, plan) <= height for name, height in held.items() if name in known
    )
    return int(known[level].amount(instance, plan)) if kept else None
