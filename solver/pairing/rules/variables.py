"""The variables of the pairing model, with the verbs of the office, so that a rule reads as a sentence."""

from collections.abc import Callable
from itertools import pairwise

from ortools.sat.python import cp_model

from solver.pairing.instance import Instance
from solver.pairing.plan import Plan, counts


class Variables:
    """One Boolean for each pair, one for each place at a mentor's side; running sums along everybody's list."""

    def __init__(self, model: cp_model.CpModel, instance: Instance) -> None:
        self._model = model
        self._instance = instance
        self._hints: list[tuple[cp_model.IntVar, Callable[[Plan], int]]] = []
        self.take = [self._of_pair(number) for number in range(len(instance.pairs))]
        self.filled = [self._places(mentor) for mentor in range(instance.mentors)]
        self._as_good = [self._along(own, wish=True) for own in instance.of_apprentice]
        self._content: dict[tuple[int, int], cp_model.IntVar] = {}
        self._full: dict[tuple[int, int], cp_model.IntVar] = {}
        self._as_dear = [self._along(own, wish=False) for own in instance.of_mentor]

    def _of_pair(self, number: int) -> cp_model.IntVar:
        take = self._model.new_bool_var("")
        self._hints.append((take, lambda plan: int(number in plan.made)))
        return take

    def helper(self, low: int, high: int, value: Callable[[Plan], int]) -> cp_model.IntVar:
        """Give a variable of a rule's own; `value` says what it is under a plan, so that a hint can be whole."""
        variable = self._model.new_int_var(low, high, "")
        self._hints.append((variable, value))
        return variable

    def beyond(self, mentor: int) -> list[cp_model.IntVar]:
        """The mentor's places beyond the slots, filled when more apprentices are taken."""
        return self.filled[mentor][self._instance.slots[mentor] :]

    def content(self, apprentice: int, wish: int) -> cp_model.IntVar:
        """May be true only when the apprentice has a mentor liked as well as that place in the list, or better."""
        if (apprentice, wish) not in self._content:
            made = self._upto(self._instance.of_apprentice[apprentice], wish, wish=True)
            self._content[apprentice, wish] = self.helper(0, 1, lambda plan: int(not made.isdisjoint(plan.made)))
            self._model.add(self._as_good[apprentice][wish] >= self._content[apprentice, wish])
        return self._content[apprentice, wish]

    def full(self, mentor: int, regard: int) -> cp_model.IntVar:
        """May be true only when all the mentor's places are filled with people liked as well as that one, or better."""
        if (mentor, regard) not in self._full:
            made, slots = self._upto(self._instance.of_mentor[mentor], regard, wish=False), self._instance.slots[mentor]

            def is_full(plan: Plan) -> int:
                return int(len(made.intersection(plan.made)) >= max(slots, counts(self._instance, plan)[mentor]))

            self._full[mentor, regard] = self.helper(0, 1, is_full)
            places = cp_model.LinearExpr.sum(self.beyond(mentor)) + slots
            filled = self._model.add(self._as_dear[mentor][regard] >= places)
            filled.only_enforce_if(self._full[mentor, regard])
        return self._full[mentor, regard]

    def cost(self, costs: list[int]) -> cp_model.LinearExprT:
        """The sum of some cost over the pairs made."""
        return cp_model.LinearExpr.weighted_sum(self.take, costs)

    def _places(self, mentor: int) -> list[cp_model.IntVar]:
        """Fill the mentor's places in their order, as many as apprentices are taken."""
        places = [self._place(mentor, place) for place in range(len(self._instance.of_mentor[mentor]))]
        for before, after in pairwise(places):
            self._model.add_implication(after, before)
        taken = [self.take[number] for number in self._instance.of_mentor[mentor]]
        self._model.add(cp_model.LinearExpr.sum(places) == cp_model.LinearExpr.sum(taken))
        return places

    def _place(self, mentor: int, place: int) -> cp_model.IntVar:
        return self.helper(0, 1, lambda plan: int(counts(self._instance, plan)[mentor] > place))

    def _along(self, own: tuple[int, ...], *, wish: bool) -> dict[int, cp_model.IntVar]:
        """Sum along a list: how many pairs are made up to each place in it."""
        places = {number: _place_in_list(self._instance, number, wish=wish) for number in own}
        found: dict[int, cp_model.IntVar] = {}
        for place in sorted(set(places.values())):
            found[place] = self._made_of(self._upto(own, place, wish=wish))
            here = [self.take[number] for number in own if places[number] == place]
            before = [found[earlier] for earlier in sorted(found) if earlier < place][-1:]
            self._model.add(found[place] == cp_model.LinearExpr.sum([*before, *here]))
        return found

    def _upto(self, own: tuple[int, ...], place: int, *, wish: bool) -> frozenset[int]:
        return frozenset(number for number in own if _place_in_list(self._instance, number, wish=wish) <= place)

    def _made_of(self, numbers: frozenset[int]) -> cp_model.IntVar:
        return self.helper(0, len(numbers), lambda plan: len(numbers.intersection(plan.made)))

    def fix(self, plan: Plan) -> None:
        """Allow this plan only (for tests: what does a rule make of it?)."""
        for number, take in enumerate(self.take):
            self._model.add(take == (number in plan.made))

    def hint(self, plan: Plan) -> None:
        """Propose a plan to the search."""
        for variable, value in self._hints:
            self._model.add_hint(variable, value(plan))

    def plan(self, solver: cp_model.CpSolver | cp_model.CpSolverSolutionCallback) -> Plan:
        """Read the plan the search has found."""
        chosen = [-1] * self._instance.apprentices
        for number, take in enumerate(self.take):
            if solver.boolean_value(take):
                chosen[self._instance.pairs[number].apprentice] = number
        return Plan(tuple(chosen))


def _place_in_list(instance: Instance, number: int, *, wish: bool) -> int:
    return instance.pairs[number].wish if wish else instance.pairs[number].regard
