"""A week said again as a linear programme (另行表述): its hard rules, without anything that found a plan or a bound.

Written from the meaning of the rules alone. It shares the instance with the rest of the house, and no posting, no floors, no
tours and no kernel, so that a mistake there is not repeated here. It says less than the rules do: a part has a vehicle and a
day, people have parts, and everybody's and every vehicle's day is long enough for the work and for reaching each village
once, and a thing used on the spot is there long enough; the order of stops, the moments within a day and things that go
along are left out. What no such week can be below, no
plan can.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from itertools import permutations

from ortools.math_opt.python import mathopt

from solver.arrays import LARGEST
from solver.fieldwork.bounds.possible import Possible
from solver.fieldwork.instance import NOBODY, Instance
from solver.witness import added

WEEK = -1  # in place of a day: all days together
MOST_ARCS = 20_000  # for ways that are walked from place to place; above, each place has its nearest neighbours alone

Key = tuple[int, int, int]
Places = dict[int, list[tuple[int, mathopt.Variable]]]
Takes = Mapping[Key, mathopt.Variable]


class RestatedWeek:
    """One week as a linear programme.

    `on[e]`: an errand is served; `goes[q, v, d]`: a part by a vehicle on a day; `rides[q, m, d]`: somebody is aboard then.
    """

    def __init__(self, instance: Instance) -> None:
        self.instance, self.model, self.possible = instance, mathopt.Model(), Possible(instance)
        self.on = [self.model.add_binary_variable() for _ in range(instance.errands)]
        self.goes = {key: self.model.add_binary_variable() for key in self.possible.vehicles}
        self.rides = {key: self.model.add_binary_variable() for key in sorted(self.possible.people)}
        self._whole = [*self.on, *self.goes.values(), *self.rides.values()]
        self._served_whole()
        for (part, day), there in self.there.items():
            self._crew(part, day, there)
        self._things()
        self.road = added(ways for _, ways in self._days(self.goes, "off").values())
        self.out = {key: work + ways for key, (work, ways) in self._days(self.rides, "away").items()}
        self.out |= _of_weeks(self.out)
        for person, day, most, _, _ in self.hours():
            if most < LARGEST:
                self.model.add_linear_constraint(self.out[person, day] <= most)

    def relax(self, *, whole: bool) -> None:
        """Let errands be served in part (a bound that comes quickly), or take them whole again."""
        for variable in self._whole:
            variable.integer = whole

    @cached_property
    def there(self) -> dict[tuple[int, int], mathopt.LinearSum]:
        """Whether a part is served on a day."""
        found: dict[tuple[int, int], list[mathopt.Variable]] = {key: [] for key in self.possible.starts}
        for (part, _, day), goes in self.goes.items():
            found[part, day].append(goes)
        return {key: added(goes) for key, goes in found.items()}

    def aboard(self, part: int, day: int, people: Iterable[int]) -> mathopt.LinearSum:
        """Count those of some people who are aboard when a part is served on a day."""
        keys = ((part, person, day) for person in people)
        return added(self.rides[key] for key in keys if key in self.rides)

    def _served_whole(self) -> None:
        """Each part of an errand that is served has one vehicle and day, another vehicle than the other parts."""
        of_part: dict[int, list[mathopt.Variable]] = defaultdict(list)
        of_vehicle: dict[tuple[int, int], list[mathopt.Variable]] = defaultdict(list)
        for (part, vehicle, _), goes in self.goes.items():
            of_part[part].append(goes)
            of_vehicle[int(self.instance.part_errand[part]), vehicle].append(goes)
        for part, errand in enumerate(self.instance.part_errand.tolist()):
            self.model.add_linear_constraint(added(of_part[part]) == self.on[errand])
        for (errand, _), goes_ in of_vehicle.items():
            if len(self.instance.parts_of[errand]) > 1:
                self.model.add_linear_constraint(added(goes_) <= 1)

    def _crew(self, part: int, day: int, there: mathopt.LinearSum) -> None:
        """Who is aboard is enough for a part, may drive, and has a seat."""
        instance, post = self.instance, self.model.add_linear_constraint
        for person in range(instance.people):
            if (part, person, day) in self.rides:
                post(self.rides[part, person, day] <= there)
        for skill, count in instance.rows("need", part):
            post(self.aboard(part, day, self._able(skill)) >= count * there)
        if rows := instance.rows("who", part):
            post(self.aboard(part, day, {person for person, _ in rows}) >= there)
        mine = {vehicle: goes for (one, vehicle, when), goes in self.goes.items() if (one, when) == (part, day)}
        seats = [
            (int(instance.vehicle_seats[vehicle] - instance.part_seats[part]), goes) for vehicle, goes in mine.items()
        ]
        post(self.aboard(part, day, range(instance.people)) <= added(count * goes for count, goes in seats))
        for skill in sorted({int(instance.vehicle_driver[vehicle]) for vehicle in mine} - {NOBODY}):
            driven = added(goes for vehicle, goes in mine.items() if instance.vehicle_driver[vehicle] == skill)
            post(self.aboard(part, day, self._able(skill)) >= driven)

    def _things(self) -> None:
        """What is used on the spot is there as long on each day as all those use it who are served then."""
        instance, used = self.instance, dict[tuple[int, int], list[tuple[int, int, mathopt.LinearSum]]]()
        for (part, day), there in self.there.items():
            for thing, count in instance.rows("use", part):
                if not instance.resource_carried[thing]:
                    used.setdefault((thing, day), []).append((part, count, there))
        for (thing, day), users in used.items():
            taken = added(count * int(instance.part_minutes[part]) * there for part, count, there in users)
            self.model.add_linear_constraint(taken <= self.possible.hours(thing, day, [part for part, _, _ in users]))

    def _able(self, skill: int) -> list[int]:
        return [person for person, own in enumerate(self.instance.person_skills.tolist()) if own >> skill & 1]

    def _days(self, takes: Takes, taken: str) -> dict[tuple[int, int], tuple[mathopt.LinearSum, mathopt.LinearSum]]:
        """Keep work and ways of everybody, or of every vehicle, within each day; gives both by whose and day."""
        found, days = {}, dict[tuple[int, int], Places]()
        for (part, whose, day), take in takes.items():
            place, minutes = int(self.instance.part_place[part]), int(self.instance.part_minutes[part])
            days.setdefault((whose, day), {}).setdefault(place, []).append((minutes, take))
        closely = sum(len(places) ** 2 for places in days.values()) <= MOST_ARCS
        for (whose, day), places in days.items():
            there = {place: self._there_once(takes) for place, takes in places.items()}
            work = added(minutes * take for takes in places.values() for minutes, take in takes)
            ways = self._walk(there) if closely else added(self._reach[one] * once for one, once in there.items())
            long = self.possible.day_long(day, self.instance.rows(taken, whose))
            self.model.add_linear_constraint(work + ways <= long)
            found[whose, day] = work, ways
        return found

    def hours(self) -> Iterator[tuple[int, int, int, int, int]]:
        """Walk who can be out on which day (WEEK: all days), the most minutes, the norm, and the price beyond it."""
        instance = self.instance
        for person, day in self.out:
            number = person if day == WEEK else person * instance.days + day
            names = ("week_most", "week_norm", "week_price") if day == WEEK else ("out_most", "out_norm", "out_price")
            most, norm, price = (int(getattr(instance, name)[number]) for name in names)
            yield person, day, most, norm, price

    def _walk(self, there: Mapping[int, mathopt.Variable]) -> mathopt.LinearSum:
        """The ways of a day that leads from the seat to all places it must and home: as often into each as out of it."""
        places = sorted({0, *there})
        arcs = {(one, other): self.model.add_integer_variable(lb=0) for one, other in permutations(places, 2)}
        self._whole += arcs.values()
        for place in places:
            into = added(arc for (_, other), arc in arcs.items() if other == place)
            self.model.add_linear_constraint(into == added(arc for (one, _), arc in arcs.items() if one == place))
            for once in [there[place]] if place else [once for other, once in there.items() if other]:
                self.model.add_linear_constraint(into >= once)
        return added(self.instance.way(one, other) * arc for (one, other), arc in arcs.items())

    def _there_once(self, found: list[tuple[int, mathopt.Variable]]) -> mathopt.Variable:
        """Whether a village is reached: for one of its parts, or for several."""
        if len(found) == 1:
            return found[0][1]
        reached = self.model.add_variable(lb=0, ub=1)
        for _, take in found:
            self.model.add_linear_constraint(reached >= take)
        return reached

    @cached_property
    def _reach(self) -> dict[int, float]:
        """The ways to and from each village at least: from the seat, or half of one between two villages."""
        ways = self.instance.travel.reshape(self.instance.places, -1)
        villages = set(self.instance.part_place.tolist())
        found = {}
        for place in sorted(villages):
            others = sorted(villages - {0, place})
            there = min([float(ways[0, place]), *(ways[others, place] / 2).tolist()])
            found[place] = there + min([float(ways[place, 0]), *(ways[place, others] / 2).tolist()])
        return found


def _of_weeks(out: Mapping[tuple[int, int], mathopt.LinearSum]) -> dict[tuple[int, int], mathopt.LinearSum]:
    """Add up the days of each person."""
    days: dict[int, list[mathopt.LinearSum]] = defaultdict(list)
    for (person, _), gone in out.items():
        days[person].append(gone)
    return {(person, WEEK): added(gone) for person, gone in days.items()}
