"""The day goes wrong (当日变动): an urgent errand, a car that breaks, somebody ill; answered with the fewest bookings moved.

Nothing is changed here: the answer is the plan as it would be, as a difference to what is published.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from allocator.decisions.fieldwork.checker import check_week
from allocator.decisions.fieldwork.instance import translate_week
from allocator.decisions.fieldwork.outcome import FieldProof, judged
from allocator.decisions.fieldwork.translate import FieldTranslation
from allocator.decisions.fieldwork.words import FieldObjection, name_of, when
from allocator.domain.fieldwork.means import Engagement
from allocator.domain.fieldwork.snapshot import FieldWeek
from allocator.domain.fieldwork.trips import Errand, Stop, Trip, TripState, WeekPlan
from allocator.domain.words import Count, Text
from solver.fieldwork import Instance, repair
from solver.search import Limits

PLACED = "placed:"
Narrow = Callable[[FieldTranslation, Instance], Instance]
QUICK = Limits(seconds=2, deterministic=0.8)
"""Enough to prove how few must move in most weeks, and short enough to be waited for."""


@dataclass(frozen=True, slots=True)
class Booking:
    """When and with whom a part of an errand is booked (预约): trip, vehicle, driver and people by code, minutes of the week."""

    trip: str
    vehicle: str
    driver: str
    people: tuple[str, ...]
    leaves: int
    starts: int
    ends: int
    back: int


@dataclass(frozen=True, slots=True)
class Moved:
    """A part of an errand that is booked otherwise than before (变动): None before: it is new; None after: it has no place now.

    `told` are those to be told (须通知的人): who was to go, who is to go now, and who holds the case.
    """

    errand: str
    part: int
    before: Booking | None
    after: Booking | None
    told: tuple[str, ...]

    @property
    def kept(self) -> bool:
        """Say whether the booking itself stands: its hour, its vehicle and everybody who was to go."""
        before, after = self.before, self.after
        return (
            before is not None
            and after is not None
            and (before.starts, before.vehicle) == (after.starts, after.vehicle)
            and set(before.people) <= set(after.people)
        )


@dataclass(frozen=True)
class FieldRepair:
    """A published week repaired (修复方案): the week as it then is, its plan, and what moves.

    `value` is the price of the bookings moved by the rulebook, `bound` a price below which no plan gets, `proven` whether
    they are equal; `along` are bookings that stand while their trip changes round them: somebody joins, it leaves earlier;
    `placed` says whether the urgent errand has a place, or every booking that had one.
    """

    week: FieldWeek
    plan: WeekPlan
    moves: tuple[Moved, ...]
    along: tuple[Moved, ...]
    value: int
    bound: int
    placed: bool
    values: Mapping[str, int]
    objections: tuple[FieldObjection, ...]
    proof: FieldProof

    @property
    def proven(self) -> bool:
        """Say whether it is proven that no plan moves less."""
        return self.value <= self.bound

    @property
    def left(self) -> tuple[str, ...]:
        """Give by code the errands without a place."""
        there = {errand for errand, _ in self.plan.placed}
        return tuple(errand.code for errand in FieldTranslation(self.week).errands if errand.code not in there)

    @property
    def told(self) -> Text:
        """Say how many bookings move and how many must: so many, or between what is proven and what was found."""
        price = max(1, self.week.rulebook.fieldwork.move_price)
        most, least = self.value // price, -(-self.bound // price)
        if self.proven:
            return Text(
                f"改动 {most} 项预约，已证明最少。",
                f"{Count(most):booking moves|bookings move}, proven to be the fewest.",
            )
        return Text(
            f"改动 {most} 项预约；至少须改动 {least} 项，最少在 {least} 至 {most} 项之间。",
            f"{Count(most):booking moves|bookings move}; at least {least} must, so the fewest are between {least} and {most}.",
        )


def urgent(week: FieldWeek, errand: Errand, limits: Limits = QUICK, seed: int = 0) -> FieldRepair:
    """Find a place for an errand that cannot wait (紧急插入), moving the fewest published bookings.

    The errand is taken as urgent whatever it says, and may be one of the week's that has no place yet.
    """
    now = replace(errand, urgent=True)
    others = tuple(one for one in _published(week) if one.code != errand.code)
    return repaired(replace(week, errands=(*others, now)), limits, seed)


def outage(week: FieldWeek, engagement: Engagement, limits: Limits = QUICK, seed: int = 0) -> FieldRepair:
    """Do without an officer, a vehicle or a thing for some hours (临时缺位), moving the fewest published bookings."""
    taken = replace(week, errands=_published(week), engagements=(*week.engagements, engagement))
    return repaired(taken, limits, seed)


def on_the_way(week: FieldWeek, engagements: Iterable[Engagement]) -> tuple[Text, ...]:
    """Say which trips under way lose somebody aboard or their vehicle (在途受影响): they are not moved, somebody has to act."""
    said = Text(
        "出车 {trip} 在途，{who}随车，预计 {back} 返回；在途的不作改动，请另行处置。",
        "Trip {trip} is under way with {who} and due back {back}: it is not moved, see to it by hand.",
    )
    lost = [(one.holder, span) for one in engagements for span in one.hours.spans(week.monday)]
    found = (
        (trip, holder)
        for trip in week.trips
        for holder, span in lost
        if trip.state == TripState.STARTED and holder in {trip.vehicle, *trip.people} and span.meets(trip.span)
    )
    return tuple(
        said.fill(trip=trip.code, who=name_of(week, holder), back=when(week, trip.back))
        for trip, holder in dict.fromkeys(found)
    )


def repaired(week: FieldWeek, limits: Limits = QUICK, seed: int = 0, narrow: Narrow | None = None) -> FieldRepair:
    """Repair the published trips of a week as it is now: what cannot stand moves, and as little else as possible.

    `narrow` takes away choices nobody wants: another hour, another vehicle.
    """
    meaning, instance = translate_week(week)
    instance = narrow(meaning, instance) if narrow else instance
    result = repair(instance, limits, seed, standing=meaning.plan(lawful(week)))
    proof = FieldProof(instance, result.plan, result.certificate)
    plan = meaning.week_plan(proof.plan)
    values, objections = judged(week, plan, proof.certificate)
    found = moves(week, plan)
    return FieldRepair(
        week=week,
        plan=plan,
        moves=tuple(one for one in found if not one.kept),
        along=tuple(one for one in found if one.kept),
        value=values["moved"],
        bound=next((level.bound for level in proof.certificate.levels if level.name == "moved"), 0),
        placed=not any(value for name, value in values.items() if name.startswith(PLACED)),
        values=values,
        objections=objections,
        proof=proof,
    )


def mended_week(week: FieldWeek, limits: Limits, seed: int) -> WeekPlan:
    """Give the trips of a week that lost somebody or something: those `repaired` gives of what is published, nothing judged or told."""
    taken = replace(week, errands=_published(week))
    meaning, instance = translate_week(taken)
    return meaning.week_plan(repair(instance, limits, seed, standing=meaning.plan(lawful(taken))).plan)


def lawful(week: FieldWeek) -> WeekPlan:
    """Give the published trips that can stand, whole, without those the checker objects to."""
    trips, before = week.trips, -1
    while len(trips) != before:
        before, wrong = len(trips), {objection.trip for objection in check_week(week, WeekPlan(trips))}
        trips = tuple(trip for trip in trips if trip.code not in wrong or trip.state == TripState.STARTED)
    return WeekPlan(trips)


def _published(week: FieldWeek) -> tuple[Errand, ...]:
    """Give the errands that stand on a trip: nobody else's is put in when the day goes wrong."""
    there = {stop.errand for trip in week.trips for stop in trip.stops}
    return tuple(errand for errand in week.errands if errand.code in there)


