"""A week as the solver sees it: what the checker allows the model allows, what a plan is worth it is worth there too."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from allocator.decisions.fieldwork.checker import check_week
from allocator.decisions.fieldwork.instance import translate_week
from allocator.decisions.fieldwork.levels import measure_week
from allocator.domain.fieldwork.snapshot import FieldWeek
from allocator.domain.fieldwork.trips import Stop, TripState, WeekPlan
from fixtures.field_booking import as_they_came, book
from fixtures.field_weeks import any_week, field_week
from solver.fieldwork import MUST, score
from tests.allocator.decisions.fieldwork.lawful_weeks import lawful
from tests.allocator.decisions.fieldwork.test_mutations import ALTERATIONS
from tests.field_stories import FIELD_MONDAY, a_field_office, a_field_week, a_trip, an_errand, at
from tests.stories import away

NOT_SAID_IN_NUMBERS = {
    *("nobody_drives", "served_twice", "things_all_taken", "left_in_the_past", "one_vehicle_for_two"),
    *("unknown_errand", "unknown_vehicle", "unknown_person", "said_to_be_under_way"),
}
"""Alterations a model cannot be asked about: who of those able drives, an errand twice, a carried thing, planning later, strangers."""


def broken(week: FieldWeek, plan: WeekPlan) -> set[str]:
    meaning, instance = translate_week(week)
    numbers = meaning.plan(plan)
    return {rule.name for rule in MUST if rule.measure(instance, numbers)}


def same_worth(week: FieldWeek, plan: WeekPlan) -> bool:
    meaning, instance = translate_week(week)
    stated, said = score(instance, meaning.plan(plan)), measure_week(week, plan)
    return all(stated.get(level, 0) == said.get(level, 0) for level in {*stated, *said})


@pytest.mark.parametrize("seed", range(12))
def test_a_lawful_week_is_lawful_and_worth_the_same_in_numbers(seed):
    """Two tellings of the rules and of every level, over weeks from quiet to overloaded."""
    week = any_week(seed)
    plan = book(week)

    assert check_week(week, plan) == ()
    assert broken(week, plan) == set()
    assert same_worth(week, plan)


@pytest.mark.parametrize("seed", range(4))
def test_a_week_planned_again_is_worth_the_same_in_numbers(seed):
    """On Monday morning: some trips are under way, some published and perhaps moved, the rest is booked anew."""
    week = field_week(seed, 26, 13, 3)
    before, now = book(week, as_they_came), at(0, "10:00")
    standing = tuple(
        replace(trip, state=TripState.STARTED if trip.leaves < now else TripState.PUBLISHED) for trip in before.trips
    )
    booked = tuple(replace(errand, booked_on=errand.asked_on) for errand in week.errands)
    again = replace(week, trips=standing, now=now, errands=booked)
    kept = WeekPlan(standing)
    moved = book(replace(again, trips=tuple(trip for trip in standing if trip.state == TripState.STARTED)))

    assert measure_week(again, kept)["moved"] == 0 < measure_week(again, moved)["moved"]
    for plan in (kept, moved):
        assert check_week(again, plan) == ()
        assert broken(again, plan) == set()
        assert same_worth(again, plan)


@pytest.mark.parametrize("alter", [alter for alter in ALTERATIONS if alter.__name__ not in NOT_SAID_IN_NUMBERS])
def test_the_model_forbids_what_the_checker_forbids(alter, in_turn):
    """Each trip of two weeks in turn, altered in one thing: some hard rule of the model is broken too."""
    altered = in_turn(
        (week, plan, found)
        for week, plan in map(lawful, range(2))
        for one in plan.trips
        if (found := alter(week, plan, one))
    )
    missed = [
        trip.code
        for _, plan, (week, trip) in altered
        if not broken(week, WeekPlan(tuple(trip if one.code == trip.code else one for one in plan.trips)))
    ]

    assert missed == []


def test_a_plan_comes_back_in_the_offices_words():
    """The same trips with a driver who is no crew; new codes are the weekday and a number."""
    week = field_week(2, 26, 13, 3)
    plan = book(week)
    meaning, _ = translate_week(week)

    again = meaning.week_plan(meaning.plan(plan))

    assert check_week(week, again) == ()
    assert measure_week(week, again) == measure_week(week, plan)
    assert len({trip.code for trip in again.trips}) == len(plan.trips)
    assert {trip.code[0] for trip in again.trips} <= set("1234567")
    assert {(trip.vehicle, trip.leaves, trip.stops) for trip in again.trips} == {
        (trip.vehicle, trip.leaves, trip.stops) for trip in plan.trips
    }


def test_what_stands_keeps_its_code_and_what_is_under_way_its_place():
    """A published trip that is as it was comes back published; a changed one is a draft with a new code."""
    running = a_trip("R", state=TripState.STARTED)
    standing = a_trip(
        "P", state=TripState.PUBLISHED, leaves=at(1, "08:00"), back=at(1, "10:20"), stops=(Stop("E2", at(1, "08:40")),)
    )
    week = a_field_week(an_errand("E1"), an_errand("E2"), trips=(running, standing), now=at(0, "09:00"))
    meaning, _ = translate_week(week)

    kept = meaning.week_plan(meaning.plan(WeekPlan((running, standing))))
    changed = meaning.week_plan(meaning.plan(WeekPlan((running, replace(standing, back=at(1, "10:30"))))))

    assert kept.trips == (running, standing)
    assert [(trip.code, trip.state) for trip in changed.trips] == [("R", TripState.STARTED), ("2-1", TripState.DRAFT)]


def test_a_trip_under_way_stands_in_the_calendars():
    """Its errand is not planned again; people, vehicle and camera are taken, and nothing leaves before now."""
    week = a_field_week(an_errand("E1"), an_errand("E2"), trips=(a_trip(state=TripState.STARTED),), now=at(0, "09:00"))
    meaning, instance = translate_week(week)
    span = [at(0, "08:00"), at(0, "10:20")]

    assert [errand.code for errand in meaning.errands] == ["E2"]
    assert [[*row] for row in instance.rows("away", meaning.person["ann"])] == [span]
    assert [[*row] for row in instance.rows("off", meaning.vehicle["V1"])] == [span]
    assert [[*row] for row in instance.rows("taken", 0)] == [[*span, 1]]
    assert instance.day_opens[0] == at(0, "09:00")


def test_a_day_that_is_over_is_no_day():
    """Planned on Wednesday evening after the hours of trips, Thursday is the first day."""
    _, instance = translate_week(a_field_week(now=at(2, "20:30")))

    assert instance.day_opens[0] == at(3, "06:00")


def test_an_errand_nobody_can_serve_has_no_window():
    """The case has no handler, or one who never goes out, where the handler must be there."""
    papers: dict[str, Any] = {
        "approved_on": date(2022, 8, 29),
        "noticed_on": date(2022, 8, 1),
        "booked_on": date(2022, 8, 1),
    }
    for handler in (None, "nobody"):
        _, instance = translate_week(a_field_week(an_errand(kind="eviction", handler=handler, **papers)))

        assert instance.rows("window", 0) == ()
    _, instance = translate_week(a_field_week(an_errand(kind="eviction", **papers)))

    assert instance.rows("window", 0)


def test_a_skill_that_lapses_within_the_week_is_not_relied_on():
    """Valid until Wednesday, it is no skill of a plan for the week; valid until Sunday it is."""
    office = a_field_office()
    ann = office.officers[0]

    def women(last: date) -> int:
        skill = replace(ann.skills[0], expires=last)
        people = (replace(ann, skills=(skill,)), *office.officers[1:])
        meaning, instance = translate_week(
            a_field_week(an_errand(needs={"woman": 1}), office=replace(office, officers=people))
        )
        return sum(int(bits) >> meaning.skills["woman"] & 1 for bits in instance.person_skills)

    assert women(date(2022, 9, 7)) == 1
    assert women(date(2022, 9, 11)) == 2


def test_leave_and_hours_are_told_by_the_minute():
    """A day of leave is a day away; each window of a start is told with its last minute."""
    week = a_field_week(office=a_field_office(absences=(away("ann", "2022-09-06", "2022-09-06"),)))
    meaning, instance = translate_week(week)

    assert instance.rows("away", meaning.person["ann"]) == ((at(1, "00:00"), at(2, "00:00")),)
    assert instance.rows("window", 0)[0] == (at(0, "06:00"), at(0, "18:00"))
    assert week.monday == FIELD_MONDAY


def test_a_camera_on_a_trip_under_way_is_out_once():
    """Two visits on one trip take one camera along, not two."""
    errands = an_errand(), an_errand("E2")
    stops = Stop("E1", at(0, "08:40")), Stop("E2", at(0, "10:40"))
    week = a_field_week(*errands, trips=(a_trip(state=TripState.STARTED, stops=stops),), now=at(0, "08:45"))
    _, instance = translate_week(week)

    taken = [count for thing in range(instance.resources) for *_, count in instance.rows("taken", thing)]
    assert taken
    assert max(taken) == 1
