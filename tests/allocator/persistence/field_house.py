"""The field work of the tests in a database: the small office, its means, two errands, and trips that take people."""

from datetime import UTC, datetime

from allocator.domain.fieldwork.trips import Span, Stop
from allocator.persistence.bookings import Taking
from tests.field_stories import FIELD_MONDAY, THINGS, a_field_office, a_trip, an_errand, at

NOW = datetime(2022, 9, 2, 4, 0, tzinfo=UTC)


def furnish(database, *errands):
    """Save the office, its shared things and some errands (two visits when none is given)."""
    with database.writing() as uow:
        uow.office.save(a_field_office(), FIELD_MONDAY)
        uow.means.save(THINGS, (), ())
        for errand in errands or (an_errand(), an_errand("E2")):
            uow.errands.add(errand, "api")
        uow.commit()


def takings(trip, cameras=0):
    """What a trip takes: its vehicle and people, and some of the two body cameras."""
    taken = [Taking(code, code.title(), trip.span) for code in (trip.vehicle, *trip.people)]
    return [*taken, *([Taking("C", "记录仪", trip.span, cameras, 2)] if cameras else [])]


def publish(database, *trips, cameras=0):
    """Publish trips of the week of the stories."""
    with database.writing() as uow:
        kept = uow.trips.publish(FIELD_MONDAY, [(trip, takings(trip, cameras)) for trip in trips], NOW)
        uow.commit()
    return kept


def the_other_trip(**more):
    """Bo and Fay, driven by Hal in the van, visit the second errand at the same hours."""
    people = ("bo", "fay", "hal")
    return a_trip("T2", vehicle="V2", driver="hal", people=people, stops=(Stop("E2", at(0, "08:40")),), **more)


MORNING = Span(at(0, "08:00"), at(0, "10:20"))
