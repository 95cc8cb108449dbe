"""A second solver as witness (另一求解器作证): HiGHS confirms a stated bound, or finds the plan that refutes it.

What it finds is measured like any other plan before it refutes anything, and a bound it proves confirms only what it
reaches: where neither comes in time, that is what is said.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from math import ceil
from time import monotonic
from typing import Literal

from ortools.math_opt.python import mathopt

from solver.assignment.instance import Instance
from solver.assignment.must import MUST
from solver.assignment.plan import Plan
from solver.assignment.prefer import PREFER, levels
from solver.assignment.restated import Restated
from solver.assignment.rule import Prefer

ROUNDING, LEAST_ROUNDING = 1e-8, 1e-4  # HiGHS reckons in floating point: what it proves is taken for a little less
MOST_OPTIONS = 400_000  # above, writing the programme down alone would take longer than anybody waits
LEAST_SECONDS = 0.05

Word = Literal["confirmed", "refuted", "open"]


@dataclass(frozen=True, slots=True)
class Testimony:
    """What HiGHS says of one stated bound.

    `proven` is the bound it proves itself (None without one). "refuted": `plan` keeps all that is held and its
    measured value `found` lies below the stated bound. "open": neither in the time given.
    """

    level: str
    word: Word
    stated: int
    proven: int | None = None
    found: int | None = None
    plan: Plan | None = None


def hear(
    instance: Instance,
    level: str,
    held: Mapping[str, int],
    stated: int,
    seconds: float,
    terms: Sequence[Prefer] = PREFER,
) -> Testimony:
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
        result = _solve(restated, end - monotonic())
        if result is None:
            break
        best = _most(best, _bound(result))
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
    for name, most in held.items():
        restated.hold(name, most)
    restated.aim(level)
    return restated


def _solve(restated: Restated, seconds: float) -> mathopt.SolveResult | None:
    """Let HiGHS work; whatever goes wrong in it is no testimony."""
    if seconds < LEAST_SECONDS:
        return None
    exact = {"relative_gap_tolerance": 0.0, "absolute_gap_tolerance": 0.0}
    parameters = mathopt.SolveParameters(time_limit=timedelta(seconds=seconds), **exact)
    try:
        return mathopt.solve(restated.model, mathopt.SolverType.HIGHS, params=parameters)
    except Exception:  # noqa: BLE001  (a solver that fails leaves the bound open, which is what is then said)
        return None


def _bound(result: mathopt.SolveResult) -> int | None:
    """Give the bound HiGHS has proven, as the whole number it stands for."""
    proven = result.termination.objective_bounds.dual_bound
    if result.termination.reason == mathopt.TerminationReason.INFEASIBLE or not abs(proven) < float("inf"):
        return None
    whole: int = ceil(proven - max(LEAST_ROUNDING, ROUNDING * abs(proven)))
    return whole


def _most(first: int | None, second: int | None) -> int | None:
    return max((one for one in (first, second) if one is not None), default=None)


def _kept(instance: Instance, level: str, held: Mapping[str, int], plan: Plan, terms: Sequence[Prefer]) -> int | None:
    """Measure a plan HiGHS has found; None when it breaks a hard rule or what is held."""
    known = {term.level: term for term in levels(instance, terms)}
    broken = any(term.measure(instance, plan) for term in MUST)
    kept = not broken and all(
        known[name].amount(instance, plan) <= most for name, most in held.items() if name in known
    )
    return int(known[level].amount(instance, plan)) if kept else None
