"""Alterations of one trip: its hours, its people, its vehicle, what it serves."""

from dataclasses import replace
from datetime import timedelta

from allocator.domain.fieldwork.errand_kinds import HandlerRule
from allocator.domain.fieldwork.means import Closure, Engagement, EngagementKind
from allocator.domain.fieldwork.snapshot import FieldWeek
from allocator.domain.fieldwork.trips import DAY, Hours, Trip, TripState, WeekPlan
from allocator.domain.people import Absence
from tests.allocator.decisions.fieldwork.lawful_weeks import (
    Altered,
    at_once,
    engaged,
    first_stop,
    of,
    that_day,
    with_hours,
)


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


def out_too_long(week: FieldWeek, plan: WeekPlan, trip: Trip) -> Altered:
    """The day allows a minute less than the trip takes."""
    return with_hours(week, day_most=trip.back - trip.leaves - 1), trip


def out_too_much_in_the_week(week: FieldWeek, plan: WeekPlan, trip: Trip) -> Altered:
    """The week allows a minute less than the driver is out."""
    out = sum(other.back - other.leaves for other in plan.trips if trip.driver in other.people)
    return with_hours(week, week_most=out - 1), trip


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
