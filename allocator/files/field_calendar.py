"""Trips as an iCalendar feed (日历订阅, RFC 5545): stable ids, a sequence that counts changes, the office's own time zone."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

FOLD = 75
STAMP = "%Y%m%dT%H%M%S"


@dataclass(frozen=True, slots=True)
class Event:
    """Something that takes somebody's time (日程): `sequence` counts its changes, `stamp` is the instant of the last one.

    A `cancelled` one is taken off again.
    """

    uid: str
    sequence: int
    stamp: datetime
    begins: datetime
    ends: datetime
    summary: str
    place: str
    about: Sequence[str]
    cancelled: bool = False


def calendar(name: str, zone: ZoneInfo, events: Sequence[Event], year: int) -> bytes:
    """Write events of a year and later ones as a calendar in a time zone; the same events give the same bytes, whenever asked."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Fenliu//field work//ZH", f"X-WR-CALNAME:{_escaped(name)}"]
    lines += _zone(zone, events, year)
    for event in events:
        lines += _event(event, zone)
    return "".join(f"{_folded(line)}\r\n" for line in (*lines, "END:VCALENDAR")).encode()


def _event(event: Event, zone: ZoneInfo) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{event.uid}"
    yield f"SEQUENCE:{event.sequence}"
    yield f"DTSTAMP:{event.stamp.astimezone(UTC):{STAMP}}Z"
    for label, moment in (("DTSTART", event.begins), ("DTEND", event.ends)):
        yield f"{label};TZID={zone.key}:{moment.astimezone(zone):{STAMP}}"
    yield f"SUMMARY:{_escaped(event.summary)}"
    yield f"LOCATION:{_escaped(event.place)}"
    yield f"DESCRIPTION:{_escaped(chr(10).join(event.about))}"
    yield f"STATUS:{'CANCELLED' if event.cancelled else 'CONFIRMED'}"
    yield "END:VEVENT"


def _zone(zone: ZoneInfo, events: Sequence[Event], year: int) -> Iterator[str]:
    """Write a time zone for the years in question: how far from UTC at first, and each change of it."""
    first = datetime(year - 1, 1, 1, tzinfo=UTC)
    last = max((event.ends.year for event in events), default=year)
    days = (datetime(last + 2, 1, 1, tzinfo=UTC) - first).days
    yield from ("BEGIN:VTIMEZONE", f"TZID:{zone.key}")
    yield from _rule(first, first.astimezone(zone).utcoffset(), zone)
    for before, after in _changes(first, days, zone):
        yield from _rule(after, before, zone)
    yield "END:VTIMEZONE"


def _changes(first: datetime, days: int, zone: ZoneInfo) -> Iterator[tuple[timedelta | None, datetime]]:
    """Find when a zone changes its distance from UTC, to the minute, and what that was before."""
    known = first.astimezone(zone).utcoffset()
    for number in range(days):
        day = first + timedelta(days=number)
        if (day + timedelta(days=1)).astimezone(zone).utcoffset() != known:
            minutes = (day + timedelta(minutes=minute) for minute in range(1, 24 * 60 + 1))
            at = next(one for one in minutes if one.astimezone(zone).utcoffset() != known)
            yield known, at
            known = at.astimezone(zone).utcoffset()


def _rule(at: datetime, before: timedelta | None, zone: ZoneInfo) -> Iterator[str]:
    local = at.astimezone(zone)
    kind = "DAYLIGHT" if local.dst() else "STANDARD"
    begins = at + (before or timedelta())
    yield f"BEGIN:{kind}"
    yield f"DTSTART:{begins:{STAMP}}"
    yield f"TZOFFSETFROM:{_distance(before)}"
    yield f"TZOFFSETTO:{_distance(local.utcoffset())}"
    yield f"TZNAME:{local.tzname()}"
    yield f"END:{kind}"


def _distance(offset: timedelta | None) -> str:
    minutes = int((offset or timedelta()).total_seconds()) // 60
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}{abs(minutes) % 60:02}"


def _escaped(text: str) -> str:
    for sign in ("\\", ";", ","):
        text = text.replace(sign, f"\\{sign}")
    return "\\n".join(text.splitlines())


def _folded(line: str) -> str:
    """Break a line that is longer than 75 bytes, never within a character."""
    return "\r\n ".join(_pieces(line))


def _pieces(line: str) -> Iterable[str]:
    piece, size = "", 0
    for sign in line:
        width = len(sign.encode())
        if size + width > FOLD - 1:
            yield piece
            piece, size = "", 0
        piece, size = piece + sign, size + width
    yield piece
