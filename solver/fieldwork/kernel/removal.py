"""Taking errands out and putting them back (取出与放回), and what a trip is reckoned at."""

from solver.arrays import Ints
from solver.compiled import inner
from solver.fieldwork.kernel.crew import crewed
from solver.fieldwork.kernel.names import (
    E_COLUMNS,
    E_PART0,
    E_PART1,
    F_NOISE,
    FOREVER,
    H_ERRAND,
    H_STOPS,
    NONE,
    P_BVEHICLE,
    P_DUE,
    P_LEAST,
    P_MINUTES,
    P_PLACE,
    P_WHO0,
    P_WHO1,
    S_FIRST,
    S_KEPT,
    S_ROW,
    S_START,
    S_TRIP,
    S_TRIPS,
    T_BACK,
    T_C,
    T_DAY,
    T_LATE,
    T_LEAST,
    T_LEAVES,
    T_N,
    T_NEXT,
    T_ODD,
    T_STANDIN,
    T_STOPS,
    T_VEHICLE,
    T_WAY,
    T_WORK,
    X_AFTER,
    X_LIST,
    X_LISTED,
    Floats,
)
from solver.fieldwork.kernel.timing import draw, fits, odd, part, row, way
from solver.fieldwork.kernel.tries import charge, hold, sequence, settle
from solver.fieldwork.kernel.trips import put


@inner
def drop_part(d: Ints, s: Ints, x: Ints, q: int) -> None:
    """Take a part out of its trip, and the trip out of the week if it serves nothing any more."""
    t = s[d[S_TRIP] + q]
    if t >= 0:
        strip(d, s, q, t)
        if s[row(d, t) + T_N] == 0:
            forget(d, s, t)
        else:
            renew(d, s, x, t)


@inner
def strip(d: Ints, s: Ints, q: int, t: int) -> None:
    """Take a part out of a trip that goes on as it was."""
    s[d[S_TRIP] + q], s[d[S_KEPT] + q] = NONE, 0
    charge(d, s, t, -1)
    r, n = row(d, t), 0
    for i in range(s[r + T_N]):
        if s[r + T_STOPS + i] != q:
            s[r + T_STOPS + n] = s[r + T_STOPS + i]
            n += 1
    s[r + T_N] = n
    charge(d, s, t, 1)


@inner
def forget(d: Ints, s: Ints, t: int) -> None:
    """Take an empty trip out; the last one takes its number."""
    last = s[S_TRIPS] - 1
    s[before(d, s, t)] = s[row(d, t) + T_NEXT]
    if t != last:
        s[before(d, s, last)] = t
        for i in range(d[S_ROW]):
            s[row(d, t) + i] = s[row(d, last) + i]
        for i in range(s[row(d, t) + T_N]):
            s[d[S_TRIP] + s[row(d, t) + T_STOPS + i]] = t
    s[S_TRIPS] = last


@inner
def before(d: Ints, s: Ints, t: int) -> int:
    """Say where a state names a trip as the next of its day, or the first."""
    at = d[S_FIRST] + s[row(d, t) + T_DAY]
    while s[at] != t:
        at = row(d, s[at]) + T_NEXT
    return int(at)


@inner
def renew(d: Ints, s: Ints, x: Ints, t: int) -> None:
    """Time a trip anew within its own span and choose its crew again; it stays as it was where that fails."""
    r = row(d, t)
    n = sequence(d, s, x, t, NONE, 0)
    if fits(d, s, x, n, s[r + T_LEAVES], s[r + T_BACK]) and crewed(d, s, x, n, s[r + T_VEHICLE], s[r + T_DAY], t):
        hold(d, x, n, t, s[r + T_VEHICLE], s[r + T_DAY])
        settle(d, s, x)
    else:
        charge(d, s, t, -1)
        reckon(d, s, t)
        charge(d, s, t, 1)


