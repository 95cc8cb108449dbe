"""Bounds by tours: no lawful plan is ever below them, whatever the prices, and they see what single errands do not."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from solver.fieldwork import Plan, score, solve
from solver.fieldwork.bounds.dual import SCALE, Look, Prices, dual
from solver.fieldwork.bounds.floor import floor
from solver.fieldwork.bounds.kinds import CLOSELY, COUNTED, MEETING, ROUGHLY, Kinds
from solver.fieldwork.bounds.tour import SUMMED, tours_of
from solver.fieldwork.bounds.tour_prices import TourPrices
from solver.fieldwork.bounds.vehicle_days import VehicleDays
from solver.fieldwork.engine import Engine
from solver.fieldwork.rules.prefer import levels
from solver.limits import Limits
from tests.solver.fieldwork.weeks import (
    CREW,
    DAY,
    DRIVES,
    LEAD,
    LI,
    WANG,
    a_part,
    a_random_week,
    a_week,
    an_errand,
    away,
    lawful,
    sync,
)

SECONDS = 0.3
SIGHTS = (COUNTED, MEETING, ROUGHLY, CLOSELY)
MANY = settings(max_examples=60, deadline=None)
seeds = st.integers(0, 10_000_000)


def a_lawful_plan(week, seed):
    """What the search makes of a week in a blink, by another way for each seed."""
    engine = Engine(week, levels(week), seed)
    engine.fill(Plan.empty(week))
    return engine.search(0.002, bool)


def some_prices(week, days, sight, seed, dearest):
    """Prices out of thin air: of parts, of people on each day and in each hour, of what is held, of parts that meet."""
    chance = np.random.default_rng(seed)
    held = {name: float(chance.random() * dearest / 50) for name in SUMMED}
    part, person = chance.random(week.parts) * dearest, chance.random(week.days) * dearest / 500
    kinds = days.hours_seen(sight)
    rows = len(kinds.most) if kinds else 0
    hours = chance.random(rows) * dearest / 500 * (chance.random(rows) < 0.3)
    meet = chance.random(len(days.meetings.rows)) * dearest / 4 * (chance.random(len(days.meetings.rows)) < 0.3)
    return Prices.rounded(part, person, held, hours, meet)


def each_level(week, values):
    """Each level with the values of those above it held."""
    held: dict[str, int] = {}
    for name in (level.level for level in levels(week)):
        yield name, dict(held)
        held[name] = values[name]


def prices_bound(week, level, out=0):
    """The bound of a level while so many errands of the first rank may stay without a place."""
    held = {} if level == "placed:0" else {"placed:0": out}
    return TourPrices(week).bound(level, held, SECONDS)


@MANY
@given(seeds, st.integers(1, 7), seeds, st.sampled_from([2, 50, 1000]))
def test_no_lawful_plan_is_below_the_bound_at_any_prices(seed, errands, other, dearest):
    """Not even at prices that make no sense, with convoys, leave, shared things and bookings in the week."""
    week = a_random_week(seed, errands, people=4, vehicles=3)
    plan = a_lawful_plan(week, other)
    assert lawful(week, plan)
    days, values = VehicleDays.of(week), score(week, plan)

    for level, held in each_level(week, values):
        if level in SUMMED or level.startswith("placed"):
            for sight in SIGHTS:
                found = dual(week, days, level, held, some_prices(week, days, sight, other, dearest), Look(sight))
                assert found.bound <= values[level] * SCALE


@settings(max_examples=15, deadline=None)
@given(seeds, st.integers(2, 6), seeds)
def test_no_lawful_plan_is_below_the_bound_of_the_prices_found(seed, errands, other):
    """Prices of the linear programme, level after level, with what was found for those above."""
    week = a_random_week(seed, errands, people=4, vehicles=2)
    plan = a_lawful_plan(week, other)
    prices, values = TourPrices(week), score(week, plan)
    prices.learn(plan)

    for level, held in each_level(week, values):
        assert prices.bound(level, held, SECONDS / 10) <= values[level]


@pytest.mark.parametrize("seed", range(3))
def test_what_is_found_for_other_levels_does_not_change_a_bound(seed):
    """Their tours are not its own, and how far prices may rise is a matter of the plan alone, also learned once more."""
    week = a_random_week(seed, errands=16, people=5, vehicles=3)
    plan = a_lawful_plan(week, seed)
    alone, after, held = TourPrices(week), TourPrices(week), {"placed:0": score(week, plan)["placed:0"]}
    alone.learn(plan)
    after.learn(plan)
    for level in ("placed:0", "away", "travel"):
        after.bound(level, held if level != "placed:0" else {}, SECONDS / 6)
    after.learn(plan)

    assert after.bound("late", held, SECONDS / 6) == alone.bound("late", held, SECONDS / 6)


@pytest.mark.parametrize("seed", range(4))
def test_no_bound_is_above_what_a_search_tree_proves(seed):
    """The best plan of a week of two errands, proven, is not below the bound of any level."""
    week = a_random_week(seed, errands=2, people=3, vehicles=1)
    proven = {level.name: level.value for level in solve(week, Limits(60, deterministic=1.0), 1).certificate.levels}

    for level, held in each_level(week, proven):
        assert TourPrices(week).bound(level, held, SECONDS) <= proven[level]


@MANY
@given(seeds, seeds, st.sampled_from([2, 50, 1000]))
@example(545, 0, 2)  # who may stand in is not there at every hour
def test_crews_by_kind_never_lower_a_bound(seed, other, dearest):
    """Each crew by kind is one of those only counted; so where no hour has a price no day costs less."""
    week = a_random_week(seed, errands=5, people=4, vehicles=2)
    values, days = score(week, a_lawful_plan(week, other)), VehicleDays.of(week)
    prices = [some_prices(week, days, sight, other, dearest) for sight in SIGHTS]
    for level, held in each_level(week, values):
        if level in SUMMED:
            free = [replace(own, hours=own.hours * 0, meet=prices[COUNTED].meet) for own in prices]
            counted, *by_kind = (dual(week, days, level, held, free[sight], Look(sight)).bound for sight in SIGHTS)
            assert min(by_kind) >= counted


@MANY
@given(seeds, seeds)
def test_the_more_is_held_the_higher_the_bound_at_the_same_prices(seed, other):
    """What is held less tightly never makes a bound higher."""
    week = a_random_week(seed, errands=5, people=4, vehicles=2)
    values, days = score(week, a_lawful_plan(week, other)), VehicleDays.of(week)
    prices = some_prices(week, days, COUNTED, other, 50)
    for level, held in each_level(week, values):
        if level in SUMMED:
            loose = {name: value + 1 for name, value in held.items()}
            tight, looser = (dual(week, days, level, most, prices).bound for most in (held, loose))
            assert looser <= tight


@MANY
@given(seeds, seeds)
def test_tours_of_a_plan_add_up_to_its_levels(seed, other):
    """Lateness, stand-ins, minutes away and on the road: each belongs to one vehicle on one day."""
    week = a_random_week(seed, errands=6, people=4, vehicles=3)
    plan = a_lawful_plan(week, other)
    tours, values = list(tours_of(week, VehicleDays.of(week), plan, Kinds.read(week, closely=True))), score(week, plan)

    assert [sum(tour.sums[number] for tour in tours) for number in range(len(SUMMED))] == [values[n] for n in SUMMED]
    assert sorted(part for tour in tours for part in tour.parts) == list(plan.placed)


def test_with_one_vehicle_the_second_errand_is_late():
    """Alone each would be in time; after the first come an hour's work and half an hour's way."""
    week = a_week(*(an_errand(a_part(place, due=30, vehicles=0b01)) for place in (1, 2)))

    assert floor(week, "late", {"placed:0": 0}) == 0
    assert prices_bound(week, "late") == 90


def test_with_two_vehicles_nobody_is_late():
    """At the boundary: the other vehicle leaves at the same time."""
    week = a_week(*(an_errand(a_part(place, due=30)) for place in (1, 2)))

    assert prices_bound(week, "late") == 0


def test_an_errand_may_be_left_out_rather_than_late():
    """Where one may stay without a place, nothing needs to be late."""
    week = a_week(*(an_errand(a_part(place, due=30, vehicles=0b01)) for place in (1, 2)))

    assert prices_bound(week, "late", out=1) == 0


def test_a_day_too_short_for_two_leaves_one_out():
    """Each takes five of the eight hours, and both can be only on the first day."""
    long = (an_errand(a_part(minutes=300, windows=((0, DAY - 1),), vehicles=0b01)) for _ in range(2))

    assert prices_bound(a_week(*long), "placed:0") == 1


def test_people_who_are_away_leave_an_errand_out():
    """Two of three are away on both days from the second hour on: one hour's work at most has its two."""
    work = (an_errand(a_part(need=((CREW, 2),))) for _ in range(2))
    week = a_week(*work, **away(*((who, start, start + 360) for who in (0, 1) for start in (120, 120 + DAY))))

    assert prices_bound(week, "placed:0") == 0
    assert prices_bound(week, "late") == 0


