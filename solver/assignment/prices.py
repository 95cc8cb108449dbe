"""Prices (影子价格) of one level, and what they prove.

The dual is smoothed (see soft) and climbed by Newton's steps, with less and less heat. Whatever comes out, the bound is
added up again in whole numbers; by weak duality no plan is better, whoever searches and however long.
"""

from collections.abc import Callable
from fractions import Fraction
from math import ceil, log2

import numpy as np

from solver.assignment.columns import Floats
from solver.assignment.offer import Offer
from solver.assignment.soft import Slopes, firm_value, size_of, soft_value

EXACT_BITS = 51  # of the 53 in which floats are whole numbers
FINEST_BITS = 40
STEPS = 8  # at one heat
HALVINGS = 6
RIDGE = 1e-7


def proven(offer: Offer, prices: Floats, rows: int) -> int:
    """Give the bound which some prices prove (any prices do; good ones prove much)."""
    bits = min(FINEST_BITS, int(EXACT_BITS - log2(size_of(offer, prices) + 1.0)))
    scale = 2**max(bits, 0)
    whole = np.rint(prices * scale)
    whole[rows] = scale
    return ceil(Fraction(int(firm_value(offer, whole)), scale))


def climb(offer: Offer, prices: Floats, rows: int, heats: list[float], stop: Callable[[], bool]) -> Floats:
    """Improve prices, heat by heat; gives the best met."""
    count, width = len(prices), int(np.diff(offer.first).max(initial=0)) + 1
    room = Slopes(np.zeros(count), np.zeros((count, count)), np.zeros(width), np.zeros(count), np.zeros(count + 1, dtype=np.int64))
    soft_value(offer, prices, 1e30, room)
    spread = np.diagonal(room.curve).copy()
    best, value = prices, firm_value(offer, prices)
    damp=1e-2
    for heat in heats:
        prices,damp = _at_heat(offer, prices, rows, heat, room, spread, stop,damp)
        found = firm_value(offer, prices)
        if found > value:
            best, value = prices, found
        import os
        if os.environ.get('DBG'): print('   heat',heat,found, STAT,damp)
    return best

STAT=[0,0]

def _at_heat(offer: Offer, prices: Floats, rows: int, heat: float, room: Slopes, spread, stop: Callable[[], bool],ridge) -> Floats:
    flat = room._replace(curve=np.zeros((0, 0)), slope=np.zeros(len(prices)))
    n=len(offer.free)
    for _ in range(STEPS):
        if stop(): return prices
        value = soft_value(offer, prices, heat, room)
        STAT[0]+=1
        for k in range(HALVINGS):
            tried = prices + _newton(prices, rows, heat, room, ridge*spread)
            tried[rows + 1 :] = np.maximum(tried[rows + 1 :], 0.0)
            gain = float((tried-prices) @ room.slope)
            if gain <= heat*TOL*n: return prices,ridge
            STAT[1]+=1
            new = soft_value(offer, tried, heat, flat)
            if new > value + 0.1 * gain:
                if new > value + 0.4 * gain: ridge = max(1e-9, ridge*0.1)
                prices = tried
                break
            ridge = min(ridge*10, 10.)
        else:
            return prices,ridge
    return prices,ridge

TOL=0.003
STEPS=30

def _newton(prices: Floats, rows: int, heat: float, room: Slopes, ridge) -> Floats:
    curve, slope = room.curve, room.slope
    held = np.zeros(len(prices), dtype=np.bool_)
    held[rows] = True
    held[rows + 1 :] = (prices[rows + 1 :] <= 0) & (slope[rows + 1 :] <= 0)
    diagonal = np.diagonal(curve)+ridge
    free = np.flatnonzero(~held & (diagonal > 0))
    step = np.zeros(len(prices))
    d = np.sqrt(diagonal[free])
    mat=curve.copy(); mat[np.diag_indices(len(prices))]+=ridge
    scaled = mat[np.ix_(free, free)] / d[:, None] / d[None, :]
    step[free] = heat*np.linalg.solve(scaled, slope[free] / d) / d
    return step
