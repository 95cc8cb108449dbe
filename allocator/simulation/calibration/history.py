"""A log as arrays (日志数组): steps, cases and persons by number, times in working days, and which item brought forth which."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from allocator.domain.scenarios.worklog import WorkItem, WorkLog
from allocator.simulation.calibration.office_days import OPENING_DAYS, Numbers, OfficeDays, Places, office_days

NOBODY = -1
SECONDS = 86400


@dataclass(frozen=True)
class History:
    """The items of a log, one place each, as they stood at `now` (in working days, like all times here).

    `end` is not a number for open work. `parent` is the item of the case that had ended last when this one began, -1 for
    none. The true start of an item that is not `whole` is not known: the log may have begun after it.
    """

    days: OfficeDays
    now: float
    steps: tuple[str, ...]
    step: Places
    start: Numbers
    end: Numbers
    parent: Places
    whole: NDArray[np.bool_]

    @property
    def ended(self) -> NDArray[np.bool_]:
        """Say of each item whether it had ended."""
        found: NDArray[np.bool_] = ~np.isnan(self.end)
        return found

    @property
    def seen(self) -> Numbers:
        """Until when each item was seen: its end, or now."""
        return np.where(self.ended, self.end, self.now)

    @property
    def roots(self) -> Places:
        """The items nothing had brought forth: those with which cases came in."""
        return np.flatnonzero((self.parent == NOBODY) & self.whole)


@dataclass(frozen=True)
class Record:
    """A whole log as arrays: calendar times in days since `first`, by the wall clock of each time as it is written."""

    first: date
    steps: tuple[str, ...]
    step: Places
    begun: Numbers
    ended: Numbers
    parent: Places

    @property
    def last_day(self) -> date:
        """The last day of which the log tells."""
        return self.first + timedelta(days=int(max(self.begun.max(), np.nanmax(np.append(self.ended, 0.0)))))

    def until(self, day: date, expect: date | None = None) -> History:
        """Give the history as known at the end of a day; working days are expected up to `expect`.

        Nothing later enters: what began later is left out, what ended later is open.
        """
        cut = (day - self.first).days + 1
        there = np.flatnonzero(self.begun < cut)
        ended = np.where(self.ended[there] < cut, self.ended[there], np.nan)
        axis = office_days(self.first, ended, cut, max(day, expect or day) + timedelta(days=1))
        moved = np.full(len(self.begun) + 1, NOBODY)
        moved[there] = np.arange(len(there))
        return History(
            days=axis,
            now=float(axis.start_of(day + timedelta(days=1))),
            steps=self.steps,
            step=self.step[there],
            start=axis.at(self.begun[there]),
            end=axis.at(ended),
            parent=moved[self.parent[there]],
            whole=self.begun[there] >= OPENING_DAYS,
        )


def record(log: WorkLog) -> Record:
    """Arrange a log as arrays."""
    numbers = {step: number for number, step in enumerate(sorted({item.step for item in log.items}))}
    first = min(item.started.date() for item in log.items)
    return Record(
        first=first,
        steps=tuple(numbers),
        step=np.array([numbers[item.step] for item in log.items], dtype=np.int64),
        begun=np.array([_days(first, item.started) for item in log.items]),
        ended=np.array([np.nan if item.ended is None else _days(first, item.ended) for item in log.items]),
        parent=np.array(parents(log.items), dtype=np.int64),
    )


def _days(first: date, instant: datetime) -> float:
    seconds = instant.hour * 3600 + instant.minute * 60 + instant.second
    return (instant.date() - first).days + seconds / SECONDS


def parents(items: Sequence[WorkItem]) -> list[int]:
    """Say for each item which one of its case had ended last when it began; -1 for none.

    Items that begin and end at one instant follow one another in the order of the log.
    """
    found = [NOBODY] * len(items)
    for places in _by_case(items).values():
        latest: tuple[datetime, int] | None = None
        waiting: list[tuple[datetime, int]] = []
        for place in places:
            item = items[place]
            latest = max(
                [*(end for end in waiting if end[0] <= item.started), *([latest] if latest else [])], default=None
            )
            waiting = [end for end in waiting if end[0] > item.started]
            found[place] = latest[1] if latest else NOBODY
            if item.ended is not None:
                waiting.append((item.ended, place))
    return found


def _by_case(items: Sequence[WorkItem]) -> Mapping[str, list[int]]:
    """Sort the places of items by case, each in order of start and end; open ones last."""
    found: dict[str, list[int]] = defaultdict(list)
    for place, item in enumerate(items):
        found[item.case].append(place)
    for places in found.values():
        places.sort(key=lambda place: _order(items[place], place))
    return found


def _order(item: WorkItem, place: int) -> tuple[datetime, bool, datetime, int]:
    return item.started, item.ended is None, item.ended or item.started, place
