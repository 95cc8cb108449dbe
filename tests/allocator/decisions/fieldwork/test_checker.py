"""The independent checker of a week of field work: silent over what is lawful, by name and hour over what is not."""

from collections import Counter
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from allocator.decisions.fieldwork.checker import check_plan, check_week
from allocator.domain.calendar import WorkCalendar
from allocator.domain.fieldwork.means import Closure, Engagement, EngagementKind, Resource
from allocator.domain.fieldwork.snapshot import FieldWeek
from allocator.domain.fieldwork.trips import DAY, Hours, Place, Stop, Trip, TripState, WeekPlan
from tests.field_stories import THINGS, a_field_office, a_field_week, a_trip, an_errand, at
from tests.stories import a_period, away

MONDAY, SATURDAY = a_period("2022-09-05", "2022-09-05"), 5
EVICTION = an_errand("E2", "eviction", approved_on=date(2022, 8, 30), noticed_on=date(2022, 8, 29))


def rules(week: FieldWeek, *trips: Trip) -> list[str]:
    return [objection.rule for objection in check_week(week, WeekPlan(trips))]


def an_eviction(**more: Any) -> tuple[Trip, Trip]:
    """A car and a van at the village on Thursday from 9:00 to 11:00."""
    stop = Stop("E2", at(3, "09:00"))
    given: dict[str, Any] = {"leaves": at(3, "08:20"), "back": at(3, "11:40"), **more}
    car = a_trip("T2", people=("ann", "ed", "fay", "gus"), stops=(stop,), **given)
    van = a_trip("T3", vehicle="V2", driver="hal", people=("bo", "hal"), stops=(replace(stop, part=1),), **given)
    return car, van


def engaged(holder: str, begins: int, ends: int, count: int = 1) -> Engagement:
    """Somebody or something taken for some minutes of Monday."""
    return Engagement(holder, EngagementKind.HEARING, Hours(MONDAY, begins, ends), count)


def test_a_plan_without_trips_breaks_nothing():
    """Errands left undone are no objection: they are told apart."""
    assert rules(a_field_week(an_errand(), EVICTION)) == []


def test_a_trip_under_way_to_what_nobody_knows_any_more_hinders_no_plan():
    """It is told when the week is read, and no plan is refused for it: none could mend it. Drafted, it is refused."""
    lost = a_trip("T9", stops=(Stop("E9", at(0, "08:40")),), state=TripState.STARTED)
    week = replace(a_field_week(an_errand()), trips=(lost,))

    assert [one.rule for one in check_week(week, WeekPlan((lost,)))] == ["known_errand"]
    assert check_plan(week, WeekPlan((lost,))) == ()
    drafted = WeekPlan((lost, replace(lost, code="T8", state=TripState.DRAFT)))
    assert ("known_errand", "T8") in [(one.rule, one.trip) for one in check_plan(week, drafted)]


def test_a_visit_and_a_convoy_as_they_should_be_are_lawful():
    """The drives just fit, the crews are as asked, the windows are kept."""
    assert rules(a_field_week(an_errand(), EVICTION), a_trip(), *an_eviction()) == []


def test_two_errands_of_two_teams_share_a_trip():
    """From one village to the next through the town's centre: fifteen minutes, and back thirty-five."""
    next_door = an_errand("E5", place=Place("东镇", "槐村", 5), handler="bo")
    stops = (Stop("E1", at(0, "08:40")), Stop("E5", at(0, "09:55")))

    assert rules(a_field_week(an_errand(), next_door), a_trip(stops=stops, back=at(0, "11:30"))) == []


@pytest.mark.parametrize(
    "change, rule",
    [
        ({"stops": (Stop("E9", at(0, "08:40")),)}, "known_errand"),
        ({"stops": (Stop("E1", at(0, "08:40"), 1),)}, "known_errand"),
        ({"vehicle": "V9"}, "known_vehicle"),
        ({"people": ("ann", "cy", "gus", "zoe")}, "known_officer"),
        ({"stops": (Stop("E1", at(0, "08:39")),)}, "drive"),
        ({"back": at(0, "10:19")}, "drive"),
        ({"leaves": at(0, "08:01")}, "drive"),
        ({"leaves": at(0, "05:59")}, "trip_hours"),
        ({"leaves": at(0, "18:00"), "back": at(1, "10:20"), "stops": (Stop("E1", at(1, "08:40")),)}, "trip_hours"),
        ({"leaves": at(7, "08:00"), "back": at(7, "10:20"), "stops": (Stop("E1", at(7, "08:40")),)}, "in_week"),
        ({"people": ("ann", "gus")}, "crew"),
        ({"people": ("cy", "di", "gus")}, "skill"),
        ({"driver": "hal"}, "driver"),
        ({"driver": "cy"}, "driver"),
        ({"people": ("ann", "bo", "cy", "di", "ed", "gus")}, "seats"),
        ({"leaves": at(5, "08:00"), "back": at(5, "10:20"), "stops": (Stop("E1", at(5, "08:40")),)}, "working_day"),
        ({"stops": (Stop("E1", at(0, "18:01")),), "back": at(0, "20:00")}, "hours"),
        ({"state": TripState.STARTED}, "started_stands"),
    ],
)
def test_a_trip_that_cannot_be_is_told_by_rule(change, rule):
    """One thing wrong at a time; the boundary case beside it is lawful (see the tests above)."""
    assert rule in rules(a_field_week(), a_trip(**change))


