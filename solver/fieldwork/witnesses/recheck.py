"""A certificate of a week held against its plan (复核): is the plan one at all, lawful, and worth what is stated."""

from collections.abc import Iterable, Iterator, Sequence

from solver.fieldwork.instance import Instance
from solver.fieldwork.plan import UNPLACED, Plan
from solver.fieldwork.rules.must import MUST
from solver.fieldwork.rules.prefer import levels
from solver.fieldwork.rules.rule import Prefer
from solver.recheck import Discrepancy, broken, misstated
from solver.search import LevelResult


def recheck(
    instance: Instance, plan: Plan, stated: Sequence[LevelResult], ordered: Sequence[Prefer] | None = None
) -> tuple[Discrepancy, ...]:
    """Hold what a certificate states of each level against the plan; nothing found means that all of it is so.

    `ordered` are the levels in the order they were asked for (None: all, as a week is drafted).
    """
    wanted = levels(instance) if ordered is None else ordered
    return tuple(unlawful(instance, plan)) or tuple(misstated(instance, plan, wanted, stated))


def unlawful(instance: Instance, plan: Plan) -> Iterator[Discrepancy]:
    """Give the first hard rule a plan breaks, or that it is no plan for this instance; nothing when it is lawful."""
    strange = list(_strange(instance, plan))
    yield from strange or broken(instance, plan, MUST)


def _strange(instance: Instance, plan: Plan) -> Iterator[Discrepancy]:
    """Numbers a plan may not have: of other trips, vehicles and people than there are, a part half placed, a trip for nothing."""
    sizes = {len(plan.trip), len(plan.start)}
    if sizes != {instance.parts}:
        yield Discrepancy("plan", "parts", max(sizes), instance.parts)
        return
    used = set(plan.trip) - {UNPLACED}
    yield from _others("trips", used, range(len(plan.trips)))
    yield from _others("trips", set(range(len(plan.trips))) - used, ())
    yield from _others("vehicles", (trip.vehicle for trip in plan.trips), range(instance.vehicles))
    for trip in plan.trips:
        yield from _others("people", trip.people, range(instance.people))
        if list(trip.people) != sorted(set(trip.people)):
            yield Discrepancy("plan", "people", list(trip.people), sorted(set(trip.people)))
    for part, (trip_, start) in enumerate(zip(plan.trip, plan.start, strict=True)):
        if (trip_ == UNPLACED) != (start == UNPLACED):
            yield Discrepancy("plan", "start", start, part)


def _others(what: str, numbers: Iterable[int], known: Sequence[int]) -> Iterator[Discrepancy]:
    """Give the first number that nothing has."""
    for number in numbers:
        if number not in known:
            yield Discrepancy("plan", what, number, list(known)[-1:])
            return
