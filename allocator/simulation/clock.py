"""The clock of a simulated office (时钟): what happens next, in order of time, and of two at once what was said first."""

import heapq
from collections.abc import Callable
from typing import Any, TypeVar

Thing = TypeVar("Thing")
Happening = tuple[float, int, Callable[[Any], None], Any]


class Clock:
    """A heap of what is to happen (事件堆); `now` is in minutes since the first day's midnight."""

    __slots__ = ("_coming", "_said", "now")

    def __init__(self, now: float = 0.0) -> None:
        self.now = now
        self._coming: list[Happening] = []
        self._said = 0

    def at(self, time: float, act: Callable[[Thing], None], thing: Thing) -> None:
        """Let something happen to a thing at a time, which may not be past."""
        self._said += 1
        heapq.heappush(self._coming, (time, self._said, act, thing))

    def run(self, until: float) -> None:
        """Let everything happen that comes before a time, which then is now."""
        coming, pop = self._coming, heapq.heappop
        while coming and coming[0][0] < until:
            self.now, _, act, thing = pop(coming)
            act(thing)
        self.now = max(self.now, until)

    @property
    def happened(self) -> int:
        """Count what has happened so far."""
        return self._said - len(self._coming)

    def end(self) -> None:
        """Forget what was to happen."""
        self._coming.clear()
