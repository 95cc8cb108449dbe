"""Dealing out in turn (逐人分摊): what is open is decided person by person, each time at prices that make the rest fit.

Everything lies in the two flat arrays of `soft`. Who is dealt out takes those cases, among all still open, that make the
load exactly what its price wants, at the least regret: an exact knapsack. All others are then closed to that person.
Since prices are reckoned anew in between, what one person leaves is spread over all who are still open.
"""

from typing import NamedTuple

import numpy as np

from solver.arrays import Flags, Ints
from solver.assignment.columns import Floats
from solver.assignment.prices import soft as at
from solver.compiled import compiled, inner, single

CLOSED = 1e7  # the price of a coordinate that nobody can pay: whatever is closed has an entry there
NEVER = 1e18  # dearer than anything
BEYOND = 1e6  # the price of a minute above the limit
MOST_MOVES = (
    400  # of one person's knapsack: those of least regret; with 150 some had no way back from far above the limit
)
SPAN = 2  # times the biggest move: how far the knapsack looks beyond where it begins and where it wants to end


class Lines(NamedTuple):
    """The line of each row (see `Shapes`), the most it may hold, and the quantity its height adds to (-1: none)."""

    start: Ints
    x: Floats
    y: Floats
    slope: Floats
    limit: Floats
    to: Ints


class Turn(NamedTuple):
    """Whose turn it is: the row, one it adds to that was dealt out before (-1: none), and the steps its sum changes by.

    `heat`: how softly those choose whom the row cannot have, but who add to it all the same; 0 where nobody does.
    """

    row: int
    beside: int
    unit: int
    heat: float


class Moves(NamedTuple):
    """What choosers could do: their place among those open, column now and instead, regret, minutes here and beside."""

    place: Ints
    now: Ints
    instead: Ints
    dear: Floats
    by: Floats
    beside: Floats


@inner
def height(lines: Lines, row: int, at_: float) -> float:
    """Give the height of a row's line."""
    low, high = lines.start[row], lines.start[row + 1]
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if lines.x[middle] <= at_ else (low, middle)
    return float(lines.y[low] + lines.slope[low] * (at_ - lines.x[low]))


@inner
def _weight(k: Ints, x: Floats, lines: Lines, row: int, load: float) -> float:
    """Say what a load weighs at the prices; the less, the nearer to the place its price wants it at."""
    weight, to = BEYOND * max(0.0, load - lines.limit[row]) - x[k[at.PRICE] + row] * load, lines.to[row]
    return float(weight + (x[k[at.PRICE] + to] * height(lines, row, load) if to >= 0 else 0.0))


@inner
def _wanted(k: Ints, x: Floats, lines: Lines, row: int) -> float:
    """Give the load a row's price wants: the most, or where its line bends."""
    best = float(lines.limit[row])
    least = _weight(k, x, lines, row, best)
    for place in range(lines.start[row], lines.start[row + 1]):
        if lines.x[place] < lines.limit[row]:
            weight = _weight(k, x, lines, row, lines.x[place])
            if weight < least:
                best, least = float(lines.x[place]), weight
    return best


@inner
def _entry(k: Ints, x: Floats, column: int, row: int) -> float:
    """Say what a column (-1: none) adds to a row."""
    total = 0.0
    for e in range(k[k[at.START] + column] if column >= 0 else 0, k[k[at.START] + column + 1] if column >= 0 else 0):
        total += x[k[at.AMOUNT] + e] if k[k[at.COORDINATE] + e] == row else 0.0
    return total


@inner
def _sides(k: Ints, x: Floats, chooser: int, main: Ints, row: int) -> tuple[int, int, float]:
    """Give the cheapest open column with a row and the cheapest other (-1: none), and how much dearer the first is."""
    inside, outside, here, there = -1, -1, NEVER, NEVER
    for column in range(k[k[at.FIRST] + chooser], k[k[at.FIRST] + chooser + 1]):
        cost = at.cost_of(k, x, column)
        if cost < CLOSED / 2 and main[column] == row and cost < here:
            inside, here = column, cost
        elif cost < CLOSED / 2 and main[column] != row and cost < there:
            outside, there = column, cost
    return inside, outside, here - there


