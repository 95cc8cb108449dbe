"""Placing by hand (手工安排): an errand where somebody wants it, or a trip otherwise; what that does is known before it is done.

Nothing is changed here. Where the wish is lawful beside everything that stands, that is the answer; where it is not, the
answer is the lawful plan nearest to it, with every booking it moves, and why the wish itself cannot be.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from allocator.decisions.fieldwork.checker import check_plan
from allocator.decisions.fieldwork.checker_windows import windows_of
from allocator.decisions.fieldwork.instance import translate_week
from allocator.decisions.fieldwork.levels import measure_week
from allocator.decisions.fieldwork.repair import Moved, lawful, moves, repaired
from allocator.decisions.fieldwork.review import review_plan
from allocator.decisions.fieldwork.slots import beside, is_taken, lawful_starts, only_at, settled
from allocator.decisions.fieldwork.translate import FieldTranslation
from allocator.domain.fieldwork.snapshot import FieldWeek
from allocator.domain.fieldwork.trips import DAY, Errand, Stop, Trip, TripState, WeekPlan
from allocator.domain.words import Text
from solver.fieldwork import Instance, fill

STEP, NEAR, FINE = 30, 90, 10
"""Minutes: between the hours tried round a wish, how far from it they lie, and between those tried to join a trip."""
NOBODY_FREE = Text("其时没有空闲的车辆和合格人员。", "No vehicle with a lawful crew is free then.")
NOT_THAT_TRIP = Text("该出车容不下此任务。", "The trip has no room for the errand.")


@dataclass(frozen=True, slots=True)
class Spot:
    """Where somebody wants an errand (指定位置): the minute of the week it begins, the vehicle, or a published trip to join.

    None: whichever. With a trip, hour and vehicle are the trip's.
    """

    starts: int | None = None
    vehicle: str | None = None
    trip: str | None = None


@dataclass(frozen=True, slots=True)
class Rearrangement:
    """How somebody wants a trip (改动): to leave at another minute of the week, with another vehicle, with `into` instead of `out`."""

    leaves: int | None = None
    vehicle: str | None = None
    out: str | None = None
    into: str | None = None


@dataclass(frozen=True)
class ByHand:
    """What a wish would do (手工安排答复): the plan (None: there is none), bookings that move, those that stand, effect by level.

    `against` says why exactly what was wished cannot be; empty: the plan is the wish.
    """

    week: FieldWeek
    plan: WeekPlan | None
    against: tuple[Text, ...] = ()

    @property
    def moves(self) -> tuple[Moved, ...]:
        """Give the bookings that are made otherwise, a new one among them."""
        return tuple(one for one in self._found() if not one.kept)

    @property
    def along(self) -> tuple[Moved, ...]:
        """Give the bookings that stand while their trip changes round them."""
        return tuple(one for one in self._found() if one.kept)

    @property
    def changes(self) -> bool:
        """Say whether there is anything to confirm: a trip wished where it is changes nothing."""
        return bool(self._found())

    def _found(self) -> tuple[Moved, ...]:
        return moves(self.week, self.plan) if self.plan else ()

    @property
    def effect(self) -> Mapping[str, int]:
        """Give what the plan adds to each level of the week as it stands."""
        if self.plan is None:
            return {}
        before, after = measure_week(self.week, WeekPlan(self.week.trips)), measure_week(self.week, self.plan)
        return {level: after[level] - before[level] for level in after}


def place(week: FieldWeek, errand: Errand, spot: Spot) -> ByHand:
    """Place an errand where somebody wants it beside what is published; if that needs others to move, the fewest do."""
    seen = beside(week, errand)
    free = next(_free(seen, errand, spot), None)
    if free is not None:
        at = free.placed[errand.code, 0][1].starts
        late = spot.trip is None and spot.starts not in (None, at)
        return ByHand(seen, free, tuple(_against(seen, errand, spot)) if late else ())
    against = tuple(_against(seen, errand, spot))
    first = replace(seen, errands=tuple(_first(one, errand) for one in seen.errands))
    found = repaired(first, narrow=partial(_narrowed, errand.code, spot, week))
    sound = found.placed and not found.objections and _is_there(found.plan, errand, spot, week)
    return ByHand(seen, _calm(seen, found.plan) if sound else None, against)


def _first(one: Errand, errand: Errand) -> Errand:
    """Put the errand into the first rank, which asks for nothing by law, so that others give way to it."""
    return replace(one, livelihood=True) if one.code == errand.code else one


def _free(week: FieldWeek, errand: Errand, spot: Spot) -> Iterator[WeekPlan]:
    """Walk the lawful plans in which the errand is where it is wanted and nothing else moves, the nearest first."""
    meaning, instance = translate_week(week)
    standing, part = lawful(week), meaning.part[errand.code, 0]
    numbers, narrowed = meaning.plan(standing), _with_vehicle(meaning, instance, part, _vehicle(spot, week))
    for start in _tried(week, instance, part, spot):
        plan = settled(week, meaning.week_plan(fill(only_at(narrowed, part, start), numbers)), errand)
        at = plan.placed.get((errand.code, 0))
        there = at is not None and not is_taken(week, standing, at[0]) and _is_there(plan, errand, spot, week)
        if there and not check_plan(week, plan):
            yield plan


def _tried(week: FieldWeek, instance: Instance, part: int, spot: Spot) -> Iterator[int]:
    """Walk the minutes that are tried: of a trip its day, else the wish and what lies round it, else every lawful hour."""
    trip = _trip(spot, week)
    if trip is not None:
        near = range(max(trip.leaves - NEAR, 0), trip.back + NEAR, FINE)
        yield from (start for start in near if _is_open(instance, part, start))
    elif spot.starts is not None:
        yield from sorted(
            (
                start
                for start in range(spot.starts - NEAR, spot.starts + NEAR + 1, STEP)
                if _is_open(instance, part, start)
            ),
            key=lambda start: abs(start - (spot.starts or 0)),
        )
    else:
        yield from lawful_starts(instance, part)


def _is_open(instance: Instance, part: int, start: int) -> bool:
    return any(opens <= start <= closes for opens, closes in instance.rows("window", part))


def _trip(spot: Spot, week: FieldWeek) -> Trip | None:
    return next((one for one in week.trips if one.code == spot.trip), None)


def _vehicle(spot: Spot, week: FieldWeek) -> str | None:
    trip = _trip(spot, week)
    return trip.vehicle if trip else spot.vehicle


def _with_vehicle(meaning: FieldTranslation, instance: Instance, part: int, vehicle: str | None) -> Instance:
    """Give the instance in which a part can be served by one vehicle only."""
    if vehicle is None:
        return instance
    fitting = instance.part_vehicles.copy()
    fitting[part] &= 1 << meaning.vehicle[vehicle]
    return replace(instance, part_vehicles=fitting)


def _narrowed(code: str, spot: Spot, week: FieldWeek, meaning: FieldTranslation, instance: Instance) -> Instance:
    """Give the instance in which an errand can be about where it is wanted only: near the hour, or on the trip's way."""
    part, trip = meaning.part[code, 0], _trip(spot, week)
    narrowed = _with_vehicle(meaning, instance, part, _vehicle(spot, week))
    if trip is None and spot.starts is None:
        return narrowed
    begins, ends = (trip.leaves, trip.back) if trip else (spot.starts or 0, spot.starts or 0)
    own = narrowed.window_part == part
    opens = np.where(own, np.maximum(narrowed.window_opens, begins - NEAR), narrowed.window_opens)
    closes = np.where(own, np.minimum(narrowed.window_closes, ends + NEAR), narrowed.window_closes)
    kept = opens <= closes
    return replace(
        narrowed,
        window_part=narrowed.window_part[kept],
        window_opens=opens[kept],
        window_closes=closes[kept],
    )


