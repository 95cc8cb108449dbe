"""A certificate held against its plan (复核): each figure stated is worked out again from the instance and the plan."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from solver.assignment.instance import Instance
from solver.assignment.must import MUST
from solver.assignment.office import score
from solver.assignment.plan import Plan
from solver.assignment.prefer import PREFER, levels
from solver.assignment.rule import Prefer
from solver.search import MILLION, LevelResult


@dataclass(frozen=True, slots=True)
class Discrepancy:
    """A figure that is not what it is stated to be: the level or rule, which figure, as stated and as found."""

    level: str
    figure: str
    stated: object
    found: object


def recheck(
    instance: Instance, plan: Plan, stated: Sequence[LevelResult], terms: Sequence[Prefer] = PREFER
) -> tuple[Discrepancy, ...]:
    """Hold what a certificate states of each level against the plan; nothing found means that all of it is so.

    A bound above the plan's own value is refuted by that plan; whether a lower one is true is for `witness`.
    """
    found = list(unlawful(instance, plan))
    if found:
        return tuple(found)
    known = levels(instance, terms)
    names, wanted = [level.name for level in stated], [term.level for term in known]
    if names != wanted:
        return (Discrepancy("levels", "names", names, wanted),)
    values = score(instance, plan, terms)
    for term, level in zip(known, stated, strict=True):
        found += _level(instance, term, level, values[term.level])
    return tuple(found)


def unlawful(instance: Instance, plan: Plan) -> Iterator[Discrepancy]:
    """Give the first hard rule a plan breaks, or that it is no plan for this instance; nothing when it is lawful."""
    if len(plan.chosen) != instance.cases:
        yield Discrepancy("plan", "cases", len(plan.chosen), instance.cases)
        return
    if (least := int(plan.chosen.min(initial=-1))) < -1:
        yield Discrepancy("plan", "options", least, -1)
        return
    for term in MUST:
        if matches := term.measure(instance, plan):
            yield Discrepancy(term.name, "excess", 0, sum(match.amount for match in matches))
            return  # a plan that is none cannot be measured any further


def _level(instance: Instance, term: Prefer, stated: LevelResult, value: int) -> Iterator[Discrepancy]:
    for figure, wanted in _wanted(instance, term, stated, value).items():
        if getattr(stated, figure) != wanted:
            yield Discrepancy(stated.name, figure, getattr(stated, figure), wanted)
    if stated.bound > value:
        yield Discrepancy(stated.name, "bound", stated.bound, value)
    if not stated.bound <= stated.reached <= value:
        yield Discrepancy(stated.name, "reached", stated.reached, value)
    near = stated.bound + term.tolerance(instance, stated.bound)
    most = near if stated.reached <= near else stated.reached + term.tolerance(instance, stated.reached)
    if not value <= stated.held <= most:
        yield Discrepancy(stated.name, "held", stated.held, most)


def _wanted(instance: Instance, term: Prefer, stated: LevelResult, value: int) -> Mapping[str, object]:
    bound = stated.bound
    near = bound + term.tolerance(instance, bound)
    status = "proven" if value <= bound else "within tolerance" if value <= near else "within limits"
    return {
        "value": value,
        "unit": term.unit,
        "gap": (value - bound) * MILLION // max(1, value),
        "status": status,
    }


def draw_price(instance: Instance, plan: Plan, settled: Plan, terms: Sequence[Prefer] = PREFER) -> dict[str, int]:
    """Give what the last level cost each level above it: its value in the plan less that before the last level."""
    drawn, before = score(instance, plan, terms), score(instance, settled, terms)
    return {name: value - before[name] for name, value in list(drawn.items())[:-1]}
