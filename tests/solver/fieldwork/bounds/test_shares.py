"""Bounds of fair shares and of learning: who could be aboard at all, whatever the rest of the week."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solver.fieldwork import Plan, score, solve
from solver.fieldwork.bounds.shares import fair_floor, learning_floor, surely_overlap
from solver.fieldwork.bounds.vehicle_days import VehicleDays
from solver.fieldwork.engine import Engine
from solver.fieldwork.rules.prefer import levels
from solver.limits import Limits
from tests.solver.fieldwork.weeks import (
    CREW,
    DAY,
    DRIVES,
    LI,
    WANG,
    ZHAO,
    a_part,
    a_random_week,
    a_week,
    an_errand,
    away,
    lawful,
    sync,
    wish,
)

HARD = 100
seeds = st.integers(0, 10_000_000)


def hard_part(**more):
    """Two go, a hundred hard minutes for each."""
    return a_part(hard=HARD, need=((CREW, 2),), **more)


def fair(week, out=0):
    """The bound of fair shares while so many errands may stay without a place."""
    return fair_floor(week, VehicleDays.of(week), {"placed:0": out}, 1.0).bound


def above(week, values, level):
    """What the levels above one are worth."""
    names = [term.level for term in levels(week)]
    return {name: values[name] for name in names[: names.index(level)]}


@settings(max_examples=40, deadline=None)
@given(seeds, st.integers(1, 6), seeds)
def test_no_lawful_plan_shares_hard_work_better_or_meets_more_wishes(seed, errands, other):
    """With convoys, leave, shared things and bookings in the week, by another search for each seed."""
    week = a_random_week(seed, errands, people=4, vehicles=2)
    engine = Engine(week, levels(week), other)
    engine.fill(Plan.empty(week))
    plan = engine.search(0.002, bool)
    days, values = VehicleDays.of(week), score(week, plan)

    assert lawful(week, plan)
    assert fair_floor(week, days, above(week, values, "fair"), 0.2).bound <= values["fair"]
    assert learning_floor(week, days) <= values.get("learning", 0)


@pytest.mark.parametrize("seed", range(3))
def test_the_bound_is_not_above_what_a_search_tree_proves(seed):
    """The best plan of a week of two errands, proven by the whole model."""
    week = a_random_week(seed, errands=2, people=3, vehicles=1)
    proven = {level.name: level.value for level in solve(week, Limits(60, deterministic=1.0), 1).certificate.levels}
    held = above(week, proven, "fair")

    assert fair_floor(week, VehicleDays.of(week), held, 1.0).bound <= proven["fair"]


def test_two_without_room_carry_all_of_it():
    """A hundred minutes each, and nobody has any room left."""
    assert fair(a_week(an_errand(hard_part()))) == 2 * HARD


def test_one_with_room_carries_a_share():
    """The third has room for sixty minutes: she goes, and only forty are beyond hers."""
    assert fair(a_week(an_errand(hard_part()), hard_limit=[0, 0, 60])) == 2 * HARD - 60


def test_with_room_for_two_nothing_is_beyond():
    """At the boundary: exactly as much room as is asked for."""
    assert fair(a_week(an_errand(hard_part()), hard_limit=[HARD, 0, HARD])) == 0


def test_one_drive_a_day_is_all_that_is_sure():
    """Two parts in one far village, at any time: one drive for two people; on two days that are told apart, two."""
    far = {"drive_hard": [0, HARD, 0]}
    visit = {"hard": 0, "need": ((CREW, 2),)}
    days = [a_part(**visit, windows=((day * DAY, (day + 1) * DAY - 1),)) for day in (0, 1)]

    assert fair(a_week(an_errand(a_part(**visit)), an_errand(a_part(**visit)), **far)) == 2 * HARD
    assert fair(a_week(*map(an_errand, days), **far)) == 4 * HARD
    assert fair(a_week(*map(an_errand, days), **far, hard_limit=[HARD, HARD, 0])) == 2 * HARD


def test_hard_work_is_bounded_before_drives_are():
    """Forty errands in a thousandth of a second: what is certain on the spot, while nothing is known yet of their drives."""
    visits = [an_errand(hard_part(place=1 + number % 2)) for number in range(40)]
    week = a_week(*visits, skills=((CREW,),) * 6, drive_hard=[0, 50, 70])

    assert fair_floor(week, VehicleDays.of(week), {"placed:0": 0}, 0.001).bound >= 40 * 2 * HARD


def test_who_is_away_carries_nothing():
    """Room is of no use to somebody who is on leave all week."""
    rested = a_week(an_errand(hard_part()), hard_limit=[HARD, HARD, 0], **away((WANG, 0, 2 * DAY)))

    assert fair(rested) == HARD


def test_somebody_must_drive():
    """The two with room may not drive."""
    skills = ((CREW,), (CREW,), (CREW, DRIVES))
    week = a_week(an_errand(hard_part()), skills=skills, vehicle_driver=[2, 2], hard_limit=[HARD, HARD, 0])

    assert fair(week) == HARD


def test_the_handler_goes_whatever_she_has_carried():
    """Two others have room, but only the handler will do."""
    week = a_week(an_errand(hard_part(who=((ZHAO, 0),))), hard_limit=[HARD, HARD, 0])

    assert fair(week) == HARD


def test_an_errand_left_out_is_carried_by_nobody():
    """As far as errands may stay without a place."""
    assert fair(a_week(an_errand(hard_part())), out=1) == 0


def test_what_nobody_could_place_is_left_out_first():
    """One may be out, and that is the one without a window: the hard one is carried."""
    week = a_week(an_errand(hard_part()), an_errand(a_part(windows=())))

    assert fair(week, out=1) == 2 * HARD
    assert fair(week, out=2) == 0


def test_nobody_is_in_both_vehicles_of_a_convoy():
    """Both parts begin together: four go, one after the other two would do."""
    parts = [hard_part(vehicles=1 << vehicle) for vehicle in range(2)]
    skills = ((CREW,),) * 4
    together = a_week(an_errand(*parts), skills=skills, hard_limit=[2 * HARD, 2 * HARD, 0, 0], **sync((0, 1, 0, 0)))
    after = a_week(an_errand(*parts), skills=skills, hard_limit=[2 * HARD, 2 * HARD, 0, 0], **sync((0, 1, 120, 200)))

    assert surely_overlap(together, 0, 1)
    assert not surely_overlap(after, 0, 1)
    assert fair(together) == 2 * HARD
    assert fair(after) == 0


def test_a_wish_for_two_who_are_never_free_together_stays_unmet():
    """One is there on the first day, the other on the second."""
    wishes = wish((LI, WANG, -1, 3))
    apart = a_week(an_errand(), **wishes, **away((LI, DAY, 2 * DAY), (WANG, 0, DAY)))
    once = a_week(an_errand(), **wishes, **away((LI, DAY, 2 * DAY), (WANG, 0, DAY - 120)))

    assert learning_floor(apart, VehicleDays.of(apart)) == 3
    assert learning_floor(once, VehicleDays.of(once)) == 0


def test_a_wish_for_a_kind_nobody_has_stays_unmet():
    """No errand of the kind, no learning on the road."""
    week = a_week(an_errand(kind=1), **wish((LI, -1, 0, 2), (LI, -1, 1, 5)))

    assert learning_floor(week, VehicleDays.of(week)) == 2
