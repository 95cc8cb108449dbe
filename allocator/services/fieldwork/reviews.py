"""A week drawn by hand and hours for a partner (自排核对、可约时段): judged against the week as it stands; nothing is changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from allocator.decisions.fieldwork.outcome import LeftOut
from allocator.decisions.fieldwork.review import FieldReview, Violation, review_plan
from allocator.decisions.fieldwork.slots import Slot, slots, why_none
from allocator.domain.canonical import plain
from allocator.domain.errors import NotAllowed
from allocator.domain.fieldwork.snapshot import FieldWeek
from allocator.domain.fieldwork.trips import Trip, WeekPlan, clock
from allocator.domain.words import Text
from allocator.files.office.plan import read_week_plan
from allocator.persistence.trips import KeptTrip
from allocator.services.context import Context
from allocator.services.fieldwork.errands import open_errand
from allocator.services.fieldwork.repairs import in_week
from allocator.services.fieldwork.seeing import read_week, week_ahead
from allocator.services.fieldwork.uploads import as_file


@dataclass(frozen=True)
class Reviewed:
    """A plan made by hand, the week it is for, and what it is worth (核对结果)."""

    week: FieldWeek
    plan: WeekPlan
    review: FieldReview


def review_file(context: Context, monday: date, file: Path) -> Reviewed:
    """Check a file of trips drawn by hand for a whole week; raises BadInput with every fault by row."""
    week = read_week(context, monday)
    parts = {errand.code: len(week.kind(errand).parts) for errand in week.errands}
    plan = WeekPlan(read_week_plan(file, week.office, monday, parts))
    return Reviewed(week, plan, review_plan(week, plan))


def review_upload(context: Context, monday: date, name: str, data: bytes) -> Reviewed:
    """Check a file of trips that was sent, CSV or XLSX by its name; raises like `review_file`."""
    with as_file("trips", name, data) as file:
        return review_file(context, monday, file)


def review_trips(context: Context, monday: date, trips: Sequence[Trip]) -> Reviewed:
    """Check trips made by hand for a whole week, such as somebody has dragged together on a screen."""
    week, plan = read_week(context, monday), WeekPlan(tuple(trips))
    return Reviewed(week, plan, review_plan(week, plan))


@dataclass(frozen=True)
class Offers:
    """Hours of a week to offer for an errand, best first; where there is none, why and what would help (可约时段)."""

    week: FieldWeek
    slots: tuple[Slot, ...]
    none: LeftOut | None


def offers(context: Context, ref: str | int, monday: date, most: int = 3) -> Offers:
    """Give the best hours of a week to offer for an errand, with what each costs the levels; nothing is booked.

    Raises NotFound, and NotAllowed for an errand that is closed or on a trip already, and for a week that is over.
    """
    week = week_ahead(context, monday)
    errand = in_week(week, waiting_errand(context, ref))
    found = slots(week, errand, most)
    return Offers(week, found, None if found else why_none(week, errand))


def waiting_errand(context: Context, ref: str | int) -> str:
    """Give the code of an errand that waits for a place; raises NotFound, NotAllowed for one closed or on a trip already."""
    with context.database.reading() as uow:
        code = open_errand(uow, ref, None).errand.code
        served = uow.trips.serving(code)
    if served:
        raise _booked_already(code, served[0])
    return code


def _booked_already(code: str, kept: KeptTrip) -> NotAllowed:
    trip = kept.trip
    starts = next(stop.starts for stop in trip.stops if stop.errand == code)
    at = f"{kept.day} {clock(starts)}"
    return NotAllowed(
        Text(f"任务 {code} 已排入出车 {trip.code}（{at}）。", f"Errand {code} is on trip {trip.code} already ({at})."),
        Text("如需改约，请先撤回该出车。", "To offer other hours withdraw the trip first."),
        code="errand-served",
        facts={"errand": code, "trip": trip.code},
    )


def review_view(found: Reviewed) -> dict[str, Any]:
    """Show what a plan made by hand is: violations, values, what is left out, and the nearest lawful plan."""
    repair = found.review.repair
    return {
        "monday": found.week.monday.isoformat(),
        "lawful": not found.review.objections,
        "objections": [_violation_view(one) for one in found.review.violations],
        "values": dict(found.review.values),
        "left": list(found.review.left),
        "repair": repair
        and {
            "moves": plain(repair.moves),
            "along": plain(repair.along),
            "value": repair.value,
            "bound": repair.bound,
            "proven": repair.proven,
            "objections": plain(repair.objections),
            "values": dict(found.review.after or {}),
            "trips": plain(repair.plan.trips),
        },
    }


def _violation_view(one: Violation) -> dict[str, Any]:
    parts = {"unit": one.unit, "moves": list(one.moves), "along": list(one.along), "cost": one.cost}
    return {**plain(one.objection), **parts}


def offers_view(found: Offers) -> dict[str, Any]:
    """Show hours to offer, best first; where there is none, the advice what to do."""
    items = [
        {
            "day": found.week.day(one.booking.starts).isoformat(),
            "booking": plain(one.booking),
            "effect": dict(one.effect),
        }
        for one in found.slots
    ]
    return {"items": items, "advice": plain(found.none.reasons) if found.none else []}
