"""A week drawn by hand and hours for a partner (自排核对、可约时段): judged against the week as it stands; nothing is changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from allocator.decisions.fieldwork.review import FieldReview, review_plan
from allocator.decisions.fieldwork.slots import Slot, slots
from allocator.domain.canonical import plain
from allocator.domain.field_snapshot import FieldWeek
from allocator.domain.fieldwork import Trip, WeekPlan
from allocator.files.field_plan import read_week_plan
from allocator.services.context import Context
from allocator.services.fieldwork.errands import read_errand
from allocator.services.fieldwork.seeing import read_week


@dataclass(frozen=True)
class Reviewed:
    """A plan made by hand, the week it is for, and what it is worth (核对结果)."""

    week: FieldWeek
    plan: WeekPlan
    review: FieldReview


def review_file(context: Context, monday: date, file: Path) -> Reviewed:
    """Check a file of trips drawn by hand for a whole week; raises BadInput with every fault by row."""
    week = read_week(context, monday)
    plan = WeekPlan(read_week_plan(file, week.office, monday))
    return Reviewed(week, plan, review_plan(week, plan))


def review_trips(context: Context, monday: date, trips: Sequence[Trip]) -> Reviewed:
    """Check trips made by hand for a whole week, such as somebody has dragged together on a screen."""
    week, plan = read_week(context, monday), WeekPlan(tuple(trips))
    return Reviewed(week, plan, review_plan(week, plan))


def offers(context: Context, ref: str | int, monday: date, most: int = 3) -> tuple[FieldWeek, tuple[Slot, ...]]:
    """Give the best hours of a week to offer for an errand, with what each costs the levels; raises NotFound."""
    week, asked = read_week(context, monday), read_errand(context, ref).errand
    return week, slots(week, week.errand_by_code.get(asked.code, asked), most)


def review_view(found: Reviewed) -> dict[str, Any]:
    """Show what a plan made by hand is: violations, values, what is left out, and the nearest lawful plan."""
    repair = found.review.repair
    return {
        "monday": found.week.monday.isoformat(),
        "lawful": not found.review.objections,
        "objections": [plain(objection) for objection in found.review.objections],
        "values": dict(found.review.values),
        "left": list(found.review.left),
        "repair": repair
        and {
            "moves": plain(repair.moves),
            "along": plain(repair.along),
            "value": repair.value,
            "bound": repair.bound,
            "proven": repair.proven,
            "values": dict(found.review.after or {}),
            "trips": plain(repair.plan.trips),
        },
    }


def offers_view(week: FieldWeek, found: tuple[Slot, ...]) -> list[dict[str, Any]]:
    """Show hours to offer, best first."""
    return [
        {"day": week.day(one.booking.starts).isoformat(), "booking": plain(one.booking), "effect": dict(one.effect)}
        for one in found
    ]
