"""Destroy and repair (破坏与修复): errands are taken out of a week and put back where they cost least, over and over.

One file, as its kernels call one another. `d` is the instance as laid out by `layout`, `s` one state of the search, `x` a
scratch pad, `f` the prices that guide. All times are whole numbers and all steps are counted, so that the same seed gives
the same plan.

A state begins with its random number, its steps and its trips; then for each part its trip, its start and whether it
stands as published; then the hard minutes of each person; then a row for each trip with its stops and its crew.
"""

import numpy as np
import numpy.typing as npt

from solver.compiled import compiled, inner
from solver.fieldwork.instance import LARGEST, Ints

Floats = npt.NDArray[np.float64]

(
    H_PARTS, H_ERRANDS, H_PEOPLE, H_VEHICLES, H_DAYS, H_THINGS, H_PLACES, H_WISHES, H_STOPS, H_CREW, H_LEVELS, H_SKILLS,
    H_PART, H_ERRAND, H_PERSON, H_VEHICLE, H_DAY, H_THING, H_WISH, H_TRAVEL, H_LEVEL,
    S_TRIP, S_START, S_KEPT, S_HARD, S_ROWS, S_ROW, S_SIZE,
    X_SEQ, X_AT, X_LOW, X_HIGH, X_MARK, X_NEED, X_CREWED, X_BEST, X_LIST, X_KEY, X_IN, X_OFFERS, X_SIZE, H_BOOKED, HEADER,
) = range(43)  # fmt: skip
(
    P_ERRAND, P_PLACE, P_MINUTES, P_DUE, P_SEATS, P_VEHICLES, P_HARD, P_WIN0, P_WIN1, P_NEED0, P_NEED1, P_USE0, P_USE1,
    P_SYNC0, P_SYNC1, P_WHO0, P_WHO1, P_BAR0, P_BAR1, P_CREW0, P_CREW1, P_CARRY0, P_CARRY1, P_BSTART, P_BVEHICLE, P_LEAST,
    P_COLUMNS,
) = range(27)  # fmt: skip
E_RANK, E_KIND, E_PRICE, E_PART0, E_PART1, E_BOOKED, E_WORK, E_COLUMNS = range(8)
M_SKILLS, M_ROOM, M_AWAY0, M_AWAY1, M_WORTH, M_COLUMNS = range(6)
V_SEATS, V_DRIVER, V_OFF0, V_OFF1, V_COLUMNS = range(5)
R_COUNT, R_USER0, R_USER1, R_TAKEN0, R_TAKEN1, R_COLUMNS = range(6)
T_VEHICLE, T_DAY, T_LEAVES, T_BACK, T_N, T_C, T_LATE, T_STANDIN, T_WAY, T_WORK, T_LEAST, T_STOPS = range(12)
(
    X_STAMP, X_LEAVES, X_BACK, X_LATE, X_CREW, X_STANDIN, X_WAY, X_TRIP, X_DAY, X_VEHICLE, X_BEST_LEAVES, X_BEST_BACK,
    X_BEST_LATE, X_BEST_STANDIN, X_BEST_WAY, X_BEST_CREW, X_BEST_N,
    X_FREE, X_LISTED, X_WIDE, X_OFFERED, X_PART, X_BEFORE, X_HERE, X_CAR, X_DATE, X_PAD,
) = range(27)  # fmt: skip
PLACED, LATE, FAIR, LEARNING, MOVED, STANDIN, AWAY, TRAVEL, ROUNDS, KINDS = range(10)
S_RANDOM, S_STEPS, S_TRIPS, S_PAD = range(4)
F_NOISE, F_WARMTH, F_BEGINS, F_ENDS = range(KINDS, KINDS + 4)
F_SCALES, F_WEIGHTS = KINDS + 4, 2 * KINDS + 4
NONE = -1
FOREVER = LARGEST
NOWHERE = 1e18  # dearer than any place
FEWEST, SHARE = 4, 6  # errands taken out: at least so many are allowed, or one in so many
ROUNDS_OF_WAITING = 12  # looks for a moment at which shared things are free
ANCHORS = 3  # times at which a new trip is tried to leave, besides the earliest
SAMPLE = 3  # errands without a place that are tried in one round


@inner
def draw(s: Ints, below: int) -> int:
    """Draw a whole number below another."""
    s[S_RANDOM] = s[S_RANDOM] * 6364136223846793005 + 1442695040888963407
    return int(((s[S_RANDOM] >> 33) & 0x3FFFFFFF) % below)


@inner
def way(d: Ints, one: int, other: int) -> int:
    """Give the way from place to place."""
    return int(d[d[H_TRAVEL] + one * d[H_PLACES] + other])


@inner
def part(d: Ints, q: int) -> int:
    """Say where the row of a part begins."""
    return int(d[H_PART] + q * P_COLUMNS)


@inner
def row(d: Ints, t: int) -> int:
    """Say where the row of a trip begins in a state."""
    return int(d[S_ROWS] + t * d[S_ROW])


@inner
def used_at(d: Ints, s: Ints, x: Ints, r: int, moment: int) -> int:
    """Count what of a shared thing is used at a moment, the trip in hand left out; and when the first of it ends."""
    count, free = 0, FOREVER
    thing = d[H_THING] + r * R_COLUMNS
    for u in range(d[thing + R_USER0], d[thing + R_USER1], 2):
        q = d[u]
        if s[d[S_TRIP] + q] >= 0 and x[d[X_IN] + q] != x[X_STAMP]:
            start = s[d[S_START] + q]
            end = start + d[part(d, q) + P_MINUTES]
            if start <= moment < end:
                count += d[u + 1]
                free = min(free, end)
    for u in range(d[thing + R_TAKEN0], d[thing + R_TAKEN1], 3):
        if d[u] <= moment < d[u + 1]:
            count += d[u + 2]
            free = min(free, d[u + 1])
    x[X_FREE] = free
    return count


@inner
def waits(d: Ints, s: Ints, x: Ints, q: int, start: int) -> int:
    """Give 0 if all shared things a part uses are free from a start on, else a later moment worth trying."""
    p = part(d, q)
    end = start + d[p + P_MINUTES]
    for u in range(d[p + P_USE0], d[p + P_USE1], 2):
        thing = d[H_THING] + d[u] * R_COLUMNS
        room = d[thing + R_COUNT] - d[u + 1]
        if used_at(d, s, x, d[u], start) > room:
            return max(x[X_FREE], start + 1) if x[X_FREE] < FOREVER else FOREVER
        for other in range(d[thing + R_USER0], d[thing + R_USER1], 2):
            if s[d[S_TRIP] + d[other]] >= 0 and x[d[X_IN] + d[other]] != x[X_STAMP]:
                begins = s[d[S_START] + d[other]]
                if start < begins < end and used_at(d, s, x, d[u], begins) > room:
                    return int(max(x[X_FREE], start + 1))
        for other in range(d[thing + R_TAKEN0], d[thing + R_TAKEN1], 3):
            if start < d[other] < end and used_at(d, s, x, d[u], d[other]) > room:
                return int(max(x[X_FREE], start + 1))
    return 0


