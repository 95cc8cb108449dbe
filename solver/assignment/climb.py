"""Climbing (对偶上升): better prices, heat by heat, by Newton's steps on the smoothed dual."""

from collections.abc import Callable
from math import ceil

import numpy as np

from solver.arrays import Ints
from solver.assignment import soft as at
from solver.assignment.columns import Floats
from solver.assignment.offer import Offer
from solver.assignment.question import Question

SHORTENINGS, SHORTER = 28, 0.4  # of a step that does not hold what it promises
KEPT = 0.1  # of what a step promises, at the least
NEAR = 0.003  # of the heat and case: nearer to the top of one heat is not worth a step
CLOSE = (
    0.1  # likewise: within that prices are not far from the top; begun colder, the steps of a heat do not lead there
)
RIDGE = 1e-7  # of how much a coordinate can vary at all: keeps what hardly bends from leading astray
WEIGHTY = 1e-4  # likewise for weights, of the curvature of their barrier
STILL = 1e-5  # of the value: with less gained by a heat there is no more to gain
LEFT = 2.0  # of what a heat has gained: what all colder ones may still gain, at most
BENDING = 600  # cases between many columns that are looked at for the curvature
INWARD = 0.95  # of the way to the edge


class Climb:
    """One climb: prices by row and quantity, the level's own being fixed.

    For the peak the prices of people's minutes are weights: none below 0, and with the capacities they add up to 1.
    A barrier keeps them inside.
    """

    def __init__(self, offer: Offer, question: Question, begin: Floats, stop: Callable[[], bool]) -> None:
        """`begin`: any prices, with weights above 0."""
        self._rows, self._stop, self._choosers = len(question.begin), stop, len(offer.free)
        self._k, self._x = at.flat(offer)
        count, first = len(offer.base), int(self._k[at.CURVE])
        self._slope = self._x[self._k[at.SLOPE] : self._k[at.SLOPE] + count]
        self._curve = self._x[first : first + count * count].reshape(count, count)
        self._weighed: Ints = np.flatnonzero(question.capacity > 0) if question.peak else np.zeros(0, dtype=np.int64)
        self._capacity = question.capacity[self._weighed].astype(np.float64)
        self._every = max(1, offer.alone // BENDING)
        self._value(begin, 1e30, curved=self._every)
        self._reach = np.diagonal(self._curve).copy()  # how much each coordinate can vary at all
        self._reach[self._weighed] = 0.0
        self._begin = 0

    def _value(self, prices: Floats, heat: float, *, curved: int) -> float:
        at.put(self._k, self._x, prices)
        self._k[at.CURVED] = curved
        if not heat:
            return at.firm_value(self._k, self._x)
        value = at.soft_value(self._k, self._x, heat)
        if len(self._weighed):
            weights = prices[self._weighed]
            self._slope[self._weighed] += heat / weights
            self._curve[self._weighed, self._weighed] += (heat / weights) ** 2 if curved else 0.0
            value += heat * float(np.log(weights).sum())
        return value

    def proves(self, prices: Floats) -> float:
        """Say what some prices prove; a weight of a peak counts as it is."""
        return self._value(prices, 0.0, curved=0)

    def through(self, prices: Floats, heats: list[float], steps: int, most: float = np.inf) -> Floats:
        """Improve prices, heat by heat, with so many steps at each; gives the best met of those that prove no more."""
        best, value, before = prices, self.proves(prices), -np.inf
        for heat in heats:
            prices = self._at(heat, prices, steps)
            found = self.proves(prices)
            if value < found <= most:
                best, value = prices, found
            if found > most or _settled(before, found):
                break
            before = found
        return best

    def begins(self, prices: Floats, heats: list[float]) -> list[float]:
        """Give the heats from the coldest on at which some prices are not far from the top."""
        place = len(heats) - 2
        while place > 0 and self._promise(prices, heats[place]) > CLOSE * heats[place] * self._choosers:
            place -= 1
        return heats[place:]

    def _promise(self, prices: Floats, heat: float) -> float:
        self._value(prices, heat, curved=self._every)
        slope = self._slope.copy()
        return float((self._inside(prices, heat * self._newton(prices, slope, heat)) - prices) @ slope)

    @property
    def arrays(self) -> tuple[Ints, Floats]:
        """The two flat arrays: who has chosen for good may be taken out."""
        return self._k, self._x

    def again(self, heat: float, prices: Floats, steps: int) -> Floats:
        """Improve prices at one heat, for whoever still chooses."""
        self._every, self._begin = max(1, int(self._k[at.ALONE]) // BENDING), 0
        return self._at(heat, prices, steps)

    def _at(self, heat: float, prices: Floats, steps: int) -> Floats:
        value = self._value(prices, heat, curved=self._every)
        for _ in range(steps):
            better = None if self._stop() else self._step(heat, prices, value)
            if better is None:
                break
            prices, value = better
        return prices

    def _step(self, heat: float, prices: Floats, value: float) -> tuple[Floats, float] | None:
        """Go along Newton's direction as far as it holds what it promises; None when it promises too little.

        Slope and curvature are those of the last prices looked at: before the step, and after it where it is taken.
        """
        slope, least = self._slope.copy(), heat * NEAR * self._choosers
        step = heat * self._newton(prices, slope, heat)
        if float((self._inside(prices, step) - prices) @ slope) <= least:
            return None
        for trial in range(self._begin, SHORTENINGS):
            tried = self._inside(prices, SHORTER**trial * step)
            found = self._value(tried, heat, curved=self._every)
            if found - value > KEPT * float((tried - prices) @ slope):
                self._begin = max(0, trial - 1)
                return tried, found
        self._begin = 0
        return None

    def _inside(self, prices: Floats, step: Floats) -> Floats:
        """Take a step, or the part of it that leaves every weight above 0; prices of quantities stop at 0."""
        weights, down = prices[self._weighed], step[self._weighed] < 0
        part = float((-INWARD * weights[down] / step[self._weighed][down]).min(initial=1.0))
        tried = prices + part * step
        tried[self._rows + 1 :] = np.maximum(tried[self._rows + 1 :], 0.0)
        return tried

    def _newton(self, prices: Floats, slope: Floats, heat: float) -> Floats:
        """Solve for the step at heat 1; prices of quantities stay where they would fall below 0."""
        ridge, rows = RIDGE * self._reach, self._rows
        ridge[self._weighed] = WEIGHTY * (heat / prices[self._weighed]) ** 2
        held = np.zeros(len(prices), dtype=np.bool_)
        held[rows] = True
        held[rows + 1 :] = (prices[rows + 1 :] <= 0) & (slope[rows + 1 :] <= 0)
        free: Ints = np.flatnonzero(~held & (np.diagonal(self._curve) + ridge > 0))
        scale = np.sqrt(np.diagonal(self._curve)[free] + ridge[free])
        curve = self._curve[np.ix_(free, free)] + np.diag(ridge[free])
        even = np.zeros(len(prices))
        even[self._weighed] = self._capacity
        sides = np.stack([slope[free] / scale, even[free] / scale], axis=1)
        solved = at.solved(curve / scale[:, None] / scale[None, :], sides) / scale[:, None]
        step = np.zeros(len(prices))
        step[free] = solved[:, 0]
        if len(self._weighed):  # what they add up to stays
            step[free] -= solved[:, 1] * (even @ step) / float(even[free] @ solved[:, 1])
        return step


def _settled(before: float, found: float) -> bool:
    """Say whether colder heats can hardly raise the bound: values are whole, and each heat gains less than the last."""
    gain = abs(found - before)
    return gain < STILL * max(1.0, abs(found)) or (gain < 1.0 and ceil(found) == ceil(found + LEFT * gain))
