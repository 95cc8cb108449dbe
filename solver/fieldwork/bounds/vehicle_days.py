"""What a vehicle may do on a day (单车单日), alone: which parts, when, with how many aboard. Relaxed where it is not sure.

Only what every lawful plan keeps is asked for, so that each day of a vehicle in a lawful plan is one of these days.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import combinations

import numpy as np

from solver.arrays import Ints
from solver.fieldwork.bounds.crews import NOBODY_CAN, CrewBook, Crews, Flags
from solver.fieldwork.bounds.kinds import ROUGHLY, Kinds, PeopleHours
from solver.fieldwork.bounds.meetings import Meetings
from solver.fieldwork.instance import BITS, Instance

LONGEST = 3_000  # minutes of a day; what has longer ones is no week of an office
ENOUGH = 2**26  # lateness and prices beyond count as this much, so that no sum leaves 63 bits


@dataclass(frozen=True)
class DayCrews:
    """The crews of a vehicle for the parts of a day, by the kinds of their people, of whom so many are there."""

    book: CrewBook
    parts: Ints
    least: Ints
    there: Ints
    free: Ints

    @property
    def kinds(self) -> Kinds:
        """The kinds of people."""
        return self.book.kinds

    @cached_property
    def counted(self) -> Crews:
        """The crews of whom only the size is known."""
        return Crews.counted(self.least, len(self.there))

    @cached_property
    def room(self) -> Ints:
        """How many of each kind may be there at each start, as one number."""
        return self.kinds.room(self.free)

    def by_kind(self, *, priced: bool) -> Crews:
        """Give the crews by kind, where stand-ins have a price or not; those only counted where they are too many."""
        return self.book.crews(self.parts, self.least, self.there, priced=priced) or self.counted


@dataclass(frozen=True)
class VehicleDay:
    """One day of vehicles that are alike: their numbers, minutes of a step; the parts they may serve, as in `tours`.

    `late[q, t]` and `stand_in[q, t]`: the least lateness and price of stand-ins of a start at a step, -1 if there is none;
    `free[q, t]`: the set of people who may be there; `take`, `minutes`, `way`: from start to start, in steps, in minutes,
    and on the road, the seat is the last row; `least[q]`: how many must be aboard; `crews`: those of kinds seen roughly,
    and closely.
    """

    day: int
    numbers: tuple[int, ...]
    step: int
    parts: Ints
    least: Ints
    crews: tuple[DayCrews, DayCrews]
    late: Ints
    stand_in: Ints
    free: Ints
    take: Ints
    minutes: Ints
    way: Ints

    @property
    def vehicles(self) -> int:
        """How many vehicles are alike."""
        return len(self.numbers)

    def only(self, starts: Flags) -> "VehicleDay":
        """Give the day with some of its starts alone."""
        left = starts & (self.late >= 0)
        late, stand_in = (np.where(left, own, -1) for own in (self.late, self.stand_in))
        return replace(self, late=late, stand_in=stand_in, free=np.where(left, self.free, 0))


@dataclass(frozen=True)
class VehicleDays:
    """All days of all vehicles; for each day the minutes all people are there; parts that meet.

    `hours`: how long each kind of people is there, kinds seen roughly, and closely.
    """

    days: tuple[VehicleDay, ...]
    there: Ints
    hours: tuple[PeopleHours, PeopleHours]
    meetings: Meetings

    @classmethod
    def of(cls, instance: Instance, steps: int = 200) -> "VehicleDays":
        """Read them off an instance, days cut into so many steps, or more if the shortest part asks for it.

        None where a part takes no time, or a day has no end.
        """
        lengths = instance.day_closes - instance.day_opens
        if not instance.parts or not int(instance.part_minutes.min()) or int(lengths.max(initial=0)) > LONGEST:
            return cls((), lengths * instance.people, _hours(instance, ()), Meetings.of(instance, {}))
        calendar = _Calendar(instance)
        hours = _hours(instance, calendar.gone)
        there = lengths * instance.people - np.array([int(gone[:, -1].sum()) for gone in calendar.gone])
        books: dict[tuple[int, int], list[CrewBook]] = {}
        days = []
        for day in range(instance.days):
            for vehicles in _alike(instance, day):
                like = int(instance.vehicle_seats[vehicles[0]]), int(instance.vehicle_driver[vehicles[0]])
                own = books.setdefault(like, [CrewBook(instance, seen.kinds, vehicles[0]) for seen in hours])
                at_hand = [(book, seen.there(day)) for book, seen in zip(own, hours, strict=True)]
                days += _day(instance, calendar, day, vehicles, steps, at_hand)
        return cls(tuple(days), there, hours, Meetings.of(instance, {day.day: day.step for day in days}))

    def hours_seen(self, sight: int) -> PeopleHours | None:
        """Give how long each kind of people is there, where kinds are seen."""
        return self.hours[sight - ROUGHLY] if sight >= ROUGHLY else None


def _hours(instance: Instance, gone: Sequence[Ints]) -> tuple[PeopleHours, PeopleHours]:
    return PeopleHours.of(instance, gone, closely=False), PeopleHours.of(instance, gone, closely=True)


def _alike(instance: Instance, day: int) -> list[list[int]]:
    """Give the vehicles in groups that may do the same at the same time of a day."""
    opens, closes = int(instance.day_opens[day]), int(instance.day_closes[day])
    alike: dict[tuple[object, ...], list[int]] = {}
    for vehicle in range(instance.vehicles):
        own = (int(instance.vehicle_seats[vehicle]), int(instance.vehicle_driver[vehicle]))
        parts = tuple((instance.part_vehicles >> vehicle & 1).tolist())
        off = tuple(sorted(row for row in instance.rows("off", vehicle) if row[0] < closes and opens < row[1]))
        alike.setdefault((own, parts, off), []).append(vehicle)
    return list(alike.values())


class _Calendar:
    """Who is free when: for each day and minute the minutes each person has been away since the day began."""

    def __init__(self, instance: Instance) -> None:
        self._instance = instance
        self.gone = [self._day(day) for day in range(instance.days)]
        self.starts = [[self._starts(part, day) for part in range(instance.parts)] for day in range(instance.days)]

    def _day(self, day: int) -> Ints:
        opens, closes = int(self._instance.day_opens[day]), int(self._instance.day_closes[day])
        away = np.zeros((self._instance.people, closes - opens + 1), dtype=np.int64)
        rows = zip(self._instance.away_person, self._instance.away_from, self._instance.away_until, strict=True)
        for person, start, until in rows:
            away[person, 1 + max(0, int(start) - opens) : 1 + max(0, int(until) - opens)] = 1
        gone: Ints = away.cumsum(axis=1)
        return gone

    def _starts(self, part: int, day: int) -> tuple[Ints, Ints, Ints]:
        """Give the lawful starts of a part on a day, in minutes of the axis, the least price and the set of who is free."""
        of = self._instance
        opens, closes = int(of.day_opens[day]), int(of.day_closes[day])
        there, home = of.way(0, int(of.part_place[part])), of.way(int(of.part_place[part]), 0)
        ends = int(of.part_minutes[part]) + home
        moments = np.arange(opens + there, closes - ends + 1)
        inside = np.zeros(len(moments), dtype=np.bool_)
        for first, last in of.rows("window", part):
            inside |= (moments >= first) & (moments <= last)
        moments = moments[inside]
        gone = self.gone[day]
        free = gone[:, moments - opens + ends] == gone[:, moments - opens - there]
        free[[person for (person,) in of.rows("barred", part)]] = False
        return self._with_crew(part, moments, free)

    def _with_crew(self, part: int, moments: Ints, free: Flags) -> tuple[Ints, Ints, Ints]:
        of = self._instance
        enough = np.ones(len(moments), dtype=np.bool_)
        for skill, count in of.rows("need", part):
            enough &= free[(of.person_skills >> skill & 1) > 0].sum(axis=0) >= count
        rows = of.rows("who", part)
        price = np.full(len(moments), NOBODY_CAN if rows else 0, dtype=np.int64)
        for person, cost in rows:
            price = np.where(free[person], np.minimum(price, cost), price)
        enough &= price < NOBODY_CAN
        people = (free[:BITS].astype(np.int64) << np.arange(len(free[:BITS]))[:, None]).sum(axis=0)
        return moments[enough], price[enough], people[enough]


def least_crew(instance: Instance, part: int, driver: int) -> int:
    """Give how many must be aboard at least: the largest need, or two that nobody can meet at once."""
    barred = {person for (person,) in instance.rows("barred", part)}
    needs = [*instance.rows("need", part), *(((driver, 1),) if driver >= 0 else ())]
    groups = [
        ({p for p, own in enumerate(instance.person_skills.tolist()) if own >> skill & 1} - barred, count)
        for skill, count in needs
    ]
    who = {person for person, _ in instance.rows("who", part)}
    groups += [(who - barred, 1)] if who else []
    alone = max((count for _, count in groups), default=0)
    both = (one[1] + two[1] for one, two in combinations(groups, 2) if not one[0] & two[0])
    return int(max([alone, *both]))


def _step(instance: Instance, length: int, most: int) -> int:
    """Give the minutes of a step: such that nothing is rounded, or as many that a day has no more steps than it may."""
    finest, names = -(-(length + 1) // most), ("travel", "part_minutes", "window_opens", "day_opens", "day_closes")
    common = int(np.gcd.reduce(np.concatenate([getattr(instance, name) for name in names])))
    return common if common >= finest else min(int(instance.part_minutes.min()), finest)


def _day(
    instance: Instance,
    calendar: _Calendar,
    day: int,
    vehicles: list[int],
    most: int,
    at_hand: Sequence[tuple[CrewBook, Ints]],
) -> list[VehicleDay]:
    """Give the day of vehicles that are alike, or none where they may serve nothing."""
    vehicle, opens, closes = vehicles[0], int(instance.day_opens[day]), int(instance.day_closes[day])
    step = _step(instance, closes - opens, most)
    steps = (closes - opens) // step + 1
    seats, driver = int(instance.vehicle_seats[vehicle]), int(instance.vehicle_driver[vehicle])
    parts, crews, late, stand_in, free = [], [], [], [], []
    for part in np.flatnonzero(instance.part_vehicles >> vehicle & 1).tolist():
        moments, price, people = calendar.starts[day][part]
        kept = _not_off(instance, vehicle, part, moments)
        crew = least_crew(instance, part, driver)
        if bool(kept.any()) and crew + int(instance.part_seats[part]) <= seats:
            parts.append(part)
            crews.append(crew)
            cells = (moments[kept] - opens) // step
            late.append(_least(cells, np.maximum(0, moments[kept] - int(instance.part_due[part])), steps))
            stand_in.append(_least(cells, price[kept], steps))
            free.append(_together(cells, people[kept], steps))
    if not parts:
        return []
    minutes, way = _ways(instance, parts)
    served, least, who = np.array(parts), np.array(crews), np.array(free)
    roughly, closely = (DayCrews(book, served, least, there, who) for book, there in at_hand)
    found = VehicleDay(
        day, tuple(vehicles), step, served, least, (roughly, closely),
        np.array(late), np.array(stand_in), who, minutes // step, minutes, way,
    )  # fmt: skip
    return [found]


def _least(cells: Ints, values: Ints, steps: int) -> Ints:
    found = np.full(steps, 2**60, dtype=np.int64)
    np.minimum.at(found, cells, values)
    return np.where(found < 2**60, np.minimum(found, ENOUGH), -1)


def _together(cells: Ints, sets: Ints, steps: int) -> Ints:
    found = np.zeros(steps, dtype=np.int64)
    np.bitwise_or.at(found, cells, sets)
    return found


def _not_off(instance: Instance, vehicle: int, part: int, moments: Ints) -> Flags:
    place = int(instance.part_place[part])
    there, ends = instance.way(0, place), int(instance.part_minutes[part]) + instance.way(place, 0)
    kept = np.ones(len(moments), dtype=np.bool_)
    for start, until in instance.rows("off", vehicle):
        kept &= (start == until) | (moments + ends <= start) | (moments - there >= until)
    return kept


def _ways(instance: Instance, parts: list[int]) -> tuple[Ints, Ints]:
    places = np.array([*instance.part_place[parts].tolist(), 0])
    way = instance.travel.reshape(instance.places, -1)[places[:, None], places[None, :]]
    own = np.array([*instance.part_minutes[parts].tolist(), 0])
    return way + own[:, None], way