@inner
def reckon(d: Ints, s: Ints, t: int) -> None:
    """Reckon lateness, stand-ins, odd hours and ways of a trip from what it is; its span is what its stops and ways need."""
    r, place = row(d, t), 0
    s[r + T_LATE], s[r + T_STANDIN], s[r + T_WAY], s[r + T_WORK], s[r + T_LEAST] = 0, 0, 0, 0, 0
    s[r + T_ODD] = 0
    for i in range(s[r + T_N]):
        q = s[r + T_STOPS + i]
        p = part(d, q)
        s[r + T_WORK] += d[p + P_MINUTES]
        s[r + T_LEAST] = max(s[r + T_LEAST], d[p + P_LEAST])
        start = s[d[S_START] + q]
        step = way(d, place, d[p + P_PLACE])
        if i == 0:
            s[r + T_LEAVES] = start - step
        s[r + T_LATE] += max(0, start - d[p + P_DUE])
        s[r + T_STANDIN] += stood_for(d, s, r, p)
        s[r + T_ODD] += odd(d, q, start)
        s[r + T_WAY] += step
        place = d[p + P_PLACE]
        s[r + T_BACK] = start + d[p + P_MINUTES] + way(d, place, 0)
    s[r + T_WAY] += way(d, place, 0)


@inner
def stood_for(d: Ints, s: Ints, r: int, p: int) -> int:
    """Give the least price of those aboard who may stand for a part; 0 where nobody in particular must."""
    for w in range(d[p + P_WHO0], d[p + P_WHO1], 2):
        for c in range(s[r + T_C]):
            if s[r + T_STOPS + d[H_STOPS] + c] == d[w]:
                return int(d[w + 1])
    return 0


@inner
def is_on(d: Ints, s: Ints, e: int) -> bool:
    """Say whether an errand is placed."""
    return bool(s[d[S_TRIP] + d[d[d[H_ERRAND] + e * E_COLUMNS + E_PART0]]] >= 0)


@inner
def drop(d: Ints, s: Ints, x: Ints) -> None:
    """Take the errands noted out of the week: trips without any left are no more, the others are timed anew, once each."""
    for i in range(x[X_LISTED]):
        errand = d[H_ERRAND] + x[d[X_LIST] + i] * E_COLUMNS
        for j in range(d[errand + E_PART0], d[errand + E_PART1]):
            t = s[d[S_TRIP] + d[j]]
            if t >= 0:
                strip(d, s, d[j], t)
                s[row(d, t) + T_LEAST] = NONE  # to be timed anew
    for t in range(s[S_TRIPS] - 1, -1, -1):
        if s[row(d, t) + T_N] == 0:
            forget(d, s, t)
    for t in range(s[S_TRIPS]):
        if s[row(d, t) + T_LEAST] < 0:
            renew(d, s, x, t)


@inner
def place(d: Ints, s: Ints, x: Ints, f: Floats, e: int, keep: int) -> bool:
    """Place an errand with all its parts, as published or anywhere; False (and nothing placed) where that fails.

    Parts that meet are tried from the one or the other, and now and then later than they go, about where they were: what
    stands before them cannot be put off otherwise, as each holds the other.
    """
    row_of = d[H_ERRAND] + e * E_COLUMNS
    first, count = d[row_of + E_PART0], d[row_of + E_PART1] - d[row_of + E_PART0]
    for one in range(6 if count > 1 and not keep else 1):
        done, x[X_AFTER] = True, -FOREVER
        if count > 1 and not keep and (one > 1 or draw(s, 3) == 0):
            x[X_AFTER] = s[d[S_START] + d[first + one % count]] + draw(s, 120) - 20
        for i in range(count):
            if done:
                q = d[first + (one + i) % count]
                s[d[S_KEPT] + q] = keep if d[part(d, q) + P_BVEHICLE] >= 0 else 0
                done = put(d, s, x, f, q)
                x[X_AFTER] = -FOREVER
        if done:
            return True
        for i in range(count):
            drop_part(d, s, x, d[first + i])
            s[d[S_KEPT] + d[first + i]] = 0
        f[F_NOISE] = 0.003  # another time it costs something else, and may meet elsewhere
    return False
