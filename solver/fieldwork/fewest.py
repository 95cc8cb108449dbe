"""How few bookings must move (最少变动), proven without a search: for an urgent errand, a vehicle or a person that drops out.

A booking that its own calendar forbids must move. An urgent errand needs a vehicle and people at some moment: whatever
stands published in the way of both must move. Only two things at a time are held against one another, so what is found is
a bound; moments count where something ends, as between them nothing changes.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from itertools import combinations

from solver.fieldwork.books import booked_errands
from solver.fieldwork.instance import NOBODY, Instance

MOST_AT_ONCE = 3  # people who would have to be freed together; more of them are taken to cost as little as three


class Fewest:
    """What must move of the bookings of a week."""

    def __init__(self, instance: Instance) -> None:
        self._of = instance
        self._booked = [part for part in range(instance.parts) if instance.booked_vehicle[part] != NOBODY]

    def bound(self, held: Mapping[str, int]) -> int:
        """Give a bound of the level of moves while so many errands of the first rank stay without a place."""
        instance = self._of
        first = int(instance.errand_rank.min(initial=0))
        waiting = [
            errand
            for errand in range(instance.errands)
            if instance.errand_rank[errand] == first and errand not in booked_errands(instance)
        ]
        out = held.get(f"placed:{first}", len(waiting))
        needed = sorted(self._least_for(errand) for errand in waiting)[: max(0, len(waiting) - out)]
        return self._price(self.forced) + max(needed, default=0)

    @cached_property
    def forced(self) -> frozenset[int]:
        """The booked errands that cannot stand as published, whatever else is planned."""
        return frozenset(int(self._of.part_errand[part]) for part in self._booked if not self._may_stand(part))

    def _may_stand(self, part: int) -> bool:
        instance, start = self._of, int(self._of.booked_start[part])
        vehicle, crew = int(instance.booked_vehicle[part]), [person for (person,) in instance.rows("crew", part)]
        span = self._span(part, start)
        return (
            any(opens <= start <= closes for opens, closes in instance.rows("window", part))
            and bool(int(instance.part_vehicles[part]) >> vehicle & 1)
            and self._runs(vehicle, span)
            and not any(_meet(span, row) for person in crew for row in instance.rows("away", person))
            and not set(crew) & {person for (person,) in instance.rows("barred", part)}
        )

    def _span(self, part: int, start: int) -> tuple[int, int]:
        """Give the least time a trip takes that serves a part at a moment."""
        place = int(self._of.part_place[part])
        end = start + int(self._of.part_minutes[part])
        return start - self._of.way(0, place), end + self._of.way(place, 0)

    def _runs(self, vehicle: int, span: tuple[int, int]) -> bool:
        days = zip(self._of.day_opens.tolist(), self._of.day_closes.tolist(), strict=True)
        inside = any(opens <= span[0] and span[1] <= closes for opens, closes in days)
        return inside and not any(_meet(span, row) for row in self._of.rows("off", vehicle))

    def _price(self, errands: Iterable[int]) -> int:
        return sum(int(self._of.move_price[errand]) for errand in errands)

    def _least_for(self, errand: int) -> int:
        """Give the least price of what stands in the way of an errand: of the part with most in its way."""
        return max(self._least_for_part(part) for part in self._of.parts_of[errand])

    def _least_for_part(self, part: int) -> int:
        best = self._price(set(booked_errands(self._of)) - self.forced)
        for vehicle in range(self._of.vehicles):
            if int(self._of.part_vehicles[part]) >> vehicle & 1:
                for start in self._moments(part):
                    if best and self._runs(vehicle, self._span(part, start)):
                        best = min(best, self._least_at(part, vehicle, start, best))
        return best

    def _moments(self, part: int) -> Iterator[int]:
        """Give the moments at which a part may start and something that may be in its way has just ended."""
        instance, out = self._of, self._span(part, 0)
        ends = [0, *instance.day_opens.tolist(), *instance.away_until.tolist(), *instance.off_until.tolist()]
        found = {end - out[0] for end in ends} | {opens for opens, _ in instance.rows("window", part)}
        found |= {self._clear(other, part, same) for other in self._booked for same in (False, True)}
        found |= {self._end(other) for other in self._booked}
        return (
            start
            for start in sorted(found)
            if any(opens <= start <= closes for opens, closes in instance.rows("window", part))
        )

    def _end(self, part: int) -> int:
        return int(self._of.booked_start[part]) + int(self._of.part_minutes[part])

    def _clear(self, booked: int, part: int, same: bool) -> int:  # noqa: FBT001  (on the same vehicle, or over the seat)
        """Give the first start of a part after a booking of the same vehicle, or of people who change at the seat."""
        return self._end(booked) + self._way(booked, part, same)

    def _way(self, one: int, other: int, same: bool) -> int:  # noqa: FBT001  (likewise)
        here, there = int(self._of.part_place[one]), int(self._of.part_place[other])
        return self._of.way(here, there) if same else self._of.way(here, 0) + self._of.way(0, there)

    def _clash(self, booked: int, part: int, start: int, same: bool) -> bool:  # noqa: FBT001  (likewise)
        end = start + int(self._of.part_minutes[part]) + self._way(part, booked, same)
        return self._clear(booked, part, same) > start and end > int(self._of.booked_start[booked])

    def _least_at(self, part: int, vehicle: int, start: int, best: int) -> int:
        """Give the least price of what must move for a part to start at a moment with a vehicle, if below the best."""
        instance, gone = self._of, set(self.forced)
        by_person: dict[int, set[int]] = {}
        for booked in self._booked:
            errand, same = int(instance.part_errand[booked]), instance.booked_vehicle[booked] == vehicle
            if self._clash(booked, part, start, bool(same)):
                if same:
                    gone.add(errand)
                else:
                    for (person,) in instance.rows("crew", booked):
                        by_person.setdefault(person, set()).add(errand)
            if self._shares(booked, part, start):
                gone.add(errand)
        base = self._price(gone - self.forced)
        return base + self._crew_costs(part, vehicle, start, by_person, gone, best - base) if base < best else best

    def _shares(self, booked: int, part: int, start: int) -> bool:
        """Say whether a booking leaves too little of a shared thing."""
        begins, ends = int(self._of.booked_start[booked]), self._end(booked)
        if not _meet((start, start + int(self._of.part_minutes[part])), (begins, ends)):
            return False
        uses: dict[int, int] = dict(_pairs(self._of.rows("use", booked)))
        return any(
            uses.get(thing, 0) + count > int(self._of.resource_count[thing])
            for thing, count in self._of.rows("use", part)
            if thing in uses
        )

    def _crew_costs(
        self, part: int, vehicle: int, start: int, by_person: dict[int, set[int]], gone: set[int], best: int
    ) -> int:
        """Give the least price of freeing a crew besides what is gone already; `best` if it is no less."""
        span, barred = self._span(part, start), {person for (person,) in self._of.rows("barred", part)}
        there = [
            person
            for person in range(self._of.people)
            if person not in barred and not any(_meet(span, row) for row in self._of.rows("away", person))
        ]
        if not self._can_serve(part, vehicle, there):
            return best
        free = [person for person in there if not by_person.get(person, set()) - gone]
        busy = [person for person in there if by_person.get(person, set()) - gone]
        for count in range(min(MOST_AT_ONCE, len(busy)) + 1):
            for group in combinations(busy, count):
                cost = self._price(set().union(*(by_person[person] for person in group)) - gone)
                if cost < best and (count == MOST_AT_ONCE or self._can_serve(part, vehicle, [*free, *group])):
                    best = cost
        return best

    def _can_serve(self, part: int, vehicle: int, people: list[int]) -> bool:
        """Say whether there is everybody a part and its vehicle need among some people, seats aside."""
        skills = [int(self._of.person_skills[person]) for person in people]
        driver = int(self._of.vehicle_driver[vehicle])
        needs = [*self._of.rows("need", part), *(((driver, 1),) if driver >= 0 else ())]
        who = {person for person, _ in self._of.rows("who", part)}
        enough = all(sum(own >> skill & 1 for own in skills) >= count for skill, count in needs)
        return enough and (not who or bool(who & set(people)))


def _pairs(rows: Iterable[tuple[int, ...]]) -> Iterator[tuple[int, int]]:
    return ((row[0], row[1]) for row in rows)


def _meet(one: tuple[int, ...], other: tuple[int, ...]) -> bool:
    return one[0] < other[1] and other[0] < one[1]