def _is_there(plan: WeekPlan, errand: Errand, spot: Spot, week: FieldWeek) -> bool:
    """Say whether an errand is on the trip it was wanted on; without one, whether it has a place at all."""
    at, trip = plan.placed.get((errand.code, 0)), _trip(spot, week)
    if at is None or trip is None:
        return at is not None
    return at[0].vehicle == trip.vehicle and not {(one.errand, one.part) for one in at[0].stops}.isdisjoint(
        (one.errand, one.part) for one in trip.stops
    )


def _against(week: FieldWeek, errand: Errand, spot: Spot) -> Iterator[Text]:
    """Say why an errand cannot be exactly where it is wanted: what the law forbids at that minute, or that nobody is free."""
    if spot.trip is not None:
        yield NOT_THAT_TRIP
        return
    stop = Stop(errand.code, spot.starts or 0)
    trip = Trip("", "", "", (), stop.starts, stop.starts + 1, (stop,))
    found = [one.text for one in windows_of(week, trip, stop)] if spot.starts is not None else []
    yield from found or [NOBODY_FREE]


def rearrange(week: FieldWeek, trip: Trip, wish: Rearrangement) -> ByHand:
    """Let a published trip go otherwise: as it is wished where that is lawful, else in the lawful plan nearest to it."""
    others = tuple(one for one in week.trips if one.code != trip.code)
    drawn = WeekPlan((*others, _changed(trip, wish)))
    review = review_plan(week, drawn)
    if not review.violations:
        return ByHand(week, _beside(week, drawn))
    repair = review.repair
    found = _calm(week, _beside(week, repair.plan)) if repair and not repair.objections else None
    sound = found is not None and not check_plan(week, found)
    return ByHand(week, found if sound else None, tuple(one.text for one in review.objections))


