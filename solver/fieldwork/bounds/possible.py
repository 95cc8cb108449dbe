"""What could be at all (可行的车日与人日): on which day a part could be served by a vehicle or with somebody, were it alone.

Said again from the meaning of windows, days and times away, for the restatement only: a witness must not ask those it hears.
"""

from collections.abc import Iterable, Mapping
from functools import cached_property
from itertools import pairwise

from solver.fieldwork.instance import Instance

Spans = tuple[tuple[int, int], ...]
"""Whole moments from … to …, both within."""


class Possible:
    """The days on which each part of a week could be served at all."""

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        self.days = range(instance.days)

    @cached_property
    def starts(self) -> dict[tuple[int, int], Spans]:
        """By part and day: the moments at which it may start, with time for the ways, and enough people, cars and things."""
        days = ((part, day) for part in range(self.instance.parts) for day in self.days)
        found = {(part, day): self._staffed(part, self._supplied(part, self._open(part, day))) for part, day in days}
        return {key: spans for key, spans in found.items() if spans}

    def _open(self, part: int, day: int) -> Spans:
        """Give the moments within windows and day, with the ways there and home."""
        out, home = self.ways(part)
        first = int(self.instance.day_opens[day]) + out
        last = int(self.instance.day_closes[day]) - int(self.instance.part_minutes[part]) - home
        spans = ((max(opens, first), min(closes, last)) for opens, closes in self.instance.rows("window", part))
        return tuple(span for span in spans if span[0] <= span[1])

    def _supplied(self, part: int, spans: Spans) -> Spans:
        """Leave out the moments at which others have taken too much of a thing that a part uses, on the spot or all the way."""
        for thing, count in self.instance.rows("use", part):
            room = int(self.instance.resource_count[thing]) - count
            taken = [row[:2] for row in self.instance.rows("taken", thing) if row[2] > room]
            always = room < 0 and any(self._lasts(part, carried=bool(self.instance.resource_carried[thing])))
            blocks = self.blocks(part, taken, carried=bool(self.instance.resource_carried[thing]))
            spans = () if always else _without(spans, blocks)
        return spans

    def _staffed(self, part: int, spans: Spans) -> Spans:
        """Leave out the moments at which too few are there of any skill, nobody who stands for it, or no car with a driver."""
        people = {one: self.blocks(part, self.instance.rows("away", one)) for one in self.welcome(part)}
        cars = {one: self.blocks(part, self.instance.rows("off", one)) for one in self.fitting(part)}
        blocks = [*people.values(), *cars.values()]
        edges = sorted({edge for own in blocks for first, last in own for edge in (first, last + 1)})
        found = list[tuple[int, int]]()
        for begins, ends in spans:
            for first, after in pairwise([begins, *(edge for edge in edges if begins < edge <= ends), ends + 1]):
                if self._enough(part, _not_in(people, first), _not_in(cars, first)):
                    found.append((first, after - 1))
        return tuple(found)

    def _enough(self, part: int, people: list[int], cars: list[int]) -> bool:
        instance, needs = self.instance, self.instance.rows("need", part)
        able = {skill: sum(int(instance.person_skills[one]) >> skill & 1 for one in people) for skill, _ in needs}
        who = {person for person, _ in instance.rows("who", part)}
        return (
            all(able[skill] >= count for skill, count in needs)
            and (not who or not who.isdisjoint(people))
            and any(self._drives(int(instance.vehicle_driver[car]), people) for car in cars)
        )

    def _drives(self, skill: int, people: list[int]) -> bool:
        return skill < 0 or any(int(self.instance.person_skills[one]) >> skill & 1 for one in people)

    def welcome(self, part: int) -> list[int]:
        """Give who may be aboard when a part is served."""
        barred = {person for (person,) in self.instance.rows("barred", part)}
        return [person for person in range(self.instance.people) if person not in barred]

    def fitting(self, part: int) -> list[int]:
        """Give the vehicles that may serve a part."""
        return [one for one in range(self.instance.vehicles) if int(self.instance.part_vehicles[part]) >> one & 1]

    def ways(self, part: int) -> tuple[int, int]:
        """Give the minutes from the seat to a part and from it home."""
        place = int(self.instance.part_place[part])
        return self.instance.way(0, place), self.instance.way(place, 0)

    @cached_property
    def vehicles(self) -> dict[tuple[int, int, int], int]:
        """By part, vehicle and day, where it can be: how late the part is then at least."""
        found = {}
        for part, day in self.starts:
            for vehicle in self.fitting(part):
                if free := self.free(part, day, self.instance.rows("off", vehicle)):
                    late = min(first for first, _ in free) - int(self.instance.part_due[part])
                    found[part, vehicle, day] = max(0, late)
        return found

    @cached_property
    def people(self) -> set[tuple[int, int, int]]:
        """Part, person and day where that person may be aboard, and is there."""
        return {
            (part, person, day)
            for part, day in self.starts
            for person in self.welcome(part)
            if self.free(part, day, self.instance.rows("away", person))
        }

    def free(self, part: int, day: int, taken: Iterable[tuple[int, ...]]) -> Spans:
        """Give the starts of a part on a day at which a trip for it alone overlaps nothing that is taken."""
        return _without(self.starts.get((part, day), ()), self.blocks(part, taken))

    def _lasts(self, part: int, *, carried: bool = True) -> tuple[int, int]:
        """Give the minutes before and after its start for which a part takes what goes along, or only what is used there."""
        out, home = self.ways(part) if carried else (0, 0)
        return out, int(self.instance.part_minutes[part]) + home

    def blocks(self, part: int, taken: Iterable[tuple[int, ...]], *, carried: bool = True) -> Spans:
        """Give the starts of a part at which it would overlap what is taken; what takes no time overlaps nothing."""
        before, after = self._lasts(part, carried=carried)
        rows = (row[:2] for row in taken if row[0] < row[1])
        return tuple((begins - after + 1, ends + before - 1) for begins, ends in rows) if before + after else ()

    def hours(self, thing: int, day: int, parts: Iterable[int]) -> int:
        """Give how long how many of a thing are there on a day, at the minutes at which some parts could use it."""
        count, rows = int(self.instance.resource_count[thing]), self.instance.rows("taken", thing)
        spans = ((part, span) for part in parts for span in self.starts.get((part, day), ()))
        minutes = {minute for part, (first, last) in spans for minute in range(first, last + self._minutes(part))}
        taken = (sum(row[2] for row in rows if row[0] <= minute < row[1]) for minute in minutes)
        return sum(max(0, count - others) for others in taken)

    def _minutes(self, part: int) -> int:
        return int(self.instance.part_minutes[part])

    def day_long(self, day: int, taken: Iterable[tuple[int, ...]]) -> int:
        """Give the minutes of a day in which somebody or something is not taken."""
        opens, closes = int(self.instance.day_opens[day]), int(self.instance.day_closes[day])
        free, last = closes - opens, opens
        for begins, ends in sorted(row[:2] for row in taken):
            free -= max(0, min(ends, closes) - max(begins, last))
            last = max(last, ends)
        return free


def _without(spans: Spans, blocks: Spans) -> Spans:
    """Take blocks out of spans."""
    for first, last in blocks:
        left = [((begins, min(ends, first - 1)), (max(begins, last + 1), ends)) for begins, ends in spans]
        spans = tuple(span for pair in left for span in pair if span[0] <= span[1])
    return spans


def _not_in(blocks: Mapping[int, Spans], moment: int) -> list[int]:
    return [one for one, own in blocks.items() if not any(first <= moment <= last for first, last in own)]