@inner
def starts(d: Ints, s: Ints, x: Ints, q: int, moment: int, last: int) -> int:
    """Give the first start of a part from a moment on, -1 if there is none up to a last one."""
    p = part(d, q)
    for _ in range(ROUNDS_OF_WAITING):
        found = NONE
        for w in range(d[p + P_WIN0], d[p + P_WIN1], 2):
            if moment <= d[w + 1]:
                found = max(moment, d[w])
                break
        if found < 0 or found > last:
            return NONE
        if d[p + P_USE0] == d[p + P_USE1]:
            return found
        moment = waits(d, s, x, q, found)
        if moment == 0:
            return found
    return NONE


@inner
def latest(d: Ints, s: Ints, x: Ints, q: int, early: int, late: int) -> int:
    """Give the last start of a part between two moments, the first of which is a lawful one."""
    p = part(d, q)
    found = early
    for w in range(d[p + P_WIN0], d[p + P_WIN1], 2):
        if d[w] <= late:
            found = max(found, min(late, d[w + 1]))
    if found > early and d[p + P_USE0] < d[p + P_USE1] and waits(d, s, x, q, found) != 0:
        return early
    return found


@inner
def limits(d: Ints, s: Ints, x: Ints, i: int, q: int) -> None:
    """Note between which starts a part must stay because of the parts it goes with, or because it is published."""
    low, high, p = -FOREVER, FOREVER, part(d, q)
    for y in range(d[p + P_SYNC0], d[p + P_SYNC1], 3):
        if s[d[S_TRIP] + d[y]] >= 0:
            other = s[d[S_START] + d[y]]
            low, high = max(low, other + d[y + 1]), min(high, other + d[y + 2])
    if s[d[S_KEPT] + q]:
        low, high = max(low, d[p + P_BSTART]), min(high, d[p + P_BSTART])
    x[d[X_LOW] + i], x[d[X_HIGH] + i] = low, high


@inner
def fits(d: Ints, s: Ints, x: Ints, n: int, first: int, last: int) -> bool:
    """Time a sequence between two moments: each stop as early as it goes, then as close to the next as it goes."""
    s[S_STEPS] += 1
    seq, at = d[X_SEQ], d[X_AT]
    now, place, road = first, 0, 0
    for i in range(n):
        q = x[seq + i]
        p = part(d, q)
        step = way(d, place, d[p + P_PLACE])
        start = starts(d, s, x, q, max(now + step, x[d[X_LOW] + i]), x[d[X_HIGH] + i])
        if start < 0:
            return False
        x[at + i] = start
        now, place, road = start + d[p + P_MINUTES], d[p + P_PLACE], road + step
    step = way(d, place, 0)
    if now + step > last:
        return False
    x[X_BACK], x[X_WAY], x[X_LATE] = now + step, road + step, 0
    for i in range(n - 1, -1, -1):
        p = part(d, x[seq + i])
        due, place = d[p + P_DUE], d[p + P_PLACE]
        if i < n - 1:
            after = x[at + i + 1] - way(d, place, d[part(d, x[seq + i + 1]) + P_PLACE]) - d[p + P_MINUTES]
            after = min(after, x[d[X_HIGH] + i], max(due, x[at + i]))
            if after > x[at + i]:
                x[at + i] = latest(d, s, x, x[seq + i], x[at + i], after)
        x[X_LATE] += max(0, x[at + i] - due)
    x[X_LEAVES] = x[at] - way(d, 0, d[part(d, x[seq]) + P_PLACE])
    return True


@inner
def is_free(d: Ints, x: Ints, m: int, leaves: int, back: int) -> bool:
    """Say whether a person is neither on another trip (marked) nor away."""
    if x[d[X_MARK] + m] == x[X_STAMP]:
        return False
    person = d[H_PERSON] + m * M_COLUMNS
    for a in range(d[person + M_AWAY0], d[person + M_AWAY1], 2):
        if d[a] < back and d[a + 1] > leaves:
            return False
    return True


@inner
def board(d: Ints, x: Ints, m: int) -> None:
    """Take somebody aboard."""
    x[d[X_CREWED] + x[X_CREW]] = m
    x[X_CREW] += 1
    x[d[X_MARK] + m] = x[X_STAMP]  # no second time
    skills = d[d[H_PERSON] + m * M_COLUMNS + M_SKILLS]
    for skill in range(d[H_SKILLS]):
        x[d[X_NEED] + skill] -= skills >> skill & 1


@inner
def mark(d: Ints, s: Ints, x: Ints, n: int, day: int, trip: int) -> None:
    """Mark who is on another trip at the time, or barred from a stop; note what is needed of each skill."""
    for t in range(s[S_TRIPS]):
        r = row(d, t)
        if t != trip and s[r + T_DAY] == day and s[r + T_LEAVES] < x[X_BACK] and s[r + T_BACK] > x[X_LEAVES]:
            for c in range(s[r + T_C]):
                x[d[X_MARK] + s[r + T_STOPS + d[H_STOPS] + c]] = x[X_STAMP]
    for skill in range(d[H_SKILLS]):
        x[d[X_NEED] + skill] = 0
    for i in range(n):
        p = part(d, x[d[X_SEQ] + i])
        for b in range(d[p + P_BAR0], d[p + P_BAR1]):
            x[d[X_MARK] + d[b]] = x[X_STAMP]
        for u in range(d[p + P_NEED0], d[p + P_NEED1], 2):
            x[d[X_NEED] + d[u]] = max(x[d[X_NEED] + d[u]], d[u + 1])


@inner
def handled(d: Ints, x: Ints, q: int, seats: int) -> bool:
    """See to it that the handler of a part is aboard, or the least dear stand-in there is."""
    p = part(d, q)
    if d[p + P_WHO0] == d[p + P_WHO1]:
        return True
    for w in range(d[p + P_WHO0], d[p + P_WHO1], 2):  # the least dear first
        for c in range(x[X_CREW]):
            if x[d[X_CREWED] + c] == d[w]:
                x[X_STANDIN] += d[w + 1]
                return True
        if x[X_CREW] < seats and is_free(d, x, d[w], x[X_LEAVES], x[X_BACK]):
            board(d, x, d[w])
            x[X_STANDIN] += d[w + 1]
            return True
    return False


