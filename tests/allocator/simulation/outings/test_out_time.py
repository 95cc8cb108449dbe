"""Who is out works at no desk meanwhile, and what a trip takes is taken off the day."""

import math
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allocator.simulation.outings.out_time import OutTime
from allocator.simulation.working_time import DAY, WorkingTime, opening_hours

OFFICE = opening_hours(8 * 60, 16 * 60, (True,) * 5)
WHOLE = WorkingTime(OFFICE, [360, 360, 0, 360, 480])


def at(day, hour, minute=0):
    """An instant."""
    return float(day * DAY + hour * 60 + minute)


def test_a_trip_takes_its_minutes_off_the_day_and_its_hours_off_the_desk():
    """Two hours out leave four for cases, in the six at which somebody is back; other days are as they were."""
    hours = OutTime(WHOLE)

    assert hours.leave(1, [(600, 720)]) == [120]

    assert hours.between(at(1, 0), at(2, 0)) == 240
    assert hours.between(at(1, 10), at(1, 12)) == 0
    assert hours.between(at(1, 8), at(1, 10)) == pytest.approx(80)
    assert hours.between(at(0, 0), at(1, 0)) == 360
    assert [hours.returns(at(1, *clock)) for clock in ((9,), (10,), (11, 59), (12,))] == [
        at(1, 9), at(1, 12), at(1, 12), at(1, 12),
    ]  # fmt: skip


def test_what_is_in_hand_is_done_later_for_a_trip():
    """A task begun before it stands still meanwhile, and may end on another day."""
    hours = OutTime(WHOLE)
    before = hours.finish(at(1, 8), 120)
    hours.leave(1, [(540, 900)])

    assert before == at(1, 10, 40)
    assert hours.finish(at(1, 8), 120) > at(3, 8)
    assert hours.between(at(1, 8), at(2, 0)) == 0


def test_a_trip_before_the_office_opens_takes_the_day_s_minutes_too():
    """Doors open at six: who was out then has so much less for desks, and is back when the office opens."""
    hours = OutTime(WHOLE)

    assert hours.leave(0, [(360, 480), (900, 1080)]) == [120, 180]

    assert hours.between(at(0, 8), at(0, 15)) == 60
    assert hours.returns(at(0, 9)) == at(0, 9)
    assert hours.returns(at(0, 15, 30)) == at(0, 16)


def test_no_day_gives_more_than_it_has():
    """Ten hours out of a day of six take the six; a whole day out leaves nothing for desks; a day off has nothing to give."""
    hours = OutTime(WHOLE)

    assert hours.leave(0, [(420, 1020)]) == [360]
    assert hours.leave(4, [(480, 960)]) == [480]
    assert hours.leave(2, [(480, 600)]) == [0]
    assert hours.between(at(0, 0), at(5, 0)) == 720
    assert hours.returns(at(4, 9)) == math.inf


@given(st.integers(0, 10**6))
def test_desk_and_trips_together_are_the_day_and_nothing_is_done_sooner(seed):
    """For any trips: what they take and what is left add up; ends of tasks and minutes between agree; none ends earlier."""
    random = Random(seed)
    hours, whole = OutTime(WHOLE), WHOLE
    for day in range(5):
        marks = sorted(random.sample(range(300, 1260), 2 * random.randrange(3)))
        spans = list(zip(marks[::2], marks[1::2], strict=True))
        taken = hours.leave(day, spans)
        left = hours.between(at(day, 0), at(day + 1, 0)) if day < 4 else hours.desk.minutes[4]
        assert sum(taken) + left <= whole.minutes[day]
        assert all(minutes <= ends - begins for minutes, (begins, ends) in zip(taken, spans, strict=True))
    for _ in range(20):
        begun, minutes = random.uniform(0, 4 * DAY), random.uniform(0.5, 400)
        end = hours.finish(begun, minutes)
        assert end >= whole.finish(begun, minutes) - 1e-6
        if end < math.inf:
            assert hours.between(begun, end) == pytest.approx(minutes, abs=1e-6)
        assert hours.returns(begun) >= begun
