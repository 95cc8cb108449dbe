"""The three things asked of the model of field work: solve a week, measure a plan, score a plan."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from solver.fieldwork.instance import Instance
from solver.fieldwork.must import MUST
from solver.fieldwork.plan import Plan
from solver.fieldwork.prefer import PREFER, levels
from solver.fieldwork.problem import FieldProblem
from solver.fieldwork.ready import make_ready
from solver.fieldwork.rule import Prefer
from solver.search import Certificate, Limits, Progress, descend
from solver.term import Match

__all__ = ["Result", "measure", "score", "solve"]


@dataclass(frozen=True)
class Result:
    """A plan, what stands behind it, and every match of every rule: the explanation is made of these."""

    plan: Plan
    certificate: Certificate
    matches: Mapping[str, tuple[Match, ...]]


def solve(
    instance: Instance,
    limits: Limits,
    seed: int,
    on_progress: Callable[[Progress], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
    *,
    terms: Sequence[Prefer] = PREFER,
) -> Result:
    """Give the best plan found within the limits, and its certificate; there is always one, if only the greedy's.

    `terms` are the rules switched on, in the order of their levels. The clock starts when the kernels are ready.
    """
    make_ready()
    problem = FieldProblem(instance, levels(instance, terms), seed, limits.budget)
    answer = descend(problem, limits, seed, on_progress, cancelled)
    return Result(answer.plan, answer.certificate, measure(instance, answer.plan, terms))


def measure(instance: Instance, plan: Plan, terms: Sequence[Prefer] = PREFER) -> dict[str, tuple[Match, ...]]:
    """Give the matches of every hard rule (by its name; none when lawful) and of every level, without any solver."""
    rules = {term.name: term.measure(instance, plan) for term in MUST}
    return rules | {term.level: term.measure(instance, plan) for term in levels(instance, terms)}


def score(instance: Instance, plan: Plan, terms: Sequence[Prefer] = PREFER) -> dict[str, int]:
    """Give the value of every level of any plan, also of one edited by hand; the levels in their order."""
    return {term.level: term.amount(instance, plan) for term in levels(instance, terms)}
