"""Destroy and repair (破坏与修复): errands are taken out of a week and put back where they cost least, over and over."""

import numpy as np

from solver.arrays import Ints
from solver.compiled import compiled, inner
from solver.fieldwork.kernel.choice import count_out, list_errand, pick
from solver.fieldwork.kernel.names import (
    AWAY,
    E_BOOKED,
    E_COLUMNS,
    E_RANK,
    EVEN,
    F_BEGINS,
    F_CAR,
    F_ENDS,
    F_NOISE,
    F_SCALES,
    F_WARMTH,
    F_WEIGHTS,
    FOREVER,
    H_ERRAND,
    H_ERRANDS,
    H_LEVEL,
    H_LEVELS,
    H_PARTS,
    H_PUSHES,
    LATE,
    NONE,
    P_BVEHICLE,
    PLACED,
    S_KEPT,
    S_RANDOM,
    S_STEPS,
    S_TRIP,
    S_TRIPS,
    STANDIN,
    T_BACK,
    T_LATE,
    T_LEAVES,
    X_BOLD,
    X_FIRST,
    X_LIMIT,
    X_LIST,
    X_LISTED,
    X_WHEN,
    X_WIDE,
    Floats,
)
from solver.fieldwork.kernel.order import order
from solver.fieldwork.kernel.pushing import push
from solver.fieldwork.kernel.removal import drop, is_on, place, reckon
from solver.fieldwork.kernel.timing import draw, part, row
from solver.fieldwork.kernel.tries import charge
from solver.fieldwork.kernel.worth import as_published, invite, measured

CREW = 3  # people on a trip, about
BOLD, BOLDEST = 400, 15_000  # how much chance tells among helpers: more than who can be spared, than what they cover


@inner
def boldness(s: Ints) -> int:
    """Draw how boldly a round chooses who comes along: two rounds in three not at all."""
    if draw(s, 3):
        return EVEN
    return BOLD if draw(s, 2) else BOLDEST


@inner
def set_out(d: Ints, s: Ints, x: Ints, f: Floats, fill: int) -> float:
    """Note what a round takes out, and how it is put back: with which prices, how boldly; gives how much chance tells."""
    x[X_LISTED], x[X_WIDE], x[X_FIRST], x[X_WHEN], x[X_BOLD], noise = 0, fill, NONE, NONE, EVEN, 0.0
    if fill:
        for e in range(d[H_ERRANDS]):
            if not is_on(d, s, e):
                list_errand(d, x, e)
    else:
        pick(d, s, x)
        noise = 0.0002 * draw(s, 3)
        x[X_BOLD] = boldness(s)
    ease = 10.0 ** (-2 * draw(s, 4)) if draw(s, 2) and not fill else 1.0
    f[LATE], f[STANDIN] = f[F_WEIGHTS + LATE] * ease, f[F_WEIGHTS + STANDIN] * ease
    f[AWAY] = f[F_WEIGHTS + AWAY] * (10.0 ** (2 + draw(s, 4)) if not fill and draw(s, 2) else 1.0)
    if not fill and f[F_CAR] > 0 and draw(s, 2):
        f[AWAY] += f[F_WEIGHTS + LATE] * car_minute(f) / CREW
    order(d, s, x, fill)
    return noise


@inner
def change(d: Ints, s: Ints, old: Ints, x: Ints, f: Floats, fill: int) -> bool:
    """Take errands out and put them back, published ones rather where they stood; or only fill what is free.

    False where it was given up, as no more can come of it than what is not taken (see `bear`).
    """
    noise, won = set_out(d, s, x, f, fill), False
    drop(d, s, x)
    for i in range(x[X_LISTED]):
        e = x[d[X_LIST] + i]
        keep = d[d[H_ERRAND] + e * E_COLUMNS + E_BOOKED] and (fill or draw(s, 12))
        f[F_NOISE] = noise
        placed = place(d, s, x, f, e, keep)
        if keep and not placed:
            placed = place(d, s, x, f, e, 0)
        won = won or (placed and not is_on(d, old, e))
        if not won and not fill and is_lost(d, s, old, x, f, i, placed):
            return False
    invite(d, s, x)
    return True


@inner
def turn_over(d: Ints, s: Ints, old: Ints, x: Ints, f: Floats) -> bool:
    """Do one round: push a day's trips about; in one of ten, more where many have no place, take errands out and put them back.

    Where bookings should stand nothing is pushed.
    """
    if d[H_PUSHES] == 0 or draw(s, 10) >= d[H_PUSHES] or draw(s, 4 + count_out(d, s)) >= 8:
        return change(d, s, old, x, f, 0)
    x[X_BOLD] = boldness(s)
    if not push(d, s, x):
        return False
    invite(d, s, x)
    return True


@inner
def is_lost(d: Ints, s: Ints, old: Ints, x: Ints, f: Floats, i: int, placed: int) -> bool:
    """Say whether a round is not taken whatever comes after the errand it has come to, as none had no place before."""
    if x[X_LIMIT] == FOREVER:
        return False
    e, late, minute = x[d[X_LIST] + i], 0.0, car_minute(f)
    lost = not placed and is_on(d, old, e)
    rank = d[d[H_ERRAND] + e * E_COLUMNS + E_RANK] if lost else FOREVER
    for k in range(i + 1, x[X_LISTED]):
        other = x[d[X_LIST] + k]
        if not is_on(d, old, other) and d[d[H_ERRAND] + other * E_COLUMNS + E_RANK] <= rank:
            return False
    for t in range(0 if lost else s[S_TRIPS]):
        r = row(d, t)
        late += s[r + T_LATE] + minute * (s[r + T_BACK] - s[r + T_LEAVES])
    return lost or int(late) > x[X_LIMIT]


