"""The market (调整台): a plan in the making, moved where it comes nearer to its bound.

How much a plan weighs above its bound is a sum of parts, none of them below 0: what each chooser regrets (how much dearer
its column is than its least dear one), how far each row is off the place its price wants it at, and how much of what is
held is broken. A chain of moves begins at one of these parts; each further move begins at a row the last one has put
off, and the beginning of the chain that makes the plan lightest is taken. Everything lies in two flat arrays, whole
numbers `k` and floats `x`, because what is passed to a kernel is what its translation costs: the first places of `k` say
where each table begins.
"""

import numpy as np

from solver.arrays import Ints
from solver.assignment.columns import Floats
from solver.compiled import compiled, inner, single

# Single numbers at the beginning of k.
ROWS, QUANTITIES, CHOOSERS, CLOCK, CHANCE, NOW, LAST = range(7)
# Where tables of k begin: columns of choosers and their entries, lines of rows, columns by row (those of least regret
# first) and how many of them are looked at, the piece of its line each row is on, what is chosen, who chose.
FIRST, START, COORDINATE, OWNER, TO, LINE, BY_START, BY, NEAR, PIECE, CHOSEN, BEST, LOG = range(7, 20)
# Where tables of x begin: amounts of entries, regret of columns, lines; price, limit, sum, pressure of coordinates.
AMOUNT, REGRET, ADDS, LINE_X, LINE_Y, SLOPE, PRICE, LIMIT, SUM, PRESS, STIFF, FLOOR, CHANGE, OFF = range(20, 34)
HEAD = 34
WORTH, REACH, EASE, HEAT, FADING = 0, 1, 2, 3, 4  # at the beginning of x: see `trade`
X_HEAD = 5

NONE = -1
ASK, DO = 0, 1  # only weigh, or book it too
LEAST = 1e-7  # a gain smaller than this is none
HALF = 0.5  # values are whole: what is nearer is the same, sums of floats being a little off
WINDOW = 48  # columns of one row looked at
STRIDE = 1_000_003  # from one to the next, so that dear and less dear ones are among them; prime: none comes twice
WIDTH, DEPTH = 4, 2  # chains begun, and moves of each
LOOKED = 2  # rows most off after a move, around which the next one is looked for
GROWTH, MOST_PRESSURE = 1.05, 1000.0  # of the pressure of what is broken
SELDOM = 8
LOGGED = 1 << 12  # choosers that chose since the best plan, at most: how many, then who; with more, all are looked at
DRAWS = 1 << 20


@inner
def drawn(k: Ints, below: int) -> int:
    """Draw a number from 0 to below - 1."""
    k[CHANCE] = (k[CHANCE] * 1103515245 + 12345) % 2147483648
    return int((k[CHANCE] >> 8) % max(below, 1))


@inner
def _piece(k: Ints, x: Floats, row: int, at: float) -> int:
    """Find the piece of a row's line for a sum, walking from the one the row is on: a case seldom leads far."""
    piece, last = k[k[PIECE] + row], k[k[LINE] + row + 1] - 1
    while piece < last and x[k[LINE_X] + piece + 1] <= at:
        piece += 1
    while piece > k[k[LINE] + row] and x[k[LINE_X] + piece] > at:
        piece -= 1
    return int(piece)


@inner
def _height(k: Ints, x: Floats, row: int, at: float) -> float:
    """Give the height of a row's line."""
    piece = _piece(k, x, row, at)
    return float(x[k[LINE_Y] + piece] + x[k[SLOPE] + piece] * (at - x[k[LINE_X] + piece]))


@inner
def _over(x: Floats, limit: int, total: int, by: float) -> float:
    """Say how much more a sum lies beyond its limit when something is added."""
    free = x[limit] - x[total]
    return float(max(0.0, by - free) - max(0.0, -free))


