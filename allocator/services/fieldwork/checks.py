"""A week as it stands (本周现状), and what the checker says of it today."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from allocator.decisions.fieldwork.checker import check_week
from allocator.decisions.fieldwork.levels import measure_week
from allocator.decisions.fieldwork.words import FieldObjection
from allocator.domain.fieldwork.snapshot import FieldWeek
from allocator.domain.fieldwork.trips import WeekPlan
from allocator.persistence.trips import KeptTrip
from allocator.services.context import Context
from allocator.services.fieldwork.seeing import week_in


@dataclass(frozen=True)
class FieldCheck:
    """What the checker says of a plan of a week (本周校验): its objections, and what follows from the plan for whoever asks."""

    week: FieldWeek
    plan: WeekPlan
    objections: tuple[FieldObjection, ...]

    @cached_property
    def values(self) -> Mapping[str, int] | None:
        """Give the value of each level, None where the plan names what nobody knows; a page that shows none need not wait."""
        sound = not any(objection.rule.startswith("known_") for objection in self.objections)
        return measure_week(self.week, self.plan) if sound else None

    @cached_property
    def left(self) -> tuple[str, ...]:
        """Name the errands left without a place."""
        placed = {errand for errand, _ in self.plan.placed}
        return tuple(errand.code for errand in self.week.errands if errand.code not in placed)


def standing_week(context: Context, monday: date) -> tuple[FieldWeek, tuple[KeptTrip, ...], FieldCheck]:
    """Give a week as it stands, its trips, and what the checker says of it today."""
    with context.database.reading() as uow, uow.for_the_office():
        week = week_in(uow, context, monday)
        trips = uow.trips.of_week(monday)
    plan = WeekPlan(week.trips)
    return week, trips, FieldCheck(week, plan, check_week(week, plan))
