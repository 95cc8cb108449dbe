"""Rounds: visits that meet, ways and lateness, on the shape of the public benchmarks of joint visits."""

from itertools import permutations, product

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from solver.fieldwork import Instance, Plan, Trip, score, solve
from solver.fieldwork.bounds.floor import rounds_floor
from solver.fieldwork.instance import shortest
from solver.fieldwork.rounds.rounds import Visits, Walk
from solver.fieldwork.rules.prefer import JOINT_VISITS
from solver.limits import Limits
from tests.solver.fieldwork.weeks import a_week, an_errand, few, lawful

BRIEF = Limits(20, deterministic=0.02)
LAST = 100_000


def some_rounds(seed, errands=4, carers=2, places=5):
    """A day of visits: some by two people at once or one after the other, who may serve what drawn."""
    chance = np.random.default_rng(seed)
    counted = 1 + (chance.random(errands) < 0.4) * (carers > 1)
    parts = int(counted.sum())
    first = np.flatnonzero(np.repeat(counted, counted) > 1)[::2]
    opens, due = chance.integers(0, 200, errands), chance.integers(0, 60, errands)
    least = np.where(chance.random(len(first)) < 0.5, 0, chance.integers(0, 40, len(first)))
    errand = np.repeat(np.arange(errands), counted)
    nothing = np.zeros(parts, dtype=np.int64)
    return Instance(
        travel=shortest(chance.integers(5, 60, places**2) * (1 - np.eye(places, dtype=np.int64)).ravel(), places),
        day_opens=np.array([0]),
        day_closes=np.array([LAST]),
        person_skills=nothing[:0],
        hard_held=nothing[:0],
        hard_limit=nothing[:0],
        vehicle_seats=np.zeros(carers, dtype=np.int64),
        vehicle_driver=np.full(carers, -1),
        errand_rank=np.zeros(errands, dtype=np.int64),
        errand_kind=np.zeros(errands, dtype=np.int64),
        part_errand=errand,
        part_place=chance.integers(1, places, errands)[errand],
        part_minutes=chance.integers(5, 30, parts),
        part_due=(opens + due)[errand],
        part_seats=nothing,
        part_vehicles=np.where(chance.random(parts) < 0.5, 2**carers - 1, 1 << chance.integers(0, carers, parts)),
        part_hard=nothing,
        window_part=np.arange(parts),
        window_opens=opens[errand],
        window_closes=np.full(parts, LAST),
        sync_first=first,
        sync_second=first + 1,
        sync_least=least,
        sync_most=least + np.where(least > 0, 30, 0),
    )


def every_order(day):
    """The plan of each order of visits in which each starts as early as it may; None where visits wait for ever."""
    choices = [np.flatnonzero(day.part_vehicles[part] >> np.arange(day.vehicles) & 1) for part in range(day.parts)]
    for who in product(*choices):
        rounds = [[part for part in range(day.parts) if who[part] == carer] for carer in range(day.vehicles)]
        for orders in product(*(permutations(own) for own in rounds)):
            yield _timed(day, orders)


def _timed(day, orders):
    start = day.window_opens.copy()
    for _ in range(40):
        before = start.copy()
        for order in orders:
            now, place = 0, 0
            for part in order:
                start[part] = max(start[part], now + day.way(place, int(day.part_place[part])))
                now, place = int(start[part] + day.part_minutes[part]), int(day.part_place[part])
        for first, second, least, most in zip(
            day.sync_first, day.sync_second, day.sync_least, day.sync_most, strict=True
        ):
            start[second] = max(start[second], start[first] + least)
            start[first] = max(start[first], start[second] - most)
        if np.array_equal(before, start):
            return _plan(day, orders, start.tolist())
    return None


def _plan(day, orders, start):
    trips = []
    for carer, order in enumerate(orders):
        if order:
            ends = start[order[-1]] + int(day.part_minutes[order[-1]])
            leaves = start[order[0]] - day.way(0, int(day.part_place[order[0]]))
            back = ends + day.way(int(day.part_place[order[-1]]), 0)
            trips.append((Trip(leaves, carer, back, ()), [(part, start[part]) for part in order]))
    return Plan.of(day.parts, trips)


@settings(max_examples=12, deadline=None)
@given(st.integers(0, 10_000_000), st.integers(1, 4))
@example(425, 1)  # two parts of one errand are late: the largest is that of one part
@example(900, 4)  # lateness costs so much more than ways that no step away from the first order was taken
def test_a_short_walk_finds_the_best_of_all_orders(seed, errands):
    """On a few visits nothing is better, and what is stated as the bound is below."""
    day = some_rounds(seed, errands, places=4)
    lawful_ones = [plan for plan in every_order(day) if plan is not None and lawful(day, plan)]
    result = solve(day, BRIEF, 1, terms=JOINT_VISITS)
    value = score(day, result.plan, JOINT_VISITS)["rounds"]

    if lawful_ones:
        assert lawful(day, result.plan)
        assert value == min(score(day, plan, JOINT_VISITS)["rounds"] for plan in lawful_ones)
        assert rounds_floor(day) <= value


@few
@given(st.integers(0, 10_000_000), st.integers(5, 15))
def test_what_the_walk_counts_is_what_the_level_measures(seed, errands):
    """Ways, lateness, and the largest lateness once more."""
    day = some_rounds(seed, errands, carers=4)
    visits = Visits.of(day)
    walk = Walk(day, visits, seed) if visits is not None else None
    if walk is not None:
        walk.go(0.005, bool)

    if walk is not None and walk.cost < 2**59:
        assert score(day, walk.plan(), JOINT_VISITS) == {"placed:0": 0, "rounds": walk.cost}


def test_the_same_seed_walks_the_same_way():
    """Steps are counted, never timed."""
    day = some_rounds(3, errands=10, carers=3)

    assert solve(day, BRIEF, 5, terms=JOINT_VISITS).plan == solve(day, BRIEF, 5, terms=JOINT_VISITS).plan


def test_an_office_week_is_no_day_of_rounds():
    """Two days, people, windows that close: the walk leaves them to the search of trips."""
    assert Visits.of(a_week(an_errand())) is None


@pytest.mark.parametrize("seed", range(3))
def test_a_walk_that_is_called_off_has_a_plan(seed):
    """Everybody is visited from the first moment on."""
    day = some_rounds(seed, errands=8, carers=3)
    result = solve(day, BRIEF, 1, terms=JOINT_VISITS, cancelled=lambda: True)

    assert result.certificate.cancelled
    assert len(result.plan.trip) == day.parts
