"""When each person really works (实际工作时间): weekdays and hours, read off the instants at which he or she closed work."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import numpy as np

from allocator.domain.scenarios.worklog import WorkLog
from allocator.simulation.calibration.office_days import WEEKDAYS

EARLY, LATE = 0.05, 0.95  # a few ends at night are not office hours


@dataclass(frozen=True, slots=True)
class Calendar:
    """A person's days (个人日历): in service from the first to the last end seen; shares of each weekday with an end.

    `opens` and `closes` are minutes of the day between which nine ends in ten lie; who was there without closing anything
    is not seen, so shares are lower bounds.
    """

    person: str
    first: date
    last: date
    ends: int
    days: int
    weekdays: tuple[float, ...]
    opens: int
    closes: int


def calendars(log: WorkLog) -> tuple[Calendar, ...]:
    """Read the calendar of everybody who ended anything, in the order of their names."""
    ends: dict[str, list[datetime]] = defaultdict(list)
    for item in log.items:
        if item.ended is not None:
            ends[item.person].append(item.ended)
    return tuple(_calendar(person, ends[person]) for person in sorted(ends))


def _calendar(person: str, ends: Sequence[datetime]) -> Calendar:
    days = sorted({end.date() for end in ends})
    minutes = np.array([end.hour * 60 + end.minute for end in ends])
    opens, closes = np.quantile(minutes, (EARLY, LATE), method="nearest")
    weekdays = tuple(_share(days, weekday) for weekday in range(WEEKDAYS))
    return Calendar(person, days[0], days[-1], len(ends), len(days), weekdays, int(opens), int(closes))


def _share(days: Sequence[date], weekday: int) -> float:
    """Give the share of the weekdays of a kind in a person's time on which something was closed."""
    first, last = days[0].toordinal(), days[-1].toordinal()
    all_days = sum(date.fromordinal(day).weekday() == weekday for day in range(first, last + 1))
    return sum(day.weekday() == weekday for day in days) / all_days if all_days else 0.0
