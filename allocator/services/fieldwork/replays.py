"""Weeks of field work run again from the log (周方案重演): the same week, seed and steps give the same trips, the same check its verdict."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from allocator.decisions.fieldwork.week import Limits, draft_week
from allocator.domain.canonical import plain, restore
from allocator.domain.fieldwork.trips import TripState, WeekPlan
from allocator.persistence.log import Entry
from allocator.persistence.unit_of_work import UnitOfWork
from allocator.services.drawing import secret_of
from allocator.services.fieldwork.booking import objections_to
from allocator.services.fieldwork.drafts import kept_week
from allocator.services.plans.plans import seed_of

FREELY = 20
"""How many times as long a draft may take as it took at most: counted steps must end it, not the clock."""


def replay_draft(uow: UnitOfWork, entry: Entry) -> tuple[Any, Any]:
    """Draft a week again; gives what was stored, and what comes out now, the bound of every level included."""
    document = uow.documents.get(entry.body["document"])
    week = kept_week(uow, document["seen"], date.fromisoformat(document["monday"]))
    seconds, day = document["seconds"], date.fromisoformat(document["certificate"]["day"])
    limits = Limits(seconds * FREELY, deterministic=Limits(seconds).budget)
    outcome = draft_week(week, limits, document["seed"])
    again = {
        "seed": seed_of(secret_of(uow, day), week.digest),
        "snapshot": week.digest,
        "instance": outcome.proof.problem.digest,
        "trips": plain(outcome.plan.trips),
        "left": plain(outcome.left),
        "values": dict(outcome.values),
        "objections": plain(outcome.objections),
        "levels": plain(outcome.proof.certificate.levels),
    }
    certificate = document["certificate"]
    told = {**document, "snapshot": certificate["digests"]["snapshot"], "levels": certificate["levels"]}
    return {name: told[name] for name in again}, again


def replay_trips(uow: UnitOfWork, entry: Entry) -> tuple[Any, Any]:
    """Hold published trips against the plan they come from, and check them again on what stood then."""
    body = entry.body
    week = kept_week(uow, body["seen"], date.fromisoformat(body["week"]))
    planned = {trip.code: trip for trip in _planned(uow, body).trips}
    given = [replace(planned[code], code=own, state=TripState.PUBLISHED) for code, own in body["trips"].items()]
    away = {*body["withdrawn"], *(trip["code"] for trip in body["moved"])}
    stored = {"trips": sorted([*body["published"], *body["moved"]], key=_code), "objections": []}
    return stored, {
        "trips": sorted(plain(given), key=_code),
        "objections": plain(objections_to(week, given, away)),
    }


def _planned(uow: UnitOfWork, body: Mapping[str, Any]) -> WeekPlan:
    """Give the plan trips were published from: a draft's, the answer to an urgent errand or an outage, or one made by hand."""
    named = body.get("document") or body.get("answer")
    trips = uow.documents.get(named)["trips"] if named else body["plan"]
    return restore(WeekPlan, {"trips": trips})


def _code(trip: Mapping[str, Any]) -> str:
    return str(trip["code"])
