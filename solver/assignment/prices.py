"""Prices (影子价格) of one level, and what they prove.

The dual is smoothed (see soft) and climbed by Newton's steps, with less and less heat. Whatever comes out, the bound is
added up again in whole numbers; by weak duality no plan is better, whoever searches and however long.
"""

from collections.abc import Callable
from fractions import Fraction
from math import ceil, log2

import numpy as np

from solver.assignment import soft as at
from solver.assignment.columns import Floats
from solver.assignment.instance import Ints
from solver.assignment.offer import Offer, lay_out
from solver.assignment.question import Question

EXACT_BITS = 51  # of the 53 in which floats are whole numbers
WHOLE = 2.0**53  # from here on they are not
FINEST_BITS = 40
COOLING = 0.3
HEATS = tuple(3.0 * COOLING**step for step in range(11))  # of what a case costs on average
LEAST_COST = 0.02  # a case costs at least so much of a unit on average, where units are counted
SAMPLE_ENTRIES = 80_000  # of columns; of bigger instances a sample is priced first
WARM = 5  # heats for the sample; three more for the whole
FEW_STEPS = 10  # at one heat, of the whole after a sample
STEPS = 25  # at one heat
SHORTENINGS, SHORTER = 28, 0.4  # of a step that does not hold what it promises
KEPT = 0.1  # of what a step promises, at the least
NEAR = 0.003  # of the heat and case: nearer to the top of one heat is not worth a step
RIDGE = 1e-7  # of how much a coordinate can vary at all: keeps what hardly bends from leading astray
WEIGHTY = 1e-4  # likewise for weights, of the curvature of their barrier
STILL = 1e-5  # of the value: with less gained by a heat there is no more to gain
INWARD = 0.95  # of the way to the edge


def no_prices(question: Question) -> Floats:
    """Give prices at which nothing counts but the level itself."""
    prices = np.zeros(len(question.begin) + len(question.most))
    prices[len(question.begin)] = 1.0
    return prices


def priced(question: Question, value: int, stop: Callable[[], bool]) -> tuple[Floats, int]:
    """Price a question and give the bound the prices prove, `value` being what some plan reaches."""
    heats = [heat * usual_cost(question, value) for heat in HEATS]
    prices, everything = first_prices(question), np.arange(question.instance.cases)
    steps = STEPS
    if len(question.columns.row) > SAMPLE_ENTRIES:
        sample = _Climb(lay_out(question, _sample(question)), question, stop, STEPS)
        prices, heats, steps = sample.through(prices, heats[:WARM]), heats[WARM : WARM + 2], 2 * FEW_STEPS
    whole = lay_out(question, everything)
    prices = _Climb(whole, question, stop, steps).through(prices, heats)
    return prices, proven(whole, question, prices)