@inner
def best_helper(d: Ints, s: Ints, x: Ints, hard: int) -> int:
    """Choose who covers most of what is missing; among equals who can be spared, and has carried least."""
    missing = 0
    for skill in range(d[H_SKILLS]):
        missing |= (x[d[X_NEED] + skill] > 0) << skill
    best, most = NONE, 0
    for m in range(d[H_PEOPLE]):
        person = d[H_PERSON] + m * M_COLUMNS
        bits, gain = d[person + M_SKILLS] & missing, 0
        while bits:
            bits &= bits - 1
            gain += 1
        if gain:
            value = gain * 10_000 - d[person + M_WORTH] + draw(s, 40)
            if hard:
                value -= min(5_000, 20 * max(0, s[d[S_HARD] + m] + hard - d[person + M_ROOM]))
            if value > most and is_free(d, x, m, x[X_LEAVES], x[X_BACK]):
                best, most = m, value
    return best


@inner
def carried_by(d: Ints, s: Ints, t: int, thing: int) -> int:
    """Give how many of a thing a trip takes along: as many as the stop that uses most."""
    most, r = 0, row(d, t)
    for i in range(s[r + T_N]):
        p = part(d, s[r + T_STOPS + i])
        for u in range(d[p + P_CARRY0], d[p + P_CARRY1], 2):
            if d[u] == thing:
                most = max(most, d[u + 1])
    return int(most)


@inner
def out_at(d: Ints, s: Ints, thing: int, moment: int, day: int, trip: int) -> int:
    """Count what of a carried thing is out or taken at a moment, the trip in hand left out."""
    count, at = 0, d[H_THING] + thing * R_COLUMNS
    for t in range(s[S_TRIPS]):
        r = row(d, t)
        if t != trip and s[r + T_DAY] == day and s[r + T_LEAVES] <= moment < s[r + T_BACK]:
            count += carried_by(d, s, t, thing)
    for u in range(d[at + R_TAKEN0], d[at + R_TAKEN1], 3):
        if d[u] <= moment < d[u + 1]:
            count += d[u + 2]
    return int(count)


@inner
def can_carry(d: Ints, s: Ints, x: Ints, n: int, day: int, trip: int) -> bool:
    """Say whether what the sequence in hand takes along is there from its leaving to its being back."""
    for i in range(n):
        p = part(d, x[d[X_SEQ] + i])
        for u in range(d[p + P_CARRY0], d[p + P_CARRY1], 2):
            thing, at = d[u], d[H_THING] + d[u] * R_COLUMNS
            room = d[at + R_COUNT] - d[u + 1]
            if out_at(d, s, thing, x[X_LEAVES], day, trip) > room:
                return False
            for t in range(s[S_TRIPS]):
                leaves = s[row(d, t) + T_LEAVES]
                if x[X_LEAVES] < leaves < x[X_BACK] and t != trip and out_at(d, s, thing, leaves, day, trip) > room:
                    return False
            for o in range(d[at + R_TAKEN0], d[at + R_TAKEN1], 3):
                if x[X_LEAVES] < d[o] < x[X_BACK] and out_at(d, s, thing, d[o], day, trip) > room:
                    return False
    return True


@inner
def crewed(d: Ints, s: Ints, x: Ints, n: int, vehicle: int, day: int, trip: int) -> bool:
    """Find a crew for the sequence in hand at its times: those published, handlers, then who covers what is missing."""
    x[X_CREW], x[X_STANDIN] = 0, 0
    if not can_carry(d, s, x, n, day, trip):
        return False
    mark(d, s, x, n, day, trip)
    v = d[H_VEHICLE] + vehicle * V_COLUMNS
    seats, hard = d[v + V_SEATS], 0
    if d[v + V_DRIVER] >= 0:
        x[d[X_NEED] + d[v + V_DRIVER]] = max(x[d[X_NEED] + d[v + V_DRIVER]], 1)
    for i in range(n):
        p = part(d, x[d[X_SEQ] + i])
        seats -= d[p + P_SEATS]
        hard += d[p + P_HARD]
    if not published_aboard(d, s, x, n, seats):
        return False
    for i in range(n):
        if not handled(d, x, x[d[X_SEQ] + i], seats):
            return False
    for skill in range(d[H_SKILLS]):
        while x[d[X_NEED] + skill] > 0:
            m = best_helper(d, s, x, hard)
            if m < 0 or x[X_CREW] >= seats:
                return False
            board(d, x, m)
    return bool(x[X_CREW] <= seats)


@inner
def published_aboard(d: Ints, s: Ints, x: Ints, n: int, seats: int) -> bool:
    """Take aboard whom the parts that stand as published are published with."""
    for i in range(n):
        q = x[d[X_SEQ] + i]
        p = part(d, q)
        for c in range(d[p + P_CREW0], d[p + P_CREW1]) if s[d[S_KEPT] + q] else range(0):
            there = False
            for o in range(x[X_CREW]):
                there = there or x[d[X_CREWED] + o] == d[c]
            if not there:
                if x[X_CREW] >= seats or not is_free(d, x, d[c], x[X_LEAVES], x[X_BACK]):
                    return False
                board(d, x, d[c])
    return True


@inner
def sequence(d: Ints, s: Ints, x: Ints, trip: int, q: int, at: int) -> int:
    """Lay the stops of a trip into the pad (none for a new one), a part put in at a place; gives how many they are."""
    x[X_STAMP] += 1
    seq, n = d[X_SEQ], 0
    stops = s[row(d, trip) + T_N] if trip >= 0 else 0
    for i in range(stops + 1):
        if i == at and q >= 0:
            x[seq + n] = q
            n += 1
        if i < stops:
            x[seq + n] = s[row(d, trip) + T_STOPS + i]
            n += 1
    for i in range(n):
        x[d[X_IN] + x[seq + i]] = x[X_STAMP]
        limits(d, s, x, i, x[seq + i])
    return n


@inner
def hold(d: Ints, x: Ints, n: int, trip: int, vehicle: int, day: int) -> None:
    """Keep what is in the pad as the best way so far to place a part."""
    x[X_TRIP], x[X_VEHICLE], x[X_DAY], x[X_BEST_N], x[X_BEST_CREW] = trip, vehicle, day, n, x[X_CREW]
    x[X_BEST_LEAVES], x[X_BEST_BACK], x[X_BEST_LATE] = x[X_LEAVES], x[X_BACK], x[X_LATE]
    x[X_BEST_STANDIN], x[X_BEST_WAY] = x[X_STANDIN], x[X_WAY]
    best = d[X_BEST]
    for i in range(n):
        x[best + i], x[best + n + i] = x[d[X_SEQ] + i], x[d[X_AT] + i]
    for c in range(x[X_CREW]):
        x[best + 2 * n + c] = x[d[X_CREWED] + c]


