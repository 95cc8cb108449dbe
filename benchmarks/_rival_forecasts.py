"""What an office would forecast without a model: as last year, or as the mean of the last months, each with its own band."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from allocator.simulation.forecasting.bands import SMALLEST, Band

Numbers = NDArray[np.float64]
Rival = Callable[[Numbers, int], Numbers]
YEAR, RECENT = 12, 3
Z = 1.2816  # of a band of 80 %
UNKNOWN = 0.25  # relative error to expect of a rule that could never be tried on the past


def seasonal_naive(past: Numbers, ahead: int) -> Numbers:
    """Expect each month to be as the same month a year before; where the log is too short, as the last month."""
    place = len(past) - YEAR + ahead % YEAR
    return np.asarray(past[place] if place >= 0 else past[-1])


def moving_average(past: Numbers, ahead: int) -> Numbers:  # noqa: ARG001 - the same for every month ahead
    """Expect every month to be as the mean of the last three."""
    return np.asarray(past[-RECENT:].mean(axis=0))


RIVALS: dict[str, Rival] = {"seasonal-naive": seasonal_naive, "moving average": moving_average}


def forecast(rule: Rival, past: Numbers, months: int) -> list[list[Band]]:
    """Forecast by a rule, its band as wide as the rule's own errors at that distance were on the past."""
    return [_bands(rule, past, ahead) for ahead in range(months)]


def _bands(rule: Rival, past: Numbers, ahead: int) -> list[Band]:
    middle = np.log(rule(past, ahead) + SMALLEST)
    origins = range(RECENT, len(past) - ahead)
    errors = [
        np.log(past[known + ahead] + SMALLEST) - np.log(rule(past[:known], ahead) + SMALLEST) for known in origins
    ]
    wide = np.sqrt(np.mean(np.square(errors), axis=0)) if errors else np.full(len(middle), UNKNOWN)
    bounds = [np.exp(middle + at * wide) - SMALLEST for at in (-Z, 0.0, Z)]
    return [Band(*(max(0.0, float(bound[figure])) for bound in bounds)) for figure in range(len(middle))]
