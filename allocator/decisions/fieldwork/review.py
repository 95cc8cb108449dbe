"""Check my plan (核对自排方案): a week drawn by hand, scored by the same terms, each violation named, and the nearest lawful plan."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from allocator.decisions.fieldwork.checker import check_week
from allocator.decisions.fieldwork.levels import measure_week
from allocator.decisions.fieldwork.repair import QUICK, FieldRepair, repaired
from allocator.decisions.fieldwork.words import FieldObjection
from allocator.domain.field_snapshot import FieldWeek
from allocator.domain.fieldwork import Stop, Trip, TripState, WeekPlan
from solver.search import Limits


@dataclass(frozen=True)
class FieldReview:
    """What a plan made by hand is (核对结果): objections, the value of each level, errands without a place, the nearest repair.

    Values leave out trips that name what nobody knows. The repair moves as few of its stops as possible, `after` is what it is
    worth in the whole week; None: the plan is lawful.
    """

    objections: tuple[FieldObjection, ...]
    values: Mapping[str, int]
    left: tuple[str, ...]
    repair: FieldRepair | None
    after: Mapping[str, int] | None


def review_plan(week: FieldWeek, plan: WeekPlan, limits: Limits = QUICK, seed: int = 0) -> FieldReview:
    """Judge a plan of a whole week, and find the lawful plan that moves the fewest of its stops (最少改动).

    Trips under way belong to it whether it names them or not; what it leaves out stays out.
    """
    running = tuple(trip for trip in week.trips if trip.state == TripState.STARTED)
    codes = {trip.code for trip in running}
    drawn = WeekPlan((*running, *(trip for trip in plan.trips if trip.code not in codes)))
    objections = check_week(week, drawn)
    known = WeekPlan((*running, *_known(week, drawn)))
    placed = {errand for errand, _ in drawn.placed}
    repair = repaired(_as_published(week, known), limits, seed) if objections else None
    return FieldReview(
        objections=objections,
        values=measure_week(week, known),
        left=tuple(errand.code for errand in week.errands if errand.code not in placed),
        repair=repair,
        after=measure_week(week, repair.plan) if repair else None,
    )


def _known(week: FieldWeek, plan: WeekPlan) -> Iterator[Trip]:
    """Walk what can be taken up of each trip of a plan: people and stops that are known, each stop once."""
    served: set[tuple[str, int]] = set()
    codes: set[str] = set()
    for trip in (trip for trip in plan.trips if trip.state != TripState.STARTED):
        stops = tuple(stop for stop in trip.stops if _is_known(week, stop) and (stop.errand, stop.part) not in served)
        people = tuple(code for code in trip.people if code in week.office.officer_by_code)
        if stops and trip.vehicle in week.vehicle_by_code and trip.code not in codes:
            served |= {(stop.errand, stop.part) for stop in stops}
            codes.add(trip.code)
            yield replace(trip, stops=stops, people=people, state=TripState.PUBLISHED)


def _is_known(week: FieldWeek, stop: Stop) -> bool:
    errand = week.errand_by_code.get(stop.errand)
    return errand is not None and 0 <= stop.part < len(week.kind(errand).parts)


def _as_published(week: FieldWeek, plan: WeekPlan) -> FieldWeek:
    """Give the week in which a plan is what stands, and nothing else is asked for."""
    there = {errand for errand, _ in plan.placed}
    errands = tuple(errand for errand in week.errands if errand.code in there)
    return replace(week, trips=plan.trips, errands=errands)
