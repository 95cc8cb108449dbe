"""A week as it stands (本周现状), and what the checker says of it today."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from allocator.decisions.fieldwork.checker import check_week
from allocator.decisions.fieldwork.levels import measure_week
from allocator.decisions.fieldwork.words import FieldObjection
from allocator.domain.fieldwork.snapshot import FieldWeek
from allocator.domain.fieldwork.trips import WeekPlan
from allocator.persistence.trips import KeptTrip
from allocator.services.context import Context
from allocator.services.fieldwork.seeing import week_in


@dataclass(frozen=True, slots=True)
class FieldCheck:
    """What the checker says of a week (本周校验): objections, the value of each level, errands left without a place.

    Values are None where the plan names what nobody knows.
    """

    objections: tuple[FieldObjection, ...]
    values: Mapping[str, int] | None
    left: tuple[str, ...]


def standing_week(context: Context, monday: date) -> tuple[FieldWeek, tuple[KeptTrip, ...], FieldCheck]:
    """Give a week as it stands, its trips, and what the checker says of it today."""
    with context.database.reading() as uow, uow.for_the_office():
        week = week_in(uow, context, monday)
        trips = uow.trips.of_week(monday)
    return week, trips, _checked(week, WeekPlan(week.trips))


def _checked(week: FieldWeek, plan: WeekPlan) -> FieldCheck:
    objections = check_week(week, plan)
    sound = not any(objection.rule.startswith("known_") for objection in objections)
    placed = {errand for errand, _ in plan.placed}
    left = tuple(errand.code for errand in week.errands if errand.code not in placed)
    return FieldCheck(objections, measure_week(week, plan) if sound else None, left)
