"""What a week of field work is worth, level by level."""

from dataclasses import replace
from datetime import date

import pytest

from allocator.decisions.fieldwork.levels import measure_week
from allocator.domain.fieldwork.means import Engagement, EngagementKind
from allocator.domain.fieldwork.trips import Hours, Place, Stop, TripState, WeekPlan
from fixtures.field_booking import book
from fixtures.field_weeks import field_week
from tests.field_stories import a_field_week, a_trip, an_errand, at
from tests.stories import a_period

SEEN = {"joint": {"di": date(2022, 9, 1)}, "seen": {"di": {"visit": 2}}}
"""Di has been out with Ann on Thursday and has seen two visits: nothing is wished."""


def worth(week, *trips) -> dict[str, int]:
    return measure_week(week, WeekPlan(trips))


def test_a_week_without_trips_leaves_its_errands_by_rank():
    """Urgent ones and those of livelihood are one rank, the others one for each priority."""
    week = a_field_week(
        an_errand("E1", urgent=True),
        an_errand("E2", livelihood=True),
        an_errand("E3", priority=2),
        an_errand("E4"),
        **SEEN,
    )

    assert worth(week) == {
        "placed:0": 2, "placed:3": 1, "placed:10": 1,
        "late": 0, "fair": 0, "overtime": 0, "learning": 0, "moved": 0, "standin": 0, "preferred": 0, "away": 0, "travel": 0,
    }  # fmt: skip


def test_a_visit_costs_its_people_and_its_road():
    """Three people for 140 minutes, 70 of them driving; nothing else is amiss."""
    near = an_errand(place=Place("东镇", "柳村", 5))

    assert worth(a_field_week(near, **SEEN), a_trip()) == {
        "placed:10": 0,
        "late": 0,
        "fair": 0,
        "overtime": 0,
        "learning": 0,
        "moved": 0,
        "standin": 0,
        "preferred": 0,
        "away": 420,
        "travel": 70,
    }


def test_half_a_convoy_is_not_placed():
    """An errand is placed with all its vehicles or not at all."""
    week = a_field_week(an_errand("E1", "eviction"))
    both = (a_trip(), a_trip("T2", stops=(Stop("E1", at(0, "08:40"), 1),)))

    assert worth(week, both[0])["placed:10"] == 1
    assert worth(week, *both)["placed:10"] == 0


@pytest.mark.parametrize("due, late", [("2022-09-05", 0), ("2022-09-04", 520), ("2022-08-01", 520)])
def test_work_is_late_by_the_minutes_after_its_last_start_in_time(due, late):
    """It begins on Monday at 8:40; due on Monday it is in time, and what was overdue before counts from Monday 0:00 on."""
    assert worth(a_field_week(an_errand(due=date.fromisoformat(due))), a_trip())["late"] == late


def test_work_that_ends_a_minute_after_midnight_is_a_minute_late():
    """Due on Monday, an hour's work begins at 23:00 at the latest."""
    night = a_trip(leaves=at(0, "22:00"), back=at(1, "01:00"), stops=(Stop("E1", at(0, "23:01")),))

    assert worth(a_field_week(an_errand(due=date(2022, 9, 5))), night)["late"] == 1


def test_whoever_goes_instead_of_the_handler_costs_what_the_rulebook_says():
    """A visit's stand-in costs one, a registry's four; where nobody in particular must go it costs nothing."""
    without = a_trip(people=("bo", "cy", "gus"))

    assert worth(a_field_week(), without)["standin"] == 1
    assert worth(a_field_week(an_errand(kind="registry")), without)["standin"] == 4
    assert worth(a_field_week(an_errand(handler=None)), without)["standin"] == 0
    assert worth(a_field_week(an_errand(kind="search")), without)["standin"] == 0


