"""The days on which an office really works (实际工作日), read off its log, as an axis on which weekends take no time."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

WEEKDAYS = 7
USUAL = 0.25  # a weekday with less than a quarter of the busiest one's ends is no day of work
HARDLY = 0.1  # a day with less than a tenth of the usual ends was a day off
NEW_YEAR = (1, 1)  # the one day that every office keeps
OPENING_DAYS = 2  # a log may begin with the stock that was open before
Numbers = NDArray[np.float64]
Places = NDArray[np.int64]


@dataclass(frozen=True)
class OfficeDays:
    """Calendar days from `first` on, each a working day or not; `before[i]` counts the working days before day i.

    A time on this axis is a number of working days and a part of one; what happens on a day off stands at its edge.
    """

    first: date
    works: NDArray[np.bool_]
    before: Places

    def at(self, calendar: Numbers) -> Numbers:
        """Place calendar times (days since `first` and a part of one) on the axis."""
        whole = np.floor(np.nan_to_num(calendar)).astype(np.int64)
        day = np.clip(whole, 0, len(self.works) - 1)
        placed = self.before[day] + np.where(self.works[day], calendar - whole, calendar * 0.0)
        return np.asarray(placed, dtype=np.float64)

    def start_of(self, day: date) -> int:
        """Count the working days before a day."""
        return int(self.before[self.number(day)])

    def number(self, day: date) -> int:
        """Give the place of a calendar day, the last known one at most."""
        return min(max((day - self.first).days, 0), len(self.works) - 1)

    def calendar(self, times: Numbers) -> Numbers:
        """Turn times on the axis into calendar days since `first`."""
        days = np.flatnonzero(self.works)
        whole = np.floor(times).astype(np.int64)
        return days[np.clip(whole, 0, len(days) - 1)] + times - whole

    def weekdays(self) -> Places:
        """Give the weekday (Monday is 0) of each working day."""
        return (np.flatnonzero(self.works) + self.first.weekday()) % WEEKDAYS

    def dates(self) -> Iterator[date]:
        """Walk the working days."""
        return (self.first + timedelta(days=int(number)) for number in np.flatnonzero(self.works))


def office_days(first: date, ends: Numbers, known: int, until: date) -> OfficeDays:
    """Find the working days from when work ended (calendar days since `first`), and expect those up to `until`.

    Of the first `known` days the log tells: weekdays with a usual amount of ends are worked; single days of them with hardly
    any were days off, and a day of the year that was off is expected off again.
    """
    count = max((until - first).days + 1, known)
    found = np.bincount(ends[~np.isnan(ends)].astype(np.int64), minlength=count).astype(np.float64)
    weekday = (np.arange(count) + first.weekday()) % WEEKDAYS
    told = np.arange(count) < known
    works = np.isin(weekday, _worked(found[told], weekday[told]))
    usual = float(np.median(found[told & works])) if (told & works).any() else 0.0
    off = works & told & (found < HARDLY * usual)
    off[:OPENING_DAYS] = False
    again = {NEW_YEAR, *(_of_year(first, int(day)) for day in np.flatnonzero(off))}
    expected = [not told[day] and _of_year(first, day) in again for day in range(count)]
    works &= ~off & ~np.array(expected)
    return OfficeDays(first, works, np.cumsum(works) - works)


def _worked(ends: Numbers, weekday: Places) -> Places:
    totals = np.bincount(weekday, ends, minlength=WEEKDAYS)
    found = np.flatnonzero(totals >= USUAL * totals.max()) if totals.any() else np.arange(WEEKDAYS)
    return found.astype(np.int64)


def _of_year(first: date, number: int) -> tuple[int, int]:
    day = first + timedelta(days=number)
    return day.month, day.day
