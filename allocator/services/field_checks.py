"""Check my plan (核对自排方案): a plan made by hand, or the week as it stands, by the terms every plan is measured by."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from allocator.decisions.field_checker import check_week
from allocator.decisions.field_levels import measure_week
from allocator.decisions.field_words import FieldObjection
from allocator.domain.field_snapshot import FieldWeek
from allocator.domain.fieldwork import Trip, TripState, WeekPlan
from allocator.persistence.trips import KeptTrip
from allocator.services.context import Context
from allocator.services.field_seeing import read_week, week_in


@dataclass(frozen=True, slots=True)
class FieldCheck:
    """What the checker says of a plan (核对结果): objections, the value of each level, errands left without a place.

    Values are None where the plan names what nobody knows.
    """

    objections: tuple[FieldObjection, ...]
    values: Mapping[str, int] | None
    left: tuple[str, ...]


def check_plan(context: Context, monday: date, trips: Sequence[Trip]) -> FieldCheck:
    """Check a plan made by hand for a whole week; trips under way belong to every plan."""
    week = read_week(context, monday)
    given = {trip.code for trip in trips}
    running = [trip for trip in week.trips if trip.state == TripState.STARTED and trip.code not in given]
    return checked(week, WeekPlan((*running, *trips)))


def standing_week(context: Context, monday: date) -> tuple[FieldWeek, tuple[KeptTrip, ...], FieldCheck]:
    """Give a week as it stands, its trips, and what the checker says of it today."""
    with context.database.reading() as uow:
        week = week_in(uow, context, monday)
        trips = uow.trips.of_week(monday)
    return week, trips, checked(week, WeekPlan(week.trips))


def checked(week: FieldWeek, plan: WeekPlan) -> FieldCheck:
    """Check a plan of a week."""
    objections = check_week(week, plan)
    sound = not any(objection.rule.startswith("known_") for objection in objections)
    placed = {errand for errand, _ in plan.placed}
    left = tuple(errand.code for errand in week.errands if errand.code not in placed)
    return FieldCheck(objections, measure_week(week, plan) if sound else None, left)
