"""Between a week of field work and the solver (外勤翻译): the week becomes an instance, a plan's numbers become trips.

`instance` writes the tables; this file says what their numbers mean. People, vehicles, things and errands are
numbered in the week's order, place 0 is the seat. What is under way is no errand any more: it stands in the calendars of
its people, vehicle and things.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from allocator.domain.fieldwork.snapshot import FieldWeek
from allocator.domain.fieldwork.trips import DAY, Errand, Place, Stop, Trip, TripState, WeekPlan
from solver.fieldwork import Plan
from solver.fieldwork import Trip as Ride

CREW, DRIVES = 0, 1  # the first two skills of every instance; what errands ask for follows


@dataclass(frozen=True)
class FieldTranslation:
    """What the numbers of an instance mean; see `instance.translate_week`."""

    week: FieldWeek

    @cached_property
    def people(self) -> tuple[str, ...]:
        """Everybody who may be aboard."""
        return tuple(officer.code for officer in self.week.field_staff)

    @cached_property
    def running(self) -> tuple[Trip, ...]:
        """The trips under way."""
        return tuple(trip for trip in self.week.trips if trip.state == TripState.STARTED)

    @cached_property
    def errands(self) -> tuple[Errand, ...]:
        """The errands that can still be planned: those of no trip under way."""
        begun = {stop.errand for trip in self.running for stop in trip.stops}
        return tuple(errand for errand in self.week.errands if errand.code not in begun)

    @cached_property
    def parts(self) -> tuple[tuple[Errand, int], ...]:
        """The parts of these errands, by number."""
        return tuple((one, part) for one in self.errands for part in range(len(self.week.kind(one).parts)))

    @cached_property
    def places(self) -> tuple[Place, ...]:
        """The seat, and each place once."""
        return tuple(dict.fromkeys((self.week.travel.seat, *(errand.place for errand in self.errands))))

    @cached_property
    def skills(self) -> dict[str, int]:
        """The number of each skill some errand needs."""
        needed = [skill for one, part in self.parts for skill in self.week.part(one, part).needs]
        return {skill: number for number, skill in enumerate(dict.fromkeys(needed), start=DRIVES + 1)}

    @cached_property
    def person(self) -> dict[str, int]:
        """Find the number of a person."""
        return {code: number for number, code in enumerate(self.people)}

    @cached_property
    def vehicle(self) -> dict[str, int]:
        """Find the number of a vehicle."""
        return {one.code: number for number, one in enumerate(self.week.office.vehicles)}

    @cached_property
    def part(self) -> dict[tuple[str, int], int]:
        """Find the number of an errand's part."""
        return {(errand.code, part): number for number, (errand, part) in enumerate(self.parts)}

    def week_plan(self, plan: Plan) -> WeekPlan:
        """Say a plan in the office's words, with what is under way; a trip that is as it was published keeps its code and state."""
        rides = [self._trip(plan, number) for number in range(len(plan.trips))]
        return WeekPlan((*self.running, *_named(rides, self.week.trips)))

    def _trip(self, plan: Plan, number: int) -> Trip:
        ride = plan.trips[number]
        people = tuple(self.people[person] for person in ride.people)
        numbered = [(self.parts[part], plan.start[part]) for part in plan.stops[number]]
        stops = tuple(Stop(errand.code, start, part) for (errand, part), start in numbered)
        vehicle = self.week.office.vehicles[ride.vehicle].code
        return Trip("", vehicle, self._driver(people), people, ride.leaves, ride.back, stops)

    def _driver(self, people: tuple[str, ...]) -> str:
        """Choose who drives of those the instance says may, to the end of the week: somebody who is no crew before one who is.

        Whoever's licence runs out on the way is none of them; a certificate would name a driver its instance does not know.
        """
        skill, office, last = self.week.rulebook.fieldwork.driver, self.week.office, self.week.days[-1]
        aboard = [office.officer_by_code[code] for code in people]
        drivers = [one for one in aboard if skill in self.week.skills(one, last)]
        return min(drivers, key=self.week.is_crew).code if drivers else people[0]

    def plan(self, week_plan: WeekPlan) -> Plan:
        """Say the trips of a plan in numbers, without those under way: what a search may begin with."""
        served = []
        for trip in (trip for trip in week_plan.trips if trip.state != TripState.STARTED):
            ride = Ride(
                trip.leaves,
                self.vehicle[trip.vehicle],
                trip.back,
                tuple(sorted(self.person[code] for code in trip.people)),
            )
            served.append((ride, [(self.part[stop.errand, stop.part], stop.starts) for stop in trip.stops]))
        return Plan.of(len(self.parts), served)


def _named(rides: list[Trip], standing: tuple[Trip, ...]) -> Iterator[Trip]:
    """Give each trip a code: its own where it stands as published, else the day of the week and a number nobody has."""
    taken = {trip.code for trip in standing}
    numbers = defaultdict[int, int](int)
    published = {(trip.vehicle, trip.leaves): trip for trip in standing if trip.state == TripState.PUBLISHED}
    for ride in rides:
        same = published.get((ride.vehicle, ride.leaves))
        if same and (same.back, same.stops, set(same.people)) == (ride.back, ride.stops, set(ride.people)):
            yield same
            continue
        day = ride.leaves // DAY
        code = ""
        while not code or code in taken:
            numbers[day] += 1
            code = f"{day + 1}-{numbers[day]}"
        yield Trip(code, ride.vehicle, ride.driver, ride.people, ride.leaves, ride.back, ride.stops)
