"""The market (调整台): a plan in the making, moved case by case to where it weighs less.

What is held may be broken for a while: it then presses, the more the longer it stays broken. Everything lies in two flat
arrays, whole numbers `k` and floats `x`, because what is passed to a kernel is what its translation costs: the first
places of `k` say where each table begins. All kernels stand in one file, as compiled ones that call one another must.
"""

import numpy as np

from solver.assignment.columns import Floats
from solver.assignment.instance import Ints
from solver.compiled import compiled, inner, single

# Single numbers at the beginning of k.
ROWS, QUANTITIES, CASES, SPLIT, CLOCK, CHANCE, NOW, COLUMN, OTHER, SECOND, BROKEN, CASE, GROUPS = range(13)
# Where tables of k begin: columns and their entries; wishes, groups and state of each case; lines and members of rows.
START, COORDINATE, LEAD, WISH_START, WISH, OUT, OF_START, OF_GROUP, CHOSEN, BEST, LAST = range(13, 24)
TO, LINE, GROUP_START, GROUP_CASE, MEMBER_START, MEMBER = range(24, 30)
# Where tables of x begin: amounts of entries, how dear wishes are, lines; limit, sum and pressure of coordinates.
AMOUNT, DEAR, LINE_X, LINE_Y, SLOPE, LIMIT, SUM, PRESS, STIFF, CHANGE = range(30, 40)
HEAD = 40
WORTH = 0  # at the beginning of x: what the best plan met weighs

LIFTED, NONE = -2, -1  # a case on nobody's desk for a moment; a case left out
ASK, DO = 0, 1  # only weigh, or book it too
LEAST = 1e-7  # a gain smaller than this is none
TENURE = 8  # moves during which a case that has just moved is left where it is
PARTNERS = 24  # cases of one desk tried as the other half of a swap
LOOK = 8  # cases of a broken row looked at
GROWTH, FADING = 1.01, 0.99  # of the pressure of what is broken, and of what is not


@inner
def _drawn(k: Ints, below: int) -> int:
    """Draw a number from 0 to below - 1."""
    k[CHANCE] = (k[CHANCE] * 1103515245 + 12345) % 2147483648
    return int((k[CHANCE] >> 8) % max(below, 1))


@inner
def _height(k: Ints, x: Floats, row: int, at: float) -> float:
    """Give the height of a row's line."""
    low, high = k[k[LINE] + row], k[k[LINE] + row + 1]
    while high - low > 1:
        middle = (low + high) // 2
        if x[k[LINE_X] + middle] <= at:
            low = middle
        else:
            high = middle
    return float(x[k[LINE_Y] + low] + x[k[SLOPE] + low] * (at - x[k[LINE_X] + low]))


@inner
def _splits(k: Ints, case: int, column: int) -> int:
    """Count the groups of a case that are split when it takes a column."""
    count = 0
    for place in range(k[k[OF_START] + case], k[k[OF_START] + case + 1]):
        group, more = k[k[OF_GROUP] + place], 0
        first = k[k[LEAD] + column] if column >= 0 else -1
        for spot in range(k[k[GROUP_START] + group], k[k[GROUP_START] + group + 1]):
            other = k[k[GROUP_CASE] + spot]
            taken = k[k[CHOSEN] + other]
            if other != case and taken >= 0:
                lead = k[k[LEAD] + taken]
                more = 1 if first >= 0 and lead != first else more
                first = lead
        count += more
    return count


@inner
def _add(k: Ints, x: Floats, case: int, column: int, sign: float) -> None:
    """Note in `change` what a case adds to each coordinate when it takes a column."""
    rows, change = k[ROWS], k[CHANGE]
    if column == NONE and k[k[OUT] + case] >= 0:
        x[change + k[k[OUT] + case]] += sign
    if column < 0:
        return
    for e in range(k[k[START] + column], k[k[START] + column + 1]):
        one, by = k[k[COORDINATE] + e], sign * x[k[AMOUNT] + e]
        if one < rows and k[k[TO] + one] >= 0:
            now = x[k[SUM] + one] + x[change + one]
            x[change + k[k[TO] + one]] += _height(k, x, one, now + by) - _height(k, x, one, now)
        x[change + one] += by


