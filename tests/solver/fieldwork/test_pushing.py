"""Pushing a day's trips about: what is put in puts off what stands behind it, and nothing unlawful comes of it."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from solver.fieldwork import fill
from solver.fieldwork.kernel import names as k
from solver.fieldwork.kernel.bringing import bring, day_at
from solver.fieldwork.kernel.pushing import lay_out, push
from solver.fieldwork.kernel.turns import list_day, move_turn
from solver.fieldwork.layout import Layout
from solver.fieldwork.rules.prefer import levels
from tests.solver.fieldwork.test_choice import state_of
from tests.solver.fieldwork.weeks import (
    DAY,
    LI,
    WANG,
    ZHAO,
    a_part,
    a_plan,
    a_week,
    an_errand,
    few,
    lawful,
    random_weeks,
    sync,
    there_and_back,
)

SEEDS = np.random.default_rng(1).integers(1, 2**40, 40).tolist()


def pushed(week, plan, seed):
    """The plan after one push; None where something finds no place then."""
    data, state, pad = state_of(week, plan, seed)
    with np.errstate(over="ignore"):  # draws go round
        done = push(data, state, pad)
    return Layout.of(week, levels(week)).plan(state) if done else None


@few
@given(random_weeks, st.integers(1, 1000))
def test_whatever_is_pushed_stays_lawful_and_nothing_loses_its_place(week, seed):
    """Where nothing is published, a push ends in a lawful plan with all that was placed, or is given up."""
    data, _, _ = state_of(week, fill(week))
    plan = fill(week)
    found = None if data[k.H_BOOKED] else pushed(week, plan, seed)

    assert found is None or (lawful(week, found) and set(plan.placed) <= set(found.placed))


def test_what_comes_first_puts_off_what_stands_behind_it():
    """One car, two villages one after the other: they change turns, and each leaves as soon as the car is back."""
    week = a_week(*(an_errand(a_part(vehicles=0b1)) for _ in range(2)))
    plan = a_plan(2, there_and_back(30, (LI,)), there_and_back(150, (WANG,), part=1))
    found = [pushed(week, plan, seed) for seed in SEEDS]
    starts = {one.start for one in found if one is not None and len(one.trips) == 2 and max(one.start) < DAY}

    assert (150, 30) in starts


def test_a_convoy_waits_for_its_other_car():
    """A short trip is put before the second car of a convoy: the first car leaves later, too, as both must meet."""
    convoy = an_errand(a_part(vehicles=0b1), a_part(vehicles=0b10))
    week = a_week(convoy, an_errand(a_part(minutes=10, vehicles=0b10)), **sync((0, 1, 0, 0)))
    trips = (
        (0, 0, 120, (LI,), {0: 30}),
        (1, 0, 120, (WANG,), {1: 30}),
        (1, 120, 190, (ZHAO,), {2: 150}),
    )
    found = [pushed(week, a_plan(3, *trips), seed) for seed in SEEDS * 3]
    first = {one.start for one in found if one is not None and len(one.trips) == 3}

    assert (100, 100, 30) in first


def test_two_parts_of_an_errand_never_share_a_trip():
    """Either car may serve either part: however they are pushed about, each part has a car of its own, at the same time."""
    week = a_week(an_errand(a_part(), a_part(place=2)), an_errand(a_part()), **sync((0, 1, 0, 0)))
    trips = (there_and_back(), there_and_back(vehicle=1, people=(ZHAO,), part=1), there_and_back(150, (LI,), part=2))
    found = [pushed(week, a_plan(3, *trips), seed) for seed in SEEDS * 3]

    assert any(found)
    assert all(lawful(week, one) for one in found if one is not None)


def test_who_drives_is_chosen_anew_for_another_vehicle():
    """Wang drives nothing and may be out with the first vehicle alone, which needs no driver: never with the second."""
    week = a_week(*(an_errand(a_part()) for _ in range(2)), vehicle_driver=[-1, 2])
    trips = (there_and_back(30, (WANG,)), there_and_back(150, (WANG,), part=1))
    found = [pushed(week, a_plan(2, *trips), seed) for seed in SEEDS * 3]

    assert any(one is not None and any(trip.vehicle for trip in one.trips) for one in found)
    assert all(lawful(week, one) for one in found if one is not None)


def test_trips_before_the_first_that_changes_stand_as_they_do():
    """The morning's trip leaves later than it could, and is left so when the two behind it change turns."""
    week = a_week(*(an_errand(a_part(vehicles=0b1)) for _ in range(3)))
    plan = a_plan(3, *(there_and_back(start, (LI,), part=part) for part, start in enumerate((60, 180, 300))))
    data, state, pad = state_of(week, plan)
    list_day(data, state, pad, 0)
    pad[k.X_FROM] = 1
    with np.errstate(over="ignore"):  # draws go round
        assert lay_out(data, state, pad, 0)

    assert Layout.of(week, levels(week)).plan(state).start == (60, 180, 300)


@few
@given(st.integers(1, 2**40))
def test_a_trip_that_changes_its_turn_is_still_one_of_the_day(seed):
    """However trips change turns, the list holds each of them once."""
    week = a_week(*(an_errand(a_part()) for _ in range(3)))
    plan = a_plan(3, *(there_and_back(start, (LI,), part=part) for part, start in enumerate((60, 180, 300))))
    data, state, pad = state_of(week, plan, seed)
    list_day(data, state, pad, 0)
    with np.errstate(over="ignore"):  # draws go round
        move_turn(data, state, pad)
    size = int(data[k.S_ROW])
    stops = [int(pad[data[k.X_ROWS] + turn * size + k.T_STOPS]) for turn in range(pad[k.X_TURNS])]

    assert sorted(stops) == [0, 1, 2]


@few
@given(random_weeks, st.integers(1, 1000))
def test_only_what_is_late_or_has_no_place_is_brought_to_another_day(week, seed):
    """What is brought is late where it is, or nowhere yet; it goes to a day it is not on."""
    plan = fill(week)
    data, state, pad = state_of(week, plan, seed)
    with np.errstate(over="ignore"):  # draws go round
        day = bring(data, state, pad) if plan.trips else -1
    part = int(pad[k.X_PART]) if day >= 0 else -1

    if part >= 0:
        assert plan.trip[part] < 0 or plan.start[part] > week.part_due[part]
        assert plan.trip[part] < 0 or day != day_at(data, plan.start[part])
