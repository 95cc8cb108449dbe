"""Hours to offer a partner: lawful, apart from one another, best first, and nothing published moves."""

from datetime import date

from allocator.decisions.fieldwork.checker import check_week
from allocator.decisions.fieldwork.slots import APART, slots, why_none
from allocator.domain.fieldwork.means import Closure
from allocator.domain.fieldwork.trips import DAY, Hours, Stop, TripState, WeekPlan
from allocator.domain.people import Period
from tests.field_stories import FIELD_MONDAY, a_field_week, a_trip, an_errand, at


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

    week = a_field_week(an_errand(), asked)

    assert slots(week, asked) == ()
    assert why_none(week, asked).rules == ("season",)


def out_all_day(back):
    """Everybody who can lead is out with the only two cars on Monday from dawn on, and a desk is asked for that day."""
    trips = [
        a_trip(name, vehicle=car, driver=driver, people=(lead, other, driver), state=TripState.PUBLISHED,
               leaves=at(0, "06:20"), back=at(0, back), stops=(Stop(name, at(0, "07:00")),))
        for name, car, driver, lead, other in (("A", "V1", "gus", "ann", "cy"), ("B", "V2", "hal", "bo", "di"))
    ]  # fmt: skip
    minutes = at(0, back) - at(0, "07:40")
    booked = [an_errand(name, minutes=minutes) for name in "AB"]
    asked = an_errand("E2", "registry", handler="bo", latest=FIELD_MONDAY)
    return a_field_week(*booked, asked, trips=tuple(trips), now=-DAY), asked


def test_a_full_day_says_what_would_make_room():
    """Out for as many hours as a day may have: nothing is free, and a change is named."""
    week, asked = out_all_day(back="16:20")

    found = why_none(week, asked)

    assert slots(week, asked) == ()
    assert found.errand == "E2"
    assert found.reasons
    assert found.change


def test_what_is_booked_is_not_offered_though_it_cannot_stand():
    """Both trips take longer than a day may have: they must be repaired, but until then their hours are nobody else's."""
    week, asked = out_all_day(back="19:40")

    assert {found.rule for found in check_week(week, WeekPlan(week.trips))} == {"hours_day"}
    assert all(week.day(one.booking.starts) == FIELD_MONDAY for one in slots(week, asked))
    assert all(one.booking.leaves >= at(0, "19:40") for one in slots(week, asked))


def test_a_closed_day_offers_nothing():
    """Everybody's Monday is taken by a road that is closed all week but on Friday."""
    shut = Closure("东镇", Hours(Period(FIELD_MONDAY, date(2022, 9, 8))))
    week = a_field_week(closures=(shut,), now=at(0, "05:00"))

    found = slots(week, an_errand())

    assert found
    assert {week.day(one.booking.starts).isoformat() for one in found} == {"2022-09-09"}
