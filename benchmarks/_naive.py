"""The rival: CP-SAT as most people would first write it, one Boolean for each pair of case and officer, one weighted sum."""

import time
from dataclasses import dataclass

import numpy as np
from ortools.sat.python import cp_model

from solver.assignment import Instance, Plan

LEAST_GAIN = 10**7  # the rival's weight of one more case; of one per mille of peak load, 1000; of misfit, 1
PEAK_WEIGHT = 1000
PERMILLE = 1000
WORKERS = 2


@dataclass(frozen=True)
class Found:
    """A plan the rival met, and after how many seconds, its model building included."""

    seconds: float
    plan: Plan


class _Notes(cp_model.CpSolverSolutionCallback):
    """Writes down each better plan with its time."""

    def __init__(self, instance: Instance, taken: list[cp_model.IntVar], began: float) -> None:
        super().__init__()
        self._instance, self._taken, self._began = instance, taken, began
        self.found: list[Found] = []

    def on_solution_callback(self) -> None:
        """Note the plan."""
        self.found.append(Found(time.perf_counter() - self._began, _read(self, self._instance, self._taken)))


def naive_plans(instance: Instance, seconds: float) -> tuple[list[Found], str]:
    """Search with one Boolean a pair and one weighted sum; gives each better plan met, and how the search ended."""
    began = time.perf_counter()
    model = cp_model.CpModel()
    taken = [model.new_bool_var("") for _ in range(instance.options)]
    for case in range(instance.cases):
        model.add_at_most_one(taken[option] for option in instance.options_of(case).tolist())
    peak = model.new_int_var(0, 10 * PERMILLE, "peak")
    for person in range(instance.people):
        _limit(model, instance, person, taken, peak)
    misfit = cp_model.LinearExpr.weighted_sum(taken, instance.option_misfit.tolist())
    model.minimize(-LEAST_GAIN * cp_model.LinearExpr.sum(taken) + PEAK_WEIGHT * peak + misfit)
    search, notes = cp_model.CpSolver(), _Notes(instance, taken, began)
    search.parameters.max_time_in_seconds = max(0.1, seconds - (time.perf_counter() - began))
    search.parameters.num_workers = WORKERS
    status = search.solve(model, notes)
    return notes.found, search.status_name(status)


def _limit(
    model: cp_model.CpModel, instance: Instance, person: int, taken: list[cp_model.IntVar], peak: cp_model.IntVar
) -> None:
    places = np.flatnonzero(instance.charge_person == person)
    if len(places):
        charged = cp_model.LinearExpr.weighted_sum(
            [taken[option] for option in instance.charge_option[places].tolist()],
            instance.charge_minutes[places].tolist(),
        )
        model.add(charged <= int(instance.room[person]))
        model.add(PERMILLE * (int(instance.held[person]) + charged) <= int(instance.capacity[person]) * peak)


def _read(search: cp_model.CpSolverSolutionCallback, instance: Instance, taken: list[cp_model.IntVar]) -> Plan:
    chosen = np.full(instance.cases, -1, dtype=np.int64)
    for option, variable in enumerate(taken):
        if search.boolean_value(variable):
            chosen[instance.option_case[option]] = option
    return Plan(chosen)
