"""Who goes along (随行人员): handlers first, then who covers most of what is missing; who drives; what is carried."""

from solver.arrays import Ints
from solver.compiled import inner
from solver.fieldwork.kernel.names import (
    EVEN,
    H_DAYS,
    H_HOURS,
    H_PEOPLE,
    H_PERSON,
    H_SKILLS,
    H_STOPS,
    H_THING,
    H_VEHICLE,
    M_COLUMNS,
    M_HOURS,
    M_ROOM,
    M_SKILLS,
    M_WORTH,
    NONE,
    P_BAR0,
    P_BAR1,
    P_CARRY0,
    P_CARRY1,
    P_CREW0,
    P_CREW1,
    P_NEED0,
    P_NEED1,
    P_SEATS,
    P_WHO0,
    P_WHO1,
    R_COLUMNS,
    R_COUNT,
    R_TAKEN0,
    R_TAKEN1,
    S_FIRST,
    S_HARD,
    S_KEPT,
    S_OUT,
    S_TRIPS,
    T_BACK,
    T_C,
    T_DAY,
    T_LEAVES,
    T_N,
    T_NEXT,
    T_STOPS,
    V_COLUMNS,
    V_DRIVER,
    V_SEATS,
    X_BACK,
    X_BOLD,
    X_CREW,
    X_CREWED,
    X_LEAVES,
    X_MARK,
    X_NEED,
    X_OVER,
    X_SEQ,
    X_STAMP,
    X_STANDIN,
)
from solver.fieldwork.kernel.timing import draw, hard_work, is_free, part, row


@inner
def overtime(d: Ints, s: Ints, m: int, day: int, minutes: int) -> int:
    """Give what it costs that somebody is out so many minutes more on a day, beyond the norms of day and week."""
    hours, out, week = d[d[H_PERSON] + m * M_COLUMNS + M_HOURS], d[S_OUT] + m * d[H_DAYS], 0
    for one in range(d[H_DAYS]):
        week += s[out + one]
    of_day, of_week = hours + 3 * day, hours + 3 * d[H_DAYS]
    over = max(0, s[out + day] + minutes - d[of_day + 1]) - max(0, s[out + day] - d[of_day + 1])
    more = max(0, week + minutes - d[of_week + 1]) - max(0, week - d[of_week + 1])
    return int(over * d[of_day + 2] + more * d[of_week + 2])


@inner
def stay_out(d: Ints, s: Ints, t: int, sign: int) -> None:
    """Add the minutes of a trip to what its crew is out that day, or take them off; -1 is no trip."""
    if t >= 0 and d[H_HOURS]:
        r = row(d, t)
        minutes = s[r + T_BACK] - s[r + T_LEAVES] if s[r + T_N] else 0
        for c in range(s[r + T_C]):
            s[d[S_OUT] + s[r + T_STOPS + d[H_STOPS] + c] * d[H_DAYS] + s[r + T_DAY]] += sign * minutes


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
    t = s[d[S_FIRST] + day]
    while t >= 0:
        r, at = row(d, t), t
        t = s[r + T_NEXT]
        if at != trip and s[r + T_LEAVES] < x[X_BACK] and s[r + T_BACK] > x[X_LEAVES]:
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
def handled(d: Ints, s: Ints, x: Ints, q: int, seats: int, day: int) -> bool:
    """See to it that the handler of a part is aboard, or the least dear stand-in; boldly, now and then somebody is spared."""
    p = part(d, q)
    if d[p + P_WHO0] == d[p + P_WHO1]:
        return True
    for w in range(d[p + P_WHO0], d[p + P_WHO1], 2):  # the least dear first
        for c in range(x[X_CREW]):
            if x[d[X_CREWED] + c] == d[w]:
                x[X_STANDIN] += d[w + 1]
                return True
        spared = x[X_BOLD] > EVEN and draw(s, 3) == 0
        if not spared and x[X_CREW] < seats and is_free(d, s, x, d[w], day, x[X_LEAVES], x[X_BACK]):
            board(d, x, d[w])
            x[X_STANDIN] += d[w + 1]
            return True
    return False


