"""Bounds found beside the search: as true for what is held at the end, and the same on every machine."""

from threading import Event

import pytest

from solver.fieldwork import Plan, score
from solver.fieldwork.bounds.floor import floor
from solver.fieldwork.bounds.proof import Proof
from solver.fieldwork.engine import Engine
from solver.fieldwork.rules.prefer import levels
from tests.solver.fieldwork.weeks import DAY, a_part, a_random_week, a_week, an_errand, sync

SECONDS = 0.1


def a_plan_of(week, seconds):
    """What the search makes of a week."""
    engine = Engine(week, levels(week), 1)
    engine.fill(Plan.empty(week))
    return engine.search(seconds, bool)


def bounds(week, plan, values, later=None):
    """The bound of each level, found from a plan and a later one, while what another plan is worth is held."""
    proof = Proof(week, levels(week), SECONDS)
    held: dict[str, int] = {}
    found: dict[str, int] = {}
    proof.begin(plan, bool)
    proof.learn(plan if later is None else later)
    for term in levels(week):
        found[term.level] = proof.bound(term.level, dict(held))
        held[term.level] = values[term.level]
    proof.end()
    return found


def test_prices_from_an_early_plan_prove_a_later_one():
    """What is held at the end is not what was held when the prices were sought."""
    for seed in range(4):
        week = a_random_week(seed, errands=8, people=5, vehicles=3)
        values = score(week, a_plan_of(week, 0.05))
        for level, bound in bounds(week, a_plan_of(week, 0.0), values, a_plan_of(week, 0.01)).items():
            assert bound <= values[level]


def test_the_same_bounds_come_out_every_time():
    """Whatever the two threads do meanwhile."""
    week = a_random_week(3, errands=8, people=5, vehicles=3)
    plan = a_plan_of(week, 0.01)

    assert bounds(week, plan, score(week, plan)) == bounds(week, plan, score(week, plan))


def test_what_vehicles_that_are_short_make_late_is_proven():
    """One vehicle for both: after the first come an hour's work and half an hour's way, as no look at each alone tells."""
    week = a_week(*(an_errand(a_part(place, due=30, vehicles=0b01)) for place in (1, 2)))
    plan = a_plan_of(week, 0.01)

    assert floor(week, "late", {"placed:0": 0}) == 0
    assert bounds(week, plan, score(week, plan))["late"] == 90


def test_with_a_later_plan_it_looks_more_closely():
    """The second car is back at noon only: the part that is to meet it, due in the morning, is then seen to be late."""
    convoy = an_errand(a_part(due=30, vehicles=0b01), a_part(vehicles=0b10, windows=((240, DAY),)))
    week = a_week(convoy, **sync((0, 1, 0, 0)))
    plan = a_plan_of(week, 0.01)

    assert bounds(week, plan, score(week, plan))["late"] == 210


def test_only_the_first_later_plan_counts():
    """Whatever is told after: bounds do not depend on how far the thread has come by then."""
    week = a_week(*(an_errand(a_part(place, due=30, vehicles=0b01)) for place in (1, 2)))
    plan, proof = a_plan_of(week, 0.01), Proof(week, levels(week), SECONDS)
    proof.learn(plan)
    proof.learn(Plan.empty(week))
    proof.begin(plan, bool)

    assert proof.bound("late", {"placed:0": 0}) == 90
    proof.end()


def test_before_it_begins_nothing_is_proven():
    """And nobody waits for it."""
    assert Proof(a_week(an_errand()), levels(a_week(an_errand())), SECONDS).bound("away", {"placed:0": 0}) == 0


def test_whoever_calls_the_search_off_need_not_wait():
    """Told to stop, it leaves every level at what is known by then."""
    week, over = a_random_week(3, errands=8, people=5, vehicles=3), Event()
    over.set()
    proof = Proof(week, levels(week), 1_000.0)
    proof.begin(a_plan_of(week, 0.0), over.is_set)

    assert proof.bound("travel", {}) >= 0
    proof.end()


def test_what_goes_wrong_beside_is_told_to_whoever_asks():
    """Not to nobody in a thread of its own; and whoever only wants what is known gets nothing."""

    def broken():
        raise RuntimeError("no core left")

    week = a_week(*(an_errand(a_part(place, due=30, vehicles=0b01)) for place in (1, 2)))
    proof = Proof(week, levels(week), SECONDS)
    proof.begin(a_plan_of(week, 0.01), broken)

    with pytest.raises(RuntimeError, match="no core left"):
        proof.bound("late", {"placed:0": 0})
    assert proof.known("late", {"placed:0": 0}) == 0


def test_fair_shares_are_known_to_whoever_has_no_time_left():
    """Two without room carry all of it; with one more left out than then nothing is known."""
    week = a_week(an_errand(a_part(hard=100, need=((0, 2),))))
    plan, proof = a_plan_of(week, 0.01), Proof(week, levels(week), SECONDS)
    proof.begin(plan, bool)
    proof.learn(plan)

    assert proof.known("fair", {"placed:0": 0, "late": 0}) == 200
    assert proof.known("fair", {"placed:0": 1, "late": 0}) == 0
    proof.end()