def test_one_errand_takes_its_crew_and_its_way():
    """Two are away for the way, the work and the way back; and a third where nobody of two leads or drives."""
    week = a_week(an_errand(a_part(need=((CREW, 2),))))
    apart = a_week(
        an_errand(a_part(need=((CREW, 2), (LEAD, 1)))), skills=((CREW,), (CREW,), (LEAD, DRIVES)), vehicle_driver=[2, 2]
    )

    assert prices_bound(week, "away") == 240
    assert prices_bound(week, "travel") == 60
    assert prices_bound(apart, "away") == 360


def test_the_handlers_of_both_errands_are_away_all_the_time():
    """One village, one trip: two would be enough for the work, but both handlers and somebody who drives go along."""
    skills = ((CREW,), (CREW,), (CREW, DRIVES))
    both = [an_errand(a_part(need=((CREW, 2),), who=((handler, 0),), vehicles=0b01)) for handler in (LI, WANG)]
    week = a_week(*both, skills=skills, vehicle_driver=[DRIVES, DRIVES])
    either = a_week(
        *(an_errand(a_part(need=((CREW, 2),), who=((LI, 0),), vehicles=0b01)) for _ in both),
        skills=skills,
        vehicle_driver=[DRIVES, DRIVES],
    )

    assert prices_bound(either, "away") == 2 * (30 + 60 + 60 + 30)
    assert prices_bound(week, "away") == 2 * 2 * (30 + 60 + 30)