@inner
def _rows_weigh(k: Ints, x: Floats, column: int, keep: int) -> float:
    """Weigh the changes noted for the rows of a column and forget them; book them if they are to be kept."""
    weight = 0.0
    for e in range(k[k[START] + column], k[k[START] + column + 1]):
        one = k[k[COORDINATE] + e]
        by = x[k[CHANGE] + one]
        if one < k[ROWS] and by != 0.0:
            now, to = x[k[SUM] + one], k[k[TO] + one]
            if to >= 0:
                rise = _height(k, x, one, now + by) - _height(k, x, one, now)
                x[k[CHANGE] + to] += rise
                weight += x[k[PRICE] + to] * rise
            weight += x[k[PRESS] + one] * _over(x, k[LIMIT] + one, k[SUM] + one, by) - x[k[PRICE] + one] * by
            x[k[CHANGE] + one] = 0.0
            if keep:
                x[k[SUM] + one] += by
                k[k[PIECE] + one] = _piece(k, x, one, now + by) if to >= 0 else k[k[PIECE] + one]
    return weight


@inner
def _quantities_weigh(k: Ints, x: Floats, keep: int) -> float:
    """Weigh the changes noted for quantities. With ease it counts less to stay below what a quantity may be."""
    weight = 0.0
    for one in range(k[ROWS], k[ROWS] + k[QUANTITIES]):
        by = x[k[CHANGE] + one]
        if by != 0.0:
            if one > k[ROWS]:
                over = _over(x, k[LIMIT] + one, k[SUM] + one, by)
                weight += x[k[PRESS] + one] * over - x[EASE] * x[k[PRICE] + one] * (by - over)
            x[k[CHANGE] + one] = 0.0
            x[k[SUM] + one] += by * keep
    return weight


@inner
def weighed(k: Ints, x: Floats, old: int, new: int, keep: int) -> float:
    """Say how much heavier the plan gets with a new column in place of an old one (or none); do it, if so wanted."""
    weight = x[k[REGRET] + new] - (x[k[REGRET] + old] if old >= 0 else 0.0)
    for e in range(k[k[START] + new], k[k[START] + new + 1]):
        x[k[CHANGE] + k[k[COORDINATE] + e]] += x[k[AMOUNT] + e]
    for e in range(k[k[START] + old] if old >= 0 else 0, k[k[START] + old + 1] if old >= 0 else 0):
        x[k[CHANGE] + k[k[COORDINATE] + e]] -= x[k[AMOUNT] + e]
    weight += _rows_weigh(k, x, new, keep)
    if old >= 0:
        weight += _rows_weigh(k, x, old, keep)
    k[CLOCK] += 1
    return float(weight + _quantities_weigh(k, x, keep))


@inner
def give(k: Ints, x: Floats, column: int) -> int:
    """Let the chooser of a column take it; gives the one it had."""
    chooser = k[k[OWNER] + column]
    old, logged = k[k[CHOSEN] + chooser], k[k[LOG]]
    weighed(k, x, old, column, DO)
    k[k[CHOSEN] + chooser] = column
    if logged < LOGGED:
        k[k[LOG] + 1 + logged] = chooser
    k[k[LOG]] = min(logged, LOGGED) + 1
    return int(old)


@single
def _blend(k: Ints, x: Floats, chooser: int, shares: Floats, sign: float) -> None:
    """Add what a chooser takes when it takes each of its columns in part, or take it off again."""
    for column in range(k[k[FIRST] + chooser], k[k[FIRST] + chooser + 1]):
        for e in range(k[k[START] + column], k[k[START] + column + 1]):
            one, by = k[k[COORDINATE] + e], sign * shares[column] * x[k[AMOUNT] + e]
            now, to = x[k[SUM] + one], k[k[TO] + one] if one < k[ROWS] else NONE
            if to >= 0:
                x[k[SUM] + to] += _height(k, x, one, now + by) - _height(k, x, one, now)
            x[k[SUM] + one] += by


@compiled
def settle(k: Ints, x: Floats, order: Ints, shares: Floats) -> None:
    """Begin with everybody choosing in part; then make one after the other choose one column, the least heavy."""
    for chooser in order:
        _blend(k, x, chooser, shares, 1.0)
    for chooser in order:
        _blend(k, x, chooser, shares, -1.0)
        best, chosen = np.inf, NONE
        for column in range(k[k[FIRST] + chooser], k[k[FIRST] + chooser + 1]):
            if x[k[REGRET] + column] <= x[REACH]:
                weight = weighed(k, x, NONE, column, ASK)
                if weight < best:
                    best, chosen = weight, column
        give(k, x, chosen)


@compiled
def take(k: Ints, x: Floats, columns: Ints) -> None:
    """Let choosers take some columns."""
    for column in columns:
        give(k, x, column)