@inner
def _settle_change(k: Ints, x: Floats, column: int, keep: int) -> float:
    """Weigh the changes noted for a column, forget them, and book them if they are to be kept."""
    weight, rows, last = 0.0, k[ROWS], k[ROWS] + k[QUANTITIES]
    first = k[k[START] + column] if column >= 0 else 0
    after = k[k[START] + column + 1] if column >= 0 else 0
    for place in range(first, after + last - rows):
        one = k[k[COORDINATE] + place] if place < after else rows + place - after
        by = x[k[CHANGE] + one]
        if by != 0.0:
            free = x[k[LIMIT] + one] - x[k[SUM] + one]
            weight += x[k[PRESS] + one] * (by if one == rows else max(0.0, by - free) - max(0.0, -free))
            x[k[CHANGE] + one] = 0.0
            if keep:
                x[k[SUM] + one] += by
    return weight


@inner
def _weigh(k: Ints, x: Floats, case: int, column: int, keep: int) -> float:
    """Say how much heavier the plan gets when a lifted case takes a column (NONE: is left out); do it, if so wanted."""
    _add(k, x, case, column, 1.0)
    if k[SPLIT] >= 0 and k[k[OF_START] + case] < k[k[OF_START] + case + 1]:
        x[k[CHANGE] + k[SPLIT]] += _splits(k, case, column) - _splits(k, case, LIFTED)
    k[CLOCK] += 1
    if keep:
        k[k[CHOSEN] + case] = column
    return _settle_change(k, x, column, keep)


@compiled
def weight_of(k: Ints, x: Floats, case: int, column: int, keep: int) -> float:
    """Say how much heavier the plan gets when a lifted case takes a column (NONE: is left out); do it, if so wanted."""
    return _weigh(k, x, case, column, keep)


@inner
def lift(k: Ints, x: Floats, case: int) -> int:
    """Take a case off its desk; gives the column it had."""
    column = k[k[CHOSEN] + case]
    _add(k, x, case, column, -1.0)
    if k[SPLIT] >= 0 and k[k[OF_START] + case] < k[k[OF_START] + case + 1]:
        x[k[CHANGE] + k[SPLIT]] -= _splits(k, case, column) - _splits(k, case, LIFTED)
    k[k[CHOSEN] + case] = LIFTED
    _settle_change(k, x, column, DO)
    return int(column)


@single
def _charges(k: Ints, column: int, row: int) -> bool:
    """Say whether a column has an entry in a row."""
    if column >= 0:
        for e in range(k[k[START] + column], k[k[START] + column + 1]):
            if k[k[COORDINATE] + e] == row:
                return True
    return False


@inner
def _with_lead(k: Ints, case: int, lead: int) -> int:
    """Give the least dear column of a case with some lead, NONE when it has none."""
    for spot in range(k[k[WISH_START] + case], k[k[WISH_START] + case + 1]):
        wish = k[k[WISH] + spot]
        if wish >= 0 and k[k[LEAD] + wish] == lead:
            return int(wish)
    return NONE


@inner
def _dear(k: Ints, x: Floats, case: int, column: int) -> float:
    """Say how dear a column is for its case, compared with the least dear one."""
    for spot in range(k[k[WISH_START] + case], k[k[WISH_START] + case + 1]):
        if k[k[WISH] + spot] == column:
            return float(x[k[DEAR] + spot])
    return np.inf


@single
def _partner(k: Ints, x: Floats, lead: int, row: int) -> float:
    """Find the case of a row whose going to a lead makes the plan least heavy; noted in OTHER and SECOND."""
    first, count, best = k[k[MEMBER_START] + row], k[k[MEMBER_START] + row + 1] - k[k[MEMBER_START] + row], np.inf
    begin, k[OTHER] = _drawn(k, count), NONE
    for place in range(min(count, PARTNERS)):
        case = k[k[MEMBER] + first + (begin + place) % count]
        column, before = _with_lead(k, case, lead), k[k[CHOSEN] + case]
        if column >= 0 and k[k[LAST] + case] <= k[NOW] - TENURE and _charges(k, before, row):
            lift(k, x, case)
            weight = _weigh(k, x, case, column, ASK) - _weigh(k, x, case, before, DO)
            if weight < best:
                best, k[OTHER], k[SECOND] = weight, case, column
    return best


