"""Drawings of pages (图): where points, intervals and series lie on a sheet, drawn by the template as SVG beside a table."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT, LEFT, BELOW, ABOVE = 520, 190, 46, 28, 26


@dataclass(frozen=True, slots=True)
class Mark:
    """One point of a curve: what it shows, and where on the sheet."""

    at: int
    value: int
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Curve:
    """A curve on a sheet of so many units, the lowest and the highest value at the edges."""

    width: int
    height: int
    left: int
    marks: tuple[Mark, ...]

    @property
    def line(self) -> str:
        """Write the points as SVG takes them."""
        return " ".join(f"{mark.x},{mark.y}" for mark in self.marks)

    @property
    def floor(self) -> int:
        """Give where the lower edge lies."""
        return self.height - BELOW

    @property
    def levels(self) -> tuple[tuple[int, int], ...]:
        """Give nought, half and whole of the highest value, and where each lies: the axis begins at nought."""
        highest = max(1, *(mark.value for mark in self.marks))
        high = self.height - BELOW - ABOVE
        return tuple((part, self.floor - part * high // highest) for part in sorted({0, highest // 2, highest}))


def curve(points: Sequence[tuple[int, int]]) -> Curve | None:
    """Lay points (place, value) out on a sheet, the value from nought up; None for fewer than two."""
    if len(points) < 2:
        return None
    span, highest = max(1, points[-1][0] - points[0][0]), max(1, *(value for _, value in points))
    wide, high = WIDTH - LEFT - 16, HEIGHT - BELOW - ABOVE
    marks = (
        Mark(at, value, LEFT + (at - points[0][0]) * wide // span, HEIGHT - BELOW - value * high // highest)
        for at, value in points
    )
    return Curve(WIDTH, HEIGHT, LEFT, tuple(marks))


WHISKER_WIDTH, WHISKER_EDGE = 150, 6


@dataclass(frozen=True, slots=True)
class Whisker:
    """A difference with its interval on a line whose middle is nought; every row of a figure has the same scale."""

    low: int
    at: int
    high: int
    zero: int = WHISKER_WIDTH // 2
    width: int = WHISKER_WIDTH


def whiskers(intervals: Sequence[tuple[float, float, float] | None]) -> list[Whisker | None]:
    """Lay intervals (low, mean, high) out on one scale that reaches as far to each side; None where nothing is known."""
    reach = max((abs(end) for one in intervals if one for end in one), default=0) or 1
    half = WHISKER_WIDTH // 2 - WHISKER_EDGE

    def laid(value: float) -> int:
        """Give the place of a value."""
        return round(WHISKER_WIDTH / 2 + value / reach * half)

    return [Whisker(*map(laid, one)) if one else None for one in intervals]


def share_mark(low: float, at: float, high: float, asked: float) -> Whisker:
    """Lay the interval of a share out from nought to one, with a line where the share asked for stands."""
    return Whisker(*(round(share * WHISKER_WIDTH) for share in (low, at, high, asked)))


@dataclass(frozen=True, slots=True)
class Course:
    """One series over the weeks: its line, the band of its intervals, and where its name stands."""

    line: str
    band: str
    end: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Courses:
    """Several series on one sheet, from nought up, with the highest value and the number of weeks at the edges."""

    width: int
    height: int
    left: int
    floor: int
    highest: float
    weeks: int
    drawn: tuple[Course, ...]


def courses(series: Sequence[Sequence[tuple[float, float, float]]]) -> Courses | None:
    """Lay series of (low, mean, high) by week out on one sheet; None for fewer than two weeks."""
    weeks = min(map(len, series), default=0)
    if weeks < 2:
        return None
    highest = max(high for one in series for _, _, high in one) or 1
    wide, high = WIDTH - LEFT - 16, HEIGHT - BELOW - ABOVE

    def point(week: int, value: float) -> str:
        """Give the place of a value in a week, as SVG takes it."""
        return f"{LEFT + week * wide // (weeks - 1)},{round(HEIGHT - BELOW - max(0.0, value) / highest * high)}"

    drawn = []
    for one in series:
        lower, upper = ([point(week, found[side]) for week, found in enumerate(one)] for side in (0, 2))
        line = [point(week, found[1]) for week, found in enumerate(one)]
        x, y = line[-1].split(",")
        drawn.append(Course(" ".join(line), " ".join([*upper, *reversed(lower)]), (int(x), int(y))))
    return Courses(WIDTH, HEIGHT, LEFT, HEIGHT - BELOW, highest, weeks, tuple(drawn))
