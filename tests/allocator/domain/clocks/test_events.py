"""What happened in a case, and what was taken back."""

from datetime import date

from allocator.domain.clocks.events import CaseEvent, standing_events

NO = "(2022)内0222执1号"
SENT = CaseEvent("1", NO, "notice_sent", date(2022, 9, 5))
PAID = CaseEvent("2", NO, "money_paid", date(2022, 9, 3), "r1", 100)
WRONG = CaseEvent("3", NO, "correction", date(2022, 9, 9), "1", note="另案")


def test_events_stand_in_the_order_of_their_days():
    """The order in which they were recorded says nothing."""
    assert standing_events([SENT, PAID]) == (PAID, SENT)


def test_what_was_taken_back_never_happened():
    """A wrong event counts on no day, not even on one before the mistake was seen."""
    assert standing_events([SENT, PAID, WRONG]) == (PAID,)
    assert standing_events([SENT, WRONG], date(2022, 9, 6)) == ()


def test_a_history_is_read_as_it_stood():
    """Of a past day only what had happened by then counts."""
    assert standing_events([SENT, PAID], date(2022, 9, 4)) == (PAID,)
