"""Every plan of a very small week (穷举), as an oracle of what must move: no model, only the rules as they are measured."""

from itertools import combinations, pairwise, product

from solver.fieldwork import MUST, Plan, Trip
from solver.fieldwork.rules.books import FewMoved, booked_errands
from solver.fieldwork.rules.prefer import PlacedByRank

TOGETHER = "whole_errands"


def fewest(week):
    """Give the fewest errands of the first rank without a place, and the least price of moves with as few, over all plans.

    Parts start at the opening minutes of their windows or where they are booked: windows must be minutes.
    """
    first = PlacedByRank(int(week.errand_rank.min()))
    return min((first.amount(week, plan), FewMoved().amount(week, plan)) for plan in _plans(week))


def _plans(week):
    for chosen in product(*(list(_options(week, errand)) for errand in range(week.errands))):
        stops = [stop for own in chosen for stop in own]
        for trips in _trips(week, sorted(stops)):
            crews = [list(_crewed(week, own)) for own in trips]
            for laid in product(*crews):
                plan = Plan.of(week.parts, laid)
                if not any(rule.measure(week, plan) for rule in MUST):
                    yield plan


def _options(week, errand):
    """Walk nowhere, as booked, and for errands of the first rank anywhere: each a list of (vehicle, start, part)."""
    parts = week.parts_of[errand]
    yield []
    if errand in booked_errands(week):
        yield [(int(week.booked_vehicle[part]), int(week.booked_start[part]), part) for part in parts]
    if week.errand_rank[errand] == week.errand_rank.min():
        minutes = [[opens for opens, _ in week.rows("window", part)] for part in parts]
        for starts in product(*minutes):
            for vehicles in product(range(week.vehicles), repeat=len(parts)):
                yield list(zip(vehicles, starts, parts, strict=True))


def _trips(week, stops):
    """Walk the ways to divide what each vehicle does, in its order, into trips."""
    own = [[stop for stop in stops if stop[0] == vehicle] for vehicle in range(week.vehicles)]
    for parts in product(*(list(_divided(one)) for one in own)):
        yield [trip for divided in parts for trip in divided]


def _divided(stops):
    for count in range(max(1, len(stops))):
        for cuts in combinations(range(1, len(stops)), count):
            ends = [0, *cuts, len(stops)]
            yield [stops[a:b] for a, b in pairwise(ends) if a < b]


def _crewed(week, stops):
    """Walk a trip with everybody who may be aboard, as far as it is lawful by itself."""
    (vehicle, start, part), (_, last, end) = stops[0], stops[-1]
    leaves = start - week.way(0, int(week.part_place[part]))
    back = last + int(week.part_minutes[end]) + week.way(int(week.part_place[end]), 0)
    for count in range(week.people + 1):
        for people in combinations(range(week.people), count):
            trip = (Trip(leaves, vehicle, back, people), [(part, moment) for _, moment, part in stops])
            alone = Plan.of(week.parts, [trip])
            if not any(rule.measure(week, alone) for rule in MUST if rule.name != TOGETHER):
                yield trip
