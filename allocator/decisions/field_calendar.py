"""A person's trips as an iCalendar feed (日历订阅; RFC 5545): stable identifiers, a sequence that rises with each move, local time."""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, time, timedelta

from allocator.decisions.field_words import errand_name, name_of
from allocator.domain.field_snapshot import FieldWeek
from allocator.domain.fieldwork import Trip, clock
from allocator.domain.words import Text, listed

OCTETS = 75  # of a line, its end not counted (RFC 5545, 3.1)
ZONE = "Asia/Shanghai"
HEAD = ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Fenliu//field work//EN", "CALSCALE:GREGORIAN", "METHOD:PUBLISH")
TIMEZONE = (
    "BEGIN:VTIMEZONE",
    f"TZID:{ZONE}",
    "BEGIN:STANDARD",
    "DTSTART:19910915T000000",
    "TZOFFSETFROM:+0800",
    "TZOFFSETTO:+0800",
    "TZNAME:CST",
    "END:STANDARD",
    "END:VTIMEZONE",
)


def calendar_feed(
    trips: Mapping[str, tuple[FieldWeek, Trip]],
    sequence: Mapping[str, int],
    stamp: datetime,
    language: str = "zh",
    gone: Mapping[str, tuple[FieldWeek, Trip]] | None = None,
) -> bytes:
    """Write the feed of some trips by their lasting codes, each with the week it belongs to.

    `sequence` counts how often each was changed since it was published, `stamp` is when that was last (an aware instant);
    trips that are `gone` are told as cancelled. The same input gives the same bytes.
    """
    lines = [*HEAD, *TIMEZONE]
    for state, some in (("CONFIRMED", trips), ("CANCELLED", gone or {})):
        for code in sorted(some):
            lines += _event(code, *some[code], sequence.get(code, 0), stamp, state, language)
    return "".join(f"{_folded(line)}\r\n" for line in (*lines, "END:VCALENDAR")).encode()


def _event(
    code: str, week: FieldWeek, trip: Trip, sequence: int, stamp: datetime, state: str, language: str
) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{_escaped(code)}@{week.office.bureau.code}.fenliu"
    yield f"SEQUENCE:{sequence}"
    yield f"DTSTAMP:{stamp.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    yield f"DTSTART;TZID={ZONE}:{_local(week, trip.leaves)}"
    yield f"DTEND;TZID={ZONE}:{_local(week, trip.back)}"
    yield f"STATUS:{state}"
    for name, text in (
        ("SUMMARY", _summary(week, trip)),
        ("LOCATION", _where(week, trip)),
        ("DESCRIPTION", _what(week, trip)),
    ):
        yield f"{name}:{_escaped(text.zh if language == 'zh' else text.en)}"
    yield "END:VEVENT"


def _local(week: FieldWeek, moment: int) -> str:
    return f"{datetime.combine(week.monday, time()) + timedelta(minutes=moment):%Y%m%dT%H%M%S}"


def _summary(week: FieldWeek, trip: Trip) -> Text:
    kinds = listed(dict.fromkeys(week.kind(week.errand_by_code[stop.errand]).name for stop in trip.stops))
    return Text(f"外勤：{kinds.zh}", f"Field work: {kinds.en}")


def _where(week: FieldWeek, trip: Trip) -> Text:
    places = [week.errand_by_code[stop.errand].place for stop in trip.stops]
    return listed(
        dict.fromkeys(Text(f"{one.town}{one.village}", f"{one.town} {one.village}".strip()) for one in places)
    )


def _what(week: FieldWeek, trip: Trip) -> Text:
    """Say car, driver and stops by the hour; neither parties nor case numbers leave the house in a feed."""
    car, driver = name_of(week, trip.vehicle), name_of(week, trip.driver)
    lines = [Text(f"{car.zh}，驾驶 {driver.zh}", f"{car.en}, driven by {driver.en}")]
    for stop in trip.stops:
        name = errand_name(week, week.errand_by_code[stop.errand])
        lines.append(Text(f"{clock(stop.starts)} {name.zh}", f"{clock(stop.starts)} {name.en}"))
    return Text("\n".join(line.zh for line in lines), "\n".join(line.en for line in lines))


def _escaped(text: str) -> str:
    return re.sub(r"([\\;,])", r"\\\1", text).replace("\n", "\\n")


def _folded(line: str) -> str:
    """Fold a long line between characters, so that no line has more than 75 octets (折行)."""
    rows, length = [""], 0
    for sign in line:
        size = len(sign.encode())
        if length + size > OCTETS:
            rows.append(" ")
            length = 1
        rows[-1] += sign
        length += size
    return "\r\n".join(rows)
