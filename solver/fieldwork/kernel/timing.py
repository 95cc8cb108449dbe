"""When a trip can be where (行程时刻): windows, shared things and calendars along a sequence of stops."""

from solver.arrays import Ints
from solver.compiled import inner
from solver.fieldwork.kernel.names import (
    FOREVER,
    H_DAYS,
    H_HOURS,
    H_PART,
    H_PERSON,
    H_PLACES,
    H_THING,
    H_TRAVEL,
    M_AWAY0,
    M_AWAY1,
    M_COLUMNS,
    M_HOURS,
    NONE,
    P_BSTART,
    P_COLUMNS,
    P_DRIVE,
    P_DUE,
    P_GOOD0,
    P_GOOD1,
    P_HARD,
    P_MINUTES,
    P_ODD,
    P_PLACE,
    P_SYNC0,
    P_SYNC1,
    P_USE0,
    P_USE1,
    P_WIN0,
    P_WIN1,
    R_COLUMNS,
    R_COUNT,
    R_TAKEN0,
    R_TAKEN1,
    R_USER0,
    R_USER1,
    ROUNDS_OF_WAITING,
    S_KEPT,
    S_OUT,
    S_RANDOM,
    S_ROW,
    S_ROWS,
    S_START,
    S_STEPS,
    S_TRIP,
    X_AFTER,
    X_AT,
    X_BACK,
    X_FREE,
    X_HIGH,
    X_IN,
    X_LATE,
    X_LEAVES,
    X_LOW,
    X_MARK,
    X_ODD,
    X_PART,
    X_SEQ,
    X_STAMP,
    X_WAY,
)


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
def hard_work(d: Ints, stops: Ints, first: int, n: int) -> int:
    """Add up what a trip of some stops is of hard work for each aboard: the work of each, and the hardest drive once."""
    work, drive = 0, 0
    for i in range(first, first + n):
        p = part(d, stops[i])
        work += d[p + P_HARD]
        drive = max(drive, d[p + P_DRIVE])
    return work + drive


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
    elif q == x[X_PART]:
        low = max(low, x[X_AFTER])
    x[d[X_LOW] + i], x[d[X_HIGH] + i] = low, high


@inner
def odd(d: Ints, q: int, start: int) -> int:
    """Give what a start costs that lies in none of the stretches a part prefers; 0 for one that does."""
    p = part(d, q)
    for g in range(d[p + P_GOOD0], d[p + P_GOOD1], 2):
        if d[g] <= start <= d[g + 1]:
            return 0
    return int(d[p + P_ODD])


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
    x[X_BACK], x[X_WAY], x[X_LATE], x[X_ODD] = now + step, road + step, 0, 0
    for i in range(n - 1, -1, -1):
        p = part(d, x[seq + i])
        due, place = d[p + P_DUE], d[p + P_PLACE]
        if i < n - 1:
            after = x[at + i + 1] - way(d, place, d[part(d, x[seq + i + 1]) + P_PLACE]) - d[p + P_MINUTES]
            after = min(after, x[d[X_HIGH] + i], max(due, x[at + i]))
            if after > x[at + i]:
                after = latest(d, s, x, x[seq + i], x[at + i], after)
                if odd(d, x[seq + i], after) <= odd(d, x[seq + i], x[at + i]):
                    x[at + i] = after
        x[X_LATE] += max(0, x[at + i] - due)
        x[X_ODD] += odd(d, x[seq + i], x[at + i])
    x[X_LEAVES] = x[at] - way(d, 0, d[part(d, x[seq]) + P_PLACE])
    return True


@inner
def may_stay_out(d: Ints, s: Ints, m: int, day: int, minutes: int) -> bool:
    """Say whether somebody may be out so many minutes more on a day, and in the week."""
    hours, out, week = d[d[H_PERSON] + m * M_COLUMNS + M_HOURS], d[S_OUT] + m * d[H_DAYS], 0
    if s[out + day] + minutes > d[hours + 3 * day]:
        return False
    for one in range(d[H_DAYS]):
        week += s[out + one]
    return bool(week + minutes <= d[hours + 3 * d[H_DAYS]])


@inner
def is_free(d: Ints, s: Ints, x: Ints, m: int, day: int, leaves: int, back: int) -> bool:
    """Say whether a person is neither on another trip (marked) nor away, nor out too long already."""
    if x[d[X_MARK] + m] == x[X_STAMP]:
        return False
    if d[H_HOURS] and not may_stay_out(d, s, m, day, back - leaves):
        return False
    person = d[H_PERSON] + m * M_COLUMNS
    for a in range(d[person + M_AWAY0], d[person + M_AWAY1], 2):
        if d[a] < back and d[a + 1] > leaves:
            return False
    return True
