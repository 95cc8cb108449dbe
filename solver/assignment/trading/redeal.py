"""Dealing out anew (重新分摊): a few people are made exactly as full as their prices want them, one after the other.

Chains of two moves stop where loads have to fit to the minute, and where one big case has to make room for many small
ones. So somebody who is off is opened, and those who could easily take or give cases there. Each in turn is given the
moves, from and to people still open, that cost least regret and leave nothing off: an exact knapsack over the moves of
small regret. A move that changes what anybody else holds is none. What comes out stays unless the plan is heavier.
"""

from typing import NamedTuple

import numpy as np

from solver.arrays import Flags, Ints
from solver.assignment.columns import Floats
from solver.assignment.trading import market as at
from solver.compiled import compiled, inner

OPENED = 10  # people, or tallies, dealt out anew at once
GIVEN_UP = 200  # columns, at most, until it is known whether what comes out stays
MOST_MOVES, LISTED = 100, 1_000  # for one of them, and columns looked through for those of least regret
MOST_PLACES = 3_001  # where one of them may come to, in steps
SPAN = 1.5  # times the biggest move: how far that is from the place there is now
PER_LOOK, PER_LIST = 400, 3  # places of a knapsack, and columns listed, that take as long as weighing one column
OFTEN = 0.5  # of what a case costs: the weight by which somebody who is not off is drawn
FLAT = 0.3  # of the usual bend of lines: who bends less can be off at little cost, and is dealt out last
NEVER = 1e18  # dearer than anything


class Desk(NamedTuple):
    """Room to work in: who is open, choosers met, moves found and what they add, columns given up, how others are liked."""

    opened: Flags
    met: Flags
    found: Ints
    by: Floats
    log: Ints
    liking: Floats


@inner
def _hands(k: Ints, x: Floats, old: int, new: int, row: int, opened: Flags) -> float:
    """Say what a move adds to a row; 0 where it touches anybody who is not open, or what is held."""
    net, clean = 0.0, True
    for turn in range(2):
        column, sign = (new, 1.0) if turn == 0 else (old, -1.0)
        for e in range(k[k[at.START] + column], k[k[at.START] + column + 1]):
            x[k[at.CHANGE] + k[k[at.COORDINATE] + e]] += sign * x[k[at.AMOUNT] + e]
    for turn in range(2):
        column = new if turn == 0 else old
        for e in range(k[k[at.START] + column], k[k[at.START] + column + 1]):
            one = k[k[at.COORDINATE] + e]
            by = x[k[at.CHANGE] + one]
            x[k[at.CHANGE] + one] = 0.0
            net += by if one == row else 0.0
            clean = clean and (by == 0.0 or one == k[at.ROWS] or (one < k[at.ROWS] and opened[one]))
    return net if clean else 0.0


@inner
def _dearer(k: Ints, x: Floats, column: int) -> float:
    """Say how much more is regretted when a column is taken."""
    return float(x[k[at.REGRET] + column] - x[k[at.REGRET] + k[k[at.CHOSEN] + k[k[at.OWNER] + column]]])


@inner
def _least_dear(k: Ints, x: Floats, column: int, row: int, opened: Flags) -> tuple[int, float]:
    """Give the move a column stands for and what it adds: it is taken, or, if it is, the least dear of the others; none: -1."""
    chooser = k[k[at.OWNER] + column]
    old, best, net = k[k[at.CHOSEN] + chooser], -1, 0.0
    first, after = (k[k[at.FIRST] + chooser], k[k[at.FIRST] + chooser + 1]) if old == column else (column, column + 1)
    for new in range(first, after):
        if new != old and (best < 0 or x[k[at.REGRET] + new] < x[k[at.REGRET] + best]):
            hands = _hands(k, x, old, new, row, opened)
            if hands != 0.0:
                best, net = new, hands
    return best, net


