"""What the week leaves to somebody of the hours out: the rulebook's, less hearings and trips under way."""

from datetime import date

import pytest

from allocator.domain.fieldwork.hours import HoursLeft, left_in, left_on, worked
from allocator.domain.fieldwork.means import Engagement, EngagementKind
from allocator.domain.fieldwork.trips import DAY, Hours, Span, TripState
from allocator.domain.people import Reduction
from tests.field_stories import a_field_office, a_field_week, a_trip
from tests.stories import a_period

MONDAY = a_period("2022-09-05", "2022-09-05")
WEEK = Span(0, 7 * DAY)


def engaged(kind: EngagementKind, begins: int, ends: int) -> Engagement:
    return Engagement("ann", kind, Hours(MONDAY, begins, ends))


def test_a_working_day_has_its_norm_and_its_most():
    """Eight hours at no price, ten at most; nobody has worked yet."""
    assert left_on(a_field_week(), "ann", 0) == HoursLeft(most=600, norm=480, price=3)
    assert left_in(a_field_week(), "ann") == HoursLeft(most=2700, norm=2400, price=3)


def test_a_closed_day_has_no_norm():
    """Every minute of a Saturday is overtime, at its own price."""
    assert left_on(a_field_week(), "ann", 5) == HoursLeft(most=600, norm=0, price=4)


def test_hearings_count_and_other_business_does_not():
    """The rulebook says which engagements are work of the day; two at once are worked once."""
    hearings = (engaged(EngagementKind.HEARING, 540, 660), engaged(EngagementKind.HEARING, 600, 720))
    week = a_field_week(engagements=(*hearings, engaged(EngagementKind.OTHER, 800, 900)))

    assert worked(week, "ann", WEEK) == 180
    assert (left_on(week, "ann", 0).most, left_on(week, "ann", 1).most) == (420, 600)
    assert left_in(week, "ann").norm == 2220


def test_a_trip_under_way_counts_for_everybody_aboard():
    """What is drafted or published is still to be decided, and is not counted here."""
    started, published = a_trip(state=TripState.STARTED), a_trip(state=TripState.PUBLISHED)

    assert left_on(a_field_week(trips=(started,)), "gus", 0) == HoursLeft(460, 340, 3)
    assert left_on(a_field_week(trips=(started,)), "bo", 0).most == 600
    assert left_on(a_field_week(trips=(published,)), "gus", 0).most == 600


def test_nothing_is_left_below_nothing():
    """A day of hearings beyond the most leaves no minute, not less."""
    week = a_field_week(engagements=(engaged(EngagementKind.HEARING, 0, 900),))

    assert left_on(week, "ann", 0) == HoursLeft(0, 0, 3)


@pytest.mark.parametrize("kind, first, most", [("part_time", 5, 1350), ("duty", 5, 2700), ("part_time", 6, 2700)])
def test_who_works_part_time_has_a_part_of_the_weeks_hours(kind, first, most):
    """Half of them by a reduction that runs on Monday; a day is as long as everybody's."""
    half = Reduction("ann", kind, 500, a_period(date(2022, 9, first).isoformat()))
    week = a_field_week(office=a_field_office(reductions=(half,)))

    assert left_in(week, "ann").most == most
    assert left_on(week, "ann", 0).most == 600
