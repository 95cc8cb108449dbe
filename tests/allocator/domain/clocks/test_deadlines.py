"""When a node falls due: day 0 does not count, and a last day on a holiday rolls on."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allocator.domain.calendar import WorkCalendar
from allocator.domain.clocks.deadlines import due_on
from allocator.domain.clocks.nodes import Node
from allocator.domain.words import Text

WEEKDAYS = WorkCalendar()
GOLDEN_WEEK = WorkCalendar(frozenset(date(2022, 10, day) for day in range(1, 8)), frozenset({date(2022, 10, 8)}))


def a_node(limit, unit):
    return Node("N", Text("节点", "node"), "filing", limit, unit, "team", "D06", confirmed=True)


@pytest.mark.parametrize(
    "limit, unit, start, due",
    [
        (7, "calendar", date(2022, 9, 5), date(2022, 9, 12)),
        (5, "calendar", date(2022, 9, 5), date(2022, 9, 12)),  # the tenth is a Saturday
        (2, "working", date(2022, 9, 8), date(2022, 9, 12)),
        (0, "working", date(2022, 9, 10), date(2022, 9, 12)),
        (0, "calendar", date(2022, 9, 5), date(2022, 9, 5)),
        (1, "months", date(2022, 8, 31), date(2022, 9, 30)),
        (6, "months", date(2022, 3, 5), date(2022, 9, 5)),
        (1, "years", date(2024, 2, 29), date(2025, 2, 28)),
        (48, "hours", date(2022, 9, 5), date(2022, 9, 7)),
    ],
)
def test_a_limit_ends_on_the_day_the_law_says(limit, unit, start, due):
    """Calendar days, working days, months, years and hours."""
    assert due_on(a_node(limit, unit), start, WEEKDAYS) == due


def test_a_last_day_in_the_golden_week_is_the_make_up_day_after_it():
    """The make-up Saturday is a working day."""
    assert due_on(a_node(30, "calendar"), date(2022, 9, 1), GOLDEN_WEEK) == date(2022, 10, 8)


@given(
    st.integers(0, 400),
    st.sampled_from(["calendar", "working", "months"]),
    st.dates(date(2020, 1, 1), date(2030, 1, 1)),
    st.integers(0, 40),
)
def test_who_starts_later_is_due_no_sooner_and_always_on_a_working_day(limit, unit, start, later):
    """No limit ends before it began."""
    limit = limit // 20 if unit == "months" else limit
    node = a_node(limit, unit)

    due = due_on(node, start, WEEKDAYS)

    assert WEEKDAYS.is_working(due)
    assert start <= due <= due_on(node, start + timedelta(days=later), WEEKDAYS)
