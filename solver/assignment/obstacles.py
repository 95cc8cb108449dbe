"""What stands in the way (阻碍与超量) of each case that stays unassigned: never a bare "impossible"."""

from typing import NamedTuple

import numpy as np

from solver.arrays import Flags, Ints
from solver.assignment.greedy import greedy
from solver.assignment.instance import Instance
from solver.assignment.plan import Plan, new_cases, own_minutes
from solver.assignment.rules.must import NobodyWithoutMinutes, WithinCeiling, WithinNewCases
from solver.term import Match

ELIGIBLE = "eligible_option"


class Excess(NamedTuple):
    """Whom a case would lift above the ceiling, and by how many minutes at the least."""

    person: int
    minutes: int


def obstacles(instance: Instance, plan: Plan) -> tuple[Match, ...]:
    """Name, for each case a plan leaves unassigned, the hard rule in its way.

    - `eligible_option`, subjects (case,): nobody is eligible;
    - `nobody_without_minutes`, subjects (case, person): whoever is eligible needs somebody without minutes;
    - `within_new_cases`, subjects (case, person): whoever is eligible has been given as many new cases as may be;
    - `within_ceiling`, subjects (case, person): with the least excess possible, this person would be above the
      ceiling by so many minutes. An amount of 0 means that the case would fit in after all.
    """
    return tuple(_obstacle(instance, plan, case) for case in np.flatnonzero(plan.chosen < 0).tolist())


def excess(instance: Instance, plan: Plan | None = None) -> dict[int, Excess]:
    """Give, for each unassigned case with somebody eligible, whom it would lift above the ceiling and by how much.

    Without a plan the greedy one is taken, and each case it places is asked about as if it came last.
    """
    if plan is not None:
        return _excess(instance, plan, np.flatnonzero(plan.chosen < 0).tolist())
    return _excess(instance, greedy(instance), list(range(instance.cases)))


def _excess(instance: Instance, plan: Plan, cases: list[int]) -> dict[int, Excess]:
    found = {case: _least_excess(instance, plan, case) for case in cases}
    return {case: least for case, least in found.items() if least is not None}


def _obstacle(instance: Instance, plan: Plan, case: int) -> Match:
    options = instance.options_of(case)
    if not len(options):
        return Match(ELIGIBLE, (case,), 1, "cases")
    least = _least_excess(instance, plan, case)
    if least is None:
        present = [option for option in options.tolist() if _absent(instance, option) < 0]
        if present:
            return Match(WithinNewCases.name, (case, int(instance.option_lead[present[0]])), 1, WithinNewCases.unit)
        person = _absent(instance, int(options[0]))
        return Match(NobodyWithoutMinutes.name, (case, person), 1, NobodyWithoutMinutes.unit)
    return Match(WithinCeiling.name, (case, least.person), least.minutes, WithinCeiling.unit)


def _least_excess(instance: Instance, plan: Plan, case: int) -> Excess | None:
    """Look for the option with the least minutes above the ceiling in all, and whom it lifts most; not for more new cases."""
    others = plan.chosen.copy()
    others[case] = -1
    loads = instance.held + own_minutes(instance, Plan(others))
    full = full_of_new(instance, Plan(others))
    options = [
        option
        for option in instance.options_of(case).tolist()
        if _absent(instance, option) < 0 and not (instance.newly[option] and full[instance.option_lead[option]])
    ]
    found = [_overshoot(instance, loads, option) for option in options]
    return min(found, key=lambda pair: pair[0])[1] if found else None


def full_of_new(instance: Instance, plan: Plan) -> Flags:
    """Say who has been given as many new cases by a plan as may be."""
    if not len(instance.most_new):
        return np.zeros(instance.people, dtype=np.bool_)
    full: Flags = (instance.most_new >= 0) & (new_cases(instance, plan) >= instance.most_new)
    return full


def _overshoot(instance: Instance, loads: Ints, option: int) -> tuple[int, Excess]:
    person, count = _charges(instance, option, own=True)
    over = np.where(count > 0, np.maximum(loads[person] + count - instance.highest[person], 0), 0)
    if not over.any():
        return 0, Excess(int(instance.option_lead[option]), 0)
    worst = int(np.argmax(over))
    return int(over.sum()), Excess(int(person[worst]), int(over[worst]))


def _absent(instance: Instance, option: int) -> int:
    """Give somebody without minutes whom an option needs, -1 when there is none."""
    person, count = _charges(instance, option)
    people = [int(instance.option_lead[option]), *person[count > 0].tolist()]
    return next((one for one in people if instance.capacity[one] == 0), -1)


def _charges(instance: Instance, option: int, *, own: bool = False) -> tuple[Ints, Ints]:
    """Give whom an option charges with how many minutes; only where it is a case of the own, if so asked."""
    places = np.arange(instance.charge_start[option], instance.charge_start[option + 1])
    places = places[instance.own[places]] if own else places
    return instance.charge_person[places], instance.charge_minutes[places]
