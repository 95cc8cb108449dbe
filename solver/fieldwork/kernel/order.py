"""In which order errands go back (放回次序): by rank and chance, or as they were served, so that the later are put off."""

from solver.arrays import Ints
from solver.compiled import inner
from solver.fieldwork.kernel.names import (
    E_BOOKED,
    E_COLUMNS,
    E_PART0,
    E_RANK,
    E_WORK,
    H_ERRAND,
    H_LEVEL,
    H_LEVELS,
    MOVED,
    NONE,
    P_WIN0,
    P_WIN1,
    S_START,
    X_FIRST,
    X_KEY,
    X_LIST,
    X_LISTED,
    X_WHEN,
)
from solver.fieldwork.kernel.removal import is_on
from solver.fieldwork.kernel.timing import draw, part

BY_WORK, BY_WINDOWS, BY_TIME = 1, 2, 4  # of five orders; the other two are by chance


@inner
def turn(d: Ints, s: Ints, x: Ints, e: int, how: int, free: int) -> int:
    """Give when an errand's turn is to go back: by when it was served, or by rank, then by chance, work or narrowness.

    By when it was served, what stands behind one that comes earlier is put off. `free`: one in so many goes without its
    rank (0: none).
    """
    errand, key = d[H_ERRAND] + e * E_COLUMNS, draw(s, 1000)
    p = part(d, d[d[errand + E_PART0]])
    if (how == BY_TIME or x[X_WHEN] >= 0) and is_on(d, s, e):
        key = s[d[S_START] + d[d[errand + E_PART0]]] + draw(s, 90)
        return int(x[X_WHEN] if e == x[X_FIRST] else key)
    if how == BY_WORK:
        key -= 10 * d[errand + E_WORK]
    elif how == BY_WINDOWS:
        key += 100 * (d[p + P_WIN1] - d[p + P_WIN0])
    if free == 0 or draw(s, free):
        key += 1_000_000 * min(d[errand + E_RANK], 1000)
    return int(key - (10**9 if e == x[X_FIRST] else 0))


@inner
def order(d: Ints, s: Ints, x: Ints, first: int) -> None:
    """Put the errands noted, before they are taken out, in the order in which they are placed; one is put off at times."""
    out = 0
    for i in range(x[X_LISTED]):
        out += not is_on(d, s, x[d[X_LIST] + i])
    how, first_moves = draw(s, 5), draw(s, 4) > 0 and d[H_LEVELS] > 1 and d[d[H_LEVEL] + 2] == MOVED
    put_off = draw(s, 2 * x[X_LISTED]) if x[X_LISTED] and not first else NONE
    for i in range(x[X_LISTED]):
        e = x[d[X_LIST] + i]
        key = turn(d, s, x, e, how, 0 if first else 8 if out else 2) + (
            10**8 if i == put_off and e != x[X_FIRST] else 0
        )
        if d[d[H_ERRAND] + e * E_COLUMNS + E_BOOKED]:
            key -= 10**10 if first_moves else 500_000
        x[d[X_KEY] + i] = key
    for i in range(1, x[X_LISTED]):
        e, key, j = x[d[X_LIST] + i], x[d[X_KEY] + i], i - 1
        while j >= 0 and x[d[X_KEY] + j] > key:
            x[d[X_LIST] + j + 1], x[d[X_KEY] + j + 1] = x[d[X_LIST] + j], x[d[X_KEY] + j]
            j -= 1
        x[d[X_LIST] + j + 1], x[d[X_KEY] + j + 1] = e, key
