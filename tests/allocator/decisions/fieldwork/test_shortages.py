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
from allocator.domain.fieldwork.trips import Hours
from allocator.domain.people import Period
from tests.field_stories import FIELD_MONDAY, a_field_office, a_field_week, an_errand, field_rulebook
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
