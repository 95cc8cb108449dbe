"""The week on a time axis (时间轴): where trips of vehicles and people lie on the sheet, drawn by the template as SVG.

Whatever is drawn stands in the table of the page as well; the drawing is for the eye and for dragging.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from allocator.domain.fieldwork.trips import DAY, Span, clock
from allocator.domain.words import Text
from allocator.services.fieldwork.outings import Outing, WeekRow

WIDTH, NAME, HEAD, TRACK, AROUND = 1220, 104, 40, 22, 3
LETTER = 12
"""How wide a Chinese letter of a label is drawn; a Latin one is half of it."""
SHADES = 6
NARROWEST = 8


@dataclass(frozen=True, slots=True)
class Bar:
    """A trip in the lane of a vehicle or of somebody aboard: its place, what fits in as a label, the shade of its kind of work."""

    outing: Outing
    x: float
    y: float
    width: float
    label: str
    shade: int


@dataclass(frozen=True, slots=True)
class Lane:
    """A vehicle or a person: name and place, its trips, and as (x, width) the hours for which they cannot be had."""

    code: str
    name: str
    is_vehicle: bool
    y: float
    height: float
    bars: tuple[Bar, ...]
    gaps: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Timeline:
    """A week as it is drawn: the days that are shown by number, each so wide; lanes; the shade of each kind of work."""

    height: float
    days: tuple[tuple[int, date, float], ...]
    day_width: float
    hours: Span
    lanes: tuple[Lane, ...]
    kinds: tuple[tuple[Text, int], ...]
    monday: date
    width: int = WIDTH
    left: int = NAME
    head: int = HEAD
    track: int = TRACK

    @property
    def marks(self) -> tuple[tuple[str, float], ...]:
        """Give the hours that are marked on the axis of each day, with their places."""
        whole = range(-(-self.hours.begins // 240) * 4, self.hours.ends // 60 + 1, 4)
        scale = self.day_width / (self.hours.ends - self.hours.begins)
        return tuple(
            (f"{hour}", start + (hour * 60 - self.hours.begins) * scale) for _, _, start in self.days for hour in whole
        )


def drawn(
    days: Sequence[date],
    works: Sequence[bool],
    hours: Span,
    vehicles: Sequence[WeekRow],
    people: Sequence[WeekRow],
) -> Timeline:
    """Lay a week out: the days on which the office works or somebody is out, vehicles before people."""
    busy = {outing.day for row in vehicles for trips in row.days for outing in trips}
    shown = [number for number in range(len(days)) if works[number] or number in busy]
    width = (WIDTH - NAME) / max(1, len(shown))
    axis = _Axis(tuple(shown), width, hours, _shades(vehicles))
    lanes, y = list[Lane](), float(HEAD)
    for row, is_vehicle in (*((one, True) for one in vehicles), *((one, False) for one in people)):
        lanes.append(axis.lane(row, y, is_vehicle=is_vehicle))
        y += lanes[-1].height
    placed = tuple((number, days[number], NAME + place * width) for place, number in enumerate(shown))
    return Timeline(y, placed, width, hours, tuple(lanes), tuple(axis.shades.items()), days[0])


def off(row: WeekRow, number: int) -> tuple[str, ...]:
    """Say the hours of a day of the week for which somebody or something cannot be had, such as 08:30–17:30."""
    midnight = number * DAY
    day = Span(midnight, midnight + DAY)
    gaps = ((max(gap.begins, midnight), min(gap.ends, day.ends)) for gap in row.gaps if gap.meets(day))
    return tuple(f"{clock(begins - midnight)}–{clock(ends - midnight)}" for begins, ends in gaps)


def _shades(vehicles: Iterable[WeekRow]) -> dict[Text, int]:
    """Give each kind of work a shade, in the order in which they come."""
    kinds = dict.fromkeys(
        outing.calls[0].kind for row in vehicles for trips in row.days for outing in trips if outing.calls
    )
    return {kind: number % SHADES for number, kind in enumerate(kinds)}


@dataclass(frozen=True, slots=True)
class _Axis:
    """The axis of time: which days are shown, how wide each is, and the hours of a day."""

    shown: tuple[int, ...]
    width: float
    hours: Span
    shades: dict[Text, int]

    def at(self, moment: int) -> float:
        """Give the place of a minute of the week; what lies outside of the hours of a day lies at its edge."""
        number, minute = divmod(moment, DAY)
        within = min(max(minute, self.hours.begins), self.hours.ends) - self.hours.begins
        place = self.shown.index(number) + within / (self.hours.ends - self.hours.begins)
        return NAME + place * self.width

    def lane(self, row: WeekRow, y: float, *, is_vehicle: bool) -> Lane:
        """Lay out a lane; trips that are out at once lie on tracks of their own."""
        outings = [outing for number in self.shown for outing in row.days[number]]
        tracks, bars = list[int](), list[Bar]()
        for outing in outings:
            free = (number for number, ends in enumerate(tracks) if ends <= outing.leaves)
            track = next(free, len(tracks))
            tracks[track : track + 1] = [outing.back]
            bars.append(self._bar(outing, y + AROUND + track * TRACK))
        height = max(1, len(tracks)) * TRACK + 2 * AROUND
        return Lane(row.code, row.name, is_vehicle, y, height, tuple(bars), tuple(self._gaps(row.gaps)))

    def _bar(self, outing: Outing, y: float) -> Bar:
        x = self.at(outing.leaves)
        width = max(NARROWEST, self.at(outing.back - 1) - x)
        said = outing.towns[0] if outing.towns else outing.code
        shade = self.shades.get(outing.calls[0].kind, 0) if outing.calls else 0
        return Bar(outing, x, y, width, _fitting(said, width - 14), shade)

    def _gaps(self, gaps: Iterable[Span]) -> Iterable[tuple[float, float]]:
        for number in self.shown:
            day = Span(number * DAY + self.hours.begins, number * DAY + self.hours.ends)
            for gap in (one for one in gaps if one.meets(day)):
                begins, ends = max(gap.begins, day.begins), min(gap.ends, day.ends)
                x = self.at(begins)
                yield x, self.at(ends - 1) - x


def _fitting(text: str, room: float) -> str:
    """Give as much of a text as there is room for."""
    used = 0.0
    for number, letter in enumerate(text):
        used += LETTER if ord(letter) > 0x2E80 else LETTER * 0.55
        if used > room:
            return text[:number]
    return text