@pytest.mark.parametrize(
    "about, rule",
    [
        ({"earliest": date(2022, 9, 6)}, "earliest"),
        ({"latest": date(2022, 9, 4)}, "latest"),
        ({"barred": ("cy",)}, "barred"),
        ({"needs": {"woman": 2}}, "skill"),
        ({"uses": {"camera": 3}}, "thing_count"),
        ({"uses": {"desk": 2}}, "thing_count"),
        ({"minutes": 61}, "drive"),
        ({"kind": "harvest"}, "season"),
        ({"kind": "search"}, "warrant"),
        ({"kind": "search", "warranted_on": date(2022, 9, 6)}, "warrant"),
    ],
)
def test_an_errand_whose_window_or_need_is_missed_is_told_by_rule(about, rule):
    """The same trip, another errand."""
    assert rule in rules(a_field_week(an_errand(**about)), a_trip())


@pytest.mark.parametrize(
    "about",
    [
        {"earliest": date(2022, 9, 5)},
        {"latest": date(2022, 9, 5)},
        {"barred": ("bo",)},
        {"needs": {"woman": 1}},
        {"uses": {"camera": 2}},
        {"minutes": 59},
        {"kind": "search", "warranted_on": date(2022, 9, 5), "handler": "bo"},
    ],
)
def test_at_the_boundary_the_same_trip_is_lawful(about):
    """The day itself counts, and as many as are needed suffice."""
    assert rules(a_field_week(an_errand(**about)), a_trip()) == []


@pytest.mark.parametrize(
    "about, rule",
    [
        ({"approved_on": None}, "approval"),
        ({"approved_on": date(2022, 9, 9)}, "approval"),
        ({"noticed_on": None}, "notice"),
        ({"noticed_on": date(2022, 9, 3)}, "notice"),
        ({"booked_on": date(2022, 9, 7)}, "lead"),
        ({"handler": None}, "handler"),
        ({"handler": "bo"}, "handler"),
    ],
)
def test_an_eviction_waits_for_its_papers_its_bailiffs_and_its_handler(about, rule):
    """On Thursday the eighth: approved, the notice of five days run out, booked two working days ahead, the handler there."""
    assert rule in rules(a_field_week(replace(EVICTION, **about)), *an_eviction())


@pytest.mark.parametrize(
    "about",
    [
        {"approved_on": date(2022, 9, 8)},
        {"noticed_on": date(2022, 9, 2)},
        {"booked_on": date(2022, 9, 6)},
        {"booked_on": date(2022, 9, 8), "urgent": True},
    ],
)
def test_an_eviction_at_the_boundary_of_its_papers_is_lawful(about):
    """Approved the same day, noticed six days before, booked on Tuesday; an urgent one waits for no booking."""
    assert rules(a_field_week(replace(EVICTION, **about)), *an_eviction()) == []


def test_a_week_planned_again_keeps_what_was_booked_before():
    """Planned on Wednesday, bailiffs would be too late for Thursday, in both vehicles; those booked last week are not."""
    wednesday = at(2, "10:00")

    assert rules(a_field_week(EVICTION, now=wednesday), *an_eviction()) == ["lead", "lead"]
    assert rules(a_field_week(replace(EVICTION, booked_on=date(2022, 9, 1)), now=wednesday), *an_eviction()) == []


def test_a_convoy_is_whole_together_and_of_two_vehicles():
    """The van may come ten minutes later, not eleven and not sooner, not be missing, and be no off-road car."""
    week = a_field_week(EVICTION)
    car, van = an_eviction(leaves=at(3, "08:00"), back=at(3, "12:00"))

    def later(minutes: int) -> Trip:
        return replace(van, stops=(Stop("E2", at(3, "09:00") + minutes, 1),))

    assert rules(week, car, later(10)) == []
    assert rules(week, car, later(11)) == ["parts_together"]
    assert rules(week, car, later(-1)) == ["parts_together"]
    assert rules(week, car) == ["parts_whole"]
    assert rules(week, van) == ["parts_whole"]
    assert "vehicle_kind" in rules(week, car, replace(van, vehicle="V1"))


