"""Any one booking of a lawful week altered: the checker sees it, whatever the alteration."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from allocator.decisions.fieldwork import checker
from allocator.decisions.fieldwork.checker import check_week
from allocator.domain.calendar import WorkCalendar
from allocator.domain.fieldwork.errand_kinds import HandlerRule
from allocator.domain.fieldwork.means import Closure, Engagement, EngagementKind
from allocator.domain.fieldwork.snapshot import FieldWeek
from allocator.domain.fieldwork.trips import DAY, Hours, Span, Trip, TripState, WeekPlan
from allocator.domain.people import Absence, Lending, Period
from fixtures.field_booking import book
from fixtures.field_weeks import field_week
from tests.field_stories import an_errand

SEEDS = range(4)
SAID = re.compile(
    r'(?:yield |FieldObjection\(|_of_trip\(week, trip, |_of_errand\(week, errand, |_too_long\(week, )"([a-z_]+)"'
)
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


def too_early(week: FieldWeek, plan: WeekPlan, trip: Trip) -> Altered:
    """Work begins a minute before one can be there."""
    drive = week.travel.from_seat(week.errand_by_code[trip.stops[0].errand].place)
    return week, first_stop(trip, starts=trip.leaves + drive - 1)


def back_too_soon(week: FieldWeek, plan: WeekPlan, trip: Trip) -> Altered:
    """The trip is back a minute before the drive allows."""
    last = trip.stops[-1]
    errand = week.errand_by_code[last.errand]
    return week, of(trip, back=last.starts + week.minutes(errand) + week.travel.from_seat(errand.place) - 1)


def other_vehicle_in_use(week: FieldWeek, plan: WeekPlan, trip: Trip) -> Altered:
    """It takes the vehicle of a trip that is out at the same time."""
    others = at_once(plan, trip)
    return next(((week, of(trip, vehicle=other.vehicle)) for other in others), None)


def person_in_two_places(week: FieldWeek, plan: WeekPlan, trip: Trip) -> Altered:
    """Somebody of another trip comes along."""
    others = at_once(plan, trip)
    return next(((week, of(trip, people=(*trip.people, other.people[-1]))) for other in others), None)


def person_away(week: FieldWeek, plan: WeekPlan, trip: Trip) -> Altered:
    """Somebody aboard is on leave after all."""
    away = (*week.office.absences, Absence(trip.people[-1], that_day(week, trip)))
    return replace(week, office=replace(week.office, absences=away)), trip


def engaged(holder: str, week: FieldWeek, trip: Trip) -> Altered:
    day, begins = that_day(week, trip), trip.back % DAY - 1
    taken = Engagement(holder, EngagementKind.HEARING, Hours(day, begins, begins + 1))
    return replace(week, engagements=(*week.engagements, taken)), trip


def person_in_a_hearing(week: FieldWeek, plan: WeekPlan, trip: Trip) -> Altered:
    """Somebody aboard has a hearing in the trip's last minute."""
    return engaged(trip.people[0], week, trip)


def vehicle_in_service(week: FieldWeek, plan: WeekPlan, trip: Trip) -> Altered:
    """The vehicle is due for its service in the trip's last minute."""
    return engaged(trip.vehicle, week, trip)


def nobody_drives(week: FieldWeek, plan: WeekPlan, trip: Trip) -> Altered:
    """Whoever drives gets off."""
    return week, of(trip, people=tuple(code for code in trip.people if code != trip.driver))


def crew_too_small(week: FieldWeek, plan: WeekPlan, trip: Trip) -> Altered:
    """One person is left, driving."""
    return week, of(trip, people=(trip.driver,))


def no_lead(week: FieldWeek, plan: WeekPlan, trip: Trip) -> Altered:
    """Whoever may lead gets off."""
    leads = {one.code for one in week.office.officers if "field_lead" in week.skills(one, week.monday)}
    needed = any("field_lead" in week.part(week.errand_by_code[stop.errand], stop.part).needs for stop in trip.stops)
    return (week, of(trip, people=tuple(code for code in trip.people if code not in leads))) if needed else None


