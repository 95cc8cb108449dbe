"""Soft choices (软选择): what all choosers choose at some prices when near-equals share, with slopes and curvature.

A chooser takes each column with a share that falls with how much dearer it is than its cheapest; `heat` says how fast.
With no heat each takes its cheapest: that value is a bound for any prices. With some heat the value is smooth in the
prices, so that good prices are found by a few of Newton's steps.

Everything lies in two flat arrays, whole numbers `k` and floats `x`, because what is passed to a kernel is what its
translation costs: the first places of `k` say where each table begins.
"""

import numpy as np

from solver.arrays import Ints
from solver.assignment.columns import Floats
from solver.assignment.prices.offer import Offer
from solver.compiled import compiled, inner, single

# Single numbers at the beginning of k, then where its tables begin (see Offer), then where those of x do.
CHOOSERS, FREE_COUNT, GROUPS, SPLIT, COORDINATES, CURVED, ALONE = range(7)
FIRST, START, COORDINATE, OUT, MUST, FREE, MEMBER_START, MEMBER, JOINT, TOUCHED = range(7, 17)
AMOUNT, TIMES, BASE, PRICE, SLOPE, SHARE, MEAN, CURVE = range(17, 25)
HEAD = 25

FAR = 1e300
TINY = 1e-300  # marks a mean that has been touched
DECIDED = 6  # columns, at most, between which a case is that hardly chooses any more
FAINT = 14.0  # shares below exp(-14) are none


def flat(offer: Offer) -> tuple[Ints, Floats]:
    """Lay an offer into the two arrays, with room to work in."""
    count, width = len(offer.base), int(np.diff(offer.first).max(initial=0)) + 1
    whole = [offer.first, offer.start, offer.coordinate, offer.out, offer.must, offer.free]
    whole += [offer.member_start, offer.member, offer.joint, np.zeros(count + 1, dtype=np.int64)]
    parts = [
        offer.amount,
        offer.times,
        offer.base,
        *(np.zeros(size) for size in (count, count, width, count, count * count)),
    ]
    k = np.concatenate([np.zeros(HEAD, dtype=np.int64), *(part.astype(np.int64) for part in whole)])
    k[FIRST:AMOUNT] = HEAD + np.cumsum([0, *(len(part) for part in whole[:-1])])
    k[AMOUNT:HEAD] = np.cumsum([0, *(len(part) for part in parts[:-1])])
    k[:FIRST] = len(offer.first) - 1, len(offer.free), len(offer.joint), offer.split, count, 1, offer.alone
    return k, np.concatenate(parts)


def put(k: Ints, x: Floats, prices: Floats) -> None:
    """Set the prices."""
    x[k[PRICE] : k[PRICE] + len(prices)] = prices


@inner
def cost_of(k: Ints, x: Floats, column: int) -> float:
    """Price one column."""
    cost = 0.0
    for e in range(k[k[START] + column], k[k[START] + column + 1]):
        cost += x[k[PRICE] + k[k[COORDINATE] + e]] * x[k[AMOUNT] + e]
    return cost


@inner
def out_cost(k: Ints, x: Floats, chooser: int) -> float:
    """Price leaving a case out."""
    if k[k[MUST] + chooser]:
        return FAR
    return x[k[PRICE] + k[k[OUT] + chooser]] if k[k[OUT] + chooser] >= 0 else 0.0


@inner
def cheapest(k: Ints, x: Floats, chooser: int) -> tuple[float, int]:
    """Give the cheapest choice of a chooser and its column, -1 for leaving it out."""
    best, column = out_cost(k, x, chooser), -1
    for j in range(k[k[FIRST] + chooser], k[k[FIRST] + chooser + 1]):
        cost = cost_of(k, x, j)
        if cost < best:
            best, column = cost, j
    return best, column


@inner
def faded(dear: float) -> float:
    """Give exp(-dear), up to FAINT nearly to the last digit, as a power of its first terms: machines do several at a time."""
    t = -min(dear, FAINT) / 64.0
    p = 1.0 + t * (1.0 + t * (1 / 2 + t * (1 / 6 + t * (1 / 24 + t * (1 / 120 + t * (1 / 720 + t / 5040))))))
    p *= p
    p *= p
    p *= p
    p *= p
    p *= p
    return p * p if dear < FAINT else 0.0


