"""Joining linked cases (并案视图): each group of linked cases as one case, which only a common lead can take.

While no group may be split, the joined instance has the same lawful plans and the same values, with fewer cases and
without the linking rule. Offered only where that is exactly so.
"""

from dataclasses import dataclass
from functools import reduce

import numpy as np

from solver.assignment.instance import Instance, Ints
from solver.assignment.plan import Plan


@dataclass(frozen=True, eq=False)
class Joined:
    """The joined instance, the cases behind each of its cases, and the options behind each of its options.

    `hopeless` counts the groups that no lead could have as a whole: a plan that places every case splits them anyway.
    """

    instance: Instance
    cases: tuple[tuple[int, ...], ...]
    options: tuple[tuple[int, ...], ...]
    whole: int
    hopeless: int

    def part(self, plan: Plan) -> Plan:
        """Turn a plan of the joined instance into one of the whole."""
        chosen = np.full(self.whole, -1, dtype=np.int64)
        for case, option in enumerate(plan.chosen.tolist()):
            if option >= 0:
                chosen[list(self.cases[case])] = self.options[option]
        return Plan(chosen)

    def fold(self, plan: Plan) -> Plan | None:
        """Turn a plan of the whole into one of the joined instance; None when it splits a group."""
        place = {options: number for number, options in enumerate(self.options)}
        wanted = [tuple(int(plan.chosen[case]) for case in cases) for cases in self.cases]
        chosen = [-1 if max(options) < 0 else place.get(options, -2) for options in wanted]
        return None if -2 in chosen else Plan(np.array(chosen, dtype=np.int64))


def join(instance: Instance) -> Joined | None:
    """Join the groups of an instance.

    None where a joined case would not mean the same: a member is held by somebody (its move would count for all), it
    has two options with one lead, or somebody can be charged by single members only. The rank of a joined case is its
    members' most urgent one, so use it only for plans that place every case.
    """
    groups = [group for group in instance.together if _options(instance, group)]
    blocks = _blocks(instance.cases, groups)
    linked = [case for block in blocks if len(block) > 1 for case in block]
    if not linked or (instance.holder[linked] >= 0).any() or not _one_option_a_lead(instance, linked):
        return None
    options = [_options(instance, block) for block in blocks]
    if not all(found for block, found in zip(blocks, options, strict=True) if len(block) > 1):
        return None
    joined = _joined(instance, blocks, options, len(instance.together) - len(groups))
    return joined if np.array_equal(joined.instance.chargeable, instance.chargeable) else None


def _blocks(cases: int, groups: list[tuple[int, ...]]) -> tuple[tuple[int, ...], ...]:
    """Put cases into one block that any chain of groups links."""
    block = list(range(cases))

    def root(case: int) -> int:
        while block[case] != case:
            block[case] = block[block[case]]
            case = block[case]
        return case

    for group in groups:
        for case in group[1:]:
            first, second = sorted((root(group[0]), root(case)))
            block[second] = first
    members: dict[int, list[int]] = {}
    for case in range(cases):
        members.setdefault(root(case), []).append(case)
    return tuple(tuple(found) for found in members.values())


def _one_option_a_lead(instance: Instance, cases: list[int]) -> bool:
    return all(
        len(set(leads)) == len(leads) for leads in (instance.option_lead[instance.options_of(case)].tolist() for case in cases)
    )


def _options(instance: Instance, block: tuple[int, ...]) -> list[tuple[int, ...]]:
    """Give the options of a block: for each lead who may have all members, one option of each."""
    if len(block) <= 1:
        return [(option,) for case in block for option in instance.options_of(case).tolist()]
    by_lead = [
        {int(instance.option_lead[option]): option for option in instance.options_of(case).tolist()} for case in block
    ]
    common = reduce(lambda known, found: known & found.keys(), by_lead[1:], set(by_lead[0]))
    return [tuple(found[lead] for found in by_lead) for lead in sorted(common)]


def _joined(
    instance: Instance, blocks: tuple[tuple[int, ...], ...], options: list[list[tuple[int, ...]]], hopeless: int
) -> Joined:
    listed = [option for found in options for option in found]
    first = np.array([option[0] for option in listed], dtype=np.int64)
    first_case = np.array([block[0] for block in blocks], dtype=np.int64)
    charges = [_charges(instance, option) for option in listed]
    joined = Instance(
        capacity=instance.capacity,
        held=instance.held,
        priority=np.array([instance.priority[list(block)].min() for block in blocks], dtype=np.int64),
        option_case=np.repeat(np.arange(len(blocks)), [len(found) for found in options]),
        option_lead=instance.option_lead[first],
        charge_start=np.cumsum([0, *(len(people) for people, _ in charges)]),
        charge_person=np.concatenate([people for people, _ in charges]) if charges else first,
        charge_minutes=np.concatenate([count for _, count in charges]) if charges else first,
        option_misfit=np.array([instance.option_misfit[list(option)].sum() for option in listed], dtype=np.int64),
        option_lot=np.array([instance.option_lot[list(option)].sum() for option in listed], dtype=np.int64),
        holder=instance.holder[first_case],
        ceiling=instance.ceiling,
        spread_step=instance.spread_step,
        peak_tolerance=instance.peak_tolerance,
        spread_tolerance=instance.spread_tolerance,
    )
    return Joined(joined, blocks, tuple(listed), instance.cases, hopeless)


def _charges(instance: Instance, options: tuple[int, ...]) -> tuple[Ints, Ints]:
    """Add up the charges of some options by person."""
    places = instance.charges_of(np.array(options))
    if len(options) == 1:
        return instance.charge_person[places], instance.charge_minutes[places]
    people, row = np.unique(instance.charge_person[places], return_inverse=True)
    count = np.zeros(len(people), dtype=np.int64)
    np.add.at(count, row, instance.charge_minutes[places])
    return people, count