def handler_stays_home(week: FieldWeek, plan: WeekPlan, trip: Trip) -> Altered:
    """Who holds the case of an errand that allows no stand-in is replaced."""
    musts = [week.errand_by_code[stop.errand] for stop in trip.stops if stop.part == 0]
    handlers = [errand.handler for errand in musts if week.kind(errand).handler == HandlerRule.MUST]
    left = tuple(code for code in trip.people if code not in handlers)
    return (week, of(trip, people=left)) if handlers else None


def somebody_barred(week: FieldWeek, plan: WeekPlan, trip: Trip) -> Altered:
    """Somebody aboard turns out to be tied to a party."""
    barred = [replace(one, barred=trip.people[:1]) if one.code == trip.stops[0].errand else one for one in week.errands]
    return replace(week, errands=tuple(barred)), trip


def too_few_seats(week: FieldWeek, plan: WeekPlan, trip: Trip) -> Altered:
    """The vehicle has a seat less than people aboard."""
    cars = [
        replace(one, seats=len(trip.people) - 1) if one.code == trip.vehicle else one for one in week.office.vehicles
    ]
    return replace(week, office=replace(week.office, vehicles=tuple(cars))), trip


def at_night(week: FieldWeek, plan: WeekPlan, trip: Trip) -> Altered:
    """The whole trip is moved to half past one at night."""
    by = trip.leaves % DAY - 90
    stops = tuple(replace(stop, starts=stop.starts - by) for stop in trip.stops)
    return week, of(trip, leaves=trip.leaves - by, back=trip.back - by, stops=stops)


def after_its_latest_day(week: FieldWeek, plan: WeekPlan, trip: Trip) -> Altered:
    """Its errand had to be done the day before."""
    day = week.day(trip.leaves) - timedelta(days=1)
    earlier = [
        replace(one, earliest=None, latest=day) if one.code == trip.stops[0].errand else one for one in week.errands
    ]
    return replace(week, errands=tuple(earlier)), trip


def behind_a_closed_road(week: FieldWeek, plan: WeekPlan, trip: Trip) -> Altered:
    """The road to its first stop closes while one drives home."""
    errand = week.errand_by_code[trip.stops[0].errand]
    ends = (trip.stops[0].starts + week.minutes(errand)) % DAY
    closed = Closure(errand.place.town, Hours(that_day(week, trip), ends, ends + 1))
    return replace(week, closures=(closed,)), trip


def served_twice(week: FieldWeek, plan: WeekPlan, trip: Trip) -> Altered:
    """It serves an errand of another trip as well."""
    others = (other for other in plan.trips if other.code != trip.code)
    return next(((week, of(trip, stops=(*trip.stops, other.stops[0]))) for other in others), None)


def convoy_torn_apart(week: FieldWeek, plan: WeekPlan, trip: Trip) -> Altered:
    """One vehicle of a convoy begins a minute after the other."""
    convoy = len(week.kind(week.errand_by_code[trip.stops[0].errand]).parts) > 1
    later = first_stop(trip, starts=trip.stops[0].starts + 1)
    return (week, of(later, back=later.back + 1)) if convoy else None


def things_all_taken(week: FieldWeek, plan: WeekPlan, trip: Trip) -> Altered:
    """All body units are lent out while the trip needs one."""
    needs = any(stop.part == 0 and "body_unit" in week.uses(week.errand_by_code[stop.errand]) for stop in trip.stops)
    units = next(one for one in week.resources if one.kind == "body_unit")
    lent = Engagement(units.code, EngagementKind.OTHER, Hours(that_day(week, trip)), units.count)
    return (replace(week, engagements=(*week.engagements, lent)), trip) if needs else None


