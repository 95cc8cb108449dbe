"""Calendar feeds: lines as RFC 5545 asks, identifiers that stay, a sequence that rises, what is gone told as cancelled."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from allocator.decisions.field_calendar import OCTETS, calendar_feed
from allocator.domain.fieldwork import Place
from tests.field_stories import a_field_week, a_trip, an_errand

STAMP = datetime(2022, 9, 2, 4, 0, tzinfo=UTC)


def feed(week=None, sequence=0, **more):
    return calendar_feed({"2022W36-1": (week or a_field_week(), a_trip())}, {"2022W36-1": sequence}, STAMP, **more)


def unfolded(data):
    return data.decode().replace("\r\n ", "").split("\r\n")


def test_a_trip_is_an_event_in_local_time_with_its_zone():
    """From leaving to being back; the zone itself is in the file."""
    lines = unfolded(feed(sequence=2))

    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines[-2:] == ["END:VCALENDAR", ""]
    assert "TZID:Asia/Shanghai" in lines
    assert "UID:2022W36-1@guyang.fenliu" in lines or any(line.startswith("UID:2022W36-1@") for line in lines)
    assert "DTSTART;TZID=Asia/Shanghai:20220905T080000" in lines
    assert "DTEND;TZID=Asia/Shanghai:20220905T102000" in lines
    assert "SEQUENCE:2" in lines
    assert "DTSTAMP:20220902T040000Z" in lines
    assert "STATUS:CONFIRMED" in lines


def test_no_party_and_no_case_number_leaves_the_house():
    """Whoever finds the address learns where somebody is, not whose case it is."""
    assert "执1号" not in feed().decode()


def test_a_trip_that_is_gone_is_cancelled_under_its_own_name():
    """Calendars then take it away."""
    data = calendar_feed({}, {"T9": 3}, STAMP, gone={"T9": (a_field_week(), a_trip())})

    assert "STATUS:CANCELLED" in unfolded(data)
    assert "SEQUENCE:3" in unfolded(data)


@given(village=st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=60))
def test_lines_are_folded_between_characters_and_say_the_same_unfolded(village):
    """No line has more than 75 octets, whatever a village is called; commas and semicolons are escaped."""
    week = a_field_week(an_errand(place=Place("东镇", village)))

    data = feed(week)

    assert all(len(line) <= OCTETS for line in data.split(b"\r\n"))
    where = next(line for line in unfolded(data) if line.startswith("LOCATION:"))
    plain = where.removeprefix("LOCATION:").replace("\\,", ",").replace("\\;", ";").replace("\\\\", "\\")
    assert plain == f"东镇{village}"


def test_the_same_input_gives_the_same_bytes():
    """A feed that is fetched again has changed only if something did."""
    assert feed() == feed()
