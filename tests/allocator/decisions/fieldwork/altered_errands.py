"""Alterations of what is asked for beside one trip: its errand, the rules for it, the things it needs."""

from dataclasses import replace
from datetime import timedelta

from allocator.domain.calendar import WorkCalendar
from allocator.domain.fieldwork.snapshot import FieldWeek
from allocator.domain.fieldwork.trips import DAY, Hours, Span, Trip, WeekPlan
from allocator.domain.people import Lending, Period
from tests.allocator.decisions.fieldwork.lawful_weeks import (
    Altered,
    other_errand,
    other_kind,
    that_day,
)


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
