"""What falls due when: the parts of a case's work, added up by holder and day."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from allocator.domain.calendar import WorkCalendar
from allocator.domain.ledgers import dues, falling_due
from tests.stories import MONDAY, a_small_rulebook

RULES = """
[[nodes]]
id = "inquiry"
zh = "完成财产调查"
en = "asset inquiry"
start = "handler_receives_file"
limit = 10
unit = "calendar"
owner = "team"
basis = "D06 6"
[[nodes]]
id = "close"
zh = "结案"
en = "close"
start = "filing"
limit = 1
unit = "months"
owner = "handler"
basis = "D06 1"
[deadlines]
horizons = [5, 40]
nodes = [{node = "inquiry", share = 0.4}, {node = "close"}]
"""
RULEBOOK, CALENDAR = a_small_rulebook(RULES), WorkCalendar()
LAST = MONDAY + timedelta(days=60)


def due(*rows):
    return falling_due(rows, MONDAY, LAST, RULEBOOK, CALENDAR)


def test_part_of_the_work_is_due_with_the_inquiry_and_the_rest_at_the_end():
    """Forty per cent ten days after the handler got the case, all of it a month after filing."""
    assert dues(MONDAY, MONDAY, RULEBOOK, CALENDAR) == ((date(2022, 9, 15), 400), (date(2022, 10, 5), 1000))


def test_the_end_overtakes_an_inquiry_that_comes_after_it():
    """A case handed on late is due whole before its inquiry would be."""
    assert dues(MONDAY - timedelta(days=25), MONDAY, RULEBOOK, CALENDAR) == ((date(2022, 9, 12), 1000),)


def test_what_is_overdue_is_due_today():
    """A case two months old and still open."""
    assert due(("wang", MONDAY - timedelta(days=60), MONDAY - timedelta(days=60), 90)) == {"wang": {"2022-09-05": 90}}


def test_what_falls_due_after_the_last_day_looked_at_is_left_out():
    """A plan looks no further than its last horizon."""
    assert due(("wang", LAST, LAST, 90)) == {}


def test_an_office_without_a_section_on_deadlines_looks_at_none():
    """No node counts, so nothing falls due."""
    assert falling_due([("wang", MONDAY, MONDAY, 90)], MONDAY, LAST, a_small_rulebook(), CALENDAR) == {}


@given(
    st.lists(st.tuples(st.sampled_from("ab"), st.integers(0, 50), st.integers(0, 50), st.integers(0, 999)), max_size=8)
)
def test_no_more_falls_due_than_is_held_and_no_day_lies_outside(drawn):
    """Each holder's days add up to no more than the minutes held, between today and the last day."""
    rows = [
        (holder, MONDAY - timedelta(days=max(filed, received)), MONDAY - timedelta(days=received), minutes)
        for holder, filed, received, minutes in drawn
    ]
    for holder, days in due(*rows).items():
        assert sum(days.values()) <= sum(minutes for name, _, _, minutes in rows if name == holder)
        assert all(MONDAY.isoformat() <= day <= LAST.isoformat() and part > 0 for day, part in days.items())
