"""The variables of the assignment model, with the verbs of the office, so that a rule reads as a sentence.

The model may be opened on a part of the options only: those left out cannot be taken. What is found in it is a plan
like any other; a bound found in it holds for that part only.
"""

from collections.abc import Callable, Iterable

import numpy as np
from ortools.sat.python import cp_model

from solver.arrays import Ints
from solver.assignment.instance import Instance
from solver.assignment.plan import Plan, new_minutes


class Variables:
    """One Boolean for each option kept, one integer for the new minutes of each person."""

    def __init__(self, model: cp_model.CpModel, instance: Instance, kept: Ints | None = None) -> None:
        self._model = model
        self._instance = instance
        self.kept = np.arange(instance.options) if kept is None else kept
        self._take = {int(option): model.new_bool_var("") for option in self.kept}
        self._helpers: list[tuple[cp_model.IntVar, Callable[[Plan], int]]] = []
        self._minutes = _minutes_variables(model, instance, self._take)

    def helper(self, low: int, high: int, value: Callable[[Plan], int]) -> cp_model.IntVar:
        """Give a variable of a rule's own; `value` says what it is under a plan, so that a hint can be whole."""
        variable = self._model.new_int_var(low, high, "")
        self._helpers.append((variable, value))
        return variable

    def take(self, option: int) -> cp_model.IntVar | None:
        """The Boolean "this option is taken"; None where the option is left out of the model."""
        return self._take.get(option)

    def takes(self, options: Iterable[int]) -> list[cp_model.IntVar]:
        """The Booleans of those among some options which the model keeps."""
        return [self._take[option] for option in options if option in self._take]

    def takes_of(self, case: int) -> list[cp_model.IntVar]:
        """The Booleans of the options of one case."""
        return self.takes(self._instance.options_of(case).tolist())

    def unplaced(self, cases: Iterable[int]) -> cp_model.LinearExprT:
        """How many of some cases stay unassigned."""
        listed = list(cases)
        taken = [take for case in listed for take in self.takes_of(case)]
        return len(listed) - cp_model.LinearExpr.sum(taken)

    def new_minutes(self, person: int) -> cp_model.IntVar:
        """The minutes a person newly carries."""
        return self._minutes[person]

    def own_minutes(self, person: int) -> cp_model.LinearExprT:
        """The minutes a person newly carries by cases of the own (自办)."""
        through = ~self._instance.own & (self._instance.charge_person == person)
        if not through.any():
            return self._minutes[person]
        mine = np.flatnonzero(self._instance.own & (self._instance.charge_person == person))
        return self._summed(self._instance.charge_option[mine], self._instance.charge_minutes[mine])

    def new_cases(self, person: int) -> cp_model.LinearExprT:
        """How many cases a person is newly given to lead (新收承办)."""
        mine = np.flatnonzero(self._instance.newly & (self._instance.option_lead == person))
        return cp_model.LinearExpr.sum(self.takes(mine.tolist()))

    def load(self, person: int) -> cp_model.LinearExprT:
        """The minutes a person holds after the plan."""
        return self._minutes[person] + int(self._instance.held[person])

    def cost(self, costs: Ints) -> cp_model.LinearExprT:
        """The sum of some cost over the options taken."""
        priced = [(take, int(costs[option])) for option, take in self._take.items() if costs[option]]
        return cp_model.LinearExpr.weighted_sum([take for take, _ in priced], [cost for _, cost in priced])

    def tally(self, tally: int) -> cp_model.LinearExprT:
        """What is counted for a tally after the plan."""
        places = np.flatnonzero(self._instance.entry_tally == tally)
        counted = self._summed(self._instance.entry_option[places], self._instance.entry_amount[places])
        return counted + int(self._instance.tally_held[tally])

    def _summed(self, options: Ints, amounts: Ints) -> cp_model.LinearExprT:
        """Add up amounts over the options taken."""
        pairs = zip(options.tolist(), amounts.tolist(), strict=True)
        counted = [(self._take[option], amount) for option, amount in pairs if option in self._take]
        return cp_model.LinearExpr.weighted_sum([take for take, _ in counted], [amount for _, amount in counted])

    def fix(self, plan: Plan) -> None:
        """Allow this plan only (for tests: what does a rule make of it?)."""
        taken = set(plan.taken.tolist())
        for option, take in self._take.items():
            self._model.add(take == (option in taken))

    def hint(self, plan: Plan) -> None:
        """Propose a plan to the search."""
        taken = set(plan.taken.tolist())
        self._model.clear_hints()  # type: ignore[no-untyped-call]
        for option, take in self._take.items():
            self._model.add_hint(take, option in taken)
        for person, count in enumerate(new_minutes(self._instance, plan).tolist()):
            self._model.add_hint(self._minutes[person], count)
        for variable, value in self._helpers:
            self._model.add_hint(variable, value(plan))

    def plan(self, solver: cp_model.CpSolver | cp_model.CpSolverSolutionCallback) -> Plan:
        """Read the plan the search has found."""
        chosen = np.full(self._instance.cases, -1, dtype=np.int64)
        for option, take in self._take.items():
            if solver.boolean_value(take):
                chosen[self._instance.option_case[option]] = option
        return Plan(chosen)


def _minutes_variables(
    model: cp_model.CpModel, instance: Instance, take: dict[int, cp_model.IntVar]
) -> list[cp_model.IntVar]:
    taken: list[list[cp_model.IntVar]] = [[] for _ in range(instance.people)]
    minutes: list[list[int]] = [[] for _ in range(instance.people)]
    for person, option, count in _charges(instance, np.array(sorted(take), dtype=np.int64)):
        taken[person].append(take[option])
        minutes[person].append(count)
    found = [model.new_int_var(0, sum(counts), "") for counts in minutes]
    for person, variable in enumerate(found):
        model.add(variable == cp_model.LinearExpr.weighted_sum(taken[person], minutes[person]))
    return found


def _charges(instance: Instance, options: Ints) -> Iterable[tuple[int, int, int]]:
    places = instance.charges_of(options)
    charges = (instance.charge_person, instance.charge_option, instance.charge_minutes)
    return zip(*(values[places].tolist() for values in charges), strict=True)
