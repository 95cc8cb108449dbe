"""The independent checker of a week of field work (外勤校验): says again, without the solver, whether a plan is lawful.

It reads the week and the trips and works everything out anew, trip by trip and minute by minute: whether each errand is
served once and whole, the drives are possible, the crew is lawful, the windows are kept, and nobody and nothing is in two
places. Each objection is a sentence that names whom or what, and the hour.
"""

from collections.abc import Iterator
from itertools import pairwise

from allocator.decisions.fieldwork.checker_clashes import clashes
from allocator.decisions.fieldwork.checker_crew import crew_of
from allocator.decisions.fieldwork.checker_hours import hours_of
from allocator.decisions.fieldwork.checker_windows import windows_of
from allocator.decisions.fieldwork.words import FieldObjection, errand_name, name_of, when
from allocator.domain.fieldwork.snapshot import FieldWeek
from allocator.domain.fieldwork.trips import DAY, Errand, Stop, Trip, TripState, WeekPlan
from allocator.domain.words import Text

Found = Iterator[FieldObjection]


def check_week(week: FieldWeek, plan: WeekPlan) -> tuple[FieldObjection, ...]:
    """Check the trips of a week against the office and its rulebook; no objection means lawful.

    A trip under way stands as it is: it takes its people and things, but is not judged any more.
    """
    found = [*_strangers(week, plan), *_once(plan), *_started(week, plan)]
    wrong = {objection.trip for objection in found if objection.rule.startswith("known_")}
    sound = [trip for trip in plan.trips if trip.code not in wrong]
    for trip in sound:
        if trip.state != TripState.STARTED:
            found += [*_day(week, trip), *_drives(week, trip), *crew_of(week, trip)]
            found += [objection for stop in trip.stops for objection in windows_of(week, trip, stop)]
    found += [*_whole(week, sound), *clashes(week, sound), *hours_of(week, sound)]
    return tuple(found)


def check_plan(week: FieldWeek, plan: WeekPlan) -> tuple[FieldObjection, ...]:
    """Check as `check_week` does, but for what a trip under way serves that nobody knows any more: no plan can mend that."""
    stands = {trip.code for trip in week.trips if trip.state == TripState.STARTED}
    found = check_week(week, plan)
    return tuple(one for one in found if not (one.rule == "known_errand" and one.trip in stands))


def _strangers(week: FieldWeek, plan: WeekPlan) -> Found:
    """Whatever a trip names belongs to the week: errands with their parts, vehicles, people (查无此项)."""
    for trip in plan.trips:
        for stop in trip.stops:
            errand = week.errand_by_code.get(stop.errand)
            if errand is None or not 0 <= stop.part < len(week.kind(errand).parts):
                text = Text(f"没有任务 {stop.errand}。", f"There is no errand {stop.errand} with part {stop.part}.")
                yield FieldObjection("known_errand", text, trip.code, stop.errand, moment=stop.starts)
        if trip.vehicle not in week.vehicle_by_code:
            text = Text(f"没有车辆“{trip.vehicle}”。", f'There is no vehicle "{trip.vehicle}".')
            yield FieldObjection("known_vehicle", text, trip.code, holder=trip.vehicle, moment=trip.leaves)
        for code in (code for code in trip.people if code not in week.office.officer_by_code):
            text = Text(f"没有人员“{code}”。", f'There is no officer "{code}".')
            yield FieldObjection("known_officer", text, trip.code, holder=code, moment=trip.leaves)


def _once(plan: WeekPlan) -> Found:
    """Each part of an errand is served once, and each trip has a code of its own (一事一办)."""
    seen: set[tuple[str, int]] = set()
    trips: set[str] = set()
    for trip in plan.trips:
        if trip.code in trips:
            text = Text(f"两趟车都叫 {trip.code}。", f"Two trips are called {trip.code}.")
            yield FieldObjection("trip_once", text, trip.code, moment=trip.leaves)
        trips.add(trip.code)
        for stop in trip.stops:
            if (stop.errand, stop.part) in seen:
                text = Text(f"任务 {stop.errand} 安排了两次。", f"The errand {stop.errand} is served twice.")
                yield FieldObjection("errand_once", text, trip.code, stop.errand, moment=stop.starts)
            seen.add((stop.errand, stop.part))


