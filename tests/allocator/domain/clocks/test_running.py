"""How long a clock runs, held against somebody who ticks off the days one by one."""

from calendar import monthrange
from datetime import date, timedelta
from functools import cache
from random import Random

import pytest

from allocator.domain.clocks.running import runs_until, stopped_days, union
from allocator.files.office.calendar import calendar_of

DAY = timedelta(days=1)
CHINA = calendar_of("CN")


@cache
def works(day):
    """Say whether a day is one of the office's: its own list, asked a day at a time."""
    return day in CHINA.extra_workdays or (day.isoweekday() <= 5 and day not in CHINA.holidays)


def counted_by_hand(limit, unit, start, stops):
    """Tick the days off on a wall calendar; None when an open stop holds the clock."""

    def stands_still(day):
        return any(first <= day < again for first, again in stops)

    def moved_on(day):
        while day < date(2033, 1, 1):
            if works(day) and not stands_still(day):
                return day
            day += DAY
        return None

    if unit in ("months", "years"):
        month = start.month - 1 + limit * (12 if unit == "years" else 1)
        year, month = start.year + month // 12, month % 12 + 1
        limit = (date(year, month, min(start.day, monthrange(year, month)[1])) - start).days
    if unit == "hours":
        limit = limit // 24 + (limit % 24 > 0)
    day, left = start, limit
    while left and day < date(2033, 1, 1):
        day += DAY
        if not stands_still(day) and (unit != "working" or works(day)):
            left -= 1
    return None if left else moved_on(day)


def a_question(luck):
    """Make a limit, a start near a hard place of the calendar as often as not, and some stops, open ones among them."""
    hard = ((1, 1), (2, 28), (2, 29), (12, 31), (1, 20), (2, 5), (9, 30), (10, 8), (4, 30))
    year = luck.randint(2022, 2027)
    month, day = luck.choice(hard) if luck.random() < 0.5 else (luck.randint(1, 12), luck.randint(1, 28))
    start = date(year, month, min(day, monthrange(year, month)[1])) + timedelta(days=luck.randint(-3, 3))
    unit = luck.choice(("calendar", "working", "months", "years", "hours"))
    limit = luck.randint(0, {"calendar": 60, "working": 25, "months": 7, "years": 1, "hours": 72}[unit])
    stops = []
    for _ in range(luck.choice((0, 0, 1, 1, 2, 3))):
        first = start + timedelta(days=luck.randint(-20, 60))
        stops.append((first, date.max if luck.random() < 0.05 else first + timedelta(days=luck.randint(0, 40))))
    return limit, unit, start, stops


def disagreements(number, seed):
    """Give the questions on which the count by hand says otherwise."""
    luck = Random(seed)
    asked = [a_question(luck) for _ in range(number)]
    return [
        (limit, unit, start, stops)
        for limit, unit, start, stops in asked
        if runs_until(limit, unit, start, union(stops), CHINA) != counted_by_hand(limit, unit, start, stops)
    ]


def test_last_days_agree_with_a_count_by_hand():
    """Five thousand limits over year ends, leap days, Spring Festivals and make-up days, with stops that overlap."""
    assert disagreements(5_000, seed=1) == []


@pytest.mark.slow
def test_a_hundred_thousand_last_days_agree_with_a_count_by_hand():
    """The same twenty times over."""
    assert disagreements(100_000, seed=2022) == []


def test_the_hard_places_are_met():
    """The questions touch what they are made for, or they would prove nothing."""
    luck = Random(1)
    asked = [a_question(luck) for _ in range(5_000)]
    starts = {start for _, _, start, _ in asked}

    assert date(2024, 2, 29) in starts
    assert any(day in CHINA.extra_workdays for day in starts)
    assert any(len(stops) > 1 and stops[0][1] > stops[1][0] > stops[0][0] for _, _, _, stops in asked)
    assert sum(runs_until(limit, unit, start, union(stops), CHINA) is None for limit, unit, start, stops in asked) > 20


def test_stopped_days_are_those_after_the_start():
    """A stop that began before counts from the day after the start; one that outlasts the day counts to it."""
    spans = union([(date(2022, 3, 1), date(2022, 3, 11)), (date(2022, 3, 5), date(2022, 3, 8))])

    assert spans == ((date(2022, 3, 1), date(2022, 3, 11)),)
    assert stopped_days(spans, date(2022, 3, 3), date(2022, 3, 31)) == 7
    assert stopped_days(spans, date(2022, 3, 3), date(2022, 3, 5)) == 2


def test_a_stop_of_no_days_stops_nothing():
    """Begun and ended on one day."""
    assert union([(date(2022, 3, 1), date(2022, 3, 1))]) == ()
