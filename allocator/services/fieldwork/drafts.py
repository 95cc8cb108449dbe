"""Drafts of a week of field work (周外勤草案): made by a durable job, to be looked at by a person before anything is published."""

from collections.abc import Callable, Mapping
from dataclasses import fields
from datetime import date
from functools import cached_property
from typing import Any, get_type_hints

from allocator.decisions.fieldwork.certificate import FIELD, certified, must_be_certified, proof_parts
from allocator.decisions.fieldwork.outcome import FieldOutcome
from allocator.decisions.fieldwork.week import Limits, Progress, draft_week
from allocator.domain.canonical import plain, restore
from allocator.domain.fieldwork.snapshot import FieldWeek
from allocator.domain.fieldwork.trips import Trip, TripState, WeekPlan
from allocator.domain.words import Text
from allocator.persistence.unit_of_work import UnitOfWork
from allocator.services.context import Context
from allocator.services.drawing import open_day, secret_to_draw
from allocator.services.fieldwork.seeing import check_ahead, the_monday, week_in
from allocator.services.jobs.job_errors import cancelled as run_cancelled
from allocator.services.jobs.kept_drafts import KeptDraft
from allocator.services.plans.plans import seed_of
from allocator.services.remembering import keep_office, kept_office
from allocator.services.transaction import the_office, writing

DEFAULT_SECONDS = 30
MEANS = ("resources", "engagements", "closures")
RESTS = tuple(
    part.name for part in fields(FieldWeek) if part.name not in {"office", "rulebook", "monday", "now", *MEANS}
)
"""What a week is put together from besides: errands, trips, and the rolling books."""
Report = Callable[[Progress], None]
Cancelled = Callable[[], bool]


class WeekDraft(KeptDraft):
    """A plan of a week as it waits for a person: by code, its trips that are published already."""

    kinds, entry, named = (FIELD,), "trips_published", "trips"

    @property
    def monday(self) -> date:
        """Give the Monday of its week."""
        return date.fromisoformat(self.document["monday"])

    @cached_property
    def plan(self) -> WeekPlan:
        """Give its trips, published ones that stand included."""
        return restore(WeekPlan, {"trips": self.document["trips"]})

    @property
    def new(self) -> dict[str, Trip]:
        """Give by code the trips it would publish."""
        return {trip.code: trip for trip in self.plan.trips if trip.state == TripState.DRAFT}


def draft_field(
    context: Context,
    run: str,
    params: Mapping[str, Any],
    report: Report | None = None,
    cancelled: Cancelled | None = None,
) -> str:
    """Draft a week ({"week", "seconds"}) and keep the plan as a document; gives the document's digest.

    Reads one instant of the office, solves without holding any lock, and writes once at the end, the run's own end
    included: cancelled or killed before that, it leaves no trace. Raises NotAllowed for a week that is over.
    """
    seconds = int(params.get("seconds", DEFAULT_SECONDS))
    with writing(context) as (uow, here):
        week = week_in(uow, here, the_monday(str(params["week"])))
        check_ahead(week)
        today = here.today(the_office(uow))
        open_day(uow, here, today)
        seed = seed_of(secret_to_draw(uow, today), week.digest)
        uow.commit()
    outcome = draft_week(week, Limits(seconds), seed, report, cancelled)
    with writing(context) as (uow, here):
        document = {"kind": FIELD, "run": run, "seed": seed, "seconds": seconds, **_document(uow, week, outcome)}
        document = certified(document, outcome.proof, week)
        must_be_certified(document)
        uow.documents.put_text("field_instance", outcome.proof.problem.to_json())
        named = uow.documents.put("field_plan", document)
        body = {"run": run, "document": named, "certificate": document["seal"], **_summary(document)}
        uow.log.append(here.now(), here.actor, "field_plan", None, body)
        if not uow.runs.finish(run, named, here.now(), _ready(document)):
            raise run_cancelled()
        uow.commit()
    return named


def _document(uow: UnitOfWork, week: FieldWeek, outcome: FieldOutcome) -> dict[str, Any]:
    return {
        "monday": week.monday.isoformat(),
        "seen": week_entry(uow, week),
        "trips": plain(outcome.plan.trips),
        "left": plain(outcome.left),
        "values": dict(outcome.values),
        "objections": plain(outcome.objections),
        **proof_parts(outcome.proof, week),
    }


def _summary(document: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "week": document["monday"],
        "trips": len(document["trips"]),
        "left": [item["errand"] for item in document["left"]],
        "lawful": not document["objections"],
        "levels": document["certificate"]["levels"],
    }


def _ready(document: Mapping[str, Any]) -> Text:
    trips, left = len(document["trips"]), len(document["left"])
    return Text(
        f"周方案已就绪：出车 {trips} 趟，未能安排 {left} 项。", f"The week is ready: {trips} trips, {left} left out."
    )


def read_week_draft(context: Context, run: str) -> WeekDraft:
    """Give the plan of a finished run; raises NotFound, or Conflict while there is none."""
    with context.database.reading() as uow:
        return week_draft_in(uow, run)


def week_draft_in(uow: UnitOfWork, run: str) -> WeekDraft:
    """Give the plan of a finished run within a unit of work; raises like `read_week_draft`."""
    return WeekDraft.read(uow, run)


def week_entry(uow: UnitOfWork, week: FieldWeek) -> dict[str, Any]:
    """Write down what a plan of a week saw: office and rulebook by digest, the rest as documents."""
    seen = {name: getattr(week, name) for name in RESTS}
    return {
        "office": keep_office(uow, week.office),
        "rulebook": week.rulebook.digest,
        "now": week.now,
        "means": uow.documents.put("field_means", means_of(week)),
        "rest": uow.documents.put("field_week", seen),
    }


def kept_week(uow: UnitOfWork, entry: Mapping[str, Any], monday: date) -> FieldWeek:
    """Give a written-down week again."""
    rest = uow.documents.get(entry["rest"])
    parts = dict(zip(MEANS, uow.documents.get(entry["means"]), strict=True)) | rest
    hints = get_type_hints(FieldWeek)
    return FieldWeek(
        office=kept_office(uow, entry["office"]),
        rulebook=uow.rulebooks.by_digest(entry["rulebook"]),
        monday=monday,
        now=entry["now"],
        **{name: restore(hints[name], value) for name, value in parts.items()},
    )


def means_of(week: FieldWeek) -> list[Any]:
    """Give what field work shares and what takes it away, as one value to be named by its digest."""
    return [getattr(week, name) for name in MEANS]
