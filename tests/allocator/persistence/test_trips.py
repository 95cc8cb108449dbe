"""Trips as they are kept, and the books they leave."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from allocator.domain.errors import Conflict, NotFound, Stale
from allocator.domain.fieldwork.trips import Stop, TripState
from tests.allocator.persistence.field_house import NOW, furnish, publish, takings, the_other_trip
from tests.field_stories import FIELD_MONDAY, a_trip, at

NEXT_MONDAY = date(2022, 9, 12)
HOUR = timedelta(hours=1)


@pytest.fixture
def office(either):
    """The small office with two errands, on both databases."""
    furnish(either)
    return either


def change(database, kept, state, undone=()):
    with database.writing() as uow:
        found = uow.trips.change(kept, state, NOW + HOUR, undone)
        uow.commit()
    return found


def test_a_trip_comes_back_as_it_was_published(office):
    """With a code of its week, and its people in their order."""
    publish(office, a_trip())

    with office.reading() as uow:
        (found,) = uow.trips.of_week(FIELD_MONDAY)
    assert found.trip == replace(a_trip("2022W36-1"), state=TripState.PUBLISHED)
    assert (found.version, found.state, found.day) == (1, "published", FIELD_MONDAY)


def test_an_errand_is_never_on_two_trips(office):
    """The database refuses it; the answer names errand and trip."""
    publish(office, a_trip())

    with pytest.raises(Conflict) as refused:
        publish(office, replace(the_other_trip(), stops=(Stop("E1", at(0, "08:40")),)))

    assert refused.value.code == "errand-served"
    assert refused.value.facts == {"errand": "E1", "trip": "2022W36-1"}


def test_whoever_comes_second_with_an_old_view_is_told_the_state(office):
    """A trip that has started cannot be withdrawn by somebody who saw it published."""
    (kept,) = publish(office, a_trip())
    change(office, kept, "started")

    with pytest.raises(Stale) as refused:
        change(office, kept, "withdrawn")

    assert refused.value.facts == {"trip": "2022W36-1", "version": 2, "state": "started"}


def test_an_unknown_trip_is_told_so(office):
    """With the code as it was typed."""
    with office.reading() as uow, pytest.raises(NotFound) as refused:
        uow.trips.get("2022W36-9")

    assert refused.value.facts == {"trip": "2022W36-9"}


def test_a_finished_trip_writes_the_ledger_and_gives_up_what_it_could_not_do(office):
    """Hard work counts on its day; an undone errand may go on another trip."""
    (kept,) = publish(office, a_trip())
    done = change(office, change(office, kept, "started"), "finished", ("E1",))
    with office.writing() as uow:
        uow.trips.note_hard(done, {"ann": 100, "cy": 40, "gus": 0})
        uow.commit()

    with office.reading() as uow:
        assert uow.trips.hard(FIELD_MONDAY, NEXT_MONDAY) == {"ann": 100, "cy": 40}
        assert uow.trips.hard(NEXT_MONDAY, NEXT_MONDAY) == {}
        assert uow.trips.get("2022W36-1").undone == ("E1",)
    assert [
        one.trip.code
        for one in publish(office, the_other_trip(), replace(a_trip(), leaves=at(1, "08:00"), back=at(1, "10:20")))
    ]


def test_rides_tell_who_saw_which_kind_of_errand(office):
    """For weeks from one on, before another; withdrawn trips taught nobody."""
    first, second = publish(office, a_trip(), the_other_trip())
    change(office, second, "withdrawn")

    with office.reading() as uow:
        (ride,) = uow.trips.rides(FIELD_MONDAY, NEXT_MONDAY)
        assert uow.trips.rides(NEXT_MONDAY, NEXT_MONDAY) == ()
    assert (ride.day, ride.people, ride.kinds) == (FIELD_MONDAY, first.trip.people, ("visit",))


def test_somebodys_trips_include_those_withdrawn(office):
    """A calendar must hear that a trip is off."""
    first, _ = publish(office, a_trip(), the_other_trip())
    change(office, first, "withdrawn")

    with office.reading() as uow:
        assert [(one.trip.code, one.state) for one in uow.trips.of_person("ann", FIELD_MONDAY)] == [
            ("2022W36-1", "withdrawn")
        ]
        assert uow.trips.of_person("di", FIELD_MONDAY) == ()


def test_a_trip_remembers_when_it_changed_and_who_no_longer_goes(office):
    """Cy gives way to Di and comes back: each time the calendar of whoever fell away has to hear of it."""
    (kept,) = publish(office, a_trip())
    with office.writing() as uow:
        for people in (("ann", "di", "gus"), ("ann", "cy", "gus")):
            trip = replace(a_trip(), people=people)
            (kept,) = uow.trips.move(FIELD_MONDAY, [(kept, trip, takings(trip))], kept.changed_at + HOUR)
            assert [one.trip.code for one in uow.trips.of_person("di", FIELD_MONDAY)] == ["2022W36-1"]
        uow.commit()

    assert (kept.version, kept.changed_at, kept.formerly) == (3, NOW + 2 * HOUR, ("di",))
