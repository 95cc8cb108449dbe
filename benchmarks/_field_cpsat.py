"""A rival of a field week: CP-SAT alone, one weighted sum over trips of several errands, with the hard rules of our own model.

What a competent person does to make it bearable: two trips a vehicle and day, one after the other, and behind each errand
only the few that are nearest.
"""

from collections.abc import Sequence

from ortools.sat.python import cp_model

from solver.fieldwork import MUST, Instance, Plan
from solver.fieldwork.rules.prefer import levels
from solver.fieldwork.rules.variables import SEAT, Variables

NEAREST = 6
TRIPS_A_DAY = 2
UNPLACED = (60_000_000, 6_000_000, 2_000_000, 600_000, 200_000)  # by rank
WORTH = {"late": 20, "standin": 300, "away": 1, "travel": 1}  # the other levels are left to chance


class NearTrips(Variables):
    """Variables whose circuits know only the ways to the nearest errands."""

    def _circuit(self, number: int) -> dict[tuple[int, int], cp_model.IntVar]:
        model, slot = self._model, self.slots[number]
        pairs = [(SEAT, part) for part in range(self._instance.parts)]
        pairs += [(part, SEAT) for _, part in pairs] + _near(self._instance)
        arcs = {pair: model.new_bool_var("") for pair in pairs}
        rows: list[tuple[int, int, cp_model.LiteralT]] = [
            (one + 1, end + 1, taken) for (one, end), taken in arcs.items()
        ]
        rows += [(part + 1, part + 1, ~self.serves[part][number]) for part in range(self._instance.parts)]
        model.add_circuit([*rows, (0, 0, ~slot.used)])
        if number and (self.slots[number - 1].vehicle, self.slots[number - 1].day) == (slot.vehicle, slot.day):
            model.add_implication(slot.used, self.slots[number - 1].used)  # the first one first
        return arcs


def _near(instance: Instance) -> list[tuple[int, int]]:
    def away(one: int, other: int) -> tuple[bool, int]:
        apart = instance.part_errand[one] == instance.part_errand[other]
        return bool(apart), instance.way(int(instance.part_place[one]), int(instance.part_place[other]))

    parts = range(instance.parts)
    return [
        (one, other)
        for one in parts
        for other in sorted((part for part in parts if part != one), key=lambda part: away(one, part))[:NEAREST]
    ]


def solve_by_cpsat(instance: Instance, seconds: float, workers: int = 2) -> Plan | None:
    """Give what the model finds in some seconds of the clock; None where that is nothing."""
    model = cp_model.CpModel()
    variables = NearTrips(model, instance, TRIPS_A_DAY)
    for must in MUST:
        must.post(model, variables, instance)
    model.minimize(cp_model.LinearExpr.sum(_costs(model, variables, instance)))
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = seconds
    solver.parameters.num_workers = workers
    status = solver.solve(model)
    return variables.plan(solver) if status in (cp_model.OPTIMAL, cp_model.FEASIBLE) else None


def _costs(model: cp_model.CpModel, variables: Variables, instance: Instance) -> Sequence[cp_model.LinearExprT]:
    found = []
    for term in levels(instance):
        rank = getattr(term, "rank", None)
        weight = WORTH.get(term.name, 0) if rank is None else UNPLACED[min(rank, len(UNPLACED) - 1)]
        if weight:
            found.append(weight * term.post(model, variables, instance))
    return found
