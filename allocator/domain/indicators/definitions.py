"""Indicators (质效指标) as versioned definitions: what is counted over what, in which stretch of time, on whose word."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction

from allocator.domain.rulebook.conditions import Condition
from allocator.domain.scenarios.figures import Unit
from allocator.domain.words import Text


class Window(StrEnum):
    """Which stretch of time an indicator is of (统计期间): as asked, or reckoned from the last day asked."""

    PERIOD = "period"
    YEAR = "year"
    DECEMBER = "december"
    THREE_YEARS = "three_years"


class How(StrEnum):
    """How a value comes about (算法): a count or sum over another, the middle of the cases' own, or a change on last year."""

    RATIO = "ratio"
    MEDIAN = "median"
    GROWTH = "growth"
    POINTS = "points"


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of days (期间), both ends included."""

    first: date
    last: date

    @property
    def year_before(self) -> "Stretch":
        """Give the same days of the year before (上年同期); 29 February becomes the 28th."""
        return Stretch(years_back(self.first, 1), years_back(self.last, 1))


@dataclass(frozen=True, slots=True)
class Part:
    """A numerator or denominator (分子、分母): which cases are in it, and what of each is added up ("": it counts once)."""

    when: Condition
    sum: str = ""


@dataclass(frozen=True, slots=True)
class Band:
    """Between which values an indicator is sound (合理区间), both included; None where that side is open or not known."""

    least: Fraction | None = None
    most: Fraction | None = None

    def holds(self, value: Fraction) -> bool | None:
        """Say whether a value lies within; None where no band is known."""
        if self.least is None and self.most is None:
            return None
        return (self.least is None or value >= self.least) and (self.most is None or value <= self.most)


@dataclass(frozen=True, slots=True)
class Indicator:
    """One definition (指标定义), named by the digest of its row in the rulebook.

    Without a denominator the numerator itself is the value. `base` is the indicator whose change on the year before this
    is. `floors` are least values by the month of the last day (月度底线).
    """

    id: str
    name: Text
    unit: Unit
    window: Window
    how: How
    numerator: Part
    denominator: Part | None
    base: str
    band: Band
    floors: Mapping[int, Fraction]
    note: Text
    source: str
    digest: str = field(compare=False)

    def band_on(self, day: date) -> Band:
        """Give the band that holds on a day: the floor of its month, else the band of the whole year."""
        return Band(self.floors[day.month]) if day.month in self.floors else self.band


def stretch_of(window: Window, asked: Stretch) -> Stretch:
    """Give the days an indicator is of: those asked for, the year so far from 1 January or from 1 December before, or three years."""
    last = asked.last
    if window == Window.YEAR:
        return Stretch(date(last.year, 1, 1), last)
    if window == Window.DECEMBER:
        return Stretch(date(last.year - 1, 12, 1), last)
    if window == Window.THREE_YEARS:
        return Stretch(years_back(last, 3) + timedelta(days=1), last)
    return asked


def years_back(day: date, count: int) -> date:
    """Give the same day some years before; 29 February becomes the 28th where the year has none."""
    leap_day = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year - count, day=28 if leap_day and count % 4 else day.day)