@inner
def _elsewhere(k: Ints, x: Floats, chooser: int, turn: Turn) -> tuple[float, float]:
    """Say what somebody who cannot be had will add to two rows all the same, choosing softly."""
    first, here, beside = k[k[at.FIRST] + chooser], 0.0, 0.0
    at.soft_share(k, x, chooser, turn.heat)
    for column in range(first, k[k[at.FIRST] + chooser + 1]):
        share = x[k[at.SHARE] + column - first]
        if share > 0.0:
            here += share * _entry(k, x, column, turn.row)
            beside += share * _entry(k, x, column, turn.beside)
    return here, beside


@inner
def _listed(k: Ints, x: Floats, main: Ints, turn: Turn, moves: Moves) -> tuple[int, float, float]:
    """List who could be had, everybody choosing what is cheapest; gives how many, and the loads that makes."""
    count, load = 0, x[k[at.BASE] + turn.row]
    other = x[k[at.BASE] + turn.beside] if turn.beside >= 0 else 0.0
    for place in range(k[at.ALONE]):
        chooser = k[k[at.FREE] + place]
        inside, outside, dearer = _sides(k, x, chooser, main, turn.row)
        if inside >= 0:
            now, instead = (outside, inside) if dearer > 0.0 else (inside, outside)
            moves.place[count], moves.now[count], moves.instead[count] = place, now, instead
            moves.dear[count] = abs(dearer)
            moves.by[count] = _entry(k, x, instead, turn.row) - _entry(k, x, now, turn.row)
            moves.beside[count] = _entry(k, x, instead, turn.beside) - _entry(k, x, now, turn.beside)
            load, other = load + _entry(k, x, now, turn.row), other + _entry(k, x, now, turn.beside)
            count += 1
        elif turn.heat > 0.0:
            here, beside = _elsewhere(k, x, chooser, turn)
            load, other = load + here, other + beside
    return count, load, other


@inner
def _knapsack(moves: Moves, order: Ints, steps: Ints, least: Floats, beside: Floats, taken: Flags) -> None:
    """Fill in what it costs at least to come to each place, what that does beside, and which moves lead there."""
    places = len(least)
    for turn in range(len(order)):
        move, by = order[turn], steps[turn]
        for count in range(places - abs(by)):
            place = places - 1 - count if by > 0 else count
            found = least[place - by] + moves.dear[move]
            if found < least[place]:
                least[place], taken[turn, place] = found, True
                beside[place] = beside[place - by] + moves.beside[move]


@single
def _book(k: Ints, x: Floats, main: Ints, row: int, moves: Moves, done: Flags, chosen: Ints) -> None:
    """Let those had choose for good, and close the row to all others."""
    left, closed = 0, k[at.COORDINATES] - 1
    for move in range(len(done)):
        chooser = k[k[at.FREE] + moves.place[move]]
        column = moves.instead[move] if done[move] else moves.now[move]
        if main[column] == row:
            chosen[chooser] = column
            for e in range(k[k[at.START] + column], k[k[at.START] + column + 1]):
                x[k[at.BASE] + k[k[at.COORDINATE] + e]] += x[k[at.AMOUNT] + e]
        for other in range(k[k[at.FIRST] + chooser], k[k[at.FIRST] + chooser + 1]):
            if main[other] == row and main[column] != row:
                k[k[at.COORDINATE] + k[k[at.START] + other]] = closed
    for place in range(k[at.FREE_COUNT]):
        chooser = k[k[at.FREE] + place]
        if place >= k[at.ALONE] or chosen[chooser] < 0:
            k[k[at.FREE] + left] = chooser
            left += 1
    k[at.ALONE], k[at.FREE_COUNT] = k[at.ALONE] - k[at.FREE_COUNT] + left, left