@inner
def charge(d: Ints, s: Ints, t: int, sign: int) -> None:
    """Add the hard minutes of a trip to its crew, or take them off."""
    r, hard = row(d, t), 0
    for i in range(s[r + T_N]):
        hard += d[part(d, s[r + T_STOPS + i]) + P_HARD]
    for c in range(s[r + T_C]):
        s[d[S_HARD] + s[r + T_STOPS + d[H_STOPS] + c]] += sign * hard


@inner
def settle(d: Ints, s: Ints, x: Ints) -> None:
    """Do what was held as best: a trip is written anew, or begun."""
    t = x[X_TRIP]
    if t < 0:
        t = s[S_TRIPS]
        s[S_TRIPS] += 1
        s[row(d, t) + T_N], s[row(d, t) + T_C] = 0, 0
    charge(d, s, t, -1)
    r, n, best = row(d, t), x[X_BEST_N], d[X_BEST]
    s[r + T_VEHICLE], s[r + T_DAY], s[r + T_N], s[r + T_C] = x[X_VEHICLE], x[X_DAY], n, x[X_BEST_CREW]
    s[r + T_LEAVES], s[r + T_BACK], s[r + T_LATE] = x[X_BEST_LEAVES], x[X_BEST_BACK], x[X_BEST_LATE]
    s[r + T_STANDIN], s[r + T_WAY] = x[X_BEST_STANDIN], x[X_BEST_WAY]
    s[r + T_WORK], s[r + T_LEAST] = 0, 0
    for i in range(n):
        q = x[best + i]
        s[r + T_STOPS + i] = q
        s[d[S_TRIP] + q], s[d[S_START] + q] = t, x[best + n + i]
        s[r + T_WORK] += d[part(d, q) + P_MINUTES]
        s[r + T_LEAST] = max(s[r + T_LEAST], d[part(d, q) + P_LEAST])
    for c in range(x[X_BEST_CREW]):
        s[r + T_STOPS + d[H_STOPS] + c] = x[best + 2 * n + c]
    charge(d, s, t, 1)


@inner
def gap(d: Ints, s: Ints, vehicle: int, day: int, moment: int, trip: int) -> tuple[int, int]:
    """Give the time around a moment in which a vehicle is free (empty where it is taken at the moment)."""
    opens, closes = d[d[H_DAY] + 2 * day], d[d[H_DAY] + 2 * day + 1]
    v = d[H_VEHICLE] + vehicle * V_COLUMNS
    for o in range(d[v + V_OFF0], d[v + V_OFF1], 2):
        if d[o] <= moment < d[o + 1]:
            return moment, moment - 1
        if d[o + 1] <= moment:
            opens = max(opens, d[o + 1])
        else:
            closes = min(closes, d[o])
    for t in range(s[S_TRIPS]):
        r = row(d, t)
        if t != trip and s[r + T_VEHICLE] == vehicle and s[r + T_DAY] == day:
            if s[r + T_LEAVES] <= moment < s[r + T_BACK]:
                return moment, moment - 1
            if s[r + T_BACK] <= moment:
                opens = max(opens, s[r + T_BACK])
            else:
                closes = min(closes, s[r + T_LEAVES])
    return opens, closes


@inner
def price(d: Ints, s: Ints, x: Ints, f: Floats, trip: int, crew: int) -> float:
    """Say what the sequence in hand costs more than the trip as it is, with a crew of some size."""
    late, standin, road, away = x[X_LATE], x[X_STANDIN], x[X_WAY], (x[X_BACK] - x[X_LEAVES]) * crew
    if trip >= 0:
        r = row(d, trip)
        late -= s[r + T_LATE]
        standin -= s[r + T_STANDIN]
        road -= s[r + T_WAY]
        away -= (s[r + T_BACK] - s[r + T_LEAVES]) * s[r + T_C]
    return float(f[LATE] * late + f[STANDIN] * standin + f[AWAY] * away + f[TRAVEL] * road)


@inner
def attempt(d: Ints, s: Ints, x: Ints, f: Floats, early: int, late: int, best: float) -> float:
    """Put the part in hand into the trip in hand, timed and crewed within a span; hold it if it costs less than the best."""
    trip, vehicle, day = x[X_HERE], x[X_CAR], x[X_DATE]
    n = sequence(d, s, x, trip, x[X_PART], x[X_BEFORE])
    if not fits(d, s, x, n, early, late):
        return best
    x[X_STANDIN], least = 0, 0
    for i in range(n):
        least = max(least, d[part(d, x[d[X_SEQ] + i]) + P_LEAST])
    if price(d, s, x, f, trip, least) >= best or not crewed(d, s, x, n, vehicle, day, trip):
        return best
    cost = price(d, s, x, f, trip, x[X_CREW]) * (1.0 + f[F_NOISE] * draw(s, 1000))
    if cost < best:
        hold(d, x, n, trip, vehicle, day)
        return float(cost)
    return best


@inner
def may_drive(d: Ints, s: Ints, q: int, vehicle: int) -> bool:
    """Say whether a vehicle may serve a part: its kind, its booking if it is to stay, no other part of the errand."""
    p = part(d, q)
    if not d[p + P_VEHICLES] >> vehicle & 1 or (s[d[S_KEPT] + q] and d[p + P_BVEHICLE] != vehicle):
        return False
    e = d[H_ERRAND] + d[p + P_ERRAND] * E_COLUMNS
    for other in range(d[e + E_PART0], d[e + E_PART1]):
        o = d[other]
        if o != q and s[d[S_TRIP] + o] >= 0 and s[row(d, s[d[S_TRIP] + o]) + T_VEHICLE] == vehicle:
            return False
    return True


@inner
def first_on(d: Ints, q: int, day: int) -> int:
    """Give the earliest moment at which a part may start on a day, with the way from the seat; -1 if none."""
    p = part(d, q)
    opens, closes = d[d[H_DAY] + 2 * day] + way(d, 0, d[p + P_PLACE]), d[d[H_DAY] + 2 * day + 1]
    for w in range(d[p + P_WIN0], d[p + P_WIN1], 2):
        if d[w + 1] >= opens and d[w] <= closes:
            return int(max(opens, d[w]))
    return NONE


