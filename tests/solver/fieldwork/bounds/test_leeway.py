"""What a level that is held leaves room for: no start of any lawful plan is lost, and starts that are too dear are."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from solver.fieldwork import score
from solver.fieldwork.bounds.kinds import COUNTED, MEETING, ROUGHLY
from solver.fieldwork.bounds.leeway import least_left, left_by
from solver.fieldwork.bounds.tour_prices import TourPrices
from solver.fieldwork.bounds.vehicle_days import VehicleDays
from tests.solver.fieldwork.bounds.test_tour_prices import a_lawful_plan, some_prices
from tests.solver.fieldwork.weeks import DAY, LI, WANG, a_part, a_random_week, a_week, an_errand, away

seeds = st.integers(0, 10_000_000)


def above(values, level):
    """What the levels above one are worth."""
    names = list(values)
    return {name: values[name] for name in names[: names.index(level)]}


def is_left(week, days, plan, part):
    """Whether the start of a part in a plan is among those left."""
    start, vehicle = plan.start[part], plan.trip_of(part).vehicle
    for day in days.days:
        opens, closes = int(week.day_opens[day.day]), int(week.day_closes[day.day])
        if opens <= start < closes and vehicle in day.numbers:
            return day.late[day.parts.tolist().index(part), (start - opens) // day.step] >= 0
    return False


@settings(max_examples=30, deadline=None)
@given(seeds, st.integers(1, 7), seeds, st.sampled_from([2, 50, 1000]))
def test_no_start_of_a_lawful_plan_is_lost_at_any_prices(seed, errands, other, dearest):
    """Whatever the prices, while the level may be as high as the plan's, with crews counted or by their kinds."""
    week = a_random_week(seed, errands, people=4, vehicles=3)
    plan, days = a_lawful_plan(week, other), VehicleDays.of(week)
    values = score(week, plan)

    for level in ("late", "away"):
        for sight in (COUNTED, MEETING, ROUGHLY):
            held = above(values, level) | {level: values[level]}
            prices = some_prices(week, days, sight, other, dearest)
            left, _ = left_by(week, days, level, held, prices, sight)
            assert all(is_left(week, left, plan, part) for part in plan.placed)
            for name in {"standin", "preferred"} & values.keys():
                assert least_left(week, left, above(values, name), name) <= values[name]


def left_of(week, late):
    """What is left of the days while lateness is held, at the prices found for it."""
    prices = TourPrices(week)
    prices.bound("late", {"placed:0": 0}, 0.1)
    return prices.left({"placed:0": 0, "late": late})


def two_of_one_vehicle(**more):
    """One vehicle for both: whichever is second is ninety minutes late."""
    return a_week(*(an_errand(a_part(place, due=30, vehicles=0b01, **more)) for place in (1, 2)))


def test_only_starts_that_lateness_has_room_for_are_left():
    """One begins at half past, the other an hour and a half later, and nothing begins between or after."""
    days = left_of(two_of_one_vehicle(), 90).days

    assert {int(step) * day.step for day in days for step in np.flatnonzero(day.late.max(axis=0) >= 0)} == {30, 120}


def test_with_more_room_more_starts_are_left():
    """Half an hour later each."""
    few, more = (left_of(two_of_one_vehicle(), late).days for late in (90, 120))

    assert sum(int((day.late >= 0).sum()) for day in few) < sum(int((day.late >= 0).sum()) for day in more)


def test_what_must_begin_early_misses_the_hours_it_prefers():
    """Both would rather begin in the afternoon; lateness has no room for it."""
    week = two_of_one_vehicle(odd=3, prefer=((300, DAY),))
    held = {"placed:0": 0, "late": 90}

    assert least_left(week, VehicleDays.of(week), held, "preferred") == 0
    assert least_left(week, left_of(week, 90), held, "preferred") == 6
    assert least_left(week, left_of(week, 90), held | {"placed:0": 1}, "preferred") == 3


def test_somebody_else_stands_for_what_the_handler_comes_too_late_for():
    """The handler is back at noon only, of both errands."""
    week = a_week(
        *(an_errand(a_part(place, due=30, vehicles=0b01, who=((LI, 0), (WANG, 2)))) for place in (1, 2)),
        **away((LI, 0, 240)),
    )
    held = {"placed:0": 0, "late": 90}

    assert least_left(week, VehicleDays.of(week), held, "standin") == 0
    assert least_left(week, left_of(week, 90), held, "standin") == 4
