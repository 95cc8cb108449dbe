"""When an errand may begin: stretches of minutes that say what the checker says of each minute."""

from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from allocator.decisions.fieldwork.checker_windows import windows_of
from allocator.decisions.fieldwork.windows import away_of, starts_of, taken_of
from allocator.domain.fieldwork.means import Closure, Engagement, EngagementKind, Resource
from allocator.domain.fieldwork.trips import DAY, Hours, Span, Stop, Trip
from fixtures.field_weeks import any_week
from tests.field_stories import THINGS, a_field_office, a_field_week, an_errand, at
from tests.stories import a_period, away

TUESDAY = a_period("2022-09-06", "2022-09-06")


def clock_spans(*spans: Span) -> list[tuple[int, int]]:
    return [(span.begins, span.ends) for span in spans]


def starts(week) -> list[tuple[int, int]]:
    return clock_spans(*starts_of(week, week.errands[0]))


def test_a_visit_may_begin_in_its_hours_on_each_working_day():
    """An hour's visit within 6:00 to 19:00 begins at 18:00 at the latest."""
    assert starts(a_field_week()) == [(at(day, "06:00"), at(day, "18:01")) for day in range(5)]


def test_what_lacks_a_paper_may_never_begin():
    """An eviction that is not approved, or was never noticed, has no minute at all; with both it waits for both."""
    full = an_errand(kind="eviction", approved_on=date(2022, 9, 6), noticed_on=date(2022, 9, 1))

    assert starts(a_field_week(replace(full, approved_on=None))) == []
    assert starts(a_field_week(replace(full, noticed_on=None))) == []
    assert starts(a_field_week(full)) == [(at(day, "08:00"), at(day, "16:01")) for day in (2, 3, 4)]


def test_a_closed_road_takes_away_the_drives_too():
    """Closed on Tuesday from 10:00 to 11:00, forty minutes away: back by ten, or out after eleven."""
    week = a_field_week(closures=(Closure("东镇", Hours(TUESDAY, 600, 660)),), resources=THINGS)

    assert (at(1, "06:00"), at(1, "08:21")) in starts(week)
    assert (at(1, "11:40"), at(1, "18:01")) in starts(week)


def test_a_desk_is_there_in_its_hours_only_for_the_first_vehicle():
    """Half an hour at a desk that opens from ten to twelve on Tuesday."""
    desk = Resource("D", "窗口", "desk", 1, hours=Hours(TUESDAY, 600, 720))
    week = a_field_week(an_errand(kind="registry"), resources=(desk,))

    assert starts(week) == [(at(1, "10:00"), at(1, "11:31"))]
    assert starts(a_field_week(an_errand(kind="registry"), resources=())) == []
    assert len(starts_of(week, week.errands[0], 1)) == 5


def test_whoever_is_on_leave_or_in_a_hearing_is_away():
    """A day of leave and a hearing that touches it are one stretch; a vehicle has engagements only."""
    hearing = Engagement("ann", EngagementKind.HEARING, Hours(TUESDAY, 0, 600))
    service = Engagement("V1", EngagementKind.SERVICE, Hours(TUESDAY, 480, 600))
    office = a_field_office(absences=(away("ann", "2022-09-05", "2022-09-05"),))
    week = a_field_week(office=office, engagements=(hearing, service))

    assert away_of(week, "ann") == (Span(0, at(1, "10:00")),)
    assert away_of(week, "V1") == (Span(at(1, "08:00"), at(1, "10:00")),)
    assert taken_of(week, "V1") == ((Span(at(1, "08:00"), at(1, "10:00")), 1),)
    assert away_of(week, "bo") == ()


@pytest.mark.parametrize("seed", range(5))
def test_stretches_are_in_order_and_apart(seed):
    """Two that touch would be one."""
    week = any_week(seed)
    for errand in week.errands:
        spans = starts_of(week, errand)

        assert all(one.ends < other.begins for one, other in pairwise(spans))


@given(st.integers(0, 60), st.data())
@settings(max_examples=120, deadline=None)
def test_the_stretches_say_what_the_checker_says_of_each_minute(seed, data):
    """Of any errand of any week, at any minute, and at the ends of each stretch."""
    week = any_week(seed)
    errand = data.draw(st.sampled_from(week.errands))
    part = data.draw(st.integers(0, len(week.kind(errand).parts) - 1))
    spans = starts_of(week, errand, part)
    edges = [moment for span in spans for moment in (span.begins - 1, span.begins, span.ends - 1, span.ends)]
    inside = [moment for moment in edges if 0 <= moment < 7 * DAY]

    for moment in (*inside, *data.draw(st.lists(st.integers(0, 7 * DAY - 1), max_size=20))):
        trip = Trip("T", "V1", "", (), moment, moment + 1, (Stop(errand.code, moment, part),))
        allowed = any(span.begins <= moment < span.ends for span in spans)

        assert allowed is (not any(windows_of(week, trip, trip.stops[0])))