def test_one_vehicle_cannot_be_a_convoy():
    """Both parts on one trip would be one vehicle where two are asked for."""
    both = (Stop("E2", at(3, "09:00")), Stop("E2", at(3, "09:10"), 1))
    trip = replace(an_eviction()[0], vehicle="V2", stops=both, people=("ann", "bo", "ed", "fay", "gus"))

    assert "parts_apart" in rules(a_field_week(EVICTION), trip)


def test_nobody_and_no_vehicle_is_on_two_trips_at_once():
    """A second trip that leaves when the first is back is lawful; a minute sooner it is not, and says who and when."""
    second = an_errand("E5", handler="bo")
    week = a_field_week(an_errand(), second)
    later = a_trip("T5", leaves=at(0, "10:20"), back=at(0, "13:10"), stops=(Stop("E5", at(0, "11:30")),))

    assert rules(week, a_trip(), later) == []

    found = check_week(week, WeekPlan((a_trip(), replace(later, leaves=at(0, "10:19")))))

    assert [(one.rule, one.holder, one.moment, one.amount) for one in found] == [
        ("vehicle_once", "V1", at(0, "10:19"), 1),
        *(("person_once", code, at(0, "10:19"), 1) for code in ("ann", "cy", "gus")),
    ]
    assert "某ann（ann），9月5日（周一）10:19" in found[1].text.zh
    assert "T1 and T5" in found[1].text.en


def test_who_is_on_many_trips_at_once_is_told_of_each_but_one():
    """Five trips at one hour are four clashes of the vehicle and of each person, and not ten; a sixth on its own is none."""
    week = a_field_week(an_errand())
    five = [replace(a_trip(), code=f"T{number}") for number in range(1, 6)]
    sixth = replace(a_trip(), code="T6", leaves=a_trip().leaves + DAY, back=a_trip().back + DAY)

    found = [one for one in check_week(week, WeekPlan((*five, sixth))) if one.rule in ("vehicle_once", "person_once")]

    assert Counter(one.holder for one in found) == dict.fromkeys((a_trip().vehicle, *a_trip().people), 4)
    assert {one.trip for one in found} == {"T2", "T3", "T4", "T5"}


def test_an_errand_is_done_once_and_a_trip_has_its_own_code():
    """The same visit twice, by another crew on another day, is still twice."""
    again = a_trip(
        "T1",
        leaves=at(1, "08:00"),
        back=at(1, "10:20"),
        stops=(Stop("E1", at(1, "08:40")),),
        people=("bo", "cy", "gus"),
    )

    assert rules(a_field_week(), a_trip(), again) == ["trip_once", "errand_once"]


@pytest.mark.parametrize("who", ["ann", "gus"])
def test_whoever_is_away_is_on_no_trip(who):
    """Leave on Monday keeps a lead and a driver at home; leave on Tuesday does not."""
    on_leave = a_field_week(office=a_field_office(absences=(away(who, "2022-09-05", "2022-09-05"),)))
    tomorrow = a_field_week(office=a_field_office(absences=(away(who, "2022-09-06"),)))

    assert rules(on_leave, a_trip()) == ["present"]
    assert rules(tomorrow, a_trip()) == []


@pytest.mark.parametrize("who", ["ann", "V1"])
@pytest.mark.parametrize(
    "begins, ends, wrong", [(620, 700, False), (619, 700, True), (400, 480, False), (400, 481, True)]
)
def test_a_hearing_or_a_service_keeps_from_a_trip_by_the_minute(who, begins, ends, wrong):
    """The trip is out from 8:00 to 10:20."""
    week = a_field_week(engagements=(engaged(who, begins, ends),))

    assert rules(week, a_trip()) == (["engaged"] if wrong else [])


def test_a_camera_is_taken_for_the_whole_trip_and_a_desk_while_one_is_there():
    """Two cameras: an engagement of two meets the trip at 8:05 already, one of the desk only while the registry is visited."""
    desk = an_errand("E1", "registry", uses={"camera": 1})

    def with_taken(thing: str, begins: int, ends: int) -> list[str]:
        return rules(a_field_week(desk, engagements=(engaged(thing, begins, ends, 2 - (thing == "D")),)), a_trip())

    assert with_taken("C", 470, 480) == []
    assert with_taken("C", 470, 485) == ["thing_count"]
    assert with_taken("D", 470, 520) == []
    assert with_taken("D", 470, 521) == ["thing_count"]


