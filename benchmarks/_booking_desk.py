"""How offices book field work by hand: each errand a trip of its own, in some order, looking at calendars or not."""

from collections.abc import Iterable, Sequence
from itertools import product

from solver.fieldwork import MUST, Instance, Plan, Trip
from solver.fieldwork.crew_rules import with_skill

HALF_HOUR = 30
Span = tuple[int, int]


class Desk:
    """A calendar of people, vehicles and shared things into which trips are booked one after the other."""

    def __init__(self, instance: Instance, *, shared: bool) -> None:
        self.of, self.shared = instance, shared
        self.people: list[list[Span]] = [
            [(row[0], row[1]) for row in instance.rows("away", person)] for person in range(instance.people)
        ]
        self.vehicles: list[list[Span]] = [
            [(row[0], row[1]) for row in instance.rows("off", vehicle)] for vehicle in range(instance.vehicles)
        ]
        self.things: list[list[Span]] = [[] for _ in range(instance.resources)]
        self.trips: list[tuple[Trip, list[tuple[int, int]]]] = []

    def book(self, errands: Iterable[int]) -> Plan:
        """Book errands in their order, each at the first moment that suits."""
        for errand in errands:
            self._errand(errand)
        return Plan.of(self.of.parts, self.trips)

    def _errand(self, errand: int) -> None:
        parts = self.of.parts_of[errand]
        for start in self._moments(parts[0]):
            found: list[tuple[int, Trip]] = []
            for part in parts:  # those that meet start together
                trip = self._trip(part, start, found)
                if trip is None:
                    break
                found.append((part, trip))
            if len(found) == len(parts):
                for part, trip in found:
                    self._enter(part, trip, start)
                return

    def _moments(self, part: int) -> Iterable[int]:
        moments = (
            range(-(-opens // HALF_HOUR) * HALF_HOUR, closes + 1, HALF_HOUR)
            for opens, closes in sorted(self.of.rows("window", part))
        )
        return (start for row in moments for start in row)

    def _trip(self, part: int, start: int, others: Sequence[tuple[int, Trip]]) -> Trip | None:
        place = int(self.of.part_place[part])
        span = (
            start - self.of.way(0, place),
            start + int(self.of.part_minutes[part]) + self.of.way(place, 0),
        )
        days = zip(self.of.day_opens.tolist(), self.of.day_closes.tolist(), strict=True)
        if not any(opens <= span[0] and span[1] <= closes for opens, closes in days) or not self._things(part, start):
            return None
        taken = {person for _, trip in others for person in trip.people}
        used = {trip.vehicle for _, trip in others}
        free = [one for one in range(self.of.people) if one not in taken and self._free(self.people[one], span)]
        cars = [car for car in range(self.of.vehicles) if car not in used and self._free(self.vehicles[car], span)]
        for (handler, _), car in product(sorted(self.of.rows("who", part), key=lambda row: row[1]), cars):
            crew = self._crew(part, car, handler, free) if handler in free else None
            if crew is not None:
                return Trip(span[0], car, span[1], crew)
        return None

    def _crew(self, part: int, car: int, handler: int, free: Sequence[int]) -> tuple[int, ...] | None:
        crew = [handler]
        for skill, count in [*self.of.rows("need", part), (int(self.of.vehicle_driver[car]), 1)]:
            able = with_skill(self.of, skill)
            while sum(one in able for one in crew) < count:
                more = [one for one in free if one in able and one not in crew]
                if not more:
                    return None
                crew.append(more[0])
        seats = int(self.of.vehicle_seats[car]) - int(self.of.part_seats[part])
        return tuple(sorted(crew)) if len(crew) <= seats else None

    def _free(self, taken: Sequence[Span], span: Span) -> bool:
        return not any(start < span[1] and span[0] < end for start, end in taken)

    def _things(self, part: int, start: int) -> bool:
        span = (start, start + int(self.of.part_minutes[part]))
        for thing, count in self.of.rows("use", part):
            taken = sum(begins < span[1] and span[0] < ends for begins, ends in self.things[thing])
            if taken + count > int(self.of.resource_count[thing]):
                return False
        return True

    def _enter(self, part: int, trip: Trip, start: int) -> None:
        self.trips.append((trip, [(part, start)]))
        if not self.shared:  # nobody sees what the others have booked
            return
        for person in trip.people:
            self.people[person].append((trip.leaves, trip.back))
        self.vehicles[trip.vehicle].append((trip.leaves, trip.back))
        for thing, _ in self.of.rows("use", part):
            self.things[thing].append((start, start + int(self.of.part_minutes[part])))


def collisions(instance: Instance, plan: Plan) -> int:
    """Count the people, vehicles and things that a plan has in two places."""
    clashing = ("person_once", "vehicle_once", "shared_things")
    return sum(len(rule.measure(instance, plan)) for rule in MUST if rule.name in clashing)
