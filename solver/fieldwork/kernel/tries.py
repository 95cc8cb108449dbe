"""One try (试排): a part in a trip, timed, crewed and priced; what stands taken up and charged."""

from solver.arrays import Ints
from solver.compiled import inner
from solver.fieldwork.kernel.crew import crewed, stay_out
from solver.fieldwork.kernel.names import (
    AWAY,
    F_NOISE,
    H_DAY,
    H_STOPS,
    H_VEHICLE,
    LATE,
    ODD,
    OVERTIME,
    P_LEAST,
    P_MINUTES,
    S_FIRST,
    S_HARD,
    S_START,
    S_TRIP,
    S_TRIPS,
    STANDIN,
    T_BACK,
    T_C,
    T_DAY,
    T_LATE,
    T_LEAST,
    T_LEAVES,
    T_N,
    T_NEXT,
    T_ODD,
    T_STANDIN,
    T_STOPS,
    T_VEHICLE,
    T_WAY,
    T_WORK,
    TRAVEL,
    V_COLUMNS,
    V_OFF0,
    V_OFF1,
    X_AT,
    X_BACK,
    X_BEFORE,
    X_BEST,
    X_BEST_BACK,
    X_BEST_CREW,
    X_BEST_LATE,
    X_BEST_LEAVES,
    X_BEST_N,
    X_BEST_ODD,
    X_BEST_STANDIN,
    X_BEST_WAY,
    X_CAR,
    X_CREW,
    X_CREWED,
    X_DATE,
    X_DAY,
    X_HERE,
    X_IN,
    X_LATE,
    X_LEAVES,
    X_ODD,
    X_OVER,
    X_PART,
    X_SEQ,
    X_STAMP,
    X_STANDIN,
    X_TRIP,
    X_VEHICLE,
    X_WAY,
    Floats,
)
from solver.fieldwork.kernel.timing import draw, fits, hard_work, limits, part, row


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
    x[X_BEST_STANDIN], x[X_BEST_WAY], x[X_BEST_ODD] = x[X_STANDIN], x[X_WAY], x[X_ODD]
    best = d[X_BEST]
    for i in range(n):
        x[best + i], x[best + n + i] = x[d[X_SEQ] + i], x[d[X_AT] + i]
    for c in range(x[X_CREW]):
        x[best + 2 * n + c] = x[d[X_CREWED] + c]


@inner
def charge(d: Ints, s: Ints, t: int, sign: int) -> None:
    """Add the hard minutes of a trip, and those out, to its crew, or take them off."""
    r = row(d, t)
    stay_out(d, s, t, sign)
    hard = hard_work(d, s, r + T_STOPS, s[r + T_N])
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
        s[row(d, t) + T_NEXT], s[d[S_FIRST] + x[X_DAY]] = s[d[S_FIRST] + x[X_DAY]], t
    charge(d, s, t, -1)
    r, n, best = row(d, t), x[X_BEST_N], d[X_BEST]
    s[r + T_VEHICLE], s[r + T_DAY], s[r + T_N], s[r + T_C] = x[X_VEHICLE], x[X_DAY], n, x[X_BEST_CREW]
    s[r + T_LEAVES], s[r + T_BACK], s[r + T_LATE] = x[X_BEST_LEAVES], x[X_BEST_BACK], x[X_BEST_LATE]
    s[r + T_STANDIN], s[r + T_WAY], s[r + T_ODD] = x[X_BEST_STANDIN], x[X_BEST_WAY], x[X_BEST_ODD]
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
    t = s[d[S_FIRST] + day]
    while t >= 0:
        r, at = row(d, t), t
        t = s[r + T_NEXT]
        if at != trip and s[r + T_VEHICLE] == vehicle:
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
    worse = x[X_ODD]
    if trip >= 0:
        r = row(d, trip)
        late -= s[r + T_LATE]
        standin -= s[r + T_STANDIN]
        road -= s[r + T_WAY]
        worse -= s[r + T_ODD]
        away -= (s[r + T_BACK] - s[r + T_LEAVES]) * s[r + T_C]
    hours = f[OVERTIME] * x[X_OVER] + f[ODD] * worse
    return float(f[LATE] * late + f[STANDIN] * standin + f[AWAY] * away + f[TRAVEL] * road + hours)


@inner
def attempt(d: Ints, s: Ints, x: Ints, f: Floats, early: int, late: int, best: float) -> float:
    """Put the part in hand into the trip in hand, timed and crewed within a span; hold it if it costs less than the best."""
    trip, vehicle, day = x[X_HERE], x[X_CAR], x[X_DATE]
    n = sequence(d, s, x, trip, x[X_PART], x[X_BEFORE])
    if not fits(d, s, x, n, early, late):
        return best
    x[X_STANDIN], x[X_OVER], least = 0, 0, 0
    for i in range(n):
        least = max(least, d[part(d, x[d[X_SEQ] + i]) + P_LEAST])
    if price(d, s, x, f, trip, least) >= best or not crewed(d, s, x, n, vehicle, day, trip):
        return best
    cost = price(d, s, x, f, trip, x[X_CREW]) * (1.0 + f[F_NOISE] * draw(s, 1000))
    if cost < best:
        hold(d, x, n, trip, vehicle, day)
        return float(cost)
    return best
