"""A certificate of cases held against its plan (复核): is the plan one at all, lawful, and worth what is stated."""

from collections.abc import Iterator, Sequence

from solver.assignment.instance import Instance
from solver.assignment.office import score
from solver.assignment.plan import Plan
from solver.assignment.rules.must import MUST
from solver.assignment.rules.prefer import PREFER, levels
from solver.assignment.rules.rule import Prefer
from solver.recheck import Discrepancy, broken, misstated
from solver.search import LevelResult


def recheck(
    instance: Instance, plan: Plan, stated: Sequence[LevelResult], terms: Sequence[Prefer] = PREFER
) -> tuple[Discrepancy, ...]:
    """Hold what a certificate states of each level against the plan; nothing found means that all of it is so."""
    return tuple(unlawful(instance, plan)) or tuple(misstated(instance, plan, levels(instance, terms), stated))


def unlawful(instance: Instance, plan: Plan) -> Iterator[Discrepancy]:
    """Give the first hard rule a plan breaks, or that it is no plan for this instance; nothing when it is lawful."""
    if len(plan.chosen) != instance.cases:
        yield Discrepancy("plan", "cases", len(plan.chosen), instance.cases)
    elif (least := int(plan.chosen.min(initial=-1))) < -1:
        yield Discrepancy("plan", "options", least, -1)
    else:
        yield from broken(instance, plan, MUST)


def draw_price(instance: Instance, plan: Plan, settled: Plan, terms: Sequence[Prefer] = PREFER) -> dict[str, int]:
    """Give what the last level cost each level above it: its value in the plan less that before the last level."""
    drawn, before = score(instance, plan, terms), score(instance, settled, terms)
    return {name: value - before[name] for name, value in list(drawn.items())[:-1]}
