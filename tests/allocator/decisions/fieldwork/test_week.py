"""A week drafted as one plan: lawful, worth what its certificate says, the same each time; trips under way stand."""

from dataclasses import replace

import pytest

from allocator.decisions.fieldwork.checker import check_week
from allocator.decisions.fieldwork.levels import measure_week
from allocator.decisions.fieldwork.outcome import judged
from allocator.decisions.fieldwork.week import Limits, draft_week
from allocator.domain.fieldwork.snapshot import FieldWeek
from allocator.domain.fieldwork.trips import Stop, TripState, WeekPlan
from fixtures.field_weeks import field_week
from tests.field_stories import FIELD_MONDAY, a_field_week, a_trip, an_errand, at

FEW = Limits(seconds=60, deterministic=0.01)


def planned_on_wednesday(week: FieldWeek) -> FieldWeek:
    """The week with its own draft published, what left before Wednesday ten o'clock under way."""
    now = at(2, "10:00")
    trips = tuple(
        replace(trip, state=TripState.STARTED if trip.leaves < now else TripState.PUBLISHED)
        for trip in draft_week(week, FEW, 1, cancelled=lambda: False).plan.trips
    )
    booked = tuple(replace(errand, booked_on=errand.asked_on) for errand in week.errands)
    return replace(week, trips=trips, now=now, errands=booked)


@pytest.mark.parametrize("seed, errands, vehicles", [(1, 8, 3), (2, 20, 2), (3, 40, 2), (4, 60, 2)])
def test_a_draft_is_lawful_and_worth_what_its_certificate_says(seed, errands, vehicles):
    """From a quiet week to one that asks twice what two cars can do."""
    week = field_week(seed, errands, 12, vehicles)

    outcome = draft_week(week, FEW, 1)

    stated = {level.name: level.value for level in outcome.proof.certificate.levels}
    assert outcome.objections == ()
    assert check_week(week, outcome.plan) == ()
    assert outcome.values == measure_week(week, outcome.plan)
    assert {name: stated.get(name, 0) for name in outcome.values} == outcome.values
    assert all(level.bound <= level.value for level in outcome.proof.certificate.levels)


def test_the_same_week_gives_the_same_draft():
    """With the same seed and limits, to the minute."""
    week = field_week(5, 20, 12, 2)

    assert draft_week(week, FEW, 1).plan == draft_week(week, FEW, 1).plan


def test_everybody_with_a_place_has_none_left_out_and_the_other_way_round():
    """An errand is on a trip, or it is explained."""
    week = field_week(3, 40, 12, 2)

    outcome = draft_week(week, FEW, 1)

    placed = {errand for errand, _ in outcome.plan.placed}
    assert sorted([*placed, *(one.errand for one in outcome.left)]) == sorted(one.code for one in week.errands)


def test_planning_again_leaves_what_is_under_way():
    """On Wednesday the trips that left stand, whatever else moves."""
    week = planned_on_wednesday(field_week(2, 16, 12, 2))

    outcome = draft_week(week, FEW, 2)

    running = [trip for trip in week.trips if trip.state == TripState.STARTED]
    assert running
    assert outcome.objections == ()
    assert all(trip in outcome.plan.trips for trip in running)


def test_a_certificate_that_states_another_value_is_refused():
    """A minute more or less is an objection."""
    week = a_field_week()
    outcome = draft_week(week, FEW, 1)
    longer = WeekPlan(tuple(replace(trip, back=trip.back + 1) for trip in outcome.plan.trips))

    _, objections = judged(week, longer, outcome.proof.certificate)

    assert {objection.rule for objection in objections} == {"level_value"}


def test_a_published_trip_stands_when_it_can():
    """The week asks for nothing more, so nothing moves."""
    trip = a_trip(state=TripState.PUBLISHED, stops=(Stop("E1", at(0, "08:40")),))
    learnt = {"joint": {"di": FIELD_MONDAY}, "seen": {"di": {"visit": 2}}}
    week = a_field_week(an_errand(), trips=(trip,), now=at(0, "07:00"), **learnt)

    outcome = draft_week(week, FEW, 1)

    assert outcome.values["moved"] == 0
    assert outcome.plan.placed["E1", 0][1].starts == at(0, "08:40")
