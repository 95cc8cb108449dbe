"""What could be at all (可行的车日与人日): on which day a part could be served by a vehicle or with somebody, were it alone.

Said again from the meaning of windows, days and times away, for the restatement only: a witness must not ask those it hears.
"""

from collections.abc import Iterable, Iterator
from functools import cached_property

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
        """By part and day: the moments at which it may start so that there is time for the way there and home."""
        found = {
            (part, day): tuple(self._starts(part, day)) for part in range(self.instance.parts) for day in self.days
        }
        return {key: spans for key, spans in found.items() if spans}

    def _starts(self, part: int, day: int) -> Iterator[tuple[int, int]]:
        out, home = self.ways(part)
        first = int(self.instance.day_opens[day]) + out
        last = int(self.instance.day_closes[day]) - int(self.instance.part_minutes[part]) - home
        for opens, closes in self.instance.rows("window", part):
            if max(opens, first) <= min(closes, last):
                yield max(opens, first), min(closes, last)

    def ways(self, part: int) -> tuple[int, int]:
        """Give the minutes from the seat to a part and from it home."""
        place = int(self.instance.part_place[part])
        return self.instance.way(0, place), self.instance.way(place, 0)

    @cached_property
    def vehicles(self) -> dict[tuple[int, int, int], int]:
        """By part, vehicle and day, where it can be: how late the part is then at least."""
        found = {}
        for part, day in self.starts:
            for vehicle in range(self.instance.vehicles):
                fits = int(self.instance.part_vehicles[part]) >> vehicle & 1
                free = self.free(part, day, self.instance.rows("off", vehicle)) if fits else ()
                if free:
                    late = min(first for first, _ in free) - int(self.instance.part_due[part])
                    found[part, vehicle, day] = max(0, late)
        return found

    @cached_property
    def people(self) -> set[tuple[int, int, int]]:
        """Part, person and day where that person may be aboard, and is there."""
        return {
            (part, person, day)
            for part, day in self.starts
            for person in range(self.instance.people)
            if (person,) not in self.instance.rows("barred", part)
            if self.free(part, day, self.instance.rows("away", person))
        }

    def free(self, part: int, day: int, taken: Iterable[tuple[int, ...]]) -> Spans:
        """Give the starts of a part on a day at which a trip for it alone overlaps nothing that is taken."""
        spans = self.starts.get((part, day), ())
        out, home = self.ways(part)
        length = int(self.instance.part_minutes[part]) + home
        if out + length == 0:  # what takes no time overlaps nothing
            return spans
        for begins, ends in (row[:2] for row in taken if row[0] < row[1]):
            spans = tuple(_without(spans, begins - length + 1, ends + out - 1))
        return spans

    def day_long(self, day: int, taken: Iterable[tuple[int, ...]]) -> int:
        """Give the minutes of a day in which somebody or something is not taken."""
        opens, closes = int(self.instance.day_opens[day]), int(self.instance.day_closes[day])
        free, last = closes - opens, opens
        for begins, ends in sorted(row[:2] for row in taken):
            free -= max(0, min(ends, closes) - max(begins, last))
            last = max(last, ends)
        return free


def _without(spans: Spans, first: int, last: int) -> Iterator[tuple[int, int]]:
    for begins, ends in spans:
        if begins <= min(ends, first - 1):
            yield begins, min(ends, first - 1)
        if max(begins, last + 1) <= ends:
            yield max(begins, last + 1), ends
