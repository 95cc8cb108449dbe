"""How few bookings must move: never more than any plan moves, found with few people, cars and things; and in counted time."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from solver.fieldwork import repair, solve
from solver.fieldwork.repair.fewest import Fewest
from solver.fieldwork.repair.published import is_lawful, lay
from solver.fieldwork.repair.standing import Standing
from solver.search import Limits
from tests.solver.fieldwork.everything import fewest
from tests.solver.fieldwork.test_repair import publish
from tests.solver.fieldwork.weeks import CREW, DAY, LI, WANG, ZHAO, a_part, a_random_week, a_week, an_errand, away

BRIEF = Limits(seconds=60, deterministic=0.01)
ENOUGH = 5.0, 60.0  # deterministic and wall seconds
AT_A_HUNDRED = ((100, 100),)


def proven(week):
    """What is proven and found with time enough: errands of the first rank left out, price of moves, who gives way."""
    least = Fewest(week).least(*ENOUGH)
    assert least.way is not None
    return least.out, least.price, least.way


def booked(start, crew, vehicle=0, **more):
    """An errand of the second rank that is published, an hour at the first village."""
    part = a_part(booked=(start, vehicle), crew=tuple((person,) for person in crew), **more)
    return an_errand(part, rank=1)


def urgent(**more):
    """An errand that cannot wait, at minute 100 unless said otherwise."""
    return an_errand(a_part(**({"windows": AT_A_HUNDRED} | more)))


def a_disturbed_week(seed, errands=3):
    """A small published week with starts at single minutes, in which an errand of the first rank waits, or somebody is away."""
    chance = np.random.default_rng(seed)
    week = a_random_week(seed, errands=errands)
    week = replace(
        week, window_closes=week.window_opens, errand_rank=[1] * errands, drive_hard=()
    )  # what is moved sees no drives
    week = publish(week, solve(week, Limits(60, 0.002), 1).plan, move_price=chance.integers(1, 4, errands))
    gone = [part for part in week.parts_of[0] if chance.random() < 0.7]
    start, vehicle = week.booked_start.copy(), week.booked_vehicle.copy()
    start[gone], vehicle[gone] = -1, -1
    ill = int(chance.integers(0, 2 * DAY))
    return replace(
        week,
        booked_start=start,
        booked_vehicle=vehicle,
        errand_rank=[0, *(int(chance.random() < 0.7) for _ in range(errands - 1))],
        away_person=[*week.away_person, int(chance.integers(0, 3))],
        away_from=[*week.away_from, ill],
        away_until=[*week.away_until, ill + int(chance.integers(0, 500))],
    )


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, 10_000_000))
def test_no_plan_moves_less_than_is_proven(seed):
    """Against every plan of the week, written out: the bound is honest, also where it was cut short."""
    week = a_disturbed_week(seed)
    best = fewest(week)

    for seconds in (ENOUGH, (1e-4, 60.0)):
        least = Fewest(week).least(*seconds)
        assert (least.out, least.price) <= best
    certified = {level.name: level for level in repair(week, BRIEF, 1).certificate.levels}
    if "moved" in certified:
        assert certified["moved"].bound <= certified["moved"].value


@pytest.mark.parametrize("seed", range(12))
def test_what_is_proven_is_reached(seed):
    """In these weeks the model is no less than all the rules: what it finds is the best plan there is."""
    week = a_disturbed_week(seed)
    out, price, way = proven(week)

    assert (out, price) == fewest(week)
    assert is_lawful(week, lay(Standing(week), way.gone, way.places))


def test_two_that_nobody_may_be_out_for_help_one_another_nothing():
    """Two urgent errands of one village, two hours each and everybody out an hour and a half at most: both are left out."""
    at_once = [urgent(windows=((100, 100),), need=((CREW, 1),)), urgent(windows=((160, 160),), need=((CREW, 1),))]

    assert proven(a_week(*at_once, out_most=[90] * 6))[:2] == (2, 0)


def next_door_at_once(seats):
    """Li is at the village; as soon as the car can be next door an urgent errand asks for Li and one more."""
    waits = urgent(place=2, windows=((190, 190),), need=((CREW, 2),), who=((LI, 0),))
    return a_week(waits, booked(100, (LI,)), vehicle_driver=[-1, -1], vehicle_seats=seats)


def test_who_joins_a_trip_moves_nothing():
    """There is a seat for Wang or Zhao, and the errand goes along."""
    week = next_door_at_once([2, 2])
    out, price, way = proven(week)

    assert (out, price) == (0, 0)
    assert way.places[0][:2] == (190, 0)
    assert is_lawful(week, lay(Standing(week), (), way.places))


def test_without_a_seat_somebody_gives_way():
    """The car has one seat; with the other car Li would have to be back between."""
    assert Fewest(next_door_at_once([1, 2])).least(*ENOUGH).price == 1


def test_an_urgent_booking_that_gives_way_finds_another_place():
    """Both are urgent: the one with one hour only takes the car of the other, which goes later and counts once."""
    other = an_errand(a_part(booked=(100, 0), crew=((LI,),), windows=((100, 100), (300, 300))))
    week = a_week(urgent(vehicles=0b01), other, vehicle_driver=[-1, -1])
    out, price, way = proven(week)

    assert (out, price, way.places[1][0]) == (0, 1, 300)


@pytest.mark.parametrize("cameras, price", [(1, 1), (2, 0)])
def test_a_camera_carried_along_is_out_for_the_whole_trip(cameras, price):
    """Li's two visits are one trip, with the camera for the first: it is not back while the second lasts."""
    first, second = booked(100, (LI,), use=((0, 1),)), booked(200, (LI,), place=2)
    waits = urgent(windows=((210, 210),), use=((0, 1),))
    week = a_week(waits, first, second, resource_count=[cameras], resource_carried=[1], vehicle_driver=[-1, -1])

    assert Fewest(week).least(*ENOUGH).price == price


def test_two_bookings_that_no_longer_go_together():
    """Booked by hand: Li is in two places at once; either can stand, not both."""
    week = a_week(booked(100, (LI,)), booked(200, (LI, WANG), vehicle=1), booked(600, (ZHAO,)))

    assert list(Standing(week).clashes()) == [(0, 1)]
    assert proven(week)[:2] == (0, 1)


def test_being_away_for_no_time_forces_nothing():
    """An entry that begins and ends at once takes nobody's time."""
    week = a_week(booked(100, (LI,)), **away((LI, 120, 120)))

    assert Fewest(week).forced == frozenset()


def test_bookings_on_one_trip_are_a_chain():
    """No time to be back between the first two; the third is another trip."""
    week = a_week(booked(100, (LI,)), booked(190, (LI,), place=2), booked(400, (LI,)))

    assert Standing(week).chains == ((0, 1), (2,))
