"""A rival of a field week: OR-Tools' routing library, crews fixed beforehand, errands as visits that may be dropped.

Routing knows no crews. So each vehicle gets a crew for each half-day, made for the most urgent errand that no crew may
serve yet and then for as many others as its seats allow; an errand may go to the half-days whose crew is lawful for it.
Convoys start together; of what uses too many shared things at once the least urgent is dropped afterwards.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from ortools.constraint_solver import pywrapcp, routing_enums_pb2  # type: ignore[import-untyped]  # it has no types

from solver.fieldwork import Instance, Plan, Trip
from solver.fieldwork.rules.shared_rules import SharedThings

DROPPED = (30_000_000, 6_000_000, 2_000_000, 600_000, 200_000)  # by rank
LATE = 20
SPARE_SEATS = 1  # a smaller crew is away for less


@dataclass(frozen=True)
class Shift:
    """Half a day of a vehicle, and its crew."""

    vehicle: int
    opens: int
    closes: int
    crew: frozenset[int]


def solve_by_routing(instance: Instance, seconds: float) -> Plan | None:
    """Give what the routing library finds in some seconds of the clock; None where that is nothing."""
    shifts = list(_shifts(instance))
    able = [[n for n, one in enumerate(shifts) if _may_serve(instance, one, part)] for part in range(instance.parts)]
    parts = [part for own in instance.parts_of if all(able[part] for part in own) for part in own]
    if not parts:
        return Plan.empty(instance)
    return _Routing(instance, shifts, parts, able).solve(seconds)


def _shifts(instance: Instance) -> Iterator[Shift]:
    """Give each vehicle a crew for each half-day; nobody is in two of one half-day."""
    asked = sorted(range(instance.parts), key=lambda part: (_rank(instance, part), int(instance.part_due[part])))
    for opens, closes in zip(instance.day_opens.tolist(), instance.day_closes.tolist(), strict=True):
        noon = (opens + closes) // 2
        for begins, ends in ((opens, noon), (noon, closes)):
            taken: set[int] = set()
            for vehicle in range(instance.vehicles):
                if not _is_off(instance.rows("off", vehicle), begins, ends):
                    shift, asked = _crewed(instance, vehicle, begins, ends, taken, asked)
                    taken |= shift.crew
                    yield shift


def _crewed(
    instance: Instance, vehicle: int, opens: int, closes: int, taken: set[int], asked: list[int]
) -> tuple[Shift, list[int]]:
    """Make the crew for the first errands in the list that it may serve; these go to the end of the list."""
    people = [one for one in range(instance.people) if one not in taken]
    free = [one for one in people if not _is_off(instance.rows("away", one), opens, closes)]
    shift, room, served = Shift(vehicle, opens, closes, frozenset()), closes - opens, []
    for part in asked:
        took = int(instance.part_minutes[part]) + instance.way(0, int(instance.part_place[part]))
        wider = _widened(instance, shift, part, free) if took <= room else None
        if wider is not None:
            shift, room = wider, room - took
            served.append(part)
    return shift, [part for part in asked if part not in served] + served


def _widened(instance: Instance, shift: Shift, part: int, free: Sequence[int]) -> Shift | None:
    """Take aboard whom a part still needs: who holds it, each skill, a driver; None where that is not possible."""
    barred = {row[0] for row in instance.rows("barred", part)}
    crew, able = set(shift.crew), [one for one in free if one not in barred]
    who = [person for person, _ in sorted(instance.rows("who", part), key=lambda row: row[1])]
    if who and not crew & set(who):
        crew |= set([one for one in who if one in able][:1])
    needs = [*instance.rows("need", part), (int(instance.vehicle_driver[shift.vehicle]), 1)]
    for skill, count in needs if needs[-1][0] >= 0 else needs[:-1]:
        missing = count - sum(_has(instance, one, skill) for one in crew)
        crew |= set([one for one in able if one not in crew and _has(instance, one, skill)][: max(0, missing)])
    wider = Shift(shift.vehicle, shift.opens, shift.closes, frozenset(crew))
    seats = int(instance.vehicle_seats[shift.vehicle]) - int(instance.part_seats[part])
    roomy = len(crew) <= seats - SPARE_SEATS or not shift.crew
    return wider if roomy and _may_serve(instance, wider, part) else None


def _may_serve(instance: Instance, shift: Shift, part: int) -> bool:
    """Say whether a shift's hours, vehicle and crew are lawful for a part."""
    place, crew = int(instance.part_place[part]), shift.crew
    first = shift.opens + instance.way(0, place)
    last = shift.closes - instance.way(place, 0) - int(instance.part_minutes[part])
    who = {person for person, _ in instance.rows("who", part)}
    return (
        any(max(opens, first) <= min(closes, last) for opens, closes in instance.rows("window", part))
        and bool(int(instance.part_vehicles[part]) >> shift.vehicle & 1)
        and len(crew) + int(instance.part_seats[part]) <= int(instance.vehicle_seats[shift.vehicle])
        and (not who or bool(who & crew))
        and not any(person in crew for (person,) in instance.rows("barred", part))
        and all(sum(_has(instance, one, skill) for one in crew) >= n for skill, n in instance.rows("need", part))
    )


def _has(instance: Instance, person: int, skill: int) -> bool:
    return bool(int(instance.person_skills[person]) >> skill & 1)


def _is_off(spans: Sequence[Sequence[int]], opens: int, closes: int) -> bool:
    return any(start < closes and opens < end for start, end in spans)


