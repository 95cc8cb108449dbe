"""Which errands are taken out (挑选): near one another, a day's, what stands in the way."""

from solver.arrays import Ints
from solver.compiled import inner
from solver.fieldwork.kernel.names import (
    E_COLUMNS,
    E_PART0,
    FEWEST,
    FOREVER,
    H_BOOKED,
    H_DAY,
    H_DAYS,
    H_ERRAND,
    H_ERRANDS,
    H_PARTS,
    H_STOPS,
    H_VEHICLES,
    NONE,
    P_BSTART,
    P_BVEHICLE,
    P_CREW0,
    P_CREW1,
    P_DUE,
    P_ERRAND,
    P_MINUTES,
    P_PLACE,
    P_VEHICLES,
    P_WHO0,
    P_WHO1,
    P_WIN0,
    P_WIN1,
    S_START,
    S_TRIP,
    S_TRIPS,
    SAMPLE,
    SHARE,
    T_BACK,
    T_C,
    T_DAY,
    T_LATE,
    T_LEAVES,
    T_N,
    T_STOPS,
    T_VEHICLE,
    X_FIRST,
    X_KEY,
    X_LIST,
    X_LISTED,
    X_WHEN,
)
from solver.fieldwork.kernel.removal import is_on
from solver.fieldwork.kernel.timing import draw, part, row, way
from solver.fieldwork.kernel.trips import may_drive
from solver.fieldwork.kernel.worth import aboard, as_published


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
def draw_late(d: Ints, s: Ints) -> int:
    """Draw a part that starts late, one for each minute it is late; -1 where none is."""
    total = 0
    for t in range(s[S_TRIPS]):
        total += s[row(d, t) + T_LATE]
    left = draw(s, max(1, total))
    for q in range(d[H_PARTS]):
        if s[d[S_TRIP] + q] >= 0:
            left -= max(0, s[d[S_START] + q] - d[part(d, q) + P_DUE])
            if left < 0:
                return q
    return NONE


@inner
def draw_earlier(d: Ints, s: Ints, q: int) -> int:
    """Draw a moment at which the windows of a part let it start earlier than it does, rather early; -1 if there is none."""
    p, start, count, found = part(d, q), s[d[S_START] + q], 0, FOREVER
    for w in range(d[p + P_WIN0], d[p + P_WIN1], 2):
        count += d[w] < start
    if count == 0:
        return NONE
    for _ in range(1 + draw(s, 3)):
        w = d[p + P_WIN0] + 2 * draw(s, count)
        found = min(found, int(d[w] + draw(s, max(1, min(d[w + 1], start) - d[w]))))
    return found


@inner
def pick_late(d: Ints, s: Ints, x: Ints, most: int) -> None:
    """Note a late errand, mostly to go back first, and about a drawn earlier moment a vehicle's trips and its handler's."""
    q = draw_late(d, s)
    if q < 0:
        return
    p = part(d, q)
    list_errand(d, x, d[p + P_ERRAND])
    if draw(s, 4):
        x[X_FIRST] = d[p + P_ERRAND]
    moment = draw_earlier(d, s, q)
    vehicle, shift = draw(s, d[H_VEHICLES]), draw(s, s[S_TRIPS])
    if moment >= 0 and draw(s, 2) == 0:
        pick_rest(d, s, x, moment, most)
        return
    while not d[p + P_VEHICLES] >> vehicle & 1:  # it has one: it is on its way with it
        vehicle = (vehicle + 1) % d[H_VEHICLES]
    for i in range(s[S_TRIPS] if moment >= 0 else 0):
        t = (i + shift) % s[S_TRIPS]
        r = row(d, t)
        if x[X_LISTED] < most and s[r + T_LEAVES] <= moment + d[p + P_MINUTES] + 60 and s[r + T_BACK] >= moment - 60:
            taken = s[r + T_VEHICLE] == vehicle or draw(s, 6) == 0
            for w in range(d[p + P_WHO0], d[p + P_WHO1], 2):
                taken = taken or aboard(d, s, t, d[w])
            if taken:
                list_trip(d, s, x, t)


@inner
def pick_rest(d: Ints, s: Ints, x: Ints, moment: int, most: int) -> None:
    """Note what is out at a moment and on the rest of its day, so that all of it can be put off for the one noted first."""
    x[X_WHEN] = moment
    for day in range(d[H_DAYS]):
        if d[d[H_DAY] + 2 * day] <= moment <= d[d[H_DAY] + 2 * day + 1]:
            since = d[d[H_DAY] + 2 * day] - 1
            while x[X_LISTED] < most and since < FOREVER:
                least = FOREVER
                for t in range(s[S_TRIPS]):
                    r = row(d, t)
                    if s[r + T_DAY] == day and s[r + T_BACK] >= moment and s[r + T_LEAVES] > since:
                        least = min(least, s[r + T_LEAVES])
                for t in range(s[S_TRIPS]):
                    if s[row(d, t) + T_LEAVES] == least:
                        list_trip(d, s, x, t)
                since = least


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
def count_out(d: Ints, s: Ints) -> int:
    """Count the errands without a place."""
    out = 0
    for e in range(d[H_ERRANDS]):
        out += not is_on(d, s, e)
    return out


@inner
def pick(d: Ints, s: Ints, x: Ints) -> None:
    """Note which errands are taken out in this round, and a few of those without a place.

    One that is late and what stands in its way in six rounds of ten, less often where many have no place.
    """
    most = max(FEWEST, min(24, d[H_ERRANDS] // SHARE))
    x[X_FIRST] = NONE
    if draw(s, 10) < 6 and draw(s, 4 + count_out(d, s)) < 8:
        pick_late(d, s, x, most)
    if x[X_LISTED] == 0:
        pick_anywhere(d, s, x, most)
    elif draw(s, 3):
        sample(d, s, x, 1 + draw(s, SAMPLE), NONE)


@inner
def pick_anywhere(d: Ints, s: Ints, x: Ints, most: int) -> None:
    """Note errands by one of five ways: by chance, near one another, trips, a day's, what stands in the way of others."""
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