@inner
def at_least(d: Ints, s: Ints, f: Floats, q: int, day: int, t: int, at: int) -> float:
    """Give what a part costs at least at a place of a trip (-1: of a new one): lateness, the way round, time away."""
    p = part(d, q)
    late = max(0, first_on(d, q, day) - d[p + P_DUE])
    if t < 0:
        road = 2 * way(d, 0, d[p + P_PLACE])
        return float(f[LATE] * late + f[TRAVEL] * road + f[AWAY] * (road + d[p + P_MINUTES]) * d[p + P_LEAST])
    r, before, after = row(d, t), 0, 0
    if at > 0:
        before = d[part(d, s[r + T_STOPS + at - 1]) + P_PLACE]
    if at < s[r + T_N]:
        after = d[part(d, s[r + T_STOPS + at]) + P_PLACE]
    road = way(d, before, d[p + P_PLACE]) + way(d, d[p + P_PLACE], after) - way(d, before, after)
    span = s[r + T_WAY] + road + s[r + T_WORK] + d[p + P_MINUTES]
    away = span * max(d[p + P_LEAST], s[r + T_LEAST]) - (s[r + T_BACK] - s[r + T_LEAVES]) * s[r + T_C]
    return float(f[LATE] * (late - s[r + T_LATE]) + f[TRAVEL] * road + f[AWAY] * away - f[STANDIN] * s[r + T_STANDIN])


@inner
def offer(d: Ints, x: Ints, kind: int, at: int, bound: float) -> None:
    """Note a place for a part, with what it costs there at least: in a trip before a stop, or a vehicle on a day."""
    entry = d[X_OFFERS] + 3 * x[X_OFFERED]
    x[entry], x[entry + 1], x[entry + 2] = kind, at, int(bound)
    x[X_OFFERED] += 1


@inner
def collect(d: Ints, s: Ints, x: Ints, f: Floats, q: int) -> None:
    """Note every place for a part: each before each stop of each trip, each vehicle on each day."""
    x[X_OFFERED] = 0
    for t in range(s[S_TRIPS]):
        r = row(d, t)
        if s[r + T_N] < d[H_STOPS] and first_on(d, q, s[r + T_DAY]) >= 0 and may_drive(d, s, q, s[r + T_VEHICLE]):
            for at in range(s[r + T_N] + 1):
                offer(d, x, t, at, at_least(d, s, f, q, s[r + T_DAY], t, at))
    for day in range(d[H_DAYS]) if s[S_TRIPS] < d[H_PARTS] else range(0):
        if first_on(d, q, day) >= 0:
            bound = at_least(d, s, f, q, day, NONE, 0)
            for vehicle in range(d[H_VEHICLES]):
                if may_drive(d, s, q, vehicle):
                    offer(d, x, NONE - vehicle, day, bound)


@inner
def put(d: Ints, s: Ints, x: Ints, f: Floats, q: int) -> bool:
    """Place a part where it costs least, the most promising place first; False where it cannot be placed."""
    best = NOWHERE
    collect(d, s, x, f, q)
    x[X_PART] = q
    while True:
        chosen, least = NONE, best
        for i in range(x[X_OFFERED]):
            if x[d[X_OFFERS] + 3 * i + 2] < least:
                chosen, least = i, float(x[d[X_OFFERS] + 3 * i + 2])
        if chosen < 0:
            break
        entry = d[X_OFFERS] + 3 * chosen
        x[entry + 2] = int(NOWHERE)
        x[X_HERE] = max(NONE, x[entry])
        if x[entry] >= 0:
            x[X_BEFORE] = x[entry + 1]
            best = join(d, s, x, f, best)
        else:
            x[X_BEFORE], x[X_CAR], x[X_DATE] = 0, NONE - x[entry], x[entry + 1]
            best = begin(d, s, x, f, best)
    if best < NOWHERE:
        settle(d, s, x)
    return best < NOWHERE


@inner
def join(d: Ints, s: Ints, x: Ints, f: Floats, best: float) -> float:
    """Try the part in hand before a stop of the trip in hand: leaving when it does now, or else earlier."""
    t, p = x[X_HERE], part(d, x[X_PART])
    r = row(d, t)
    x[X_CAR], x[X_DATE], leaves = s[r + T_VEHICLE], s[r + T_DAY], s[r + T_LEAVES]
    opens, closes = gap(d, s, x[X_CAR], x[X_DATE], leaves, t)
    longer = d[p + P_MINUTES] + 2 * way(d, 0, d[p + P_PLACE])
    for way_of in range(3):
        early = leaves if way_of == 0 else max(opens, leaves - longer) if way_of == 1 else opens
        if way_of == 0 or (early < leaves and (x[X_WIDE] or draw(s, 2))):
            found = attempt(d, s, x, f, early, closes, best)
            if found < best:
                return found
    return best


@inner
def begin(d: Ints, s: Ints, x: Ints, f: Floats, best: float) -> float:
    """Try the part in hand alone on a new trip of the vehicle and day in hand, in each gap of it."""
    moment = d[d[H_DAY] + 2 * x[X_DATE]]
    while moment < d[d[H_DAY] + 2 * x[X_DATE] + 1]:
        opens, closes = gap(d, s, x[X_CAR], x[X_DATE], moment, NONE)
        if closes > opens:
            best = within(d, s, x, f, opens, closes, best)
            moment = closes
        moment = free_again(d, s, x[X_CAR], x[X_DATE], moment)
    return best


@inner
def within(d: Ints, s: Ints, x: Ints, f: Floats, opens: int, closes: int, best: float) -> float:
    """Try a new trip in a gap: at once, when another trip comes back, at a drawn moment; or one of these."""
    p = part(d, x[X_PART])
    longest = closes - opens - 2 * way(d, 0, d[p + P_PLACE]) - d[p + P_MINUTES]
    for i in range(0 if longest < 0 else s[S_TRIPS] + 1 + ANCHORS if x[X_WIDE] else 2):
        which = i if x[X_WIDE] else 0 if i == 0 and draw(s, 2) else 1 + draw(s, s[S_TRIPS] + ANCHORS)
        early = opens
        if 0 < which <= s[S_TRIPS]:
            r = row(d, which - 1)
            early = s[r + T_BACK] if s[r + T_DAY] == x[X_DATE] and s[r + T_BACK] > opens else FOREVER
        elif which > s[S_TRIPS]:
            early = opens + draw(s, longest + 1)
        if early <= opens + longest:
            best = attempt(d, s, x, f, early, closes, best)
    return best