def _changed(trip: Trip, wish: Rearrangement) -> Trip:
    """Give a trip as it is wished, its stops as far apart as they were."""
    later = 0 if wish.leaves is None else wish.leaves - trip.leaves
    people = tuple(wish.into if wish.into and code == wish.out else code for code in trip.people)
    return replace(
        trip,
        vehicle=wish.vehicle or trip.vehicle,
        driver=wish.into if wish.into and trip.driver == wish.out else trip.driver,
        people=tuple(dict.fromkeys(people)),
        leaves=trip.leaves + later,
        back=trip.back + later,
        stops=tuple(replace(stop, starts=stop.starts + later) for stop in trip.stops),
        state=TripState.DRAFT,
    )


def _beside(week: FieldWeek, plan: WeekPlan) -> WeekPlan:
    """Give a plan in which what stands as published keeps its code, and what does not is a draft with one of its own."""
    standing = {trip.code: trip for trip in week.trips}
    taken = {*standing, *(trip.code for trip in plan.trips)}
    return WeekPlan(tuple(trip if standing.get(trip.code) == trip else _draft(trip, taken) for trip in plan.trips))


def _calm(week: FieldWeek, plan: WeekPlan) -> WeekPlan:
    """Give a plan without what it only takes along: trips to which somebody was merely added stand as they are published.

    Mending a week lets apprentices join other trips too; whoever is asked about one trip does not want to hear of them.
    """
    published = {(one.vehicle, one.stops): one for one in week.trips if one.state == TripState.PUBLISHED}
    trips = ((trip, published.get((trip.vehicle, trip.stops))) for trip in plan.trips)
    calm = WeekPlan(tuple(was if was and set(was.people) <= set(trip.people) else trip for trip, was in trips))
    return plan if check_plan(week, calm) else calm


def _draft(trip: Trip, taken: set[str]) -> Trip:
    numbers = (f"{trip.leaves // DAY + 1}-{number}" for number in range(1, len(taken) + 2))
    code = next(one for one in numbers if one not in taken)
    taken.add(code)
    return replace(trip, code=code, state=TripState.DRAFT)
