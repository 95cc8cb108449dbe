"""A week drawn by hand: violations by name, its worth by the same levels, and the lawful plan nearest to it."""

from dataclasses import replace

import pytest

from allocator.decisions.fieldwork.checker import check_week
from allocator.decisions.fieldwork.levels import measure_week
from allocator.decisions.fieldwork.review import review_plan
from allocator.domain.fieldwork.trips import Stop, WeekPlan
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
    (violation,) = found.violations
    assert (violation.objection.amount, violation.unit) == (140, "minutes")
    assert violation.moves == (found.repair.moves[0].errand,)
    assert violation.cost == week.rulebook.fieldwork.move_price == found.repair.value
    assert check_week(found.repair.week, found.repair.plan) == ()


def test_whom_nobody_knows_is_named_and_left_out():
    """A car that is not there takes its trip with it, not its errand; a stranger leaves the others aboard."""
    week = a_field_week(an_errand(), an_errand("E2", handler="bo"))
    other = a_trip("T2", people=("bo", "zoe", "hal"), driver="hal", stops=(Stop("E2", at(0, "08:40")),))

    found = review_plan(week, WeekPlan((a_trip(vehicle="V9"), other)), FEW)

    assert {one.rule for one in found.objections} >= {"known_vehicle", "known_officer"}
    assert found.repair
    assert {errand for errand, _ in found.repair.plan.placed} == {"E1", "E2"}
    unknown = next(one for one in found.violations if one.objection.rule == "known_vehicle")
    assert (unknown.moves, unknown.unit, unknown.cost) == (("E1",), "", 0)
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
    price = week.rulebook.fieldwork.move_price
    assert {code for one in found.violations for code in one.moves} == {one.errand for one in found.repair.moves}
    assert all(one.cost == price * len(one.moves) for one in found.violations)
