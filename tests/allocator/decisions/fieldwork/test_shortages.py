"""What an errand without a place lacks: who holds the case, people, things; only else vehicles and crews."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from allocator.decisions.fieldwork.shortages import TAKEN, lacking
from allocator.decisions.fieldwork.windows import starts_of
from allocator.domain.fieldwork.errand_kinds import HandlerRule
from allocator.domain.fieldwork.means import Engagement, EngagementKind
from allocator.domain.fieldwork.snapshot import FieldWeek
from allocator.domain.fieldwork.trips import ALWAYS, DAY, Hours, Stop, TripState
from allocator.domain.people import Period
from tests.field_stories import (
    FIELD_MONDAY,
    a_field_office,
    a_field_week,
    a_trip,
    an_errand,
    at,
    field_rulebook,
)
from tests.stories import away

ALL_DAY = Hours(Period(FIELD_MONDAY), 8 * 60, 18 * 60)


def must_go(errand: Any, **more: Any) -> FieldWeek:
    """A week in which who holds the case has to go on a visit."""
    book = field_rulebook()
    kinds = {**book.errands, "visit": replace(book.errands["visit"], handler=HandlerRule.MUST)}
    return a_field_week(errand, rulebook=replace(book, errands=kinds), **more)


def said(week: FieldWeek) -> str:
    """What the week's only errand lacks, in English."""
    errand = week.errands[0]
    return lacking(week, errand, starts_of(week, errand)).en


def test_where_nothing_is_short_vehicles_and_crews_are_taken() -> None:
    """Who holds the case is there, and everything it takes."""
    assert said(must_go(an_errand())) == TAKEN.en
    assert said(a_field_week(an_errand(handler=None))) == TAKEN.en


@pytest.mark.parametrize("more", [{"handler": None}, {"barred": ("ann",)}, {"handler": "gone"}])
def test_a_case_that_nobody_holds_who_may_go(more: dict[str, Any]) -> None:
    """Given to nobody yet, to somebody who may not go, or to somebody who left."""
    assert "nobody of the office" in said(must_go(an_errand(**more)))


def test_who_holds_the_case_is_away_at_all_its_hours() -> None:
    """On leave all week, or in court so long each day that no hour is left with the way there and back."""
    leave = a_field_office(absences=(away("ann", "2022-09-01", "2022-09-30"),))
    court = (Engagement("ann", EngagementKind.HEARING, Hours(ALL_DAY.period, 7 * 60, 18 * 60 + 30)),)

    assert "ann) cannot at any" in said(must_go(an_errand(), office=leave))
    assert "ann) cannot at any" in said(must_go(an_errand(), engagements=court))


def test_who_holds_the_case_has_one_hour_left() -> None:
    """Work until 07:50 and the drive are over just as the hearing begins, on one day of five; a minute longer and they are not."""
    others = Period(date(2022, 9, 6))
    monday = Period(FIELD_MONDAY, FIELD_MONDAY)
    rest = Engagement("ann", EngagementKind.HEARING, Hours(others, 0, 24 * 60))
    begins = 6 * 60 + 60 + 40  # the first visit, and the drive back

    free = (rest, Engagement("ann", EngagementKind.HEARING, Hours(monday, begins, 24 * 60)))
    short = (rest, Engagement("ann", EngagementKind.HEARING, Hours(monday, begins - 1, 24 * 60)))

    assert said(must_go(an_errand(), engagements=free)) == TAKEN.en
    assert "cannot at any" in said(must_go(an_errand(), engagements=short))


def test_more_people_and_things_than_there_are() -> None:
    """Each is said with how many there are; as many as there are is no shortage."""
    found = said(a_field_week(an_errand(needs={"woman": 3}, uses={"camera": 3})))

    assert 'it takes 3 with "a woman", and the office has 2' in found
    assert "it takes 3 of camera, and the office has 2" in found
    assert said(a_field_week(an_errand(needs={"woman": 2}, uses={"camera": 2}))) == TAKEN.en


def test_drivers_count_for_what_they_can() -> None:
    """Two drive who are no crew; a third would be one too many."""
    assert said(a_field_week(an_errand(needs={"driving": 2}))) == TAKEN.en
    assert 'takes 3 with "driving", and the office has 2' in said(a_field_week(an_errand(needs={"driving": 3})))


def without_kind(kind: str, *cars: str) -> FieldWeek:
    """A week with one errand of a kind, in an office with these vehicles alone."""
    kept = tuple(one for one in a_field_office().vehicles if one.code in cars)
    return a_field_week(an_errand(kind=kind), office=a_field_office(vehicles=kept))


def test_a_kind_of_vehicle_that_the_office_has_not_is_said_by_name() -> None:
    """No hour of any week helps where there is none: it is not said that none is free then."""
    assert "it takes 1 of van, and the office has 0" in said(without_kind("eviction", "V1"))
    assert "须用面包车 1 辆，而本单位只有 0 辆" in lacking_zh(without_kind("eviction", "V1"))
    assert "it takes 1 of any vehicle, and the office has 0" in said(without_kind("visit"))


def lacking_zh(week: FieldWeek) -> str:
    """What the week's only errand lacks, in Chinese."""
    errand = week.errands[0]
    return lacking(week, errand, starts_of(week, errand)).zh


def test_two_vehicles_at_once_where_there_is_one() -> None:
    """The van alone would do for either part of the eviction, and not for both; with the car beside it nothing is short."""
    assert "it takes 2 of any vehicle, and the office has 1" in said(without_kind("eviction", "V2"))
    assert "vehicle" not in said(without_kind("eviction", "V1", "V2"))


def test_an_office_in_which_nobody_drives() -> None:
    """Each vehicle takes somebody who drives it."""
    office = a_field_office()
    staff = tuple(one for one in office.officers if one.role != "driver")

    found = said(a_field_week(an_errand(), office=replace(office, officers=staff)))

    assert 'it takes 1 with "driving", and the office has 0' in found


def test_a_desk_that_is_taken_at_all_its_hours() -> None:
    """It is the desk that is not to be had, and no car: engaged all week, or held by another trip in the one hour there is."""
    always = Engagement("D", EngagementKind.OTHER, ALWAYS)
    but_an_hour = [
        Engagement("D", EngagementKind.OTHER, Hours(Period(FIELD_MONDAY, FIELD_MONDAY), 0, 9 * 60)),
        Engagement("D", EngagementKind.OTHER, Hours(Period(FIELD_MONDAY, FIELD_MONDAY), 10 * 60, DAY)),
        Engagement("D", EngagementKind.OTHER, Hours(Period(date(2022, 9, 6)), 0, DAY)),
    ]
    there = (Stop("E2", at(0, "09:20")),)
    trip = a_trip(state=TripState.PUBLISHED, stops=there, leaves=at(0, "08:30"), back=at(0, "10:40"))

    def week(*engaged: Engagement, **more: Any) -> FieldWeek:
        errands = (an_errand(kind="registry"), an_errand("E2", kind="registry"))
        return a_field_week(*errands, engagements=engaged, **more)

    assert said(week(always)) == "desk is taken at all these hours (the office has 1)"
    assert said(week(*but_an_hour)) == TAKEN.en
    assert "desk is taken" in said(week(*but_an_hour, trips=(trip,)))
