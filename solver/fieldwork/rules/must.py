"""What every plan of field work must keep (硬规则): where and when."""

from itertools import pairwise

from ortools.sat.python import cp_model

from solver.fieldwork.instance import Instance
from solver.fieldwork.plan import Plan
from solver.fieldwork.rules.crew_rules import (
    CrewEnough,
    DriverAboard,
    HandlerAboard,
    NobodyBarred,
    PersonOnce,
    SeatsEnough,
)
from solver.fieldwork.rules.hours_rules import HoursOut
from solver.fieldwork.rules.rule import Must
from solver.fieldwork.rules.shared_rules import SharedThings, VehicleOnce
from solver.fieldwork.rules.variables import SEAT, Variables, day_of
from solver.term import Match


class WholeErrands(Must):
    """An errand is served with all its parts or not at all (事项整体安排)."""

    name = "whole_errands"
    unit = "parts"
    source = "同一事项各部分须同时落实"
    zh = "事项整体安排"
    en = "errands whole or not at all"

    def post(self, model: cp_model.CpModel, variables: Variables, instance: Instance) -> None:
        """All parts of an errand are on, or none."""
        for first, *others in instance.parts_of:
            for other in others:
                model.add(variables.on[first] == variables.on[other])

    def measure(self, instance: Instance, plan: Plan) -> tuple[Match, ...]:
        """Name each errand of which some parts are missing, and how many."""
        missing = [sum(plan.trip[part] < 0 for part in parts) for parts in instance.parts_of]
        return tuple(
            Match(self.name, (errand,), count, self.unit)
            for errand, (count, parts) in enumerate(zip(missing, instance.parts_of, strict=True))
            if 0 < count < len(parts)
        )


class WithinWindows(Must):
    """A part starts within one of its windows (法定与可行时段)."""

    name = "within_windows"
    unit = "minutes"
    source = "通知期、预约期、开放时段；规则手册 errands"
    zh = "在允许时段内开始"
    en = "starts within a window"

    def post(self, model: cp_model.CpModel, variables: Variables, instance: Instance) -> None:
        """The start of a part that is on is in the union of its windows."""
        for part, (start, on) in enumerate(zip(variables.start, variables.on, strict=True)):
            windows = cp_model.Domain.from_intervals([list(row) for row in instance.rows("window", part)])
            model.add_linear_expression_in_domain(start, windows).only_enforce_if(on)

    def measure(self, instance: Instance, plan: Plan) -> tuple[Match, ...]:
        """Name each part outside all its windows, and the minutes to the nearest; 1 where it has none."""
        found = []
        for part in plan.placed:
            start = plan.start[part]
            away = [max(opens - start, start - closes, 0) for opens, closes in instance.rows("window", part)]
            found.append(Match(self.name, (part,), min(away, default=1), self.unit))
        return tuple(match for match in found if match.amount)


class WithinDay(Must):
    """A trip leaves and is back on one day (当日往返)."""

    name = "within_day"
    unit = "minutes"
    source = "外勤当日往返"
    zh = "当日往返"
    en = "back the same day"

    def post(self, model: cp_model.CpModel, variables: Variables, instance: Instance) -> None:
        """A slot that is used lies in its day."""
        for slot in variables.slots:
            model.add(slot.leaves >= int(instance.day_opens[slot.day])).only_enforce_if(slot.used)
            model.add(slot.back <= int(instance.day_closes[slot.day])).only_enforce_if(slot.used)

    def measure(self, instance: Instance, plan: Plan) -> tuple[Match, ...]:
        """Name each trip outside its day, and by how many minutes."""
        found = []
        for number, trip in enumerate(plan.trips):
            day = day_of(instance, trip.leaves)
            before, after = int(instance.day_opens[day]) - trip.leaves, trip.back - int(instance.day_closes[day])
            found.append(Match(self.name, (number, trip.vehicle), max(0, before) + max(0, after), self.unit))
        return tuple(match for match in found if match.amount)


class TravelPossible(Must):
    """Between leaving, each stop and being back there is time for the work and the way (路途时间够用)."""

    name = "travel_possible"
    unit = "minutes"
    source = "乡镇间行车分钟表；冬季系数"
    zh = "路途时间够用"
    en = "time enough for work and way"

    def post(self, model: cp_model.CpModel, variables: Variables, instance: Instance) -> None:
        """Along each arc that is taken the next moment leaves time for the work before it and the way."""
        for slot, arcs in zip(variables.slots, variables.arcs, strict=True):
            for (one, other), taken in arcs.items():
                before = slot.leaves if one == SEAT else variables.start[one]
                after = slot.back if other == SEAT else variables.start[other]
                model.add(after >= before + _takes(instance, one, other)).only_enforce_if(taken)

    def measure(self, instance: Instance, plan: Plan) -> tuple[Match, ...]:
        """Name each trip and the part before which (-1: being back) minutes are missing, and how many."""
        found = []
        for number, trip in enumerate(plan.trips):
            moments = [
                (SEAT, trip.leaves),
                *((part, plan.start[part]) for part in plan.stops[number]),
                (SEAT, trip.back),
            ]
            for (one, before), (other, after) in pairwise(moments):
                found.append(
                    Match(self.name, (number, other), before + _takes(instance, one, other) - after, self.unit)
                )
        return tuple(match for match in found if match.amount > 0)


