"""The way out for a case that could not be placed (出路): the cheapest change the office may make, verified by solving."""

from collections.abc import Iterator
from itertools import islice

from allocator.decisions.explaining.changes import LAWFUL_WAYS, Change, removing
from allocator.decisions.explaining.otherwise import otherwise
from allocator.decisions.explaining.planned import Planned
from allocator.decisions.explaining.solving import BEFORE_DRAW, LIMITS, SEED
from allocator.domain.workload import PERMILLE
from solver.assignment import excess, obstacles
from solver.assignment.must import WithinNewCases
from solver.assignment.resuming import resume

MOST_TRIED = 6  # solving again for each: the cheapest few are worth it


def way_out(planned: Planned, case: int) -> tuple[Change, ...] | None:
    """Give the cheapest changes with which the case is placed and no other case of any rank is left out instead.

    First work taken off who lacks the least, then people or skills, then a higher cap; None when none that was tried
    holds.
    """
    if planned.lots is None:
        return None
    tried = islice(_ways(planned, case), MOST_TRIED)
    return next((changes for changes in tried if places(planned, case, changes)), None)


def places(planned: Planned, case: int, changes: tuple[Change, ...]) -> bool:
    """Solve again with the changes, and say whether the case is placed, and as many of every rank as before."""
    changed = otherwise(planned, case, changes)
    terms = [term for term in BEFORE_DRAW if term.name == "assigned"]
    found = resume(changed.instance, changed.plan, LIMITS, SEED, terms)
    values = {level.name: level.value for level in found.certificate.levels}
    kept = all(value <= planned.values[name] for name, value in values.items())
    return kept and int(found.plan.chosen[case]) >= 0


def _ways(planned: Planned, case: int) -> Iterator[tuple[Change, ...]]:
    """List what could help, the cheapest first."""
    least = excess(planned.instance, planned.plan).get(case)
    if least is not None:
        officer = planned.snapshot.office.officers[least.person].code
        if least.minutes <= planned.snapshot.held.get(officer, 0):
            yield (Change("less_load", officer, least.minutes),)
    yield from _people(planned, case)
    yield from ((Change("more_new_cases", officer, 1),) for officer in all_full(planned, case))
    if least is not None and (capacity := int(planned.instance.capacity[least.person])):
        ceiling = capacity * planned.instance.ceiling // PERMILLE + least.minutes
        yield (
            Change(
                "raise_cap", planned.snapshot.office.officers[least.person].code, -(-ceiling * PERMILLE // capacity)
            ),
        )


def all_full(planned: Planned, case: int) -> list[str]:
    """Give whoever may lead a case where the plan gives all of them as many new cases as may be; nobody otherwise."""
    if not len(planned.instance.rationed):
        return []
    found = next((one for one in obstacles(planned.instance, planned.plan) if one.subjects[0] == case), None)
    if found is None or found.term != WithinNewCases.name:
        return []
    return sorted({planned.lead_of(option) for option in planned.options_of(case)})


def _people(planned: Planned, case: int) -> Iterator[tuple[Change, ...]]:
    """Whoever is refused for what the office can put right, the fewest and cheapest changes first."""
    found = []
    for officer, reasons in planned.refused(case).items():
        changes = removing(reasons, officer)
        if changes and all(change.kind in LAWFUL_WAYS for change in changes):
            found.append(changes)
    yield from sorted(found, key=lambda changes: (len(changes), [LAWFUL_WAYS.index(one.kind) for one in changes]))
