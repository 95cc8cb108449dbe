"""A week drawn by hand, read from a table: a row for each stop, names or codes, every fault by row."""

import pytest

from allocator.domain.errors import BadInput
from allocator.domain.fieldwork import Stop
from allocator.files.field_plan import read_week_plan
from tests.field_stories import FIELD_MONDAY, a_field_office, at

HEADER = "车次,车辆,驾驶员,人员,日期,出发,返回,任务,开始\n"


def read(tmp_path, rows):
    file = tmp_path / "week.csv"
    file.write_text(HEADER + rows, encoding="utf-8")
    return read_week_plan(file, a_field_office(), FIELD_MONDAY)


def test_rows_of_one_trip_are_its_stops_in_the_order_of_hours(tmp_path):
    """The driver is aboard without being named twice."""
    rows = "T1,V1,gus,ann; cy,2022-09-06,8:00,12:00,E2,10:30\nT1,越野车,gus,ann; cy,2022-09-06,8:00,12:00,E1,08:40\n"

    (trip,) = read(tmp_path, rows)

    assert (trip.code, trip.vehicle, trip.people) == ("T1", "V1", ("ann", "cy", "gus"))
    assert (trip.leaves, trip.back) == (at(1, "08:00"), at(1, "12:00"))
    assert trip.stops == (Stop("E1", at(1, "08:40")), Stop("E2", at(1, "10:30")))


def test_a_day_of_another_week_and_a_time_that_is_none_are_told_by_row(tmp_path):
    """Both faults at once."""
    rows = "T1,V1,gus,ann,2022-09-13,8:00,12:00,E1,08:40\nT2,V1,gus,ann,2022-09-06,early,12:00,E2,10:30\n"

    with pytest.raises(BadInput) as refused:
        read(tmp_path, rows)

    assert [(fault["row"], fault["field"]) for fault in refused.value.faults] == [(2, "day"), (3, "leaves")]
