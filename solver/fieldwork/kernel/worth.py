"""What a week is worth (方案价值), level by level, and who comes along to learn."""

from solver.arrays import Ints
from solver.compiled import inner
from solver.fieldwork.kernel.crew import mark
from solver.fieldwork.kernel.names import (
    AWAY,
    E_BOOKED,
    E_COLUMNS,
    E_KIND,
    E_PART0,
    E_PART1,
    E_PRICE,
    E_RANK,
    FAIR,
    FOREVER,
    H_DAYS,
    H_ERRAND,
    H_ERRANDS,
    H_LEVEL,
    H_LEVELS,
    H_PARTS,
    H_PEOPLE,
    H_PERSON,
    H_STOPS,
    H_VEHICLE,
    H_WISH,
    H_WISHES,
    LATE,
    LEARNING,
    M_COLUMNS,
    M_HOURS,
    M_ROOM,
    MOVED,
    NONE,
    ODD,
    OVERTIME,
    P_BSTART,
    P_BVEHICLE,
    P_CREW0,
    P_CREW1,
    P_DUE,
    P_ERRAND,
    P_SEATS,
    PLACED,
    ROUNDS,
    S_HARD,
    S_KEPT,
    S_OUT,
    S_START,
    S_TRIP,
    S_TRIPS,
    STANDIN,
    T_BACK,
    T_C,
    T_DAY,
    T_LATE,
    T_LEAVES,
    T_N,
    T_ODD,
    T_STANDIN,
    T_STOPS,
    T_VEHICLE,
    T_WAY,
    V_COLUMNS,
    V_SEATS,
    X_BACK,
    X_CREW,
    X_LEAVES,
    X_SEQ,
)
from solver.fieldwork.kernel.removal import is_on, stood_for
from solver.fieldwork.kernel.timing import hard_work, is_free, part, row
from solver.fieldwork.kernel.tries import charge, sequence


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
    if kind in (FAIR, OVERTIME):
        return unfair(d, s) if kind == FAIR else beyond_norms(d, s)
    if kind == LEARNING:
        return unmet(d, s)
    late, standin, away, road, strange = 0, 0, 0, 0, 0
    for t in range(s[S_TRIPS]):
        r = row(d, t)
        late, standin, road = late + s[r + T_LATE], standin + s[r + T_STANDIN], road + s[r + T_WAY]
        away, strange = away + (s[r + T_BACK] - s[r + T_LEAVES]) * s[r + T_C], strange + s[r + T_ODD]
    if kind == ROUNDS:
        return road + late + latest_of_all(d, s)
    if kind == ODD:
        return strange
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
def beyond_norms(d: Ints, s: Ints) -> int:
    """Add up what minutes out beyond the norms of days and weeks cost."""
    cost, days = 0, d[H_DAYS]
    for m in range(d[H_PEOPLE]):
        hours, out, week = d[d[H_PERSON] + m * M_COLUMNS + M_HOURS], d[S_OUT] + m * days, 0
        for day in range(days):
            week += s[out + day]
            cost += max(0, s[out + day] - d[hours + 3 * day + 1]) * d[hours + 3 * day + 2]
        cost += max(0, week - d[hours + 3 * days + 1]) * d[hours + 3 * days + 2]
    return cost


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
    hard = hard_work(d, x, d[X_SEQ], n)
    for i in range(n):
        seats -= d[part(d, x[d[X_SEQ] + i]) + P_SEATS]
    for one in range(2):
        m = d[w + one]
        if m >= 0 and not aboard(d, s, t, m):
            seats -= 1
            over = s[d[S_HARD] + m] + hard > d[d[H_PERSON] + m * M_COLUMNS + M_ROOM] and hard > 0
            if seats < 0 or over or not is_free(d, s, x, m, s[r + T_DAY], s[r + T_LEAVES], s[r + T_BACK]):
                return False
    return True
