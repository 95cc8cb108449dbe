"""What is asked of the model of field work: solve a week, repair one, measure a plan, score a plan."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from solver.fieldwork.engine import Engine
from solver.fieldwork.instance import Instance
from solver.fieldwork.plan import Plan
from solver.fieldwork.problem import FieldProblem
from solver.fieldwork.ready import make_ready
from solver.fieldwork.repair.published import published
from solver.fieldwork.repair.repairing import Repair
from solver.fieldwork.rules.must import MUST
from solver.fieldwork.rules.prefer import PREFER, levels, repair_levels
from solver.fieldwork.rules.rule import Prefer
from solver.search import Answer, Certificate, Limits, Progress, descend
from solver.term import Match

__all__ = ["Result", "fill", "measure", "repair", "score", "solve"]


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
    return _solve(instance, levels(instance, terms), limits, seed, on_progress, cancelled)


def repair(
    instance: Instance,
    limits: Limits,
    seed: int,
    on_progress: Callable[[Progress], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
    *,
    standing: Plan | None = None,
) -> Result:
    """Give the plan that moves the fewest bookings when the day goes wrong (少变动修复), then the best by the levels.

    What is urgent has the first rank and is placed before all else; then the level of moves comes, with a bound of its
    own; then the other levels as always. `standing` are the published trips that can stand, as trips.
    """
    ordered = repair_levels(instance)
    make_ready()
    problem = Repair(instance, ordered, seed, limits, standing)
    return _result(instance, ordered, problem, lambda: descend(problem, limits, seed, on_progress, cancelled))


def fill(instance: Instance, plan: Plan | None = None) -> Plan:
    """Put whatever has no place where it then costs least, the most urgent first; what stands stays (补排).

    No search: milliseconds. `plan` must be lawful; without one the published bookings stand.
    """
    make_ready()
    return Engine(instance, levels(instance), 1).fill(published(instance) if plan is None else plan)


def _solve(
    instance: Instance,
    ordered: Sequence[Prefer],
    limits: Limits,
    seed: int,
    on_progress: Callable[[Progress], None] | None,
    cancelled: Callable[[], bool] | None,
) -> Result:
    make_ready()
    problem = FieldProblem(instance, ordered, seed, limits.budget)
    return _result(instance, ordered, problem, lambda: descend(problem, limits, seed, on_progress, cancelled))


def _result(
    instance: Instance, ordered: Sequence[Prefer], problem: FieldProblem, search: Callable[[], Answer[Plan]]
) -> Result:
    try:
        answer = search()
    finally:
        problem.end()
    rules = {term.name: term.measure(instance, answer.plan) for term in MUST}
    matches = rules | {term.level: term.measure(instance, answer.plan) for term in ordered}
    return Result(answer.plan, answer.certificate, matches)


def measure(instance: Instance, plan: Plan, terms: Sequence[Prefer] = PREFER) -> dict[str, tuple[Match, ...]]:
    """Give the matches of every hard rule (by its name; none when lawful) and of every level, without any solver."""
    rules = {term.name: term.measure(instance, plan) for term in MUST}
    return rules | {term.level: term.measure(instance, plan) for term in levels(instance, terms)}


def score(instance: Instance, plan: Plan, terms: Sequence[Prefer] = PREFER) -> dict[str, int]:
    """Give the value of every level of any plan, also of one edited by hand; the levels in their order."""
    return {term.level: term.amount(instance, plan) for term in levels(instance, terms)}
