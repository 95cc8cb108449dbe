"""Publishing a week of field work (发布周外勤): trips of a draft or made by hand, whole or in part, by whoever comes first."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from allocator.decisions.fieldwork.certificate import must_be_certified
from allocator.decisions.fieldwork.words import TRIP_STATES
from allocator.domain.canonical import plain
from allocator.domain.errors import BadInput, Conflict, NotAllowed
from allocator.domain.fieldwork.snapshot import FieldWeek
from allocator.domain.fieldwork.trips import Trip, TripState
from allocator.domain.words import Text, listed
from allocator.persistence.trips import PUBLISHED, WITHDRAWN, KeptTrip, stale
from allocator.persistence.unit_of_work import UnitOfWork
from allocator.services.context import Context
from allocator.services.fieldwork.booking import SetDown, set_down
from allocator.services.fieldwork.drafts import WeekDraft, week_draft_in, week_entry
from allocator.services.fieldwork.seeing import week_in
from allocator.services.fieldwork.staleness import check_fresh_week
from allocator.services.jobs.kept_drafts import check_not_withdrawn, withdrawn
from allocator.services.transaction import writing


def publish_by_hand(context: Context, monday: date, trips: Sequence[Trip]) -> SetDown:
    """Publish trips made by hand beside those that stand; raises Conflict where one is taken or the checker objects."""
    with writing(context) as (uow, here):
        week = week_in(uow, here, monday)
        done = set_down(uow, week, trips, ())
        note(uow, here, "trips_published", week, done, {"run": None, "plan": plain(trips)})
        uow.commit()
    return done


def publish_week(context: Context, run: str, only: Sequence[str] | None = None) -> SetDown:
    """Publish a draft whole, or some of its trips by code, in one transaction; what they replace gives way.

    Raises Stale when office, rulebook, means, an errand or a trip changed since (saying which), BadInput for trips that are
    not in it, were published already or belong together with others, Conflict when it was withdrawn, has no certificate of
    its own, when somebody or something is taken meanwhile, or when the checker objects.
    """
    with writing(context) as (uow, here):
        draft = week_draft_in(uow, run)
        check_not_withdrawn(draft)
        must_be_certified(draft.document)
        chosen = _chosen(draft, only)
        week = week_in(uow, here, draft.monday)
        gone = _replaced(uow, draft, chosen, whole=only is None)
        check_fresh_week(uow, draft, week, chosen, gone)
        done = set_down(uow, week, chosen, gone)
        proof = {"run": run, "document": draft.digest, "certificate": draft.document["seal"]}
        note(uow, here, "trips_published", week, done, proof)
        uow.commit()
    return done


def _chosen(draft: WeekDraft, only: Sequence[str] | None) -> list[Trip]:
    waiting = {code: trip for code, trip in draft.new.items() if code not in draft.published}
    wanted = list(waiting) if only is None else list(dict.fromkeys(only))
    foreign = [code for code in wanted if code not in waiting]
    if foreign or not wanted:
        names = listed(foreign)
        raise BadInput(
            Text(f"方案中没有可发布的出车：{names.zh}。", f"Nothing to publish, or not in the plan: {names.en}.")
            if foreign
            else Text("方案没有待发布的出车。", "The plan has no trip left to publish."),
            Text("请从方案未发布的出车中选择。", "Choose among the plan's trips that are not published yet."),
            code="not-in-plan",
            facts={"unknown": foreign},
        )
    return [waiting[code] for code in wanted]


def _replaced(uow: UnitOfWork, draft: WeekDraft, chosen: Sequence[Trip], *, whole: bool) -> list[KeptTrip]:
    """Find the published trips that give way: those the draft saw and does not keep, as far as they share its errands.

    Raises BadInput when a trip left out would take over an errand of one that gives way: they belong together.
    """
    seen = {item["code"] for item in uow.documents.get(draft.document["seen"]["rest"])["trips"]}
    kept = {trip.code for trip in draft.plan.trips if trip.state != TripState.DRAFT}
    dropped = [one for one in uow.trips.of_week(draft.monday) if one.trip.code in seen - kept]
    if whole:
        return dropped
    served = {stop.errand for trip in chosen for stop in trip.stops}
    gone = [one for one in dropped if not served.isdisjoint(stop.errand for stop in one.trip.stops)]
    orphans = {stop.errand for one in gone for stop in one.trip.stops} - served
    others = [code for code, trip in draft.new.items() if not orphans.isdisjoint(stop.errand for stop in trip.stops)]
    if others:
        names = listed(others)
        raise BadInput(
            Text(f"须与以下出车一并发布：{names.zh}。", f"These trips go with them: {names.en}."),
            Text("请一并选择，或发布整个方案。", "Choose them too, or publish the whole plan."),
            code="trips-belong-together",
            facts={"trips": others},
        )
    return gone


def withdraw_week(context: Context, run: str) -> WeekDraft:
    """Withdraw a draft: what is not published yet cannot be any more; withdrawing it again changes nothing.

    Raises Conflict when the whole draft is published already.
    """
    with writing(context) as (uow, here):
        draft = week_draft_in(uow, run)
        if draft.withdrawn:
            return draft
        if draft.new and not set(draft.new) - set(draft.published):
            raise Conflict(
                Text("方案已全部发布，不能撤回。", "The whole plan is published; it cannot be withdrawn."),
                Text("请逐趟撤回出车，或另行生成本周方案。", "Withdraw single trips, or draft the week anew."),
                code="plan-published",
            )
        gone = withdrawn(uow, here, draft)
        uow.commit()
    return gone


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
        gone = uow.trips.change(kept, WITHDRAWN, here.now())
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
            Text("出车 {code} {now}，不是{needed}。", "Trip {code} is {now}, not {needed}.").fill(
                code=code, now=TRIP_STATES[kept.state], needed=TRIP_STATES[state]
            ),
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