def test_two_trips_do_not_share_a_thing_of_which_there_is_one():
    """Two visits at once need two cameras."""
    other = an_errand("E5", handler="bo")
    second = a_trip("T5", vehicle="V2", driver="hal", people=("bo", "di", "hal"), stops=(Stop("E5", at(0, "08:40")),))

    def with_cameras(count: int) -> FieldWeek:
        return a_field_week(an_errand(), other, resources=(Resource("C", "记录仪", "camera", count),))

    assert rules(with_cameras(2), a_trip(), second) == []
    assert rules(with_cameras(1), a_trip(), second) == ["thing_count"]


def test_a_thing_nobody_has_or_that_is_shut_keeps_an_errand_from_being_done():
    """Without a camera there is no visit; a desk that opens at nine serves nobody at 8:40."""
    shut = Resource("D", "窗口", "desk", 1, hours=Hours(MONDAY, 540, 720))
    desk = an_errand("E1", "registry")

    assert rules(a_field_week(resources=THINGS[1:]), a_trip()) == ["thing_there"]
    assert rules(a_field_week(desk, resources=(shut,)), a_trip()) == ["thing_hours"]
    assert rules(a_field_week(desk, resources=(replace(shut, hours=Hours(MONDAY, 520, 550)),)), a_trip()) == []


@pytest.mark.parametrize(
    "begins, ends, wrong", [(620, 700, False), (619, 700, True), (300, 480, False), (300, 481, True)]
)
@pytest.mark.parametrize("village, shuts", [(None, True), ("柳村", True), ("槐村", False)])
def test_behind_a_closed_road_one_is_back_before_it_closes(begins, ends, wrong, village, shuts):
    """Work from 8:40 to 9:40, forty minutes from the seat: out at 8:00, back at 10:20."""
    week = a_field_week(closures=(Closure("东镇", Hours(MONDAY, begins, ends), village),))

    assert rules(week, a_trip()) == (["road"] if wrong and shuts else [])


def test_what_is_under_way_is_judged_no_more_and_stands():
    """The car has broken down on the road: the trip stays, whoever else wants it hears so, and nobody may change it."""
    running = a_trip(state=TripState.STARTED)
    broken = engaged("V1", 0, 1440)
    other = a_trip("T5", leaves=at(0, "10:00"), back=at(0, "13:00"), stops=(Stop("E5", at(0, "11:00")),))
    week = a_field_week(an_errand(), an_errand("E5"), trips=(running,), engagements=(broken,), now=at(0, "08:30"))

    assert rules(week, running) == []
    assert "vehicle_once" in rules(week, running, other)
    assert rules(week, replace(running, back=at(0, "11:00"))) == ["started_stands"]
    assert rules(week) == ["started_stands"]


def test_nothing_leaves_before_the_minute_of_planning():
    """Planned at 8:00 a trip may leave at 8:00; planned a minute later it has missed it."""
    assert rules(a_field_week(now=at(0, "08:00")), a_trip()) == []
    assert rules(a_field_week(now=at(0, "08:01")), a_trip()) == ["not_before_now"]


def test_a_make_up_saturday_is_a_working_day():
    """The calendar of the office says when it works; compelled attendance and the like may be on any day."""
    trip = a_trip(leaves=at(SATURDAY, "08:00"), back=at(SATURDAY, "10:20"), stops=(Stop("E1", at(SATURDAY, "08:40")),))
    works = a_field_office(calendar=WorkCalendar(extra_workdays=frozenset({date(2022, 9, 10)})))
    any_day = an_errand(kind="search", warranted_on=date(2022, 9, 5))

    assert rules(a_field_week(office=works), trip) == []
    assert rules(a_field_week(any_day), trip) == []


def test_a_skill_counts_until_its_last_day():
    """A woman's proof that lapsed on Sunday does not count on Monday."""
    office = a_field_office()
    ann = replace(office.officers[0], skills=(replace(office.officers[0].skills[0], expires=date(2022, 9, 4)),))
    week = a_field_week(an_errand(needs={"woman": 1}), office=replace(office, officers=(ann, *office.officers[1:])))

    assert rules(week, a_trip()) == ["skill"]


def test_an_objection_says_errand_hour_and_lack():
    """Somebody who drags a trip reads a sentence, in both languages."""
    (found,) = check_week(a_field_week(), WeekPlan((a_trip(stops=(Stop("E1", at(0, "08:30")),)),)))

    assert (found.trip, found.errand, found.holder, found.moment, found.amount) == (
        "T1",
        "E1",
        "V1",
        at(0, "08:30"),
        10,
    )
    assert found.text.zh == "T1，越野车（V1），9月5日（周一）08:30：到东镇柳村路上要 40 分钟，差 10 分钟。"
    assert found.text.en == "T1, 越野车 (V1), Mon 2022-09-05 08:30: To 东镇柳村 takes 40 minutes; 10 are missing."
