"""Climbing (对偶上升): better prices, heat by heat, by Newton's steps on the smoothed dual."""

from collections.abc import Callable
from math import ceil

import numpy as np

from solver.arrays import Ints
from solver.assignment.columns import Floats
from solver.assignment.prices import soft as at
from solver.assignment.prices.newton import NONE, Side, Step, promise, stepped, value_at
from solver.assignment.prices.offer import Offer
from solver.assignment.prices.question import Question

SHORTENINGS = 28  # of a step that does not hold what it promises
SOON = 3  # likewise, where prices are reckoned anew between two people
NEAR = 0.003  # of the heat and case: nearer to the top of one heat is not worth a step
CLOSE = (
    0.1  # likewise: within that prices are not far from the top; begun colder, the steps of a heat do not lead there
)
HOTTER = 3  # heats back where the steps of a first one ran out before its top: there the promise misled
STILL = 1e-5  # of the value: with less gained by a heat there is no more to gain
LEFT = 2.0  # of what a heat has gained: what all colder ones may still gain, at most
HOT = 1e30  # so hot that all columns are shared alike
COOLING = 0.3  # one heat, of the one before it
SPARSE = 4  # cases for which one stands in the curvature; with more it is no guide for long steps
BENDING = 600  # cases between many columns that are looked at for the curvature


class Climb:
    """One climb: prices by row and quantity, the level's own being fixed; for the peak those of minutes are weights."""

    def __init__(self, offer: Offer, question: Question, begin: Floats, stop: Callable[[], bool]) -> None:
        """`begin`: any prices, with weights above 0."""
        self._stop, self._choosers = stop, len(offer.free)
        self._k, self._x = at.flat(offer)
        self._shortened, count = 0, len(offer.base)
        weighed: Ints = np.flatnonzero(question.capacity > 0) if question.peak else np.zeros(0, dtype=np.int64)
        even = np.zeros(count)
        even[weighed] = question.capacity[weighed]
        self._side = Side(len(question.begin), weighed, even, np.zeros(count))
        self._look_closely(offer.alone)
        value_at(self._k, self._x, self._side, begin, HOT)
        self._side.reach[:] = self._x[self._k[at.CURVE] :][: count * count : count + 1]
        self._side.reach[weighed] = 0.0

    def _look_closely(self, alone: int) -> None:
        """Say how many cases one between many columns stands for in the curvature."""
        self._k[at.CURVED] = max(1, alone // BENDING)

    def proves(self, prices: Floats) -> float:
        """Say what some prices prove; a weight of a peak counts as it is."""
        at.put(self._k, self._x, prices)
        return at.firm_value(self._k, self._x)

    def through(self, prices: Floats, heats: list[float], steps: int, most: float = np.inf, place: int = 0) -> Floats:
        """Improve prices, heat by heat from one on, so many steps at each; gives the best met of those that prove no more.

        Where the steps of the first one run out before its top, prices were far from it: it begins hotter.
        """
        best, value, before, last = prices, self.proves(prices), -np.inf, prices
        while place < len(heats) and not self._stop():
            begin = prices if np.isneginf(before) else self._further(last, prices, before)
            last, (prices, there) = prices, self._at(heats[place], begin, steps, SHORTENINGS)
            if np.isneginf(before) and place and not there:
                place = max(0, place - HOTTER)
                continue
            found = self.proves(prices)
            if value < found <= most:
                best, value = prices, found
            if found > most or _settled(before, found):
                break
            before, place = found, place + 1
        return best

    def _further(self, last: Floats, prices: Floats, proven: float) -> Floats:
        """Guess where prices go when it gets colder: on along their way, which gets shorter as heats do, if that proves more.

        Where few cases are looked at for the curvature steps from there fall short too often.
        """
        if self._k[at.CURVED] > SPARSE:
            return prices
        rows, weighed = self._side.rows, self._side.weighed
        guess: Floats = prices + COOLING * (prices - last)
        guess[rows + 1 :] = np.maximum(guess[rows + 1 :], 0.0)
        return guess if (guess[weighed] > 0.0).all() and self.proves(guess) > proven else prices

    def begins(self, prices: Floats, heats: list[float]) -> int:
        """Give the place of the coldest heat at which some prices seem not to be far from the top."""
        place = len(heats) - 2
        while place > 0 and not self._stop() and self._is_far(prices, heats[place]):
            place -= 1
        return place

    def _is_far(self, prices: Floats, heat: float) -> bool:
        return self._promise(prices, heat) > CLOSE * heat * self._choosers

    def _promise(self, prices: Floats, heat: float) -> float:
        return promise(self._k, self._x, self._side, prices, heat)

    @property
    def arrays(self) -> tuple[Ints, Floats]:
        """The two flat arrays: who has chosen for good may be taken out."""
        return self._k, self._x

    def again(self, heat: float, prices: Floats, steps: int) -> Floats:
        """Improve prices at one heat, for whoever still chooses; what is not found soon is not looked for."""
        self._look_closely(int(self._k[at.ALONE]))
        self._shortened = 0
        return self._at(heat, prices, steps, SOON)[0]

    def _at(self, heat: float, prices: Floats, steps: int, shortenings: int) -> tuple[Floats, bool]:
        """Take some steps at one heat; gives the prices and whether they are at the top, as near as matters."""
        k, x, side, least = self._k, self._x, self._side, heat * NEAR * self._choosers
        value, there = value_at(k, x, side, prices, heat), False
        for _ in range(0 if self._stop() else steps):
            step = Step(heat, value, least, self._shortened, shortenings)
            prices, value, shortened = stepped(k, x, side, prices, step)
            self._shortened, there = max(0, shortened - 1), shortened == NONE
            if there or self._stop():
                break
        return prices, there


def _settled(before: float, found: float) -> bool:
    """Say whether colder heats can hardly raise the bound: values are whole, and each heat gains less than the last."""
    gain = abs(found - before)
    return gain < STILL * max(1.0, abs(found)) or (gain < 1.0 and ceil(found) == ceil(found + LEFT * gain))