@inner
def best_helper(d: Ints, s: Ints, x: Ints, hard: int, day: int) -> int:
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
            value = gain * 10_000 - d[person + M_WORTH] + draw(s, x[X_BOLD])
            if hard:
                value -= min(5_000, 20 * max(0, s[d[S_HARD] + m] + hard - d[person + M_ROOM]))
            if d[H_HOURS]:
                value -= min(2_000, overtime(d, s, m, day, x[X_BACK] - x[X_LEAVES]))
            if value > most and is_free(d, s, x, m, day, x[X_LEAVES], x[X_BACK]):
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
    """Find a crew for the sequence in hand at its times, and what it is out beyond its norms because of it."""
    x[X_CREW], x[X_STANDIN], x[X_OVER] = 0, 0, 0
    stay_out(d, s, trip, -1)
    found = manned(d, s, x, n, vehicle, day, trip)
    if found and d[H_HOURS]:
        for c in range(x[X_CREW]):
            x[X_OVER] += overtime(d, s, x[d[X_CREWED] + c], day, x[X_BACK] - x[X_LEAVES])
        if trip >= 0:
            r = row(d, trip)
            for c in range(s[r + T_C]):
                x[X_OVER] -= overtime(d, s, s[r + T_STOPS + d[H_STOPS] + c], day, s[r + T_BACK] - s[r + T_LEAVES])
        x[X_OVER] = max(0, x[X_OVER])
    stay_out(d, s, trip, 1)
    return found


@inner
def manned(d: Ints, s: Ints, x: Ints, n: int, vehicle: int, day: int, trip: int) -> bool:
    """Take aboard those published, handlers, then who covers what is missing; False where somebody is missing then."""
    mark(d, s, x, n, day, trip)
    v = d[H_VEHICLE] + vehicle * V_COLUMNS
    seats, hard = d[v + V_SEATS], hard_work(d, x, d[X_SEQ], n)
    if d[v + V_DRIVER] >= 0:
        x[d[X_NEED] + d[v + V_DRIVER]] = max(x[d[X_NEED] + d[v + V_DRIVER]], 1)
    for i in range(n):
        seats -= d[part(d, x[d[X_SEQ] + i]) + P_SEATS]
    if not published_aboard(d, s, x, n, seats, day):
        return False
    for i in range(n):
        if not handled(d, s, x, x[d[X_SEQ] + i], seats, day):
            return False
    for skill in range(d[H_SKILLS]):
        while x[d[X_NEED] + skill] > 0:
            m = best_helper(d, s, x, hard, day)
            if m < 0 or x[X_CREW] >= seats:
                return False
            board(d, x, m)
    if x[X_BOLD] > EVEN:
        stand_ins(d, x, n)
    return bool(x[X_CREW] <= seats) and can_carry(d, s, x, n, day, trip)


@inner
def stand_ins(d: Ints, x: Ints, n: int) -> None:
    """Reckon who stands for whom again: who was spared as a handler may have come along as a helper."""
    x[X_STANDIN] = 0
    for i in range(n):
        p, least = part(d, x[d[X_SEQ] + i]), NONE
        for w in range(d[p + P_WHO0], d[p + P_WHO1], 2):
            for c in range(x[X_CREW]):
                if least < 0 and x[d[X_CREWED] + c] == d[w]:
                    least = d[w + 1]
        x[X_STANDIN] += max(0, least)


@inner
def published_aboard(d: Ints, s: Ints, x: Ints, n: int, seats: int, day: int) -> bool:
    """Take aboard whom the parts that stand as published are published with."""
    for i in range(n):
        q = x[d[X_SEQ] + i]
        p = part(d, q)
        for c in range(d[p + P_CREW0], d[p + P_CREW1]) if s[d[S_KEPT] + q] else range(0):
            there = False
            for o in range(x[X_CREW]):
                there = there or x[d[X_CREWED] + o] == d[c]
            if not there:
                if x[X_CREW] >= seats or not is_free(d, s, x, d[c], day, x[X_LEAVES], x[X_BACK]):
                    return False
                board(d, x, d[c])
    return True
