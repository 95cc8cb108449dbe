"""Soft choices (软选择): what all choosers choose at some prices when near-equals share, with slopes and curvature.

A chooser takes each column with a share that falls with how much dearer it is than its cheapest; `heat` says how fast.
With no heat each takes its cheapest: that value is a bound for any prices. With some heat the value is smooth in the
prices, so that good prices are found by a few of Newton's steps.
"""

from typing import NamedTuple

import numpy as np

from solver.assignment.columns import Floats
from solver.assignment.instance import Ints
from solver.assignment.offer import Offer
from solver.compiled import compiled

FAR = 1e300
TINY = 1e-300  # marks a mean that has been touched
FAINT = 25.0  # shares below exp(-25) are none


@compiled
def cost_of(offer: Offer, prices: Floats, column: int) -> float:
    """Price one column."""
    cost = 0.0
    for e in range(offer.start[column], offer.start[column + 1]):
        cost += prices[offer.coordinate[e]] * offer.amount[e]
    return cost


@compiled
def out_cost(offer: Offer, prices: Floats, chooser: int) -> float:
    """Price leaving a case out."""
    if offer.must[chooser]:
        return FAR
    return prices[offer.out[chooser]] if offer.out[chooser] >= 0 else 0.0


@compiled
def cheapest(offer: Offer, prices: Floats, chooser: int) -> tuple[float, int]:
    """Give the cheapest choice of a chooser and its column, -1 for leaving it out."""
    best, column = out_cost(offer, prices, chooser), -1
    for j in range(offer.first[chooser], offer.first[chooser + 1]):
        cost = cost_of(offer, prices, j)
        if cost < best:
            best, column = cost, j
    return best, column


@compiled
def _share(offer: Offer, prices: Floats, chooser: int, heat: float, shares: Floats) -> float:
    """Give the soft cost of a chooser; leaves the share of each of its columns, and behind them of leaving it out."""
    first, count = offer.first[chooser], offer.first[chooser + 1] - offer.first[chooser]
    shares[count] = out_cost(offer, prices, chooser)
    least = shares[count]
    for j in range(count):
        shares[j] = cost_of(offer, prices, first + j)
        least = min(least, shares[j])
    if least >= FAR:
        return FAR
    total = 0.0
    for j in range(count + 1):
        dear = (shares[j] - least) / heat
        shares[j] = np.exp(-dear) if dear < FAINT else 0.0
        total += shares[j]
    for j in range(count + 1):
        shares[j] /= total
    return least - heat * np.log(total)


@compiled
def _add(offer: Offer, chooser: int, times: float, shares: Floats, slope: Floats) -> None:
    """Add what a chooser takes."""
    first, count = offer.first[chooser], offer.first[chooser + 1] - offer.first[chooser]
    for j in range(count):
        if shares[j] > 0.0:
            for e in range(offer.start[first + j], offer.start[first + j + 1]):
                slope[offer.coordinate[e]] += times * shares[j] * offer.amount[e]
    if shares[count] > 0.0 and offer.out[chooser] >= 0:
        slope[offer.out[chooser]] += times * shares[count]


@compiled
def _touch(one: int, weight: float, mean: Floats, touched: Ints) -> None:
    """Add to a mean and note where; `touched[0]` says how many places are noted."""
    if mean[one] == 0.0:
        touched[0] += 1
        touched[touched[0]] = one
        mean[one] = TINY
    mean[one] += weight


@compiled
def _bend(offer: Offer, chooser: int, times: float, shares: Floats, mean: Floats, touched: Ints, curve: Floats) -> None:
    """Add how what a chooser takes varies: the covariance of its columns."""
    first, count, out = offer.first[chooser], offer.first[chooser + 1] - offer.first[chooser], offer.out[chooser]
    touched[0] = 0
    for j in range(count):
        if 0.0 < shares[j] < 1.0:
            for e in range(offer.start[first + j], offer.start[first + j + 1]):
                weight = shares[j] * offer.amount[e]
                _touch(offer.coordinate[e], weight, mean, touched)
                for f in range(offer.start[first + j], offer.start[first + j + 1]):
                    curve[offer.coordinate[e], offer.coordinate[f]] += times * weight * offer.amount[f]
    if 0.0 < shares[count] < 1.0 and out >= 0:
        _touch(out, shares[count], mean, touched)
        curve[out, out] += times * shares[count]
    for a in range(1, touched[0] + 1):
        for b in range(1, touched[0] + 1):
            curve[touched[a], touched[b]] -= times * mean[touched[a]] * mean[touched[b]]
    for a in range(1, touched[0] + 1):
        mean[touched[a]] = 0.0


