"""Somebody's calendar of trips, behind a secret address."""

from datetime import timedelta

import pytest

from allocator.domain.errors import NotFound
from allocator.domain.fieldwork.trips import Hours
from allocator.domain.people import Period
from allocator.services.fieldwork.feeds import feed_of, make_feed
from allocator.services.fieldwork.publishing import publish_by_hand, withdraw_trip
from allocator.services.fieldwork.repairs import outage
from tests.allocator.conftest import BureauAtWork
from tests.allocator.services.fieldwork.house import MONDAY, a_booked_week

WEEK = (Hours(Period(MONDAY, MONDAY + timedelta(days=6))),)


def read(bureau: BureauAtWork, secret: str) -> str:
    """Read a calendar, unfolded."""
    return feed_of(bureau.context, secret).decode().replace("\r\n ", "")


def test_a_calendar_holds_the_trips_of_its_person(bureau: BureauAtWork) -> None:
    """Where, when, in which car and with whom; withdrawn, a trip is cancelled under the same id."""
    (kept,) = publish_by_hand(bureau.context, MONDAY, a_booked_week(bureau.context, 1)).published
    officer, secret = make_feed(bureau.context, kept.trip.people[0])

    first = read(bureau, secret)
    withdraw_trip(bureau.context, kept.trip.code, None)
    second = read(bureau, secret)

    assert officer == kept.trip.people[0]
    assert f"DTSTAMP:{kept.changed_at:%Y%m%dT%H%M%SZ}" in first
    assert "UID:trip-1@" in first
    assert ("SEQUENCE:0" in first, "STATUS:CONFIRMED" in first) == (True, True)
    assert "送达" in first
    assert ("SEQUENCE:1" in second, "STATUS:CANCELLED" in second) == (True, True)


def test_a_calendar_is_the_same_while_nothing_changes(bureau: BureauAtWork) -> None:
    """To the byte, two hours later; whoever need not go any more finds the trip cancelled, whoever takes over finds it."""
    (kept,) = publish_by_hand(bureau.context, MONDAY, a_booked_week(bureau.context, 1)).published
    gone = kept.trip.people[0]
    _, secret = make_feed(bureau.context, gone)
    first = read(bureau, secret)
    bureau.clock.now += timedelta(hours=2)
    assert read(bureau, secret) == first

    done = outage(bureau.context, gone, WEEK, MONDAY)
    applied = outage(bureau.context, gone, WEEK, MONDAY, done.digest).applied

    assert applied is not None
    assert [one.id for one in applied.moved] == [kept.id]
    assert ("SEQUENCE:1" in read(bureau, secret), "STATUS:CANCELLED" in read(bureau, secret)) == (True, True)
    _, other = make_feed(bureau.context, applied.moved[0].trip.people[0])
    assert ("SEQUENCE:1" in read(bureau, other), "STATUS:CONFIRMED" in read(bureau, other)) == (True, True)


def test_a_new_address_ends_the_old_one(bureau: BureauAtWork) -> None:
    """Whoever has only the old one finds nothing; the log tells who changed it, never the secret."""
    _, old = make_feed(bureau.context, "G08")
    _, new = make_feed(bureau.by("supervisor"), "G08")

    assert "BEGIN:VCALENDAR" in read(bureau, new)
    with pytest.raises(NotFound):
        feed_of(bureau.context, old)
    with bureau.context.database.reading() as uow:
        entries = uow.log.entries(kind="calendar_address")
    assert [entry.actor for entry in entries] == ["clerk", "supervisor"]
    assert new not in str([entry.body for entry in entries])


def test_only_people_of_the_office_have_a_calendar(bureau: BureauAtWork) -> None:
    """By code or name; nobody else."""
    with pytest.raises(NotFound):
        make_feed(bureau.context, "G99")
