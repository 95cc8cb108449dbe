"""The steps of a walk over rounds (巡回到访的步), compiled; see `rounds`. One file, as its kernels call one another."""

from math import exp

import numpy as np
import numpy.typing as npt

from solver.arrays import Ints
from solver.compiled import compiled, inner

Floats = npt.NDArray[np.float64]
Arrays = tuple[Ints, Ints, Ints, Ints]

PLACE, MINUTES, OPENS, DUE = range(4)
FIRST, SECOND, LEAST, MOST = range(4)
RANDOM, NOW, BEST, STEPS = range(4)
PASSES = 60  # after so many rounds of waiting for one another two visits wait for ever
NEVER = 2**60


@inner
def draw(walk: Ints, below: int) -> int:
    """Draw a whole number below another."""
    walk[RANDOM] = walk[RANDOM] * 6364136223846793005 + 1442695040888963407
    return int(((walk[RANDOM] >> 33) & 0x3FFFFFFF) % below)


@inner
def lay(ways: Ints, parts: Ints, order: Ints, vehicle: int, low: Ints, start: Ints) -> None:
    """Work out the starts of one round, none before what it waits for."""
    now, place = 0, 0
    for i in range(1, order[vehicle, 0] + 1):
        q = order[vehicle, i]
        start[q] = max(now + ways[place, parts[q, PLACE]], low[q])
        now, place = start[q] + parts[q, MINUTES], parts[q, PLACE]


@inner
def timed(visits: Arrays, rounds: Ints, pad: Ints) -> int:
    """Time all rounds; gives what they cost, more than anything where visits wait for one another for ever."""
    ways, parts, _, meets = visits
    order, of = rounds[:-1], rounds[-1]
    low, start, dirty = pad[0], pad[1], pad[2]
    for q in range(len(parts)):
        low[q] = parts[q, OPENS]
    for vehicle in range(len(order)):
        dirty[vehicle] = 1
    for _ in range(PASSES):
        for vehicle in range(len(order)):
            if dirty[vehicle]:
                lay(ways, parts, order, vehicle, low, start)
                dirty[vehicle] = 0
        raised = False
        for y in range(len(meets)):
            one, other = meets[y, FIRST], meets[y, SECOND]
            if start[other] < start[one] + meets[y, LEAST]:
                low[other], dirty[of[other]], raised = start[one] + meets[y, LEAST], 1, True
            if start[one] < start[other] - meets[y, MOST]:
                low[one], dirty[of[one]], raised = start[other] - meets[y, MOST], 1, True
        if not raised:
            return reckoned(ways, parts, order, start)
    return NEVER


@inner
def reckoned(ways: Ints, parts: Ints, order: Ints, start: Ints) -> int:
    """Add up ways, lateness, and the largest lateness once more."""
    road, late, largest = 0, 0, 0
    for vehicle in range(len(order)):
        place = 0
        for i in range(1, order[vehicle, 0] + 1):
            q = order[vehicle, i]
            road += ways[place, parts[q, PLACE]]
            place = parts[q, PLACE]
            late += max(0, start[q] - parts[q, DUE])
            largest = max(largest, start[q] - parts[q, DUE])
        road += ways[place, 0]
    return int(road + late + largest)


@inner
def take(order: Ints, of: Ints, q: int) -> int:
    """Take a visit out of its round; gives its place in it."""
    vehicle, at = of[q], 1
    while order[vehicle, at] != q:
        at += 1
    for i in range(at, order[vehicle, 0]):
        order[vehicle, i] = order[vehicle, i + 1]
    order[vehicle, 0] -= 1
    return at


@inner
def insert(order: Ints, of: Ints, q: int, vehicle: int, at: int) -> None:
    """Put a visit into a round at a place."""
    for i in range(order[vehicle, 0], at - 1, -1):
        order[vehicle, i + 1] = order[vehicle, i]
    order[vehicle, at] = q
    order[vehicle, 0] += 1
    of[q] = vehicle


@inner
def able(may: Ints, meets: Ints, of: Ints, q: int, vehicle: int) -> bool:
    """Say whether somebody may serve a visit, and not the other one of the same errand."""
    if not may[q, vehicle]:
        return False
    for y in range(len(meets)):
        if (meets[y, FIRST] == q and of[meets[y, SECOND]] == vehicle) or (
            meets[y, SECOND] == q and of[meets[y, FIRST]] == vehicle
        ):
            return False
    return True


@inner
def swap_ends(order: Ints, of: Ints, one: int, i: int, other: int, j: int) -> None:
    """Let two rounds change their ends, from a place in each on."""
    n, m = order[one, 0] - i + 1, order[other, 0] - j + 1
    for k in range(max(n, m)):
        mine, theirs = order[one, i + k] if k < n else 0, order[other, j + k] if k < m else 0
        if k < m:
            order[one, i + k] = theirs
            of[theirs] = one
        if k < n:
            order[other, j + k] = mine
            of[mine] = other
    order[one, 0], order[other, 0] = i - 1 + m, j - 1 + n


@inner
def ends_able(visits: Arrays, rounds: Ints, vehicle: int, at: int, other: int) -> bool:
    """Say whether another may serve what a round serves from a place on."""
    _, _, may, meets = visits
    for i in range(at, rounds[vehicle, 0] + 1):
        if not able(may, meets, rounds[-1], rounds[vehicle, i], other):
            return False
    return True


