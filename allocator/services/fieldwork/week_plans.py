"""A draft of a week to look at before it is published (周方案草案): its trips beside those that stand, what moves, what is left."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from allocator.decisions.explaining.search_words import IN_FIELDWORK, level_row
from allocator.decisions.fieldwork.certificate import FIELD
from allocator.decisions.fieldwork.outcome import level_name
from allocator.decisions.fieldwork.repair import moves
from allocator.decisions.fieldwork.words import FieldObjection, errand_name
from allocator.domain.canonical import restore
from allocator.domain.errors import NotFound
from allocator.domain.fieldwork.snapshot import FieldWeek
from allocator.domain.fieldwork.trips import TripState
from allocator.domain.words import Text
from allocator.persistence.errands import KeptErrand
from allocator.persistence.runs import Run
from allocator.persistence.unit_of_work import UnitOfWork
from allocator.services.context import Context
from allocator.services.fieldwork.drafts import WeekDraft, kept_week, week_draft_in
from allocator.services.fieldwork.outings import Outing, Telling, WeekRow
from allocator.services.fieldwork.told_moves import MoveTold, told_moves
from allocator.services.fieldwork.views import week_name

RECENT, SHOWN = 100, 5


@dataclass(frozen=True, slots=True)
class LeftTold:
    """An errand without a place: its name, why, and in the last sentence what would give it one; `id` leads to it."""

    id: int
    name: Text
    reasons: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class WeekPlanSeen:
    """A run that drafts a week, and once it is done its draft beside what was published when it was drafted."""

    run: Run
    week: str
    draft: WeekDraft | None = None
    seen: FieldWeek | None = None
    outings: tuple[Outing, ...] = ()
    gives_way: tuple[Outing, ...] = ()
    moves: tuple[MoveTold, ...] = ()
    left: tuple[LeftTold, ...] = ()
    levels: tuple[tuple[Text, Text, Text, int], ...] = ()
    people: tuple[WeekRow, ...] = ()
    vehicles: tuple[WeekRow, ...] = ()

    @property
    def open(self) -> tuple[Outing, ...]:
        """Give the trips that are not published yet."""
        out = set(self.draft.published) if self.draft else set()
        return tuple(one for one in self.outings if one.state == TripState.DRAFT and one.code not in out)

    @property
    def standing(self) -> tuple[Outing, ...]:
        """Give the published trips that the draft leaves as they are."""
        return tuple(one for one in self.outings if one.state != TripState.DRAFT)


def read_week_plan(context: Context, run_id: str) -> WeekPlanSeen:
    """Give a run that drafts a week, with its draft once it is done; raises NotFound."""
    with context.database.reading() as uow:
        run = uow.runs.get(run_id)
        if run is None or run.kind != FIELD:
            raise _no_such_plan(run_id)
        name = week_name(date.fromisoformat(run.params["week"]))
        if not run.result:
            return WeekPlanSeen(run, name)
        return _seen(uow, run, name)


def recent_plans(context: Context, monday: date) -> tuple[Run, ...]:
    """Give the last drafts that were asked for of a week, the newest first."""
    with context.database.reading() as uow:
        listed = uow.runs.list(RECENT, kinds=(FIELD,))
    return tuple(run for run in listed if run.params["week"] == monday.isoformat())[:SHOWN]


def _seen(uow: UnitOfWork, run: Run, name: str) -> WeekPlanSeen:
    draft = week_draft_in(uow, run.id)
    document, plan = draft.document, draft.plan
    week = kept_week(uow, document["seen"], draft.monday)
    codes = {stop.errand for trip in (*week.trips, *plan.trips) for stop in trip.stops}
    asked = uow.errands.by_code(sorted(codes.union(item["errand"] for item in document["left"])))
    telling = Telling(week, asked, [restore(FieldObjection, one) for one in document["objections"]])
    outings = tuple(telling.outing(trip) for trip in plan.trips)
    kept, booked = {trip.code for trip in plan.trips}, (one for one in moves(week, plan) if one.before)
    return WeekPlanSeen(
        run=run,
        week=name,
        draft=draft,
        seen=week,
        outings=outings,
        gives_way=tuple(telling.outing(trip) for trip in week.trips if trip.code not in kept),
        moves=told_moves(week, (one for one in booked if telling.is_told(one.errand))),
        left=tuple(_left(week, item, asked) for item in uow.hidden.told(document["left"]) if item["errand"] in asked),
        levels=tuple(_level(level) for level in document["certificate"]["levels"]),
        people=telling.people(outings),
        vehicles=telling.vehicles(outings),
    )


def _level(level: Mapping[str, Any]) -> tuple[Text, Text, Text, int]:
    """Say what a level is called, its value and what is proven of it by what they count, and the gap in millionths."""
    value, bound, _ = level_row(level, IN_FIELDWORK)
    return level_name(level["name"]), value, bound, level["gap"]


def _left(week: FieldWeek, item: Mapping[str, Any], asked: Mapping[str, KeptErrand]) -> LeftTold:
    kept, errand = asked[item["errand"]], week.errand_by_code[item["errand"]]
    return LeftTold(kept.id, errand_name(week, errand), tuple(Text(**reason) for reason in item["reasons"]))


def _no_such_plan(run_id: str) -> NotFound:
    return NotFound(
        Text("没有这个周方案。", "There is no such plan of a week."),
        Text("请从外勤日程页重新生成。", "Draft one from the field week."),
        code="run-unknown",
        facts={"run": run_id},
    )
