"""Trips as an iCalendar feed."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from allocator.files.field_calendar import Event, calendar

SHANGHAI = ZoneInfo("Asia/Shanghai")
STAMP = datetime(2022, 9, 30, 1, 0, tzinfo=UTC)


def an_event(**more):
    """A trip on Monday from eight to twenty past ten, Chinese time."""
    given_ = {
        "uid": "trip-1@guyang.fenliu",
        "sequence": 0,
        "stamp": STAMP,
        "begins": datetime(2022, 10, 10, 0, 0, tzinfo=UTC),
        "ends": datetime(2022, 10, 10, 2, 20, tzinfo=UTC),
        "summary": "外勤 银号镇",
        "place": "银号镇",
        "about": ("08:40 送达",),
        **more,
    }
    return Event(**given_)


def lines(*events, zone=SHANGHAI):
    """Read a calendar's lines, unfolded."""
    return calendar("外勤", zone, events, 2022).decode().replace("\r\n ", "").split("\r\n")


def test_an_event_has_a_stable_id_a_sequence_and_the_offices_own_hours():
    """Hours are the office's, with its time zone written out."""
    found = lines(an_event(sequence=2))

    assert {"UID:trip-1@guyang.fenliu", "SEQUENCE:2", "STATUS:CONFIRMED", "SUMMARY:外勤 银号镇"} <= set(found)
    assert "DTSTART;TZID=Asia/Shanghai:20221010T080000" in found
    assert "DTEND;TZID=Asia/Shanghai:20221010T102000" in found
    assert found[found.index("BEGIN:VTIMEZONE") + 1] == "TZID:Asia/Shanghai"
    assert found.count("TZOFFSETTO:+0800") == 1


def test_a_withdrawn_trip_is_taken_off_again():
    """The same id, cancelled."""
    assert "STATUS:CANCELLED" in lines(an_event(cancelled=True))


def test_a_zone_with_summer_time_says_when_it_changes():
    """Standard and daylight time, each with what was before and after."""
    found = lines(an_event(), zone=ZoneInfo("Europe/Berlin"))

    assert "BEGIN:DAYLIGHT" in found
    at = found.index("DTSTART:20221030T030000")
    assert found[at + 1 : at + 3] == ["TZOFFSETFROM:+0200", "TZOFFSETTO:+0100"]


def test_signs_that_mean_something_are_written_so_that_they_do_not():
    """Commas, semicolons, backslashes and new lines."""
    assert r"DESCRIPTION:a\, b\; c\\\nd" in lines(an_event(about=("a, b; c\\", "d")))


def test_an_event_is_dated_by_its_last_change():
    """Not by who asks when; an empty calendar is one, too."""
    assert "DTSTAMP:20220930T010000Z" in lines(an_event())
    assert lines()[-2] == "END:VCALENDAR"


@given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), max_size=200))
def test_no_line_is_longer_than_seventy_five_bytes_and_no_character_is_torn(text):
    """Whatever is written on it."""
    written = calendar("外勤", SHANGHAI, [an_event(summary=text)], 2022)

    assert max(len(line) for line in written.split(b"\r\n")) <= 75
    assert written.decode()
