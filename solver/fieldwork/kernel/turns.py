"""A day's trips as a list (一天的次序), in the order in which they leave: what is put in, taken out, or changes its turn."""

from solver.arrays import Ints
from solver.compiled import inner
from solver.fieldwork.kernel.names import (
    H_STOPS,
    H_VEHICLES,
    P_VEHICLES,
    S_ROW,
    S_TRIPS,
    T_C,
    T_DAY,
    T_LEAVES,
    T_N,
    T_STOPS,
    T_VEHICLE,
    X_FROM,
    X_ROWS,
    X_TURNS,
)
from solver.fieldwork.kernel.timing import draw, part, row

STOPS, TURNS = 6, 7  # of eight changes of a list: a stop moves, a trip changes its turn; else its crew is chosen anew


@inner
def entry(d: Ints, i: int) -> int:
    """Say where a trip of the list begins in the pad."""
    return int(d[X_ROWS] + i * d[S_ROW])


@inner
def make_room(d: Ints, x: Ints, at: int) -> None:
    """Let the trips of the list from a place on move up by one."""
    size = d[S_ROW]
    for i in range(entry(d, x[X_TURNS]) - 1, entry(d, at) - 1, -1):
        x[i + size] = x[i]
    x[X_TURNS] += 1


@inner
def close_up(d: Ints, x: Ints, at: int) -> None:
    """Take a trip out of the list."""
    size = d[S_ROW]
    for i in range(entry(d, at), entry(d, x[X_TURNS] - 1)):
        x[i] = x[i + size]
    x[X_TURNS] -= 1


@inner
def list_day(d: Ints, s: Ints, x: Ints, day: int) -> None:
    """Write the trips of a day into the list, in the order in which they leave."""
    x[X_TURNS] = 0
    for t in range(s[S_TRIPS]):
        r = row(d, t)
        if s[r + T_DAY] == day:
            at = x[X_TURNS]
            while at > 0 and x[entry(d, at - 1) + T_LEAVES] > s[r + T_LEAVES]:
                at -= 1
            make_room(d, x, at)
            for i in range(d[S_ROW]):
                x[entry(d, at) + i] = s[r + i]
    x[X_FROM] = x[X_TURNS]


@inner
def touch(d: Ints, x: Ints, at: int) -> None:
    """Note that a trip of the list changes: who is aboard is chosen anew."""
    x[entry(d, at) + T_C] = 0
    x[X_FROM] = min(x[X_FROM], at)


@inner
def touch_from(x: Ints, at: int) -> None:
    """Note from which trip of the list on all are timed anew."""
    x[X_FROM] = min(x[X_FROM], at)


@inner
def unload(d: Ints, x: Ints, at: int, i: int) -> int:
    """Take a stop out of a trip of the list; gives the part."""
    r = entry(d, at)
    q = x[r + T_STOPS + i]
    for k in range(i, x[r + T_N] - 1):
        x[r + T_STOPS + k] = x[r + T_STOPS + k + 1]
    x[r + T_N] -= 1
    touch(d, x, at)
    if x[r + T_N] == 0:
        close_up(d, x, at)
    return int(q)


@inner
def load(d: Ints, s: Ints, x: Ints, q: int, day: int) -> None:
    """Put a part somewhere into the list: into a trip, or alone with a vehicle."""
    p, count = part(d, q), x[X_TURNS]
    if count > 0 and draw(s, 2):
        at = draw(s, count)
        r = entry(d, at)
        if d[p + P_VEHICLES] >> x[r + T_VEHICLE] & 1 and x[r + T_N] < d[H_STOPS]:
            place = draw(s, x[r + T_N] + 1)
            for k in range(x[r + T_N], place, -1):
                x[r + T_STOPS + k] = x[r + T_STOPS + k - 1]
            x[r + T_STOPS + place] = q
            x[r + T_N] += 1
            touch(d, x, at)
            return
    at = draw(s, count + 1)
    make_room(d, x, at)
    r = entry(d, at)
    x[r + T_VEHICLE], x[r + T_DAY], x[r + T_N], x[r + T_STOPS] = able(d, s, p), day, 1, q
    touch(d, x, at)


@inner
def able(d: Ints, s: Ints, p: int) -> int:
    """Draw a vehicle that may serve a part, given as its row."""
    vehicle = draw(s, d[H_VEHICLES])
    for _ in range(d[H_VEHICLES]):
        if d[p + P_VEHICLES] >> vehicle & 1:
            return int(vehicle)
        vehicle = (vehicle + 1) % d[H_VEHICLES]
    return int(vehicle)


@inner
def move_turn(d: Ints, s: Ints, x: Ints) -> None:
    """Move a trip to another place of the list, now and then with another vehicle."""
    at, to = draw(s, x[X_TURNS]), draw(s, x[X_TURNS])
    r = entry(d, at)
    if draw(s, 2):
        x[r + T_VEHICLE] = able(d, s, part(d, x[r + T_STOPS]))
        touch(d, x, at)  # its driver and seats may be others
    touch_from(x, min(at, to))
    step = 1 if to > at else -1
    while at != to:
        for i in range(d[S_ROW]):
            one, other = entry(d, at) + i, entry(d, at + step) + i
            x[one], x[other] = x[other], x[one]
        at += step


@inner
def rearrange(d: Ints, s: Ints, x: Ints, day: int) -> None:
    """Change the list: a few stops move, trips change their turns, or crews are chosen anew."""
    count = 1 + (draw(s, 3) == 0) + (draw(s, 6) == 0)
    for _ in range(count):
        how = draw(s, 8)
        if x[X_TURNS] > 0:
            if how < STOPS:
                at = draw(s, x[X_TURNS])
                load(d, s, x, unload(d, x, at, draw(s, x[entry(d, at) + T_N])), day)
            elif how < TURNS:
                move_turn(d, s, x)
            else:
                touch(d, x, draw(s, x[X_TURNS]))
