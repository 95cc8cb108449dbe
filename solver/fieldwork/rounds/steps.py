"""The steps of a walk over rounds (巡回到访的步), compiled; see `rounds`.

A step changes the orders of up to four rounds. What they cost each for itself, as if no visit met another, bounds what all
cost from below; most steps are given up by that bound, and only the others are timed with the visits that meet.
"""

from math import log

import numpy as np
import numpy.typing as npt

from solver.arrays import Ints
from solver.compiled import compiled, inner
from solver.fieldwork.rounds.timing import AT, FIRST, SECOND, STANDS, START, Arrays, at_least, lay, timed

Floats = npt.NDArray[np.float64]

RANDOM, NOW, BEST, STEPS, KEPT = range(5)
WARMTH, COOLS, WALKS = range(3)
MOST_KEPT = 4  # rounds that one step changes


@inner
def draw(walk: Ints, below: int) -> int:
    """Draw a whole number below another."""
    walk[RANDOM] = walk[RANDOM] * 6364136223846793005 + 1442695040888963407
    return int(((walk[RANDOM] >> 33) & 0x3FFFFFFF) % below)


@inner
def take(rounds: Ints, q: int) -> int:
    """Take a visit out of its round; gives its place in it."""
    vehicle, at = rounds[-1, q], 1
    while rounds[vehicle, at] != q:
        at += 1
    for i in range(at, rounds[vehicle, 0]):
        rounds[vehicle, i] = rounds[vehicle, i + 1]
    rounds[vehicle, 0] -= 1
    return at


@inner
def insert(rounds: Ints, q: int, vehicle: int, at: int) -> None:
    """Put a visit into a round at a place."""
    for i in range(rounds[vehicle, 0], at - 1, -1):
        rounds[vehicle, i + 1] = rounds[vehicle, i]
    rounds[vehicle, at] = q
    rounds[vehicle, 0] += 1
    rounds[-1, q] = vehicle


@inner
def able(visits: Arrays, rounds: Ints, q: int, vehicle: int) -> bool:
    """Say whether somebody may serve a visit, and not the other one of the same errand."""
    _, _, may, meets, _ = visits
    if not may[q, vehicle]:
        return False
    for y in range(len(meets)):
        if (meets[y, FIRST] == q and rounds[-1, meets[y, SECOND]] == vehicle) or (
            meets[y, SECOND] == q and rounds[-1, meets[y, FIRST]] == vehicle
        ):
            return False
    return True


@inner
def keep(rounds: Ints, kept: Ints, walk: Ints, vehicle: int) -> None:
    """Note a round as it is before it is changed."""
    for k in range(walk[KEPT]):
        if kept[k, 0] == vehicle:
            return
    kept[walk[KEPT], 0] = vehicle
    for i in range(rounds[vehicle, 0] + 1):
        kept[walk[KEPT], i + 1] = rounds[vehicle, i]
    walk[KEPT] += 1


@inner
def give_back(visits: Arrays, rounds: Ints, kept: Ints, pad: Ints, walk: Ints) -> None:
    """Make the rounds what they were before the step."""
    for k in range(walk[KEPT]):
        vehicle = kept[k, 0]
        for i in range(kept[k, 1] + 1):
            rounds[vehicle, i] = kept[k, i + 1]
        for i in range(1, rounds[vehicle, 0] + 1):
            rounds[-1, rounds[vehicle, i]] = vehicle
        lay(visits, rounds, pad, vehicle)


@inner
def settle(visits: Arrays, rounds: Ints, kept: Ints, pad: Ints, walk: Ints, warmth: float) -> None:
    """Go on from a step, down always, up by chance; else take it back."""
    if walk[KEPT] == 0:
        return
    most = walk[NOW] - warmth * log((1 + draw(walk, 1_000_000)) / 1_000_000.0)
    for k in range(walk[KEPT]):
        lay(visits, rounds, pad, kept[k, 0])
    if at_least(rounds, pad) <= most:
        cost = timed(visits, rounds, pad)
        if cost <= most:
            walk[NOW] = cost
            pad[STANDS] = pad[START]
            return
    give_back(visits, rounds, kept, pad, walk)


@inner
def near(rounds: Ints, pad: Ints, vehicle: int, moment: int) -> int:
    """Give the place in a round before the first visit that starts after a moment."""
    at = 1
    while at <= rounds[vehicle, 0] and pad[STANDS, rounds[vehicle, at]] <= moment:
        at += 1
    return at


@inner
def other_of(meets: Ints, q: int) -> int:
    """Give the other visit of the same errand; the visit itself where it is alone."""
    for y in range(len(meets)):
        if meets[y, FIRST] == q or meets[y, SECOND] == q:
            return int(meets[y, FIRST] + meets[y, SECOND] - q)
    return q


@inner
def move_both(visits: Arrays, rounds: Ints, kept: Ints, pad: Ints, walk: Ints, q: int, c: int) -> None:
    """Move both visits of an errand at once, to about one moment in two rounds: mostly of visits close to it."""
    _, parts, may, meets, close = visits
    r, how = other_of(meets, q), draw(walk, 4)
    here = draw(walk, len(rounds) - 1) if draw(walk, 3) == 0 else rounds[-1, c]
    there = draw(walk, len(rounds) - 1) if draw(walk, 3) == 0 else rounds[-1, close[q, draw(walk, close.shape[1])]]
    if how == 0:  # those who serve it change places
        here, there = rounds[-1, r], rounds[-1, q]
    elif how == 1:  # one of them stays
        there = rounds[-1, r]
    if r == q or here == there or not may[q, here] or not may[r, there]:
        return
    moment = pad[STANDS, draw(walk, len(parts))] if draw(walk, 3) == 0 else pad[STANDS, (c, q)[draw(walk, 2)]]
    for vehicle in (rounds[-1, q], rounds[-1, r], here, there):
        keep(rounds, kept, walk, vehicle)
    take(rounds, q)
    take(rounds, r)
    insert(rounds, q, here, near(rounds, pad, here, moment))
    insert(rounds, r, there, near(rounds, pad, there, moment))