def test_a_stand_in_makes_a_crew_smaller_where_one_may():
    """While no stand-in is held both handlers go; where one may cost its price, the other stands for both."""
    part = a_part(need=((CREW, 1),), vehicles=0b01)
    week = a_week(an_errand(part | {"who": ((LI, 0), (WANG, 2))}), an_errand(part | {"who": ((WANG, 0),)}))
    prices = TourPrices(week)

    assert prices.bound("away", {"placed:0": 0, "standin": 0}, SECONDS) == 240
    assert prices.bound("away", {"placed:0": 0, "standin": 2}, SECONDS) == 180


def test_steps_are_such_that_nothing_is_rounded_where_the_week_has_them():
    """All times are whole half hours: three errands of half an hour on the way fill what is left of the day."""
    week = a_week(*(an_errand(a_part(minutes=30)) for _ in range(3)))

    assert {day.step for day in VehicleDays.of(week).days} == {30}
    assert {day.step for day in VehicleDays.of(a_week(an_errand(a_part(minutes=31)))).days} == {3}


def test_a_handler_on_leave_all_week_makes_a_stand_in():
    """The price of the stand-in is sure before anything is planned; not where the handler is there for an hour or two."""
    errand = an_errand(a_part(who=((0, 0), (1, 3))))

    assert prices_bound(a_week(errand, **away((0, 0, 2 * DAY))), "standin") == 3
    assert prices_bound(a_week(errand, **away((0, 120, 2 * DAY))), "standin") == 0


def test_where_days_have_no_end_tours_say_nothing():
    """A benchmark without closing hours is no week of an office."""
    week = a_week(an_errand(), day_opens=[0], day_closes=[10_000])

    assert prices_bound(week, "away") == 0


def test_the_same_bound_comes_out_every_time():
    """Labels are counted, never timed."""
    week = a_random_week(3, errands=8, people=5, vehicles=3)

    assert prices_bound(week, "away") == prices_bound(week, "away")


def test_parts_that_meet_are_late_together():
    """The second vehicle comes back at noon: the part it is to meet, due in the morning, is late as well."""
    convoy = an_errand(a_part(due=30, vehicles=0b01), a_part(vehicles=0b10, windows=((240, DAY),)))
    week = a_week(convoy, **sync((0, 1, 0, 0)))
    apart = a_week(convoy)

    assert prices_bound(apart, "late") == 0
    assert prices_bound(week, "late") == 210


def test_a_day_does_not_go_round_and_round():
    """Three errands of one village, each worth a lot: once each for every vehicle and day, however often they would fit."""
    week = a_week(*(an_errand(a_part(1, minutes=10)) for _ in range(3)))
    days, none = VehicleDays.of(week), np.zeros(0)
    prices = Prices.rounded(np.full(3, 100.0), np.zeros(2), {}, none, none)
    vehicles = sum(day.vehicles for day in days.days)

    assert dual(week, days, "late", {"placed:0": 0}, prices).bound == (1 - vehicles) * 300 * SCALE


@MANY
@given(seeds, seeds, st.sampled_from([2, 50, 1000]))
def test_with_less_room_to_remember_no_bound_is_higher(seed, other, dearest):
    """Where a stop has two labels alone, what they remember is what both did."""
    week = a_random_week(seed, errands=7, people=4, vehicles=2)
    values, days = score(week, a_lawful_plan(week, other)), VehicleDays.of(week)
    prices = some_prices(week, days, COUNTED, other, dearest)
    held = {name: value for name, value in values.items() if name.startswith("placed")}
    few, many = (_with_slots(slots, week, days, held, prices) for slots in (2, 200))

    assert few <= many


def _with_slots(slots, week, days, held, prices):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("solver.fieldwork.bounds.dual.SLOTS", slots)
        return dual(week, days, "late", held, prices).bound


def test_one_who_drives_is_not_in_two_vehicles_at_once():
    """Two vehicles, one of three drives: the second errand waits until the first is back, as with one vehicle."""
    skills = ((CREW, LEAD), (CREW, LEAD), (CREW, DRIVES))
    work = [an_errand(a_part(place, due=30, need=((CREW, 1),))) for place in (1, 2)]
    alone = a_week(*work, skills=skills, vehicle_driver=[DRIVES, DRIVES])

    assert prices_bound(alone, "late") == 90
    assert prices_bound(a_week(*work), "late") == 0


def test_one_of_two_alike_who_is_barred_leaves_the_other():
    """Two are alike but for being barred, said twice over: the other one still goes, and nobody is late."""
    skills = ((CREW, LEAD), (CREW, LEAD), (CREW,))
    week = a_week(an_errand(a_part(due=30, need=((CREW, 2),), barred=((0,), (0,)))), skills=skills)

    assert prices_bound(week, "late") == prices_bound(week, "placed:0") == 0