class Slopes(NamedTuple):
    """Room to work in: what is taken by coordinate, how that varies, and three places for notes."""

    slope: Floats
    curve: Floats
    shares: Floats
    mean: Floats
    touched: Ints


@compiled
def _one(offer: Offer, prices: Floats, chooser: int, times: float, heat: float, room: Slopes) -> float:
    """Let one chooser choose softly and add that up; the curvature only where there is room for it."""
    cost = _share(offer, prices, chooser, heat, room.shares)
    if times > 0.0:
        _add(offer, chooser, times, room.shares, room.slope)
        if len(room.curve):
            _bend(offer, chooser, times, room.shares, room.mean, room.touched, room.curve)
    return cost


@compiled
def _group(offer: Offer, prices: Floats, group: int, heat: float, room: Slopes) -> float:
    """Let a linked group choose softly between one lead and each for itself at the price of a split."""
    members = offer.member[offer.member_start[group] : offer.member_start[group + 1]]
    whole, split = _share(offer, prices, offer.joint[group], heat, room.shares), prices[offer.split]
    for case in members:
        split += _share(offer, prices, case, heat, room.shares)
    least = min(whole, split)
    one, each = np.exp((least - whole) / heat), np.exp((least - split) / heat)
    total = one + each
    _one(offer, prices, offer.joint[group], one / total, heat, room)
    for case in members:
        _one(offer, prices, case, each / total, heat, room)
    room.slope[offer.split] += each / total
    return least - heat * np.log(total)


@compiled
def soft_value(offer: Offer, prices: Floats, heat: float, room: Slopes) -> float:
    """Give the smooth value of the dual, its slope and its curvature (times the heat, if there is room for it)."""
    room.slope[:] = offer.base
    room.curve[:] = 0.0
    total = 0.0
    for i in range(len(offer.free)):
        total += offer.times[i] * _one(offer, prices, offer.free[i], offer.times[i], heat, room)
    for group in range(len(offer.joint)):
        total += _group(offer, prices, group, heat, room)
    for one in range(len(prices)):
        total += prices[one] * offer.base[one]
    return total


@compiled
def firm_value(offer: Offer, prices: Floats) -> float:
    """Give the value of the dual: a bound, whatever the prices; exact when prices are whole numbers and not too big."""
    total = 0.0
    for i in range(len(offer.free)):
        total += offer.times[i] * cheapest(offer, prices, offer.free[i])[0]
    for group in range(len(offer.joint)):
        split = prices[offer.split]
        for place in range(offer.member_start[group], offer.member_start[group + 1]):
            split += cheapest(offer, prices, offer.member[place])[0]
        total += min(split, cheapest(offer, prices, offer.joint[group])[0])
    for one in range(len(prices)):
        total += prices[one] * offer.base[one]
    return total


@compiled
def size_of(offer: Offer, prices: Floats) -> float:
    """Say how big the sums of `firm_value` can get on the way."""
    total = 0.0
    for chooser in range(len(offer.first) - 1):
        most = abs(prices[offer.out[chooser]]) if offer.out[chooser] >= 0 else 0.0
        for j in range(offer.first[chooser], offer.first[chooser + 1]):
            cost = 0.0
            for e in range(offer.start[j], offer.start[j + 1]):
                cost += abs(prices[offer.coordinate[e]] * offer.amount[e])
            most = max(most, cost)
        total += most
    for one in range(len(prices)):
        total += abs(prices[one] * offer.base[one])
    return total
