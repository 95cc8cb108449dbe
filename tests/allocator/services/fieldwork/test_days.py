"""Trips on their day."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from allocator.domain.errors import BadInput, NotAllowed
from allocator.domain.fieldwork.trips import TripState
from allocator.services.fieldwork.days import finish_trip, start_trip
from allocator.services.fieldwork.errands import read_errand
from allocator.services.fieldwork.publishing import publish_by_hand, withdraw_trip
from allocator.services.fieldwork.seeing import read_week
from fixtures.field_booking import book
from tests.allocator.conftest import BureauAtWork
from tests.allocator.services.fieldwork.house import MONDAY, NEXT_MONDAY, a_booked_week, an_errand

CODE = "2022W41-1"
FRIDAY = datetime(2022, 10, 14, 9, 0, tzinfo=UTC)


def test_a_trip_under_way_is_withdrawn_no_more(bureau: BureauAtWork) -> None:
    """The week shows it as under way; nothing moves it."""
    publish_by_hand(bureau.context, MONDAY, a_booked_week(bureau.context, 1))

    bureau.clock.now = FRIDAY
    start_trip(bureau.context, CODE, 1)

    assert read_week(bureau.context, MONDAY).trips[0].state == TripState.STARTED
    for act in (withdraw_trip, start_trip):
        with pytest.raises(NotAllowed):
            act(bureau.context, CODE, None)


def test_a_trip_does_not_start_before_its_day(bureau: BureauAtWork) -> None:
    """The day before it is refused with its day; at midnight by the office's clock it may."""
    publish_by_hand(bureau.context, MONDAY, a_booked_week(bureau.context, 1))
    midnight = datetime.combine(MONDAY, time(), ZoneInfo("Asia/Shanghai"))
    bureau.clock.now = midnight - timedelta(minutes=1)
    with pytest.raises(NotAllowed) as refused:
        start_trip(bureau.context, CODE, None)
    assert refused.value.facts == {"trip": CODE, "day": MONDAY.isoformat()}

    bureau.clock.now = midnight
    assert start_trip(bureau.context, CODE, None).state == "started"


def test_a_trip_that_came_back_has_done_its_errands_and_fills_the_ledger(bureau: BureauAtWork) -> None:
    """Hard work counts for everybody aboard, for the weeks to come."""
    an_errand(bureau.context, "seizure_vehicle")
    trips = book(read_week(bureau.context, MONDAY)).trips
    publish_by_hand(bureau.context, MONDAY, trips)
    bureau.clock.now = FRIDAY
    start_trip(bureau.context, CODE, None)

    finish_trip(bureau.context, CODE, None)

    assert read_errand(bureau.context, "W1").state == "done"
    hard = read_week(bureau.context, NEXT_MONDAY).hard
    assert set(hard) == set(trips[0].people)
    assert set(hard.values()) == {20}


def test_what_could_not_be_done_waits_again(bureau: BureauAtWork) -> None:
    """It is named when the trip comes back; only errands of the trip can be."""
    publish_by_hand(bureau.context, MONDAY, a_booked_week(bureau.context, 1))
    bureau.clock.now = FRIDAY
    start_trip(bureau.context, CODE, None)
    with pytest.raises(BadInput) as refused:
        finish_trip(bureau.context, CODE, None, ["W9"])
    assert refused.value.facts == {"trip": CODE, "errands": ["W9"]}

    back = finish_trip(bureau.context, CODE, None, ["W1"])

    assert (back.state, back.undone) == ("finished", ("W1",))
    assert read_errand(bureau.context, "W1").state == "open"
    assert set(read_week(bureau.context, NEXT_MONDAY).errand_by_code) == {"W1"}


def test_a_trip_starts_before_it_comes_back(bureau: BureauAtWork) -> None:
    """What was only published cannot be finished."""
    publish_by_hand(bureau.context, MONDAY, a_booked_week(bureau.context, 1))

    with pytest.raises(NotAllowed) as refused:
        finish_trip(bureau.context, CODE, None)

    assert refused.value.facts == {"trip": CODE, "state": "published", "needed": "started"}


def test_a_trip_whose_hour_has_come_is_moved_no_more(bureau: BureauAtWork) -> None:
    """Whether or not somebody has said that it left."""
    publish_by_hand(bureau.context, MONDAY, a_booked_week(bureau.context, 1))
    bureau.clock.now = datetime(2022, 10, 16, 1, 0, tzinfo=UTC)

    assert read_week(bureau.context, MONDAY).trips[0].state == TripState.STARTED