@inner
def soft_share(k: Ints, x: Floats, chooser: int, heat: float) -> float:
    """Give the soft cost of a chooser; leaves the share of each of its columns, and behind them of leaving it out."""
    first, coordinate, amount, price = k[k[FIRST] + chooser], k[COORDINATE], k[AMOUNT], k[PRICE]
    count, start = k[k[FIRST] + chooser + 1] - first, k[START] + first
    share = x[k[SHARE] : k[SHARE] + count + 1]
    share[count] = out_cost(k, x, chooser)
    least, total, begin = share[count], 0.0, k[start]
    for j in range(count):  # where tables begin is said once, since the compiler does not know that it stays
        cost, end = 0.0, k[start + j + 1]
        for e in range(begin, end):
            cost += x[price + k[coordinate + e]] * x[amount + e]
        share[j], begin = cost, end
        least = min(least, cost)
    if least >= FAR:
        return FAR
    for j in range(count + 1):
        share[j] = faded((share[j] - least) / heat)
    for j in range(count + 1):
        total += share[j]
    part = 1.0 / total
    for j in range(count + 1):
        share[j] *= part
    return float(least - heat * np.log(total))


@inner
def _touch(k: Ints, x: Floats, one: int, weight: float) -> None:
    """Add to the mean of a chooser what it takes of a coordinate, noting where."""
    if x[k[MEAN] + one] == 0.0:
        k[k[TOUCHED]] += 1
        k[k[TOUCHED] + k[k[TOUCHED]]] = one
        x[k[MEAN] + one] = TINY
    x[k[MEAN] + one] += weight


@inner
def _sum(k: Ints, x: Floats, chooser: int, times: float) -> None:
    """Add what a chooser takes."""
    first, share, coordinate, amount, slope = k[k[FIRST] + chooser], k[SHARE], k[COORDINATE], k[AMOUNT], k[SLOPE]
    count, start, out = k[k[FIRST] + chooser + 1] - first, k[START] + first, k[k[OUT] + chooser]
    begin = k[start]
    for j in range(count):
        weight, end = times * x[share + j], k[start + j + 1]
        for e in range(begin, end if weight > 0.0 else begin):
            x[slope + k[coordinate + e]] += weight * x[amount + e]
        begin = end
    if out >= 0:
        x[slope + out] += times * x[share + count]


@inner
def _vary(k: Ints, x: Floats, chooser: int, bends: float) -> None:
    """Add how much what a chooser takes varies (the covariance of its columns), as often as it stands for there."""
    first, share, width = k[k[FIRST] + chooser], k[SHARE], k[COORDINATES]
    last, out = share + k[k[FIRST] + chooser + 1] - first, k[k[OUT] + chooser]
    k[k[TOUCHED]] = 0
    for j in range(share, last + 1):
        if x[j] >= 1.0:
            return  # one column is sure: nothing varies
    for j in range(share, last):
        start, after = (k[k[START] + first + j - share], k[k[START] + first + j - share + 1]) if x[j] > 0.0 else (0, 0)
        for e in range(start, after):
            one, weight = k[k[COORDINATE] + e], x[j] * x[k[AMOUNT] + e]
            _touch(k, x, one, weight)
            for f in range(start, e + 1):
                other = k[k[COORDINATE] + f]
                x[k[CURVE] + max(one, other) * width + min(one, other)] += bends * weight * x[k[AMOUNT] + f]
    if x[last] > 0.0 and out >= 0:
        _touch(k, x, out, x[last])
        x[k[CURVE] + out * width + out] += bends * x[last]
    _bend(k, x, bends)


@single
def _bend(k: Ints, x: Floats, times: float) -> None:
    """Take the means off again, and what they make of the covariance, of which only what is below its diagonal is kept."""
    first, after, curve, mean, width = k[TOUCHED] + 1, k[TOUCHED] + 1 + k[k[TOUCHED]], k[CURVE], k[MEAN], k[COORDINATES]
    for a in range(first, after):
        one, part = k[a], times * x[mean + k[a]]
        for b in range(first, a + 1):
            x[curve + max(one, k[b]) * width + min(one, k[b])] -= part * x[mean + k[b]]
    for a in range(first, after):
        x[mean + k[a]] = 0.0


@inner
def _stands_for(k: Ints, x: Floats, place: int) -> int:
    """Say for how many choosers the one at a place stands in the curvature: cases between many columns by turns."""
    if not k[CURVED] or place >= k[ALONE]:
        return int(min(1, k[CURVED]))
    chooser, open_ = k[k[FREE] + place], 0
    for j in range(k[SHARE], k[SHARE] + k[k[FIRST] + chooser + 1] - k[k[FIRST] + chooser]):
        open_ += x[j] > 0.0
    if open_ <= DECIDED:
        return 1
    return int(k[CURVED]) if place % k[CURVED] == 0 else 0


@inner
def _mean(k: Ints, x: Floats, chooser: int, heat: float, part: float) -> None:
    """Add a part of what a chooser takes on average, unless it can take nothing."""
    if part > 0.0 and soft_share(k, x, chooser, heat) < FAR:
        first, last = k[k[FIRST] + chooser], k[k[FIRST] + chooser + 1]
        for column in range(first, last):
            share = part * x[k[SHARE] + column - first]
            for e in range(k[k[START] + column], k[k[START] + column + 1] if share > 0.0 else 0):
                _touch(k, x, k[k[COORDINATE] + e], share * x[k[AMOUNT] + e])
        if k[k[OUT] + chooser] >= 0:
            _touch(k, x, k[k[OUT] + chooser], part * x[k[SHARE] + last - first])


