"""One run of CP-SAT on one level (单层求解): within its share of the time, and never without an answer."""

from collections.abc import Mapping
from math import ceil
from threading import Event, Thread
from typing import Generic

from ortools.sat.python import cp_model

from solver.limits import Watch
from solver.problem import Model, PlanT, Problem

ROUNDING = 1e-6  # the solver gives its integer bound as a float


class Run(cp_model.CpSolverSolutionCallback, Generic[PlanT]):
    """One run of CP-SAT on one level; keeps the best plan it meets."""

    def __init__(
        self, problem: Problem[PlanT], level: str, plan: PlanT, held: Mapping[str, int], bound: int, watch: Watch
    ) -> None:
        super().__init__()
        self._problem, self._level, self._held, self._watch = problem, level, held, watch
        self._plan, self._value, self._bound = plan, problem.value(level, plan), bound
        self._solver = cp_model.CpSolver()

    def on_solution_callback(self) -> None:
        """Report each better plan as it is found."""
        self._watch.tell(self._level, min(self._value, round(self.objective_value)), self._bound)

    def search(self, share: float, seed: int) -> tuple[PlanT, int]:
        """Search within a share of the deterministic time; whatever goes wrong, the plan in hand is kept."""
        self._set(share, seed)
        self._watch.guarded(self._level, lambda: self._solve(share), None)
        return self._plan, self._bound

    def _set(self, share: float, seed: int) -> None:
        parameters = self._solver.parameters
        parameters.num_workers = 1  # several find other plans from run to run, and other ones for each number of them
        parameters.random_seed = seed % 2**31
        parameters.max_deterministic_time = share
        parameters.max_time_in_seconds = max(0.01, self._watch.clock)
        parameters.catch_sigint_signal = False
        # Looking for symmetries, presolve of OR-Tools 9.15 now and then fails a check of its own (`VarToConstraints`),
        # which ends the whole process; small models with equals are where it happens.
        parameters.symmetry_level = 0

    def _solve(self, share: float) -> None:
        model = self._problem.model(self._level, self._plan, self._held)
        if model is None:
            return
        model.cp.add(model.objective >= self._bound)
        model.cp.minimize(model.objective)
        done = Event()
        Thread(target=self._attend, args=(done,), daemon=True).start()
        try:
            status = self._solver.solve(model.cp, self)
        finally:
            done.set()
        self._watch.left -= self._solver.deterministic_time
        cut = status != cp_model.OPTIMAL and self._solver.deterministic_time < share
        self._watch.net = self._watch.net or (cut and self._watch.clock <= 0)
        self._read(model, status)

    def _attend(self, done: Event) -> None:
        while not done.wait(0.1):
            if self._watch.cancelled():
                self._solver.stop_search()

    def _read(self, model: Model[PlanT], status: cp_model.CpSolverStatus) -> None:
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            if status != cp_model.UNKNOWN:
                self._watch.trouble = f"{self._level}: {self._solver.status_name(status)}"
            return
        found = model.read(self._solver)
        value = self._problem.value(self._level, found)
        if value <= self._value:
            self._plan, self._value = found, value
            self._watch.searched = True
        if model.whole:
            self._bound = max(self._bound, ceil(self._solver.best_objective_bound - ROUNDING))
