"""Hours to offer a partner: lawful, apart from one another, best first, and nothing published moves."""

from allocator.decisions.fieldwork.checker import check_week
from allocator.decisions.fieldwork.slots import APART, slots
from allocator.domain.fieldwork import Stop, TripState
from tests.field_stories import a_field_week, a_trip, an_errand, at


def test_the_best_three_hours_are_apart_and_lawful():
    """One visit is published; the desk can be visited at several hours."""
    trip = a_trip(state=TripState.PUBLISHED, stops=(Stop("E1", at(0, "08:40")),))
    asked = an_errand("E2", "registry", handler="bo")
    week = a_field_week(an_errand(), asked, trips=(trip,), now=at(0, "07:00"))

    found = slots(week, asked)

    starts = [one.booking.starts for one in found]
    assert len(found) == 3
    assert all(abs(one - other) >= APART for one in starts for other in starts if one is not other and one != other)
    for one in found:
        assert check_week(week, one.plan) == ()
        assert one.plan.placed["E1", 0][1].starts == at(0, "08:40")
        assert one.effect["placed:10"] == -1


def test_an_errand_without_a_lawful_hour_has_none_to_offer():
    """The harvest is not in season."""
    asked = an_errand("E2", "harvest")

    assert slots(a_field_week(an_errand(), asked), asked) == ()
