"""What is brought to another day (移日): a late errand to an earlier one, or what has no place yet."""

from solver.arrays import Ints
from solver.compiled import inner
from solver.fieldwork.kernel.choice import draw_earlier, draw_late
from solver.fieldwork.kernel.names import (
    E_COLUMNS,
    E_PART0,
    E_PART1,
    H_DAY,
    H_DAYS,
    H_ERRAND,
    H_ERRANDS,
    NONE,
    P_ERRAND,
    P_WIN0,
    P_WIN1,
    S_TRIP,
    T_DAY,
    X_PART,
)
from solver.fieldwork.kernel.removal import is_on
from solver.fieldwork.kernel.timing import draw, part, row


@inner
def draw_out(d: Ints, s: Ints) -> int:
    """Draw a part that has no place, of an errand of one part; -1 where the one drawn is another."""
    shift = draw(s, d[H_ERRANDS])
    for i in range(d[H_ERRANDS]):
        e = (i + shift) % d[H_ERRANDS]
        if not is_on(d, s, e):
            row_of = d[H_ERRAND] + e * E_COLUMNS
            return int(d[d[row_of + E_PART0]]) if d[row_of + E_PART1] == d[row_of + E_PART0] + 1 else NONE
    return NONE


@inner
def day_at(d: Ints, moment: int) -> int:
    """Give the day a moment lies in; -1 for none."""
    for day in range(d[H_DAYS]):
        if d[d[H_DAY] + 2 * day] <= moment <= d[d[H_DAY] + 2 * day + 1]:
            return day
    return NONE


@inner
def bring(d: Ints, s: Ints, x: Ints) -> int:
    """Note (as the part in hand) what is brought to another day: a late part to an earlier one, or what has no place.

    Gives the day; that of the late part, or -1, where nothing is brought.
    """
    x[X_PART], q = NONE, draw_late(d, s) if draw(s, 3) else draw_out(d, s)
    if q < 0:
        return NONE
    p, t, moment = part(d, q), s[d[S_TRIP] + q], NONE
    e = d[H_ERRAND] + d[p + P_ERRAND] * E_COLUMNS
    if t >= 0:
        moment = draw_earlier(d, s, q)
    elif d[p + P_WIN1] > d[p + P_WIN0]:
        moment = d[d[p + P_WIN0] + 2 * draw(s, (d[p + P_WIN1] - d[p + P_WIN0]) // 2)]
    day = day_at(d, moment)
    now = s[row(d, t) + T_DAY] if t >= 0 else NONE
    if day < 0 or day == now or d[e + E_PART1] > d[e + E_PART0] + 1:
        return int(now)
    x[X_PART] = q
    return day
