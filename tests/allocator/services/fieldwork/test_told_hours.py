"""Hours told in the field week are taken back: the car is repaired sooner, the illness was a slip."""

from datetime import timedelta

import pytest

from allocator.domain.errors import NotAllowed, NotFound
from allocator.services.fieldwork.publishing import publish_by_hand
from allocator.services.fieldwork.repairs import outage
from allocator.services.fieldwork.seeing import read_week
from allocator.services.fieldwork.told_hours import take_back_told, told_hours, told_view
from allocator.services.log_check import verify_log
from tests.allocator.conftest import BureauAtWork
from tests.allocator.services.fieldwork.house import MONDAY, a_booked_week
from tests.allocator.services.fieldwork.test_repairs import WEEK


def tell(bureau: BureauAtWork, holder: str) -> None:
    """Tell that somebody or something cannot be had all week."""
    outage(bureau.context, holder, WEEK, MONDAY, outage(bureau.context, holder, WEEK, MONDAY).digest)


def test_what_was_told_is_free_again_and_no_trip_moves(bureau: BureauAtWork) -> None:
    """What the office's files say stays; the log says who took what back; a second time there is nothing."""
    publish_by_hand(bureau.context, MONDAY, a_booked_week(bureau.context, 2))
    filed = read_week(bureau.context, MONDAY).engagements
    tell(bureau, "V1")
    trips = read_week(bureau.context, MONDAY).trips
    [told] = told_hours(bureau.context, "V1")

    take_back_told(bureau.by("李某"), told.id, "V1")

    week = read_week(bureau.context, MONDAY)
    assert (week.engagements, week.trips, told_hours(bureau.context)) == (filed, trips, ())
    with bureau.context.database.reading() as uow:
        [entry] = uow.log.entries(kind="told_hours_back")
    assert (entry.actor, entry.body["engagement"]["holder"]) == ("李某", "V1")
    with pytest.raises(NotFound, match="no more"):
        take_back_told(bureau.context, told.id, "V1")
    assert verify_log(bureau.context).breaks == ()


def test_a_number_of_somebody_else_is_not_taken_back(bureau: BureauAtWork) -> None:
    """An old page may name a number that is another's by now."""
    a_booked_week(bureau.context, 1)
    tell(bureau, "V1")
    tell(bureau, "G08")
    car, person = told_hours(bureau.context)

    with pytest.raises(NotFound):
        take_back_told(bureau.context, car.id, "G08")
    assert told_view(person)["kind"] == "other"
    assert [one.id for one in told_hours(bureau.context, "G08")] == [person.id]


def test_what_is_over_is_left_as_it_was(bureau: BureauAtWork) -> None:
    """It is not listed, and nobody rewrites the past."""
    a_booked_week(bureau.context, 1)
    tell(bureau, "V1")
    [told] = told_hours(bureau.context)
    bureau.clock.now += timedelta(days=60)

    assert told_hours(bureau.context) == ()
    with pytest.raises(NotAllowed, match="are over"):
        take_back_told(bureau.context, told.id, "V1")
