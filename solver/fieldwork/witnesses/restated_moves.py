"""Bookings that stay or give way, said again (让路另行表述): how few must move so that what is urgent has a place.

Written from the meaning of the rules, like `restated_week`, and sharing nothing with who gives way, proven or found. Bookings
stand at their moment or are gone; each errand of the first rank stands as it is booked, or looks for a place: a vehicle,
somebody for each skill, and a start at which nothing that stands is in the way of it. Of all starts with the same in their way
one is enough, and one with more in its way is worth nothing. It forgets what binds three, and whatever is not urgent needs
no place here, so that no plan moves less.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from ortools.math_opt.python import mathopt

from solver.fieldwork.bounds.possible import Possible, Spans
from solver.fieldwork.instance import NOBODY, Instance
from solver.witness import added

CLASHES, MEETS, AWAY = range(3)
Way = frozenset[tuple[int, int]]
"""What is in the way of a start: the booking that cannot stand beside it (CLASHES), or shares nobody with it (MEETS); who is AWAY."""


class RestatedMoves:
    """What must give way, as a linear programme: `kept[e]` of booked errands, `elsewhere[e]` of the first rank's."""

    def __init__(self, instance: Instance) -> None:
        self.instance, self.model, self.possible = instance, mathopt.Model(), Possible(instance)
        self.first = int(instance.errand_rank.min(initial=0))
        self.booked = [part for part in range(instance.parts) if instance.booked_vehicle[part] != NOBODY]
        self.crew = {part: {person for (person,) in instance.rows("crew", part)} for part in self.booked}
        errands = sorted({int(instance.part_errand[part]) for part in self.booked})
        self.kept = {errand: self.model.add_binary_variable() for errand in errands}
        urgent = [errand for errand in range(instance.errands) if instance.errand_rank[errand] == self.first]
        self.elsewhere = {errand: self.model.add_binary_variable() for errand in urgent}
        for part in self.booked:
            if not self._may_stand(part):
                self.model.add_linear_constraint(self.kept[int(instance.part_errand[part])] <= 0)
        for errand, elsewhere in self.elsewhere.items():
            self._looks_for_a_place(errand, elsewhere)

    def knows(self, level: str) -> bool:
        """Say whether a level can be restated: the first rank's without a place, and what moves."""
        return level in ("moved", f"placed:{self.first}")

    def value(self, level: str) -> mathopt.LinearSum:
        """Give what such a level is at least."""
        if level != "moved":
            return added(1 - elsewhere - self.kept.get(errand, 0) for errand, elsewhere in self.elsewhere.items())
        return added(int(self.instance.move_price[errand]) * (1 - kept) for errand, kept in self.kept.items())

    def ask(self, level: str, held: Mapping[str, int]) -> mathopt.Model:
        """Give the programme that asks for the lowest value of a level, while others are held."""
        for name in (name for name in held if self.knows(name) and name != level):
            self.model.add_linear_constraint(self.value(name) <= held[name])
        self.model.minimize(self.value(level))
        return self.model

    def _may_stand(self, part: int) -> bool:
        """Say whether a booking's own hour is free for its vehicle and all its people."""
        instance, start, vehicle = (
            self.instance,
            int(self.instance.booked_start[part]),
            int(self.instance.booked_vehicle[part]),
        )
        taken = [instance.rows("off", vehicle), *(instance.rows("away", person) for person in self.crew[part])]
        days = [day for day in self.possible.days if _in(self.possible.starts.get((part, day), ()), start)]
        return (
            bool(days)
            and bool(int(instance.part_vehicles[part]) >> vehicle & 1)
            and all(_in(self.possible.free(part, days[0], rows), start) for rows in taken)
        )  # fmt: skip

    def _looks_for_a_place(self, errand: int, elsewhere: mathopt.Variable) -> None:
        """An errand is as it is booked or elsewhere, not both; its parts go by different vehicles."""
        if errand in self.kept:
            self.model.add_linear_constraint(elsewhere + self.kept[errand] <= 1)
        by_vehicle = defaultdict[int, list[mathopt.Variable]](list)
        for part in self.instance.parts_of[errand]:
            goes = {(vehicle, way): self.model.add_binary_variable() for vehicle, way in self._ways(part)}
            for (vehicle, _), taken in goes.items():
                by_vehicle[vehicle].append(taken)
            self.model.add_linear_constraint(added(goes.values()) == elsewhere)
            self._crew(part, elsewhere, goes)
        for taken_ in by_vehicle.values():
            self.model.add_linear_constraint(added(taken_) <= 1)

    def _crew(self, part: int, elsewhere: mathopt.Variable, goes: Mapping[tuple[int, Way], mathopt.Variable]) -> None:
        """Who is aboard is enough, may drive, has a seat, is there, and is with nothing that stands in the way."""
        instance, post = self.instance, self.model.add_linear_constraint
        rides = {person: self.model.add_binary_variable() for person in self.possible.welcome(part)}
        for skill, count in instance.rows("need", part):
            post(_able(instance, rides, skill) >= count * elsewhere)
        if who := [person for person, _ in instance.rows("who", part)]:
            post(added(rides[person] for person in who if person in rides) >= elsewhere)
        room = (
            (instance.vehicle_seats[vehicle] - instance.part_seats[part], taken) for (vehicle, _), taken in goes.items()
        )
        post(added(rides.values()) <= added(int(seats) * taken for seats, taken in room))
        for skill in {int(instance.vehicle_driver[vehicle]) for vehicle, _ in goes} - {NOBODY}:
            driven = added(taken for (vehicle, _), taken in goes.items() if instance.vehicle_driver[vehicle] == skill)
            post(_able(instance, rides, skill) >= driven)
        for person, ride in rides.items():
            post(ride + _with(goes, (AWAY, person)) <= 1)
        for booked in self.booked:
            kept = self.kept[int(instance.part_errand[booked])]
            post(kept + _with(goes, (CLASHES, booked)) <= 1)
            for person in self.crew[booked] & rides.keys():
                post(rides[person] + kept + _with(goes, (MEETS, booked)) <= 2)

    def _ways(self, part: int) -> Iterator[tuple[int, Way]]:
        """Walk the vehicles a part may have, and what is in the way of its starts, but for starts with more in their way."""
        for vehicle in self.possible.fitting(part):
            blocks = list(self._blocks(part, vehicle))
            found = set[Way]()
            for day in self.possible.days:
                for span in self.possible.free(part, day, self.instance.rows("off", vehicle)):
                    found |= {_way(blocks, moment) for moment in _edges(blocks, span)}
            yield from ((vehicle, way) for way in found if not any(other < way for other in found))

    def _blocks(self, part: int, vehicle: int) -> Iterator[tuple[tuple[int, int], int, int]]:
        """Walk what is in the way of a part on a vehicle, and the starts from … to … that it blocks."""
        for booked in self.booked:
            if self.instance.part_errand[booked] != self.instance.part_errand[part]:
                same = self.instance.booked_vehicle[booked] == vehicle
                yield (CLASHES if same else MEETS, booked), *self._near(part, booked, over_seat=not same)
                yield from (((CLASHES, booked), *span) for span in self._shared(part, booked, same=same))
        for person in self.possible.welcome(part):
            for span in self.possible.blocks(part, self.instance.rows("away", person)):
                yield (AWAY, person), *span

    def _near(self, part: int, booked: int, *, over_seat: bool) -> tuple[int, int]:
        """Give the starts of a part too near a booking for whoever serves both, straight or by way of the seat."""
        here, there = int(self.instance.part_place[part]), int(self.instance.part_place[booked])
        way = self.instance.way
        before, after = (
            (way(here, 0) + way(0, there), way(there, 0) + way(0, here))
            if over_seat
            else (way(here, there), way(there, here))
        )
        return self._apart(part, booked, before, after)

    def _apart(self, part: int, booked: int, before: int, after: int) -> tuple[int, int]:
        start, minutes = int(self.instance.booked_start[booked]), self.instance.part_minutes
        return start - int(minutes[part]) - before + 1, start + int(minutes[booked]) + after - 1

    def _shared(self, part: int, booked: int, *, same: bool) -> Iterator[tuple[int, int]]:
        """Walk the starts at which a part and a booking would use more of a shared thing than there is."""
        used = _used(self.instance, booked)
        for thing, count in _used(self.instance, part).items():
            carried = bool(self.instance.resource_carried[thing])
            if (
                count + used.get(thing, 0) > self.instance.resource_count[thing]
                and used.get(thing)
                and not (carried and same)
            ):
                yield self._near(part, booked, over_seat=True) if carried else self._apart(part, booked, 0, 0)


