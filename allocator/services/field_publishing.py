"""Publishing a week of field work (发布周外勤): trips of a draft or made by hand, whole or in part, by whoever comes first."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from allocator.domain.canonical import plain
from allocator.domain.errors import NotAllowed
from allocator.domain.field_snapshot import FieldWeek
from allocator.domain.fieldwork import Trip
from allocator.domain.words import Text
from allocator.persistence.trips import PUBLISHED, WITHDRAWN, KeptTrip, stale
from allocator.persistence.unit_of_work import UnitOfWork
from allocator.services.context import Context, writing
from allocator.services.field_booking import SetDown, set_down
from allocator.services.field_seeing import week_in
from allocator.services.remembering import keep_office


def publish_by_hand(context: Context, monday: date, trips: Sequence[Trip]) -> SetDown:
    """Publish trips made by hand beside those that stand; raises Conflict where one is taken or the checker objects."""
    with writing(context) as (uow, here):
        week = week_in(uow, here, monday)
        done = set_down(uow, week, trips, ())
        note(uow, here, "trips_published", week, done, {"run": None, "plan": plain(trips)})
        uow.commit()
    return done


def list_trips(context: Context, monday: date) -> tuple[KeptTrip, ...]:
    """List the trips of a week that were not withdrawn, in the order of their numbers."""
    with context.database.reading() as uow:
        return uow.trips.of_week(monday)


def read_trip(context: Context, ref: str | int) -> KeptTrip:
    """Give a trip by code or id; raises NotFound."""
    with context.database.reading() as uow:
        return uow.trips.get(ref)


def withdraw_trip(context: Context, ref: str | int, expected: int | None) -> KeptTrip:
    """Withdraw a published trip that has not started: what it took is free, its errands wait again. Raises Stale, NotAllowed."""
    with writing(context) as (uow, here):
        kept = expected_trip(uow, ref, expected, PUBLISHED)
        gone = uow.trips.change(kept, WITHDRAWN)
        uow.log.append(here.now(), here.actor, "trip", None, {"how": WITHDRAWN, "trip": plain(kept.trip)})
        uow.commit()
    return gone


def expected_trip(uow: UnitOfWork, ref: str | int, expected: int | None, state: str) -> KeptTrip:
    """Give a trip at the version a decision rests on and in the state it needs; raises NotFound, Stale, NotAllowed."""
    kept = uow.trips.get(ref)
    if expected is not None and expected != kept.version:
        raise stale(kept)
    if kept.state != state:
        code = kept.trip.code
        raise NotAllowed(
            Text(f"出车 {code} 的状态是 {kept.state}，不是 {state}。", f"Trip {code} is {kept.state}, not {state}."),
            Text("请按当前状态办理。", "Do what its state allows."),
            code="trip-state",
            facts={"trip": code, "state": kept.state, "needed": state},
        )
    return kept


def note(uow: UnitOfWork, here: Context, kind: str, week: FieldWeek, done: SetDown, more: Mapping[str, Any]) -> int:
    """Write down what was published, moved and withdrawn, with all that it was checked against."""
    body = {
        **more,
        "week": week.monday,
        "trips": dict(done.codes),
        "published": [plain(kept.trip) for kept in done.published],
        "moved": [plain(kept.trip) for kept in done.moved],
        "withdrawn": [kept.trip.code for kept in done.withdrawn],
        "seen": week_entry(uow, week),
    }
    return uow.log.append(here.now(), here.actor, kind, None, body)


def week_entry(uow: UnitOfWork, week: FieldWeek) -> dict[str, Any]:
    """Write down what a plan of a week saw: office and rulebook by digest, the rest as documents."""
    seen = {name: getattr(week, name) for name in ("errands", "trips", "hard", "joint", "seen")}
    return {
        "office": keep_office(uow, week.office),
        "rulebook": week.rulebook.digest,
        "now": week.now,
        "means": uow.documents.put("field_means", _means(week)),
        "rest": uow.documents.put("field_week", seen),
    }


def _means(week: FieldWeek) -> list[Any]:
    return [week.resources, week.engagements, week.closures]
