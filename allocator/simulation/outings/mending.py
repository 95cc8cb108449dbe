"""A published week of a simulated office is repaired (修复周计划): where somebody is ill or gone on a morning, by the code of earnest.

What stands and can stay stays; the fewest bookings move, and what finds no place waits for the next week.
"""

from collections.abc import Collection
from dataclasses import replace

from allocator.domain.fieldwork.snapshot import FieldWeek
from allocator.domain.fieldwork.trips import DAY, WEEK_DAYS, Trip, TripState, WeekPlan
from allocator.simulation.outings.trips import CALLED_OFF, lacking
from allocator.simulation.outings.weeks import PATIENCE, ill_now, publish, seconds_for, seed_of, taken_for, tell_booked
from allocator.simulation.world import World


def mend_week(world: World) -> None:
    """Book the rest of the week anew where a trip of today cannot go as it is booked."""
    week, booked = world.outings.published, world.outings.booked.get(world.today, ())
    missing = {code for one in booked for code in lacking(world, one.trip)}
    if week is None or not missing:
        return
    now = _as_it_is(world, week, missing)
    _book(world, now, _mended(world, now))


def _as_it_is(world: World, week: FieldWeek, missing: set[str]) -> FieldWeek:
    """Give the week as it stands this morning: what went is under way or back, who is missing is so for the week at most."""
    today = (world.table.dates[world.today] - week.monday).days
    trips = (_standing(trip, today) for trip in week.trips)
    ill = tuple(ill_now(world))
    gone = missing - {one.holder for one in ill}
    away = (taken_for(world, code, WEEK_DAYS - today) for code in sorted(gone))
    engagements = (*world.staged.means.engagements, *ill, *away)
    return replace(week, now=today * DAY, trips=tuple(trips), engagements=engagements)


def _standing(trip: Trip, today: int) -> Trip:
    return replace(trip, state=TripState.STARTED) if trip.leaves < today * DAY else trip


def _mended(world: World, week: FieldWeek) -> tuple[Trip, ...]:
    """Repair a week within what its errands are worth of search."""
    from allocator.decisions.fieldwork.repair import mended_week
    from allocator.decisions.fieldwork.week import Limits

    secret = world.chance.secret("field repair", week.today.isoformat())
    return mended_week(week, Limits(PATIENCE, seconds_for(week)), seed_of(secret)).trips


def _book(world: World, week: FieldWeek, trips: Collection[Trip]) -> None:
    """Put the trips that are to come in the place of those that were booked."""
    first = world.today - week.now // DAY
    for day in range(world.today, first + WEEK_DAYS):
        world.outings.booked.pop(day, None)
    went = tuple(trip for trip in week.trips if trip.state == TripState.STARTED)
    coming = [trip for trip in trips if trip.leaves >= week.now]
    _tell(world, week, coming)
    publish(world, replace(week, trips=went), coming)


def _tell(world: World, week: FieldWeek, coming: Collection[Trip]) -> None:
    """Tell the cases whose visit is booked otherwise now, or has no place left this week."""
    before = WeekPlan(tuple(trip for trip in week.trips if trip.state == TripState.PUBLISHED)).placed
    after = WeekPlan(tuple(coming)).placed
    for key, (trip, stop) in after.items():
        was = before.get(key)
        if was is None or (was[1].starts, was[0].vehicle, set(was[0].people)) != (
            stop.starts,
            trip.vehicle,
            set(trip.people),
        ):
            tell_booked(world, week, trip, stop)
    for errand in dict.fromkeys(errand for errand, part in before if (errand, part) not in after):
        world.outings.called_off += 1
        world.tell(world.outings.asked[errand].life, *CALLED_OFF)
