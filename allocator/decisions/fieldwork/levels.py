"""What a week of field work is worth, level by level (独立计分): said in plain Python from the week itself, without the solver.

A certificate that states another value than this is refused, and a plan made by hand is scored by it. The definitions that a
model shares with it stand in docs/decisions/0022.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from allocator.domain.fieldwork.errand_kinds import HandlerRule
from allocator.domain.fieldwork.hours import left_in, left_on
from allocator.domain.fieldwork.snapshot import FieldWeek
from allocator.domain.fieldwork.trips import DAY, Errand, Stop, Trip, TripState, WeekPlan


def measure_week(week: FieldWeek, plan: WeekPlan) -> dict[str, int]:
    """Give the value of every level of a plan, in the order of the levels; less is better, 0 is best.

    Errands not placed by rank, minutes late, minutes of hard work beyond the fair shares, price of time out beyond
    the normal hours, wishes of learning not met, price of published bookings moved, price of stand-ins, price of errands that
    begin outside their preferred hours, minutes people are away, minutes on the road.
    """
    seen = _Seen(week, plan)
    return {
        **seen.placed(),
        "late": seen.late(),
        "fair": seen.fair(),
        "overtime": seen.overtime(),
        "learning": seen.learning(),
        "moved": seen.moved(),
        "standin": seen.stand_in(),
        "preferred": seen.outside_preferred(),
        "away": sum((trip.back - trip.leaves) * len(trip.people) for trip in seen.trips),
        "travel": sum(seen.road(trip) for trip in seen.trips),
    }


@dataclass(frozen=True)
class _Seen:
    """A week and a plan with what its levels are worked out from; trips under way are no part of what is decided."""

    week: FieldWeek
    plan: WeekPlan

    @cached_property
    def trips(self) -> tuple[Trip, ...]:
        return tuple(trip for trip in self.plan.trips if trip.state != TripState.STARTED)

    @cached_property
    def stops(self) -> tuple[tuple[Trip, Stop, Errand], ...]:
        return tuple((trip, stop, self.week.errand_by_code[stop.errand]) for trip in self.trips for stop in trip.stops)

    def placed(self) -> dict[str, int]:
        """Errands left out, by rank: each is placed with all its parts or not at all."""
        served = self.plan.placed
        left = {self.week.rank(errand): 0 for errand in self.week.errands}
        for errand in self.week.errands:
            whole = all((errand.code, part) in served for part in range(len(self.week.kind(errand).parts)))
            left[self.week.rank(errand)] += not whole
        return {f"placed:{rank}": left[rank] for rank in sorted(left)}

    def late(self) -> int:
        """Minutes by which the first vehicle begins after the last start in time; what is overdue counts from Monday on."""
        firsts = [(stop.starts, errand) for _, stop, errand in self.stops if stop.part == 0]
        return sum(max(0, starts - self._last_start(errand, starts)) for starts, errand in firsts)

    def _last_start(self, errand: Errand, default: int) -> int:
        if errand.due is None:
            return default
        ends = ((errand.due - self.week.monday).days + 1) * DAY
        return max(0, ends - self.week.minutes(errand))

    def fair(self) -> int:
        """Minutes of hard work beyond what is left of each person's fair share."""
        carried = dict.fromkeys(self.week.hard_held, 0)
        for trip in self.trips:
            minutes = self.week.hard_minutes(self.week.errand_by_code[stop.errand] for stop in trip.stops)
            for code in trip.people:
                carried[code] = carried.get(code, 0) + minutes
        held, shares = self.week.hard_held, self.week.hard_shares
        return sum(
            max(0, minutes - max(0, shares.get(code, 0) - held.get(code, 0))) for code, minutes in carried.items()
        )

    def overtime(self) -> int:
        """What minutes out cost beyond the normal hours that a day, and the week, leaves to each person aboard."""
        cost = 0
        for code in dict.fromkeys(code for trip in self.trips for code in trip.people):
            own = [(trip.leaves // DAY, trip.back - trip.leaves) for trip in self.trips if code in trip.people]
            for day in sorted({day for day, _ in own}):
                left = left_on(self.week, code, day)
                cost += left.price * max(0, sum(minutes for of, minutes in own if of == day) - left.norm)
            left = left_in(self.week, code)
            cost += left.price * max(0, sum(minutes for _, minutes in own) - left.norm)
        return cost

    def outside_preferred(self) -> int:
        """Errands whose first vehicle begins outside the hours their kind prefers, at its price."""
        return sum(
            self.week.kind(errand).odd_price
            for _, stop, errand in self.stops
            if stop.part == 0 and self._is_odd(errand, stop.starts % DAY)
        )

    def _is_odd(self, errand: Errand, minute: int) -> bool:
        preferred = self.week.kind(errand).preferred
        return bool(preferred) and not any(one.begins <= minute < one.ends for one in preferred)

    def learning(self) -> int:
        """Wishes not met: a trip with the mentor, and errands of the kinds an apprentice still has to see."""
        return sum(not self._met(*wish) for wish in self.week.wishes)

    def _met(self, person: str, beside: str | None, kind: str | None) -> bool:
        return any(
            person in trip.people
            and (beside is None or beside in trip.people)
            and (kind is None or kind in {self.week.errand_by_code[stop.errand].kind for stop in trip.stops})
            for trip in self.trips
        )

    def moved(self) -> int:
        """Errands of published trips that lose their hour, their vehicle or one of their people, at the rulebook's price."""
        moved = {errand for (errand, _), (trip, stop) in self.week.bookings.items() if not self._kept(trip, stop)}
        return self.week.rulebook.fieldwork.move_price * len(moved)

    def _kept(self, trip: Trip, stop: Stop) -> bool:
        now = self.plan.placed.get((stop.errand, stop.part))
        return now is not None and (
            now[1].starts == stop.starts and now[0].vehicle == trip.vehicle and set(trip.people) <= set(now[0].people)
        )

    def stand_in(self) -> int:
        """Errands whose handler stays at home where the rulebook allows a stand-in, at its price."""
        return sum(self.week.kind(errand).stand_in_price for errand in self._without_handler())

    def _without_handler(self) -> Iterator[Errand]:
        for trip, stop, errand in self.stops:
            allowed = self.week.kind(errand).handler == HandlerRule.STAND_IN
            there = not set(self.week.holders(errand)).isdisjoint(trip.people)
            if stop.part == 0 and allowed and errand.handler and not there:
                yield errand

    def road(self, trip: Trip) -> int:
        """Give the minutes a trip is on the road."""
        seat = self.week.travel.seat
        places = [seat, *(self.week.errand_by_code[stop.errand].place for stop in trip.stops), seat]
        return sum(self.week.travel.minutes(one, other) for one, other in pairwise(places))
