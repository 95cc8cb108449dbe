"""Newton's steps (牛顿步) on the smoothed dual: kernels on the two flat arrays of `soft`."""

from typing import NamedTuple

import numpy as np

from solver.arrays import Flags, Ints
from solver.assignment.columns import Floats
from solver.assignment.prices import soft as at
from solver.assignment.prices.factors import solved
from solver.compiled import compiled, inner

SHORTER = 0.4  # a step that does not hold what it promises
KEPT = 0.1  # of what a step promises, at the least
RIDGE = 1e-11  # of how much a coordinate can vary at all: keeps what hardly bends from leading astray
WEIGHTY = 1e-4  # likewise for weights, of the curvature of their barrier
INWARD = 0.95  # of the way to the edge
TURNS = 3  # of finding out which prices go to 0
NONE = -1


class Side(NamedTuple):
    """What bounds prices: how many rows there are, whose prices are weights (and their capacities), what can vary at all.

    Weights stay above 0, and with the capacities they add up to 1: a barrier keeps them inside. Prices of quantities,
    which come behind the rows, are not below 0, and that of the first, the level itself, is fixed.
    """

    rows: int
    weighed: Ints
    even: Floats
    reach: Floats


class Step(NamedTuple):
    """A step to be taken: at which heat, from which value, what it promises at least.

    It is shortened `begin` times at first, and given up before it is shortened `end` times.
    """

    heat: float
    value: float
    least: float
    begin: int
    end: int


@inner
def smooth(k: Ints, x: Floats, side: Side, prices: Floats, heat: float) -> float:
    """Give the smooth value of some prices with the barrier of weights; leaves slope and curvature."""
    x[k[at.PRICE] : k[at.PRICE] + len(prices)] = prices
    total = at.soft_value(k, x, heat)
    for one in side.weighed:
        steep = heat / prices[one]
        x[k[at.SLOPE] + one] += steep
        x[k[at.CURVE] + one * (k[at.COORDINATES] + 1)] += steep * steep if k[at.CURVED] else 0.0
        total += heat * np.log(prices[one])
    return float(total)


@inner
def _held(side: Side, prices: Floats, slope: Floats) -> Flags:
    """Say which prices stay: that of the level, and those of quantities that would fall below 0."""
    held = np.zeros(len(prices), np.bool_)
    held[side.rows] = True
    for one in range(side.rows + 1, len(prices)):
        held[one] = prices[one] <= 0.0 and slope[one] <= 0.0
    return held


@inner
def _solve(k: Ints, x: Floats, side: Side, ridge: Floats, held: Flags, step: Floats, heat: float) -> None:
    """Fill in Newton's step for what is not held, given the steps of what is; what weights add up to with the capacities stays."""
    count, slope = k[at.COORDINATES], x[k[at.SLOPE] : k[at.SLOPE] + k[at.COORDINATES]]
    curve = x[k[at.CURVE] : k[at.CURVE] + count * count].reshape(count, count)
    bend = np.diag(curve) + ridge
    free, moved = np.flatnonzero(~held & (bend > 0.0)), np.flatnonzero(held & (step != 0.0))
    scale, part, sides = np.sqrt(bend[free]), np.empty((len(free), len(free))), np.empty((len(free), 2))
    for i in range(len(free)):
        lead = heat * slope[free[i]]
        for one in moved:
            lead -= curve[max(free[i], one), min(free[i], one)] * step[one]
        sides[i, 0], sides[i, 1] = lead / scale[i], side.even[free[i]] / scale[i]
        for j in range(i + 1):
            part[i, j] = (bend[free[i]] if i == j else curve[free[i], free[j]]) / (scale[i] * scale[j])
    both, sums = solved(part, sides), np.zeros(2)
    for i in range(len(free)):
        sums += side.even[free[i]] * both[i] / scale[i]
    for i in range(len(free)):
        lead = both[i, 1] * sums[0] / sums[1] if len(side.weighed) else 0.0
        step[free[i]] = (both[i, 0] - lead) / scale[i]


@inner
def _direction(k: Ints, x: Floats, side: Side, prices: Floats, heat: float) -> Floats:
    """Give Newton's step; a price that would fall below 0 goes to 0, and what is left of the step is solved for again."""
    held, ridge, step = _held(side, prices, x[k[at.SLOPE] :]), RIDGE * side.reach, np.zeros(len(prices))
    for one in side.weighed:
        ridge[one] = WEIGHTY * (heat / prices[one]) ** 2
    for _ in range(TURNS):
        _solve(k, x, side, ridge, held, step, heat)
        below = False
        for one in range(side.rows + 1, len(prices)):
            if not held[one] and prices[one] + step[one] < 0.0:
                held[one], step[one], below = True, -prices[one], True
        if not below:
            break
    return step


@inner
def _inside(side: Side, prices: Floats, step: Floats, by: float) -> Floats:
    """Take a part of a step, or what of it leaves every weight above 0; prices of quantities stop at 0."""
    for one in side.weighed:
        if step[one] < 0.0:
            by = min(by, -INWARD * prices[one] / step[one])
    tried = prices + by * step
    for one in range(side.rows + 1, len(tried)):
        tried[one] = max(tried[one], 0.0)
    return tried


@inner
def _gain(prices: Floats, tried: Floats, slope: Floats) -> float:
    """Say what a step promises."""
    gain = 0.0
    for one in range(len(prices)):
        gain += (tried[one] - prices[one]) * slope[one]
    return gain


@compiled
def value_at(k: Ints, x: Floats, side: Side, prices: Floats, heat: float) -> float:
    """Give the smooth value of some prices; leaves slope and curvature."""
    return smooth(k, x, side, prices, heat)


@compiled
def promise(k: Ints, x: Floats, side: Side, prices: Floats, heat: float) -> float:
    """Say what a step from some prices promises."""
    smooth(k, x, side, prices, heat)
    step = _direction(k, x, side, prices, heat)
    return _gain(prices, _inside(side, prices, step, 1.0), x[k[at.SLOPE] : k[at.SLOPE] + len(prices)])


@compiled
def stepped(k: Ints, x: Floats, side: Side, prices: Floats, step: Step) -> tuple[Floats, float, int]:
    """Go along Newton's direction as far as it holds what it promises: prices, value, and how often it was shortened.

    Slope and curvature are those of the last prices looked at: before the step, and after it where it is taken. No
    step (-1) is taken where it promises no more than the least, or holds nothing.
    """
    slope, along = x[k[at.SLOPE] : k[at.SLOPE] + len(prices)].copy(), _direction(k, x, side, prices, step.heat)
    promised = _gain(prices, prices + along, slope) > step.least
    for tried in range(step.begin, step.end if promised else step.begin):
        found = _inside(side, prices, along, SHORTER**tried)
        gain = _gain(prices, found, slope)
        if gain > 0.0:
            reached = smooth(k, x, side, found, step.heat)
            if reached - step.value > KEPT * gain:
                return found, reached, tried
    return prices, step.value, NONE
