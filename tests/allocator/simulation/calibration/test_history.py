"""A log as arrays: the days an office works, what brought forth what, and nothing from the future."""

from datetime import date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from allocator.domain.scenarios.worklog import WorkItem, WorkLog
from allocator.simulation.calibration.history import parents, record
from fixtures.worklog import Truth, synthetic_log

FIRST = date(2021, 1, 4)


def at(day, minute=0):
    """An instant so many days after the fourth of January 2021."""
    return datetime.fromisoformat("2021-01-04T09:00+08:00") + timedelta(days=day, minutes=minute)


def item(case, start, end=None, step="step"):
    """A work item of a case between two instants."""
    return WorkItem(case, step, "Li", start, end)


def test_an_item_follows_what_of_its_case_had_ended_last():
    """A is followed by B; C began while B was open, so A brought it forth too; another case has no part in it."""
    a, other = item("C1", at(0), at(1)), item("C2", at(1), at(1))
    b, c = item("C1", at(1), at(5)), item("C1", at(2), at(6))

    assert parents([a, other, b, c]) == [-1, -1, 0, 0]


def test_steps_of_no_length_follow_one_another_in_the_log_s_order():
    """Three steps closed at one stroke are a chain, not three children of one."""
    steps = [item("C1", at(0), at(0)), item("C1", at(0), at(0)), item("C1", at(0))]

    assert parents(steps) == [-1, 0, 1]


def test_weekends_and_a_holiday_take_no_time():
    """From Friday to Monday one working day passes; the day without an end was a day off, and is expected off again."""
    log = synthetic_log(Truth(), FIRST, 200, 1)
    holiday = date(2021, 3, 10)
    kept = WorkLog.of(one for one in log.items if one.ended is None or one.ended.date() != holiday)

    days = record(kept).until(date(2021, 7, 20), expect=date(2022, 3, 20)).days

    assert days.start_of(date(2021, 3, 8)) - days.start_of(date(2021, 3, 5)) == 1
    assert days.start_of(date(2021, 3, 11)) == days.start_of(date(2021, 3, 10))
    assert days.start_of(date(2022, 3, 11)) == days.start_of(date(2022, 3, 10))
    assert days.start_of(date(2022, 1, 4)) - days.start_of(date(2022, 1, 3)) == 1


@settings(max_examples=20, deadline=None)
@given(st.integers(20, 110))
def test_nothing_of_the_future_enters(day):
    """The history until a day is that of the log as it was known that evening."""
    log = synthetic_log(Truth(), FIRST, 120, 2)
    until = FIRST + timedelta(days=day)
    evening = datetime.combine(until + timedelta(days=1), datetime.min.time(), log.first.tzinfo)

    known, whole = record(log.known_at(evening)).until(until), record(log).until(until)

    assert known.now == whole.now
    for name in ("start", "parent", "whole", "ended"):
        assert (getattr(known, name) == getattr(whole, name)).all()
