"""Working time and its inverse."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allocator.simulation.working_time import DAY, Always, WorkingTime, opening_hours

OPENS, CLOSES = 8 * 60, 16 * 60
WEEK = (True,) * 5 + (False,) * 2
OFFICE = opening_hours(OPENS, CLOSES, WEEK * 2)
FULL = WorkingTime(OFFICE, [480 * open_ for open_ in WEEK] * 2)
HALF = WorkingTime(OFFICE, [240 * open_ for open_ in WEEK] * 2)
AWAY_ON_MONDAY = WorkingTime(OFFICE, [0, 480, 480, 480, 480, 0, 0] * 2)


def at(day, hour):
    """An instant of the fortnight."""
    return day * DAY + hour * 60.0


def test_work_runs_while_the_office_is_open():
    """Three hours begun on Friday at three end on Monday at ten."""
    assert FULL.finish(at(4, 15), 180) == at(7, 10)
    assert FULL.between(at(4, 15), at(7, 10)) == 180


def test_who_has_half_a_day_for_cases_is_half_as_quick():
    """Two hours of work take four hours of the day."""
    assert HALF.finish(at(0, 9), 120) == at(0, 13)


def test_work_brought_before_opening_begins_when_the_office_opens():
    """Night and weekend count for nothing."""
    assert FULL.finish(at(5, 12), 60) == at(7, 9)
    assert FULL.between(at(5, 0), at(7, 8)) == 0


def test_work_that_fits_no_more_is_never_done():
    """Past the last day nothing ends."""
    assert FULL.finish(at(11, 15), 61) == math.inf
    assert FULL.finish(at(11, 15), 60) == at(11, 16)


def test_somebody_away_comes_back_on_the_next_own_day():
    """On Monday colleagues are there, she comes on Tuesday when the office opens."""
    assert FULL.returns(at(0, 9)) == at(0, 9)
    assert AWAY_ON_MONDAY.returns(at(0, 9)) == at(1, 8)
    assert AWAY_ON_MONDAY.returns(at(4, 17)) == at(8, 8)
    assert AWAY_ON_MONDAY.returns(at(11, 17)) == math.inf


def test_a_night_before_a_working_day_is_no_absence():
    """Who works the next working day can be given work the evening before."""
    assert FULL.returns(at(4, 20)) == at(4, 20)


@given(
    st.lists(st.integers(0, 480), min_size=14, max_size=14),
    st.floats(0, 14 * DAY),
    st.floats(0, 2000),
)
def test_finishing_is_the_inverse_of_working(minutes, now, work):
    """Between the beginning and the end of a task lie exactly its minutes, and never more than anybody has."""
    hours = WorkingTime(OFFICE, minutes)

    end = hours.finish(now, work)

    if end == math.inf:
        assert hours.between(now, 15 * DAY) < work + 1e-6
    else:
        assert end >= now
        assert hours.between(now, end) == pytest.approx(work, abs=1e-6)


def test_working_time_that_never_stops_is_plain_time():
    """For queues whose waits are known from theory."""
    assert Always().finish(3.5, 2.0) == 5.5
    assert Always().between(3.5, 5.5) == 2.0
    assert Always().returns(3.5) == 3.5
