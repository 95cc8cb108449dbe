"""Working days."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from allocator.domain.calendar import WorkCalendar

JANUARY = date(2022, 1, 1)
DAYS = st.integers(0, 60).map(lambda number: JANUARY + timedelta(days=number))
CALENDARS = st.builds(WorkCalendar, st.frozensets(DAYS, max_size=20), st.frozensets(DAYS, max_size=10))


def works(calendar: WorkCalendar, day: date) -> bool:
    """Say it again, the long way round."""
    if day in calendar.extra_workdays:
        return True
    return day not in calendar.holidays and day.strftime("%a") not in ("Sat", "Sun")


def test_a_plain_week_has_five_working_days():
    """Without holidays the office works Monday to Friday."""
    days = WorkCalendar().working_days(date(2022, 9, 5), 6)

    assert [day.isoformat() for day in days] == [f"2022-09-{day:02}" for day in (5, 6, 7, 8, 9, 12)]


def test_a_make_up_day_is_worked_even_when_it_is_a_saturday_of_the_holidays():
    """Make-up days (调休) stand above weekend and holiday."""
    saturday = date(2022, 10, 8)

    assert WorkCalendar(frozenset({saturday}), frozenset({saturday})).is_working(saturday)


def test_a_last_day_in_the_national_holiday_moves_to_the_first_working_day_after():
    """A limit that ends on 1 October ends on the 8th, a make-up Saturday (民诉法 85 条)."""
    golden_week = frozenset(date(2022, 10, day) for day in range(1, 8))
    calendar = WorkCalendar(golden_week, frozenset({date(2022, 10, 8)}))

    assert calendar.roll(date(2022, 10, 1)) == date(2022, 10, 8)


def test_a_last_day_that_is_worked_stays_where_it_is():
    """Rolling moves nothing that need not move."""
    assert WorkCalendar().roll(date(2022, 9, 9)) == date(2022, 9, 9)


@given(CALENDARS, DAYS)
def test_rolling_finds_the_first_working_day_on_or_after(calendar, day):
    """The result is worked, and no day between is."""
    rolled = calendar.roll(day)

    between = (day + timedelta(days=number) for number in range((rolled - day).days))
    assert works(calendar, rolled)
    assert not any(works(calendar, other) for other in between)


@given(CALENDARS, DAYS, st.integers(0, 30))
def test_counted_working_days_are_those_a_person_would_tick_off(calendar, first, count):
    """The next days are all the worked ones from the first on, in order, as many as asked."""
    ticked = [day for number in range(200) if works(calendar, day := first + timedelta(days=number))]

    assert calendar.working_days(first, count) == tuple(ticked[:count])


@given(CALENDARS, DAYS, st.integers(0, 10))
def test_asking_twice_gives_the_same_days(calendar, first, count):
    """What is remembered for speed is what was found."""
    assert calendar.working_days(first, count) == calendar.working_days(first, count)


def test_a_year_without_make_up_days_is_an_estimate_until_somebody_enters_them():
    """China proclaims them each autumn; a country that has none in any year is never estimated."""
    known = WorkCalendar(extra_workdays=frozenset({date(2026, 10, 10)}))
    entered = WorkCalendar(extra_workdays=frozenset({date(2026, 10, 10), date(2027, 2, 20)}))

    assert (known.is_estimated(2026), known.is_estimated(2027)) == (False, True)
    assert not entered.is_estimated(2027)
    assert not WorkCalendar().is_estimated(2027)
