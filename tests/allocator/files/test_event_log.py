"""Logs of work as offices export them: read whole, or refused with each fault at its row."""

import gzip
from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allocator.domain.errors import BadInput
from allocator.domain.scenarios.worklog import WorkItem
from allocator.files.event_log import instant, read_event_log
from allocator.files.faults import UnreadableFile, ValueFault

BEIJING = timezone(timedelta(hours=8))
ENGLISH = "case,activity,officer,started_at,ended_at\n"
CHINESE = "案号,环节,承办人,开始时间,结束时间\n"
NINE, TEN = (datetime.fromisoformat(f"2022-09-30T{hour}:00+08:00") for hour in ("09", "10"))


def faults(text, zone=None):
    """Read a log and give the faults for which it is refused."""
    with pytest.raises(BadInput) as error:
        read_event_log("log.csv", text.encode(), zone)
    return [(fault["row"], fault["field"], fault["code"]) for fault in error.value.faults]


def test_a_log_without_a_row_of_names_is_told_the_names_of_a_log():
    """Not those of a sheet of filings, which would send the planner the wrong way."""
    with pytest.raises(UnreadableFile) as told:
        read_event_log("log.csv", b"C1,inquiry,Li,2022-09-30T09:00Z,\nC2,inquiry,Li,2022-09-30T09:00Z,\n")

    fault = told.value.fault
    assert (fault.row, fault.code) == (1, "header-unknown")
    assert "case, step, person, start, end" in fault.remedy_en
    assert "案号、环节、人员、开始时间、结束时间" in fault.remedy_zh


def test_what_is_still_to_come_is_no_work_done():
    """A start or an end later than now is told at its field; a log read again later is read as it stands."""
    rows = "C1,inquiry,Li,2022-09-30T09:00Z,2022-10-09T09:00Z\nC2,inquiry,Li,2022-10-09T09:00Z,\n"
    data, now = (ENGLISH + rows).encode(), datetime(2022, 10, 1, tzinfo=UTC)

    with pytest.raises(BadInput) as told:
        read_event_log("log.csv", data, now=now)

    assert [(one["row"], one["field"]) for one in told.value.faults] == [(2, "ended"), (3, "started")]
    assert len(read_event_log("log.csv", data).items) == 2


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "1900-01-01", "2200-01-01"])
def test_a_time_beyond_all_calendars_is_refused_at_its_row(day):
    """A slip of the keyboard, not a crash when days are counted past the end of time."""
    with pytest.raises(BadInput) as told:
        read_event_log("log.csv", f"{ENGLISH}C1,inquiry,Li,2022-09-30T09:00Z,\nC2,inquiry,Li,{day}T09:00Z,\n".encode())

    [fault] = told.value.faults
    assert (fault["row"], fault["field"], fault["code"]) == (3, "started", "time-beyond-calendars")


@pytest.mark.parametrize("head", [ENGLISH, CHINESE, "Case ID,step,person,start,end\n"])
def test_headers_in_both_languages_are_understood(head):
    """A clerk's headers and a system's tell the same."""
    log = read_event_log("log.csv", (head + "C1,inquiry,Li,2022-09-30T09:00+08:00,2022/09/30 10:00+08:00\n").encode())

    assert log.items == (WorkItem("C1", "inquiry", "Li", NINE, TEN),)


def test_a_packed_log_is_read_and_a_blank_end_is_open_work():
    """What is packed needs no unpacking by hand."""
    data = gzip.compress((ENGLISH + "C1,inquiry,Li,2022-09-30T09:00+08:00,\n").encode())

    assert read_event_log("log.csv.gz", data).items == (WorkItem("C1", "inquiry", "Li", NINE),)


def test_the_zone_of_a_file_stands_for_times_that_name_none():
    """An export in wall-clock time is read in the office's zone, and refused where none is given."""
    row = ENGLISH + "C1,inquiry,Li,2022-09-30 09:00,\n"

    assert read_event_log("log.csv", row.encode(), ZoneInfo("Asia/Shanghai")).items[0].started == NINE
    assert faults(row) == [(2, "started", "zone-missing")]


def test_each_fault_is_told_at_its_row_and_nothing_is_read():
    """End before start, a blank step, a time that is none: all at once."""
    text = CHINESE + (
        "C1,查控,李,2022-09-30T09:00Z,2022-09-30T08:00Z\n"
        "C2,,李,2022-09-30T09:00Z,\n"
        "C3,查控,李,昨天,2022-09-31T09:00Z\n"
        "C4,查控,李,2022-09-30T09:00Z,\n"
    )

    assert faults(text) == [
        (2, "ended", "times-reversed"),
        (3, "step", "cell-blank"),
        (4, "started", "time-not-understood"),
        (4, "ended", "time-not-understood"),
    ]


def test_a_missing_column_is_told_with_names_to_use():
    """Without persons no calendar can be fitted."""
    with pytest.raises(BadInput) as error:
        read_event_log("log.csv", b"case,activity,started_at,ended_at\nC1,inquiry,2022-09-30T09:00Z,\n")

    [fault] = error.value.faults
    assert (fault["row"], fault["field"], fault["code"]) == (1, "person", "column-missing")
    assert "officer" in str(fault["remedy"])


def test_two_columns_for_one_field_are_refused():
    """Nobody guesses which start is meant."""
    head = "case,activity,officer,start,start,end\n"
    row = "C1,inquiry,Li,2022-09-30T09:00Z,2022-09-30T09:00Z,\n"

    assert faults(head + row) == [(1, "started", "header-tie")]


def test_a_damaged_packed_file_is_refused():
    """Half a download is no log."""
    data = gzip.compress((ENGLISH + "C1,inquiry,Li,2022-09-30T09:00Z,\n" * 50).encode())

    with pytest.raises(BadInput) as error:
        read_event_log("log.csv.gz", data[:40])

    assert error.value.code == "file-broken"


def test_more_rows_than_a_filing_sheet_holds_are_read():
    """Two years of work are more than a hundred thousand rows."""
    row = "C,s,p,2022-09-30T09:00Z,\n"

    assert len(read_event_log("log.csv", (ENGLISH + row * 100_001).encode()).items) == 100_001


@given(
    st.datetimes(
        datetime.fromisoformat("1950-01-01"), datetime.fromisoformat("2199-12-31"), timezones=st.just(BEIJING)
    ),
    st.sampled_from(("T", " ")),
)
def test_an_instant_is_read_as_it_was_written(moment, between):
    """Whatever the day calendars reach, nothing is lost."""
    assert instant(moment.isoformat(between)) == moment


@given(st.text(max_size=12))
def test_any_text_is_an_instant_or_refused(word):
    """What cannot be read is told, never guessed."""
    try:
        found = instant(word)
    except ValueFault:
        return
    assert found.utcoffset() is not None
