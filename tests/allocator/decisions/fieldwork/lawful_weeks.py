"""Lawful weeks of field work, and what an alteration of one trip of them may ask."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from functools import cache
from typing import Any

from allocator.domain.fieldwork.means import Engagement, EngagementKind
from allocator.domain.fieldwork.snapshot import FieldWeek
from allocator.domain.fieldwork.trips import DAY, Hours, Trip, WeekPlan
from allocator.domain.people import Period
from fixtures.field_booking import book
from fixtures.field_weeks import field_week
from tests.field_stories import an_errand

SEEDS = range(4)
Altered = tuple[FieldWeek, Trip] | None
Alter = Callable[[FieldWeek, WeekPlan, Trip], Altered]


@cache
def lawful(seed: int) -> tuple[FieldWeek, WeekPlan]:
    """A week of sixteen errands, the first an eviction by two vehicles, that is booked and lawful."""
    week = field_week(seed, 16, 13, 3)
    leads = [one.code for one in week.office.officers if "eviction_lead" in week.skills(one, week.monday)]
    month_ago = week.monday - timedelta(days=30)
    eviction = an_errand(
        "E001", "eviction", place=week.errands[0].place, handler=leads[0], asked_on=month_ago, urgent=True,
        approved_on=month_ago, noticed_on=month_ago, booked_on=month_ago,
    )  # fmt: skip
    convoy = replace(week, errands=(eviction, *week.errands[1:]))
    return convoy, book(convoy)


def of(trip: Trip, **changes: Any) -> Trip:
    return replace(trip, **changes)


def first_stop(trip: Trip, **changes: Any) -> Trip:
    return replace(trip, stops=(replace(trip.stops[0], **changes), *trip.stops[1:]))


def at_once(plan: WeekPlan, trip: Trip) -> Iterator[Trip]:
    """The other trips that are out while this one is."""
    return (other for other in plan.trips if other != trip and other.span.meets(trip.span))


def that_day(week: FieldWeek, trip: Trip) -> Period:
    return Period(week.day(trip.leaves), week.day(trip.leaves))


def engaged(holder: str, week: FieldWeek, trip: Trip) -> Altered:
    day, begins = that_day(week, trip), trip.back % DAY - 1
    taken = Engagement(holder, EngagementKind.HEARING, Hours(day, begins, begins + 1))
    return replace(week, engagements=(*week.engagements, taken)), trip


def with_hours(week: FieldWeek, **hours: Any) -> FieldWeek:
    rules = week.rulebook.fieldwork
    fieldwork = replace(rules, hours=replace(rules.hours, **hours))
    return replace(week, rulebook=replace(week.rulebook, fieldwork=fieldwork))


def other_errand(week: FieldWeek, trip: Trip, **changes: Any) -> FieldWeek:
    """The week in which the errand of the trip's first stop is another."""
    errands = [replace(one, **changes) if one.code == trip.stops[0].errand else one for one in week.errands]
    return replace(week, errands=tuple(errands))


def other_kind(week: FieldWeek, trip: Trip, **changes: Any) -> FieldWeek:
    """The week in which the rulebook's row of that errand is another."""
    kind = week.kind(week.errand_by_code[trip.stops[0].errand])
    errands = {**week.rulebook.errands, kind.id: replace(kind, **changes)}
    return replace(week, rulebook=replace(week.rulebook, errands=errands))