@inner
def move_some(visits: Arrays, rounds: Ints, kept: Ints, pad: Ints, walk: Ints, q: int, c: int) -> None:
    """Move a visit, now and then with one or two behind it, before or behind a visit close to it; or anywhere."""
    one, anywhere = rounds[-1, q], draw(walk, 8) == 0
    other = draw(walk, len(rounds) - 1) if anywhere else rounds[-1, c]
    count = min(1 + (draw(walk, 3) == 0) * (1 + draw(walk, 2)), rounds[one, 0] - pad[AT, q] + 1)
    if one == other:
        count = 1
    first = pad[AT, q]
    for k in range(count):
        if one != other and not able(visits, rounds, rounds[one, first + k], other):
            return
    at = 1 + draw(walk, rounds[other, 0] + 1) if anywhere else pad[AT, c] + draw(walk, 2)
    keep(rounds, kept, walk, one)
    keep(rounds, kept, walk, other)
    for k in range(count):
        moved = q if one == other else rounds[one, first]
        take(rounds, moved)
        insert(rounds, moved, other, min(at + k, rounds[other, 0] + 1))


@inner
def change_two(visits: Arrays, rounds: Ints, kept: Ints, walk: Ints, q: int, r: int) -> None:
    """Let a visit change places with one of another round."""
    one, other = rounds[-1, q], rounds[-1, r]
    if one != other and able(visits, rounds, q, other) and able(visits, rounds, r, one):
        keep(rounds, kept, walk, one)
        keep(rounds, kept, walk, other)
        i, j = take(rounds, q), take(rounds, r)
        insert(rounds, r, one, i)
        insert(rounds, q, other, j)


@inner
def ends_able(visits: Arrays, rounds: Ints, vehicle: int, at: int, other: int) -> bool:
    """Say whether another may serve what a round serves from a place on."""
    for i in range(at, rounds[vehicle, 0] + 1):
        if not able(visits, rounds, rounds[vehicle, i], other):
            return False
    return True


@inner
def swap_ends(rounds: Ints, one: int, i: int, other: int, j: int) -> None:
    """Let two rounds change their ends, from a place in each on."""
    n, m = rounds[one, 0] - i + 1, rounds[other, 0] - j + 1
    for k in range(max(n, m)):
        mine, theirs = rounds[one, i + k] if k < n else 0, rounds[other, j + k] if k < m else 0
        if k < m:
            rounds[one, i + k] = theirs
            rounds[-1, theirs] = one
        if k < n:
            rounds[other, j + k] = mine
            rounds[-1, mine] = other
    rounds[one, 0], rounds[other, 0] = i - 1 + m, j - 1 + n


@inner
def change_ends(visits: Arrays, rounds: Ints, kept: Ints, pad: Ints, walk: Ints, q: int, c: int) -> None:
    """Let the round of a visit and another change their ends, so that one close to it follows; or anywhere."""
    one, other = rounds[-1, q], rounds[-1, c]
    i, j = pad[AT, q] + 1, pad[AT, c]
    if draw(walk, 3) == 0:  # also with somebody who has no visit yet
        other = draw(walk, len(rounds) - 1)
        i, j = 1 + draw(walk, rounds[one, 0] + 1), 1 + draw(walk, rounds[other, 0] + 1)
    if one != other and ends_able(visits, rounds, one, i, other) and ends_able(visits, rounds, other, j, one):
        keep(rounds, kept, walk, one)
        keep(rounds, kept, walk, other)
        swap_ends(rounds, one, i, other, j)


@inner
def step(visits: Arrays, rounds: Ints, kept: Ints, pad: Ints, walk: Ints, warmth: float) -> None:
    """Try one step and take it back where it is not taken; `rounds` ends with the row of who serves which visit."""
    close = visits[4]
    q, how = draw(walk, len(visits[1])), draw(walk, 10)
    c = close[q, draw(walk, close.shape[1])]
    walk[KEPT] = 0
    if how < 3:
        move_both(visits, rounds, kept, pad, walk, q, c)
    elif how < 7:
        move_some(visits, rounds, kept, pad, walk, q, c)
    elif how < 9:
        change_two(visits, rounds, kept, walk, q, c)
    else:
        change_ends(visits, rounds, kept, pad, walk, q, c)
    settle(visits, rounds, kept, pad, walk, warmth)


@compiled
def wander(visits: Arrays, rounds: Ints, best: Ints, kept: Ints, pad: Ints, walk: Ints, heat: Floats) -> None:
    """Take steps, cooling a little with each; `best` keeps the best order met, whose starts are left in the pad."""
    for vehicle in range(len(rounds) - 1):
        lay(visits, rounds, pad, vehicle)
    walk[NOW] = timed(visits, rounds, pad)
    pad[STANDS] = pad[START]
    if walk[STEPS] == 0:
        walk[BEST] = walk[NOW]
        best[:] = rounds
    for _ in range(int(heat[WALKS])):
        step(visits, rounds, kept, pad, walk, heat[WARMTH])
        walk[STEPS] += 1
        heat[WARMTH] *= heat[COOLS]
        if walk[NOW] < walk[BEST]:
            walk[BEST] = walk[NOW]
            best[:] = rounds
    for vehicle in range(len(best) - 1):
        lay(visits, best, pad, vehicle)
    timed(visits, best, pad)
