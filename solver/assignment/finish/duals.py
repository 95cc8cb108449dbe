"""Prices of minutes for a part of a packing (分段影子价格): by Newton's steps on a smoothed dual; compiled.

Each row takes its cheapest option at the prices; smoothed, it takes options nearly as cheap too, in shares. The smoothed
dual has slopes and bends, so that a few steps lead to prices whose floor is near the best there is.
"""

from typing import NamedTuple

import numpy as np

from solver.arrays import Ints
from solver.assignment.columns import Floats
from solver.compiled import inner

FAR = 12.0  # spreads above the cheapest: an option takes no share
LONGEST = 3.0  # spreads a price may move a mean option in one step
SHORTENINGS = 5
RIDGE = 1e-3  # of a bend, so that the steps are defined
CELLS_PER_WAY = 60  # options priced in the time of one way (see regroup)


class Board(NamedTuple):
    """Options as tables with a row for each case and a place for each person; `stride` is a mean option's minutes.

    `idle` is what an unused minute of each person costs, `unit` a small difference of cost. An option that does not
    exist costs `beyond`, which is more than any choice does.
    """

    cost: Floats
    minutes: Ints
    room: Ints
    idle: Floats
    unit: float
    stride: float
    beyond: float


@inner
def _values(board: Board, rows: Ints, people: Ints, prices: Floats, spread: float) -> tuple[float, float]:
    """Give the smoothed dual and the floor (the dual itself) at some prices."""
    rent, smooth, floor = 0.0, 0.0, 0.0
    for person in people:
        rent += prices[person] * board.room[person]
    dear = np.empty(len(people))
    for row in rows:
        least = np.inf
        for place in range(len(people)):
            person = people[place]
            dear[place] = board.cost[row, person] + prices[person] * board.minutes[row, person]
            least = min(least, dear[place])
        shares = 0.0
        for place in range(len(people)):
            if dear[place] - least < FAR * spread:
                shares += np.exp((least - dear[place]) / spread)
        floor += least
        smooth += least - spread * np.log(shares)
    return smooth - rent, floor - rent


@inner
def _shares(board: Board, row: int, people: Ints, prices: Floats, spread: float, near: Ints, share: Floats) -> int:
    """Give the places of the people among whom a row is shared out, and the shares; gives how many."""
    least, count, total = np.inf, 0, 0.0
    for person in people:
        least = min(least, board.cost[row, person] + prices[person] * board.minutes[row, person])
    for place in range(len(people)):
        person = people[place]
        dearer = board.cost[row, person] + prices[person] * board.minutes[row, person] - least
        if dearer < FAR * spread:
            near[count], share[count] = place, np.exp(-dearer / spread)
            total += share[count]
            count += 1
    for one in range(count):
        share[one] /= total
    return count


@inner
def _slopes(board: Board, rows: Ints, people: Ints, prices: Floats, spread: float, pull: Floats, bend: Floats) -> None:
    """Put down the slopes of the smoothed dual (who has too much, and by how much), and how they bend."""
    near, share = np.empty(len(people), np.int64), np.empty(len(people))
    bend[:] = 0.0
    for place in range(len(people)):
        pull[place] = -board.room[people[place]]
    for row in rows:
        count = _shares(board, row, people, prices, spread, near, share)
        for one in range(count):
            minutes = board.minutes[row, people[near[one]]]
            part = share[one] * minutes
            pull[near[one]] += part
            bend[near[one], near[one]] += part * minutes / spread
            for other in range(count):
                bend[near[one], near[other]] -= part * share[other] * board.minutes[row, people[near[other]]] / spread


@inner
def _factor(bend: Floats, free: Ints, lower: Floats) -> None:
    """Split the bends of those whose prices may move into a lower triangle and its mirror image."""
    for one in range(len(free)):
        for other in range(one + 1):
            rest = bend[free[one], free[other]]
            for place in range(other):
                rest -= lower[one, place] * lower[other, place]
            if one == other:
                lower[one, one] = np.sqrt(max(rest + RIDGE * bend[free[one], free[one]] + 1e-6, 1e-12))
            else:
                lower[one, other] = rest / lower[other, other]


@inner
def _newton(pull: Floats, bend: Floats, free: Ints, way: Floats) -> None:
    """Give Newton's step: the way on which the slopes vanish if they bend as they do here."""
    lower = np.empty((len(free), len(free)))
    _factor(bend, free, lower)
    way[:] = 0.0
    half = np.empty(len(free))
    for one in range(len(free)):
        half[one] = pull[free[one]]
        for place in range(one):
            half[one] -= lower[one, place] * half[place]
        half[one] /= lower[one, one]
    for one in range(len(free) - 1, -1, -1):
        rest = half[one]
        for place in range(one + 1, len(free)):
            rest -= lower[place, one] * way[free[place]]
        way[free[one]] = rest / lower[one, one]


@inner
def _movable(people: Ints, prices: Floats, pull: Floats) -> Ints:
    """Give the places of those whose price may move: it has not come down to nothing."""
    free, count = np.empty(len(people), np.int64), 0
    for place in range(len(people)):
        if prices[people[place]] > 0.0 or pull[place] > 0.0:
            free[count] = place
            count += 1
    return free[:count]


@inner
def _walk(
    board: Board, rows: Ints, people: Ints, prices: Floats, spread: float, way: Floats, here: float
) -> tuple[float, float]:
    """Go along a way, shorter and shorter until the smoothed dual does not fall; gives it and the floor there."""
    longest, tried = 0.0, prices.copy()
    for place in range(len(people)):
        longest = max(longest, abs(way[place]))
    part = min(1.0, LONGEST * spread / board.stride / max(longest, 1e-12))
    for _ in range(SHORTENINGS):
        for place in range(len(people)):
            tried[people[place]] = max(0.0, prices[people[place]] + part * way[place])
        smooth, floor = _values(board, rows, people, tried, spread)
        if smooth > here:
            for person in people:
                prices[person] = tried[person]
            return smooth, floor
        part *= 0.4
    return -np.inf, -np.inf


@inner
def settle_prices(
    board: Board, rows: Ints, people: Ints, prices: Floats, spread: float, rounds: int, steps: int
) -> float:
    """Bring the prices of some people for some rows near the best; the spread is halved each round. Gives the floor."""
    best, kept = -np.inf, prices.copy()
    pull, bend, way = np.empty(len(people)), np.empty((len(people), len(people))), np.empty(len(people))
    for _ in range(rounds):
        smooth, floor = _values(board, rows, people, prices, spread)
        for _ in range(steps):
            if floor > best:
                best = floor
                kept[:] = prices
            _slopes(board, rows, people, prices, spread, pull, bend)
            _newton(pull, bend, _movable(people, prices, pull), way)
            before = smooth
            smooth, floor = _walk(board, rows, people, prices, spread, way, smooth)
            if smooth < before + 1e-3 * spread:
                break
        if floor > best:
            best = floor
            kept[:] = prices
        prices[:] = kept
        spread *= 0.5
    return best


@inner
def gap_of_options(board: Board, rows: Ints, people: Ints, prices: Floats) -> float:
    """Say how much dearer a row's second option is than its cheapest, in the mean."""
    total, count = 0.0, 0
    for row in rows:
        least, second = np.inf, np.inf
        for person in people:
            dear = board.cost[row, person] + prices[person] * board.minutes[row, person]
            if dear < least:
                least, second = dear, least
            elif dear < second:
                second = dear
        if second - least < 0.5 * board.beyond:
            total += second - least
            count += 1
    return max(total / max(count, 1), 1e-3)