def test_hard_work_beyond_the_fair_share_counts_by_the_minute():
    """Two hundred hard minutes asked, a part of it each; whoever holds much already has no room left."""
    eviction = an_errand("E1", "eviction")
    car = a_trip(people=("ann", "ed", "gus"))
    fresh, laden = a_field_week(eviction), a_field_week(eviction, hard={"ann": 600})
    hard = fresh.hard_minutes([eviction])

    asked = 4 * 100 + 3 * 10  # the drive to the village counts once, for the larger of its two crews
    assert hard == 110
    assert set(fresh.hard_shares.values()) == {-(-asked // 8)}
    assert worth(fresh, car)["fair"] == 3 * (hard - -(-asked // 8))
    assert laden.hard_shares["ann"] == -(-(600 + asked) // 8)
    assert worth(laden, car)["fair"] == hard


def test_three_errands_of_one_village_are_one_long_drive():
    """One trip for all three is ten hard minutes for each aboard; three trips are thirty."""
    visits = [an_errand(code) for code in ("E1", "E2", "E3")]
    week = a_field_week(*visits, hard=dict.fromkeys(("ann", "cy", "gus"), 600))
    together = a_trip(stops=tuple(Stop(one.code, at(0, "08:40") + 60 * place) for place, one in enumerate(visits)))
    apart = [
        a_trip(f"T{day}", leaves=at(day, "08:00"), back=at(day, "10:20"), stops=(Stop(one.code, at(day, "08:40")),))
        for day, one in enumerate(visits)
    ]

    assert worth(week, together)["fair"] == 10 * len(together.people)
    assert worth(week, *apart)["fair"] == 3 * 10 * len(together.people)


def test_hours_beyond_the_norm_cost_by_the_minute_and_on_a_closed_day_all_of_them():
    """Eight hours and ten minutes with a hearing of six: ten minutes each at three; on Saturday the visit's 140 at four."""
    hearing = Engagement("ann", EngagementKind.HEARING, Hours(a_period("2022-09-05", "2022-09-05"), 660, 1010))
    saturday = a_trip(leaves=at(5, "08:00"), back=at(5, "10:20"), stops=(Stop("E1", at(5, "08:40")),), people=("gus",))

    assert worth(a_field_week(engagements=(hearing,)), a_trip())["overtime"] == 3 * 10
    assert worth(a_field_week(), saturday)["overtime"] == 4 * 140


def test_hours_beyond_the_norm_of_the_week_cost_once_more():
    """Eight hours each day are the norm; ten each day are two hours too many each day, and ten in the week."""
    days = [a_trip(f"T{day}", leaves=at(day, "08:00"), back=at(day, "18:00"), people=("gus",)) for day in range(5)]

    assert worth(a_field_week(), *days)["overtime"] == 3 * (5 * 120 + 600)


@pytest.mark.parametrize("starts, price", [("07:59", 2), ("08:00", 0), ("09:59", 0), ("10:00", 2)])
def test_a_visit_begins_when_people_are_at_home_or_costs_its_price(starts, price):
    """From eight on and before ten; how far off it is does not matter, nor where nothing is preferred."""
    stop = Stop("E1", at(0, starts))

    assert worth(a_field_week(), a_trip(stops=(stop,)))["preferred"] == price
    assert worth(a_field_week(an_errand(kind="registry")), a_trip(stops=(stop,)))["preferred"] == 0


def test_an_apprentice_should_go_with_the_mentor_and_see_the_kinds_of_the_ladder():
    """A fortnight by Sunday without a joint trip, one visit of two seen: two wishes, met one by one."""
    week = a_field_week(joint={"di": date(2022, 8, 28)}, seen={"di": {"visit": 1}})

    assert week.wishes == (("di", "ann", None), ("di", None, "visit"))
    assert worth(week)["learning"] == 2
    assert worth(week, a_trip(people=("bo", "di", "gus")))["learning"] == 1
    assert worth(week, a_trip(people=("ann", "di", "gus")))["learning"] == 0
    assert a_field_week(joint={"di": date(2022, 8, 29)}, seen={"di": {"visit": 2}}).wishes == ()


@pytest.mark.parametrize(
    "change, price",
    [
        ({}, 0),
        ({"people": ("ann", "bo", "cy", "gus")}, 0),
        ({"leaves": at(0, "07:30")}, 0),
        ({"people": ("ann", "gus")}, 10),
        ({"vehicle": "V2"}, 10),
        ({"stops": (Stop("E1", at(0, "08:45")),)}, 10),
    ],
)
def test_a_published_booking_moves_with_its_hour_its_vehicle_or_its_people(change, price):
    """More people may come, and the trip may leave earlier; everything else has its price."""
    published = a_trip(state=TripState.PUBLISHED)

    assert worth(a_field_week(trips=(published,)), replace(published, **change))["moved"] == price


def test_a_booking_of_a_car_that_was_sold_binds_nobody():
    """Whatever is planned, it could not be kept: it is no move."""
    sold = a_trip(state=TripState.PUBLISHED, vehicle="V9")

    assert worth(a_field_week(trips=(sold,)))["moved"] == 0


def test_a_published_errand_that_is_left_out_has_moved():
    """One price for each errand, however many vehicles it had."""
    assert worth(a_field_week(trips=(a_trip(state=TripState.PUBLISHED),)))["moved"] == 10


def test_what_is_under_way_is_placed_but_no_longer_weighed():
    """A trip that has started costs nothing more; its hard work is held by those aboard."""
    running = a_trip(state=TripState.STARTED, people=("bo", "cy", "gus"))
    week = a_field_week(an_errand(place=Place("西镇", "村", 10)), trips=(running,), **SEEN)

    assert {level: value for level, value in worth(week, running).items() if value} == {}
    assert week.hard_held["bo"] == 2 * (50 - 35)
    assert week.hard_held["ann"] == 0


@pytest.mark.parametrize("seed", range(4))
def test_a_booked_week_is_worth_more_than_an_empty_one(seed):
    """More is placed, and that has its price in minutes on the road."""
    week = field_week(seed, 20, 12, 3)
    booked, empty = measure_week(week, book(week)), measure_week(week, WeekPlan())
    ranks = [level for level in booked if level.startswith("placed")]

    assert list(booked) == list(empty)
    assert sum(booked[level] for level in ranks) < sum(empty[level] for level in ranks) == 20
    assert 0 < booked["travel"] < booked["away"]
