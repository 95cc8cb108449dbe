"""Tests that may stop whenever they have decided (序贯检验), and how sure a share is whenever one stops."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from allocator.domain.scenarios.targets import Effort, Target

Figures = Mapping[str, float]
REACHES, FAILS, OPEN = "reaches", "fails", "open"
HALVINGS = 50  # of an interval inside [0, 1]: 1e-15


@dataclass(frozen=True, slots=True)
class Reached:
    """In how many futures a target was met, and what that says of its probability whenever one looks (95 %)."""

    target: Target
    met: int
    low: float
    high: float


class SequentialTest:
    """The sequential test of one target for one change (序贯检验): asked plus the zone against asked minus the zone.

    To say falsely that a change reaches the targets, the test of one target it misses has to err; to say falsely that
    it fails, the test of any target may: hence the two bounds. One that has decided stays so.
    """

    def __init__(self, target: Target, effort: Effort, candidates: int, targets: int) -> None:
        asked, zone, error = target.probability / 1000, effort.zone / 1000, 1 - effort.sure / 1000
        high, low = min(asked + zone, (1 + asked) / 2), max(asked - zone, asked / 2)
        self.target, self.state = target, OPEN
        self._met, self._missed = math.log(high / low), math.log((1 - high) / (1 - low))
        self._accept = math.log(candidates / error)
        self._refuse = -math.log(candidates * targets / error)
        self._ratio, self.met = 0.0, 0

    def see(self, figures: Figures) -> None:
        """Take one more future into account."""
        is_met = self.target.is_met(figures)
        self.met += is_met
        if self.state != OPEN:
            return
        self._ratio += self._met if is_met else self._missed
        if self._ratio >= self._accept:
            self.state = REACHES
        elif self._ratio <= self._refuse:
            self.state = FAILS

    def accepted_after(self, misses: int) -> int:
        """Say after how many futures a change is accepted that missed the target so many times and met it else."""
        return misses + math.ceil((self._accept - misses * self._missed) / self._met)

    def reached(self, count: int) -> Reached:
        """Say in how many futures the target was met, and what follows for its probability."""
        return Reached(self.target, self.met, *interval_of_share(self.met, count))


def interval_of_share(met: int, count: int, error: float = 0.05) -> tuple[float, float]:
    """Give an interval for a probability that holds whenever one stops counting, in at least 1 - `error` of all cases.

    It is the set of probabilities against which the mixture of all others (Jeffreys' prior) has not won by 1 / `error`;
    an interval for a number of trials fixed beforehand would be too narrow after a sequential test.
    """
    missed, limit = count - met, -math.log(error)
    evidence = _log_beta(met + 0.5, missed + 0.5) - _log_beta(0.5, 0.5)

    def is_refuted(share: float) -> bool:
        """Say whether what was seen speaks strongly enough against a probability."""
        told = _times_log(met, share) + _times_log(missed, 1 - share)
        return evidence - told >= limit

    best = met / count if count else 0.5
    return _edge(0.0, best, is_refuted), _edge(1.0, best, is_refuted)


def _edge(outside: float, inside: float, is_refuted: Callable[[float], bool]) -> float:
    if not is_refuted(outside):
        return outside
    for _ in range(HALVINGS):
        middle = (outside + inside) / 2
        outside, inside = (middle, inside) if is_refuted(middle) else (outside, middle)
    return outside


def _log_beta(first: float, second: float) -> float:
    return math.lgamma(first) + math.lgamma(second) - math.lgamma(first + second)


def _times_log(times: int, share: float) -> float:
    """Give times * log(share), zero times the log of nothing being nothing."""
    if not times:
        return 0.0
    return times * math.log(share) if share > 0 else -math.inf
