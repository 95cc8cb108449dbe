"""A week on one sheet: every trip by person and by vehicle, what waits with its lawful hours, and what is missing said."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from allocator.domain.fieldwork.trips import Hours, TripState
from allocator.domain.people import Period
from allocator.services.fieldwork.checks import standing_week
from allocator.services.fieldwork.publishing import publish_by_hand, withdraw_trip
from allocator.services.fieldwork.repairs import outage, urgent
from allocator.services.fieldwork.reviews import offers, review_trips
from allocator.services.fieldwork.seeing import read_week
from allocator.services.fieldwork.sheets import bookings_table, week_sheets
from allocator.services.fieldwork.week_sheet import read_week_sheet
from tests.allocator.conftest import BureauAtWork
from tests.allocator.services.fieldwork.house import MONDAY, a_booked_week, an_errand

WEEK = (Hours(Period(MONDAY, MONDAY + timedelta(days=6))),)
WEDNESDAY = datetime(2022, 10, 12, 1, tzinfo=UTC)


def take_out(bureau: BureauAtWork, town: str) -> None:
    """Take a town out of the office past the rule that now forbids it, as older databases had it done."""
    with bureau.context.database.writing() as uow:
        office = uow.office.as_loaded()
        assert office is not None
        left = tuple(one for one in office.towns if one.name != town)
        uow.office.save(replace(office, towns=left, town_minutes=()))
        uow.commit()


@pytest.fixture
def without_a_town(bureau: BureauAtWork) -> BureauAtWork:
    """Trips to two towns are published, and one of the towns is gone."""
    publish_by_hand(bureau.context, MONDAY, a_booked_week(bureau.context, 4))
    take_out(bureau, "银号镇")
    return bureau


def test_every_trip_stands_with_its_vehicle_and_everybody_aboard(bureau: BureauAtWork) -> None:
    """In the row of each, on its day; an errand without a place waits with the hours the law gives it."""
    trips = a_booked_week(bureau.context, 3)
    publish_by_hand(bureau.context, MONDAY, trips[:1])

    sheet = read_week_sheet(bureau.context, MONDAY)

    told = [row.code for row in (*sheet.vehicles, *sheet.people) if any(row.days)]
    assert sorted(told) == sorted({trips[0].vehicle, *trips[0].people})
    assert {one.code for one in sheet.tray} == {"W1", "W2", "W3"} - {stop.errand for stop in trips[0].stops}
    assert all(one.open for one in sheet.tray)


def test_a_trip_to_a_town_that_is_gone_is_shown_with_what_is_missing(without_a_town: BureauAtWork) -> None:
    """What is known of it, the town it has lost, and what to do about it; the other trips are as they were."""
    sheet = read_week_sheet(without_a_town.context, MONDAY)

    [lost] = [one for one in sheet.outings if one.missing]
    assert {call.town for call in lost.calls} == {"银号镇"}
    assert all("银号镇" in text.zh and "银号镇" in text.en for text in lost.missing)
    assert any(lost.code in text.zh and "撤回" in text.zh for text in sheet.objections)
    assert [one.missing for one in sheet.outings if one != lost] == [()]


@pytest.mark.parametrize("now", [None, WEDNESDAY])
def test_a_week_with_such_a_trip_is_still_read_repaired_and_reviewed(without_a_town: BureauAtWork, now) -> None:
    """The trip stands as it is, like one under way: nobody can say where else it could; its people stay taken."""
    here = without_a_town.context
    an_errand(here, place={"town": "怀朔镇", "village": "", "minutes": 0}, case_no="（2022）内0222执77号")
    without_a_town.clock.now = now or without_a_town.clock.now

    week, _, check = standing_week(here, MONDAY)
    answer = outage(here, "V1", WEEK, MONDAY).document

    assert {one.rule for one in check.objections} == {"known_errand"}
    lost = next(trip for trip in week.trips if any(stop.errand not in week.errand_by_code for stop in trip.stops))
    assert lost.state == TripState.STARTED
    assert lost.code in {trip["code"] for trip in answer["trips"]}
    assert urgent(here, "W5", MONDAY).document["placed"]
    assert offers(here, "W5", MONDAY).slots
    assert review_trips(here, MONDAY, week.trips).review.left == ("W5",)
    assert week_sheets(here, MONDAY)
    assert lost.code in bookings_table(here, MONDAY)


def test_such_a_trip_is_withdrawn_like_any_other(without_a_town: BureauAtWork) -> None:
    """Then the week is whole again."""
    [lost] = [one for one in read_week_sheet(without_a_town.context, MONDAY).outings if one.missing]
    withdraw_trip(without_a_town.context, lost.code, None)

    assert read_week_sheet(without_a_town.context, MONDAY).objections == ()
    assert len(read_week(without_a_town.context, MONDAY).trips) == 1
