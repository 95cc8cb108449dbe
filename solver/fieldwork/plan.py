"""A plan of field work (外勤方案): trips, and for each part of an errand its trip and its start, or none."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Self

from solver.fieldwork.instance import Instance

UNPLACED = -1


@dataclass(frozen=True, slots=True, order=True)
class Trip:
    """One trip (一趟外勤): vehicle and people are taken from `leaves` to `back`; people by number, rising."""

    leaves: int
    vehicle: int
    back: int
    people: tuple[int, ...]


@dataclass(frozen=True)
class Plan:
    """`trip[q]`: the number of the trip that serves each part, -1 where none does; `start[q]`: when it starts, else -1."""

    trips: tuple[Trip, ...]
    trip: tuple[int, ...]
    start: tuple[int, ...]

    @classmethod
    def empty(cls, instance: Instance) -> Self:
        """Give the plan in which nobody goes anywhere."""
        nowhere = (UNPLACED,) * instance.parts
        return cls((), nowhere, nowhere)

    @classmethod
    def of(cls, parts: int, served: Iterable[tuple[Trip, Iterable[tuple[int, int]]]]) -> Self:
        """Make a plan of trips, each with its (part, start); trips that serve nothing are left out, the rest in order."""
        trip, start = [UNPLACED] * parts, [UNPLACED] * parts
        kept = sorted((one, sorted(stops)) for one, stops in ((one, list(stops)) for one, stops in served) if stops)
        for number, (_, stops) in enumerate(kept):
            for part, moment in stops:
                trip[part], start[part] = number, moment
        return cls(tuple(one for one, _ in kept), tuple(trip), tuple(start))

    @cached_property
    def stops(self) -> tuple[tuple[int, ...], ...]:
        """The parts each trip serves, in the order of their starts."""
        found: list[list[int]] = [[] for _ in self.trips]
        for part in sorted(range(len(self.trip)), key=lambda part: (self.start[part], part)):
            if self.trip[part] >= 0:
                found[self.trip[part]].append(part)
        return tuple(map(tuple, found))

    @cached_property
    def placed(self) -> tuple[int, ...]:
        """The parts that are served."""
        return tuple(part for part, trip in enumerate(self.trip) if trip >= 0)

    def trip_of(self, part: int) -> Trip:
        """Give the trip that serves a part."""
        return self.trips[self.trip[part]]

    def to_json(self) -> str:
        """Write the plan: trips as [leaves, vehicle, back, people], then the trips and the starts of the parts."""
        trips = [[one.leaves, one.vehicle, one.back, one.people] for one in self.trips]
        return json.dumps([trips, self.trip, self.start], separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Read what `to_json` wrote."""
        values: Any = json.loads(text)
        trips = (Trip(leaves, vehicle, back, tuple(people)) for leaves, vehicle, back, people in values[0])
        return cls(tuple(trips), tuple(values[1]), tuple(values[2]))
