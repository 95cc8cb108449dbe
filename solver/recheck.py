"""A certificate held against its plan (复核): each figure stated is worked out again from the instance and the plan."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from solver.search import MILLION, LevelResult
from solver.term import Must, Prefer

InstanceT = TypeVar("InstanceT")
VariablesT = TypeVar("VariablesT")
PlanT = TypeVar("PlanT")


@dataclass(frozen=True, slots=True)
class Discrepancy:
    """A figure that is not what it is stated to be: the level or rule, which figure, as stated and as found."""

    level: str
    figure: str
    stated: object
    found: object


def broken(
    instance: InstanceT, plan: PlanT, rules: Sequence[Must[InstanceT, VariablesT, PlanT]]
) -> Iterator[Discrepancy]:
    """Give the first hard rule a plan breaks, and by how much; a plan that is none cannot be measured any further."""
    for term in rules:
        if matches := term.measure(instance, plan):
            yield Discrepancy(term.name, "excess", 0, sum(match.amount for match in matches))
            return


def misstated(
    instance: InstanceT,
    plan: PlanT,
    levels: Sequence[Prefer[InstanceT, VariablesT, PlanT]],
    stated: Sequence[LevelResult],
) -> Iterator[Discrepancy]:
    """Hold what is stated of each level against a lawful plan; nothing found means that all of it is so.

    A bound above the plan's own value is refuted by that plan; whether a lower one is true is for a witness.
    """
    names, wanted = [level.name for level in stated], [term.level for term in levels]
    if names != wanted:
        yield Discrepancy("levels", "names", names, wanted)
        return
    for term, level in zip(levels, stated, strict=True):
        yield from _level(instance, term, level, term.amount(instance, plan))


def _level(
    instance: InstanceT, term: Prefer[InstanceT, VariablesT, PlanT], stated: LevelResult, value: int
) -> Iterator[Discrepancy]:
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


def _wanted(
    instance: InstanceT, term: Prefer[InstanceT, VariablesT, PlanT], stated: LevelResult, value: int
) -> Mapping[str, object]:
    bound = stated.bound
    near = bound + term.tolerance(instance, bound)
    status = "proven" if value <= bound else "within tolerance" if value <= near else "within limits"
    return {
        "value": value,
        "unit": term.unit,
        "gap": (value - bound) * MILLION // max(1, value),
        "status": status,
    }
