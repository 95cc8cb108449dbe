"""The plan that is published (已公布的方案), laid out again from its bookings, as far as it can still stand."""

from itertools import groupby

from solver.fieldwork.fewest import Fewest
from solver.fieldwork.instance import NOBODY, Instance
from solver.fieldwork.must import MUST
from solver.fieldwork.plan import Plan, Trip
from solver.fieldwork.variables import day_of


def published(instance: Instance) -> Plan:
    """Lay out what is published and still lawful; what its own calendar forbids is left out, with all its parts."""
    gone = set(Fewest(instance).forced)
    plan = _laid(instance, gone)
    while broken := _broken(instance, plan):
        gone |= broken
        plan = _laid(instance, gone)
    return plan


def _broken(instance: Instance, plan: Plan) -> set[int]:
    """Give the errands of the trips that break a rule together; all of them where none can be told."""
    if not any(rule.measure(instance, plan) for rule in MUST):
        return set()
    for number in range(len(plan.trips)):
        errands = {int(instance.part_errand[part]) for part in plan.stops[number]}
        without = _without(instance, plan, errands)
        if not any(rule.measure(instance, without) for rule in MUST):
            return errands
    return {int(instance.part_errand[part]) for part in plan.placed}


def _without(instance: Instance, plan: Plan, errands: set[int]) -> Plan:
    kept = [
        (trip, [(part, plan.start[part]) for part in plan.stops[number] if instance.part_errand[part] not in errands])
        for number, trip in enumerate(plan.trips)
    ]
    return Plan.of(instance.parts, kept)


def _laid(instance: Instance, gone: set[int]) -> Plan:
    parts = [
        part
        for part in range(instance.parts)
        if instance.booked_vehicle[part] != NOBODY and instance.part_errand[part] not in gone
    ]
    parts.sort(key=lambda part: (instance.booked_vehicle[part], instance.booked_start[part]))
    days = groupby(parts, key=lambda part: (instance.booked_vehicle[part], _day(instance, part)))
    trips = [_trip(instance, stops) for _, own in days for stops in _split(instance, list(own))]
    return Plan.of(instance.parts, trips)


def _day(instance: Instance, part: int) -> int:
    return day_of(instance, int(instance.booked_start[part]))


def _crew(instance: Instance, part: int) -> tuple[int, ...]:
    return tuple(sorted({person for (person,) in instance.rows("crew", part)}))


def _split(instance: Instance, parts: list[int]) -> list[list[int]]:
    """Split what a vehicle does on a day into trips: where the crew changes, or there is time to be back between."""
    trips: list[list[int]] = []
    for part in parts:
        if trips and _crew(instance, part) == _crew(instance, trips[-1][-1]):
            before = trips[-1][-1]
            over = _home(instance, before) + instance.way(0, int(instance.part_place[part]))
            if over > instance.booked_start[part]:
                trips[-1].append(part)
                continue
        trips.append([part])
    return trips


def _home(instance: Instance, part: int) -> int:
    end = int(instance.booked_start[part]) + int(instance.part_minutes[part])
    return end + instance.way(int(instance.part_place[part]), 0)


def _trip(instance: Instance, stops: list[int]) -> tuple[Trip, list[tuple[int, int]]]:
    starts = [(part, int(instance.booked_start[part])) for part in stops]
    leaves = starts[0][1] - instance.way(0, int(instance.part_place[stops[0]]))
    vehicle = int(instance.booked_vehicle[stops[0]])
    return Trip(leaves, vehicle, _home(instance, stops[-1]), _crew(instance, stops[0])), starts
