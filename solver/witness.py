"""A second solver as witness (另一求解器作证): what HiGHS proves of a level that is stated again as a linear programme.

A bound it proves confirms only what it reaches; it reckons in floating point, so that what it proves counts for a little
less. Where it comes to nothing in time, nothing is confirmed.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from math import ceil
from typing import Generic, Literal, TypeVar

from ortools.math_opt.python import mathopt

ROUNDING, LEAST_ROUNDING = 1e-8, 1e-4
LEAST_SECONDS = 0.05

Word = Literal["confirmed", "refuted", "open"]
PlanT = TypeVar("PlanT")


@dataclass(frozen=True, slots=True)
class Testimony(Generic[PlanT]):
    """What is said of one stated bound.

    `proven` is the bound HiGHS proves itself (None without one). "refuted": `plan` keeps all that is held and its
    measured value `found` lies below the stated bound. "open": neither in the time given.
    """

    level: str
    word: Word
    stated: int
    proven: int | None = None
    found: int | None = None
    plan: PlanT | None = None


def solved(model: mathopt.Model, seconds: float) -> mathopt.SolveResult | None:
    """Let HiGHS work for at most so many seconds; whatever goes wrong in it is no testimony."""
    if seconds < LEAST_SECONDS:
        return None
    exact = {"relative_gap_tolerance": 0.0, "absolute_gap_tolerance": 0.0}
    parameters = mathopt.SolveParameters(time_limit=timedelta(seconds=seconds), **exact)
    try:
        return mathopt.solve(model, mathopt.SolverType.HIGHS, params=parameters)
    except Exception:  # noqa: BLE001  (a solver that fails leaves the bound open, which is what is then said)
        return None


def bound_of(result: mathopt.SolveResult) -> int | None:
    """Give the bound HiGHS has proven, as the whole number it stands for."""
    proven = result.termination.objective_bounds.dual_bound
    if result.termination.reason == mathopt.TerminationReason.INFEASIBLE or not abs(proven) < float("inf"):
        return None
    whole: int = ceil(proven - max(LEAST_ROUNDING, ROUNDING * abs(proven)))
    return whole


def most(first: int | None, second: int | None) -> int | None:
    """Give the higher of two bounds, as far as there are any."""
    return max((one for one in (first, second) if one is not None), default=None)


def added(parts: Iterable[mathopt.LinearTypes]) -> mathopt.LinearSum:
    """Add expressions up; nothing adds up to 0."""
    return mathopt.LinearSum(tuple(parts))