@inner
def free_again(d: Ints, s: Ints, vehicle: int, day: int, moment: int) -> int:
    """Give the moment from which a vehicle is free again that is taken at some moment; the end of the day if never."""
    v = d[H_VEHICLE] + vehicle * V_COLUMNS
    found = d[d[H_DAY] + 2 * day + 1]
    for o in range(d[v + V_OFF0], d[v + V_OFF1], 2):
        if d[o] <= moment < d[o + 1]:
            return int(d[o + 1])
    for t in range(s[S_TRIPS]):
        r = row(d, t)
        if s[r + T_VEHICLE] == vehicle and s[r + T_DAY] == day and s[r + T_LEAVES] <= moment < s[r + T_BACK]:
            return int(s[r + T_BACK])
    return int(found)


@inner
def drop_part(d: Ints, s: Ints, x: Ints, q: int) -> None:
    """Take a part out of its trip, and the trip out of the week if it serves nothing any more."""
    t = s[d[S_TRIP] + q]
    if t < 0:
        return
    s[d[S_TRIP] + q], s[d[S_KEPT] + q] = NONE, 0
    charge(d, s, t, -1)
    r, n = row(d, t), 0
    for i in range(s[r + T_N]):
        if s[r + T_STOPS + i] != q:
            s[r + T_STOPS + n] = s[r + T_STOPS + i]
            n += 1
    s[r + T_N] = n
    charge(d, s, t, 1)
    if n == 0:
        forget(d, s, t)
    else:
        renew(d, s, x, t)


@inner
def forget(d: Ints, s: Ints, t: int) -> None:
    """Take an empty trip out; the last one takes its number."""
    last = s[S_TRIPS] - 1
    if t != last:
        for i in range(d[S_ROW]):
            s[row(d, t) + i] = s[row(d, last) + i]
        for i in range(s[row(d, t) + T_N]):
            s[d[S_TRIP] + s[row(d, t) + T_STOPS + i]] = t
    s[S_TRIPS] = last


@inner
def renew(d: Ints, s: Ints, x: Ints, t: int) -> None:
    """Time a trip anew within its own span and choose its crew again; it stays as it was where that fails."""
    r = row(d, t)
    n = sequence(d, s, x, t, NONE, 0)
    if fits(d, s, x, n, s[r + T_LEAVES], s[r + T_BACK]) and crewed(d, s, x, n, s[r + T_VEHICLE], s[r + T_DAY], t):
        hold(d, x, n, t, s[r + T_VEHICLE], s[r + T_DAY])
        settle(d, s, x)
    else:
        reckon(d, s, t)


@inner
def reckon(d: Ints, s: Ints, t: int) -> None:
    """Reckon lateness, stand-ins and ways of a trip from what it is; its span is what its stops and ways need."""
    r, place = row(d, t), 0
    s[r + T_LATE], s[r + T_STANDIN], s[r + T_WAY], s[r + T_WORK], s[r + T_LEAST] = 0, 0, 0, 0, 0
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
def drop(d: Ints, s: Ints, x: Ints, e: int) -> None:
    """Take an errand out of the week."""
    row_of = d[H_ERRAND] + e * E_COLUMNS
    for i in range(d[row_of + E_PART0], d[row_of + E_PART1]):
        drop_part(d, s, x, d[i])


@inner
def place(d: Ints, s: Ints, x: Ints, f: Floats, e: int, keep: int) -> bool:
    """Place an errand with all its parts, as published or anywhere; False (and nothing placed) where that fails."""
    row_of = d[H_ERRAND] + e * E_COLUMNS
    several = d[row_of + E_PART1] - d[row_of + E_PART0] > 1
    for _ in range(4 if several and not keep else 1):
        done = True
        for i in range(d[row_of + E_PART0], d[row_of + E_PART1]):
            if done:
                s[d[S_KEPT] + d[i]] = keep if d[part(d, d[i]) + P_BVEHICLE] >= 0 else 0
                done = put(d, s, x, f, d[i])
        if done:
            return True
        for i in range(d[row_of + E_PART0], d[row_of + E_PART1]):
            drop_part(d, s, x, d[i])
            s[d[S_KEPT] + d[i]] = 0
        f[F_NOISE] = 0.003  # another time it costs something else, and may meet elsewhere
    return False


@inner
def measured(d: Ints, s: Ints, v: Ints) -> None:
    """Write what a state is worth on each level, in the order of the levels."""
    count = d[H_LEVELS]
    for place_of in range(count):
        level = d[H_LEVEL] + 2 * place_of
        v[place_of] = value_of(d, s, d[level], d[level + 1])


@inner
def value_of(d: Ints, s: Ints, kind: int, rank: int) -> int:
    """Measure a state on one level."""
    if kind in (PLACED, MOVED):
        return left_out(d, s, rank) if kind == PLACED else moved(d, s)
    if kind == FAIR:
        return unfair(d, s)
    if kind == LEARNING:
        return unmet(d, s)
    late, standin, away, road = 0, 0, 0, 0
    for t in range(s[S_TRIPS]):
        r = row(d, t)
        late, standin, road = late + s[r + T_LATE], standin + s[r + T_STANDIN], road + s[r + T_WAY]
        away += (s[r + T_BACK] - s[r + T_LEAVES]) * s[r + T_C]
    if kind == ROUNDS:
        return road + late + latest_of_all(d, s)
    return late if kind == LATE else standin if kind == STANDIN else away if kind == AWAY else road


@inner
def left_out(d: Ints, s: Ints, rank: int) -> int:
    """Count the errands of a rank without a place."""
    count = 0
    for e in range(d[H_ERRANDS]):
        if d[d[H_ERRAND] + e * E_COLUMNS + E_RANK] == rank and not is_on(d, s, e):
            count += 1
    return count


@inner
def moved(d: Ints, s: Ints) -> int:
    """Add up the prices of the bookings that do not stand as published."""
    cost = 0
    for e in range(d[H_ERRANDS]):
        row_of = d[H_ERRAND] + e * E_COLUMNS
        if d[row_of + E_BOOKED]:
            kept = True
            for i in range(d[row_of + E_PART0], d[row_of + E_PART1]):
                kept = kept and as_published(d, s, d[i])
            cost += 0 if kept else d[row_of + E_PRICE]
    return cost


@inner
def as_published(d: Ints, s: Ints, q: int) -> bool:
    """Say whether a part stands as published, be it by intention or by chance."""
    p, t = part(d, q), s[d[S_TRIP] + q]
    if d[p + P_BVEHICLE] < 0 or (s[d[S_KEPT] + q] and t >= 0):
        return True
    if t < 0 or s[d[S_START] + q] != d[p + P_BSTART] or s[row(d, t) + T_VEHICLE] != d[p + P_BVEHICLE]:
        return False
    for c in range(d[p + P_CREW0], d[p + P_CREW1]):
        if not aboard(d, s, t, d[c]):
            return False
    return True