@inner
def how_off(k: Ints, x: Floats, row: int, by: float) -> float:
    """Say how far a row is off the place its price wants it at, and what it has in what is broken, if something is added."""
    now, to = x[k[SUM] + row] + by, k[k[TO] + row]
    weight = x[k[PRESS] + row] * max(0.0, now - x[k[LIMIT] + row]) - x[k[PRICE] + row] * now - x[k[FLOOR] + row]
    if to < 0:
        return float(weight)
    broken = to > k[ROWS] and x[k[SUM] + to] > x[k[LIMIT] + to] + LEAST
    return float(weight + (x[k[PRICE] + to] + (x[k[PRESS] + to] if broken else 0.0)) * _height(k, x, row, now))


@single
def pressed(k: Ints, x: Floats) -> float:
    """Let what is broken press more and what is not less; says how much is broken."""
    broken = 0.0
    for one in range(k[ROWS] + k[QUANTITIES]):
        over = x[k[SUM] + one] - x[k[LIMIT] + one]
        press, stiff = x[k[PRESS] + one], x[k[STIFF] + one]
        broken += max(0.0, over - LEAST)
        x[k[PRESS] + one] = (
            min(GROWTH * press, MOST_PRESSURE * stiff) if over > LEAST else max(stiff, x[FADING] * press)
        )
    return broken


@single
def remember(k: Ints, x: Floats) -> None:
    """Remember the plan, which breaks nothing, if none better was met: what was chosen since the last one."""
    if x[k[SUM] + k[ROWS]] < x[WORTH] - HALF:
        x[WORTH] = x[k[SUM] + k[ROWS]]
        logged = k[k[LOG]]
        for place in range(logged if logged <= LOGGED else k[CHOOSERS]):
            chooser = k[k[LOG] + 1 + place] if logged <= LOGGED else place
            k[k[BEST] + chooser] = k[k[CHOSEN] + chooser]
        k[k[LOG]] = 0


@inner
def _listed(k: Ints, x: Floats, column: int, moves: Ints, weights: Floats, count: int) -> int:
    """Weigh a move and list it among the lightest, in order; gives how many are listed."""
    old = k[k[CHOSEN] + k[k[OWNER] + column]]
    if x[k[REGRET] + column] > x[REACH] or old == column:
        return count
    weight = weighed(k, x, old, column, ASK)
    place = min(count, len(moves) - 1)
    if count == len(moves) and weight >= weights[place]:
        return count
    while place > 0 and weights[place - 1] > weight:
        moves[place], weights[place] = moves[place - 1], weights[place - 1]
        place -= 1
    moves[place], weights[place] = column, weight
    return min(count + 1, len(moves))


@inner
def _all_of(k: Ints, x: Floats, chooser: int, moves: Ints, weights: Floats, count: int) -> int:
    """List the moves of one chooser."""
    for column in range(k[k[FIRST] + chooser], k[k[FIRST] + chooser + 1]):
        count = _listed(k, x, column, moves, weights, count)
    return count


@inner
def _around(k: Ints, x: Floats, row: int, chain: Ints, moves: Ints, weights: Floats, count: int) -> int:
    """List moves that bring a row nearer to its place, but for those of choosers in the chain."""
    first, size = k[k[BY_START] + row], k[k[NEAR] + row]
    begin, more = drawn(k, size), how_off(k, x, row, 1.0) < how_off(k, x, row, -1.0)
    until = k[CLOCK] + WINDOW
    for place in range(size):
        if k[CLOCK] >= until:
            break
        spot = first + (begin + place * STRIDE) % size
        column = k[k[BY] + spot]
        chooser, has, met = k[k[OWNER] + column], k[k[CHOSEN] + k[k[OWNER] + column]] == column, False
        for link in chain:
            met = met or k[k[OWNER] + link] == chooser
        if not met and has and (x[k[ADDS] + spot] > 0.0) != more:
            count = _all_of(k, x, chooser, moves, weights, count)
        elif not met and not has and (x[k[ADDS] + spot] > 0.0) == more:
            count = _listed(k, x, column, moves, weights, count)
    return count


@single
def _reached(k: Ints, x: Floats) -> None:
    """Say for each row how many of its columns are looked at: those whose regret is within reach."""
    for row in range(k[ROWS]):
        first = low = k[k[BY_START] + row]
        high = k[k[BY_START] + row + 1]
        while low < high:
            middle = (low + high) // 2
            if x[k[REGRET] + k[k[BY] + middle]] <= x[REACH]:
                low = middle + 1
            else:
                high = middle
        k[k[NEAR] + row] = low - first