def _rank(instance: Instance, part: int) -> int:
    return int(instance.errand_rank[instance.part_errand[part]])


class _Routing:
    """The routing model: a vehicle for each shift, a node for each part, node 0 is the seat."""

    def __init__(
        self, instance: Instance, shifts: Sequence[Shift], parts: Sequence[int], able: Sequence[list[int]]
    ) -> None:
        self._of, self._shifts, self._parts = instance, shifts, parts
        self._manager = pywrapcp.RoutingIndexManager(len(parts) + 1, len(shifts), 0)
        self._model: Any = pywrapcp.RoutingModel(self._manager)
        places = [0, *(int(instance.part_place[part]) for part in parts)]
        work = [0, *(int(instance.part_minutes[part]) for part in parts)]
        road = [[instance.way(one, other) for other in places] for one in places]
        self._model.SetArcCostEvaluatorOfAllVehicles(self._model.RegisterTransitMatrix(road))
        took = [[minutes + step for step in row] for minutes, row in zip(work, road, strict=True)]
        last = int(instance.day_closes[-1])
        self._model.AddDimension(self._model.RegisterTransitMatrix(took), last, last, False, "time")
        self._time = self._model.GetDimensionOrDie("time")
        for number, shift in enumerate(shifts):
            for end in (self._model.Start(number), self._model.End(number)):
                self._time.CumulVar(end).SetRange(shift.opens, shift.closes)
            self._time.SetSpanCostCoefficientForVehicle(len(shift.crew), number)
        for part in parts:
            self._visit(part, able[part])
        self._meet()

    def _index(self, part: int) -> int:
        return int(self._manager.NodeToIndex(1 + self._parts.index(part)))

    def _visit(self, part: int, able: list[int]) -> None:
        index, windows = self._index(part), sorted(self._of.rows("window", part))
        start = self._time.CumulVar(index)
        start.SetRange(windows[0][0], max(closes for _, closes in windows))
        for (_, closes), (opens, _) in pairwise(windows):
            if closes + 1 <= opens - 1:
                start.RemoveInterval(closes + 1, opens - 1)
        if self._of.part_due[part] < self._of.day_closes[-1]:
            self._time.SetCumulVarSoftUpperBound(index, int(self._of.part_due[part]), LATE)
        self._model.VehicleVar(index).SetValues([-1, *able])
        self._model.AddDisjunction([index], DROPPED[min(_rank(self._of, part), len(DROPPED) - 1)])

    def _meet(self) -> None:
        """Parts of an errand go together, at one time, in different vehicles."""
        solver = self._model.solver()
        for first, *others in (own for own in self._of.parts_of if own[0] in self._parts):
            for other in others:
                one, two = self._index(first), self._index(other)
                solver.Add(self._model.ActiveVar(one) == self._model.ActiveVar(two))
                same = [
                    self._model.VehicleVar(one).IsEqual(number) + self._model.VehicleVar(two).IsEqual(number)
                    for number in range(len(self._shifts))
                ]
                for both in same:
                    solver.Add(both <= 1)
        for part in self._parts:
            for other, least, most in self._of.rows("sync", part):
                apart = self._time.CumulVar(self._index(other)) - self._time.CumulVar(self._index(part))
                solver.Add(apart >= least)
                solver.Add(apart <= most)

    def solve(self, seconds: float) -> Plan | None:
        asked = pywrapcp.DefaultRoutingSearchParameters()
        asked.first_solution_strategy = routing_enums_pb2.FirstSolutionStrategy.PARALLEL_CHEAPEST_INSERTION
        asked.local_search_metaheuristic = routing_enums_pb2.LocalSearchMetaheuristic.GUIDED_LOCAL_SEARCH
        asked.time_limit.FromMilliseconds(int(seconds * 1000))
        found = self._model.SolveWithParameters(asked)
        return None if found is None else _thinned(self._of, [self._read(found, n) for n in range(len(self._shifts))])

    def _read(self, found: Any, number: int) -> tuple[Trip, list[tuple[int, int]]]:
        index, stops, shift = found.Value(self._model.NextVar(self._model.Start(number))), [], self._shifts[number]
        while not self._model.IsEnd(index):
            part = self._parts[self._manager.IndexToNode(index) - 1]
            stops.append((part, int(found.Min(self._time.CumulVar(index)))))
            index = found.Value(self._model.NextVar(index))
        if not stops:
            return Trip(0, shift.vehicle, 0, ()), []
        (first, leaves), (last, ends), place = stops[0], stops[-1], self._of.part_place
        leaves -= self._of.way(0, int(place[first]))
        back = ends + int(self._of.part_minutes[last]) + self._of.way(int(place[last]), 0)
        return Trip(leaves, shift.vehicle, back, tuple(sorted(shift.crew))), stops


def _thinned(instance: Instance, served: list[tuple[Trip, list[tuple[int, int]]]]) -> Plan:
    """Drop the least urgent errand of those that use a shared thing of which too many are used, until none are."""
    plan = Plan.of(instance.parts, served)
    for match in SharedThings().measure(instance, plan):
        using = [part for part in plan.placed if match.subjects[0] in {row[0] for row in instance.rows("use", part)}]
        least = instance.parts_of[int(instance.part_errand[max(using, key=lambda part: _rank(instance, part))])]
        return _thinned(instance, [(trip, [stop for stop in stops if stop[0] not in least]) for trip, stops in served])
    return plan
