"""How much of the beginning counts for nothing (预热): chosen from pilot runs by the rule MSER-5.

Of the weekly number of open cases, averaged over the pilot runs and taken together by fives, as many batches are cut off
as make the standard error of the rest smallest (White 1997; White, Cobb and Spratt 2000). Never more than half is cut.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from allocator.simulation.paths import Path

BATCH, WEEK = 5, 7
OPEN = "open"
PILOTS = 5
"""Runs looked at before the warm-up is chosen."""


def cuts(weeks: int) -> range:
    """Give the days that may be cut off a series of so many weeks: whole batches, half of them at most."""
    return range(0, weeks // BATCH // 2 * BATCH * WEEK + 1, BATCH * WEEK)


@dataclass(frozen=True, slots=True)
class WarmUp:
    """The first days that count for nothing; not `settled` where the best cut is the latest allowed: look at more days."""

    days: int
    chosen: bool
    settled: bool = True


def choose(pilots: Sequence[Path]) -> WarmUp:
    """Choose the warm-up from the pilot runs of the baseline; a series too short to tell has none."""
    series = [math.fsum(values) / len(pilots) for values in zip(*(path.weeks[OPEN] for path in pilots), strict=True)]
    batches = [math.fsum(series[at : at + BATCH]) / BATCH for at in range(0, len(series) - BATCH + 1, BATCH)]
    most = len(batches) // 2
    if not most:
        return WarmUp(0, chosen=True, settled=False)
    cut = min(range(most + 1), key=lambda number: _error(batches[number:]))
    return WarmUp(cut * BATCH * WEEK, chosen=True, settled=cut < most)


def _error(batches: Sequence[float]) -> float:
    """Give the squared standard error of a mean as MSER counts it."""
    mean = math.fsum(batches) / len(batches)
    return math.fsum((value - mean) ** 2 for value in batches) / len(batches) ** 2
