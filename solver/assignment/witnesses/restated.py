"""A level said again as a linear programme (另行表述): what a bound means, without anything that found it.

Written from the meaning of the levels alone. It shares the instance with the rest of the house, and no posting, no
columns, no prices and no question, so that a mistake there is not repeated here.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping
from functools import cached_property

import numpy as np
from ortools.math_opt.python import mathopt

from solver.arrays import Flags, Ints
from solver.assignment.instance import PERMILLE, Instance
from solver.assignment.plan import Plan
from solver.witness import added

KINDS = {"deadlines": 0, "fair": 1, "learning": 2, "rotation": 3}
"""Which tallies make up which level."""


class Restated:
    """One instance as a linear programme: a variable for each usable option, a row for each hard rule."""

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        self.model = mathopt.Model()
        self.take = {option: self.model.add_binary_variable() for option in np.flatnonzero(self._usable).tolist()}
        self._whole = list(self.take.values())
        for options in self._by_case:
            self.model.add_linear_constraint(added(self.take[option] for option in options) <= 1)
        for person, charges in self._owned.items():
            mine = added(count * self.take[option] for option, count in charges)
            self.model.add_linear_constraint(mine <= self._room(person))
        for person, options in self._newly_led.items():
            self.model.add_linear_constraint(added(self.take[one] for one in options) <= self._new_cases(person))

    def knows(self, level: str) -> bool:
        """Say whether a level can be restated."""
        return level.partition(":")[0] in {"assigned", "peak", "spread", "together", *KINDS, *_COSTS}

    def hold(self, level: str, most: int) -> None:
        """Let a level be no higher than some value."""
        self.model.add_linear_constraint(self.value(level) <= most)

    def aim(self, level: str) -> None:
        """Ask for the lowest value of a level."""
        self.model.minimize(self.value(level))

    def relax(self, *, whole: bool) -> None:
        """Let cases be divided (a bound that comes quickly), or take them whole again."""
        for variable in self._whole:
            variable.integer = whole

    def value(self, level: str) -> mathopt.LinearSum:
        """Give the value of a level as a linear expression, with what it needs posted."""
        name, _, rank = level.partition(":")
        if name == "assigned":
            return self._unassigned(int(rank))
        if name in KINDS:
            mine = np.flatnonzero(self.instance.tally_kind == KINDS[name]).tolist()
            return added(self._beyond(tally) for tally in mine)
        if name in _COSTS:
            return self._priced(_COSTS[name](self.instance))
        return {"peak": self._peak, "spread": self._spread, "together": self._split}[name]()

    def plan(self, values: Mapping[mathopt.Variable, float]) -> Plan:
        """Read a solution as a plan."""
        chosen = np.full(self.instance.cases, -1, dtype=np.int64)
        for option, take in self.take.items():
            if values[take] > 0.5:
                chosen[self.instance.option_case[option]] = option
        return Plan(chosen)

    @cached_property
    def _usable(self) -> Flags:
        """Options that lift nobody above the ceiling by a case of the own, and need nobody without minutes."""
        usable: Flags = self.instance.capacity[self.instance.option_lead] > 0
        minutes, people = self.instance.charge_minutes, self.instance.charge_person
        room = np.array([self._room(person) for person in range(self.instance.people)], dtype=np.int64)[people]
        bad = (minutes > room) & ~self._through | ((minutes > 0) & (self.instance.capacity[people] == 0))
        usable[self.instance.charge_option[bad]] = False
        for option in np.flatnonzero(usable).tolist() if len(self.instance.most_new) else ():
            if self._is_new(option) and self._new_cases(int(self.instance.option_lead[option])) == 0:
                usable[option] = False
        return usable

    @cached_property
    def _by_case(self) -> list[list[int]]:
        found: list[list[int]] = [[] for _ in range(self.instance.cases)]
        for option in np.flatnonzero(self._usable).tolist():
            found[int(self.instance.option_case[option])].append(option)
        return found

    @cached_property
    def _through(self) -> Flags:
        """Charges through a desk, which the ceiling does not bar."""
        through = np.zeros(len(self.instance.charge_minutes), dtype=np.bool_)
        through[: len(self.instance.charge_desk)] = self.instance.charge_desk == 1
        return through

    def _room(self, person: int) -> int:
        """Minutes below the ceiling, or what is held now if that is more; none where more than that is held already."""
        most = int(self.instance.capacity[person]) * self.instance.ceiling // PERMILLE
        if len(self.instance.present):
            most = max(most, int(self.instance.present[person]))
        return max(0, most - int(self.instance.held[person]))

    def _is_new(self, option: int) -> bool:
        """Say whether somebody is given a case who does not hold it."""
        holder = self.instance.holder[self.instance.option_case[option]]
        return bool(self.instance.option_lead[option] != holder)

    def _new_cases(self, person: int) -> int:
        """How many new cases somebody may be given; as many as there are where nothing is said."""
        most = int(self.instance.most_new[person]) if len(self.instance.most_new) else -1
        return self.instance.cases if most < 0 else most

    @cached_property
    def _newly_led(self) -> dict[int, list[int]]:
        """Options by who is newly given a case, where a cap is told."""
        found: dict[int, list[int]] = defaultdict(list)
        for option in self.take if len(self.instance.most_new) else ():
            if self._is_new(option):
                found[int(self.instance.option_lead[option])].append(option)
        return found

    @cached_property
    def _owned(self) -> dict[int, list[tuple[int, int]]]:
        """Options and minutes by the person they charge by a case of the own."""
        return self._by_person(self._usable[self.instance.charge_option] & ~self._through)

    @cached_property
    def _charges(self) -> dict[int, list[tuple[int, int]]]:
        """Options and minutes by the person they charge."""
        return self._by_person(self._usable[self.instance.charge_option])

    def _by_person(self, kept: Flags) -> dict[int, list[tuple[int, int]]]:
        found: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for place in np.flatnonzero(kept & (self.instance.charge_minutes > 0)).tolist():
            person, option = int(self.instance.charge_person[place]), int(self.instance.charge_option[place])
            found[person].append((option, int(self.instance.charge_minutes[place])))
        return found

    @cached_property
    def _charged(self) -> Flags:
        """People with minutes whom some usable option charges: those who count for the levels of load."""
        found = np.zeros(self.instance.people, dtype=np.bool_)
        found[list(self._charges)] = True
        return found & (self.instance.capacity > 0)

    def _new(self, person: int) -> mathopt.LinearSum:
        return added(count * self.take[option] for option, count in self._charges[person])

    def _integer(self, least: int = 0) -> mathopt.Variable:
        variable = self.model.add_integer_variable(lb=least)
        self._whole.append(variable)
        return variable

    def _unassigned(self, rank: int) -> mathopt.LinearSum:
        cases = np.flatnonzero(self.instance.priority == rank).tolist()
        return len(cases) - added(self.take[option] for case in cases for option in self._by_case[case])

    def _peak(self) -> mathopt.LinearSum:
        peak = self._integer()
        for person in np.flatnonzero(self._charged).tolist():
            capacity, held = int(self.instance.capacity[person]), int(self.instance.held[person])
            load = self._new(person) * (PERMILLE / capacity) + held * PERMILLE / capacity
            self.model.add_linear_constraint(peak >= load)
        return mathopt.LinearSum([peak])

    def _spread(self) -> mathopt.LinearSum:
        """Add the minutes above each step up: those of steps below what is held already are sure."""
        above: list[mathopt.LinearBase | float] = []
        for person in np.flatnonzero(self._charged).tolist():
            held, limit = int(self.instance.held[person]), int(self.instance.limit[person])
            width, number = int(self.instance.capacity[person]) * self.instance.spread_step, 1
            new = self.model.add_variable(lb=0)  # said once: of narrow steps there are hundreds
            self.model.add_linear_constraint(self._new(person) == new)
            while (height := number * width // PERMILLE) < limit:
                number += 1
                if height < held:
                    above.append(new + (held - height))
                    continue
                over = self.model.add_variable(lb=0)
                self.model.add_linear_constraint(over >= new + (held - height))
                above.append(over)
        return added(above)

    def _beyond(self, tally: int) -> mathopt.LinearSum:
        instance = self.instance
        places = np.flatnonzero(instance.entry_tally == tally).tolist()
        counted = int(instance.tally_held[tally]) + added(
            int(instance.entry_amount[place]) * self.take[int(instance.entry_option[place])]
            for place in places
            if int(instance.entry_option[place]) in self.take
        )
        beyond = self.model.add_variable(lb=0)
        self.model.add_linear_constraint(
            beyond >= int(instance.tally_side[tally]) * (counted - int(instance.tally_limit[tally]))
        )
        return mathopt.LinearSum([int(instance.tally_price[tally]) * beyond])

    def _split(self) -> mathopt.LinearSum:
        """Count the groups without a single lead: each group names at most one, or is split."""
        split = []
        for group in self.instance.together:
            apart = self._integer()
            leads = {int(self.instance.option_lead[option]) for case in group for option in self._by_case[case]}
            named = {lead: self._integer() for lead in sorted(leads)}
            self.model.add_linear_constraint(added(named.values()) <= 1)
            for case in group:
                self._led_by_the_named(case, named, apart)
            split.append(apart)
        return added(split)

    def _led_by_the_named(self, case: int, named: Mapping[int, mathopt.Variable], apart: mathopt.Variable) -> None:
        taken: dict[int, list[mathopt.Variable]] = defaultdict(list)
        for option in self._by_case[case]:
            taken[int(self.instance.option_lead[option])].append(self.take[option])
        for lead, takes in taken.items():
            self.model.add_linear_constraint(added(takes) <= named[lead] + apart)

    def _priced(self, costs: Ints) -> mathopt.LinearSum:
        return added(int(costs[option]) * take for option, take in self.take.items() if costs[option])


def _leaving(instance: Instance, price: Ints) -> Ints:
    """Price each option that takes a case from its holder."""
    holder = instance.holder[instance.option_case]
    cost: Ints = np.where((holder >= 0) & (holder != instance.option_lead), price, 0)
    return cost


_COSTS: Mapping[str, Callable[[Instance], Ints]] = {
    "misfit": lambda instance: instance.option_misfit,
    "moves": lambda instance: _leaving(instance, instance.move_price[instance.option_case]),
    "moved": lambda instance: _leaving(instance, np.ones(instance.options, dtype=np.int64)),
    "lots": lambda instance: instance.option_lot,
}
"""What an option costs on the levels that add costs up."""
