"""A trip on its day (出车当日): it starts, and comes back with what it did; what it was of hard work goes into the ledger."""

from collections.abc import Sequence
from datetime import date, timedelta

from allocator.domain.canonical import plain
from allocator.domain.errors import BadInput, NotAllowed
from allocator.domain.fieldwork.trips import DAY, Trip
from allocator.domain.words import Text
from allocator.persistence.errands import DONE
from allocator.persistence.trips import FINISHED, PUBLISHED, STARTED, KeptTrip
from allocator.persistence.unit_of_work import UnitOfWork
from allocator.services.context import Context
from allocator.services.fieldwork.publishing import expected_trip
from allocator.services.fieldwork.seeing import week_in
from allocator.services.transaction import the_office, writing


def start_trip(context: Context, ref: str | int, expected: int | None) -> KeptTrip:
    """Let a published trip start, on its day or later: from now on nothing moves it. Raises NotFound, Stale, NotAllowed."""
    with writing(context) as (uow, here):
        kept = expected_trip(uow, ref, expected, PUBLISHED)
        _check_its_day(kept, here.today(the_office(uow)))
        started = uow.trips.change(kept, STARTED, here.now())
        uow.log.append(here.now(), here.actor, "trip", None, {"how": STARTED, "trip": plain(kept.trip)})
        uow.commit()
    return started


def finish_trip(context: Context, ref: str | int, expected: int | None, undone: Sequence[str] = ()) -> KeptTrip:
    """Let a started trip come back; its errands are done but for those `undone`, which wait again.

    Hard work goes into the ledger of everybody aboard. Raises BadInput for an errand that is not on the trip, and like
    `start_trip`.
    """
    with writing(context) as (uow, here):
        kept = expected_trip(uow, ref, expected, STARTED)
        _check_aboard(kept.trip, undone)
        hard = _hard_work(uow, here, kept, undone)
        back = uow.trips.change(kept, FINISHED, here.now(), undone)
        uow.trips.note_hard(back, hard)
        _close(uow, kept, undone)
        body = {"how": FINISHED, "trip": plain(kept.trip), "undone": list(undone), "hard": hard}
        uow.log.append(here.now(), here.actor, "trip", None, body)
        uow.commit()
    return back


def _check_its_day(kept: KeptTrip, today: date) -> None:
    """Refuse what is still to come: a slip on the wrong trip would call errands done that nobody did."""
    day = kept.monday + timedelta(days=kept.trip.leaves // DAY)
    if today < day:
        raise NotAllowed(
            Text(
                f"出车 {kept.trip.code} 定于 {day}，尚未到日。",
                f"Trip {kept.trip.code} is for {day}, which is yet to come.",
            ),
            Text("请到当日再登记出发；确要提前，请先改约。", "Let it start on its day; to go sooner, move it first."),
            code="trip-ahead",
            facts={"trip": kept.trip.code, "day": day.isoformat()},
        )


def _check_aboard(trip: Trip, undone: Sequence[str]) -> None:
    foreign = sorted(set(undone) - {stop.errand for stop in trip.stops})
    if foreign:
        raise BadInput(
            Text(f"出车 {trip.code} 没有任务 {foreign[0]}。", f"Errand {foreign[0]} is not on trip {trip.code}."),
            Text("请从该出车的任务中选择。", "Choose among the trip's errands."),
            code="errand-not-on-trip",
            facts={"trip": trip.code, "errands": foreign},
        )


def _hard_work(uow: UnitOfWork, here: Context, kept: KeptTrip, undone: Sequence[str]) -> dict[str, int]:
    """Give the minutes of hard work for each person aboard: of the errands that were done."""
    week = week_in(uow, here, kept.monday)
    served = {stop.errand for stop in kept.trip.stops} - set(undone)
    known = [week.errand_by_code[code] for code in sorted(served) if code in week.errand_by_code]
    return dict.fromkeys(kept.trip.people, week.hard_minutes(known))


def _close(uow: UnitOfWork, kept: KeptTrip, undone: Sequence[str]) -> None:
    """Call an errand done once every trip that serves it is back."""
    for code in sorted({stop.errand for stop in kept.trip.stops} - set(undone)):
        if all(trip.state == FINISHED for trip in uow.trips.serving(code)):
            uow.errands.mark({code: DONE})
