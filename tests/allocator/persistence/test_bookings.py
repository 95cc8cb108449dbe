"""Nobody and nothing is booked twice, whoever writes: the database itself refuses it, on both kinds."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from threading import Barrier

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.exc import IntegrityError

from allocator.domain.errors import Conflict
from allocator.domain.fieldwork.trips import Span, Stop
from allocator.persistence.bookings import Taking
from allocator.persistence.tables.fieldwork import BookingRow
from tests.allocator.persistence.field_house import NOW, furnish, publish, takings, the_other_trip
from tests.field_stories import FIELD_MONDAY, a_field_office, a_trip, an_errand, at


@pytest.fixture
def office(either):
    """The small office with two errands, on both databases."""
    furnish(either)
    return either


def rows(database):
    with database.reading() as uow:
        found = uow.session.execute(sa.select(BookingRow).order_by(BookingRow.id)).scalars()
        return [(row.code, row.unit, row.begins, row.ends) for row in found]


def test_a_published_trip_takes_its_vehicle_and_everybody_aboard(office):
    """From when it leaves to when it is back, as instants."""
    publish(office, a_trip())

    found = rows(office)
    assert [code for code, *_ in found] == ["V1", "ann", "cy", "gus"]
    begins, ends = datetime(2022, 9, 5, 0, 0, tzinfo=UTC), datetime(2022, 9, 5, 2, 20, tzinfo=UTC)  # eight in Shanghai
    assert {row[2:] for row in found} == {(begins, ends)}


def test_a_trip_that_leaves_as_another_comes_back_is_no_collision(office):
    """One minute ends where the next begins."""
    publish(office, a_trip())
    later = a_trip(leaves=at(0, "10:20"), back=at(0, "12:00"), stops=(Stop("E2", at(0, "11:00")),))

    assert [trip.trip.code for trip in publish(office, later)] == ["2022W36-2"]


@pytest.mark.parametrize("shared", [{"vehicle": "V1"}, {"people": ("ann", "bo", "hal")}], ids=["vehicle", "person"])
def test_a_second_trip_that_takes_the_same_is_refused_by_name_hour_and_trip(office, shared):
    """The second learns who or what is taken, when, by which trip, and nothing of hers was kept."""
    publish(office, a_trip())

    with pytest.raises(Conflict) as refused:
        publish(office, replace(the_other_trip(), **shared))

    assert refused.value.code == "booking-taken"
    assert refused.value.facts["trip"] == "2022W36-1"
    assert refused.value.facts["code"] in ("V1", "ann")
    assert "08:00–10:20" in refused.value.text.zh
    assert len(rows(office)) == 4


def _last(database):
    with database.reading() as uow:
        return uow.session.scalar(sa.select(sa.func.max(BookingRow.id)))


def _raw(database, unit, begins, ends, update=None):
    """Write a booking past all our code, as a script of somebody's might."""
    with database.noting() as uow:
        instant = uow.trips.bookings.instant
        values = {"unit": unit, "begins": instant(FIELD_MONDAY, begins), "ends": instant(FIELD_MONDAY, ends)}
        insert = sa.insert(BookingRow).values(trip=1, code="ann", **values)
        uow.session.execute(
            insert if update is None else sa.update(BookingRow).where(BookingRow.id == update).values(values)
        )
        uow.commit()


def test_the_database_refuses_what_is_written_past_all_code(office):
    """An insert and an update that would take somebody twice; a minute beside it is free."""
    (kept,) = publish(office, a_trip())
    taken = next(unit for code, unit, *_ in rows(office) if code == "ann")

    with pytest.raises(IntegrityError):
        _raw(office, taken, at(0, "10:00"), at(0, "11:00"))
    _raw(office, taken, at(0, "10:20"), at(0, "11:00"))
    with pytest.raises(IntegrityError):
        _raw(office, taken, at(0, "10:19"), at(0, "11:00"), update=_last(office))

    assert kept.trip.people == ("ann", "cy", "gus")
    assert len(rows(office)) == 5


