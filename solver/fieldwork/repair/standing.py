"""What is published and what of it can stand (已公布安排能否维持): each booking by itself, and two of them together.

All of it is said of bookings alone: whatever plan keeps a booking takes its vehicle and its people at least from the seat
and back to it, and from one booking to the next where there is no time to be back between.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from itertools import combinations

from ortools.sat.python.cp_model import Domain

from solver.arrays import LARGEST
from solver.fieldwork.instance import NOBODY, Instance
from solver.fieldwork.rules.shared_rules import taken_of

Span = tuple[int, int]


class Standing:
    """The bookings of a week: which there are, which its calendars forbid, which two cannot both stand."""

    def __init__(self, instance: Instance) -> None:
        self.of = instance
        self.parts = tuple(part for part in range(instance.parts) if instance.booked_vehicle[part] != NOBODY)
        self.crew = {part: frozenset(person for (person,) in instance.rows("crew", part)) for part in self.parts}
        # plain numbers, as these are asked for some hundred thousand times
        self._place, self._minutes = instance.part_place.tolist(), instance.part_minutes.tolist()
        self._travel = instance.travel.reshape(instance.places, instance.places).tolist()
        self._starts, self._vehicle = instance.booked_start.tolist(), instance.booked_vehicle.tolist()

    @cached_property
    def errands(self) -> tuple[int, ...]:
        """The errands that are published, as `moved` counts them."""
        return tuple(sorted({int(self.of.part_errand[part]) for part in self.parts}))

    @cached_property
    def forced(self) -> frozenset[int]:
        """The booked errands that cannot stand as published, whatever else is planned."""
        return frozenset(int(self.of.part_errand[part]) for part in self.parts if not self._may_stand(part))

    def price(self, errands: Iterable[int]) -> int:
        """Add up what it costs to move errands."""
        return sum(int(self.of.move_price[errand]) for errand in errands)

    def starts(self, part: int) -> int:
        """Give when a booked part starts."""
        return int(self._starts[part])

    def ends(self, part: int) -> int:
        """Give when the work of a booked part is over."""
        return int(self._starts[part] + self._minutes[part])

    def vehicle(self, part: int) -> int:
        """Give the vehicle a part is booked on."""
        return int(self._vehicle[part])

    def span(self, part: int, start: int) -> Span:
        """Give the least time a trip takes that serves a part at a moment."""
        place = self._place[part]
        return start - self._travel[0][place], start + self._minutes[part] + self._travel[place][0]

    def way(self, one: int, other: int, *, over_seat: bool) -> int:
        """Give the way from part to part, straight or by way of the seat, where vehicles and people change."""
        here, there = self._place[one], self._place[other]
        return int(self._travel[here][0] + self._travel[0][there] if over_seat else self._travel[here][there])

    def barred(self, part: int) -> frozenset[int]:
        """Give who may not be aboard with a part."""
        return frozenset(person for (person,) in self.of.rows("barred", part))

    def gone(self, person: int, part: int) -> bool:
        """Say whether somebody is away while a booking lasts."""
        span = self.span(part, self.starts(part))
        return any(meet(span, row) for row in self.of.rows("away", person))

    def all_starts(self, part: int) -> Domain:
        """Give the moments at which a part may start on a trip there and back within a day."""
        out, home = self.span(part, 0)
        days = zip(self.of.day_opens.tolist(), self.of.day_closes.tolist(), strict=True)
        windows = Domain.from_intervals([list(row) for row in self.of.rows("window", part)])
        return windows.intersection_with(
            Domain.from_intervals(
                [[opens - out, closes - home] for opens, closes in days if opens - out <= closes - home]
            )
        )

    def free_starts(self, part: int, taken: Iterable[tuple[int, ...]]) -> Domain:
        """Give the moments at which a trip there and back meets nothing that is taken (half-open spans)."""
        out, home = self.span(part, 0)
        hit = [[row[0] - home + 1, row[1] - out - 1] for row in taken if row[0] < row[1]]
        return Domain.from_intervals(hit).complement()

    def near(self, part: int, booked: int, *, over_seat: bool) -> Domain:
        """Give the moments at which a part starts too near a booking, by the straight way or by way of the seat."""
        last_before, first_after = self._clear(part, booked, over_seat=over_seat)
        return Domain.from_intervals([[last_before + 1, first_after - 1]] if last_before + 1 < first_after else [])

    def too_near(self, one: int, other: int, *, over_seat: bool) -> bool:
        """Say whether there is no time between two bookings, by the straight way or by way of the seat."""
        last_before, first_after = self._clear(one, other, over_seat=over_seat)
        return last_before < self.starts(one) < first_after

    def _clear(self, part: int, booked: int, *, over_seat: bool) -> Span:
        """Give the last start of a part that leaves time before a booking, and the first that does after it."""
        before = self.starts(booked) - int(self._minutes[part]) - self.way(part, booked, over_seat=over_seat)
        return before, self.ends(booked) + self.way(booked, part, over_seat=over_seat)

    @cached_property
    def pairs(self) -> tuple[tuple[int, int], ...]:
        """Two parts of different errands with no time to be back between them: all that can be in one another's way."""
        able = [part for part in self.parts if int(self.of.part_errand[part]) not in self.forced]
        return tuple(
            (one, other)
            for one, other in combinations(able, 2)
            if self.too_near(one, other, over_seat=True) and self.of.part_errand[one] != self.of.part_errand[other]
        )

    def clashes(self) -> Iterator[tuple[int, int]]:
        """Walk the two errands that cannot both stand."""
        for one, other in self.pairs:
            if not self._both(one, other):
                yield int(self.of.part_errand[one]), int(self.of.part_errand[other])

    def chained(self, one: int, other: int) -> bool:
        """Say whether two bookings that both stand are on one trip: one vehicle, and no time to be back between."""
        return self.vehicle(one) == self.vehicle(other)

    @cached_property
    def chains(self) -> tuple[tuple[int, ...], ...]:
        """The bookings that are on one trip if all of them stand, in their order."""
        found: list[list[int]] = []
        for part in sorted(self.parts, key=lambda part: (self.vehicle(part), self.starts(part), part)):
            last = found[-1][-1] if found else None
            if last is not None and self.chained(last, part) and self.too_near(last, part, over_seat=True):
                found[-1].append(part)
            else:
                found.append([part])
        return tuple(map(tuple, found))

    def _both(self, one: int, other: int) -> bool:
        """Say whether two bookings can both stand; they have no time to be back between."""
        if not self.chained(one, other):
            return not self.crew[one] & self.crew[other]
        return not self.too_near(one, other, over_seat=False) and self.together(
            self.crew[one] | self.crew[other], self.vehicle(one), (one, other)
        )

    def together(self, people: frozenset[int], vehicle: int, parts: tuple[int, ...]) -> bool:
        """Say whether people can be aboard a vehicle with some bookings: seats, recusals, calendars."""
        seats = len(people) + sum(int(self.of.part_seats[part]) for part in parts)
        if seats > int(self.of.vehicle_seats[vehicle]):
            return False
        return not any(
            people & self.barred(part) or any(self.gone(person, part) for person in people) for part in parts
        )

    def _may_stand(self, part: int) -> bool:
        instance, start, vehicle = self.of, self.starts(part), self.vehicle(part)
        span = self.span(part, start)
        return (
            any(opens <= start <= closes for opens, closes in instance.rows("window", part))
            and bool(int(instance.part_vehicles[part]) >> vehicle & 1)
            and self._inside(span)
            and not any(meet(span, row) for row in instance.rows("off", vehicle))
            and self.together(self.crew[part], vehicle, (part,))
            and self._things_left(part)
        )

    def _inside(self, span: Span) -> bool:
        days = zip(self.of.day_opens.tolist(), self.of.day_closes.tolist(), strict=True)
        return any(opens <= span[0] and span[1] <= closes for opens, closes in days)

    def _things_left(self, part: int) -> bool:
        """Say whether the calendar of shared things leaves a booking what it uses."""
        return all(count <= self.room(thing, self.uses(part, thing)) for thing, count in used_by(self.of, part).items())

    def uses(self, part: int, thing: int, start: int | None = None) -> Span:
        """Give when a part uses a shared thing: while it lasts, or the whole trip at least."""
        moment = self.starts(part) if start is None else start
        if self.of.resource_carried[thing]:
            return self.span(part, moment)
        return moment, int(moment + self._minutes[part])

    def room(self, thing: int, span: Span) -> int:
        """Give how many of a thing the calendar leaves during a span: at the moment it leaves the fewest."""
        most = max((count for *taken, count in taken_of(self.of, thing) if meet(span, tuple(taken))), default=0)
        return int(self.of.resource_count[thing]) - most if span[0] < span[1] else LARGEST


def used_by(instance: Instance, part: int) -> Mapping[int, int]:
    """Say how many of each shared thing a part uses."""
    found: dict[int, int] = {}
    for thing, count in instance.rows("use", part):
        found[thing] = found.get(thing, 0) + count
    return {thing: count for thing, count in found.items() if count}


def meet(one: tuple[int, ...], other: tuple[int, ...]) -> bool:
    """Say whether two half-open spans have a moment in common."""
    return max(one[0], other[0]) < min(one[1], other[1])
