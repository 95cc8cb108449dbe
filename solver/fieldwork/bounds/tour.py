"""What one vehicle does on one day (单车单日路线), as the bounds look at it: its parts, and what it adds to each sum."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from solver.fieldwork.bounds.kinds import Kinds
from solver.fieldwork.bounds.kinds import Trip as Way
from solver.fieldwork.bounds.vehicle_days import VehicleDays
from solver.fieldwork.instance import Instance
from solver.fieldwork.plan import Plan, Trip
from solver.fieldwork.rules.prefer import Lateness, StandIns, TimeAway, TravelTime
from solver.term import Match

SUMMED = ("late", "standin", "away", "travel")  # levels that are sums over what each vehicle does on each day


@dataclass(frozen=True)
class Tour:
    """One day of one vehicle: the number of its vehicle day, its parts in their order, what it adds to each of SUMMED.

    `starts`: the step in which each part begins; `trips`: who is out when, where crews are known by their kinds.
    """

    day: int
    parts: tuple[int, ...]
    sums: tuple[int, ...]
    starts: tuple[int, ...]
    trips: tuple[Way, ...]


def tours_of(instance: Instance, week: VehicleDays, plan: Plan, kinds: Kinds) -> Iterator[Tour]:
    """Give what the vehicles do in a lawful plan, with people of these kinds."""
    by_part = [_by_subject(term.measure(instance, plan)) for term in (Lateness(), StandIns())]
    by_trip = [_by_subject(term.measure(instance, plan)) for term in (TimeAway(), TravelTime())]
    for number, day in enumerate(week.days):
        opens, closes = int(instance.day_opens[day.day]), int(instance.day_closes[day.day])
        for vehicle in day.numbers:
            own = [n for n, trip in enumerate(plan.trips) if trip.vehicle == vehicle and opens <= trip.leaves < closes]
            stops = tuple(part for trip in own for part in plan.stops[trip])
            over_parts = (sum(amounts.get(part, 0) for part in stops) for amounts in by_part)
            over_trips = (sum(amounts.get(trip, 0) for trip in own) for amounts in by_trip)
            starts = tuple((plan.start[part] - opens) // day.step for part in stops)
            out = tuple(_out(kinds, plan.trips[trip], opens) for trip in own)
            if stops:
                yield Tour(number, stops, (*over_parts, *over_trips), starts, out)


def _out(kinds: Kinds, trip: Trip, opens: int) -> Way:
    """Say how many of each kind are on a trip, and when."""
    members = np.bincount(kinds.of[list(trip.people)], minlength=len(kinds.count))
    return tuple(members.tolist()), trip.leaves - opens, trip.back - opens


def _by_subject(matches: tuple[Match, ...]) -> dict[int, int]:
    return {match.subjects[0]: match.amount for match in matches}
