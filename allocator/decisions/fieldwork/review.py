"""Check my plan (核对自排方案): a week drawn by hand, scored by the same terms, each violation named, and the nearest lawful plan."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace

from allocator.decisions.fieldwork.checker import check_plan
from allocator.decisions.fieldwork.levels import measure_week
from allocator.decisions.fieldwork.repair import QUICK, FieldRepair, Moved, repaired
from allocator.decisions.fieldwork.words import FieldObjection
from allocator.domain.fieldwork.snapshot import FieldWeek
from allocator.domain.fieldwork.trips import Stop, Trip, TripState, WeekPlan
from solver.search import Limits

MINUTES, PEOPLE, SEATS, THINGS, DAYS = "minutes", "people", "seats", "things", "days"
UNITS = {
    **dict.fromkeys(("trip_hours", "not_before_now", "drive", "person_once", "vehicle_once"), MINUTES),
    **dict.fromkeys(("present", "engaged"), MINUTES),
    **dict.fromkeys(("crew", "skill", "driver", "handler", "barred"), PEOPLE),
    **dict.fromkeys(("thing_count", "thing_there"), THINGS),
    **dict.fromkeys(("notice", "lead"), DAYS),
    "seats": SEATS,
}
"""In what the amount of an objection is counted, by its rule; lead times in working days."""


@dataclass(frozen=True, slots=True)
class Violation:
    """One thing a plan made by hand must not do (违规), what it exceeds and what mending it costs.

    `unit` is that of the objection's amount ("" where there is none to count). `moves` are the errands that the nearest
    lawful plan books otherwise to mend it, `along` those it mends without a move: somebody joins their trip, it leaves
    earlier. `cost` is the rulebook's price of `moves`, of those that had a place; one move may mend several violations, so costs may add up to more
    than the repair's price.
    """

    objection: FieldObjection
    unit: str
    moves: tuple[str, ...]
    along: tuple[str, ...]
    cost: int


@dataclass(frozen=True)
class FieldReview:
    """What a plan made by hand is (核对结果): violations, the value of each level, errands without a place, the nearest repair.

    Values leave out trips that name what nobody knows. The repair moves as few of its stops as possible, `after` is what it is
    worth in the whole week; None: the plan is lawful.
    """

    violations: tuple[Violation, ...]
    values: Mapping[str, int]
    left: tuple[str, ...]
    repair: FieldRepair | None
    after: Mapping[str, int] | None

    @property
    def objections(self) -> tuple[FieldObjection, ...]:
        """Give what the checker objects to, without the price of it."""
        return tuple(one.objection for one in self.violations)


def review_plan(week: FieldWeek, plan: WeekPlan, limits: Limits = QUICK, seed: int = 0) -> FieldReview:
    """Judge a plan of a whole week, and find the lawful plan that moves the fewest of its stops (最少改动).

    Trips under way belong to it whether it names them or not; what it leaves out stays out. The repair gives a place also to
    what was drawn on a vehicle that nobody knows, if there is one.
    """
    running = tuple(trip for trip in week.trips if trip.state == TripState.STARTED)
    codes = {trip.code for trip in running}
    drawn = WeekPlan((*running, *(trip for trip in plan.trips if trip.code not in codes)))
    objections = check_plan(week, drawn)
    known = WeekPlan((*running, *_known(week, drawn)))
    placed = {errand for errand, _ in drawn.placed}
    repair = repaired(_as_published(week, known, placed), limits, seed) if objections else None
    return FieldReview(
        violations=tuple(_priced(week, drawn, objection, repair) for objection in objections),
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


def _as_published(week: FieldWeek, plan: WeekPlan, asked: Collection[str]) -> FieldWeek:
    """Give the week in which a plan is what stands, and only what was drawn is asked for."""
    errands = tuple(errand for errand in week.errands if errand.code in asked)
    return replace(week, trips=plan.trips, errands=errands)


def _priced(week: FieldWeek, drawn: WeekPlan, objection: FieldObjection, repair: FieldRepair | None) -> Violation:
    """Say what a violation exceeds, and which of the repair's moves mend it."""
    moves, along = (
        tuple(dict.fromkeys(one.errand for one in moved if _mends(week, drawn, objection, one)))
        for moved in ((repair.moves, repair.along) if repair else ((), ()))
    )
    unit = UNITS.get(objection.rule, "") if objection.amount else ""
    booked = {one.errand for one in (repair.moves if repair else ()) if one.before}
    return Violation(
        objection, unit, moves, along, week.rulebook.fieldwork.move_price * len(booked.intersection(moves))
    )


def _mends(week: FieldWeek, drawn: WeekPlan, objection: FieldObjection, move: Moved) -> bool:
    """Say whether a move concerns what was objected to: its errand, its trip, or whoever or whatever was taken at that hour."""
    on_trip = (stop.errand for trip in drawn.trips if trip.code == objection.trip for stop in trip.stops)
    if move.errand == objection.errand or (not objection.errand and move.errand in on_trip):
        return True
    before = move.before
    if before is None or not objection.holder or not before.leaves <= objection.moment < before.back:
        return False
    taken = {one.code for one in week.resources if one.kind in week.uses(week.errand_by_code[move.errand])}
    return objection.holder in {before.vehicle, *before.people, *taken}
