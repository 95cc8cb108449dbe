"""Putting off (顺延): a day's trips as a list, in which what is put in pushes what stands behind it.

A trip that goes back where it then costs least finds only the gaps that others leave. Here the trips of one day stand in the
order in which they leave; a stop or a trip changes its place in that order, and from there on every trip leaves as early
as its vehicle and its people are there, later or earlier than before. Who is aboard stays where nothing else of a trip changes.
"""

from solver.arrays import Ints
from solver.compiled import inner
from solver.fieldwork.kernel.bringing import bring
from solver.fieldwork.kernel.crew import board, can_carry, crewed, mark, stand_ins
from solver.fieldwork.kernel.names import (
    AGAIN,
    E_COLUMNS,
    E_PART0,
    E_PART1,
    FAILS,
    FOREVER,
    GOES,
    H_DAY,
    H_ERRAND,
    H_PEOPLE,
    H_PERSON,
    H_STOPS,
    LOOKS,
    M_AWAY0,
    M_AWAY1,
    M_COLUMNS,
    NONE,
    P_ERRAND,
    P_SYNC0,
    P_SYNC1,
    S_TRIP,
    S_TRIPS,
    T_BACK,
    T_C,
    T_DAY,
    T_LATE,
    T_N,
    T_STOPS,
    T_VEHICLE,
    WAITS,
    X_AFTER,
    X_AT,
    X_BACK,
    X_CREW,
    X_FROM,
    X_HIGH,
    X_IN,
    X_LEAVES,
    X_LIMIT,
    X_LOW,
    X_PART,
    X_SEQ,
    X_STAMP,
    X_TURNS,
)
from solver.fieldwork.kernel.removal import drop_part, forget
from solver.fieldwork.kernel.timing import draw, fits, is_free, limits, part, row
from solver.fieldwork.kernel.tries import charge, gap, hold, settle
from solver.fieldwork.kernel.trips import free_again, may_drive
from solver.fieldwork.kernel.turns import entry, list_day, load, rearrange


@inner
def clear(d: Ints, s: Ints, x: Ints, day: int) -> None:
    """Take the trips of a day out of the week that are timed anew; the others of it stand as they do."""
    for t in range(s[S_TRIPS] - 1, -1, -1):
        r = row(d, t)
        if s[r + T_DAY] == day and not stands(d, s, x, t):
            charge(d, s, t, -1)
            for i in range(s[r + T_N]):
                s[d[S_TRIP] + s[r + T_STOPS + i]] = NONE
            forget(d, s, t)


@inner
def stands(d: Ints, s: Ints, x: Ints, t: int) -> bool:
    """Say whether a trip is one of those of the list before the first that is timed anew."""
    for i in range(x[X_FROM]):
        if x[entry(d, i) + T_STOPS] == s[row(d, t) + T_STOPS]:
            return True
    return False


@inner
def lay(d: Ints, s: Ints, x: Ints, at: int) -> bool:
    """Lay the stops of a trip of the list into the pad; False if its vehicle may not serve one, or not two of an errand."""
    r, n = entry(d, at), x[entry(d, at) + T_N]
    x[X_STAMP] += 1
    for i in range(n):
        q = x[r + T_STOPS + i]
        x[d[X_SEQ] + i], x[d[X_IN] + q] = q, x[X_STAMP]
        limits(d, s, x, i, q)
        if not may_drive(d, s, q, x[r + T_VEHICLE]) or is_twice(d, x, q):
            return False
    return True


@inner
def is_twice(d: Ints, x: Ints, q: int) -> bool:
    """Say whether the trip in the pad serves another part of the same errand already: each has a vehicle of its own."""
    e = d[H_ERRAND] + d[part(d, q) + P_ERRAND] * E_COLUMNS
    for i in range(d[e + E_PART0], d[e + E_PART1]):
        if d[i] != q and x[d[X_IN] + d[i]] == x[X_STAMP]:
            return True
    return False


@inner
def free_from(d: Ints, s: Ints, vehicle: int, day: int) -> int:
    """Give when a vehicle is back from the last of its trips on a day."""
    moment = d[d[H_DAY] + 2 * day]
    for t in range(s[S_TRIPS]):
        r = row(d, t)
        if s[r + T_DAY] == day and s[r + T_VEHICLE] == vehicle:
            moment = max(moment, s[r + T_BACK])
    return int(moment)


@inner
def set_off(d: Ints, s: Ints, x: Ints, at: int, day: int) -> int:
    """Let a trip of the list leave as early as it goes: GOES, FAILS, or AGAIN if another part must wait for it."""
    if not lay(d, s, x, at):
        return FAILS
    n, vehicle = x[entry(d, at) + T_N], x[entry(d, at) + T_VEHICLE]
    moment = free_from(d, s, vehicle, day)
    for _ in range(LOOKS):
        opens, closes = gap(d, s, vehicle, day, moment, NONE)
        if opens > closes:
            moment = free_again(d, s, vehicle, day, moment)
        elif not fits(d, s, x, n, moment, closes):
            if closes == d[d[H_DAY] + 2 * day + 1]:
                return wait_for(d, s, x, n, moment, closes)
            moment = closes
        elif come_along(d, s, x, at, n, vehicle, day):
            hold(d, x, n, NONE, vehicle, day)
            settle(d, s, x)
            return GOES
        else:
            moment = someone_back(d, s, x, at, day)
    return FAILS


