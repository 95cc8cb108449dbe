"""The three things asked of the assignment model: solve it, measure a plan, score a plan."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from solver.assignment.instance import Instance
from solver.assignment.obstacles import Excess, excess, obstacles
from solver.assignment.plan import Plan
from solver.assignment.problem import AssignmentProblem
from solver.assignment.ready import make_ready
from solver.assignment.rules.must import MUST
from solver.assignment.rules.prefer import PREFER, levels
from solver.assignment.rules.rule import Prefer
from solver.search import Certificate, Limits, Progress, descend
from solver.term import Match

__all__ = ["Excess", "Result", "excess", "measure", "obstacles", "score", "solve"]


@dataclass(frozen=True)
class Result:
    """A plan, and what stands behind it; what it breaks and costs, `measure` tells.

    `settled` is the plan before the last level: where that is the draw, what the draw gave away shows against it.
    """

    plan: Plan
    certificate: Certificate
    settled: Plan


def solve(
    instance: Instance,
    limits: Limits,
    seed: int,
    on_progress: Callable[[Progress], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
    *,
    terms: Sequence[Prefer] = PREFER,
    held: Mapping[str, int] | None = None,
) -> Result:
    """Give the best plan found within the limits, and its certificate; there is always one, if only the greedy's.

    `terms` are the rules switched on, in the order of their levels: all of them unless the problem has other aims.
    `held` says what no plan may exceed, whatever it costs: `{"moved": k}` lets at most k cases leave their holders; a
    case whose holder has no option stays unassigned rather than being the k + 1st. The clock starts when the kernels are
    ready. Raises ValueError for what cannot be
    held.
    """
    make_ready(instance)
    problem = AssignmentProblem(instance, terms, held, seed)
    answer = descend(problem, limits, seed, on_progress, cancelled)
    return Result(answer.plan, answer.certificate, answer.settled)


def measure(instance: Instance, plan: Plan, terms: Sequence[Prefer] = PREFER) -> dict[str, tuple[Match, ...]]:
    """Give the matches of every hard rule (by its name; none when lawful) and of every level, without any solver."""
    rules = {term.name: term.measure(instance, plan) for term in MUST}
    return rules | {term.level: term.measure(instance, plan) for term in levels(instance, terms)}


def score(instance: Instance, plan: Plan, terms: Sequence[Prefer] = PREFER) -> dict[str, int]:
    """Give the value of every level of any plan, also of one edited by hand; the levels in their order."""
    return {term.level: term.amount(instance, plan) for term in levels(instance, terms)}
