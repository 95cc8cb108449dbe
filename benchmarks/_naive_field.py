"""The rival of a field week: one CP-SAT model with a weighted sum, each errand a trip of its own, as one writes it first."""

from collections.abc import Iterable
from dataclasses import dataclass

from ortools.sat.python import cp_model

from solver.fieldwork import Instance, Plan, Trip
from solver.fieldwork.crew_rules import with_skill
from solver.fieldwork.shared_rules import apart, taken_of
from solver.fieldwork.variables import intervals

UNPLACED = (10_000_000, 3_000_000, 1_000_000)  # by rank
LATE, STANDIN = 100, 300


@dataclass(frozen=True)
class Naive:
    """What the model found: a plan, or none in its time."""

    plan: Plan | None
    bound: float


class Model:
    """One Boolean for each part and vehicle, one for each part and person, a start for each part."""

    def __init__(self, instance: Instance) -> None:
        self.of, self.cp = instance, cp_model.CpModel()
        parts, last = range(instance.parts), int(instance.day_closes[-1])
        self.on = [self.cp.new_bool_var("") for _ in range(instance.errands)]
        self.start = [self.cp.new_int_var(0, last, "") for _ in parts]
        self.by = [[self.cp.new_bool_var("") for _ in range(instance.vehicles)] for _ in parts]
        self.goes = [[self.cp.new_bool_var("") for _ in range(instance.people)] for _ in parts]
        self.cost: list[cp_model.LinearExprT] = []
        for part in parts:
            self._part(part)
        self._calendars()
        self._meetings()

    def _part(self, part: int) -> None:
        of, cp, on = self.of, self.cp, self.on[int(self.of.part_errand[part])]
        cp.add(cp_model.LinearExpr.sum(self.by[part]) == on)
        there, home = self._ways(part)
        days = [(a + there, b - home) for a, b in zip(of.day_opens.tolist(), of.day_closes.tolist(), strict=True)]
        windows = cp_model.Domain.from_intervals([list(row) for row in of.rows("window", part)])
        windows = windows.intersection_with(cp_model.Domain.from_intervals([list(day) for day in days]))
        cp.add_linear_expression_in_domain(self.start[part], windows).only_enforce_if(on)
        self._crew(part, on)
        due = int(of.part_due[part])
        if due < of.day_closes[-1]:
            late = cp.new_int_var(0, int(of.day_closes[-1]), "")
            cp.add(late >= self.start[part] - due).only_enforce_if(on)
            self.cost.append(LATE * late)
        away = there + home
        self.cost.append(away * cp_model.LinearExpr.sum(self.goes[part]))

    def _ways(self, part: int) -> tuple[int, int]:
        place = int(self.of.part_place[part])
        return self.of.way(0, place), int(self.of.part_minutes[part]) + self.of.way(place, 0)

    def _crew(self, part: int, on: cp_model.IntVar) -> None:
        of, cp, goes = self.of, self.cp, self.goes[part]
        for one in goes:
            cp.add_implication(one, on)
        for skill, count in of.rows("need", part):
            cp.add(cp_model.LinearExpr.sum([goes[one] for one in with_skill(of, skill)]) >= count).only_enforce_if(on)
        who = of.rows("who", part)
        if who:
            cp.add_bool_or([goes[person] for person, _ in who]).only_enforce_if(on)
            handlers = [goes[person] for person, price in who if not price]
            self.cost.append(STANDIN * (on - cp_model.LinearExpr.sum(handlers)))
        for (person,) in of.rows("barred", part):
            cp.add(goes[person] == 0)
        for vehicle, by in enumerate(self.by[part]):
            seats = int(of.vehicle_seats[vehicle]) - int(of.part_seats[part])
            cp.add(cp_model.LinearExpr.sum(goes) <= seats).only_enforce_if(by)
            drivers = with_skill(of, int(of.vehicle_driver[vehicle])) if of.vehicle_driver[vehicle] >= 0 else []
            if of.vehicle_driver[vehicle] >= 0:
                cp.add_bool_or([goes[person] for person in drivers]).only_enforce_if(by)
            if not int(of.part_vehicles[part]) >> vehicle & 1:
                cp.add(by == 0)

    def _span(self, part: int, is_taken: cp_model.IntVar) -> cp_model.IntervalVar:
        there, home = self._ways(part)
        return self.cp.new_optional_fixed_size_interval_var(self.start[part] - there, there + home, is_taken, "")

    def _calendars(self) -> None:
        of, parts = self.of, range(self.of.parts)
        for person in range(of.people):
            own = [self._span(part, self.goes[part][person]) for part in parts]
            self.cp.add_no_overlap([*own, *intervals(self.cp, apart(of.rows("away", person)))])
        for vehicle in range(of.vehicles):
            own = [self._span(part, self.by[part][vehicle]) for part in parts]
            self.cp.add_no_overlap([*own, *intervals(self.cp, apart(of.rows("off", vehicle)))])
        for thing in range(of.resources):
            users = [(part, count) for part in parts for used, count in of.rows("use", part) if used == thing]
            spans = [
                self.cp.new_optional_fixed_size_interval_var(
                    self.start[part], int(of.part_minutes[part]), self.on[int(of.part_errand[part])], ""
                )
                for part, _ in users
            ]
            rows = taken_of(of, thing)
            self.cp.add_cumulative(
                [*spans, *intervals(self.cp, (row[:2] for row in rows))],
                [*(count for _, count in users), *(row[2] for row in rows)],
                int(of.resource_count[thing]),
            )

    def _meetings(self) -> None:
        of = self.of
        for first in range(of.parts):
            for second, least, most in of.rows("sync", first):
                self.cp.add(self.start[second] - self.start[first] >= least)
                self.cp.add(self.start[second] - self.start[first] <= most)
        for parts in of.parts_of:
            for vehicle in range(of.vehicles) if len(parts) > 1 else ():
                self.cp.add_at_most_one([self.by[part][vehicle] for part in parts])

    def plan(self, solver: cp_model.CpSolver) -> Plan:
        """Read the trips, one for each part."""
        return Plan.of(self.of.parts, [self._trip(part, solver) for part in self._placed(solver)])

    def _placed(self, solver: cp_model.CpSolver) -> Iterable[int]:
        return (part for part in range(self.of.parts) if solver.value(self.on[int(self.of.part_errand[part])]))

    def _trip(self, part: int, solver: cp_model.CpSolver) -> tuple[Trip, list[tuple[int, int]]]:
        start, (there, home) = solver.value(self.start[part]), self._ways(part)
        vehicle = next(number for number, by in enumerate(self.by[part]) if solver.value(by))
        people = tuple(person for person, goes in enumerate(self.goes[part]) if solver.value(goes))
        return Trip(start - there, vehicle, start + home, people), [(part, start)]


def solve_naively(instance: Instance, seconds: float, workers: int = 2) -> Naive:
    """Give what the model finds in some seconds."""
    model = Model(instance)
    ranks = [UNPLACED[min(rank, len(UNPLACED) - 1)] for rank in instance.errand_rank.tolist()]
    left = [rank * (1 - on) for rank, on in zip(ranks, model.on, strict=True)]
    model.cp.minimize(cp_model.LinearExpr.sum([*left, *model.cost]))
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = seconds
    solver.parameters.num_workers = workers
    solver.parameters.symmetry_level = 0
    status = solver.solve(model.cp)
    found = model.plan(solver) if status in (cp_model.OPTIMAL, cp_model.FEASIBLE) else None
    return Naive(found, solver.best_objective_bound)