def _sample(question: Question) -> Ints:
    """Take cases of every size alike, so that what the sample stands for is as much work as there is."""
    every = len(question.columns.row) // SAMPLE_ENTRIES + 1
    return np.argsort(question.columns.size_of_cases, kind="stable")[every // 2 :: every]


def usual_cost(question: Question, value: int) -> float:
    """Say what a case costs on average where a plan is worth so much."""
    return max(value, LEAST_COST * question.instance.cases) / max(1, question.instance.cases)


def left_open(question: Question, value: int) -> float:
    """Say how dear a column may seem that is not dear: as far as the last heat blurs prices."""
    last = HEATS[WARM + 2] if len(question.columns.row) > SAMPLE_ENTRIES else HEATS[-1]
    return last * usual_cost(question, value)


def first_prices(question: Question) -> Floats:
    """Give prices to begin with: none, but for the peak each person's minutes alike."""
    prices = no_prices(question)
    if question.peak:
        prices[: question.instance.people] = (question.capacity > 0) / max(1, int(question.capacity.sum()))
    return prices


def proven(offer: Offer, question: Question, prices: Floats) -> int:
    """Give the bound which some prices prove (any prices do; good ones prove much).

    For the peak it is what everybody's loads, weighed by their prices, come to on average. Where sums get so big that
    floats are no longer whole numbers nothing is proven but that no level is below 0.
    """
    k, x = at.flat(offer)
    _set(k, x, prices)
    bits = min(FINEST_BITS, int(EXACT_BITS - log2(at.size_of(k, x) + 1.0)))
    scale = 2 ** max(bits, 0)
    whole = np.rint(prices * scale)
    whole[len(question.begin)] = scale
    people = question.instance.people
    if question.peak:
        whole[:people] = np.where(question.capacity > 0, np.maximum(whole[:people], 0), 0)
        weights = zip(whole[:people].tolist(), question.capacity.tolist(), strict=True)
        scale = sum(int(weight) * capacity for weight, capacity in weights)
    _set(k, x, whole)
    if not at.size_of(k, x) < WHOLE:
        return 0
    return ceil(Fraction(int(at.firm_value(k, x)), scale)) if scale > 0 else 0


def _set(k: Ints, x: Floats, prices: Floats) -> None:
    x[k[at.PRICE] : k[at.PRICE] + len(prices)] = prices


class _Climb:
    """One climb: prices by row and quantity, the level's own being fixed.

    For the peak the prices of people's minutes are weights: none below 0, and with the capacities they add up to 1.
    A barrier keeps them inside.
    """

    def __init__(self, offer: Offer, question: Question, stop: Callable[[], bool], steps: int) -> None:
        self._steps = steps
        self._rows, self._stop, self._choosers = len(question.begin), stop, len(offer.free)
        self._k, self._x = at.flat(offer)
        count = len(offer.base)
        first: int = int(self._k[at.CURVE])
        self._slope = self._x[self._k[at.SLOPE] : self._k[at.SLOPE] + count]
        self._curve = self._x[first : first + count * count].reshape(count, count)
        self._weighed: Ints = np.flatnonzero(question.capacity > 0) if question.peak else np.zeros(0, dtype=np.int64)
        self._capacity = question.capacity[self._weighed].astype(np.float64)
        self._value(first_prices(question), 1e30, curved=True)
        self._reach = np.diagonal(self._curve).copy()  # how much each coordinate can vary at all
        self._reach[self._weighed] = 0.0

    def _value(self, prices: Floats, heat: float, *, curved: bool) -> float:
        _set(self._k, self._x, prices)
        self._k[at.CURVED] = int(curved)
        if not heat:
            return at.firm_value(self._k, self._x)
        value = at.soft_value(self._k, self._x, heat)
        if len(self._weighed):
            weights = prices[self._weighed]
            self._slope[self._weighed] += heat / weights
            self._curve[self._weighed, self._weighed] += (heat / weights) ** 2 if curved else 0.0
            value += heat * float(np.log(weights).sum())
        return value

    def through(self, prices: Floats, heats: list[float]) -> Floats:
        """Improve prices, heat by heat; gives the best met."""
        best, value = prices, self._value(prices, 0.0, curved=False)
        for heat in heats:
            prices = self._at(heat, prices)
            found = self._value(prices, 0.0, curved=False)
            still = abs(found - value) < STILL * max(1.0, abs(value))
            if found > value:
                best, value = prices, found
            if still:
                break
        return best

    def _at(self, heat: float, prices: Floats) -> Floats:
        for _ in range(self._steps):
            better = None if self._stop() else self._step(heat, prices)
            if better is None:
                break
            prices = better
        return prices

    def _step(self, heat: float, prices: Floats) -> Floats | None:
        """Go along Newton's direction as far as it holds what it promises; None when it promises too little."""
        value = self._value(prices, heat, curved=True)
        slope = self._slope.copy()
        step, least = heat * self._newton(prices, slope, heat), heat * NEAR * self._choosers
        for trial in range(SHORTENINGS):
            tried = self._inside(prices, SHORTER**trial * step)
            promised = float((tried - prices) @ slope)
            if trial == 0 and promised <= least:
                break
            if self._value(tried, heat, curved=False) - value > KEPT * promised:
                return tried
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
