"""Errands, trips and the hours of a week."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allocator.domain.canonical import digest, plain, restore
from allocator.domain.errors import BadInput
from allocator.domain.fieldwork.trips import (
    ALWAYS,
    DAY,
    Errand,
    Hours,
    Place,
    Span,
    Stop,
    Trip,
    WeekPlan,
    clock,
    hours_between,
)
from tests.field_stories import FIELD_MONDAY, a_trip, an_errand, at
from tests.stories import a_period

SPANS = st.tuples(st.integers(0, 300), st.integers(1, 100)).map(lambda pair: Span(pair[0], sum(pair)))


@given(SPANS, SPANS)
def test_two_stretches_meet_when_they_share_a_minute(one, other):
    """Said again minute by minute; one that begins where the other ends does not meet it."""
    shared = set(range(one.begins, one.ends)) & set(range(other.begins, other.ends))

    assert one.meets(other) is bool(shared)
    assert one.meets(other) is other.meets(one)


@pytest.mark.parametrize(
    "moment, said", [(0, "00:00"), (510, "08:30"), (DAY, "24:00"), (DAY + 5, "00:05"), (-60, "23:00")]
)
def test_a_moment_is_written_as_the_clock_shows_it(moment, said):
    """The end of a day is 24:00, and a moment before the week has its hour too."""
    assert clock(moment) == said


def test_a_stretch_cannot_end_before_it_begins():
    """The refusal names both times as the clock shows them."""
    with pytest.raises(BadInput) as caught:
        Span(600, 540)

    assert "10:00" in caught.value.text.en
    assert "09:00" in caught.value.text.zh


def test_hours_of_some_weekdays_fall_on_these_days_only():
    """A duty desk on Tuesdays and Thursdays from the sixth on, 8:30 to 11:30."""
    hours = Hours(a_period("2022-09-06"), 510, 690, (1, 3))

    assert hours.spans(FIELD_MONDAY) == (Span(at(1, "08:30"), at(1, "11:30")), Span(at(3, "08:30"), at(3, "11:30")))
    assert hours.spans(FIELD_MONDAY - timedelta(days=7)) == ()


@given(st.integers(0, 7 * DAY - 1), st.integers(1, 7 * DAY))
def test_a_stretch_of_days_is_the_same_minutes_as_hours_of_days(begins, length):
    """From a minute of one day to a minute of another, in three rows at most."""
    ends = min(begins + length, 7 * DAY)
    last = (ends - 1) // DAY
    first, until = (FIELD_MONDAY + timedelta(days=number) for number in (begins // DAY, last))

    rows = hours_between(first, begins % DAY, until, ends - last * DAY)

    spans = sorted(span for row in rows for span in row.spans(FIELD_MONDAY))
    assert (spans[0].begins, spans[-1].ends, len(rows) <= 3) == (begins, ends, True)
    assert all(one.ends == other.begins for one, other in pairwise(spans))


def test_a_stretch_until_midnight_takes_nothing_of_the_next_day():
    """Until 00:00 of Tuesday is all of Monday; what ends before it begins is refused."""
    tuesday = FIELD_MONDAY + timedelta(days=1)

    assert [row.spans(FIELD_MONDAY) for row in hours_between(FIELD_MONDAY, 0, tuesday, 0)] == [(Span(0, DAY),)]
    with pytest.raises(BadInput):
        hours_between(FIELD_MONDAY, 600, FIELD_MONDAY, 540)
    with pytest.raises(BadInput):
        hours_between(tuesday, 0, FIELD_MONDAY, DAY)


@given(st.integers(-20, 20), st.integers(0, 20), st.sets(st.integers(0, 6)))
def test_hours_stand_on_the_days_of_their_period_that_lie_in_the_week(offset, length, weekdays):
    """Said again day by day over the whole period."""
    first = FIELD_MONDAY + timedelta(days=offset)
    days = [first + timedelta(days=number) for number in range(length + 1)]
    wanted = {(day - FIELD_MONDAY).days for day in days if not weekdays or day.weekday() in weekdays} & set(range(7))

    spans = Hours(a_period(str(first), str(days[-1])), 60, 120, tuple(sorted(weekdays))).spans(FIELD_MONDAY)

    assert {span.begins // DAY for span in spans} == wanted
    assert all(span.ends - span.begins == 60 for span in spans)


def test_what_is_always_open_is_open_the_whole_week():
    """Seven days from midnight to midnight."""
    assert sum(span.ends - span.begins for span in ALWAYS.spans(FIELD_MONDAY)) == 7 * DAY


@pytest.mark.parametrize("wrong", [(600, 600, ()), (-10, 60, ()), (1400, 1500, ()), (0, 60, (7,))])
def test_hours_lie_within_one_day(wrong):
    """Hours that pass midnight are two rows, and a week has seven days."""
    with pytest.raises(BadInput):
        Hours(a_period("2022-09-05"), *wrong)


def test_an_errand_cannot_be_due_before_it_may_be_done():
    """The refusal names the errand and both days."""
    with pytest.raises(BadInput) as caught:
        an_errand("E7", earliest=date(2022, 9, 9), latest=date(2022, 9, 8))

    assert all(word in caught.value.text.en for word in ("E7", "2022-09-08", "2022-09-09"))


@pytest.mark.parametrize("wrong", [{"minutes": 0}, {"needs": {"woman": 0}}, {"uses": {"desk": -1}}])
def test_counts_and_minutes_of_an_errand_are_one_or_more(wrong):
    """What is not needed is not written, so that nothing takes no time."""
    with pytest.raises(BadInput):
        an_errand(**wrong)


def test_no_village_lies_before_its_town():
    """A negative drive is refused with the village's name."""
    with pytest.raises(BadInput) as caught:
        Place("东镇", "柳村", -5)

    assert "柳村" in caught.value.text.en


@pytest.mark.parametrize("wrong", [{"stops": ()}, {"people": ("ann", "ann")}, {"back": at(0, "07:00")}])
def test_a_trip_goes_somewhere_and_comes_back(wrong):
    """It has a stop, everybody once, and is back after it left."""
    with pytest.raises(BadInput):
        a_trip(**wrong)


def test_a_plan_finds_the_trip_of_each_part():
    """An eviction served by two vehicles stands there twice."""
    one = a_trip("T1", stops=(Stop("E1", at(0, "08:40")), Stop("E2", at(0, "09:50"))))
    other = a_trip("T2", vehicle="V2", stops=(Stop("E2", at(0, "09:50"), 1),))

    placed = WeekPlan((one, other)).placed

    assert {key: trip.code for key, (trip, _) in placed.items()} == {("E1", 0): "T1", ("E2", 0): "T1", ("E2", 1): "T2"}


@pytest.mark.parametrize("value", [an_errand(needs={"woman": 1}, due=date(2022, 9, 9)), a_trip()])
def test_errands_and_trips_survive_their_plain_form(value):
    """What is stored with a decision is built again, to the same digest."""
    again = restore(type(value), plain(value))

    assert isinstance(again, Errand | Trip)
    assert again == value
    assert digest(again) == digest(value)


@pytest.mark.parametrize(
    "town, village, name",
    [
        ("银号镇", "东村", "银号镇东村"),
        ("Ost", "Hof", "Ost Hof"),
        ("Orlová", "Mlýn", "Orlová Mlýn"),
        ("Ost", "", "Ost"),
    ],
)
def test_a_place_is_called_by_town_and_village(town, village, name):
    """Chinese names stand together; those in letters have a blank between them."""
    assert Place(town, village).name == name
