"""Any one booking of a lawful week altered: the checker sees it, whatever the alteration."""

import re
from pathlib import Path

import pytest

from allocator.decisions.fieldwork import checker
from allocator.decisions.fieldwork.checker import check_week
from allocator.domain.fieldwork.snapshot import FieldWeek
from allocator.domain.fieldwork.trips import Trip, WeekPlan
from tests.allocator.decisions.fieldwork.altered_errands import (
    approved_long_ago,
    before_its_earliest_day,
    booked_too_late,
    lent_to_a_special_action,
    no_warrant,
    not_approved,
    notice_still_running,
    on_a_holiday,
    out_of_season,
    outside_its_hours,
    things_locked_away,
    things_nobody_has,
    warrant_of_long_ago,
)
from tests.allocator.decisions.fieldwork.altered_trips import (
    after_its_latest_day,
    at_night,
    back_too_soon,
    behind_a_closed_road,
    convoy_torn_apart,
    crew_too_small,
    half_a_convoy,
    handler_stays_home,
    in_another_week,
    left_in_the_past,
    no_lead,
    nobody_drives,
    one_vehicle_for_two,
    other_vehicle_in_use,
    out_too_long,
    out_too_much_in_the_week,
    person_away,
    person_in_a_hearing,
    person_in_two_places,
    said_to_be_under_way,
    served_twice,
    somebody_barred,
    things_all_taken,
    too_early,
    too_few_seats,
    unknown_errand,
    unknown_person,
    unknown_vehicle,
    vehicle_in_service,
    wrong_kind_of_vehicle,
)
from tests.allocator.decisions.fieldwork.lawful_weeks import (
    SEEDS,
    Alter,
    lawful,
)

SAID = re.compile(
    r'(?:yield |FieldObjection\(|_of_trip\(week, trip, |_of_errand\(week, errand, |_too_long\(week, )"([a-z_]+)"'
)


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
def test_the_checker_sees_every_booking_that_was_altered(alter, rule, in_turn):
    """Each trip of four weeks in turn, altered in one thing: the rule that is broken is named every time."""
    altered = in_turn(
        (week, plan, found)
        for week, plan in map(lawful, SEEDS)
        for one in plan.trips
        if (found := alter(week, plan, one))
    )
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
