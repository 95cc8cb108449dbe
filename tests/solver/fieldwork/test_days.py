"""Days dealt anew: the latest day of a plan is searched for alone, and kept where the week is better by it."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from solver.fieldwork import fill, score
from solver.fieldwork.apart import Apart, without
from solver.fieldwork.days import CHEAP, PER_PART, TRIES, Days
from solver.fieldwork.engine import Engine
from solver.fieldwork.kernel import names as k
from solver.fieldwork.layout import SMALL_WEEK, Layout
from solver.fieldwork.plan import Plan
from solver.fieldwork.rules.prefer import levels
from solver.fieldwork.rules.variables import day_of
from tests.solver.fieldwork.weeks import (
    CREW,
    DAY,
    LI,
    WANG,
    a_part,
    a_plan,
    a_random_week,
    a_week,
    an_errand,
    few,
    lawful,
    out,
    random_weeks,
    there_and_back,
    wish,
)

ONE_CAR = {"vehicles": 0b1}


def dealt(week, plan, tries=4, seed=1):
    """The plan after so many searches of single days."""
    return Days(week, levels(week), seed).search(plan, tries * 0.02, bool)


def is_late(week, plan):
    return any(plan.start[part] > week.part_due[part] for part in plan.placed)


@few
@given(random_weeks, st.integers(1, 1000))
def test_what_is_dealt_anew_is_lawful_and_no_worse(week, seed):
    """Convoys, leave, shared things and hours of the week are minded as the other days leave them."""
    plan = fill(week)
    found = dealt(week, plan, 1, seed)

    assert lawful(week, found)
    assert list(score(week, found).values()) <= list(score(week, plan).values())


@few
@given(st.integers(0, 10_000_000), st.integers(4, 8))
def test_days_of_a_fuller_week_are_lawful_too(seed, errands):
    """More errands than time: those of other days stay where they are, or are put in time elsewhere."""
    week = a_random_week(seed, errands, people=5, vehicles=3)

    assert lawful(week, dealt(week, fill(week), 2, seed))


def test_the_urgent_one_behind_a_long_one_changes_places_with_it():
    """One car and one day: what is due at once is out last, and is first when the day is dealt anew."""
    long, short = a_part(minutes=200, windows=((0, DAY),), **ONE_CAR), a_part(windows=((0, DAY),), due=0, **ONE_CAR)
    week = a_week(an_errand(long), an_errand(short))
    plan = a_plan(2, (0, 0, 260, (LI, WANG), {0: 30}), (0, 260, 380, (LI, WANG), {1: 290}))
    found = dealt(week, plan)

    assert lawful(week, plan)
    assert (is_late(week, plan), found.start[1]) == (True, 30)
    assert set(found.placed) == {0, 1}


def test_what_is_in_time_elsewhere_makes_room_first():
    """The day that is dealt anew keeps only what must be there: the other errand goes to the next day, still in time."""
    late, easy = a_part(windows=((0, DAY),), due=0, **ONE_CAR), a_part(**ONE_CAR)
    week = a_week(an_errand(late), an_errand(easy))
    plan = a_plan(2, there_and_back(150), there_and_back(30, part=1))
    apart = Days(week, levels(week), 1)._cleared(plan, 0)

    assert apart.parts == (0,)
    assert day_of(week, apart.others.start[1]) == 1


def test_what_would_make_another_late_stays():
    """The next day is full of what is due then: nothing is put before it that is only in the way."""
    late, easy = a_part(windows=((0, DAY),), due=0, **ONE_CAR), a_part(**ONE_CAR)
    full = a_part(minutes=400, windows=((DAY, 2 * DAY),), due=DAY + 40, **ONE_CAR)
    week = a_week(an_errand(late), an_errand(easy), an_errand(full))
    plan = a_plan(3, there_and_back(150), there_and_back(30, part=1), (0, DAY, DAY + 460, (LI, WANG), {2: DAY + 30}))
    apart = Days(week, levels(week), 1)._cleared(plan, 0)

    assert lawful(week, plan)
    assert apart.parts == (0, 1)
    assert apart.others.start[2] == DAY + 30


def test_a_day_without_lateness_is_left_alone():
    """Nothing is late: nothing is searched for, and the plan is the same."""
    week = a_week(an_errand(a_part()))
    days, plan = Days(week, levels(week), 1), a_plan(1, there_and_back(150))

    assert days.search(plan, 1.0, bool) is plan
    assert (days.spent, days.fit(plan, 100.0)) == (0.0, False)


def test_a_day_too_big_for_the_time_is_not_dealt_anew():
    """There must be time for a few searches of the latest day; what is published is never dealt anew."""
    week = a_week(an_errand(a_part(due=0)))
    plan, enough = a_plan(1, there_and_back(150)), TRIES * CHEAP * PER_PART
    published = a_week(an_errand(a_part(due=0)), booked_start=[150], booked_vehicle=[0])
    big = a_week(*(an_errand(a_part(due=0)) for _ in range(SMALL_WEEK + 1)))

    assert [Days(week, levels(week), 1).fit(plan, seconds) for seconds in (enough, 0.9 * enough)] == [True, False]
    assert not Days(published, levels(published), 1).fit(plan, enough)
    assert not Days(big, levels(big), 1).fit(a_plan(SMALL_WEEK + 1, there_and_back(150)), enough)


def test_a_search_of_days_stops_when_it_is_told_to():
    """Called off before it begins, it has the plan it was given."""
    week = a_week(an_errand(a_part(due=0)))
    plan = a_plan(1, there_and_back(150))

    assert Days(week, levels(week), 1).search(plan, 1.0, lambda: True) is plan


def test_days_are_dealt_by_the_seed():
    """The same seed gives the same plan, to the byte."""
    week = a_random_week(5, errands=8, people=5, vehicles=3)
    plan = fill(week)

    assert dealt(week, plan, 3, 7).to_json() == dealt(week, plan, 3, 7).to_json()


@few
@given(random_weeks, st.integers(0, 1))
def test_a_day_apart_has_its_windows_and_what_others_leave(week, day):
    """No window reaches beyond the day; hours of the week and hard work of the other days are taken off; wishes are left out."""
    others = without(week, fill(week), day)
    free = [e for e, parts in enumerate(week.parts_of) if others.trip[parts[0]] < 0]
    apart = Apart.of(week, others, free, [day])
    held = week.hard_held.copy()
    for trip, stops in zip(others.trips, others.stops, strict=True):
        drive = max(int(week.part_drive[part]) for part in stops)
        held[list(trip.people)] += sum(int(week.part_hard[part]) for part in stops) + drive

    assert all(day_of(week, trip.leaves) != day for trip in others.trips)
    assert np.all(apart.alone.window_opens >= week.day_opens[day])
    assert np.all(apart.alone.window_closes < week.day_closes[day])
    assert np.array_equal(apart.alone.hard_held, held)
    assert np.all(apart.alone.week_most <= week.week_most)
    assert len(apart.alone.wish_person) == 0


def test_a_start_as_a_day_ends_is_none_of_that_day():
    """Where one day begins as another ends, what starts then is on the second, and stays out of the first."""
    week = a_week(an_errand(a_part(place=0, windows=((DAY, DAY),))), an_errand(a_part()))
    first, second = (Apart.of(week, Plan.of(2, []), [0, 1], [day]).alone for day in (0, 1))

    assert (first.window_part.tolist(), second.window_part.tolist()) == ([1], [0, 1])


def test_hours_of_the_week_are_what_the_other_days_leave():
    """Li is out two hours of five on the other day: three are left."""
    week = a_week(an_errand(a_part()), an_errand(a_part()), week_most=[300, 300, 300], week_norm=[300, 60, 300])
    plan = a_plan(2, there_and_back(30), there_and_back(DAY + 30, part=1))
    apart = Apart.of(week, without(week, plan, 0), [0], [0])

    assert apart.alone.week_most.tolist() == [180, 180, 300]
    assert apart.alone.week_norm.tolist() == [180, 0, 300]


def test_a_plan_apart_and_joined_again_is_the_plan():
    """What is told to a part of the week and told back is what it was."""
    week = a_random_week(5, errands=8, people=5, vehicles=3)
    plan = fill(week)
    day = day_of(week, plan.trips[0].leaves)
    others = without(week, plan, day)
    here = [e for e, parts in enumerate(week.parts_of) if plan.trip[parts[0]] >= 0 > others.trip[parts[0]]]
    apart = Apart.of(week, others, here, [day])

    assert apart.joined(apart.told(plan)) == plan


@pytest.mark.parametrize("seed", [1, 2])
def test_what_is_taken_up_is_counted_once(seed):
    """A plan with nothing left to place is searched on from: hours and hard work are those of the plan, not twice as much."""
    week = a_week(
        an_errand(a_part(hard=10, need=((CREW, 1),))), out_norm=[60] * 6, out_most=[600] * 6, out_price=[1] * 6
    )
    engine = Engine(week, levels(week), seed)
    engine.fill(fill(week))
    found = engine.search(0.001, bool)

    assert dict(zip(score(week, found), engine.values, strict=True)) == score(week, found)


def test_a_search_goes_on_from_another_plan():
    """It counts on where it stood, begins lukewarm where it is asked to, and takes the plan it is given for the best."""
    week = a_week(an_errand(a_part()), **wish((LI, WANG, -1, 3)))
    engine = Engine(week, levels(week), 1)
    engine.fill(Plan.empty(week))
    engine.search(0.001, bool)
    before, given_plan = engine.spent, a_plan(1, there_and_back(150))

    assert engine.take(given_plan) == given_plan
    assert engine.spent >= before
    engine.search(0.001, bool, 0.3)
    assert engine.spent > before
    assert Engine(a_week(), levels(a_week()), 1).take(Plan.of(0, [])) == Plan.of(0, [])


def test_the_other_days_have_the_hours_that_are_left():
    """Li may be out four hours a week: the late day takes three, so that the other day, at first with Li, goes with Zhao."""
    need = ((CREW, 2),)
    week = a_week(
        an_errand(a_part(windows=((0, DAY),), due=0, need=need)),
        an_errand(a_part(windows=((DAY, 2 * DAY),), need=need)),
        week_most=[220, 600, 600],
    )
    plan = a_plan(2, (0, 30, 150, (LI, WANG), {0: 60}), (0, DAY, DAY + 120, (LI, WANG), {1: DAY + 30}))
    found = Days(week, levels(week), 1)._mended(plan, 0, bool)

    assert (lawful(week, plan), lawful(week, found)) == (False, True)
    assert (found.trips[0], set(found.placed)) == (plan.trips[0], {0, 1})
    assert LI not in found.trips[1].people


def test_what_is_late_later_is_brought_to_the_day():
    """An errand that waits for the second day, late, is tried on the first in every other search of it."""
    week = a_week(*(an_errand(a_part(due=0, **ONE_CAR)) for _ in range(2)))
    plan = a_plan(2, there_and_back(30), there_and_back(DAY + 30, part=1))
    days = Days(week, levels(week), 1)
    found = [days._anew(plan, 0, bool) for _ in range(2)]

    assert days._late_elsewhere(plan, 0) == [1]
    assert [[day_of(week, start) for start in one.start] for one in found] == [[0, 1], [0, 0]]


def test_a_days_trips_are_pushed_about_in_small_weeks_only():
    """In a big week, and where anything is published, the search is what it was."""
    small, big = a_week(an_errand()), a_week(*(an_errand() for _ in range(SMALL_WEEK + 1)))
    published = a_week(an_errand(a_part(booked=(150, 0))))
    pushes = [int(Layout.of(week, levels(week)).data[k.H_PUSHES]) for week in (small, big, published)]

    assert [pushes[0] > 0, *pushes[1:]] == [True, 0, 0]


def test_on_the_last_day_there_is_no_other_and_after_it_none():
    """On a Sunday what is over the hours of the week goes nowhere else; at night no day is left to deal anew."""
    last = a_week(an_errand(a_part()), day_opens=[0], day_closes=[DAY], **out(LI, most=60))
    over = a_plan(1, there_and_back())
    over_night = a_week(an_errand(a_part(windows=())), day_opens=[], day_closes=[])

    assert Days(last, levels(last), 1)._mended(over, 0, bool) == over
    assert Days(last, levels(last), 1)._put(over, [0], 0) == over
    assert not Days(over_night, levels(over_night), 1).fit(Plan.empty(over_night), 10)