@inner
def bear(d: Ints, old: Ints, f: Floats, heat: float) -> int:
    """Give how late a week may be at most that is taken in this round; FOREVER if one errand less may be, too.

    Minutes that vehicles are out count as lateness, for so much as they do by then.
    """
    for i in range(d[H_LEVELS]):
        kind = d[d[H_LEVEL] + 2 * i]
        if kind == LATE:
            return int(old[i] + scale_of(f, kind) * heat + car_minute(f) * old[d[H_LEVELS]])
        if kind != PLACED or scale_of(f, kind) * heat > 1:
            return FOREVER
    return FOREVER


@inner
def car_minute(f: Floats) -> float:
    """Give for how many minutes of lateness one counts that a vehicle is out: the less the later, and falling faster than warmth.

    What takes little of the vehicles leaves room for what has no place, and for what is late to go earlier.
    """
    return float(f[F_CAR] * f[F_WARMTH] * f[F_WARMTH] * f[F_WARMTH])


@inner
def out_in_all(d: Ints, s: Ints) -> int:
    """Add up the minutes that vehicles are out."""
    minutes = 0
    for t in range(s[S_TRIPS]):
        minutes += s[row(d, t) + T_BACK] - s[row(d, t) + T_LEAVES]
    return int(minutes)


@inner
def weigh(d: Ints, s: Ints, v: Ints) -> None:
    """Write what a state is worth on each level, and how long vehicles are out."""
    measured(d, s, v)
    v[d[H_LEVELS]] = out_in_all(d, s)


@inner
def scale_of(f: Floats, kind: int) -> float:
    """Give how much worse may be taken on a level, about: the less the later.

    Lateness begins warmest and cools fastest: which errands are late at all is found while others change places freely.
    """
    return float(f[F_SCALES + kind] * f[F_WARMTH] ** (2 if kind == LATE else 1))


@inner
def is_taken(d: Ints, new: Ints, old: Ints, f: Floats, heat: float) -> bool:
    """Say whether the search goes on from a new state: if it is no worse, or worse by little."""
    for i in range(d[H_LEVELS]):
        kind, worse = d[d[H_LEVEL] + 2 * i], float(new[i] - old[i])
        if kind == LATE:
            worse += car_minute(f) * (new[d[H_LEVELS]] - old[d[H_LEVELS]])
        if worse != 0:
            return bool(worse < 0 or worse < scale_of(f, kind) * heat)
    return True


@inner
def is_better(d: Ints, new: Ints, old: Ints) -> bool:
    """Say whether a state is better by the levels."""
    for i in range(d[H_LEVELS]):
        if new[i] != old[i]:
            return bool(new[i] < old[i])
    return False


@inner
def copy(source: Ints, target: Ints) -> None:
    """Copy what states are worth."""
    for i in range(len(source)):
        target[i] = source[i]


@inner
def repeat(d: Ints, source: Ints, target: Ints) -> None:
    """Copy a state, as far as it has trips."""
    for i in range(row(d, source[S_TRIPS])):
        target[i] = source[i]


@inner
def take_up(d: Ints, s: Ints) -> None:
    """Reckon what a state written from a plan does not say: lateness, stand-ins, ways, hard minutes, what stands."""
    for t in range(s[S_TRIPS]):
        leaves, back = s[row(d, t) + T_LEAVES], s[row(d, t) + T_BACK]
        reckon(d, s, t)
        s[row(d, t) + T_LEAVES], s[row(d, t) + T_BACK] = leaves, back
        charge(d, s, t, 1)
    for q in range(d[H_PARTS]):
        s[d[S_KEPT] + q] = d[part(d, q) + P_BVEHICLE] >= 0 and s[d[S_TRIP] + q] >= 0 and as_published(d, s, q)


@compiled
def improve(d: Ints, g: Ints, x: Ints, f: Floats, v: Ints, stops: int) -> int:
    """Change a week over and over from g[0] until its steps are spent; g[2] is the best met, v what they are worth.

    The search cools between two counts of steps (in `f`), and this call stops at a third. What is begun with no steps
    spent is taken up and filled first (greedy). Gives the rounds done.
    """
    now, work, best = g[0], g[1], g[2]
    if now[S_STEPS] == 0:
        take_up(d, now)
        change(d, now, now, x, f, 1)
        now[S_STEPS] = max(now[S_STEPS], 1)  # also where nothing was left to place: what is taken up is so once
        weigh(d, now, v[0])
        repeat(d, now, best)
        copy(v[0], v[2])
    rounds = 0
    while now[S_STEPS] < stops:
        f[F_WARMTH] = max(0.0, 1.0 - (now[S_STEPS] - f[F_BEGINS]) / max(1.0, f[F_ENDS] - f[F_BEGINS]))
        repeat(d, now, work)
        heat = -np.log((1 + draw(work, 10_000)) / 10_001.0)
        x[X_LIMIT] = bear(d, v[0], f, heat)
        done = turn_over(d, work, now, x, f)
        work[S_STEPS] += 1
        rounds += 1
        now[S_RANDOM], now[S_STEPS] = work[S_RANDOM], work[S_STEPS]
        if done:
            weigh(d, work, v[1])
        if done and is_taken(d, v[1], v[0], f, heat):
            repeat(d, work, now)
            copy(v[1], v[0])
            if is_better(d, v[0], v[2]):
                repeat(d, now, best)
                copy(v[0], v[2])
    return rounds
