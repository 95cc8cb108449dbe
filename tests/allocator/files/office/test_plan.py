"""A week drawn by hand, read from a table: a row for each stop, names or codes, every fault by row and column."""

import pytest

from allocator.domain.errors import BadInput
from allocator.domain.fieldwork.trips import Stop
from allocator.files.office.plan import read_week_plan
from tests.field_stories import FIELD_MONDAY, a_field_office, at

HEADER = "车次,车辆,驾驶员,人员,日期,出发,返回,任务,开始\n"
ROW = "T1,V1,gus,ann; cy,2022-09-06,8:00,12:00,E1,08:40\n"


def read(tmp_path, rows, header=HEADER, encoding="utf-8"):
    file = tmp_path / "week.csv"
    file.write_text(header + rows, encoding=encoding)
    return read_week_plan(file, a_field_office(), FIELD_MONDAY, {"E1": 1, "E2": 1, "E3": 2})


def faults(tmp_path, rows, header=HEADER):
    with pytest.raises(BadInput) as refused:
        read(tmp_path, rows, header)
    assert refused.value.code == "plan-faulty"
    assert all(fault["text"] and fault["remedy"] for fault in refused.value.faults)
    return [(fault["row"], fault["field"], fault["code"]) for fault in refused.value.faults]


def test_rows_of_one_trip_are_its_stops_in_the_order_of_hours(tmp_path):
    """The driver is aboard without being named twice."""
    rows = "T1,V1,gus,ann; cy,2022-09-06,8:00,12:00,E2,10:30\nT1,越野车,gus,cy; ann,2022-09-06,8:00,12:00,E1,08:40\n"

    (trip,) = read(tmp_path, rows)

    assert (trip.code, trip.vehicle, trip.people) == ("T1", "V1", ("ann", "cy", "gus"))
    assert (trip.leaves, trip.back) == (at(1, "08:00"), at(1, "12:00"))
    assert trip.stops == (Stop("E1", at(1, "08:40")), Stop("E2", at(1, "10:30")))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_table_may_come_in_any_encoding_an_office_uses(tmp_path, encoding):
    """GB18030 is what spreadsheet programs write in China."""
    assert read(tmp_path, ROW, encoding=encoding) == read(tmp_path, ROW)


def test_what_is_no_text_is_refused_with_the_byte_and_what_to_do(tmp_path):
    """A file that was cut off or saved in a way nobody can read."""
    file = tmp_path / "week.csv"
    file.write_bytes((HEADER + ROW).encode() + b"\xff\xff\xff\n")

    with pytest.raises(BadInput) as refused:
        read_week_plan(file, a_field_office(), FIELD_MONDAY, {"E1": 1})

    (fault,) = refused.value.faults
    assert fault["code"] == "file-undecodable"
    assert "is not valid" in str(fault["text"])


def test_a_day_of_another_week_and_a_time_that_is_none_are_told_by_row(tmp_path):
    """Both faults at once."""
    rows = "T1,V1,gus,ann,2022-09-13,8:00,12:00,E1,08:40\nT2,V1,gus,ann,2022-09-06,early,12:00,E2,10:30\n"

    assert faults(tmp_path, rows) == [(2, "day", "day-outside"), (3, "leaves", "clock-form")]


@pytest.mark.parametrize(
    "row, told",
    [
        ("T1,V9,gus,ann,2022-09-06,8:00,12:00,E1,08:40", ("vehicle", "name-unknown")),
        ("T1,V1,zoe,ann,2022-09-06,8:00,12:00,E1,08:40", ("driver", "name-unknown")),
        ("T1,V1,gus,ann;zoe,2022-09-06,8:00,12:00,E1,08:40", ("people", "name-unknown")),
        ("T1,V1,gus,ann,2022-09-06,8:00,12:00,E9,08:40", ("errand", "name-unknown")),
        ("T1,V1,gus,ann,2022-09-06,12:00,8:00,E1,08:40", ("back", "hours-reversed")),
        ("T1,V1,gus,ann,,8:00,12:00,E1,08:40", ("day", "cell-blank")),
        (",V1,gus,ann,2022-09-06,8:00,12:00,E1,08:40", ("trip", "cell-blank")),
    ],
)
def test_a_wrong_code_is_told_by_row_and_column(tmp_path, row, told):
    """With the names that may be meant."""
    assert faults(tmp_path, row + "\n") == [(2, *told)]


def test_a_column_nobody_reads_is_refused(tmp_path):
    """It may be the misspelt one that says which car of a convoy is meant: the plan without it would be another."""
    assert faults(tmp_path, ROW.replace("\n", ",2\n"), HEADER.replace("\n", ",第几辆\n")) == [
        (1, "第几辆", "column-unread")
    ]
    assert faults(tmp_path, ROW.replace(",08:40", ""), HEADER.replace(",开始", "")) == [(1, "start", "column-missing")]


def test_an_errand_stands_in_one_row_and_each_car_of_a_convoy_in_its_own(tmp_path):
    """The second row is told, with the first."""
    convoy = ROW.replace("E1,08:40", "E3,08:40,{}")
    header = HEADER.replace("\n", ",第几车\n")

    assert faults(tmp_path, ROW + ROW.replace("T1", "T2")) == [(3, "errand", "errand-twice")]
    assert len(read(tmp_path, convoy.format(1) + convoy.format(2).replace("T1,V1,gus", "T2,V2,hal"), header)) == 2
    assert faults(tmp_path, convoy.format(3), header) == [(2, "part", "number-out-of-range")]


@pytest.mark.parametrize(
    "column, other",
    [
        ("vehicle", ROW.replace("V1", "V2")),
        ("driver", ROW.replace("V1,gus,ann; cy", "V1,cy,ann; gus")),
        ("people", ROW.replace("; cy", "")),
        ("back", ROW.replace("12:00", "13:00")),
        ("day", ROW.replace("09-06", "09-07")),
    ],
)
def test_rows_of_one_trip_say_the_same_of_it(tmp_path, column, other):
    """A row with another car would be silently bent to the first otherwise."""
    found = faults(tmp_path, ROW + other.replace("E1,08:40", "E2,10:30"))

    assert {(row, code) for row, _, code in found} == {(3, "trip-differs")}
    assert {name for _, name, _ in found} == {column}
