"""The exact choice among few moves (精确求解): CP-SAT over those that may still better what is found."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil

import numpy as np
from ortools.sat.python import cp_model

from solver.arrays import Ints
from solver.assignment.frontier.moves import Moves, Rows
from solver.assignment.instance import PERMILLE
from solver.assignment.rules.load_rules import steps_below
from solver.limits import Watch

ROUNDING = 1e-6


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of the solver: moves to choose from, how many at most, the peak to keep, and a choice to start from.

    `needed` says for some people how many moves must relieve them at least, which follows and helps; `even` asks for the
    most even loads, at least `bound`, and not only for any choice.
    """

    among: Ints
    most: int
    peak: int
    start: Rows
    needed: Mapping[int, int]
    even: bool = False
    bound: int = 0


@dataclass(frozen=True, slots=True)
class Found:
    """What the solver found: a choice, if any, and the bound among these moves; or that there is none."""

    rows: Rows | None
    bound: int
    none: bool


class Kernel:
    """One model: a Boolean for each move kept, and the loads they make."""

    def __init__(self, moves: Moves, asked: Asked) -> None:
        self._moves, self._asked = moves, asked
        self._cp = cp_model.CpModel()
        self._take = {int(row): self._cp.new_bool_var("") for row in asked.among}
        self._loads = self._load_rows()
        self._post_choice()
        self._post_relief()
        self._objective = self._spread() if asked.even else None

    def _load_rows(self) -> dict[int, cp_model.LinearExprT]:
        """Give the load of everybody some move touches."""
        touched: dict[int, list[tuple[cp_model.IntVar, int]]] = {}
        for row, take in self._take.items():
            for place in range(self._moves.start[row], self._moves.start[row + 1]):
                pair = (take, int(self._moves.change[place]))
                touched.setdefault(int(self._moves.person[place]), []).append(pair)
        self._changes = {person: [change for _, change in parts] for person, parts in touched.items()}
        return {
            person: int(self._moves.present[person])
            + cp_model.LinearExpr.weighted_sum([take for take, _ in parts], [change for _, change in parts])
            for person, parts in sorted(touched.items())
        }

    def _post_choice(self) -> None:
        self._cp.add(cp_model.LinearExpr.sum(list(self._take.values())) <= self._asked.most)
        by_case: dict[int, list[cp_model.IntVar]] = {}
        for row, take in self._take.items():
            by_case.setdefault(int(self._moves.case[row]), []).append(take)
        for takes in by_case.values():
            self._cp.add_at_most_one(takes)
        for person, load in self._loads.items():
            self._cp.add(load <= int(self._moves.limit[person]))
        self._post_new_cases()
        started = set(self._asked.start)
        for row, take in self._take.items():
            self._cp.add_hint(take, row in started)

    def _post_new_cases(self) -> None:
        """Nobody is given more cases than may be."""
        instance, given = self._moves.instance, dict[int, list[cp_model.IntVar]]()
        for row, take in self._take.items():
            given.setdefault(int(instance.option_lead[self._moves.option[row]]), []).append(take)
        for person in instance.rationed.tolist():
            self._cp.add(cp_model.LinearExpr.sum(given.get(person, [])) <= int(instance.most_new[person]))

    def _post_relief(self) -> None:
        """Nobody who counts is above the peak; whoever is now must be relieved by enough moves."""
        for person in self._moves.busiest.tolist():
            load = self._loads.get(person, int(self._moves.present[person]))
            self._cp.add(PERMILLE * load <= self._asked.peak * int(self._moves.instance.capacity[person]))
        for person, count in self._asked.needed.items():
            self._cp.add(cp_model.LinearExpr.sum(self._relieving(person)) >= count)

    def _relieving(self, person: int) -> list[cp_model.IntVar]:
        places = np.flatnonzero((self._moves.person == person) & (self._moves.change < 0))
        rows = np.searchsorted(self._moves.start, places, side="right") - 1
        return [self._take[row] for row in rows.tolist() if row in self._take]

    def _spread(self) -> cp_model.LinearExprT:
        """Add up the minutes above each step; only those a choice can cross need a variable."""
        terms: list[cp_model.LinearExprT] = []
        for person in self._moves.busiest.tolist():
            low, high = self._reach(person)
            load = self._loads.get(person, low)
            for height in steps_below(self._moves.instance, person, high):
                if height <= low:
                    terms.append(load - height)
                else:
                    over = self._cp.new_int_var(0, high - height, "")
                    self._cp.add(over >= load - height)
                    terms.append(over)
        return cp_model.LinearExpr.sum(terms)

    def _reach(self, person: int) -> tuple[int, int]:
        """Give the least and the most a person may come to hold, at the peak asked for."""
        present = int(self._moves.present[person])
        changes = self._changes.get(person, [])
        cap = min(
            self._asked.peak * int(self._moves.instance.capacity[person]) // PERMILLE, int(self._moves.limit[person])
        )
        low = present + sum(change for change in changes if change < 0)
        return low, max(low, min(cap, present + sum(change for change in changes if change > 0)))

    def solve(self, watch: Watch, share: float, seed: int) -> Found:
        """Search within a deterministic share."""
        if self._objective is not None:
            self._cp.add(self._objective >= self._asked.bound)
            self._cp.minimize(self._objective)
        solver, status = _solved(self._cp, watch, share, seed)
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return Found(None, self._asked.bound, status == cp_model.INFEASIBLE)
        rows = tuple(row for row, take in self._take.items() if solver.boolean_value(take))
        return Found(rows, ceil(solver.best_objective_bound - ROUNDING), none=False)


def lowest(model: cp_model.CpModel, watch: Watch, share: float, seed: int) -> int:
    """Give the bound of what a model minimises, as far as a deterministic share goes."""
    return ceil(_solved(model, watch, share, seed)[0].best_objective_bound - ROUNDING)


def _solved(
    model: cp_model.CpModel, watch: Watch, share: float, seed: int
) -> tuple[cp_model.CpSolver, cp_model.CpSolverStatus]:
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = seed % 2**31
    solver.parameters.max_deterministic_time = share
    solver.parameters.cp_model_probing_level = 0  # costs more than it brings, and is on no clock
    solver.parameters.symmetry_level = 0
    solver.parameters.max_time_in_seconds = max(0.01, watch.limits.seconds - watch.seconds)
    status = solver.solve(model)
    watch.left -= solver.deterministic_time
    watch.searched = True
    return solver, status