@single
def _best_move(k: Ints, x: Floats, case: int) -> float:
    """Find the best column for a case, alone or with another case taking its place; noted in COLUMN, OTHER, SECOND."""
    before = lift(k, x, case)
    most = np.inf if k[BROKEN] >= 0 else _dear(k, x, case, before)
    mine, best, column, other, second = _weigh(k, x, case, before, ASK), np.inf, before, NONE, NONE
    for spot in range(k[k[WISH_START] + case], k[k[WISH_START] + case + 1]):
        wish = k[k[WISH] + spot]
        if wish == before:
            continue
        weight = _weigh(k, x, case, wish, ASK) - mine
        if weight < best:
            best, column, other = weight, wish, NONE
        if x[k[DEAR] + spot] < most and wish >= 0 and before >= 0 and k[k[LEAD] + wish] != k[k[LEAD] + before]:
            _weigh(k, x, case, wish, DO)
            weight += _partner(k, x, k[k[LEAD] + before], k[k[LEAD] + wish])
            if weight < best:
                best, column, other, second = weight, wish, k[OTHER], k[SECOND]
            lift(k, x, case)
    _weigh(k, x, case, before, DO)
    k[COLUMN], k[OTHER], k[SECOND] = column, other, second
    return best


@inner
def put(k: Ints, x: Floats, case: int, column: int) -> None:
    """Let a case take another column."""
    lift(k, x, case)
    _weigh(k, x, case, column, DO)
    k[k[LAST] + case] = k[NOW]


@single
def press(k: Ints, x: Floats) -> float:
    """Let what is broken press more and what is not less; says how much is broken, and notes in BROKEN where, by draw."""
    broken, seen, k[BROKEN] = 0.0, 0, NONE
    for one in range(k[ROWS] + k[QUANTITIES]):
        over = x[k[SUM] + one] - x[k[LIMIT] + one]
        if one == k[ROWS]:
            continue
        if over > LEAST:
            broken += over
            x[k[PRESS] + one] *= GROWTH
            seen += one < k[ROWS]
            if one < k[ROWS] and _drawn(k, seen) == 0:
                k[BROKEN] = one
        else:
            x[k[PRESS] + one] = max(x[k[STIFF] + one], FADING * x[k[PRESS] + one])
    return broken


@single
def _keep(k: Ints, x: Floats) -> None:
    """Remember the plan, which breaks nothing, if none better was met."""
    if x[k[SUM] + k[ROWS]] < x[WORTH] - LEAST:
        x[WORTH] = x[k[SUM] + k[ROWS]]
        for case in range(k[CASES]):
            k[k[BEST] + case] = k[k[CHOSEN] + case]


@single
def _list_members(k: Ints) -> None:
    """List by row the cases that have an entry in it."""
    rows, start, member, total = k[ROWS], k[MEMBER_START], k[MEMBER], 0
    for row in range(start, start + rows + 1):
        k[row] = 0
    for turn in range(2):
        for case in range(k[CASES]):
            column = k[k[CHOSEN] + case]
            for e in range(k[k[START] + column] if column >= 0 else 0, k[k[START] + column + 1] if column >= 0 else 0):
                row = k[k[COORDINATE] + e]
                if row < rows:
                    if turn:
                        k[start + row + 1] -= 1
                        k[member + k[start + row + 1]] = case
                    else:
                        k[start + row + 1] += 1
        for row in range(rows if turn == 0 else 0):
            k[start + row + 1] += k[start + row]
            total = k[start + row + 1]
    for row in range(rows):
        k[start + row] = k[start + row + 1]
    k[start + rows] = total


@single
def _to_lead(k: Ints, x: Floats, group: int, lead: int, guided: float) -> float:
    """Move the cases of a group to one lead, as far as each can go there; says how much heavier (and dearer) that is."""
    weight = 0.0
    for spot in range(k[k[GROUP_START] + group], k[k[GROUP_START] + group + 1]):
        case = k[k[GROUP_CASE] + spot]
        column, before = _with_lead(k, case, lead), lift(k, x, case)
        weight -= _weigh(k, x, case, before, ASK)
        column = column if column >= 0 else before
        weight += _weigh(k, x, case, column, DO)
        weight += guided * (_dear(k, x, case, column) - _dear(k, x, case, before)) if guided > 0.0 else 0.0
    return weight


@inner
def _gather(k: Ints, x: Floats, group: int, guided: float) -> bool:
    """Move a linked group to the lead with whom the plan is least heavy, if that makes it lighter."""
    first, after = k[k[GROUP_START] + group], k[k[GROUP_START] + group + 1]
    before = np.empty(after - first, dtype=np.int64)
    for spot in range(first, after):
        before[spot - first] = k[k[CHOSEN] + k[k[GROUP_CASE] + spot]]
    case, weight, best, chosen = k[k[GROUP_CASE] + first], 0.0, -LEAST, NONE
    for turn in range(k[k[WISH_START] + case], k[k[WISH_START] + case + 1] + 1):
        wish = k[k[WISH] + turn] if turn < k[k[WISH_START] + case + 1] else chosen
        if wish >= 0:
            weight += _to_lead(k, x, group, k[k[LEAD] + wish], guided)
            if weight < best:
                best, chosen = weight, wish
    for spot in range(first, after if chosen < 0 else first):
        put(k, x, k[k[GROUP_CASE] + spot], before[spot - first])
    return chosen >= 0


