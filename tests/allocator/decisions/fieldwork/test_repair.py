"""The day goes wrong: an urgent errand, a car or a person that drops out; the fewest bookings move, and started ones never."""

from dataclasses import replace
from datetime import timedelta

import pytest

from allocator.decisions.fieldwork.repair import outage, urgent
from allocator.domain.fieldwork.means import Engagement, EngagementKind
from allocator.domain.fieldwork.trips import ALWAYS, Hours, Stop, TripState
from allocator.domain.people import Period
from fixtures.field_weeks import field_week
from solver.search import Limits
from tests.allocator.decisions.fieldwork.test_week import planned_on_wednesday
from tests.field_stories import a_field_week, a_trip, an_errand, at

FEW = Limits(seconds=60, deterministic=0.02)


def one_published(**more):
    """Ann's visit is published for Monday at 8:40; it is seven o'clock."""
    trip = a_trip(state=TripState.PUBLISHED, stops=(Stop("E1", at(0, "08:40")),))
    return a_field_week(an_errand(), trips=(trip,), now=at(0, "07:00"), **more)


def test_an_urgent_errand_goes_beside_what_stands():
    """There is a second car: nothing moves, and that is proven."""
    week = one_published()

    found = urgent(week, an_errand("U1", "registry", handler="bo"), FEW)

    assert found.placed
    assert found.proven
    assert (found.value, found.moves[0].errand, found.moves[0].before) == (0, "U1", None)
    assert found.objections == ()
    assert "bo" in found.moves[0].told


def test_a_car_that_breaks_moves_its_booking_to_the_other():
    """V1 is out of order: its visit moves, one booking at the rulebook's price, and who goes is told."""
    week = one_published()

    found = outage(week, Engagement("V1", EngagementKind.OUTAGE, ALWAYS), FEW)

    (moved,) = found.moves
    assert (found.placed, found.value, found.bound) == (True, 10, 10)
    assert found.told.zh == "改动 1 项预约，已证明最少。"
    assert moved.before
    assert moved.after
    assert (moved.before.vehicle, moved.after.vehicle) == ("V1", "V2")
    assert {"ann", "cy", "gus"} <= set(moved.told)


def test_what_is_not_proven_is_told_as_between():
    """Cut short, an answer says how many must move at least, and how many it moves."""
    found = outage(one_published(), Engagement("V1", EngagementKind.OUTAGE, ALWAYS), FEW)

    assert replace(found, value=30).told.en == "3 bookings move; at least 1 must, so the fewest are between 1 and 3."


def test_nothing_is_changed_by_asking():
    """The week that was asked about is as it was."""
    week = one_published()
    before = week.digest

    outage(week, Engagement("ann", EngagementKind.OTHER, ALWAYS), FEW)

    assert replace(week).digest == before


@pytest.mark.parametrize("seed", [2, 3, 5])
def test_trips_under_way_never_move(seed):
    """A car drops out on Thursday, and an errand cannot wait: what has left stands, the rest is lawful."""
    week = planned_on_wednesday(field_week(seed, 18, 12, 2))
    thursday = week.monday + timedelta(days=3)
    gone = Engagement(week.office.vehicles[0].code, EngagementKind.OUTAGE, Hours(Period(thursday, thursday)))

    answers = [outage(week, gone, FEW), urgent(week, replace(week.errands[0], code="U1"), FEW)]

    running = [trip for trip in week.trips if trip.state == TripState.STARTED]
    assert running
    for found in answers:
        assert found.objections == ()
        assert found.bound <= found.value
        assert all(trip in found.plan.trips for trip in running)
        assert found.value == week.rulebook.fieldwork.move_price * len(
            {one.errand for one in found.moves if one.before}
        )