@inner
def come_along(d: Ints, s: Ints, x: Ints, at: int, n: int, vehicle: int, day: int) -> bool:
    """Take aboard whom the list names, or choose a crew where it names nobody."""
    r = entry(d, at)
    if x[r + T_C] == 0:
        return crewed(d, s, x, n, vehicle, day, NONE)
    x[X_CREW] = 0
    mark(d, s, x, n, day, NONE)
    for c in range(x[r + T_C]):
        m = x[r + T_STOPS + d[H_STOPS] + c]
        if not is_free(d, s, x, m, day, x[X_LEAVES], x[X_BACK]):
            return False
        board(d, x, m)
    stand_ins(d, x, n)
    return can_carry(d, s, x, n, day, NONE)


@inner
def someone_back(d: Ints, s: Ints, x: Ints, at: int, day: int) -> int:
    """Let another crew be chosen for the same moment; where that was tried, give the next at which somebody is there again."""
    r, found = entry(d, at), d[d[H_DAY] + 2 * day + 1]
    if x[r + T_C]:
        x[r + T_C] = 0
        return int(x[X_LEAVES])
    for t in range(s[S_TRIPS]):
        o = row(d, t)
        if s[o + T_DAY] == day and s[o + T_BACK] > x[X_LEAVES]:
            found = min(found, s[o + T_BACK])
    for m in range(d[H_PEOPLE]):
        person = d[H_PERSON] + m * M_COLUMNS
        for a in range(d[person + M_AWAY0], d[person + M_AWAY1], 2):
            if d[a] < x[X_BACK] and d[a + 1] > x[X_LEAVES]:
                found = min(found, d[a + 1])
    return int(found)


@inner
def wait_for(d: Ints, s: Ints, x: Ints, n: int, moment: int, closes: int) -> int:
    """See whether a trip goes if a part that meets one of its stops begins later; if so, note from when on."""
    met = NONE
    for i in range(n):
        p = part(d, x[d[X_SEQ] + i])
        for y in range(d[p + P_SYNC0], d[p + P_SYNC1], 3):
            if s[d[S_TRIP] + d[y]] >= 0:
                met = i
                x[d[X_LOW] + i], x[d[X_HIGH] + i] = -FOREVER, FOREVER
    if met < 0 or not fits(d, s, x, n, moment, closes):
        return FAILS
    p = part(d, x[d[X_SEQ] + met])
    for y in range(d[p + P_SYNC0], d[p + P_SYNC1], 3):
        if s[d[S_TRIP] + d[y]] >= 0:
            x[X_PART], x[X_AFTER] = d[y], x[d[X_AT] + met] - d[y + 2]
    return AGAIN


@inner
def too_late(d: Ints, s: Ints, x: Ints) -> bool:
    """Say whether what is placed is later already than could be taken."""
    late = 0
    for t in range(s[S_TRIPS]):
        late += s[row(d, t) + T_LATE]
    return bool(late > x[X_LIMIT])


@inner
def lay_out(d: Ints, s: Ints, x: Ints, day: int) -> bool:
    """Time the trips of the list from the first that changes, one after the other; from the first of all if one must wait."""
    x[X_PART], x[X_AFTER] = NONE, -FOREVER
    for _ in range(WAITS):
        clear(d, s, x, day)
        done, at = GOES, x[X_FROM]
        while done == GOES and at < x[X_TURNS]:
            done = set_off(d, s, x, at, day)
            at += 1
            if done == GOES and too_late(d, s, x):
                done = FAILS
        if done != AGAIN:
            return done == GOES
        x[X_FROM] = 0
    return False


@inner
def push(d: Ints, s: Ints, x: Ints) -> bool:
    """Change one day as a list; False where something finds no place then."""
    if s[S_TRIPS] == 0:
        return False
    day, x[X_PART] = NONE, NONE
    if draw(s, 2):
        day = bring(d, s, x)
    if day < 0:
        day = s[row(d, draw(s, s[S_TRIPS])) + T_DAY]
    q = x[X_PART]
    if q >= 0:
        drop_part(d, s, x, q)
    list_day(d, s, x, day)
    if q >= 0:
        load(d, s, x, q, day)
    if q < 0 or draw(s, 2):
        rearrange(d, s, x, day)
    found = x[X_FROM] < x[X_TURNS] and lay_out(d, s, x, day)
    x[X_PART], x[X_AFTER] = NONE, -FOREVER
    return bool(found)
