"""Destroy and repair (破坏与修复): errands are taken out of a week and put back where they cost least, over and over."""

import numpy as np

from solver.arrays import Ints
from solver.compiled import compiled, inner
from solver.fieldwork.kernel.choice import list_errand, order, pick
from solver.fieldwork.kernel.names import (
    E_BOOKED,
    E_COLUMNS,
    F_BEGINS,
    F_ENDS,
    F_NOISE,
    F_SCALES,
    F_WARMTH,
    F_WEIGHTS,
    H_ERRAND,
    H_ERRANDS,
    H_LEVEL,
    H_LEVELS,
    H_PARTS,
    LATE,
    NONE,
    P_BVEHICLE,
    S_KEPT,
    S_RANDOM,
    S_STEPS,
    S_TRIP,
    S_TRIPS,
    STANDIN,
    T_BACK,
    T_LEAVES,
    X_FIRST,
    X_LIST,
    X_LISTED,
    X_WIDE,
    Floats,
)
from solver.fieldwork.kernel.removal import drop, is_on, place, reckon
from solver.fieldwork.kernel.timing import draw, part, row
from solver.fieldwork.kernel.tries import charge
from solver.fieldwork.kernel.worth import as_published, invite, measured


@inner
def change(d: Ints, s: Ints, x: Ints, f: Floats, fill: int) -> None:
    """Take errands out and put them back, published ones rather where they stood; or only fill what is free."""
    x[X_LISTED], x[X_WIDE], x[X_FIRST], noise = 0, fill, NONE, 0.0
    if fill:
        for e in range(d[H_ERRANDS]):
            if not is_on(d, s, e):
                list_errand(d, x, e)
    else:
        pick(d, s, x)
        noise = 0.0002 * draw(s, 3)
    ease = 10.0 ** (-2 * draw(s, 4)) if draw(s, 2) and not fill else 1.0
    f[LATE], f[STANDIN] = f[F_WEIGHTS + LATE] * ease, f[F_WEIGHTS + STANDIN] * ease
    for i in range(x[X_LISTED]):
        drop(d, s, x, x[d[X_LIST] + i])
    order(d, s, x, fill)
    for i in range(x[X_LISTED]):
        e = x[d[X_LIST] + i]
        keep = d[d[H_ERRAND] + e * E_COLUMNS + E_BOOKED] and (fill or draw(s, 12))
        f[F_NOISE] = noise
        while not place(d, s, x, f, e, keep) and keep:
            keep = 0
    invite(d, s, x)


@inner
def is_taken(d: Ints, s: Ints, new: Ints, old: Ints, f: Floats) -> bool:
    """Say whether the search goes on from a new state: if it is no worse, or worse by little, the less the later.

    Lateness begins warmest and cools fastest: which errands are late at all is found while others change places freely.
    """
    for i in range(d[H_LEVELS]):
        if new[i] != old[i]:
            if new[i] < old[i]:
                return True
            kind = d[d[H_LEVEL] + 2 * i]
            scale = f[F_SCALES + kind] * f[F_WARMTH] ** (2 if kind == LATE else 1)
            return bool(scale > 0 and (new[i] - old[i]) < scale * -np.log((1 + draw(s, 10_000)) / 10_001.0))
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
    """Copy a state or its values."""
    for i in range(len(source)):
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
        change(d, now, x, f, 1)
        measured(d, now, v[0])
        copy(now, best)
        copy(v[0], v[2])
    rounds = 0
    while now[S_STEPS] < stops:
        f[F_WARMTH] = max(0.0, 1.0 - (now[S_STEPS] - f[F_BEGINS]) / max(1.0, f[F_ENDS] - f[F_BEGINS]))
        copy(now, work)
        change(d, work, x, f, 0)
        work[S_STEPS] += 1
        measured(d, work, v[1])
        rounds += 1
        now[S_RANDOM], now[S_STEPS] = work[S_RANDOM], work[S_STEPS]
        if is_taken(d, now, v[1], v[0], f):
            work[S_RANDOM] = now[S_RANDOM]
            copy(work, now)
            copy(v[1], v[0])
            if is_better(d, v[0], v[2]):
                copy(now, best)
                copy(v[0], v[2])
    return rounds