def _used(instance: Instance, part: int) -> dict[int, int]:
    found: dict[int, int] = defaultdict(int)
    for thing, count in instance.rows("use", part):
        found[thing] += count
    return found


def _able(instance: Instance, rides: Mapping[int, mathopt.Variable], skill: int) -> mathopt.LinearSum:
    return added(ride for person, ride in rides.items() if int(instance.person_skills[person]) >> skill & 1)


def _with(goes: Mapping[tuple[int, Way], mathopt.Variable], what: tuple[int, int]) -> mathopt.LinearSum:
    """Whether a start is taken that has something in its way."""
    return added(taken for (_, way), taken in goes.items() if what in way)


def _way(blocks: Iterable[tuple[tuple[int, int], int, int]], moment: int) -> Way:
    return frozenset(what for what, first, last in blocks if first <= moment <= last)


def _edges(blocks: Iterable[tuple[tuple[int, int], int, int]], span: tuple[int, int]) -> set[int]:
    """Give a moment of each stretch of a span within which the same is in the way."""
    edges = {edge for _, first, last in blocks if first <= last for edge in (first, last + 1)}
    return {span[0], *(edge for edge in edges if span[0] <= edge <= span[1])}


def _in(spans: Spans, moment: int) -> bool:
    return any(first <= moment <= last for first, last in spans)
