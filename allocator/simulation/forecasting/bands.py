"""How far off a forecast may be (预测区间): the paths' spread, widened by how far off the model was on the past."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import stdtrit

from allocator.simulation.calibration.office_days import Numbers
from allocator.simulation.forecasting.assumptions import Assumptions
from allocator.simulation.forecasting.months import FIGURES

SHARE = 0.8  # of months that the band is to hold
SMALLEST = np.array((1.0, 1.0, 1.0, 0.1))  # added before logarithms are taken: an item, a tenth of a day
DONE, OPEN, TIME = (FIGURES.index(name) for name in ("completed", "open_work", "median_days"))
MOST_LARGER = (
    2.0  # how much wider the band of a small stock is than that of the work done: of next to none, a share says nothing
)
FADES = 0.5  # an error at another distance counts half for each month apart
STOCK_GROWS, FLOW_GROWS = 0.5, 0.25  # powers of the months ahead: errors add up in what is open, not in a month's work


@dataclass(frozen=True, slots=True)
class Band:
    """A forecast figure (预测值): its middle, and the bounds between which it falls four times in five."""

    low: float
    middle: float
    high: float

    def holds(self, value: float) -> bool:
        """Say whether a value lies within."""
        return self.low <= value <= self.high


@dataclass(frozen=True)
class Spread:
    """Middle and spread of the paths' logarithms: two arrays of months by figure."""

    middle: Numbers
    spread: Numbers


def spread(paths: Numbers) -> Spread:
    """Sum up the paths of a run (months × figures × paths)."""
    logs = np.log(paths + SMALLEST[:, None])
    return Spread(np.median(logs, axis=2), logs.std(axis=2))


def errors(forecast: Spread, values: Numbers) -> Numbers:
    """Give the logarithms of what came over what was forecast, for the months that are known."""
    found: Numbers = np.log(values + SMALLEST) - forecast.middle[: len(values)]
    return found


def bands(own: Spread, past: Sequence[Numbers], assumed: Assumptions) -> tuple[tuple[Band, ...], ...]:
    """Set the bands of a forecast: months by figure; `past` are errors of earlier origins, each from its first month on."""
    return tuple(
        tuple(_band(own, past, month, figure, assumed) for figure in range(own.middle.shape[1]))
        for month in range(len(own.middle))
    )


def _band(own: Spread, past: Sequence[Numbers], month: int, figure: int, assumed: Assumptions) -> Band:
    """Pool the path's own spread with past errors, those at like distance most."""
    squares = weights = 0.0
    for error in past:
        weight = FADES ** np.abs(np.arange(len(error)) - month)
        squares += float((weight * error[:, figure] ** 2).sum())
        weights += float(weight.sum())
    least = max(_expected(own, month, figure, assumed), float(own.spread[month, figure]))
    wide = ((squares + assumed.own_weight * least**2) / (weights + assumed.own_weight)) ** 0.5
    reach, middle = _reach(len(past)) * max(wide, float(own.spread[month, figure])), float(own.middle[month, figure])
    low, centre, high = (max(0.0, float(np.exp(middle + at) - SMALLEST[figure])) for at in (-reach, 0.0, reach))
    return Band(low, centre, high)


def _expected(own: Spread, month: int, figure: int, assumed: Assumptions) -> float:
    """Give the spread to expect before the past says otherwise.

    Work that is not done stays open: the smaller the stock beside a month's work, the larger is the same error of it.
    """
    if figure == TIME:
        return assumed.least_time_spread
    if figure != OPEN:
        return float(assumed.least_spread * (month + 1) ** FLOW_GROWS)
    larger = float(np.exp(own.middle[month, DONE] - own.middle[month, OPEN]))
    return float(assumed.least_spread * min(max(1.0, larger), MOST_LARGER) * (month + 1) ** STOCK_GROWS)


def _reach(origins: int) -> float:
    """Give how many spreads the band reaches to each side; errors of origins that overlap are half as many."""
    return float(stdtrit(3 + origins / 2, (1 + SHARE) / 2))
