"""Answers to what somebody would change in a week (外勤答复): shown first and kept under their digest, applied when confirmed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from allocator.domain.canonical import restore
from allocator.domain.errors import NotFound, Stale
from allocator.domain.fieldwork.snapshot import FieldWeek
from allocator.domain.fieldwork.trips import TripState, WeekPlan
from allocator.domain.words import Text
from allocator.persistence.trips import PUBLISHED
from allocator.persistence.unit_of_work import UnitOfWork
from allocator.services.context import Context
from allocator.services.fieldwork.booking import SetDown, set_down
from allocator.services.fieldwork.publishing import note
from allocator.services.fieldwork.seeing import state_of, week_in

ANSWER = "field_repair"  # what such a document is kept as


@dataclass(frozen=True)
class Answered:
    """What the day's change would do (变动答复): the document with its digest; `applied` once a person has confirmed it."""

    digest: str
    document: Mapping[str, Any]
    applied: SetDown | None = None


def shown(
    context: Context, week: FieldWeek, asked: Mapping[str, Any], told: Mapping[str, Any], instance: str | None = None
) -> Answered:
    """Keep an answer about a week under its digest: what was asked, the week as it was, what was told, and what proves it."""
    document = {**asked, "week": week.monday.isoformat(), "state": state_of(week), **told}
    with context.database.writing() as uow:
        named = uow.documents.put(ANSWER, document)
        if instance is not None:
            uow.documents.put_text("field_instance", instance)
        uow.commit()
    return Answered(named, document)


def confirmed(
    uow: UnitOfWork, here: Context, monday: date, digest: str, asked: Mapping[str, Any]
) -> tuple[FieldWeek, Mapping[str, Any]]:
    """Give the week and the answer that was shown; raises NotFound for none of ours, Stale when the week has moved on."""
    document = kept_answer(uow, digest)
    expected = {**asked, "week": monday.isoformat()}
    if any(document.get(name) != value for name, value in expected.items()):
        raise _no_answer(digest)
    week = week_in(uow, here, monday)
    if state_of(week) != document["state"]:
        raise Stale(
            Text("此后本周安排已变更。", "The week has changed since this was shown."),
            Text("请重新查看答复后再确认。", "Ask again, and confirm what is shown then."),
            code="answer-stale",
            facts={"confirm": digest},
        )
    return week, document


def kept_answer(uow: UnitOfWork, digest: str) -> Any:
    """Give an answer that was shown, by its digest; raises NotFound."""
    if uow.documents.kind_of(digest) != ANSWER:
        raise _no_answer(digest)
    return uow.documents.get(digest)


def _no_answer(digest: str) -> NotFound:
    return NotFound(
        Text("没有这样的答复。", "There is no such answer."),
        Text("请先不带确认提交，再确认所得答复。", "Ask without confirming first, then confirm what was shown."),
        code="answer-unknown",
        facts={"confirm": digest},
    )


def applied(uow: UnitOfWork, here: Context, week: FieldWeek, digest: str, document: Mapping[str, Any]) -> SetDown:
    """Set down what was confirmed, with its entry of the log; raises Conflict when the checker objects or something is taken."""
    plan = restore(WeekPlan, {"trips": document["trips"]})
    kept = {trip.code for trip in plan.trips if trip.state != TripState.DRAFT}
    gone = [one for one in uow.trips.of_week(week.monday) if one.state == PUBLISHED and one.trip.code not in kept]
    done = set_down(uow, week, [trip for trip in plan.trips if trip.state == TripState.DRAFT], gone)
    proof = {"certificate": document["seal"]} if "seal" in document else {}
    note(uow, here, "trips_repaired", week, done, {"answer": digest, "asked": document["asked"], **proof})
    return done
