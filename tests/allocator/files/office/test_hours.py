"""Hours as clerks write them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allocator.domain.fieldwork.trips import ALWAYS, DAY, Hours
from allocator.domain.people import Period
from allocator.files.faults import Place
from allocator.files.office.findings import Findings
from allocator.files.office.hours import hours
from allocator.files.office.sheet import Entry

DAY_ONE = Period(date(2026, 12, 1), date(2026, 12, 1))


def read(*, one_day: bool = True, **cells: str) -> tuple[Hours, set[str]]:
    """Read the hours of a row, and the codes of its faults."""
    findings = Findings()
    entry = Entry(Place("engagements.csv", 2), {"first": "2026-12-01", **cells}, findings)
    found = hours(entry, one_day=one_day)
    return found, {fault.code for fault in findings.found}


@pytest.mark.parametrize(
    "written, minute",
    [
        ("08:30", 510),
        ("8:30", 510),
        ("8：30", 510),
        ("08:30:00", 510),
        ("8点30分", 510),
        ("8时", 480),
        ("8点", 480),
        ("０８:３０", 510),
    ],
)
def test_a_clock_time_is_read_in_any_form(written, minute):
    """Full-width, Chinese, with seconds as Excel writes them."""
    found, faults = read(begins=written, ends="23:00")

    assert (found.begins, faults) == (minute, set())


@pytest.mark.parametrize("written", ["half past eight", "25:00", "8:75", "24:01", "0.354"])
def test_what_is_no_clock_time_is_told(written):
    """It is refused at its cell, and the row counts as faulty."""
    assert read(begins=written, ends="24:00")[1] == {"clock-form"}


@pytest.mark.parametrize(
    "written, days",
    [
        ("周一", (0,)),
        ("星期四", (3,)),
        ("周日", (6,)),
        ("礼拜天", (6,)),
        ("周一、周三", (0, 2)),
        ("周一至周五", (0, 1, 2, 3, 4)),
        ("一到三；六", (0, 1, 2, 5)),
        ("Mon-Fri", (0, 1, 2, 3, 4)),
        ("Saturday, Sunday", (5, 6)),
        ("Fri-Mon", (0, 4, 5, 6)),
        ("1-5", (0, 1, 2, 3, 4)),
        ("3", (2,)),
        ("", ()),
    ],
)
def test_weekdays_are_read_as_people_write_them(written, days):
    """Chinese, English or numbers, lists and spans; a span may pass the weekend."""
    found, faults = read(weekdays=written)

    assert (found.weekdays, faults) == (days, set())


@pytest.mark.parametrize("written", ["周八", "someday", "1-3-5", "0"])
def test_what_is_no_weekday_is_told(written):
    """A roster on no day would silently take nobody."""
    assert read(weekdays=written)[1] == {"weekday-form"}


def test_a_hearing_is_one_day_and_a_roster_goes_on():
    """Without a last day: on its first day alone, but with weekdays from then on."""
    assert read()[0] == Hours(DAY_ONE)
    assert read(weekdays="周二")[0] == Hours(Period(date(2026, 12, 1)), weekdays=(1,))
    assert read(last="2026-12-03")[0].period.last == date(2026, 12, 3)
    assert read(one_day=False)[0] == Hours(Period(date(2026, 12, 1)))
    assert read(one_day=False, first="")[0] == ALWAYS


def test_hours_that_end_before_they_begin_are_told():
    """Night hours are two rows."""
    assert read(begins="22:00", ends="06:00")[1] == {"hours-reversed"}


@given(st.integers(0, DAY - 1), st.integers(1, DAY))
def test_every_minute_of_the_day_can_be_written(begins, length):
    """The clock reads back what it shows."""
    ends = min(DAY, begins + length)
    found, faults = read(begins=f"{begins // 60:02}:{begins % 60:02}", ends=f"{ends // 60:02}:{ends % 60:02}")

    assert (found.begins, found.ends, faults) == (begins, ends, set())
