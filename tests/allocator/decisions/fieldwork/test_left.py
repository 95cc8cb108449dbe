"""Errands without a place: the rule in the way by its name, and the least change that places them, found by solving again."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from allocator.decisions.fieldwork.changes import by_price, changes
from allocator.decisions.fieldwork.left import conflict, left_out
from allocator.decisions.fieldwork.week import Limits, draft_week
from allocator.domain.fieldwork.errand_kinds import OutHours
from allocator.domain.fieldwork.means import Engagement, EngagementKind, Resource
from allocator.domain.fieldwork.trips import ALWAYS, DAY, Stop, WeekPlan
from fixtures.field_weeks import field_week
from tests.field_stories import (
    FIELD_MONDAY,
    THINGS,
    a_field_office,
    a_field_week,
    a_trip,
    an_errand,
    at,
    field_rulebook,
)
from tests.stories import away

FEW = Limits(seconds=60, deterministic=0.01)
NOTHING = WeekPlan()


def left(week, code="E1"):
    outcome = draft_week(week, FEW, 1)
    return next(one for one in outcome.left if one.errand == code)


def test_a_warrant_that_is_missing_is_named_and_would_do():
    """Nothing but the paper stands in the way of the search."""
    found = left(a_field_week(an_errand(kind="search")))

    assert found.rules == ("warrant",)
    assert found.change
    assert found.change.kind == "mend"
    assert "搜查令" in found.reasons[0].zh


def test_a_season_cannot_be_mended():
    """The harvest is over; no change is offered."""
    found = left(a_field_week(an_errand(kind="harvest")))

    assert found.rules == ("season",)
    assert found.change is None


PAPERS: dict[str, Any] = {"approved_on": date(2022, 9, 1), "noticed_on": date(2022, 8, 1)}


@pytest.mark.parametrize("errand, day", [
    (an_errand(kind="eviction", **PAPERS), "Mon 2022-09-12"),
    (an_errand(kind="eviction", **(PAPERS | {"noticed_on": date(2022, 9, 8)})), "Wed 2022-09-14"),
    (an_errand(kind="harvest"), "Mon 2022-10-03"),
])  # fmt: skip
def test_what_no_change_brings_into_the_week_has_a_first_day_after_it(errand, day):
    """On Thursday bailiffs cannot be booked for this week, nor does a notice end or a harvest begin: the day from which on it can be is named."""
    found = left(a_field_week(errand, now=3 * DAY + DAY // 2))

    assert found.change is None
    assert found.reasons[-1].en == f"The first day for it is {day}: plan it in that week."


def test_a_notice_that_was_never_served_is_asked_for():
    """No day can be named before its own is known: it has to be served and put down, and to run."""
    found = left(a_field_week(an_errand(kind="eviction", **(PAPERS | {"noticed_on": None}))))

    assert found.rules == ("notice",)
    assert found.reasons[-1].en == "Serve the notice and put down its day first: 5 days have to run after it."


@pytest.mark.parametrize("errand", [
    an_errand(kind="eviction", **(PAPERS | {"approved_on": date(2022, 8, 29)}), latest=date(2022, 9, 9)),
    an_errand(kind="harvest", latest=date(2022, 9, 30)),
])  # fmt: skip
def test_what_may_not_be_done_later_has_no_first_day(errand):
    """Its last day is over before the booking or the season begins: no day is promised."""
    found = left(a_field_week(errand, now=3 * DAY + DAY // 2))

    assert "first day" not in found.reasons[-1].en


def test_a_handler_who_is_away_could_send_somebody():
    """The eviction needs Ann, who is on leave all week: a stand-in is the least change."""
    papers: dict[str, Any] = {
        "approved_on": date(2022, 9, 1),
        "noticed_on": date(2022, 8, 1),
        "booked_on": date(2022, 8, 30),
    }
    week = a_field_week(
        an_errand(kind="eviction", **papers),
        office=a_field_office(absences=(away("ann", "2022-09-01", "2022-09-30"),)),
    )

    found = left(week)

    assert found.rules == ()
    assert found.change
    assert found.change.kind == "stand_in"


def test_two_more_of_a_sort_are_two_people_and_two_cars():
    """Changes made on top of each other: whoever and whatever comes along has a code of its own in the week."""
    week = a_field_week(an_errand(kind="eviction"))

    both = [one for one in by_price(week, week.errands[0], 300, 0) if "，" in one.text.zh]
    offices = [one.week.office for one in both]
    codes = [[*(one.code for one in office.officers), *(one.code for one in office.vehicles)] for office in offices]
    added = [[code for code in some if code.startswith("+")] for some in codes]

    assert any(len(some) > 2 for some in added)
    assert all(len(set(some)) == len(some) for some in added)


def test_a_week_without_a_car_asks_for_one():
    """Both cars are out of order: one more would do, and the day is said."""
    found = left(a_field_week(an_errand(), engagements=cars_out("V1", "V2")))

    assert found.change
    assert found.change.kind == "vehicle"
    assert found.change.text.en.startswith("there is one more car")
    assert len(found.reasons) == 2


def cars_out(*cars):
    return tuple(Engagement(car, EngagementKind.OUTAGE, ALWAYS) for car in cars)


def priced(week, **prices):
    """The week by a rulebook in which some changes cost something else."""
    rules = week.rulebook.fieldwork
    rules = replace(rules, changes={**rules.changes, **prices})
    return replace(week, rulebook=replace(week.rulebook, fieldwork=rules))


def test_the_rulebook_says_which_change_is_the_cheapest():
    """Both cars are out; a team of its own is told where the office says that it costs least."""
    week = priced(a_field_week(an_errand(), engagements=cars_out("V1", "V2")), team=1)

    (found,) = left_out(week, NOTHING)

    assert found.change
    assert (found.change.kind, found.change.price) == ("team", 1)


def test_two_changes_at_once_where_one_is_not_enough():
    """Both cars are out and both who lead are on leave: one more car and one more lead cost less than a team."""
    absences = tuple(away(code, "2022-09-01", "2022-09-30") for code in ("ann", "bo"))
    week = a_field_week(an_errand(), office=a_field_office(absences=absences), engagements=cars_out("V1", "V2"))

    (found,) = left_out(week, NOTHING)

    prices = week.rulebook.fieldwork.changes
    assert found.change
    assert found.change.price == prices["person"] + prices["vehicle"]
    assert "增加一辆车" in found.change.text.zh
    assert "增派一名" in found.change.text.zh


def test_a_change_that_places_others_too_says_whom():
    """One more car would do for both errands; it is told once, with the other one."""
    week = a_field_week(an_errand(), an_errand("E2", "registry"), engagements=cars_out("V1", "V2"))

    first, second = left_out(week, NOTHING)

    assert first.change
    assert second.change
    assert (first.change.also, second.change.also) == (("E2",), ())
    assert "E2" in first.reasons[-1].zh


def test_others_may_make_room():
    """The only car is out all Monday for one visit, and the other errand has Monday only: the trip need not be so long."""
    errands = an_errand(earliest=FIELD_MONDAY, latest=FIELD_MONDAY), an_errand("E2", "registry", handler="bo")
    trip = a_trip(leaves=at(0, "06:00"), back=at(0, "20:00"), stops=(Stop("E2", at(0, "10:00")),))
    week = a_field_week(*errands, engagements=cars_out("V2"))

    (found,) = left_out(week, WeekPlan((trip,)))

    assert found.change
    assert (found.change.kind, found.change.moved) == ("exchange", ("E2",))
    assert found.change.price == week.rulebook.fieldwork.changes["exchange"]


def test_things_that_nobody_has_are_named():
    """There is no camera in the house."""
    found = left(a_field_week(an_errand(), resources=(Resource("D", "窗口", "desk", 1),)))

    assert found.rules == ("thing_there",)
    assert "记录仪" in found.reasons[0].zh
    assert found.change


def test_called_off_says_why_and_looks_for_no_change():
    """Who waits no longer still gets the reasons."""
    week = a_field_week(an_errand(kind="search"))

    (found,) = left_out(week, NOTHING, cancelled=lambda: True)

    assert found.rules
    assert found.change is None


def test_an_errand_that_may_be_done_is_in_no_conflict():
    """Some hour of the week breaks no rule."""
    week = a_field_week()

    assert conflict(week, week.errands[0]) == ()


def test_each_change_leaves_the_week_a_week():
    """Whatever is supposed, the errand is of a kind the rulebook knows, and the things are there."""
    week = a_field_week(an_errand(), resources=THINGS)

    for one in changes(week, week.errands[0]):
        assert one.errand.kind in one.week.rulebook.errands
        assert one.text.zh
        assert one.text.en


@pytest.mark.parametrize("seed", range(3))
def test_reasons_are_three_sentences_at_most(seed):
    """In weeks with more errands than can be done."""
    week = field_week(seed, 30, 12, 1)

    outcome = draft_week(week, FEW, 1)

    assert outcome.left
    assert all(1 <= len(one.reasons) <= 3 for one in outcome.left)


def test_an_office_without_a_vehicle_is_told_that_one_would_do():
    """Nobody can go anywhere; the least change brings a car."""
    found = left(a_field_week(office=a_field_office(vehicles=())))

    assert found.rules == ()
    assert found.change
    assert found.change.kind == "vehicle"


def test_the_last_start_that_is_told_is_a_lawful_one():
    """Visits end by 19:00 and take an hour: 18:00 is told, not the minute after, at which it would end too late."""
    week = a_field_week(an_errand(), engagements=cars_out("V1", "V2"))

    (found,) = left_out(week, NOTHING)

    assert "06:00至18:00" in found.reasons[0].zh
    assert "06:00-18:00" in found.reasons[0].en


def test_a_start_at_one_minute_only_is_told_as_one():
    """What takes all the hours of its kind begins when they do; no stretch of one minute is told."""
    book = field_rulebook()
    unbounded = replace(book, fieldwork=replace(book.fieldwork, hours=OutHours()))
    week = a_field_week(an_errand(minutes=13 * 60), rulebook=unbounded, engagements=cars_out("V1", "V2"))

    (found,) = left_out(week, NOTHING)

    assert "（周一）06:00……" in found.reasons[0].zh
    assert "（周五）06:00开始" in found.reasons[0].zh


def test_a_vehicle_that_is_out_longer_changes_no_hours_of_the_kind():
    """Nobody is visited at two in the night because the car may be out then."""
    week = a_field_week(an_errand())
    kind = week.kind(week.errands[0])

    (longer,) = [one for one in changes(week, week.errands[0]) if one.kind == "longer_day"]

    assert longer.week.rulebook.fieldwork.out_from == 0
    assert longer.week.kind(longer.errand).hours == kind.hours


def test_an_errand_too_long_for_anybodys_day_says_so():
    """The way there and back and the work take longer than the law lets one person be out: no car would help."""
    rules = field_rulebook()
    hours = replace(rules.fieldwork.hours, day_most=120)
    week = a_field_week(
        an_errand(minutes=100), rulebook=replace(rules, fieldwork=replace(rules.fieldwork, hours=hours))
    )

    found = left(week)

    assert found.rules == ("hours_day",)
    assert found.change is None
    assert "120" in found.reasons[0].zh
    assert "120" in found.reasons[0].en


def test_who_asks_in_a_hurry_is_told_no_exchange():
    """What was proven to need others to move is not tried again; a change that leaves all where they are still is."""
    errands = an_errand(earliest=FIELD_MONDAY, latest=FIELD_MONDAY), an_errand("E2", "registry", handler="bo")
    trip = a_trip(leaves=at(0, "06:00"), back=at(0, "20:00"), stops=(Stop("E2", at(0, "10:00")),))
    week = a_field_week(*errands, engagements=cars_out("V2"))

    (found,) = left_out(week, WeekPlan((trip,)), exchanges=0)

    assert found.change
    assert (found.change.kind, found.change.moved) != ("exchange", ("E2",))
    assert not found.change.moved