def moves(week: FieldWeek, plan: WeekPlan) -> tuple[Moved, ...]:
    """Compare a plan with what is published: each part of an errand that is booked otherwise, in the order of hours."""
    standing = tuple(trip for trip in week.trips if trip.state == TripState.PUBLISHED)
    before, after = WeekPlan(standing).placed, plan.placed
    running = {trip.code for trip in week.trips if trip.state == TripState.STARTED}
    keys = [key for key in dict.fromkeys((*before, *after)) if not (key in after and after[key][0].code in running)]
    found = [_moved(week, key, before.get(key), after.get(key)) for key in keys]
    return tuple(sorted((one for one in found if _differs(one)), key=_hour))


def _moved(
    week: FieldWeek, key: tuple[str, int], was: tuple[Trip, Stop] | None, is_: tuple[Trip, Stop] | None
) -> Moved:
    before, after = was and booking(week, was), is_ and booking(week, is_)
    handler = week.errand_by_code[key[0]].handler
    people = [*(before.people if before else ()), *(after.people if after else ()), *([handler] if handler else [])]
    return Moved(*key, before, after, tuple(dict.fromkeys(people)))


def booking(week: FieldWeek, at: tuple[Trip, Stop]) -> Booking:
    """Give when and with whom a stop of a trip is booked."""
    trip, stop = at
    ends = stop.starts + week.minutes(week.errand_by_code[stop.errand])
    people = tuple(sorted(trip.people))
    return Booking(trip.code, trip.vehicle, trip.driver, people, trip.leaves, stop.starts, ends, trip.back)


def _differs(one: Moved) -> bool:
    """Say whether vehicle, people or hours differ; another code or another driver of those aboard is no move."""
    if one.before is None or one.after is None:
        return True
    return replace(one.before, trip="", driver="") != replace(one.after, trip="", driver="")


def _hour(one: Moved) -> tuple[int, str, int]:
    at = one.before or one.after
    return (at.starts if at else 0, one.errand, one.part)