def left_in_the_past(week: FieldWeek, plan: WeekPlan, trip: Trip) -> Altered:
    """The week is planned a minute after the trip should have left."""
    return replace(week, now=trip.leaves + 1), trip


def with_hours(week: FieldWeek, **hours: Any) -> FieldWeek:
    rules = week.rulebook.fieldwork
    fieldwork = replace(rules, hours=replace(rules.hours, **hours))
    return replace(week, rulebook=replace(week.rulebook, fieldwork=fieldwork))


def out_too_long(week: FieldWeek, plan: WeekPlan, trip: Trip) -> Altered:
    """The day allows a minute less than the trip takes."""
    return with_hours(week, day_most=trip.back - trip.leaves - 1), trip


def out_too_much_in_the_week(week: FieldWeek, plan: WeekPlan, trip: Trip) -> Altered:
    """The week allows a minute less than the driver is out."""
    out = sum(other.back - other.leaves for other in plan.trips if trip.driver in other.people)
    return with_hours(week, week_most=out - 1), trip


def other_errand(week: FieldWeek, trip: Trip, **changes: Any) -> FieldWeek:
    """The week in which the errand of the trip's first stop is another."""
    errands = [replace(one, **changes) if one.code == trip.stops[0].errand else one for one in week.errands]
    return replace(week, errands=tuple(errands))


def other_kind(week: FieldWeek, trip: Trip, **changes: Any) -> FieldWeek:
    """The week in which the rulebook's row of that errand is another."""
    kind = week.kind(week.errand_by_code[trip.stops[0].errand])
    errands = {**week.rulebook.errands, kind.id: replace(kind, **changes)}
    return replace(week, rulebook=replace(week.rulebook, errands=errands))


def unknown_errand(week: FieldWeek, plan: WeekPlan, trip: Trip) -> Altered:
    """It serves what nobody asked for."""
    return week, first_stop(trip, errand="E999")


def unknown_vehicle(week: FieldWeek, plan: WeekPlan, trip: Trip) -> Altered:
    """It takes a car nobody has."""
    return week, of(trip, vehicle="V99")


def unknown_person(week: FieldWeek, plan: WeekPlan, trip: Trip) -> Altered:
    """A stranger comes along."""
    return week, of(trip, people=(*trip.people, "nobody"))


def said_to_be_under_way(week: FieldWeek, plan: WeekPlan, trip: Trip) -> Altered:
    """What has not left is called under way, and would be judged no more."""
    return week, of(trip, state=TripState.STARTED)


def in_another_week(week: FieldWeek, plan: WeekPlan, trip: Trip) -> Altered:
    """It goes a week later at the same hours."""
    by = len(week.days) * DAY
    stops = tuple(replace(stop, starts=stop.starts + by) for stop in trip.stops)
    return week, of(trip, leaves=trip.leaves + by, back=trip.back + by, stops=stops)


def half_a_convoy(week: FieldWeek, plan: WeekPlan, trip: Trip) -> Altered:
    """The first vehicle of a convoy comes as its second."""
    convoy = len(week.kind(week.errand_by_code[trip.stops[0].errand]).parts) > 1 and trip.stops[0].part == 0
    return (week, first_stop(trip, part=1)) if convoy else None


def one_vehicle_for_two(week: FieldWeek, plan: WeekPlan, trip: Trip) -> Altered:
    """The second vehicle of a convoy is to be the first as well."""
    second = trip.stops[0].part == 1
    return (week, of(trip, stops=(*trip.stops, replace(trip.stops[0], part=0)))) if second else None


def wrong_kind_of_vehicle(week: FieldWeek, plan: WeekPlan, trip: Trip) -> Altered:
    """It goes by bicycle where the rulebook asks for a kind of vehicle."""
    asked = any(week.part(week.errand_by_code[stop.errand], stop.part).vehicles for stop in trip.stops)
    cars = [replace(one, kind="bicycle") if one.code == trip.vehicle else one for one in week.office.vehicles]
    return (replace(week, office=replace(week.office, vehicles=tuple(cars))), trip) if asked else None