@single
def _begun(k: Ints, x: Floats, moves: Ints, weights: Floats) -> int:
    """List first moves: two times in three around a row that is off, drawn by how far, else of who regrets (or seldom anybody)."""
    k[NOW] += 1
    total, row = 0.0, k[ROWS] if k[NOW] % 3 == 0 else 0
    for one in range(row, k[ROWS]):
        x[k[OFF] + one] = max(0.0, how_off(k, x, one, 0.0))
        total += x[k[OFF] + one]
    mark = total * (drawn(k, DRAWS) + 0.5) / DRAWS
    while total > LEAST and row < k[ROWS]:
        mark -= x[k[OFF] + row]
        if mark <= 0.0:
            return _around(k, x, row, moves[:0], moves, weights, 0)
        row += 1
    for _ in range(k[CHOOSERS]):
        k[LAST] = (k[LAST] + 1) % k[CHOOSERS]
        if x[k[REGRET] + k[k[CHOSEN] + k[LAST]]] > LEAST or drawn(k, SELDOM) == 0:
            return _all_of(k, x, k[LAST], moves, weights, 0)
    return 0


@inner
def _most_off(k: Ints, x: Floats, old: int, new: int, less: float) -> tuple[int, float]:
    """Find the row touched by a move that is most off, but less than some measure; none: -1."""
    row, most = NONE, LEAST
    for turn in range(2):
        column = new if turn == 0 else old
        for e in range(k[k[START] + column], k[k[START] + column + 1]):
            one = k[k[COORDINATE] + e]
            off = how_off(k, x, one, 0.0) if one < k[ROWS] else 0.0
            if most < off < less:
                row, most = one, off
    return row, most


@inner
def _next(k: Ints, x: Floats, old: int, chain: Ints, move: Ints, weight: Floats) -> int:
    """Find the lightest further move around the rows which the last one has put off most; none: 0."""
    found, most = 0, np.inf
    for _ in range(LOOKED):
        row, most = _most_off(k, x, old, chain[len(chain) - 1], most)
        if row < 0:
            break
        found = _around(k, x, row, chain, move, weight, found)
    return found


@inner
def _follow(k: Ints, x: Floats, weight: float, chain: Ints, back: Ints, step: Floats) -> tuple[float, int]:
    """Follow a chain from its first move, and undo it; gives the lightest weight on the way, and of how many moves."""
    best, length, done, total = np.inf, 0, 0, weight
    while done < DEPTH:
        back[done] = give(k, x, chain[done])
        done += 1
        if total < best:
            best, length = total, done
        if done == DEPTH or not _next(k, x, back[done - 1], chain[:done], chain[done : done + 1], step):
            break
        total += step[0]
    while done > 0:
        done -= 1
        give(k, x, back[done])
    return best, length


@compiled
def trade(k: Ints, x: Floats, until: int, enough: float) -> None:
    """Follow chains until so many columns have been looked at, or a plan is worth no more than enough.

    REACH: regrets above are not looked at; EASE: see `_quantities_weigh`; HEAT: how much heavier a plan may get at times;
    FADING: what is left of the pressure of what is not broken any more.
    """
    moves, weights, step = np.empty(WIDTH, np.int64), np.empty(WIDTH), np.empty(1)
    chain, back, lightest = np.empty(DEPTH + 1, np.int64), np.empty(DEPTH, np.int64), np.empty(DEPTH, np.int64)
    _reached(k, x)
    while k[CLOCK] < until and x[WORTH] > enough + HALF:
        k[CLOCK] += 1  # also where there is nothing to look at
        if pressed(k, x) == 0.0:
            remember(k, x)
        best, length = np.inf, 0
        for place in range(_begun(k, x, moves, weights)):
            chain[0] = moves[place]
            weight, count = _follow(k, x, weights[place], chain, back, step)
            if weight < best:
                best, length = weight, count
                lightest[:] = chain[:DEPTH]
        if best < -LEAST or best < -x[HEAT] * np.log((drawn(k, DRAWS) + 0.5) / DRAWS):
            for place in range(length):
                give(k, x, lightest[place])