def test_of_ten_who_take_one_car_past_the_turn_of_writers_one_gets_it(office):
    """Even those who do not wait for their turn: the database alone decides."""
    publish(office, a_trip())
    gate = Barrier(10)

    def take(_number):
        gate.wait()
        try:
            _raw(office, 77_000, at(1, "08:00"), at(1, "09:00"))
        except IntegrityError:
            return "refused"
        return "taken"

    with ThreadPoolExecutor(10) as pool:
        found = sorted(pool.map(take, range(10)))

    assert found == ["refused"] * 9 + ["taken"]


def test_two_supervisors_who_publish_at_once_get_one_winner_and_one_clear_answer(office):
    """Who comes second is told who is taken, when and by which trip."""
    gate = Barrier(2)
    trips = [a_trip(), replace(the_other_trip(), people=("ann", "fay", "hal"))]

    def act(number):
        gate.wait()
        try:
            publish(office, trips[number])
        except Conflict as refused:
            return refused.code, refused.facts["name"], refused.facts["trip"]
        return ("published",)

    with ThreadPoolExecutor(2) as pool:
        found = sorted(pool.map(act, range(2)))

    assert found == [("booking-taken", "Ann", "2022W36-1"), ("published",)]


def test_two_cameras_go_on_two_trips_and_not_on_three(office):
    """Things of which there are several are numbered units."""
    publish(office, a_trip(), cameras=1)
    publish(office, the_other_trip(), cameras=1)
    with office.writing() as uow:
        uow.errands.add(an_errand("E3"), "api")
        uow.commit()
    third = a_trip(vehicle="V3", driver="ed", people=("ed", "di"), stops=(Stop("E3", at(0, "08:40")),))

    with pytest.raises(Conflict) as refused:
        publish(office, third, cameras=1)

    assert (refused.value.code, refused.value.facts["name"]) == ("booking-taken", "记录仪")
    assert len({unit for code, unit, *_ in rows(office) if code == "C"}) == 2


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(st.integers(0, 20), st.integers(1, 8), st.integers(1, 2)),
        min_size=1,
        max_size=7,
        unique_by=lambda one: one[0],
    ),
    st.randoms(use_true_random=False),
)
def test_units_are_enough_exactly_when_no_moment_asks_for_more(database, wanted, random):
    """In whatever order trips come, things are never refused while enough of them are there."""
    spans = [(Span(begins * 10, (begins + length) * 10), count) for begins, length, count in wanted]
    busiest = max(
        sum(count for span, count in spans if span.begins <= minute < span.ends) for minute in range(0, 300, 10)
    )
    random.shuffle(spans)
    with database.writing() as uow:
        uow.office.save(a_field_office(), FIELD_MONDAY)
        uow.errands.add(an_errand(), "api")
        kept = [
            uow.trips.publish(FIELD_MONDAY, [(a_trip(stops=(Stop("E1", 0, part),)), [])], NOW)
            for part in range(len(spans))
        ]
        enough = True
        for (trip,), (span, count) in zip(kept, spans, strict=True):
            try:
                uow.trips.bookings.take(FIELD_MONDAY, {trip.id: [Taking("C", "记录仪", span, count, 3)]})
            except Conflict:
                enough = False
                break

    assert enough == (busiest <= 3)


def test_a_trip_that_is_moved_gives_back_what_it_had(office):
    """Hours and people change at once with the bookings; its code stays, its version counts."""
    (first, second) = publish(office, a_trip(), the_other_trip())
    moved = replace(a_trip(), people=("bo", "cy", "gus"), vehicle="V2", driver="gus")
    swapped = replace(the_other_trip(), people=("ann", "fay", "hal"), vehicle="V1")
    with office.writing() as uow:
        kept = uow.trips.move(FIELD_MONDAY, [(first, moved, takings(moved)), (second, swapped, takings(swapped))], NOW)
        uow.commit()

    assert [(one.trip.code, one.version, one.trip.vehicle) for one in kept] == [
        ("2022W36-1", 2, "V2"),
        ("2022W36-2", 2, "V1"),
    ]
    assert len(rows(office)) == 8


def test_a_withdrawn_trip_takes_nobody(office):
    """Its hours are free for others, and its errand for another trip."""
    (kept,) = publish(office, a_trip())
    with office.writing() as uow:
        uow.trips.change(kept, "withdrawn", NOW)
        uow.commit()

    assert rows(office) == []
    assert [one.trip.code for one in publish(office, a_trip())] == ["2022W36-2"]
