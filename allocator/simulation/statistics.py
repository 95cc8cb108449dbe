"""Figures with honest error (区间估计): a mean of independent runs with its 95 % interval by Student's t.

Every interval is for one figure alone; of twenty figures one is expected to miss. Sums are exact, so that the same runs
give the same bytes in whatever order workers finish.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from scipy.special import stdtrit

CONFIDENCE = 0.95
FEWEST = 2
"""Runs without which nothing can be said of the error."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean with the half width of its 95 % interval (均值与区间), from `n` runs; None where too few runs have it."""

    mean: float | None
    half_width: float | None
    n: int

    @property
    def low(self) -> float | None:
        """The lower end of the interval."""
        return None if self.mean is None or self.half_width is None else self.mean - self.half_width

    @property
    def high(self) -> float | None:
        """The upper end of the interval."""
        return None if self.mean is None or self.half_width is None else self.mean + self.half_width


class Surety(StrEnum):
    """What an interval says of a difference (差异是否可靠): surely more, surely less, the same in every run, or unsure."""

    MORE = "more"
    LESS = "less"
    SAME = "same"
    UNSURE = "unsure"


def estimate(values: Sequence[float], confidence: float = CONFIDENCE) -> Estimate:
    """Estimate a mean from independent runs; runs that do not have the figure (nan) are left out."""
    known = [value for value in values if not math.isnan(value)]
    count = len(known)
    if not count:
        return Estimate(None, None, 0)
    mean = math.fsum(known) / count
    if count < FEWEST:
        return Estimate(mean, None, count)
    variance = math.fsum((value - mean) ** 2 for value in known) / (count - 1)
    return Estimate(mean, student(count, confidence) * math.sqrt(variance / count), count)


def paired(values: Sequence[float], baseline: Sequence[float]) -> Estimate:
    """Estimate the difference of two scenarios from runs that share their luck, run by run (配对差)."""
    return estimate([value - other for value, other in zip(values, baseline, strict=True)])


def surety(difference: Estimate) -> Surety:
    """Say whether a difference is sure: its interval does not hold zero."""
    low, high = difference.low, difference.high
    if low is None or high is None:
        return Surety.UNSURE
    if low > 0 or high < 0:
        return Surety.MORE if low > 0 else Surety.LESS
    return Surety.SAME if low == high == 0 else Surety.UNSURE


def student(count: int, confidence: float = CONFIDENCE) -> float:
    """Give how many standard errors the interval of so many runs reaches to each side."""
    return float(stdtrit(count - 1, (1 + confidence) / 2))


def runs_needed(found: Estimate, half_width: float) -> int:
    """Say how many runs would probably give a half width, as the error falls with the root of their number."""
    if found.half_width is None or found.half_width <= half_width:
        return found.n
    return math.ceil(found.n * (found.half_width / half_width) ** 2)
