"""Whether there is room (空档): between which starts the stops of a trip may move, and who may be with it, before any try.

Most places for a part fail by its windows, by those of the stops behind it, or because its handler is out. That is seen
here in a few comparisons, so that a trip is timed and crewed only where it may fit.
"""

from solver.arrays import Ints
from solver.compiled import inner
from solver.fieldwork.kernel.names import (
    FOREVER,
    H_DAY,
    H_PERSON,
    H_STOPS,
    M_AWAY0,
    M_AWAY1,
    M_COLUMNS,
    NONE,
    P_MINUTES,
    P_PLACE,
    P_WHO0,
    P_WHO1,
    P_WIN0,
    P_WIN1,
    S_FIRST,
    T_BACK,
    T_C,
    T_DAY,
    T_LEAVES,
    T_N,
    T_NEXT,
    T_STOPS,
    T_VEHICLE,
    X_BACK,
    X_HIGH,
    X_LEAVES,
    X_LOW,
)
from solver.fieldwork.kernel.timing import limits, part, row, way
from solver.fieldwork.kernel.tries import gap


@inner
def next_start(d: Ints, q: int, moment: int) -> int:
    """Give the first moment from one on at which the windows of a part let it start; FOREVER if none."""
    p = part(d, q)
    for w in range(d[p + P_WIN0], d[p + P_WIN1], 2):
        if moment <= d[w + 1]:
            return int(max(moment, d[w]))
    return FOREVER


@inner
def last_start(d: Ints, q: int, moment: int) -> int:
    """Give the last moment up to one at which the windows of a part let it start; -1 if none."""
    p, found = part(d, q), NONE
    for w in range(d[p + P_WIN0], d[p + P_WIN1], 2):
        if d[w] <= moment:
            found = max(found, min(moment, d[w + 1]))
    return found


@inner
def first_on(d: Ints, x: Ints, q: int, day: int) -> int:
    """Give the earliest moment at which a part may start on a day, with the ways from and to the seat; -1 if none."""
    p, own = part(d, q), d[H_STOPS]
    step = way(d, 0, d[p + P_PLACE])
    found = next_start(d, q, max(d[d[H_DAY] + 2 * day] + step, x[d[X_LOW] + own]))
    last = min(d[d[H_DAY] + 2 * day + 1] - d[p + P_MINUTES] - step, x[d[X_HIGH] + own])
    return found if found <= last else NONE


@inner
def spread(d: Ints, s: Ints, x: Ints, t: int) -> None:
    """Note the earliest and the latest start of each stop of a trip within its gap, whatever else uses shared things."""
    r = row(d, t)
    x[X_LEAVES], x[X_BACK] = gap(d, s, s[r + T_VEHICLE], s[r + T_DAY], s[r + T_LEAVES], t)
    n, now, place = s[r + T_N], x[X_LEAVES], 0
    for i in range(n):
        q = s[r + T_STOPS + i]
        p = part(d, q)
        limits(d, s, x, i, q)
        start = next_start(d, q, max(now + way(d, place, d[p + P_PLACE]), x[d[X_LOW] + i]))
        x[d[X_LOW] + i], now, place = start, start + d[p + P_MINUTES], d[p + P_PLACE]
    now, place = x[X_BACK], 0
    for i in range(n - 1, -1, -1):
        q = s[r + T_STOPS + i]
        p = part(d, q)
        start = last_start(d, q, min(now - way(d, d[p + P_PLACE], place) - d[p + P_MINUTES], x[d[X_HIGH] + i]))
        x[d[X_HIGH] + i], now, place = start, start, d[p + P_PLACE]


@inner
def may_be_handled(d: Ints, s: Ints, x: Ints, q: int, t: int) -> bool:
    """Say whether the handler of a part or a stand-in can be on a trip that was spread: free while it must be out."""
    p, r = part(d, q), row(d, t)
    first, last = part(d, s[r + T_STOPS]), part(d, s[r + T_STOPS + s[r + T_N] - 1])
    leaves = x[d[X_HIGH]] - way(d, 0, d[first + P_PLACE])
    back = x[d[X_LOW] + s[r + T_N] - 1] + d[last + P_MINUTES] + way(d, d[last + P_PLACE], 0)
    for w in range(d[p + P_WHO0], d[p + P_WHO1], 2):
        if leaves >= back or is_spare(d, s, d[w], leaves, back, t):
            return True
    return bool(d[p + P_WHO0] == d[p + P_WHO1])


@inner
def is_spare(d: Ints, s: Ints, m: int, leaves: int, back: int, trip: int) -> bool:
    """Say whether somebody is neither away within a span nor on another trip."""
    person = d[H_PERSON] + m * M_COLUMNS
    for a in range(d[person + M_AWAY0], d[person + M_AWAY1], 2):
        if d[a] < back and d[a + 1] > leaves:
            return False
    t = s[d[S_FIRST] + s[row(d, trip) + T_DAY]]
    while t >= 0:
        r, at = row(d, t), t
        t = s[r + T_NEXT]
        if at != trip and s[r + T_LEAVES] < back and s[r + T_BACK] > leaves:
            for c in range(s[r + T_C]):
                if s[r + T_STOPS + d[H_STOPS] + c] == m:
                    return False
    return True


@inner
def first_between(d: Ints, s: Ints, x: Ints, q: int, t: int, at: int) -> int:
    """Give the earliest start of a part before a stop of a trip that was spread; -1 if there is no room."""
    p, r, own = part(d, q), row(d, t), d[H_STOPS]
    before, then, after, until = 0, x[X_LEAVES], 0, x[X_BACK]
    if at > 0:
        o = part(d, s[r + T_STOPS + at - 1])
        before, then = d[o + P_PLACE], x[d[X_LOW] + at - 1] + d[o + P_MINUTES]
    if at < s[r + T_N]:
        after, until = d[part(d, s[r + T_STOPS + at]) + P_PLACE], x[d[X_HIGH] + at]
    found = next_start(d, q, max(then + way(d, before, d[p + P_PLACE]), x[d[X_LOW] + own]))
    last = min(until - way(d, d[p + P_PLACE], after) - d[p + P_MINUTES], x[d[X_HIGH] + own])
    return found if found <= last else NONE