@inner
def taken(visits: Arrays, rounds: Ints, pad: Ints, walk: Ints, warmth: float) -> bool:
    """Say whether a step is taken, and then note its cost: down always, up by chance."""
    cost = timed(visits, rounds, pad)
    up = cost - walk[NOW]
    if up <= 0 or (up < 20.0 * warmth and draw(walk, 1_000_000) < 1_000_000.0 * exp(-up / warmth)):
        walk[NOW] = cost
        return True
    return False


@inner
def swap(order: Ints, of: Ints, q: int, r: int) -> None:
    """Let two visits of two rounds change places."""
    one, other = of[q], of[r]
    i, j = take(order, of, q), take(order, of, r)
    insert(order, of, r, one, i)
    insert(order, of, q, other, j)


@inner
def near(rounds: Ints, pad: Ints, vehicle: int, moment: int) -> int:
    """Give the place in a round before the first visit that starts after a moment."""
    at = 1
    while at <= rounds[vehicle, 0] and pad[1, rounds[vehicle, at]] <= moment:
        at += 1
    return at


@inner
def move_both(visits: Arrays, rounds: Ints, pad: Ints, walk: Ints, warmth: float, q: int) -> None:
    """Move both visits of an errand at once, to about one moment in two rounds; take it back where it is not taken."""
    _, parts, may, meets = visits
    order, of = rounds[:-1], rounds[-1]
    r = q
    for y in range(len(meets)):
        r = meets[y, SECOND] if meets[y, FIRST] == q else meets[y, FIRST] if meets[y, SECOND] == q else r
    here, there = draw(walk, len(order)), draw(walk, len(order))
    if r == q or here == there or not may[q, here] or not may[r, there]:
        return
    one, other = of[q], of[r]
    timed(visits, rounds, pad)
    moment = pad[1, draw(walk, len(parts))] if draw(walk, 2) else pad[1, q]
    i, j = take(order, of, q), take(order, of, r)
    insert(order, of, q, here, near(rounds, pad, here, moment))
    insert(order, of, r, there, near(rounds, pad, there, moment))
    if not taken(visits, rounds, pad, walk, warmth):
        take(order, of, q)
        take(order, of, r)
        insert(order, of, r, other, j)
        insert(order, of, q, one, i)


@inner
def move_one(visits: Arrays, rounds: Ints, pad: Ints, walk: Ints, warmth: float, q: int) -> None:
    """Move a visit to a drawn place of a drawn round."""
    _, _, may, meets = visits
    order, of = rounds[:-1], rounds[-1]
    vehicle, other = of[q], draw(walk, len(order))
    if other == vehicle or able(may, meets, of, q, other):
        at = take(order, of, q)
        insert(order, of, q, other, 1 + draw(walk, order[other, 0] + 1))
        if not taken(visits, rounds, pad, walk, warmth):
            take(order, of, q)
            insert(order, of, q, vehicle, at)


@inner
def change_two(visits: Arrays, rounds: Ints, pad: Ints, walk: Ints, warmth: float, q: int) -> None:
    """Let a visit change places with one of another round."""
    _, parts, may, meets = visits
    order, of = rounds[:-1], rounds[-1]
    r = draw(walk, len(parts))
    if of[r] != of[q] and able(may, meets, of, q, of[r]) and able(may, meets, of, r, of[q]):
        swap(order, of, q, r)
        if not taken(visits, rounds, pad, walk, warmth):
            swap(order, of, q, r)


@inner
def change_ends(visits: Arrays, rounds: Ints, pad: Ints, walk: Ints, warmth: float, q: int) -> None:
    """Let the round of a visit and another change their ends."""
    order, of = rounds[:-1], rounds[-1]
    one, other = of[q], draw(walk, len(order))
    i, j = 1 + draw(walk, order[one, 0] + 1), 1 + draw(walk, order[other, 0] + 1)
    if one != other and ends_able(visits, rounds, one, i, other) and ends_able(visits, rounds, other, j, one):
        swap_ends(order, of, one, i, other, j)
        if not taken(visits, rounds, pad, walk, warmth):
            swap_ends(order, of, one, i, other, j)


@inner
def step(visits: Arrays, rounds: Ints, pad: Ints, walk: Ints, warmth: float) -> None:
    """Try one step and take it back where it is not taken; `rounds` ends with the row of who serves which visit."""
    q, how = draw(walk, len(visits[1])), draw(walk, 10)
    if how < 3:
        move_both(visits, rounds, pad, walk, warmth, q)
    elif how < 7:
        move_one(visits, rounds, pad, walk, warmth, q)
    elif how < 9:
        change_two(visits, rounds, pad, walk, warmth, q)
    else:
        change_ends(visits, rounds, pad, walk, warmth, q)


@compiled
def wander(visits: Arrays, rounds: Ints, best: Ints, pad: Ints, walk: Ints, heat: Floats, steps: int) -> None:
    """Take steps, cooling a little with each; `best` keeps the best order met, whose starts are left in the pad."""
    if walk[STEPS] == 0:
        walk[NOW] = timed(visits, rounds, pad)
        walk[BEST] = walk[NOW]
        best[:] = rounds
    for _ in range(steps):
        step(visits, rounds, pad, walk, heat[0])
        walk[STEPS] += 1
        heat[0] *= heat[1]
        if walk[NOW] < walk[BEST]:
            walk[BEST] = walk[NOW]
            best[:] = rounds
    timed(visits, best, pad)
