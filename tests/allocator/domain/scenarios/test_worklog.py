"""A log of work: what may stand in it, and what of it was known when."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allocator.domain.errors import BadInput
from allocator.domain.scenarios.worklog import WorkItem, WorkLog


def at(day, hour=9):
    """An instant in January 2021 at the office."""
    return datetime.fromisoformat(f"2021-01-{day:02}T{hour:02}:00+08:00")


def test_an_end_before_the_start_is_refused():
    """No step ends before it began."""
    with pytest.raises(BadInput) as error:
        WorkItem("C1", "inquiry", "Li", at(5), at(4))

    assert error.value.code == "times-reversed"


def test_a_time_without_its_zone_is_refused():
    """Nobody guesses a zone."""
    with pytest.raises(BadInput) as error:
        WorkItem("C1", "inquiry", "Li", datetime(2021, 1, 4, 9))  # noqa: DTZ001 - that it has no zone is the point

    assert error.value.code == "zone-missing"


def test_a_log_without_work_is_refused():
    """There is nothing to learn from an empty log."""
    with pytest.raises(BadInput):
        WorkLog(())


def test_what_ends_later_is_open_work_as_yet():
    """On the sixth nobody knew that the inquiry would end on the eighth, nor that a third case would come."""
    log = WorkLog.of(
        [
            WorkItem("C3", "intake", "Wang", at(7), at(7, 10)),
            WorkItem("C1", "inquiry", "Li", at(4), at(8)),
            WorkItem("C2", "intake", "Wang", at(5), at(5, 10)),
        ]
    )

    known = log.known_at(at(6))

    assert [(item.case, item.ended) for item in known.items] == [("C1", None), ("C2", at(5, 10))]
    assert (log.first, log.last) == (at(4), at(8))
    assert known.digest != log.digest


@given(st.permutations([1, 2, 3, 4, 5]))
def test_the_order_in_which_rows_came_does_not_matter(days):
    """A log of items that began at different instants has one digest."""
    log = WorkLog.of(WorkItem(f"C{day}", "intake", "Wang", at(day)) for day in days)

    assert log.digest == WorkLog.of(WorkItem(f"C{day}", "intake", "Wang", at(day)) for day in range(1, 6)).digest
