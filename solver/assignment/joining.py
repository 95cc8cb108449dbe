"""Joining linked cases (并案视图): each group of linked cases as one case, which only a common lead can take.

While no group may be split, the joined instance has the same lawful plans and the same values, with fewer cases and
without the linking rule. Offered only where that is exactly so.
"""

from dataclasses import dataclass, replace
from functools import cached_property, reduce

import numpy as np

from solver.assignment.instance import Instance, Ints
from solver.assignment.plan import Plan


@dataclass(frozen=True, eq=False)
class Joined:
    """The joined instance and what is behind it.

    `cases`: the members of each joined case; options come first for single cases (`single`: their numbers in the
    whole), then for joined ones (`together`: one number for each member). `hopeless` counts the groups that no lead
    could have as a whole: a plan that places every case splits them anyway.
    """

    instance: Instance
    cases: tuple[tuple[int, ...], ...]
    single: Ints
    together: tuple[tuple[int, ...], ...]
    whole: int
    hopeless: int

    def part(self, plan: Plan) -> Plan:
        """Turn a plan of the joined instance into one of the whole."""
        chosen = np.full(self.whole, -1, dtype=np.int64)
        for case, option in enumerate(plan.chosen.tolist()):
            if option >= 0:
                alone = option < len(self.single)
                behind = int(self.single[option]) if alone else self.together[option - len(self.single)]
                chosen[list(self.cases[case])] = behind
        return Plan(chosen)

    def fold(self, plan: Plan) -> Plan | None:
        """Turn a plan of the whole into one of the joined instance; None when it splits a group."""
        folded = [self._fold(tuple(plan.chosen[list(cases)].tolist())) for cases in self.cases]
        return None if None in folded else Plan(np.array(folded, dtype=np.int64))

    @cached_property
    def _single_place(self) -> dict[int, int]:
        return {option: place for place, option in enumerate(self.single.tolist())}

    @cached_property
    def _together_place(self) -> dict[tuple[int, ...], int]:
        return {options: place + len(self.single) for place, options in enumerate(self.together)}

    def _fold(self, options: tuple[int, ...]) -> int | None:
        if max(options) < 0:
            return -1
        return self._single_place[options[0]] if len(options) == 1 else self._together_place.get(options)


def join(instance: Instance) -> Joined | None:
    """Join the groups of an instance.

    None where a joined case would not mean the same: a member is held by somebody (its move would count for all), it
    has two options with one lead, or somebody can be charged by single members only. The rank of a joined case is its
    members' most urgent one, so use it only for plans that place every case.
    """
    groups = [group for group in instance.together if _common(instance, group)]
    blocks = _blocks(instance.cases, groups)
    linked = [case for block in blocks if len(block) > 1 for case in block]
    if not linked or (instance.holder[linked] >= 0).any() or not _one_option_a_lead(instance, linked):
        return None
    merged = {place: _common(instance, block) for place, block in enumerate(blocks) if len(block) > 1}
    if not all(merged.values()):
        return None
    joined = _joined(instance, blocks, merged, len(instance.together) - len(groups))
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
        len(set(leads)) == len(leads)
        for leads in (instance.option_lead[instance.options_of(case)].tolist() for case in cases)
    )


def _common(instance: Instance, block: tuple[int, ...]) -> list[tuple[int, ...]]:
    """Give the options of a block: for each lead who may have all members, one option of each."""
    by_lead = [
        {int(instance.option_lead[option]): option for option in instance.options_of(case).tolist()} for case in block
    ]
    common = reduce(lambda known, found: known & found.keys(), by_lead[1:], set(by_lead[0]))
    return [tuple(found[lead] for found in by_lead) for lead in sorted(common)]


def _joined(
    instance: Instance, blocks: tuple[tuple[int, ...], ...], merged: dict[int, list[tuple[int, ...]]], hopeless: int
) -> Joined:
    """Lay the options of all blocks end to end; those of a single case as they are, the others added up."""
    number = np.empty(instance.cases, dtype=np.int64)
    for place, block in enumerate(blocks):
        number[list(block)] = place
    order, _ = instance.options_by_case
    alone = np.array([len(block) == 1 for block in blocks], dtype=np.bool_)
    single = order[alone[number[instance.option_case[order]]]]
    together = [option for found in merged.values() for option in found]
    first = np.array([option[0] for option in together], dtype=np.int64)
    charges = [_charges(instance, option) for option in together]
    places = instance.charges_of(single)
    width = np.concatenate([np.diff(instance.charge_start)[single], [len(people) for people, _ in charges]])
    tally, counted, amount = _entries(instance, single, together)
    joined = replace(
        instance,
        priority=np.array([instance.priority[list(block)].min() for block in blocks], dtype=np.int64),
        option_case=number[instance.option_case[np.concatenate([single, first])]],
        option_lead=instance.option_lead[np.concatenate([single, first])],
        charge_start=np.concatenate([[0], np.cumsum(width)]),
        charge_person=np.concatenate([instance.charge_person[places], *(people for people, _ in charges)]),
        charge_minutes=np.concatenate([instance.charge_minutes[places], *(count for _, count in charges)]),
        option_misfit=_summed(instance.option_misfit, single, together),
        option_lot=_summed(instance.option_lot, single, together),
        holder=instance.holder[[block[0] for block in blocks]],
        move_price=instance.move_price[[block[0] for block in blocks]],
        entry_tally=tally,
        entry_option=counted,
        entry_amount=amount,
        together=(),
    )
    return Joined(joined, blocks, single, tuple(together), instance.cases, hopeless)


def _entries(instance: Instance, single: Ints, together: list[tuple[int, ...]]) -> tuple[Ints, Ints, Ints]:
    """Let a joined option count what its members count."""
    place = np.full(instance.options, -1, dtype=np.int64)
    place[single] = np.arange(len(single))
    for number, options in enumerate(together):
        place[list(options)] = len(single) + number
    counted = place[instance.entry_option]
    kept = counted >= 0
    return instance.entry_tally[kept], counted[kept], instance.entry_amount[kept]


def _summed(values: Ints, single: Ints, together: list[tuple[int, ...]]) -> Ints:
    return np.concatenate(
        [values[single], np.array([values[list(option)].sum() for option in together], dtype=np.int64)]
    )


def _charges(instance: Instance, options: tuple[int, ...]) -> tuple[Ints, Ints]:
    """Add up the charges of some options by person."""
    places = instance.charges_of(np.array(options))
    people, row = np.unique(instance.charge_person[places], return_inverse=True)
    count = np.zeros(len(people), dtype=np.int64)
    np.add.at(count, row, instance.charge_minutes[places])
    return people, count
