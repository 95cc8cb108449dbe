"""Which steps cases go through (办案路径): with which they come in, and which follows which."""

from collections import Counter
from dataclasses import dataclass

import numpy as np

from allocator.simulation.calibration.estimates import Fitted, share
from allocator.simulation.calibration.history import NOBODY, History


@dataclass(frozen=True, slots=True)
class FirstStep:
    """A step with which cases come in (首环节), and the share of cases that do."""

    step: str
    cases: int
    share: Fitted


@dataclass(frozen=True, slots=True)
class Follows:
    """A step that comes after another (后续关系): of the ends of `step`, the share that bring forth `then`.

    Only ends are counted; what is still open has not decided yet. A follower that comes late may be missing for the last ends.
    """

    step: str
    then: str
    times: int
    share: Fitted


def first_steps(past: History) -> tuple[FirstStep, ...]:
    """Give the mix of cases by first step, the most frequent first; the opening stock is left out."""
    counts = Counter(past.step[past.roots].tolist())
    total = max(sum(counts.values()), 1)
    return tuple(FirstStep(past.steps[step], count, share(count, total)) for step, count in _most_first(counts))


def follows(past: History) -> tuple[Follows, ...]:
    """Give which step follows which, most frequent first within a step; an end is counted once for each kind it brings."""
    brought = np.flatnonzero(past.parent != NOBODY)
    pairs = {(int(past.parent[place]), int(past.step[place])) for place in brought}
    counts = Counter((int(past.step[parent]), then) for parent, then in pairs)
    ends = np.bincount(past.step[past.ended], minlength=len(past.steps))
    return tuple(
        Follows(past.steps[step], past.steps[then], count, share(count, int(ends[step])))
        for (step, then), count in sorted(counts.items(), key=lambda pair: (pair[0][0], -pair[1], pair[0][1]))
    )


def _most_first(counts: Counter[int]) -> list[tuple[int, int]]:
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