@inner
def _moves(k: Ints, x: Floats, row: int, most: float, desk: Desk) -> int:
    """List the moves that change a row and are not dearer than that, one of each chooser; gives how many."""
    count, first = 0, k[k[at.BY_START] + row]
    after = min(first + LISTED, k[k[at.BY_START] + row + 1])
    for place in range(first, after):
        column = k[k[at.BY] + place]
        chooser = k[k[at.OWNER] + column]
        if not desk.met[chooser] and (k[k[at.CHOSEN] + chooser] == column or _dearer(k, x, column) < most):
            desk.found[count], desk.by[count] = _least_dear(k, x, column, row, desk.opened)
            if desk.found[count] >= 0 and _dearer(k, x, desk.found[count]) < most:
                desk.met[chooser] = True
                count += 1
    for move in range(count):
        desk.met[k[k[at.OWNER] + desk.found[move]]] = False
    k[at.CLOCK] += (after - first) // PER_LIST
    return count


@inner
def _knapsack(cost: Floats, steps: Ints, least: Floats, taken: Flags) -> None:
    """Fill in what it costs at least to come to each place, and whether each move is taken on the way."""
    places = len(least)
    least[:] = NEVER
    least[places // 2] = 0.0
    for move in range(len(steps)):
        by = steps[move]
        taken[move, :] = False
        for turn in range(places - abs(by)):
            place = places - 1 - turn if by > 0 else turn
            found = least[place - by] + cost[move]
            if found < least[place]:
                least[place], taken[move, place] = found, True


@inner
def _best_place(k: Ints, x: Floats, row: int, unit: int, least: Floats) -> int:
    """Choose where a row is to come to: as little off as can be for what that costs."""
    best, found, middle = NEVER / 2, -1, len(least) // 2
    for place in range(len(least)):
        if least[place] < NEVER / 2:
            weight = least[place] + at.how_off(k, x, row, float((place - middle) * unit))
            if weight < best:
                best, found = weight, place
    return found


@inner
def _cheap(k: Ints, x: Floats, found: Ints, by: Floats, unit: int) -> tuple[Ints, Ints, Floats]:
    """Keep the moves that cost least: their columns, what they add in steps, what they cost."""
    cost = np.empty(len(found))
    for move in range(len(found)):
        cost[move] = _dearer(k, x, found[move])
    order = np.argsort(cost)[:MOST_MOVES]
    steps = np.empty(len(order), np.int64)
    for place in range(len(order)):
        steps[place] = np.int64(np.rint(by[order[place]] / unit))
    return found[order], steps, cost[order]


@inner
def _take(k: Ints, x: Floats, column: int, log: Ints, logged: int) -> float:
    """Take a column, noting the one given up; gives how much heavier the plan is."""
    old = k[k[at.CHOSEN] + k[k[at.OWNER] + column]]
    weight = at.weighed(k, x, old, column, at.ASK)
    log[logged] = at.give(k, x, column)
    return float(weight)


@inner
def _deal(k: Ints, x: Floats, row: int, unit: int, most: float, desk: Desk, logged: int) -> tuple[float, int]:
    """Deal out one row; gives how much heavier the plan is, and how many columns have been given up so far."""
    count = _moves(k, x, row, most, desk)
    columns, steps, cost = _cheap(k, x, desk.found[:count], desk.by[:count], unit)
    widest = 1
    for step in steps:
        widest = max(widest, abs(step))
    places = min(MOST_PLACES, 2 * int(SPAN * widest) + 1)
    least, taken = np.empty(places), np.empty((len(steps), places), np.bool_)
    _knapsack(cost, steps, least, taken)
    k[at.CLOCK] += len(steps) * places // PER_LOOK
    place, heavier = _best_place(k, x, row, unit, least), 0.0
    for move in range(len(steps) - 1, -1, -1):
        if place >= 0 and taken[move, place] and logged < len(desk.log):
            place -= steps[move]
            heavier += _take(k, x, columns[move], desk.log, logged)
            logged += 1
    return heavier, logged


@inner
def _drawn_row(k: Ints, x: Floats, often: float) -> int:
    """Draw a row by how far off it is."""
    total = 0.0
    for row in range(k[at.ROWS]):
        x[k[at.OFF] + row] = max(0.0, at.how_off(k, x, row, 0.0)) + often
        total += x[k[at.OFF] + row]
    mark, row = total * (at.drawn(k, at.DRAWS) + 0.5) / at.DRAWS, 0
    while row < k[at.ROWS] - 1 and mark > x[k[at.OFF] + row]:
        mark -= x[k[at.OFF] + row]
        row += 1
    return row


@inner
def _liked(k: Ints, x: Floats, row: int, most: float, liking: Floats) -> None:
    """Note how easily cases are handed on between a row and each of the others."""
    liking[:] = 0.0
    first = k[k[at.BY_START] + row]
    for place in range(first, min(first + LISTED, k[k[at.BY_START] + row + 1])):
        column = k[k[at.BY] + place]
        chooser = k[k[at.OWNER] + column]
        mine = k[k[at.CHOSEN] + chooser] == column
        begin, after = (k[k[at.FIRST] + chooser], k[k[at.FIRST] + chooser + 1]) if mine else (column, column + 1)
        for new in range(begin, after):
            dear = _dearer(k, x, new)
            if dear < most:
                for link in (new, k[k[at.CHOSEN] + chooser]):
                    for e in range(k[k[at.START] + link], k[k[at.START] + link + 1]):
                        if k[k[at.COORDINATE] + e] < k[at.ROWS]:
                            liking[k[k[at.COORDINATE] + e]] += 1.0 / (1.0 + 8.0 * dear / most)


@inner
def _order(k: Ints, x: Floats, row: int, units: Ints, desk: Desk) -> Ints:
    """Open a row and some of those liked most, drawn; gives the order: by chance, those that bend little last."""
    rows = k[at.ROWS]
    bend, highest = np.empty(rows), max(1e-9, desk.liking.max())
    for one in range(rows):
        far = 10.0 * units[one]
        bend[one] = (at.how_off(k, x, one, far) + at.how_off(k, x, one, -far) - 2.0 * at.how_off(k, x, one, 0.0)) / far
    flat = FLAT * np.median(bend)
    for one in range(rows):
        desk.liking[one] *= at.drawn(k, at.DRAWS) / (highest * at.DRAWS)
        if bend[one] < flat or at.how_off(k, x, one, 0.0) > at.LEAST:
            desk.liking[one] += at.drawn(k, at.DRAWS) / at.DRAWS
    desk.liking[row] = NEVER
    chosen = np.argsort(-desk.liking)[:OPENED]
    late = np.empty(len(chosen))
    for place in range(len(chosen)):
        desk.opened[chosen[place]] = True
        late[place] = at.drawn(k, at.DRAWS) + (at.DRAWS if bend[chosen[place]] < flat else 0)
    return chosen[np.argsort(late)]


@compiled
def redeal(k: Ints, x: Floats, units: Ints, most: float, until: int, enough: float) -> None:
    """Deal out anew until so many columns have been looked at, or a plan is worth no more than enough.

    `units`: the steps in which each row changes; `most`: moves that are regretted more are not looked at.
    """
    opened, met = np.zeros(k[at.ROWS], np.bool_), np.zeros(k[at.CHOOSERS], np.bool_)
    found, log = np.empty(LISTED, np.int64), np.empty(GIVEN_UP, np.int64)
    desk = Desk(opened, met, found, np.empty(LISTED), log, np.empty(k[at.ROWS]))
    while k[at.CLOCK] < until and x[at.WORTH] > enough + at.HALF:
        k[at.CLOCK] += 1
        if at.pressed(k, x) == 0.0:
            at.remember(k, x)
        row, heavier, logged = _drawn_row(k, x, OFTEN * most / 8.0), 0.0, 0
        _liked(k, x, row, most, desk.liking)
        for one in _order(k, x, row, units, desk):
            more, logged = _deal(k, x, one, units[one], most, desk, logged)
            heavier += more
            opened[one] = False
        while heavier > at.LEAST and logged > 0:
            logged -= 1
            at.give(k, x, log[logged])
    if at.pressed(k, x) == 0.0:
        at.remember(k, x)
