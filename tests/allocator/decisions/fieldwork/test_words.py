"""Hours of a week as they are said: whose day midnight is, at the beginning of a stretch and at its end."""

from allocator.decisions.fieldwork.words import starting, until
from allocator.domain.fieldwork.trips import DAY, Span
from tests.field_stories import a_field_week, at


def test_midnight_belongs_to_the_day_that_begins_or_ends() -> None:
    """A road closed from Tuesday 00:00 is not closed from Monday on; closed until midnight, it is open on Wednesday."""
    week = a_field_week()

    morning, day = until(week, Span(DAY, at(1, "12:00"))), until(week, Span(DAY, 2 * DAY))

    assert (morning.zh, morning.en) == ("9月6日（周二）00:00至12:00", "Tue 2022-09-06 00:00-12:00")
    assert day.en == "Tue 2022-09-06 00:00-24:00"
    assert until(week, Span(0, DAY)).en == "Mon 2022-09-05 00:00-24:00"
    assert until(week, Span(at(1, "22:00"), 2 * DAY + 60)).en == "Tue 2022-09-06 22:00 to Wed 2022-09-07 01:00"


def test_the_last_start_is_one() -> None:
    """What may begin until five past eight may begin at four past at the latest."""
    week = a_field_week()

    assert starting(week, Span(at(0, "08:00"), at(0, "08:05"))).en == "Mon 2022-09-05 08:00-08:04"
    assert starting(week, Span(at(0, "08:00"), at(0, "08:01"))).en == "Mon 2022-09-05 08:00"
