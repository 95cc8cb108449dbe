"""How long work stays open (在手时长): Kaplan and Meier's estimate, with open work and late-seen work counted as what it is."""

from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from allocator.simulation.calibration.office_days import Numbers

ALWAYS_SEEN = -1.0  # the entry of an item seen from its start on
SURE = NormalDist().inv_cdf(0.975)


@dataclass(frozen=True)
class Curve:
    """The share still open after each age at which something ended (生存曲线), with Greenwood's variance of its logarithm.

    `left` is 1 before the first of `ages`; it need not reach 0 when the oldest items were still open.
    """

    ages: Numbers
    left: Numbers
    variance: Numbers

    def quantile(self, share: float) -> float | None:
        """Give the age by which a share has ended; None if so many never ended while seen."""
        return self._first_at_most(self.left, 1 - share)

    def interval(self, share: float) -> tuple[float | None, float | None]:
        """Give the 95 % interval of that age (log-log transformed); None where the data tell no bound."""
        inner = np.clip(self.left, 1e-12, 1 - 1e-12)
        spread = SURE * np.sqrt(self.variance) / np.abs(np.log(inner))
        low, high = inner ** np.exp(spread), inner ** np.exp(-spread)
        return self._first_at_most(low, 1 - share), self._first_at_most(high, 1 - share)

    def _first_at_most(self, left: Numbers, share: float) -> float | None:
        places = np.flatnonzero(left <= share + 1e-12)
        return float(self.ages[places[0]]) if len(places) else None


def kaplan_meier(entry: Numbers, age: Numbers, ended: NDArray[np.bool_]) -> Curve:
    """Fitted how long items stay open.

    `age` is how old each was when last seen, `ended` whether it ended then; an item open to the last is censored. It counts
    only from the age `entry` at which it came into sight, so that survivors of what was not seen are no surprise.
    """
    ages, deaths = np.unique(age[ended], return_counts=True)
    at_risk = np.searchsorted(np.sort(entry), ages, side="left") - np.searchsorted(np.sort(age), ages, side="left")
    at_risk = np.maximum(at_risk, deaths)
    left = np.cumprod(1 - deaths / at_risk)
    with np.errstate(divide="ignore"):
        terms = np.where(at_risk > deaths, deaths / (at_risk * np.maximum(at_risk - deaths, 1)), 0.0)
    return Curve(ages, left, np.cumsum(terms))
