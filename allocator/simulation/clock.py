"""The clock of a simulated office (时钟): what happens next, in order of time, and of two at once what was said first."""

import heapq
from collections.abc import Callable
from typing import Any, TypeVar

from allocator.simulation.working_time import DAY

Thing = TypeVar("Thing")
Happening = tuple[float, int, Callable[[Any], None], Any]


class Clock:
    """A heap of what is to happen on the day in hand (事件堆), and a list for each day to come.

    `now` is in minutes since the first day's midnight. Most of what is said comes weeks later; a heap of all of it
    would be looked through from end to end for every event of a large office.
    """

    __slots__ = ("_coming", "_later", "_near", "_said", "now")

    def __init__(self, now: float = 0.0) -> None:
        self.now = now
        self._coming: list[Happening] = []
        self._later: dict[int, list[Happening]] = {}
        self._near = now  # what comes before it is in the heap
        self._said = 0

    def at(self, time: float, act: Callable[[Thing], None], thing: Thing) -> None:
        """Let something happen to a thing at a time, which may not be past."""
        self._said += 1
        if time < self._near:
            heapq.heappush(self._coming, (time, self._said, act, thing))
            return
        day = int(time // DAY)
        if day in self._later:
            self._later[day].append((time, self._said, act, thing))
        else:
            self._later[day] = [(time, self._said, act, thing)]

    def run(self, until: float) -> None:
        """Let everything happen that comes before a time, which then is now."""
        self._run(until)
        while self._near < until and self._later:
            self._turn_to(min(self._later))
            self._run(until)
        self.now = max(self.now, until)

    def _run(self, until: float) -> None:
        coming, pop = self._coming, heapq.heappop
        while coming and coming[0][0] < until:
            self.now, _, act, thing = pop(coming)
            act(thing)

    def _turn_to(self, day: int) -> None:
        """Put what is to come on a day into the heap."""
        self._coming += self._later.pop(day)
        heapq.heapify(self._coming)
        self._near = (day + 1.0) * DAY

    @property
    def happened(self) -> int:
        """Count what has happened so far."""
        return self._said - len(self._coming) - sum(map(len, self._later.values()))

    def end(self) -> None:
        """Forget what was to happen."""
        self._coming.clear()
        self._later.clear()