def _takes(instance: Instance, one: int, other: int) -> int:
    """Give the minutes from the start of a part (or from leaving) to the earliest start of another (or being back)."""
    if one == SEAT:
        return instance.way(0, int(instance.part_place[other]))
    there = 0 if other == SEAT else int(instance.part_place[other])
    return int(instance.part_minutes[one]) + instance.way(int(instance.part_place[one]), there)


class VehicleFits(Must):
    """A part is served by a vehicle that may serve it (车型相符)."""

    name = "vehicle_fits"
    unit = "parts"
    source = "规则手册 errands：车型"
    zh = "车辆合适"
    en = "a vehicle that fits"

    def post(self, model: cp_model.CpModel, variables: Variables, instance: Instance) -> None:
        """No slot of another vehicle serves the part."""
        for part, serves in enumerate(variables.serves):
            for taken, slot in zip(serves, variables.slots, strict=True):
                if not int(instance.part_vehicles[part]) >> slot.vehicle & 1:
                    model.add(taken == 0)

    def measure(self, instance: Instance, plan: Plan) -> tuple[Match, ...]:
        """Name each part with a vehicle that may not serve it."""
        vehicles = ((part, plan.trip_of(part).vehicle) for part in plan.placed)
        return tuple(
            Match(self.name, (part, vehicle), 1, self.unit)
            for part, vehicle in vehicles
            if not int(instance.part_vehicles[part]) >> vehicle & 1
        )


class PartsApart(Must):
    """The parts of one errand are served by different vehicles (各部分分车执行)."""

    name = "parts_apart"
    unit = "parts"
    source = "多车协同行动"
    zh = "各部分由不同车辆执行"
    en = "parts of an errand by different vehicles"

    def post(self, model: cp_model.CpModel, variables: Variables, instance: Instance) -> None:
        """A vehicle serves at most one part of an errand."""
        for parts in instance.parts_of:
            for vehicle in range(instance.vehicles) if len(parts) > 1 else ():
                slots = variables.slots_of(vehicle)
                model.add_at_most_one([variables.serves[part][slot] for part in parts for slot in slots])

    def measure(self, instance: Instance, plan: Plan) -> tuple[Match, ...]:
        """Name each errand with parts beyond the first on one vehicle, and how many."""
        found = []
        for errand, parts in enumerate(instance.parts_of):
            vehicles = [plan.trip_of(part).vehicle for part in parts if plan.trip[part] >= 0]
            found.append(Match(self.name, (errand,), len(vehicles) - len(set(vehicles)), self.unit))
        return tuple(match for match in found if match.amount)


class Synchronised(Must):
    """Parts that belong together in time start as far apart as they should (协同时间)."""

    name = "synchronised"
    unit = "minutes"
    source = "多车协同行动；双人到访"
    zh = "协同时间相符"
    en = "starts as far apart as they should be"

    def post(self, model: cp_model.CpModel, variables: Variables, instance: Instance) -> None:
        """Where both parts are on, the difference of their starts is within its bounds."""
        for first, rows in enumerate(instance.rows("sync", part) for part in range(instance.parts)):
            for second, least, most in rows:
                both = [variables.on[first], variables.on[second]]
                apart = variables.start[second] - variables.start[first]
                model.add(apart >= least).only_enforce_if(both)
                model.add(apart <= most).only_enforce_if(both)

    def measure(self, instance: Instance, plan: Plan) -> tuple[Match, ...]:
        """Name each two parts that start too near or too far apart, and by how many minutes."""
        found = []
        for first in plan.placed:
            for second, least, most in instance.rows("sync", first):
                if plan.trip[second] >= 0:
                    apart = plan.start[second] - plan.start[first]
                    found.append(Match(self.name, (first, second), max(least - apart, apart - most, 0), self.unit))
        return tuple(match for match in found if match.amount)


MUST: tuple[Must, ...] = (
    WholeErrands(),
    WithinWindows(),
    WithinDay(),
    TravelPossible(),
    VehicleFits(),
    VehicleOnce(),
    PersonOnce(),
    HoursOut(),
    DriverAboard(),
    CrewEnough(),
    HandlerAboard(),
    NobodyBarred(),
    SeatsEnough(),
    SharedThings(),
    PartsApart(),
    Synchronised(),
)
