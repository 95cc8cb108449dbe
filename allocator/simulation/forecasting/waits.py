"""How long each step stays open (各环节在手时长), of all steps in two flat arrays, so that thousands are drawn at once."""

from dataclasses import dataclass

import numpy as np

from allocator.simulation.calibration.history import History
from allocator.simulation.calibration.office_days import Numbers, Places
from allocator.simulation.calibration.survival import ALWAYS_SEEN, Curve, kaplan_meier
from allocator.simulation.forecasting.assumptions import Assumptions

APART = 1e6  # further than any age or hazard: keeps the steps of a flat array apart
NEARLY_NONE = 1e-6
NEW = -1.0  # the age of what begins now


@dataclass(frozen=True)
class Waits:
    """Ages at which items of each step ended, and the hazard (风险) that had added up by then; step k from `first[k]` on."""

    ages: Numbers
    hazards: Numbers
    first: Places
    beyond: float

    def grown(self, step: Places, age: Numbers) -> Numbers:
        """Give the hazard added up by an age."""
        place = np.searchsorted(self._keyed(self.ages), step * APART + age, side="right") - 1
        return np.where(place >= self.first[step], self.hazards[np.maximum(place, 0)], 0.0)

    def ends(self, step: Places, age: Numbers, pace: Numbers, chance: np.random.Generator) -> Numbers:
        """Draw the ages at which items of these ages end, when the office works at a pace (1: as in the window)."""
        due = self.grown(step, age) + chance.exponential(1.0, len(step)) / pace
        place = np.searchsorted(self._keyed(self.hazards), step * APART + due, side="left")
        last = self.first[step + 1] - 1
        over = np.maximum(age, self.ages[last]) + (due - self.hazards[last]) * self.beyond
        return np.where(place > last, over, self.ages[np.minimum(place, last)])

    def _keyed(self, values: Numbers) -> Numbers:
        keyed: Numbers = values + np.repeat(np.arange(len(self.first) - 1), np.diff(self.first)) * APART
        return keyed


def waits(past: History, assumed: Assumptions) -> Waits:
    """Learn the stays of every step from the last months: items older than the window enter it at the age they had then."""
    whole = past.whole
    pooled = _curve(past, whole, past.now - assumed.window)
    curves = [_of_step(past, whole & (past.step == step), assumed, pooled) for step in range(len(past.steps))]
    return Waits(
        ages=np.concatenate([curve.ages for curve in curves]),
        hazards=np.concatenate([-np.log(np.maximum(curve.left, NEARLY_NONE)) for curve in curves]),
        first=np.concatenate(([0], np.cumsum([len(curve.ages) for curve in curves]))).astype(np.int64),
        beyond=assumed.beyond,
    )


def _of_step(past: History, chosen: np.ndarray, assumed: Assumptions, pooled: Curve) -> Curve:
    since = past.now - assumed.window
    if (past.end[chosen] >= since).sum() < assumed.least:
        since = -np.inf
    curve = _curve(past, chosen, since)
    return curve if len(curve.ages) else pooled


def _curve(past: History, chosen: np.ndarray, since: float) -> Curve:
    chosen = chosen & (past.seen >= since)
    start, age = past.start[chosen], past.seen[chosen] - past.start[chosen]
    entry = np.where(start >= since, ALWAYS_SEEN, since - start)
    return kaplan_meier(entry, age, past.ended[chosen])
