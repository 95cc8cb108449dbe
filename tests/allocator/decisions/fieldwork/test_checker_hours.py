"""Nobody is out longer than the law allows: the checker names who, on which day, and by how many minutes."""

from dataclasses import replace

import pytest

from allocator.decisions.fieldwork.checker_hours import hours_of
from allocator.domain.fieldwork.means import Engagement, EngagementKind
from allocator.domain.fieldwork.trips import Hours, TripState
from allocator.domain.people import Reduction
from tests.field_stories import a_field_office, a_field_week, a_trip, at
from tests.stories import a_period


def out(day: int, begins: str, ends: str, **more):
    """A trip of Gus alone, whatever it serves."""
    return a_trip(f"T{day}{begins}", people=("gus",), leaves=at(day, begins), back=at(day, ends), **more)


def objections(week, *trips):
    return [(one.rule, one.holder, one.amount) for one in hours_of(week, trips)]


def test_ten_hours_on_a_day_are_lawful_and_a_minute_more_is_not():
    """Two trips of one day are one day's work."""
    morning = out(0, "06:00", "12:00")

    assert objections(a_field_week(), morning, out(0, "13:00", "17:00")) == []
    assert objections(a_field_week(), morning, out(0, "13:00", "17:01")) == [("hours_day", "gus", 1)]


def test_the_week_has_a_most_of_its_own():
    """Nine hours on five days are forty-five; on six there are nine too many."""
    days = [out(day, "08:00", "17:00") for day in range(6)]

    assert objections(a_field_week(), *days[:5]) == []
    assert objections(a_field_week(), *days) == [("hours_week", "gus", 540)]


def test_who_works_part_time_reaches_the_weeks_most_sooner():
    """Four fifths of forty-five hours are thirty-six."""
    fewer = Reduction("gus", "part_time", 200, a_period("2022-09-01"))
    week = a_field_week(office=a_field_office(reductions=(fewer,)))
    days = [out(day, "08:00", "17:00") for day in range(5)]

    assert objections(week, *days[:4]) == []
    assert objections(week, *days) == [("hours_week", "gus", 540)]


def test_a_hearing_of_the_day_counts_in():
    """Four hours of it leave six."""
    hearing = Engagement("gus", EngagementKind.HEARING, Hours(a_period("2022-09-05", "2022-09-05"), 1080, 1320))
    week = a_field_week(engagements=(hearing,))

    assert objections(week, out(0, "08:00", "14:00")) == []
    assert objections(week, out(0, "08:00", "14:01")) == [("hours_day", "gus", 1)]


@pytest.mark.parametrize("ends, over", [("11:00", []), ("11:01", [("hours_day", "gus", 1)])])
def test_what_is_under_way_is_no_fault_but_counts(ends, over):
    """Who has been out for seven hours may be out for three more."""
    started = out(0, "00:00", "07:00", state=TripState.STARTED)

    assert objections(a_field_week(trips=(started,)), started, out(0, "08:00", ends)) == over
    assert objections(a_field_week(), replace(started, back=at(0, "23:00"))) == []
