"""A week drawn by hand: violations by name, its worth by the same levels, and the lawful plan nearest to it."""

from dataclasses import replace

import pytest

from allocator.decisions.fieldwork.checker import check_week
from allocator.decisions.fieldwork.levels import measure_week
from allocator.decisions.fieldwork.review import review_plan
from allocator.domain.fieldwork import Stop, WeekPlan
from fixtures.field_booking import book
from fixtures.field_weeks import field_week
from solver.search import Limits
from tests.field_stories import a_field_week, a_trip, an_errand, at

FEW = Limits(seconds=60, deterministic=0.02)


def test_a_lawful_plan_needs_no_repair():
    """It is scored, and that is all."""
    week = a_field_week()
    plan = WeekPlan((a_trip(),))

    found = review_plan(week, plan, FEW)

    assert (found.objections, found.repair, found.left) == ((), None, ())
    assert found.values == measure_week(week, plan)


def test_somebody_on_two_trips_is_named_and_one_booking_moves():
    """Cy is drawn on two trips at once: one of the two changes, no more."""
    week = a_field_week(an_errand("E1"), an_errand("E2", handler="bo"))
    other = a_trip("T2", vehicle="V2", driver="hal", people=("bo", "cy", "hal"), stops=(Stop("E2", at(0, "08:40")),))

    found = review_plan(week, WeekPlan((a_trip(), other)), FEW)

    assert [(one.rule, one.holder) for one in found.objections] == [("person_once", "cy")]
    assert found.repair
    assert len(found.repair.moves) == 1
    assert check_week(found.repair.week, found.repair.plan) == ()


def test_whom_nobody_knows_is_named_and_left_out():
    """A car that is not there takes its trip with it; a stranger leaves the others aboard."""
    week = a_field_week()

    found = review_plan(week, WeekPlan((a_trip(vehicle="V9"), a_trip("T2", people=("ann", "zoe", "gus")))), FEW)

    assert {one.rule for one in found.objections} >= {"known_vehicle", "known_officer"}
    assert found.repair
    assert check_week(found.repair.week, found.repair.plan) == ()


@pytest.mark.parametrize("seed", [1, 2])
def test_a_week_on_one_car_is_spread_over_all(seed):
    """Somebody drew every trip on the first car: what comes back is lawful, and never below its bound."""
    week = field_week(seed, 14, 12, 3)
    plan = WeekPlan(tuple(replace(trip, vehicle=week.office.vehicles[0].code) for trip in book(week).trips))

    found = review_plan(week, plan, FEW)

    assert found.objections
    assert found.repair
    assert found.repair.objections == ()
    assert found.repair.bound <= found.repair.value
