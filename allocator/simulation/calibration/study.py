"""Which weights are worth a time study (值得实测的权重): the few whose uncertainty makes up that of the whole workload."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from allocator.simulation.calibration.minutes import StepMinutes
from allocator.simulation.calibration.office_days import Numbers, Places

ENOUGH = 0.8  # of the variance: measuring the rest would change little


@dataclass(frozen=True, slots=True)
class Weight:
    """A step's part in the workload (工作量占比) and in the uncertainty of the whole."""

    step: str
    load: float
    variance: float
    to_measure: bool


def weights(steps: Sequence[str], ends: Places, fitted: StepMinutes) -> tuple[Weight, ...]:
    """Give each step's share of the minutes and of the variance of their sum, the most uncertain first.

    The variance of a sum is the sum of each part's covariance with it; steps are to be measured from the greatest on until
    four fifths are covered.
    """
    drawn = np.nan_to_num(fitted.drawn) * ends
    load = np.nan_to_num(fitted.minutes) * ends
    variance = _parts(drawn)
    order = np.argsort(-variance, kind="stable")
    before = np.concatenate(([0.0], np.cumsum(variance[order])[:-1]))
    total = max(float(load.sum()), 1e-9)
    return tuple(
        Weight(
            steps[place],
            float(load[place]) / total,
            float(variance[place]),
            bool(so_far < ENOUGH and variance[place] > 0),
        )
        for place, so_far in zip(order, before, strict=True)
    )


def _parts(drawn: Numbers) -> Numbers:
    centred = drawn - drawn.mean(axis=0)
    total = centred.sum(axis=1)
    whole = float(total @ total)
    return np.asarray(total @ centred / whole if whole > 0 else np.zeros(drawn.shape[1]))