def _started(week: FieldWeek, plan: WeekPlan) -> Found:
    """What is under way stands unchanged, and nothing else counts as under way (已出发的不动)."""
    running = {trip.code: trip for trip in week.trips if trip.state == TripState.STARTED}
    planned = {trip.code: trip for trip in plan.trips}
    for code, trip in running.items():
        if planned.get(code) != trip:
            text = Text(f"{code} 已出发，不得更改。", f"{code} is under way and stands as it is.")
            yield FieldObjection("started_stands", text, code, holder=trip.vehicle, moment=trip.leaves)
    for trip in plan.trips:
        if trip.state == TripState.STARTED and trip.code not in running:
            text = Text(f"{trip.code} 并未出发。", f"{trip.code} is not under way.")
            yield FieldObjection("started_stands", text, trip.code, holder=trip.vehicle, moment=trip.leaves)


def _day(week: FieldWeek, trip: Trip) -> Found:
    """A trip leaves after now, within the hours of trips, and is back the same day (当日往返)."""
    rules = week.rulebook.fieldwork
    midnight = trip.leaves // DAY * DAY
    if not 0 <= trip.leaves < trip.back <= len(week.days) * DAY:
        yield _of_trip(week, trip, "in_week", Text("不在本周。", "It is not in this week."))
    if trip.leaves < midnight + rules.out_from or trip.back > midnight + rules.back_by:
        text = Text("出车时间超出规定，或非当日往返。", "It is out before or after the hours of trips, or overnight.")
        late = max(midnight + rules.out_from - trip.leaves, trip.back - midnight - rules.back_by)
        yield _of_trip(week, trip, "trip_hours", text, late)
    if trip.leaves < week.now:
        text = Text("出发时间已过。", "The time to leave has passed.")
        yield _of_trip(week, trip, "not_before_now", text, week.now - trip.leaves)


def _drives(week: FieldWeek, trip: Trip) -> Found:
    """There is time to drive to each stop, work there, and drive on (行程可行)."""
    places = [week.travel.seat, *(_errand(week, stop).place for stop in trip.stops), week.travel.seat]
    free = [trip.leaves, *(stop.starts + week.minutes(_errand(week, stop)) for stop in trip.stops)]
    needed = [*(stop.starts for stop in trip.stops), trip.back]
    for leg, (one, other) in enumerate(pairwise(places)):
        drive = week.travel.minutes(one, other)
        short = free[leg] + drive - needed[leg]
        if short > 0:
            to = other.name
            text = Text(
                f"到{to}路上要 {drive} 分钟，差 {short} 分钟。", f"To {to} takes {drive} minutes; {short} are missing."
            )
            code = trip.stops[leg].errand if leg < len(trip.stops) else ""
            yield _of_trip(week, trip, "drive", text, short, code, needed[leg])


def _of_trip(
    week: FieldWeek, trip: Trip, rule: str, text: Text, amount: int = 0, errand: str = "", moment: int | None = None
) -> FieldObjection:
    at = trip.leaves if moment is None else moment
    said = Text("{trip}，{vehicle}，{when}：", "{trip}, {vehicle}, {when}:").fill(
        trip=trip.code, vehicle=name_of(week, trip.vehicle), when=when(week, at)
    )
    return FieldObjection(rule, said + text, trip.code, errand, trip.vehicle, at, amount)


def _errand(week: FieldWeek, stop: Stop) -> Errand:
    return week.errand_by_code[stop.errand]


def _whole(week: FieldWeek, trips: list[Trip]) -> Found:
    """All parts of an errand are served or none, each so long after the first as its kind says, by its own vehicle (编队)."""
    starts = {(stop.errand, stop.part): (stop.starts, trip) for trip in trips for stop in trip.stops}
    for code in dict.fromkeys(errand for errand, _ in starts):
        errand = week.errand_by_code[code]
        parts = week.kind(errand).parts
        there = [starts.get((code, number)) for number in range(len(parts))]
        first = there[0]
        for number, one in enumerate(there):
            if first is None or one is None:
                text = Text(
                    f"缺第 {number + 1} 车。" if one is None else "缺第 1 车。", "One of its vehicles is missing."
                )
                yield _of_errand(week, errand, "parts_whole", text, next(known for known in there if known))
                break
            least, most = parts[number].after
            if not least <= one[0] - first[0] <= most:
                text = Text("各车未按要求同时到场。", "Its vehicles do not begin together as they must.")
                yield _of_errand(week, errand, "parts_together", text, one)
            if number and one[1].code in {known[1].code for known in there[:number] if known}:
                text = Text("须由不同车辆到场。", "One vehicle cannot be two.")
                yield _of_errand(week, errand, "parts_apart", text, one)


def _of_errand(week: FieldWeek, errand: Errand, rule: str, text: Text, at: tuple[int, Trip]) -> FieldObjection:
    said = Text("{errand}，{when}：", "{errand}, {when}:").fill(
        errand=errand_name(week, errand), when=when(week, at[0])
    )
    return FieldObjection(rule, said + text, at[1].code, errand.code, at[1].vehicle, at[0])
