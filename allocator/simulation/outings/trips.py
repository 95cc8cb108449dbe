"""Trips of a simulated office leave, serve their errands and are back (出车): what they take of people's time, and what follows."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial

from allocator.domain.fieldwork.trips import DAY, Ride, Stop, Trip, clock
from allocator.domain.words import Text
from allocator.simulation.carrying import put_rest
from allocator.simulation.desks import Worker
from allocator.simulation.outings.book import Asked, Booked, Done, Past
from allocator.simulation.outings.out_time import OutTime
from allocator.simulation.timetable import vehicle_at
from allocator.simulation.working_time import WorkingTime
from allocator.simulation.world import World

CALLED_OFF = ("外勤取消：有人病假或车辆已退", "the trip is called off: somebody is ill, or the vehicle is gone")


@dataclass(eq=False, slots=True)
class _Out:
    """A trip on its way, with the minutes it takes of each person's day."""

    booked: Booked
    taken: dict[Worker, int] = field(default_factory=dict)


def set_out(world: World) -> None:
    """Let the trips of today go, before the day's work begins: those whose people and vehicle are there."""
    booked = world.outings.booked.pop(world.today, ())
    out = [_Out(one) for one in booked if _goes(world, one)]
    for code in dict.fromkeys(code for one in out for code in one.booked.trip.people):
        _take_time(world, code, [one for one in out if code in one.booked.trip.people])
    for one in out:
        _tell_out(world, one.booked.trip)
        trip, midnight = one.booked.trip, one.booked.monday * DAY
        for stop in trip.stops:
            ends = stop.starts + one.booked.minutes[stop.errand]
            world.clock.at(float(midnight + ends), partial(_visited, world), (one.booked, stop))
        world.clock.at(float(midnight + trip.back), partial(_back, world), one)


def _tell_out(world: World, trip: Trip) -> None:
    if world.listens in (trip.vehicle, *trip.people):
        hours = f"{clock(trip.leaves)}–{clock(trip.back)}"
        world.note_for(
            world.listens, Text(f"外勤 {hours}，车辆 {trip.vehicle}", f"out {hours} with vehicle {trip.vehicle}")
        )


def is_ill(world: World, code: str, day: int) -> bool:
    """Say whether somebody who would be there on a day is ill."""
    return not world.tally.people[code].minutes[day] and world.table.people[code].minutes[day] > 0


def lacking(world: World, trip: Trip) -> list[str]:
    """Give by code who of a trip is ill today or gone, and its vehicle if that is gone."""
    vehicles = {vehicle.code for vehicle in world.table.offices[world.today].vehicles}
    people = [code for code in trip.people if code not in world.desks.workers or is_ill(world, code, world.today)]
    return [*people, *([] if trip.vehicle in vehicles else [trip.vehicle])]


def _goes(world: World, booked: Booked) -> bool:
    """Say whether everybody and the vehicle are there; else the trip is called off and its errands wait for the next week."""
    if not lacking(world, booked.trip):
        return True
    world.outings.called_off += 1
    for asked in _served(world, booked):
        world.tell(asked.life, *CALLED_OFF)
    return False


def _served(world: World, booked: Booked) -> Iterator[Asked]:
    yield from (world.outings.asked[stop.errand] for stop in booked.trip.stops)


def _take_time(world: World, code: str, out: list[_Out]) -> None:
    """Take the trips of a day off somebody's hours; what is in hand is done later for it."""
    worker = world.desks.workers[code]
    hours = worker.hours if isinstance(worker.hours, OutTime) else OutTime(_whole(worker))
    worker.hours = hours
    out = sorted(out, key=lambda one: one.booked.trip.leaves)
    spans = [(one.booked.trip.leaves % DAY, one.booked.trip.back % DAY or DAY) for one in out]
    for one, minutes in zip(out, hours.leave(world.today, spans), strict=True):
        one.taken[worker] = minutes
    world.desks.delay(worker)


def _whole(worker: Worker) -> WorkingTime:
    if not isinstance(worker.hours, WorkingTime):
        raise TypeError("People of a simulated office have working time.")
    return worker.hours


def _visited(world: World, what: tuple[Booked, Stop]) -> None:
    """An errand's part is done; with the last of them the stage's work goes on, less what was done of it on the spot."""
    booked, stop = what
    asked = world.outings.asked[stop.errand]
    trip, office = booked.trip, world.table.offices[world.today]
    part = (
        (trip.back - trip.leaves) * booked.minutes[stop.errand] / sum(booked.minutes[one.errand] for one in trip.stops)
    )
    for code in trip.people:
        role = office.officer_by_code[code].role
        asked.worked[role] = asked.worked.get(role, 0.0) + part
    asked.served.add(stop.part)
    if len(asked.served) == len(world.rulebook.errands[asked.kind].parts):
        _done(world, asked)


def _done(world: World, asked: Asked) -> None:
    del world.outings.asked[asked.code]
    world.outings.done.append(Done(asked.on, world.today))
    world.tell(asked.life, "外勤办毕", "the field work is done")
    put_rest(world, asked.life, asked.worked)
    world.finished(asked.piece)


def _back(world: World, out: _Out) -> None:
    """A trip is back: its time is worked, and the rolling books know of it."""
    booked, trip = out.booked, out.booked.trip
    for worker, minutes in out.taken.items():
        worker.finished += minutes
    vehicle = world.desks.workers.get(vehicle_at(trip.vehicle))
    if vehicle is not None:
        vehicle.finished += _in_office_hours(world, trip)
    ride = Ride(world.table.dates[world.today], trip.people, booked.kinds)
    world.outings.past.append(Past(ride, booked.hard))


def _in_office_hours(world: World, trip: Trip) -> int:
    """Give the minutes of a vehicle's day a trip takes: what of it lies in the office's hours, over which a day is spread evenly."""
    open_ = world.table.opening
    begins, ends = (max(open_.opens, trip.leaves % DAY), min(open_.closes, trip.back % DAY or DAY))
    day = world.staged.office.bureau.day_minutes
    return max(0, ends - begins) * day // (open_.closes - open_.opens)
