"""Hours to offer a partner (可约时段): a village committee, a registry; the best of a week with what each costs the levels."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np

from allocator.decisions.fieldwork.checker import check_plan
from allocator.decisions.fieldwork.instance import translate_week
from allocator.decisions.fieldwork.left import left_out
from allocator.decisions.fieldwork.levels import measure_week
from allocator.decisions.fieldwork.outcome import LeftOut
from allocator.decisions.fieldwork.repair import Booking, booking, lawful
from allocator.domain.fieldwork.snapshot import FieldWeek
from allocator.domain.fieldwork.trips import Errand, Trip, WeekPlan
from solver.fieldwork import Instance, fill

STEP = 60  # minutes between the starts that are tried
APART = 120  # minutes: two offers nearer than this are one to whoever chooses


@dataclass(frozen=True)
class Slot:
    """An hour that could be offered (可约时段): how the errand would be booked then, and what that costs each level."""

    booking: Booking
    effect: Mapping[str, int]
    plan: WeekPlan


def slots(week: FieldWeek, errand: Errand, most: int = 3) -> tuple[Slot, ...]:
    """Find the best hours for an errand beside what is published, best first and apart from one another; nothing moves.

    Several hours of the days it may be done are tried, one at a time; `effect` is the value of each level with it minus
    that without.
    """
    seen = beside(week, errand)
    found = sorted(_tried(seen, errand, lawful(seen)), key=lambda slot: (*slot.effect.values(), slot.booking.starts))
    return _apart(found, most)


def why_none(week: FieldWeek, errand: Errand) -> LeftOut:
    """Say why no hour of a week can be offered for an errand, and the least change after which one could (无可约时段的原因)."""
    (found,) = left_out(beside(week, errand), WeekPlan(week.trips))
    return found


def beside(week: FieldWeek, errand: Errand) -> FieldWeek:
    """Give the week in which the published errands stand and this one is asked for."""
    there = {stop.errand for trip in week.trips for stop in trip.stops} - {errand.code}
    return replace(week, errands=(*(one for one in week.errands if one.code in there), errand))


def _tried(week: FieldWeek, errand: Errand, standing: WeekPlan) -> Iterator[Slot]:
    meaning, instance = translate_week(week)
    numbers, part = meaning.plan(standing), meaning.part[errand.code, 0]
    before = measure_week(week, meaning.week_plan(fill(only_at(instance, part), numbers)))
    for start in lawful_starts(instance, part):
        plan = settled(week, meaning.week_plan(fill(only_at(instance, part, start), numbers)), errand)
        at = plan.placed.get((errand.code, 0))
        if at is not None and not check_plan(week, plan) and not is_taken(week, standing, at[0]):
            made = booking(week, at)
            after = measure_week(week, plan)
            yield Slot(made, {level: after[level] - before[level] for level in after}, plan)


def settled(week: FieldWeek, plan: WeekPlan, errand: Errand) -> WeekPlan:
    """Give a plan in which only the trips that serve an errand are new: all others stand as they are published.

    Filling a week lets apprentices join other trips too; whoever is asked about one errand does not want to hear of them.
    """
    own = tuple(trip for trip in plan.trips if errand.code in {stop.errand for stop in trip.stops})
    taken_up = {(stop.errand, stop.part) for trip in own for stop in trip.stops}
    others = (one for one in week.trips if taken_up.isdisjoint((stop.errand, stop.part) for stop in one.stops))
    return WeekPlan((*others, *own))


def is_taken(week: FieldWeek, standing: WeekPlan, trip: Trip) -> bool:
    """Say whether a published trip that cannot stand, and is to be repaired, holds the vehicle or people of another."""
    return any(
        one.leaves < trip.back
        and trip.leaves < one.back
        and (one.vehicle == trip.vehicle or {*one.people, one.driver} & {*trip.people, trip.driver})
        for one in week.trips
        if one not in standing.trips
    )


def lawful_starts(instance: Instance, part: int) -> Iterator[int]:
    """Walk the minutes of its windows at which a part may begin, an hour apart."""
    for opens, closes in instance.rows("window", part):
        yield from range(opens, closes + 1, STEP)


def only_at(instance: Instance, part: int, *starts: int) -> Instance:
    """Give the instance in which a part can begin at some minutes only."""
    others = np.flatnonzero(instance.window_part != part)
    columns = {name: getattr(instance, name)[others] for name in ("window_part", "window_opens", "window_closes")}
    rows = {"window_part": [part] * len(starts), "window_opens": starts, "window_closes": starts}
    return replace(instance, **{name: np.append(column, rows[name]) for name, column in columns.items()})


def _apart(found: Iterable[Slot], most: int) -> tuple[Slot, ...]:
    kept: list[Slot] = []
    for slot in found:
        if len(kept) < most and all(abs(slot.booking.starts - one.booking.starts) >= APART for one in kept):
            kept.append(slot)
    return tuple(kept)