@single
def _bend_group(k: Ints, x: Floats, group: int, heat: float, each: float) -> None:
    """Let the curvature know that a group which is split (with some share) gives up its common lead, all members at once."""
    ways = ((1.0 - each, 1.0, 0.0), (each, 0.0, 1.0), (-1.0, 1.0 - each, each))
    for times, whole, split in ways:
        k[k[TOUCHED]] = 0
        _mean(k, x, k[k[JOINT] + group], heat, whole)
        for place in range(k[k[MEMBER_START] + group], k[k[MEMBER_START] + group + 1]):
            _mean(k, x, k[k[MEMBER] + place], heat, split)
        if split > 0.0:
            _touch(k, x, k[SPLIT], split)
        _bend(k, x, -times)


@single
def _group(k: Ints, x: Floats, group: int, heat: float) -> float:
    """Let a linked group choose softly between one lead and each for itself at the price of a split."""
    first, after = k[k[MEMBER_START] + group], k[k[MEMBER_START] + group + 1]
    whole, split = soft_share(k, x, k[k[JOINT] + group], heat), x[k[PRICE] + k[SPLIT]]
    for place in range(first, after):
        split += soft_share(k, x, k[k[MEMBER] + place], heat)
    least = min(whole, split)
    one, each = np.exp((least - whole) / heat), np.exp((least - split) / heat)
    for place in range(first - 1, after):
        chooser = k[k[MEMBER] + place] if place >= first else k[k[JOINT] + group]
        if soft_share(k, x, chooser, heat) < FAR:
            part = (each if place >= first else one) / (one + each)
            _sum(k, x, chooser, part)
            if k[CURVED] and part > 0.0:
                _vary(k, x, chooser, part)
    x[k[SLOPE] + k[SPLIT]] += each / (one + each)
    if k[CURVED]:
        _bend_group(k, x, group, heat, each / (one + each))
    return float(least - heat * np.log(one + each))


@inner
def soft_value(k: Ints, x: Floats, heat: float) -> float:
    """Give the smooth value of the dual; leaves its slope, and if wanted its curvature (times the heat).

    CURVED: one of so many cases that hardly choose is looked at for the curvature, where only their mass matters.
    """
    total, count = 0.0, k[COORDINATES]
    for one in range(count):
        x[k[SLOPE] + one] = x[k[BASE] + one]
        total += x[k[PRICE] + one] * x[k[BASE] + one]
    for place in range(k[CURVE], k[CURVE] + count * count if k[CURVED] else k[CURVE]):
        x[place] = 0.0
    for i in range(k[FREE_COUNT]):
        times = x[k[TIMES] + i]
        total += times * soft_share(k, x, k[k[FREE] + i], heat)
        _sum(k, x, k[k[FREE] + i], times)
        stands_for = _stands_for(k, x, i)
        if stands_for:
            _vary(k, x, k[k[FREE] + i], times * stands_for)
    for group in range(k[GROUPS]):
        total += _group(k, x, group, heat)
    return total


@compiled
def firm_value(k: Ints, x: Floats) -> float:
    """Give the value of the dual: a bound, whatever the prices; exact when prices are whole numbers and not too big."""
    total = 0.0
    for i in range(k[FREE_COUNT]):
        total += x[k[TIMES] + i] * cheapest(k, x, k[k[FREE] + i])[0]
    for group in range(k[GROUPS]):
        split = x[k[PRICE] + k[SPLIT]]
        for place in range(k[k[MEMBER_START] + group], k[k[MEMBER_START] + group + 1]):
            split += cheapest(k, x, k[k[MEMBER] + place])[0]
        total += min(split, cheapest(k, x, k[k[JOINT] + group])[0])
    for one in range(k[COORDINATES]):
        total += x[k[PRICE] + one] * x[k[BASE] + one]
    return total


@compiled
def size_of(k: Ints, x: Floats) -> float:
    """Say how big the sums of `firm_value` can get on the way."""
    total = 0.0
    for chooser in range(k[CHOOSERS]):
        most = abs(x[k[PRICE] + k[k[OUT] + chooser]]) if k[k[OUT] + chooser] >= 0 else 0.0
        for j in range(k[k[FIRST] + chooser], k[k[FIRST] + chooser + 1]):
            cost = 0.0
            for e in range(k[k[START] + j], k[k[START] + j + 1]):
                cost += abs(x[k[PRICE] + k[k[COORDINATE] + e]] * x[k[AMOUNT] + e])
            most = max(most, cost)
        total += most
    for one in range(k[COORDINATES]):
        total += abs(x[k[PRICE] + one] * x[k[BASE] + one])
    return total
