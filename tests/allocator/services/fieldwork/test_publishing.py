"""Trips published by a person: beside those that stand, or not at all."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

import pytest

from allocator.domain.errors import Conflict, NotAllowed, NotFound, Stale
from allocator.domain.fieldwork.trips import TripState
from allocator.services.access.hiding import seen_by
from allocator.services.access.permissions import Access
from allocator.services.cases.restricting import restrict_case
from allocator.services.fieldwork.booking import set_down
from allocator.services.fieldwork.errands import change_errand, read_errand
from allocator.services.fieldwork.publishing import list_trips, publish_by_hand, withdraw_trip
from allocator.services.fieldwork.seeing import read_week, week_in
from allocator.services.intake.filings import file_case
from allocator.services.transaction import writing
from fixtures.field_booking import book
from tests.allocator.conftest import BureauAtWork
from tests.allocator.services.drafting import away, reload
from tests.allocator.services.fieldwork.house import MONDAY, a_booked_week, a_place, an_errand
from tests.allocator.services.stories import a_filing


def test_published_trips_stand_in_the_week_with_codes_of_their_own(bureau: BureauAtWork) -> None:
    """And one entry of the log tells of them, with all they were checked against."""
    trips = a_booked_week(bureau.context)

    done = publish_by_hand(bureau.by("supervisor"), MONDAY, trips)

    week = read_week(bureau.context, MONDAY)
    assert [trip.code for trip in week.trips] == [kept.trip.code for kept in done.published]
    assert {trip.state for trip in week.trips} == {TripState.PUBLISHED}
    assert [
        replace(kept.trip, code=trip.code, state=trip.state) for kept, trip in zip(done.published, trips, strict=True)
    ] == [*trips]
    with bureau.context.database.reading() as uow:
        (entry,) = uow.log.entries(kind="trips_published")
        assert uow.documents.get(entry.body["seen"]["rest"])["trips"] == []
    assert (entry.actor, entry.body["trips"]) == ("supervisor", dict(done.codes))


def test_of_two_supervisors_with_the_same_people_one_wins_and_one_is_told(bureau: BureauAtWork) -> None:
    """At the same instant; the second learns who or what is taken, when and by which trip."""
    first = a_booked_week(bureau.context, 1)
    an_errand(bureau.context, case_no="（2022）内0222执9号")
    other = tuple(replace(trip, stops=tuple(replace(stop, errand="W2") for stop in trip.stops)) for trip in first)
    gate = Barrier(2)

    def act(trips):
        gate.wait()
        try:
            publish_by_hand(bureau.context, MONDAY, trips)
        except Conflict as refused:
            return refused
        return None

    with ThreadPoolExecutor(2) as pool:
        (refused,) = [found for found in pool.map(act, (first, other)) if found is not None]

    assert refused.code == "booking-taken"
    assert refused.facts["trip"] == "2022W41-1"
    assert str(refused.facts["name"]) in refused.text.zh
    assert refused.remedy.zh
    assert len(read_week(bureau.context, MONDAY).trips) == 1


def test_what_became_unlawful_meanwhile_is_not_published(bureau: BureauAtWork, tmp_path) -> None:
    """Somebody aboard went on leave; nothing at all is kept."""
    trips = a_booked_week(bureau.context)
    reload(bureau.context, tmp_path, absences=away("2022-10-08", "2022-10-16", trips[0].people[0]))

    with pytest.raises(Conflict) as refused:
        publish_by_hand(bureau.context, MONDAY, trips)

    assert refused.value.code == "plan-unlawful"
    assert read_week(bureau.context, MONDAY).trips == ()


def test_what_was_wrong_before_with_another_trip_hinders_nobody(bureau: BureauAtWork, tmp_path) -> None:
    """Leave told after a publication makes that trip's people move, not the whole office wait."""
    first, *others = a_booked_week(bureau.context)
    publish_by_hand(bureau.context, MONDAY, [first])
    alone = next(iter(set(first.people) - {code for trip in others for code in trip.people}), None)
    if alone is None:
        others = [trip for trip in others if first.people[0] not in trip.people]
        alone = first.people[0]
    reload(bureau.context, tmp_path, absences=away("2022-10-08", "2022-10-16", alone))

    publish_by_hand(bureau.context, MONDAY, others)

    assert len(read_week(bureau.context, MONDAY).trips) == 1 + len(others)


