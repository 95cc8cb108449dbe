"""Day sheets: everybody and every vehicle on one page, in both languages, the same bytes each time."""

import pytest

from allocator.decisions.fieldwork.sheets import day_sheet, sheet_text, sheets_of_day
from allocator.domain.fieldwork.trips import Stop, WeekPlan
from tests.field_stories import a_field_week, a_trip, at

PLAN = WeekPlan((a_trip(),))


@pytest.mark.parametrize("code", ["ann", "cy", "gus", "V1"])
def test_a_sheet_says_when_to_leave_whom_to_visit_and_when_one_is_back(code):
    """For the driver and for the car as for the crew."""
    page = sheet_text(day_sheet(a_field_week(), PLAN, code, 0))

    assert [line.split()[0] for line in page.splitlines() if line[:1].isdigit()] == ["08:00", "08:40–09:40", "10:20"]
    assert "柳村走访（E1）" in page
    assert "2022-09-05（周一）" in page


def test_a_day_without_a_trip_says_so():
    """An empty page would look like a fault."""
    assert "当日无外勤" in sheet_text(day_sheet(a_field_week(), PLAN, "ann", 1))
    assert "No field work" in sheet_text(day_sheet(a_field_week(), PLAN, "bo", 0), "en")


def test_the_same_plan_gives_the_same_page():
    """Whatever the order of its trips."""
    other = a_trip("T2", leaves=700, back=900)

    one, two = WeekPlan((a_trip(), other)), WeekPlan((other, a_trip()))

    assert day_sheet(a_field_week(), one, "ann", 0) == day_sheet(a_field_week(), two, "ann", 0)


def test_a_day_has_a_sheet_for_every_car_and_everybody_who_goes():
    """Cars first, in the office's order; nobody else."""
    found = sheets_of_day(a_field_week(), PLAN, 0)

    assert [sheet.code for sheet in found] == ["V1", "ann", "cy", "gus"]
    assert [sheet.weekday.en for sheet in found] == ["Mon"] * 4
    assert sheets_of_day(a_field_week(), PLAN, 1) == ()


def test_what_the_rulebook_no_longer_knows_stands_by_its_code():
    """An errand of a kind that is gone: the sheet says when, and which."""
    trip = a_trip(stops=(Stop("E9", at(0, "08:40")),))

    assert "08:40  E9" in sheet_text(day_sheet(a_field_week(), WeekPlan((trip,)), "ann", 0))