@inner
def aboard(d: Ints, s: Ints, t: int, m: int) -> bool:
    """Say whether somebody is on a trip."""
    r = row(d, t)
    for c in range(s[r + T_C]):
        if s[r + T_STOPS + d[H_STOPS] + c] == m:
            return True
    return False


@inner
def unfair(d: Ints, s: Ints) -> int:
    """Add up the hard minutes beyond fair shares."""
    over = 0
    for m in range(d[H_PEOPLE]):
        over += max(0, s[d[S_HARD] + m] - d[d[H_PERSON] + m * M_COLUMNS + M_ROOM])
    return over


@inner
def latest_of_all(d: Ints, s: Ints) -> int:
    """Give the largest lateness of a part."""
    most = 0
    for q in range(d[H_PARTS]):
        if s[d[S_TRIP] + q] >= 0:
            most = max(most, s[d[S_START] + q] - d[part(d, q) + P_DUE])
    return most


@inner
def serves_kind(d: Ints, s: Ints, t: int, kind: int) -> bool:
    """Say whether a trip serves a kind of errand."""
    r = row(d, t)
    for i in range(s[r + T_N]):
        e = d[part(d, s[r + T_STOPS + i]) + P_ERRAND]
        if kind < 0 or d[d[H_ERRAND] + e * E_COLUMNS + E_KIND] == kind:
            return True
    return False


@inner
def is_met(d: Ints, s: Ints, w: int) -> bool:
    """Say whether a wish is met by some trip."""
    for t in range(s[S_TRIPS]):
        if aboard(d, s, t, d[w]) and (d[w + 1] < 0 or aboard(d, s, t, d[w + 1])) and serves_kind(d, s, t, d[w + 2]):
            return True
    return False


@inner
def unmet(d: Ints, s: Ints) -> int:
    """Add up the prices of the wishes that are not met."""
    cost = 0
    for w in range(d[H_WISH], d[H_WISH] + 4 * d[H_WISHES], 4):
        if not is_met(d, s, w):
            cost += d[w + 3]
    return cost


@inner
def invite(d: Ints, s: Ints, x: Ints) -> None:
    """Let people come along on trips for what they should learn, where there is a seat and they are free."""
    for w in range(d[H_WISH], d[H_WISH] + 4 * d[H_WISHES], 4):
        if d[w + 3] and not is_met(d, s, w):
            best, least = NONE, FOREVER
            for t in range(s[S_TRIPS]):
                r = row(d, t)
                minutes = s[r + T_BACK] - s[r + T_LEAVES]
                if minutes < least and serves_kind(d, s, t, d[w + 2]) and can_come(d, s, x, t, w):
                    best, least = t, minutes
            if best >= 0:
                charge(d, s, best, -1)
                for one in range(2):
                    if d[w + one] >= 0 and not aboard(d, s, best, d[w + one]):
                        r = row(d, best)
                        s[r + T_STOPS + d[H_STOPS] + s[r + T_C]] = d[w + one]
                        s[r + T_C] += 1
                charge(d, s, best, 1)
                reckon_stand_ins(d, s, best)


@inner
def reckon_stand_ins(d: Ints, s: Ints, t: int) -> None:
    """Reckon again who stands for whom: who came along may be the handler."""
    r = row(d, t)
    s[r + T_STANDIN] = 0
    for i in range(s[r + T_N]):
        s[r + T_STANDIN] += stood_for(d, s, r, part(d, s[r + T_STOPS + i]))


@inner
def can_come(d: Ints, s: Ints, x: Ints, t: int, w: int) -> bool:
    """Say whether the two of a wish can be on a trip: seats, calendars, other trips, what they are barred from."""
    r = row(d, t)
    n = sequence(d, s, x, t, NONE, 0)
    x[X_LEAVES], x[X_BACK], x[X_CREW] = s[r + T_LEAVES], s[r + T_BACK], 0
    mark(d, s, x, n, s[r + T_DAY], t)
    seats = d[d[H_VEHICLE] + s[r + T_VEHICLE] * V_COLUMNS + V_SEATS] - s[r + T_C]
    hard = 0
    for i in range(n):
        seats -= d[part(d, x[d[X_SEQ] + i]) + P_SEATS]
        hard += d[part(d, x[d[X_SEQ] + i]) + P_HARD]
    for one in range(2):
        m = d[w + one]
        if m >= 0 and not aboard(d, s, t, m):
            seats -= 1
            over = s[d[S_HARD] + m] + hard > d[d[H_PERSON] + m * M_COLUMNS + M_ROOM] and hard > 0
            if seats < 0 or over or not is_free(d, x, m, s[r + T_LEAVES], s[r + T_BACK]):
                return False
    return True


@inner
def list_errand(d: Ints, x: Ints, e: int) -> None:
    """Note an errand to be placed, unless it is noted already."""
    for i in range(x[X_LISTED]):
        if x[d[X_LIST] + i] == e:
            return
    x[d[X_LIST] + x[X_LISTED]] = e
    x[X_LISTED] += 1


@inner
def list_trip(d: Ints, s: Ints, x: Ints, t: int) -> None:
    """Note all errands of a trip."""
    r = row(d, t)
    for i in range(s[r + T_N]):
        list_errand(d, x, d[part(d, s[r + T_STOPS + i]) + P_ERRAND])


@inner
def pick_near(d: Ints, s: Ints, x: Ints, count: int) -> None:
    """Note errands that are near a drawn one by place, day and time."""
    if s[S_TRIPS] == 0:
        return
    r = row(d, draw(s, s[S_TRIPS]))
    seed = s[r + T_STOPS + draw(s, s[r + T_N])]
    here, moment = d[part(d, seed) + P_PLACE], s[d[S_START] + seed]
    for q in range(d[H_PARTS]):
        x[d[X_KEY] + q] = FOREVER
        if s[d[S_TRIP] + q] >= 0:
            apart = abs(s[d[S_START] + q] - moment)
            x[d[X_KEY] + q] = 4 * way(d, here, d[part(d, q) + P_PLACE]) + min(apart, 300) + draw(s, 150)
    for _ in range(count):
        best = 0
        for q in range(d[H_PARTS]):
            if x[d[X_KEY] + q] < x[d[X_KEY] + best]:
                best = q
        if x[d[X_KEY] + best] == FOREVER:
            return
        x[d[X_KEY] + best] = FOREVER
        list_errand(d, x, d[part(d, best) + P_ERRAND])