@pytest.mark.parametrize("wrong", [{"vehicle": "V9"}, {"people": ("X", "Y"), "driver": "X"}], ids=["vehicle", "people"])
def test_a_trip_of_what_nobody_knows_is_refused_in_words(bureau: BureauAtWork, wrong) -> None:
    """Before anything is made of it."""
    (trip,) = a_booked_week(bureau.context, 1)

    with pytest.raises(Conflict) as refused:
        publish_by_hand(bureau.context, MONDAY, [replace(trip, **wrong)])

    assert refused.value.facts["objections"][0]["rule"].startswith("known_")  # type: ignore[index]


def test_an_errand_on_a_trip_is_changed_only_after_the_trip(bureau: BureauAtWork) -> None:
    """Withdrawn, the trip takes nobody, and its errand waits again."""
    trips = a_booked_week(bureau.context, 1)
    publish_by_hand(bureau.context, MONDAY, trips)
    with pytest.raises(Conflict) as refused:
        change_errand(bureau.context, "W1", {"urgent": True}, None)
    assert refused.value.facts == {"errand": "W1", "trip": "2022W41-1"}

    withdraw_trip(bureau.context, "2022W41-1", 1)

    assert change_errand(bureau.context, "W1", {"urgent": True}, None).errand.urgent
    assert read_week(bureau.context, MONDAY).trips == ()
    assert publish_by_hand(bureau.context, MONDAY, trips).codes == {trips[0].code: "2022W41-2"}


def test_a_trip_is_withdrawn_once_and_at_the_version_that_was_seen(bureau: BureauAtWork) -> None:
    """Twice is refused, an old view too, and what nobody published is not there."""
    publish_by_hand(bureau.context, MONDAY, a_booked_week(bureau.context, 1))

    with pytest.raises(Stale):
        withdraw_trip(bureau.context, "2022W41-1", 7)
    withdraw_trip(bureau.context, "2022W41-1", None)
    with pytest.raises(NotAllowed) as refused:
        withdraw_trip(bureau.context, "2022W41-1", None)
    assert refused.value.facts["state"] == "withdrawn"
    with pytest.raises(NotFound):
        withdraw_trip(bureau.context, "2022W41-9", None)


def test_a_trip_that_takes_the_place_of_another_keeps_its_code(bureau: BureauAtWork) -> None:
    """Calendars go on with it; one that has no heir is withdrawn, one without a forerunner is new."""
    first, second, *_ = a_booked_week(bureau.context, 4)
    publish_by_hand(bureau.context, MONDAY, [first, second])
    with writing(bureau.context) as (uow, here):
        gone = uow.trips.of_week(MONDAY)
        later = replace(first, code="new", leaves=first.leaves + 5, back=first.back + 5,
            stops=tuple(replace(stop, starts=stop.starts + 5) for stop in first.stops))  # fmt: skip
        done = set_down(uow, week_in(uow, here, MONDAY), [later], gone)
        uow.commit()

    assert dict(done.codes) == {"new": "2022W41-1"}
    assert [(kept.trip.code, kept.version, kept.trip.leaves - first.leaves) for kept in done.moved] == [
        ("2022W41-1", 2, 5)
    ]
    assert [kept.trip.code for kept in done.withdrawn] == ["2022W41-2"]


def test_who_must_be_booked_ahead_is_booked_by_publishing(bureau: BureauAtWork) -> None:
    """From that day on the lead time runs, however late the week is looked at again."""
    an_errand(bureau.context, "seizure_vehicle")
    publish_by_hand(bureau.context, MONDAY, book(read_week(bureau.context, MONDAY)).trips)

    assert read_errand(bureau.context, "W1").errand.booked_on == bureau.clock.now.date()


def test_a_trip_of_nothing_but_a_hidden_case_is_hidden_too(bureau: BureauAtWork) -> None:
    """It is in no list and answers as one there is not; the office itself has it, and its hours stay taken."""
    case = file_case(bureau.context, a_filing(1))
    an_errand(bureau.context, case_no=case.case_no, place=a_place(1))
    [kept] = publish_by_hand(bureau.context, MONDAY, book(read_week(bureau.context, MONDAY)).trips).published
    restrict_case(bureau.context, case.id, "涉及本院工作人员")
    somebody = seen_by(bureau.context, Access("somebody", "planner"))

    assert list_trips(somebody, MONDAY) == ()
    with pytest.raises(NotFound), somebody.database.reading() as uow:
        uow.trips.get(kept.id)
    assert [trip.id for trip in list_trips(bureau.context, MONDAY)] == [kept.id]