def before_its_earliest_day(week: FieldWeek, plan: WeekPlan, trip: Trip) -> Altered:
    """Its errand was to wait for the day after."""
    return other_errand(week, trip, earliest=week.day(trip.leaves) + timedelta(days=1), latest=None), trip


def not_approved(week: FieldWeek, plan: WeekPlan, trip: Trip) -> Altered:
    """The rulebook asks for an approval that is not there."""
    return other_errand(other_kind(week, trip, approval=True), trip, approved_on=None), trip


def approved_long_ago(week: FieldWeek, plan: WeekPlan, trip: Trip) -> Altered:
    """The approval held until the day before."""
    signed = week.day(trip.leaves) - timedelta(days=8)
    return other_errand(other_kind(week, trip, approval=True, approval_days=7), trip, approved_on=signed), trip


def no_warrant(week: FieldWeek, plan: WeekPlan, trip: Trip) -> Altered:
    """The rulebook asks for a warrant that is not there."""
    return other_errand(other_kind(week, trip, warrant=True), trip, warranted_on=None), trip


def warrant_of_long_ago(week: FieldWeek, plan: WeekPlan, trip: Trip) -> Altered:
    """The warrant held until the day before."""
    signed = week.day(trip.leaves) - timedelta(days=8)
    return other_errand(other_kind(week, trip, warrant=True, warrant_days=7), trip, warranted_on=signed), trip


def notice_still_running(week: FieldWeek, plan: WeekPlan, trip: Trip) -> Altered:
    """The notice ends on the day itself."""
    served = week.day(trip.leaves) - timedelta(days=5)
    return other_errand(other_kind(week, trip, notice_days=5), trip, noticed_on=served), trip


def booked_too_late(week: FieldWeek, plan: WeekPlan, trip: Trip) -> Altered:
    """The bailiffs were booked on the day itself, for the day after at the soonest."""
    return other_errand(other_kind(week, trip, lead_days=1), trip, booked_on=week.day(trip.leaves), urgent=False), trip


def on_a_holiday(week: FieldWeek, plan: WeekPlan, trip: Trip) -> Altered:
    """The office does not work that day after all."""
    off = WorkCalendar(frozenset({week.day(trip.leaves)}))
    closed = other_kind(week, trip, any_day=False)
    return replace(closed, office=replace(week.office, calendar=off)), trip


def out_of_season(week: FieldWeek, plan: WeekPlan, trip: Trip) -> Altered:
    """Its season is half a year away."""
    return other_kind(week, trip, months=((week.day(trip.leaves).month + 5) % 12 + 1,)), trip


def outside_its_hours(week: FieldWeek, plan: WeekPlan, trip: Trip) -> Altered:
    """Its kind is done until a minute before the work ends."""
    stop = trip.stops[0]
    ends = (stop.starts + week.minutes(week.errand_by_code[stop.errand])) % DAY
    return other_kind(week, trip, hours=(Span(0, ends - 1),)), trip


def lent_to_a_special_action(week: FieldWeek, plan: WeekPlan, trip: Trip) -> Altered:
    """The vehicle is lent to an action that has not this errand."""
    lending = Lending("winter", trip.vehicle, 1000, that_day(week, trip))
    lent = replace(week.office, lendings=(*week.office.lendings, lending))
    return replace(week, office=lent, special={"winter": ()}), trip


def things_nobody_has(week: FieldWeek, plan: WeekPlan, trip: Trip) -> Altered:
    """The body units are given back to whom they belong."""
    uses = trip.stops[0].part == 0 and "body_unit" in week.uses(week.errand_by_code[trip.stops[0].errand])
    left = tuple(one for one in week.resources if one.kind != "body_unit")
    return (replace(week, resources=left), trip) if uses else None


