"""The day goes wrong: few bookings move, and it is proven how few must."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solver.fieldwork import Plan, repair, score, solve
from solver.fieldwork.repair.fewest import Fewest
from solver.fieldwork.repair.published import published
from solver.limits import Limits
from tests.solver.fieldwork.weeks import (
    CREW,
    DAY,
    LI,
    WANG,
    ZHAO,
    a_part,
    a_plan,
    a_random_week,
    a_week,
    an_errand,
    away,
    few,
    lawful,
    random_weeks,
    there_and_back,
)

BRIEF = Limits(20, deterministic=0.05)


def booked(start, people, vehicle=0, rank=1, **more):
    """An hour at the first village, published."""
    crew = tuple((person,) for person in people)
    return an_errand(a_part(booked=(start, vehicle), crew=crew, need=((CREW, len(people)),), **more), rank=rank)


def values(result):
    return {level.name: level for level in result.certificate.levels}


def publish(week, plan, **more):
    """The week once more, its plan published."""
    on = np.array(plan.trip) >= 0
    crew = [(part, person) for part in plan.placed for person in plan.trip_of(part).people]
    given = {
        "booked_start": np.where(on, plan.start, -1),
        "booked_vehicle": [plan.trip_of(part).vehicle if on[part] else -1 for part in range(week.parts)],
        "crew_part": [part for part, _ in crew],
        "crew_person": [person for _, person in crew],
    }
    return replace(week, **(given | more))


def test_a_person_who_is_away_moves_what_only_that_person_holds():
    """One booking of two is the ill officer's; it moves, the other stays, and fewer cannot be."""
    week = a_week(booked(100, (LI,)), booked(100, (WANG,), vehicle=1), **away((LI, 0, DAY)))
    result = repair(week, BRIEF, 1)

    assert Fewest(week).forced == {0}
    assert (values(result)["moved"].value, values(result)["moved"].bound) == (1, 1)
    assert result.plan.start[1] == 100


def test_an_urgent_errand_goes_where_nothing_moves():
    """There is another car and another officer: both bookings stay."""
    urgent = an_errand(a_part(windows=((100, 100),)))
    result = repair(a_week(urgent, booked(100, (LI,))), BRIEF, 1)

    assert [values(result)[level].value for level in ("placed:0", "moved", "placed:1")] == [0, 0, 0]


def test_an_urgent_errand_in_the_way_moves_the_cheaper_booking():
    """Both cars are taken at the only hour: one booking must give way, and it is proven that one must."""
    urgent = an_errand(a_part(windows=((100, 100),)))
    week = a_week(urgent, booked(90, (LI,)), booked(110, (WANG,), vehicle=1), move_price=[1, 5, 2])
    moved = values(repair(week, BRIEF, 1))["moved"]

    assert (moved.value, moved.bound) == (2, 2)


def test_people_must_be_freed_too():
    """A car is free, but all who count for the crew of two are out: the bound counts whom it costs least to free."""
    urgent = an_errand(a_part(windows=((100, 100),), need=((CREW, 2),)))
    week = a_week(urgent, booked(100, (LI, WANG)), vehicle_driver=[-1, -1], move_price=[1, 4])
    free = a_week(urgent, booked(100, (LI,)), vehicle_driver=[-1, -1])

    assert Fewest(week).bound({"placed:0": 0}) == 4
    assert Fewest(week).bound({"placed:0": 1}) == 0
    assert Fewest(free).bound({"placed:0": 0}) == 0


def test_a_shared_thing_must_be_freed_too():
    """The one body unit is published with the other errand at that hour."""
    urgent = an_errand(a_part(windows=((100, 100),), use=((0, 1),)))
    week = a_week(urgent, booked(100, (LI,), use=((0, 1),)), resource_count=[1])

    assert Fewest(week).bound({"placed:0": 0}) == 1


@pytest.mark.parametrize(
    "more",
    [
        {"window_opens": [101], "window_closes": [900]},
        {"part_vehicles": [0b10]},
        {"off_vehicle": [0], "off_from": [0], "off_until": [71]},
        away((LI, 159, 200)),
        {"barred_part": [0], "barred_person": [LI]},
        {"day_opens": [71, DAY], "day_closes": [DAY, 2 * DAY]},
    ],
)
def test_what_its_own_calendar_forbids_must_move(more):
    """A window, a vehicle, a day off, leave, a recusal, a later start of the day."""
    still = a_week(booked(100, (LI,)))
    week = replace(still, **more)

    assert not Fewest(still).forced
    assert set(Fewest(week).forced) == {0}
    assert published(still) == a_plan(1, there_and_back(100, (LI,)))
    assert published(week) == Plan.empty(week)


def test_bookings_that_no_longer_go_together_give_way_trip_by_trip():
    """Two bookings of one officer at once, as a clash that came in by hand: one of them stands."""
    week = a_week(booked(100, (LI,)), booked(100, (LI,), vehicle=1), booked(600, (ZHAO,)))
    plan = published(week)

    assert lawful(week, plan)
    assert len(plan.placed) == 2


@settings(max_examples=5, deadline=None)
@given(st.integers(0, 10_000_000))
def test_a_published_week_that_nothing_disturbs_stays_as_it_is(seed):
    """Nothing forces a move, and none is made but for an urgent errand that had no place."""
    week = a_random_week(seed, errands=5, people=4, vehicles=2)
    before = solve(week, BRIEF, 1)
    again = publish(week, before.plan)
    after = values(repair(again, BRIEF, 1))

    assert Fewest(again).forced == frozenset()
    assert score(again, published(again)).get("moved", 0) == 0
    moved, urgent = after.get("moved"), next(iter(after))
    assert moved is None or moved.value == 0 or after[urgent].value < values(before)[urgent].value


@few
@given(st.integers(0, 10_000_000))
def test_what_must_move_is_never_more_than_what_a_search_tree_moves(seed):
    """On small weeks the model is proven, the bound being one of its rows: it contradicts nothing."""
    week = a_random_week(seed, errands=3, people=3, vehicles=1)
    moved = publish(week, solve(week, BRIEF, 1).plan, errand_rank=[0, 1, 1], **away((seed % 3, 0, DAY)))
    result = repair(replace(moved, booked_vehicle=[-1, *moved.booked_vehicle[1:]]), BRIEF, 1)

    assert result.certificate.trouble is None
    assert all(level.bound <= level.value for level in result.certificate.levels)


@few
@given(random_weeks)
def test_a_repaired_week_is_lawful(week):
    """Whatever was booked, by whomever."""
    assert lawful(week, repair(week, BRIEF, 1).plan)