@inner
def pick_day(d: Ints, s: Ints, x: Ints, most: int) -> None:
    """Note what stands on one day with one vehicle, or with one person, or all about one drawn trip."""
    if s[S_TRIPS] == 0:
        return
    seed = row(d, draw(s, s[S_TRIPS]))
    how, c = draw(s, 3), draw(s, max(1, s[seed + T_C]))
    for t in range(s[S_TRIPS]):
        r = row(d, t)
        same = s[r + T_DAY] == s[seed + T_DAY] and x[X_LISTED] < most
        if how == 0:
            same = same and s[r + T_VEHICLE] == s[seed + T_VEHICLE]
        elif how == 1:
            same = same and s[seed + T_C] > 0 and aboard(d, s, t, s[seed + T_STOPS + d[H_STOPS] + c])
        else:
            same = same and s[r + T_LEAVES] < s[seed + T_BACK] and s[r + T_BACK] > s[seed + T_LEAVES]
        if same:
            list_trip(d, s, x, t)


@inner
def pick_for(d: Ints, s: Ints, x: Ints, e: int, most: int) -> None:
    """Note what stands in the way of an errand without a place: trips about a drawn moment at which it might start."""
    q = d[d[d[H_ERRAND] + e * E_COLUMNS + E_PART0]]
    p = part(d, q)
    count = (d[p + P_WIN1] - d[p + P_WIN0]) // 2
    list_errand(d, x, e)
    if count == 0 or s[S_TRIPS] == 0:
        return
    w = d[p + P_WIN0] + 2 * draw(s, count)
    moment = d[w] + draw(s, max(1, min(d[w + 1] - d[w], 5000)))
    shift = draw(s, s[S_TRIPS])
    for i in range(s[S_TRIPS]):
        t = (i + shift) % s[S_TRIPS]
        r = row(d, t)
        near = s[r + T_LEAVES] <= moment + 60 and s[r + T_BACK] >= moment - 60
        if near and x[X_LISTED] < most and (may_drive(d, s, q, s[r + T_VEHICLE]) or draw(s, 2) == 0):
            list_trip(d, s, x, t)


@inner
def pick_moved(d: Ints, s: Ints, x: Ints, most: int) -> None:
    """Note a booking that has moved, and what has taken its vehicle or its people at the time."""
    shift = draw(s, d[H_ERRANDS])
    for i in range(d[H_ERRANDS]):
        e = (i + shift) % d[H_ERRANDS]
        q = d[d[d[H_ERRAND] + e * E_COLUMNS + E_PART0]]
        p = part(d, q)
        if d[p + P_BVEHICLE] >= 0 and not as_published(d, s, q):
            list_errand(d, x, e)
            for t in range(s[S_TRIPS]):
                r = row(d, t)
                near = s[r + T_LEAVES] < d[p + P_BSTART] + d[p + P_MINUTES] and s[r + T_BACK] > d[p + P_BSTART]
                taken = s[r + T_VEHICLE] == d[p + P_BVEHICLE]
                for c in range(d[p + P_CREW0], d[p + P_CREW1]):
                    taken = taken or aboard(d, s, t, d[c])
                if near and taken and x[X_LISTED] < most:
                    list_trip(d, s, x, t)
            return


@inner
def pick(d: Ints, s: Ints, x: Ints) -> None:
    """Note which errands are taken out in this round, by one of five ways, and a few of those without a place."""
    most = max(FEWEST, min(24, d[H_ERRANDS] // SHARE))
    how, count = draw(s, 10), 1 + draw(s, 1 + draw(s, most))
    if how < 2:
        for _ in range(count):
            list_errand(d, x, draw(s, d[H_ERRANDS]))
    elif how < 5:
        pick_near(d, s, x, count)
    elif how < 7:
        for _ in range(1 + draw(s, 3)):
            if s[S_TRIPS] > 0 and x[X_LISTED] < most:
                list_trip(d, s, x, draw(s, s[S_TRIPS]))
    if d[H_BOOKED] and draw(s, 3) == 0:
        pick_moved(d, s, x, most)
    sampled = sample(d, s, x, 1 + draw(s, SAMPLE), most if how >= 8 else NONE) if how >= 8 or draw(s, 3) else 0
    if how == 7 or (how >= 8 and sampled == 0):
        pick_day(d, s, x, most)


@inner
def sample(d: Ints, s: Ints, x: Ints, count: int, most: int) -> int:
    """Note a few errands without a place, and before the first of them what is in its way; gives how many there were."""
    shift, sampled = draw(s, d[H_ERRANDS]), 0
    for i in range(d[H_ERRANDS]):
        e = (i + shift) % d[H_ERRANDS]
        if sampled < count and not is_on(d, s, e):
            if sampled == 0 and most >= 0:
                pick_for(d, s, x, e, most)
            list_errand(d, x, e)
            sampled += 1
    return sampled


@inner
def order(d: Ints, s: Ints, x: Ints, first: int) -> None:
    """Put the errands noted in the order in which they are placed: mostly by rank, then by chance, work or narrowness."""
    how, first_moves = draw(s, 4), draw(s, 4) > 0 and d[H_LEVELS] > 1 and d[d[H_LEVEL] + 2] == MOVED
    for i in range(x[X_LISTED]):
        e = x[d[X_LIST] + i]
        errand = d[H_ERRAND] + e * E_COLUMNS
        key = draw(s, 1000)
        if how == 1:
            key -= 10 * d[errand + E_WORK]
        elif how == 2:
            key += 100 * (d[part(d, d[d[errand + E_PART0]]) + P_WIN1] - d[part(d, d[d[errand + E_PART0]]) + P_WIN0])
        if first != 0 or draw(s, 8):
            key += 1_000_000 * min(d[errand + E_RANK], 1000)
        if d[errand + E_BOOKED]:
            key -= 10**10 if first_moves else 500_000
        x[d[X_KEY] + i] = key
    for i in range(1, x[X_LISTED]):
        e, key, j = x[d[X_LIST] + i], x[d[X_KEY] + i], i - 1
        while j >= 0 and x[d[X_KEY] + j] > key:
            x[d[X_LIST] + j + 1], x[d[X_KEY] + j + 1] = x[d[X_LIST] + j], x[d[X_KEY] + j]
            j -= 1
        x[d[X_LIST] + j + 1], x[d[X_KEY] + j + 1] = e, key


@inner
def change(d: Ints, s: Ints, x: Ints, f: Floats, fill: int) -> None:
    """Take errands out and put them back, published ones rather where they stood; or only fill what is free."""
    x[X_LISTED], x[X_WIDE], noise = 0, fill, 0.0
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
    """Say whether the search goes on from a new state: if it is no worse, or worse by little, the less the later."""
    for i in range(d[H_LEVELS]):
        if new[i] != old[i]:
            if new[i] < old[i]:
                return True
            scale = f[F_SCALES + d[d[H_LEVEL] + 2 * i]] * f[F_WARMTH]
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
