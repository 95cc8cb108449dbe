"""The way out for a case that could not be placed (出路): the cheapest change the office may make, verified by allocating anew.

Where many wait for every hour that gets free, the hours this one case lacks go to others: then room for all that wait for the
same people is tried, one more person, and a higher cap; so it is with a new case somebody may be given.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain, islice

import numpy as np

from allocator.decisions.explaining.anew import NEW_CAP, Changes, Drawing, more_new
from allocator.decisions.explaining.changes import LAWFUL_WAYS, Change, removing
from allocator.decisions.explaining.otherwise import otherwise
from allocator.decisions.explaining.planned import Planned
from allocator.decisions.explaining.solving import BEFORE_DRAW, LIMITS, SEED
from allocator.decisions.recommendation.eligibility import Refusal
from allocator.domain.workload import PERMILLE
from solver.assignment import excess, obstacles
from solver.assignment.resuming import resume
from solver.assignment.rules.must import WithinNewCases

MOST_TRIED = 6  # solving on for each: the cheapest few are worth it
FINE = 16  # bigger changes are told to this part of themselves
MORE_WAYS = 4  # whole plans left to be drawn for more room
SIZED = ("less_load", "raise_cap", NEW_CAP)
UNPROMISED = 2  # ways drawn though solving on does not place the case by them
OWN = {"absent", "intake_stopped", "recused", "is_party", "reviewer_is_handler", "new_case_cap"}
"""Reasons that bar a person and not a newcomer like that person."""


def way_out(planned: Planned, case: int, drawing: Drawing | None) -> Changes | None:
    """Give the cheapest changes with which the whole batch drawn anew places the case and leaves out no more of any rank.

    First work taken off who lacks the least, then people or skills, then a higher cap, as far as solving on places it; then
    more of the kind. None when none that was drawn holds.
    """
    if drawing is None:
        return None
    ways = list(islice(_ways(planned, case), MOST_TRIED))
    screened = (changes for changes in ways if places(planned, case, changes))
    few = max(1, drawing.most - MORE_WAYS)
    found = chain(islice(screened, few), _more_ways(planned, case), _less_sure(planned, case, ways))
    return next((_no_more_than_needed(drawing, changes) for changes in found if drawing.places(*changes)), None)


def _no_more_than_needed(drawing: Drawing, changes: Changes) -> Changes:
    """Draw smaller ones of what is found, as long as plans may be drawn, down to a sixteenth: between it and the biggest in vain."""
    *others, last = changes
    if last.kind not in SIZED:
        return changes
    vain = [one[-1].amount for one, _ in drawing.told if one and one[:-1] == changes[:-1] and one[-1].kind == last.kind]
    failed = max([_floor(drawing, changes), *(amount for amount in vain if amount < last.amount)])
    while drawing.left > 0 and last.amount - failed > max(1, last.amount // FINE):
        less = replace(last, amount=(failed + last.amount) // 2)
        last, failed = (less, failed) if drawing.places(*others, less) else (last, less.amount)
    return (*others, last)


def _floor(drawing: Drawing, changes: Changes) -> int:
    """Give the size of the last change at which it is none, or too little even with nobody else waiting."""
    planned, last = drawing.planned, changes[-1]
    if last.kind == NEW_CAP:
        return planned.snapshot.rulebook.levers.most_new_in_7_days or 0
    least = (
        one[0].amount - 1 for one in _ways(planned, drawing.case) if one[0].kind == last.kind and one[0].amount > 1
    )
    return next(least, 0)


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
    cap = planned.snapshot.rulebook.levers.most_new_in_7_days or 0
    yield from ((Change("new_cap", officer, cap + 1),) for officer in all_full(planned, case)[:1])
    if least is not None and (capacity := int(planned.instance.capacity[least.person])):
        ceiling = capacity * planned.instance.ceiling // PERMILLE + least.minutes
        yield (
            Change(
                "raise_cap", planned.snapshot.office.officers[least.person].code, -(-ceiling * PERMILLE // capacity)
            ),
        )


def _more_ways(planned: Planned, case: int) -> Iterator[Changes]:
    """List what makes room for all that wait for the same people, the cheapest first."""
    least = excess(planned.instance, planned.plan).get(case)
    if least is None:
        return
    snapshot, capacity = planned.snapshot, int(planned.instance.capacity[least.person])
    officer = snapshot.office.officers[least.person].code
    lacking = max(least.minutes, waiting_for(planned, least.person))
    if least.minutes < lacking <= snapshot.held.get(officer, 0):
        yield (Change("less_load", officer, lacking),)
    if snapshot.rulebook.reserves:
        yield (Change("no_reserve", officer),)
    leads = dict.fromkeys(planned.lead_of(option) for option in planned.options_of(case))
    yield (Change("hire", officer if officer in leads else next(iter(leads)), 0, _new_code(planned)),)
    if capacity:
        enough = planned.instance.ceiling + -(-lacking * PERMILLE // capacity)
        yield (Change("raise_cap", officer, enough),)
        yield (Change("raise_cap", officer, 2 * enough),)


def _less_sure(planned: Planned, case: int, ways: Sequence[Changes]) -> Iterator[Changes]:
    """List what solving on does not place the case by: others as urgent take its place, unless all that wait may be given.

    At last one more person, like somebody whom nothing bars but what is that person's own.
    """
    refused = planned.refused(case)
    full = all_full(planned, case) or _full_before(refused)
    people = [changes for changes in ways if changes[0].kind in LAWFUL_WAYS and changes[0].kind != NEW_CAP]
    for changes in [(), *people[:UNPROMISED]] if full else people[:UNPROMISED]:
        if changes:
            yield changes
        if more := more_new(planned, changes[0].officer if changes else full[0], changes, len(planned.cases)):
            yield more
    like = [*full, *(code for code, why in refused.items() if {one.code for one in why} <= OWN)]
    yield from ((Change("hire", code, 0, _new_code(planned)),) for code in like[:1])


def waiting_for(planned: Planned, person: int) -> int:
    """Give the minutes that all who are left out would bring to somebody, each by the option that brings the most."""
    instance, minutes = planned.instance, 0
    for case in np.flatnonzero(planned.plan.chosen < 0).tolist():
        places_ = instance.charges_of(instance.options_of(case))
        mine = places_[instance.charge_person[places_] == person]
        minutes += int(instance.charge_minutes[mine].max(initial=0))
    return minutes


def _new_code(planned: Planned) -> str:
    """Give a code nobody bears, after all others."""
    codes = planned.snapshot.office.officer_by_code
    return next(code for number in range(1, len(codes) + 2) if (code := f"X{number:02}") not in codes)


def named(planned: Planned, case: int) -> Change | None:
    """Give whom a supervisor may name all the same, and how many minutes above the cap that is: whoever is over by the least."""
    least = excess(planned.instance, planned.plan).get(case)
    if least is None:
        return None
    officer = planned.snapshot.office.officers[least.person].code
    leads = [planned.lead_of(option) for option in planned.options_of(case)]
    return Change("name", officer if officer in leads else leads[0], least.minutes)


def all_full(planned: Planned, case: int) -> list[str]:
    """Give whoever may lead a case where the plan gives all of them as many new cases as may be; nobody otherwise."""
    if not len(planned.instance.rationed):
        return []
    found = next((one for one in obstacles(planned.instance, planned.plan) if one.subjects[0] == case), None)
    if found is None or found.term != WithinNewCases.name:
        return []
    return sorted({planned.lead_of(option) for option in planned.options_of(case)})


def _full_before(refused: Mapping[str, Sequence[Refusal]]) -> list[str]:
    """Give whom the cap of new cases alone bars: who had as many as may be before the plan gave any."""
    return sorted(code for code, why in refused.items() if {one.code for one in why} == {"new_case_cap"})


def _people(planned: Planned, case: int) -> Iterator[tuple[Change, ...]]:
    """Whoever is refused for what the office can put right, the fewest and cheapest changes first."""
    found = []
    for officer, reasons in planned.refused(case).items():
        changes = removing(reasons, officer)
        if changes and all(change.kind in LAWFUL_WAYS for change in changes):
            found.append(changes)
    yield from sorted(found, key=lambda changes: (len(changes), [LAWFUL_WAYS.index(one.kind) for one in changes]))