@inner
def _picked(
    k: Ints, x: Floats, lines: Lines, turn: Turn, moves: Moves, loads: tuple[float, float], done: Flags
) -> None:
    """Pick the moves after which what was regretted, and how far the row and the one beside are off, is least."""
    order = np.argsort(moves.dear[: len(done)])[:MOST_MOVES]
    steps, widest = np.empty(len(order), np.int64), 0
    for one in range(len(order)):
        steps[one] = np.int64(np.rint(moves.by[order[one]] / turn.unit))
        widest = max(widest, abs(steps[one]))
    far = int((_wanted(k, x, lines, turn.row) - loads[0]) / turn.unit)
    middle = SPAN * widest + max(0, -far)
    places = middle + max(0, far) + SPAN * widest + 1
    least, beside, taken = np.full(places, NEVER), np.zeros(places), np.zeros((len(order), places), np.bool_)
    least[middle] = 0.0
    _knapsack(moves, order, steps, least, beside, taken)
    best, place = np.inf, middle
    for end in range(places):
        if least[end] < NEVER / 2:
            weight = least[end] + _weight(k, x, lines, turn.row, loads[0] + (end - middle) * turn.unit)
            weight += _weight(k, x, lines, turn.beside, loads[1] + beside[end]) if turn.beside >= 0 else 0.0
            best, place = (weight, end) if weight < best else (best, place)
    for one in range(len(order) - 1, -1, -1):
        if taken[one, place]:
            done[order[one]] = True
            place -= steps[one]


@compiled
def deal(k: Ints, x: Floats, main: Ints, lines: Lines, turn: Turn, chosen: Ints) -> None:
    """Deal out a row: whatever has its main entry there is decided."""
    room = k[at.ALONE]
    whole, real = np.empty((3, room), np.int64), np.empty((3, room))
    moves = Moves(whole[0], whole[1], whole[2], real[0], real[1], real[2])
    count, load, other = _listed(k, x, main, turn, moves)
    done = np.zeros(count, np.bool_)
    _picked(k, x, lines, turn, moves, (load, other), done)
    _book(k, x, main, turn.row, moves, done, chosen)


@inner
def _shut(k: Ints, column: int) -> bool:
    """Say whether a column is closed."""
    return bool(k[k[at.COORDINATE] + k[k[at.START] + column]] == k[at.COORDINATES] - 1)


@compiled
def settle_lines(k: Ints, x: Floats, lines: Lines, line_row: Ints) -> None:
    """Let the rows which nobody open can touch any more stay where they are: their lines choose no longer."""
    touched, left = np.zeros(len(lines.to), np.bool_), k[at.ALONE]
    for place in range(k[at.ALONE]):
        chooser = k[k[at.FREE] + place]
        for column in range(k[k[at.FIRST] + chooser], k[k[at.FIRST] + chooser + 1]):
            if k[k[at.START] + column + 1] > k[k[at.START] + column] and not _shut(k, column):
                for e in range(k[k[at.START] + column], k[k[at.START] + column + 1]):
                    if k[k[at.COORDINATE] + e] < len(touched):
                        touched[k[k[at.COORDINATE] + e]] = True
    for place in range(k[at.ALONE], k[at.FREE_COUNT]):
        chooser = k[k[at.FREE] + place]
        row = line_row[chooser]
        if touched[row]:
            k[k[at.FREE] + left] = chooser
            left += 1
            continue
        if lines.to[row] >= 0:
            x[k[at.BASE] + lines.to[row]] += height(lines, row, x[k[at.BASE] + row])
        x[k[at.BASE] + row] = 0.0
    k[at.FREE_COUNT] = left


@compiled
def freedom(k: Ints, x: Floats, main: Ints, rows: int, most: float) -> Floats:
    """Count for each row who could come or go at no more than some regret; who does at less counts more."""
    found = np.zeros(rows)
    for place in range(k[at.ALONE]):
        chooser = k[k[at.FREE] + place]
        least, next_, best = NEVER, NEVER, -1
        for column in range(k[k[at.FIRST] + chooser], k[k[at.FIRST] + chooser + 1]):
            cost = at.cost_of(k, x, column)
            if cost < least:
                least, next_, best = cost, least, column
            next_ = min(next_, cost) if column != best else next_
        for column in range(k[k[at.FIRST] + chooser], k[k[at.FIRST] + chooser + 1]):
            dear = (next_ if column == best else at.cost_of(k, x, column)) - least
            if dear < most and main[column] >= 0:
                found[main[column]] += 1.0 - dear / most
    return found
