"""Small stories of field work: who must go, what must have run, what is taken; the checker and the model say the same of each."""

from dataclasses import replace
from datetime import date

import pytest

from allocator.decisions.fieldwork.checker import check_week
from allocator.decisions.fieldwork.instance import translate_week
from allocator.decisions.fieldwork.levels import measure_week
from allocator.decisions.fieldwork.windows import starts_of
from allocator.domain.fieldwork.means import Resource
from allocator.domain.fieldwork.trips import DAY, Hours, Stop, Trip, TripState, WeekPlan
from allocator.domain.people import Skill
from allocator.files.office.calendar import calendar_of
from solver.fieldwork import fill
from tests.field_stories import THINGS, a_field_office, a_field_week, a_trip, an_errand, at
from tests.stories import a_period, a_rulebook

EVICTION = an_errand("E2", "eviction", approved_on=date(2022, 8, 30), noticed_on=date(2022, 8, 29))


def planned(week) -> WeekPlan:
    """Book what has a place, without a search."""
    meaning, instance = translate_week(week)
    plan = meaning.week_plan(fill(instance))
    assert check_week(week, plan) == ()
    return plan


def rules(week, *trips: Trip) -> set[str]:
    return {objection.rule for objection in check_week(week, WeekPlan(trips))}


def days_of(week) -> set[int]:
    return {minute // DAY for span in starts_of(week, week.errands[0]) for minute in (span.begins, span.ends - 1)}


def an_eviction(lead: str) -> tuple[Trip, Trip]:
    """A car led by somebody and a van at the village on Thursday from 9:00 to 11:00."""
    stop, given = Stop("E2", at(3, "09:00")), {"leaves": at(3, "08:20"), "back": at(3, "11:40")}
    car = a_trip("T2", people=(lead, "cy", "ed", "gus"), stops=(stop,), **given)
    van = a_trip("T3", vehicle="V2", driver="hal", people=("fay", "hal"), stops=(replace(stop, part=1),), **given)
    return car, van


def test_a_case_handed_over_in_midweek_takes_its_new_holder_along():
    """Published with Ann, on Tuesday the case goes to Bo: the booking is unlawful as it stands, and the plan sends Bo."""
    booked = tuple(replace(trip, state=TripState.PUBLISHED) for trip in an_eviction("ann"))
    before = a_field_week(EVICTION, trips=booked, now=at(1, "12:00"))
    after = replace(before, errands=(replace(EVICTION, handler="bo", booked_on=date(2022, 8, 30)),))

    assert rules(after, *booked) == {"handler"}
    trip, _ = planned(after).placed["E2", 0]
    assert "bo" in trip.people


@pytest.mark.parametrize("left, served", [("2022-09-07", True), ("2022-09-06", False)])
def test_a_holder_who_leaves_goes_on_the_last_day_or_not_at_all(left, served):
    """An eviction from Wednesday on: who holds the case is there until Wednesday evening, or has left the evening before."""
    office = a_field_office()
    people = [replace(one, left=date.fromisoformat(left)) if one.code == "ann" else one for one in office.officers]
    errand = replace(EVICTION, earliest=date(2022, 9, 7), booked_on=date(2022, 8, 30))
    week = a_field_week(errand, office=replace(office, officers=tuple(people)))

    plan = planned(week)

    assert bool(plan.trips) == served
    assert all(trip.leaves // DAY == 2 for trip in plan.trips)


def test_whose_licence_runs_out_in_midweek_is_not_named_to_drive():
    """Ann may drive until Wednesday, Bo to the end of the week, both are aboard: the instance counts Bo, and Bo drives."""
    office = a_field_office()
    licence = {"ann": Skill("driving", "file", date(2022, 9, 7)), "bo": Skill("driving", "file")}
    people = [
        replace(one, skills=(*one.skills, licence[one.code])) if one.code in licence else one
        for one in office.officers
        if one.role != "driver"
    ]
    visit = an_errand(handler="ann", latest=date(2022, 9, 6))
    week = a_field_week(visit, office=replace(office, officers=tuple(people)))
    meaning, _ = translate_week(week)
    both = a_trip(people=("ann", "bo"), driver="ann", stops=(Stop(visit.code, at(0, "09:00")),))

    [trip] = meaning.week_plan(meaning.plan(WeekPlan((both,)))).trips

    assert set(trip.people) == {"ann", "bo"}
    assert trip.driver == "bo"


def test_a_mentor_answers_for_the_case_of_an_apprentice():
    """Di holds the case, Ann is mentor in it: Ann may go for Di where the rulebook says so, at no price; Bo may not."""
    errand = replace(EVICTION, handler="di", mentor="ann")
    week = a_field_week(errand)
    strict = replace(week.rulebook, fieldwork=replace(week.rulebook.fieldwork, mentor_stands_in=False))

    assert rules(week, *an_eviction("ann")) == set()
    assert rules(week, *an_eviction("bo")) == {"handler"}
    assert rules(replace(week, rulebook=strict), *an_eviction("ann")) == {"handler"}
    visit = a_field_week(an_errand(handler="di", mentor="ann"))
    assert measure_week(visit, WeekPlan((a_trip(),)))["standin"] == 0
    assert measure_week(visit, WeekPlan((a_trip(people=("bo", "cy", "gus")),)))["standin"] == 1
    assert all({"di", "ann"} & set(trip.people) for trip, stop in planned(week).placed.values() if stop.part == 0)


@pytest.mark.parametrize(
    "booked, first", [("2022-09-29", 9), ("2022-09-30", 10), ("2022-10-08", 11), ("2022-10-09", 12)]
)
def test_three_working_days_of_bailiffs_run_over_a_holiday_with_make_up_days(booked, first):
    """National Day 2022: 1 to 7 October off, Saturday 8 and Sunday 9 worked; booked on Friday the 30th, Monday is the third."""
    kind = replace(a_field_week().rulebook.errands["eviction"], lead_days=3)
    rulebook = a_field_week().rulebook
    office = replace(a_field_office(), calendar=calendar_of("CN"))
    errand = replace(EVICTION, booked_on=date.fromisoformat(booked), approved_on=date(2022, 9, 29))
    found = [
        day
        for monday in (date(2022, 10, 3), date(2022, 10, 10))
        for week in [
            a_field_week(
                errand,
                monday=monday,
                office=office,
                rulebook=replace(rulebook, errands={**rulebook.errands, "eviction": kind}),
            )
        ]
        for day in sorted(week.days[number] for number in days_of(week))
    ]

    assert found[0] == date(2022, 10, first)


@pytest.mark.parametrize("noticed, first", [("2022-08-30", 1), ("2022-08-31", 1), ("2022-09-01", 2)])
def test_a_notice_that_ends_on_a_day_off_ends_on_the_next_working_day(noticed, first):
    """Five days from Tuesday or Wednesday end on Sunday or Monday: both on Monday, so that Tuesday is the first day."""
    assert (
        min(
            days_of(a_field_week(replace(EVICTION, noticed_on=date.fromisoformat(noticed), booked_on=date(2022, 8, 1))))
        )
        == first
    )


def test_an_approval_that_runs_out_in_midweek_ends_the_days_there_are():
    """Given on Thursday a fortnight ago, the notice ran out on Monday: it holds through this Thursday, and on Friday it is asked for again."""
    errand = replace(EVICTION, approved_on=date(2022, 8, 25), booked_on=date(2022, 8, 30))
    old = replace(errand, approved_on=date(2022, 8, 24))

    assert days_of(a_field_week(errand)) == {1, 2, 3}
    assert rules(a_field_week(errand), *an_eviction("ann")) == set()
    assert rules(a_field_week(old), *an_eviction("ann")) == {"approval"}


def test_a_warrant_holds_for_its_days():
    """Signed on Monday a week ago for seven days: today is its last."""
    search = an_errand(kind="search", warranted_on=date(2022, 8, 29))

    assert days_of(a_field_week(search)) == {0}
    assert rules(a_field_week(replace(search, warranted_on=date(2022, 8, 28))), a_trip()) == {"warrant"}


def test_a_woman_goes_where_a_woman_may_be_searched():
    """Ann and Ed are women: without either the search is unlawful, and the plan takes one along."""
    search = an_errand(kind="search", warranted_on=date(2022, 9, 1), needs={"woman": 1})
    week = a_field_week(search)

    assert rules(week, a_trip(people=("bo", "cy", "gus"))) == {"skill"}
    trip, _ = planned(week).placed["E1", 0]
    assert {"ann", "ed"} & set(trip.people)


def test_whoever_is_brought_in_takes_a_seat_until_the_seat():
    """Two searches on one trip of a car with five seats: three aboard leave room for both, four do not."""
    signed = date(2022, 9, 1)
    week = a_field_week(an_errand(kind="search", warranted_on=signed), an_errand("E5", "search", warranted_on=signed))
    stops = (Stop("E1", at(0, "08:40")), Stop("E5", at(0, "09:45")))
    trip = a_trip(stops=stops, back=at(0, "11:30"))

    assert rules(week, trip) == set()
    assert rules(week, replace(trip, people=("ann", "bo", "cy", "gus"))) == {"seats"}


def test_a_village_whose_contact_comes_on_some_days_is_served_then():
    """The witness of the east town has time on Wednesdays; the west town has nobody."""
    rulebook = a_field_week().rulebook
    contact = Resource("K", "联络员", "desk", town="东镇", hours=Hours(a_period("2022-01-01"), 480, 1080, (2,)))
    witnessed = an_errand(kind="registry", place=an_errand().place)

    assert days_of(a_field_week(witnessed, resources=(THINGS[0], contact), rulebook=rulebook)) == {2}
    elsewhere = replace(witnessed, place=replace(witnessed.place, town="西镇"))
    assert days_of(a_field_week(elsewhere, resources=(THINGS[0], contact))) == set()


def test_the_fixture_bureau_commands_records_and_witnesses_what_the_law_asks():
    """Evictions and searches under live command, with the village's witness; a body unit goes wherever a measure is taken."""
    kinds = a_rulebook().errands
    at_desks = {"registry", "bank"}

    assert all(
        {"command_seat", "village_contact", "body_unit"} <= kinds[name].uses.keys() for name in ("eviction", "search")
    )
    assert all("body_unit" in kind.uses for kind in kinds.values() if kind.id not in at_desks)
    assert all(kind.approval_days for kind in kinds.values() if kind.approval)
    assert all(kinds[name].parts[0].seats == 1 for name in ("attendance", "night_attendance"))


def test_what_trips_under_way_do_for_an_apprentice_is_wished_no_more():
    """Di is out with Ann and sees a visit this morning: one more visit is wished, not both, and no second joint trip."""
    given = {"joint": {"di": date(2022, 8, 1)}, "seen": {}}
    out = a_trip(state=TripState.STARTED, people=("ann", "di", "gus"))

    assert a_field_week(**given).wishes == (("di", "ann", None), ("di", None, "visit"))
    assert a_field_week(trips=(out,), **given).wishes == (("di", None, "visit"),)
    assert a_field_week(trips=(out,), joint=given["joint"], seen={"di": {"visit": 1}}).wishes == ()


def test_two_weeks_in_a_row_mentor_and_apprentice_share_a_trip_once():
    """Last out together three weeks ago: the first week they go, and what was planned then leaves the second week free."""
    first = a_field_week(joint={"di": date(2022, 8, 15)}, seen={"di": {"visit": 1}})
    trips = planned(first).trips
    together = [first.day(trip.leaves) for trip in trips if {"ann", "di"} <= set(trip.people)]
    assert len(together) == 1
    second = a_field_week(monday=date(2022, 9, 12), joint={"di": together[0]}, seen={"di": {"visit": 2}})

    assert second.wishes == ()
    assert replace(second, monday=date(2022, 9, 19)).wishes == (("di", "ann", None),)
