"""An instance with some of its options only (限定算例), as if a case could go to one person alone."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from solver.arrays import Flags, Ints
from solver.assignment.instance import Instance
from solver.assignment.plan import Plan


@dataclass(frozen=True, eq=False)
class Narrowed:
    """An instance with fewer options; `options` are their numbers in the whole one."""

    instance: Instance
    options: Ints

    def small(self, plan: Plan) -> Plan:
        """Turn a plan of the whole instance into one of the narrowed; what it has no option for stays unplaced."""
        place = {option: number for number, option in enumerate(self.options.tolist())}
        return Plan(np.array([place.get(option, -1) for option in plan.chosen.tolist()], dtype=np.int64))

    def whole(self, plan: Plan) -> Plan:
        """Turn a plan of the narrowed instance into one of the whole."""
        chosen = plan.chosen.copy()
        chosen[chosen >= 0] = self.options[chosen[chosen >= 0]]
        return Plan(chosen)


def narrowed(instance: Instance, kept: Flags) -> Narrowed:
    """Keep some options of an instance, with their charges and what they count for."""
    options = np.flatnonzero(kept)
    place = np.full(instance.options, -1, dtype=np.int64)
    place[options] = np.arange(len(options))
    charges, counted = instance.charges_of(options), place[instance.entry_option]
    entries = counted >= 0
    small = replace(
        instance,
        option_case=instance.option_case[options],
        option_lead=instance.option_lead[options],
        option_misfit=instance.option_misfit[options],
        option_lot=instance.option_lot[options],
        charge_start=np.concatenate([[0], np.cumsum(np.diff(instance.charge_start)[options])]),
        charge_person=instance.charge_person[charges],
        charge_minutes=instance.charge_minutes[charges],
        charge_desk=instance.charge_desk[charges] if len(instance.charge_desk) else instance.charge_desk,
        entry_tally=instance.entry_tally[entries],
        entry_option=counted[entries],
        entry_amount=instance.entry_amount[entries],
    )
    return Narrowed(small, options)


def only(instance: Instance, case: int, options: Sequence[int]) -> Narrowed:
    """Leave one case these options only; every other case keeps its own."""
    kept = instance.option_case != case
    kept[list(options)] = True
    return narrowed(instance, kept)