def things_locked_away(week: FieldWeek, plan: WeekPlan, trip: Trip) -> Altered:
    """The body units can be had at night only."""
    uses = trip.stops[0].part == 0 and "body_unit" in week.uses(week.errand_by_code[trip.stops[0].errand])
    night = Hours(Period(week.monday), 0, 60)
    shut = tuple(replace(one, hours=night) if one.kind == "body_unit" else one for one in week.resources)
    return (replace(week, resources=shut), trip) if uses else None


ALTERATIONS: dict[Alter, str] = {
    too_early: "drive",
    back_too_soon: "drive",
    other_vehicle_in_use: "vehicle_once",
    person_in_two_places: "person_once",
    person_away: "present",
    person_in_a_hearing: "engaged",
    vehicle_in_service: "engaged",
    nobody_drives: "driver",
    crew_too_small: "crew",
    no_lead: "skill",
    handler_stays_home: "handler",
    somebody_barred: "barred",
    too_few_seats: "seats",
    at_night: "trip_hours",
    after_its_latest_day: "latest",
    behind_a_closed_road: "road",
    served_twice: "errand_once",
    convoy_torn_apart: "parts_together",
    things_all_taken: "thing_count",
    left_in_the_past: "not_before_now",
    out_too_long: "hours_day",
    out_too_much_in_the_week: "hours_week",
    unknown_errand: "known_errand",
    unknown_vehicle: "known_vehicle",
    unknown_person: "known_officer",
    said_to_be_under_way: "started_stands",
    in_another_week: "in_week",
    half_a_convoy: "parts_whole",
    one_vehicle_for_two: "parts_apart",
    wrong_kind_of_vehicle: "vehicle_kind",
    before_its_earliest_day: "earliest",
    not_approved: "approval",
    approved_long_ago: "approval",
    no_warrant: "warrant",
    warrant_of_long_ago: "warrant",
    notice_still_running: "notice",
    booked_too_late: "lead",
    on_a_holiday: "working_day",
    out_of_season: "season",
    outside_its_hours: "hours",
    lent_to_a_special_action: "vehicle_lent",
    things_nobody_has: "thing_there",
    things_locked_away: "thing_hours",
}


def objections(week: FieldWeek, plan: WeekPlan, trip: Trip) -> set[str]:
    trips = tuple(trip if one.code == trip.code else one for one in plan.trips)
    return {objection.rule for objection in check_week(week, WeekPlan(trips))}


@pytest.mark.parametrize("alter, rule", ALTERATIONS.items(), ids=[alter.__name__ for alter in ALTERATIONS])
def test_the_checker_sees_every_booking_that_was_altered(alter, rule):
    """Each trip of four weeks in turn, altered in one thing: the rule that is broken is named every time."""
    altered = [
        (week, plan, found)
        for week, plan in map(lawful, SEEDS)
        for one in plan.trips
        if (found := alter(week, plan, one))
    ]
    missed = [trip.code for week, plan, (other, trip) in altered if rule not in objections(other, plan, trip)]

    assert altered
    assert missed == []


def test_every_rule_of_the_checker_is_broken_by_an_alteration():
    """A new rule must be told here; two trips of one code, which no alteration of one trip makes, are told elsewhere."""
    sources = [path.read_text(encoding="utf-8") for path in Path(checker.__file__).parent.glob("checker*.py")]
    named = {name for source in sources for name in SAID.findall(source)} | {"vehicle_once", "person_once"}

    assert named == {*ALTERATIONS.values(), "trip_once"}


@pytest.mark.parametrize("seed", SEEDS)
def test_before_it_was_altered_the_week_was_lawful(seed):
    """Without an alteration there is no objection, so that each objection is the alteration's."""
    week, plan = lawful(seed)

    assert len(plan.trips) > 6
    assert check_week(week, plan) == ()
