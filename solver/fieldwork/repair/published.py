"""The plan that is published (已公布的方案), laid out again from its bookings, as far as it can still stand."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby

from solver.fieldwork.instance import Instance
from solver.fieldwork.plan import Plan, Trip
from solver.fieldwork.repair.standing import Standing
from solver.fieldwork.rules.crew_rules import with_skill
from solver.fieldwork.rules.must import MUST
from solver.fieldwork.rules.variables import day_of

Place = tuple[int, int, frozenset[int]]  # start, vehicle, people who may be aboard


@dataclass(frozen=True)
class _Stop:
    """A part laid on a vehicle: who must be aboard with it, and who may be."""

    part: int
    start: int
    vehicle: int
    crew: frozenset[int]
    people: frozenset[int]


def published(instance: Instance) -> Plan:
    """Lay out what is published and still lawful; what its own calendar forbids is left out, with all its parts."""
    standing = Standing(instance)
    gone = standing.forced
    plan = lay(standing, gone)
    while broken := _broken(instance, plan):
        gone |= broken
        plan = lay(standing, gone)
    return plan


def is_lawful(instance: Instance, plan: Plan) -> bool:
    """Say whether a plan keeps every hard rule."""
    return not any(rule.measure(instance, plan) for rule in MUST)


def lay(
    standing: Standing,
    gone: Iterable[int],
    places: Mapping[int, Place] | None = None,
    trips: Mapping[int, int] | None = None,
) -> Plan:
    """Lay out the bookings that stand, and parts that have found a place, as trips.

    What a vehicle does on a day is one trip where there is no time to be back between, or where `trips` (of each part, by
    number) says that it is.
    """
    left, found = set(gone), places or {}
    stops = [
        _Stop(part, standing.starts(part), standing.vehicle(part), standing.crew[part], standing.crew[part])
        for part in standing.parts
        if part not in found and int(standing.of.part_errand[part]) not in left
    ]
    nobody = frozenset[int]()
    stops += [_Stop(part, start, vehicle, nobody, people) for part, (start, vehicle, people) in found.items()]
    stops.sort(key=lambda stop: (stop.vehicle, stop.start, stop.part))
    days = groupby(stops, key=lambda stop: (stop.vehicle, day_of(standing.of, stop.start)))
    laid = [_trip(standing, one) for _, own in days for one in _split(standing, list(own), trips or {})]
    return Plan.of(standing.of.parts, laid)


def _broken(instance: Instance, plan: Plan) -> frozenset[int]:
    """Give the errands of the trips that break a rule together; all of them where none can be told."""
    if is_lawful(instance, plan):
        return frozenset()
    for number in range(len(plan.trips)):
        errands = frozenset(int(instance.part_errand[part]) for part in plan.stops[number])
        if is_lawful(instance, _without(instance, plan, errands)):
            return errands
    return frozenset(int(instance.part_errand[part]) for part in plan.placed)


def _without(instance: Instance, plan: Plan, errands: frozenset[int]) -> Plan:
    kept = [
        (trip, [(part, plan.start[part]) for part in plan.stops[number] if instance.part_errand[part] not in errands])
        for number, trip in enumerate(plan.trips)
    ]
    return Plan.of(instance.parts, kept)


def _split(standing: Standing, stops: list[_Stop], trips: Mapping[int, int]) -> list[list[_Stop]]:
    """Split what a vehicle does on a day into trips: where there is time to be back between."""
    found: list[list[_Stop]] = []
    for stop in stops:
        if found and _is_one_trip(standing, found[-1][-1], stop, trips):
            found[-1].append(stop)
        else:
            found.append([stop])
    return found


def _is_one_trip(standing: Standing, before: _Stop, after: _Stop, trips: Mapping[int, int]) -> bool:
    back = (
        before.start
        + int(standing.of.part_minutes[before.part])
        + standing.way(before.part, after.part, over_seat=True)
    )
    number = trips.get(before.part)
    return back > after.start or (number is not None and number == trips.get(after.part))


def _trip(standing: Standing, stops: list[_Stop]) -> tuple[Trip, list[tuple[int, int]]]:
    leaves = standing.span(stops[0].part, stops[0].start)[0]
    back = standing.span(stops[-1].part, stops[-1].start)[1]
    crew = frozenset().union(*(stop.crew for stop in stops))
    people = frozenset().union(*(stop.people for stop in stops))
    parts = [stop.part for stop in stops]
    aboard = _who_is_needed(standing.of, stops[0].vehicle, parts, crew, people)
    return Trip(leaves, stops[0].vehicle, back, aboard), [(stop.part, stop.start) for stop in stops]


def _who_is_needed(
    instance: Instance, vehicle: int, parts: list[int], crew: frozenset[int], people: frozenset[int]
) -> tuple[int, ...]:
    """Leave at home whoever is not needed: stand-ins before handlers, and who can do much before who can do little."""
    price = {person: cost for part in parts for person, cost in instance.rows("who", part)}
    aboard = set(crew | people)
    skills = instance.person_skills.tolist()
    for person in sorted(people - crew, key=lambda one: (price.get(one, 1) == 0, -int(skills[one]).bit_count(), one)):
        if _suffices(instance, vehicle, parts, aboard - {person}):
            aboard.discard(person)
    return tuple(sorted(aboard))


def _suffices(instance: Instance, vehicle: int, parts: list[int], aboard: set[int]) -> bool:
    driver = int(instance.vehicle_driver[vehicle])
    needs = [row for part in parts for row in instance.rows("need", part)] + ([(driver, 1)] if driver >= 0 else [])
    enough = all(len(aboard.intersection(with_skill(instance, skill))) >= count for skill, count in needs)
    who = [{person for person, _ in instance.rows("who", part)} for part in parts]
    return enough and all(bool(one & aboard) for one in who if one)