@compiled
def gather(k: Ints, x: Floats, group: int, guided: float) -> bool:
    """Move a linked group to the lead with whom the plan is least heavy, if that makes it lighter."""
    return _gather(k, x, group, guided)


@single
def _next(k: Ints, x: Floats) -> int:
    """Name the case to look at: one of a broken row, or else the next one that is dear (or any, one time in four)."""
    if k[BROKEN] >= 0:
        first, after = k[k[MEMBER_START] + k[BROKEN]], k[k[MEMBER_START] + k[BROKEN] + 1]
        if after > first:
            return int(k[k[MEMBER] + first + _drawn(k, after - first)])
    for turn in range(k[CASES]):
        case = (k[NOW] + turn) % k[CASES]
        if _dear(k, x, case, k[k[CHOSEN] + case]) > LEAST or _drawn(k, 4) == 0:
            k[NOW] += turn
            return int(case)
    return int(k[NOW] % k[CASES])


@single
def _choose(k: Ints, x: Floats) -> float:
    """Find a move: the best out of some cases of a broken row, or the best of the next case; notes it as `_best_move`."""
    tries, best, case, column, other, second = LOOK if k[BROKEN] >= 0 else 1, np.inf, NONE, NONE, NONE, NONE
    for _ in range(tries):
        tried = _next(k, x)
        if k[BROKEN] < 0 or k[k[LAST] + tried] <= k[NOW] - TENURE:
            weight = _best_move(k, x, tried)
            if weight < best:
                best, case, column, other, second = weight, tried, k[COLUMN], k[OTHER], k[SECOND]
    k[CASE], k[COLUMN], k[OTHER], k[SECOND] = case, column, other, second
    return best


@compiled
def trade(k: Ints, x: Floats, until: int, enough: float) -> None:
    """Move and swap until so many columns have been looked at or a plan weighs no more than enough."""
    idle, listed = 0, -1
    while k[CLOCK] < until and x[WORTH] > enough and k[CASES] > 0:
        broken = press(k, x)
        if broken == 0.0:
            _keep(k, x)
        if listed < 0 or k[NOW] > listed + k[CASES] // 16:
            _list_members(k)
            listed = k[NOW]
        k[NOW] += 1
        gain = _choose(k, x)
        case, other, second = k[CASE], k[OTHER], k[SECOND]
        if case >= 0 and gain < -LEAST:
            put(k, x, case, k[COLUMN])
            if other >= 0:
                put(k, x, other, second)
        if case >= 0 and k[SPLIT] >= 0 and k[k[OF_START] + case] < k[k[OF_START] + case + 1]:
            _gather(k, x, k[k[OF_GROUP] + k[k[OF_START] + case]], 0.0)
        elif k[SPLIT] >= 0 and x[k[SUM] + k[SPLIT]] > x[k[LIMIT] + k[SPLIT]]:
            _gather(k, x, _drawn(k, k[GROUPS]), 0.0)
        idle = 0 if gain < -LEAST else idle + 1
        if idle > k[CASES] // 2 + 20 and broken == 0.0:
            idle = 0
            for _ in range(3):
                _shake(k, x)


@single
def _shake(k: Ints, x: Floats) -> None:
    """Move a case at random to one of its less dear columns, so that the search goes on somewhere else."""
    case = _drawn(k, k[CASES])
    first, after = k[k[WISH_START] + case], k[k[WISH_START] + case + 1]
    if after > first:
        put(k, x, case, k[k[WISH] + first + _drawn(k, min(after - first, 4))])


@compiled
def settle(k: Ints, x: Floats, order: Ints) -> None:
    """Give each lifted case in turn the column that makes the plan least heavy and is least dear."""
    for case in order:
        best, column = np.inf, NONE
        for spot in range(k[k[WISH_START] + case], k[k[WISH_START] + case + 1]):
            weight = _weigh(k, x, case, k[k[WISH] + spot], ASK) + x[k[DEAR] + spot]
            if weight < best:
                best, column = weight, k[k[WISH] + spot]
        _weigh(k, x, case, column, DO)
