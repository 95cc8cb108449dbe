"""Working days (工作日): which days the office works, with holidays and make-up days."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property

SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Correction:
    """A day on which the office works, or does not, whatever the national calendar says (日历更正): why, and by whom."""

    day: date
    works: bool
    because: str
    by: str = ""


@dataclass(frozen=True)
class WorkCalendar:
    """The office's working days: weekdays less `holidays` plus make-up days (调休) in `extra_workdays`."""

    holidays: frozenset[date] = frozenset()
    extra_workdays: frozenset[date] = field(default_factory=frozenset)

    def is_working(self, day: date) -> bool:
        """Say whether the office works on a day."""
        return day in self.extra_workdays or (day.weekday() < SATURDAY and day not in self.holidays)

    def working_days(self, first: date, count: int) -> tuple[date, ...]:
        """Give the next `count` working days from `first` on, `first` included when it is one."""
        known = self._known
        if (first, count) not in known:
            known[first, count] = tuple(self._take(first, count))
        return known[first, count]

    def between(self, first: date, last: date) -> tuple[date, ...]:
        """Give the working days of a span, both ends included."""
        days = (first + timedelta(days=number) for number in range((last - first).days + 1))
        return tuple(day for day in days if self.is_working(day))

    def is_estimated(self, year: int) -> bool:
        """Say whether a year's make-up days are not proclaimed yet (预估): other years have some, this one has none."""
        return bool(self.extra_workdays) and year not in self._proclaimed

    def corrected(self, corrections: Iterable[Correction]) -> "WorkCalendar":
        """Give the calendar with days corrected; a correction that says what is so already changes nothing."""
        new = [one for one in corrections if self.is_working(one.day) != one.works]
        on = frozenset(one.day for one in new if one.works)
        off = frozenset(one.day for one in new if not one.works)
        return WorkCalendar((self.holidays | off) - on, (self.extra_workdays | on) - off)

    def roll(self, day: date) -> date:
        """Move a last day that falls on a holiday to the next working day (民诉法 85 条)."""
        known = self._rolled
        if day not in known:
            last = day
            while not self.is_working(last):
                last += timedelta(days=1)
            known[day] = last
        return known[day]

    def _take(self, first: date, count: int) -> Iterator[date]:
        day = first
        while count > 0:
            if self.is_working(day):
                yield day
                count -= 1
            day += timedelta(days=1)

    @cached_property
    def _known(self) -> dict[tuple[date, int], tuple[date, ...]]:
        return {}

    @cached_property
    def _rolled(self) -> dict[date, date]:
        return {}

    @cached_property
    def _proclaimed(self) -> frozenset[int]:
        return frozenset(day.year for day in self.extra_workdays)
