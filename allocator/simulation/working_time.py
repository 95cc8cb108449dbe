"""Whose working time runs when (工作时间): the minutes of each day added up, and the inverse of that sum.

A day's minutes for cases are spread evenly over the hours at which the office is open, so that who has seven tenths of a
day for cases is seven tenths as quick all day. Nobody works on a day without minutes, or more minutes than the day has.
"""

import math
from array import array
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Protocol

DAY = 24 * 60


class Hours(Protocol):
    """When somebody works (工时)."""

    def finish(self, now: float, minutes: float) -> float:
        """Give the instant at which so many minutes of work begun now are done; infinite if never."""

    def between(self, first: float, last: float) -> float:
        """Give the minutes of work that fit between two instants."""

    def returns(self, now: float) -> float:
        """Give `now` for somebody who is there when work next goes on, else the instant of coming back; infinite: never."""


class Always:
    """Working time that never stops, for queues whose waits are known."""

    def finish(self, now: float, minutes: float) -> float:
        """Give the instant at which so many minutes of work begun now are done."""
        return now + minutes

    def between(self, first: float, last: float) -> float:
        """Give the minutes of work that fit between two instants."""
        return last - first

    def returns(self, now: float) -> float:
        """Say that somebody is there now."""
        return now


@dataclass(slots=True)
class OpeningHours:
    """When an office is open (办公时间): from and to (minutes of the day), and the day on which each day's work goes on.

    `next_open[day]` is the first working day from a day on; its last entry, one past the last day, stands for never.
    """

    opens: int
    closes: int
    next_open: tuple[int, ...]
    _asked: float = field(default=-1.0, compare=False, repr=False)
    _found: int = field(default=0, compare=False, repr=False)

    def working_day(self, now: float) -> int:
        """Give the day on which work goes on at an instant: this one until it closes, then the next working day.

        Everybody of the office asks at the same instants, so that the last answer is kept.
        """
        if now != self._asked:
            self._asked, self._found = now, self._working_day(now)
        return self._found

    def _working_day(self, now: float) -> int:
        day = max(0, int(now // DAY))
        if now - day * DAY >= self.closes:
            day += 1
        return self.next_open[day] if day < len(self.next_open) else self.next_open[-1]


def opening_hours(opens: int, closes: int, working: Sequence[bool]) -> OpeningHours:
    """Make the hours of an office from whether it works on each day."""
    following = [len(working)]
    for day in range(len(working) - 1, -1, -1):
        following.append(day if working[day] else following[-1])
    return OpeningHours(opens, closes, tuple(reversed(following)))


@dataclass(frozen=True, slots=True)
class WorkingTime:
    """One person's working time: minutes for cases on each day, within the office's hours.

    The sums stand side by side in an array: five hundred people are asked in turn, each for another day.
    """

    office: OpeningHours
    minutes: Sequence[int]
    _before: "array[int]" = field(init=False)
    _own_days: tuple[int, ...] = field(init=False)
    _opens: int = field(init=False)
    _closes: int = field(init=False)
    _length: int = field(init=False)
    _days: int = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_opens", self.office.opens)
        object.__setattr__(self, "_closes", self.office.closes)
        object.__setattr__(self, "_length", self.office.closes - self.office.opens)
        object.__setattr__(self, "_days", len(self.minutes))
        object.__setattr__(self, "_before", array("q", accumulate(self.minutes, initial=0)))
        object.__setattr__(self, "_own_days", tuple(day for day, count in enumerate(self.minutes) if count))

    def finish(self, now: float, minutes: float) -> float:
        """Give the instant at which so many minutes of work begun now are done; infinite if there are not so many."""
        before, day = self._before, int(now // DAY)
        wanted = self._done_by(day, now) + minutes
        if day >= self._days or not before[day] < wanted <= before[day + 1]:  # not done on the day it is begun
            if wanted > before[-1]:
                return math.inf
            day = bisect_left(before, wanted) - 1
            if day < 0:
                return now
        part = (wanted - before[day]) / self.minutes[day]
        return max(now, day * DAY + self._opens + part * self._length)

    def between(self, first: float, last: float) -> float:
        """Give the minutes of work that fit between two instants."""
        return self._done(last) - self._done(first)

    def returns(self, now: float) -> float:
        """Give `now` for somebody who is there when work next goes on, else the instant of coming back; infinite: never."""
        today = int(now // DAY)
        if now - today * DAY < self._closes and today < self._days and self.minutes[today]:
            return now
        day = self.office.working_day(now)
        if day < self._days and self.minutes[day]:
            return now
        place = bisect_left(self._own_days, day)
        return math.inf if place == len(self._own_days) else float(self._own_days[place] * DAY + self.office.opens)

    def _done(self, now: float) -> float:
        """Add up all minutes from the first day to an instant."""
        return self._done_by(int(now // DAY), now)

    def _done_by(self, day: int, now: float) -> float:
        """Add them up to an instant of a day."""
        if day >= self._days:
            return self._before[-1]
        part = (now - day * DAY - self._opens) / self._length
        if part <= 0.0:
            return self._before[day]
        return self._before[day] + self.minutes[day] * part if part < 1.0 else float(self._before[day + 1])
