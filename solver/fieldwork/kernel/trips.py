"""Where an errand's part could go (插入位置): into a trip or alone on a new one, by what it costs at least."""

from solver.arrays import Ints
from solver.compiled import inner
from solver.fieldwork.kernel.names import (
    ANCHORS,
    AWAY,
    E_COLUMNS,
    E_PART0,
    E_PART1,
    FOREVER,
    H_DAY,
    H_DAYS,
    H_ERRAND,
    H_PARTS,
    H_STOPS,
    H_VEHICLE,
    H_VEHICLES,
    LATE,
    NONE,
    NOWHERE,
    ODD,
    P_BVEHICLE,
    P_DUE,
    P_ERRAND,
    P_LEAST,
    P_MINUTES,
    P_PLACE,
    P_VEHICLES,
    S_FIRST,
    S_KEPT,
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
    X_BEFORE,
    X_CAR,
    X_DATE,
    X_DAYS,
    X_HERE,
    X_OFFERED,
    X_OFFERS,
    X_PART,
    X_WIDE,
    Floats,
)
from solver.fieldwork.kernel.room import first_between, first_on, may_be_handled, spread
from solver.fieldwork.kernel.timing import draw, limits, part, row, way
from solver.fieldwork.kernel.tries import attempt, gap, settle


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
def at_least(d: Ints, s: Ints, f: Floats, q: int, first: int, t: int, at: int) -> float:
    """Give what a part costs at least at a place of a trip (-1: of a new one): lateness, the way round, time away."""
    p = part(d, q)
    late = max(0, first - d[p + P_DUE])
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
    less = f[STANDIN] * s[r + T_STANDIN] + f[ODD] * s[r + T_ODD]
    return float(f[LATE] * (late - s[r + T_LATE]) + f[TRAVEL] * road + f[AWAY] * away - less)


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
    limits(d, s, x, d[H_STOPS], q)
    for day in range(d[H_DAYS]):
        x[d[X_DAYS] + day] = first_on(d, x, q, day)
    for t in range(s[S_TRIPS]):
        r = row(d, t)
        if s[r + T_N] < d[H_STOPS] and x[d[X_DAYS] + s[r + T_DAY]] >= 0 and may_drive(d, s, q, s[r + T_VEHICLE]):
            spread(d, s, x, t)
            for at in range(s[r + T_N] + 1 if may_be_handled(d, s, x, q, t) else 0):
                first = first_between(d, s, x, q, t, at)
                if first >= 0:
                    offer(d, x, t, at, at_least(d, s, f, q, first, t, at))
    for day in range(d[H_DAYS]) if s[S_TRIPS] < d[H_PARTS] else range(0):
        first = x[d[X_DAYS] + day]
        if first >= 0:
            bound = at_least(d, s, f, q, first, NONE, 0)
            for vehicle in range(d[H_VEHICLES]):
                if may_drive(d, s, q, vehicle):
                    offer(d, x, NONE - vehicle, day, bound)


@inner
def put(d: Ints, s: Ints, x: Ints, f: Floats, q: int) -> bool:
    """Place a part where it costs least, the most promising place first; False where it cannot be placed."""
    best = NOWHERE
    x[X_PART] = q
    collect(d, s, x, f, q)
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
    t = s[d[S_FIRST] + day]
    while t >= 0:
        r = row(d, t)
        if s[r + T_VEHICLE] == vehicle and s[r + T_LEAVES] <= moment < s[r + T_BACK]:
            return int(s[r + T_BACK])
        t = s[r + T_NEXT]
    return int(found)
