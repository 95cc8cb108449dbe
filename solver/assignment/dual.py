"""The dual of one level (对偶): with prices on rows and quantities each case chooses for itself; better prices by steps.

By weak duality any prices prove a bound; `ascend` looks for good ones by steps along the subgradient, each coordinate
measured by how much it has swung so far.
"""

from typing import NamedTuple

import numpy as np

from solver.assignment.columns import Floats
from solver.assignment.instance import Flags, Ints
from solver.compiled import compiled

FAR = 2.0**50  # dearer than any column, and still exact when a few are added up


class Offer(NamedTuple):
    """What cases may choose from: columns with their entries and costs; like cases once, with how many there are."""

    case_start: Ints
    start: Ints
    row: Ints
    amount: Floats
    lead: Ints
    dense: Floats
    dense_to: Ints
    out_to: Ints
    must: Flags
    single: Ints
    times: Floats
    group_start: Ints
    group_case: Ints
    group_to: int


class Rows(NamedTuple):
    """Where each row begins and may end, what it adds to, and its line (see Shapes); `most` by quantity."""

    begin: Floats
    low: Floats
    high: Floats
    to: Ints
    start: Ints
    x: Floats
    y: Floats
    slope: Floats
    most: Floats
    capacity: Floats


class Prices(NamedTuple):
    """What a unit of each row and of each quantity is worth."""

    row: Floats
    quantity: Floats


@compiled
def reduced(offer: Offer, prices: Prices, column: int) -> float:
    """Price one column."""
    cost = 0.0
    for d in range(len(offer.dense_to)):
        cost += prices.quantity[offer.dense_to[d]] * offer.dense[d, column]
    for e in range(offer.start[column], offer.start[column + 1]):
        cost += prices.row[offer.row[e]] * offer.amount[e]
    return cost


@compiled
def outside(offer: Offer, prices: Prices, case: int) -> float:
    """Price leaving a case out."""
    if offer.must[case]:
        return FAR
    return prices.quantity[offer.out_to[case]] if offer.out_to[case] >= 0 else 0.0


@compiled
def cheapest(offer: Offer, prices: Prices, case: int, lead: int) -> tuple[float, int]:
    """Give the cheapest column of a case (of one lead only, unless -1), or leaving it out."""
    best, column = outside(offer, prices, case), -1
    for j in range(offer.case_start[case], offer.case_start[case + 1]):
        if lead < 0 or offer.lead[j] == lead:
            cost = reduced(offer, prices, j)
            if cost < best:
                best, column = cost, j
    return best, column


@compiled
def _take(offer: Offer, case: int, column: int, times: float, row: Floats, quantity: Floats) -> None:
    if column < 0:
        if offer.out_to[case] >= 0:
            quantity[offer.out_to[case]] += times
        return
    for d in range(len(offer.dense_to)):
        quantity[offer.dense_to[d]] += times * offer.dense[d, column]
    for e in range(offer.start[column], offer.start[column + 1]):
        row[offer.row[e]] += times * offer.amount[e]


@compiled
def common_lead(offer: Offer, prices: Prices, group: int, people: int) -> tuple[float, int]:
    """Give the cheapest way for a group: with one lead, or (-1) each for itself and the price of a split."""
    saved, mine, whole, split = np.zeros(people), np.zeros(people), 0.0, 0.0
    for place in range(offer.group_start[group], offer.group_start[group + 1]):
        case = offer.group_case[place]
        out, least = outside(offer, prices, case), 0.0
        first, after = offer.case_start[case], offer.case_start[case + 1]
        for j in range(first, after):
            gain = reduced(offer, prices, j) - out
            mine[offer.lead[j]] = min(mine[offer.lead[j]], gain)
            least = min(least, gain)
        for j in range(first, after):
            saved[offer.lead[j]] += mine[offer.lead[j]]
            mine[offer.lead[j]] = 0.0
        whole, split = whole + out, split + least
    lead = np.argmin(saved)
    split += prices.quantity[offer.group_to]
    return (whole + saved[lead], lead) if saved[lead] <= split else (whole + split, -1)


@compiled
def choose(offer: Offer, prices: Prices, row: Floats, quantity: Floats) -> float:
    """Let every case and group choose; adds up rows and quantities, gives the price of all."""
    total = 0.0
    for place in range(len(offer.single)):
        case, times = offer.single[place], offer.times[place]
        cost, column = cheapest(offer, prices, case, -1)
        total += times * cost
        _take(offer, case, column, times, row, quantity)
    for group in range(len(offer.group_start) - 1):
        cost, lead = common_lead(offer, prices, group, len(row))
        total += cost
        for place in range(offer.group_start[group], offer.group_start[group + 1]):
            case = offer.group_case[place]
            _take(offer, case, cheapest(offer, prices, case, lead)[1], 1.0, row, quantity)
        if lead < 0:
            quantity[offer.group_to] += 1.0
    return total


@compiled
def height(rows: Rows, r: int, x: float) -> float:
    """Give the height of a row's line."""
    place = rows.start[r]
    while place + 1 < rows.start[r + 1] and rows.x[place + 1] <= x:
        place += 1
    return rows.y[place] + rows.slope[place] * (x - rows.x[place])


@compiled
def settle(rows: Rows, prices: Prices, row: Floats, quantity: Floats) -> float:
    """Let every row end where it is cheapest; takes that from the rows, adds its height, gives the price of all."""
    total = 0.0
    for r in range(len(rows.begin)):
        weight = prices.quantity[rows.to[r]] if rows.to[r] >= 0 else 0.0
        end, best = rows.low[r], weight * height(rows, r, rows.low[r]) - prices.row[r] * rows.low[r]
        for place in range(rows.start[r], rows.start[r + 1] + 1):
            last = place == rows.start[r + 1]
            x = rows.high[r] if last else rows.x[place]
            if rows.low[r] < x <= rows.high[r]:
                cost = weight * height(rows, r, x) - prices.row[r] * x
                if cost < best:
                    end, best = x, cost
        total += best + prices.row[r] * rows.begin[r]
        row[r] += rows.begin[r] - end
        if rows.to[r] >= 0:
            quantity[rows.to[r]] += height(rows, r, end)
    return total


