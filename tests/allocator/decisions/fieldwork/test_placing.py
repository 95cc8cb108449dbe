"""Placing by hand: lawful whatever is wished, the wish itself where it is free, and otherwise why not."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from allocator.decisions.fieldwork.checker import check_week
from allocator.decisions.fieldwork.placing import ByHand, Rearrangement, Spot, place, rearrange
from allocator.domain.fieldwork.trips import DAY, Stop, TripState, WeekPlan
from tests.field_stories import a_field_week, a_trip, an_errand, at

TRIP = a_trip(state=TripState.PUBLISHED, stops=(Stop("E1", at(0, "08:40")),))
ASKED = an_errand("E2", handler="ann")
WEEK = a_field_week(an_errand(), ASKED, trips=(TRIP,), now=at(0, "07:00"))
QUIET = settings(max_examples=12, deadline=None)


def stands(found: ByHand) -> bool:
    """Say whether there is a plan, and whether the checker agrees to it beside what was published."""
    return found.plan is not None and check_week(WEEK, found.plan) == ()


def test_an_hour_that_is_free_is_had_and_nobody_else_hears_of_it():
    """The errand begins at the minute that was wished, in the car that was wished; the other trip stands to the letter."""
    found = place(WEEK, ASKED, Spot(at(1, "10:00"), "V1"))

    assert stands(found)
    assert found.against == ()
    assert found.plan is not None
    trip, stop = found.plan.placed["E2", 0]
    assert (trip.vehicle, stop.starts) == ("V1", at(1, "10:00"))
    assert TRIP in found.plan.trips
    assert ([one.errand for one in found.moves], found.along) == (["E2"], ())
    assert found.effect["placed:10"] == -1


def test_a_trip_that_can_take_it_along_does():
    """The errand is on the trip, whose own errand keeps its minute."""
    found = place(WEEK, ASKED, Spot(trip=TRIP.code))

    assert stands(found)
    assert found.plan is not None
    assert {stop.errand for stop in found.plan.placed["E2", 0][0].stops} == {"E1", "E2"}
    assert found.plan.placed["E1", 0][1].starts == at(0, "08:40")


def test_a_saturday_says_why_and_has_no_plan():
    """The law is asked before anybody is."""
    found = place(WEEK, ASKED, Spot(at(5, "10:00")))

    assert found.plan is None
    assert [text.en for text in found.against if "does not work" in text.en]
    assert (found.moves, found.along, found.effect) == ((), (), {})


@QUIET
@given(
    starts=st.none() | st.integers(0, 7 * DAY - 1),
    vehicle=st.sampled_from([None, "V1", "V2"]),
    trip=st.sampled_from([None, TRIP.code]),
)
def test_whatever_is_wished_the_answer_is_lawful_or_says_why(starts, vehicle, trip):
    """A plan the checker agrees to, with the errand in it; or none, and a reason."""
    found = place(WEEK, ASKED, Spot(starts, vehicle, trip))

    assert stands(found) or (found.plan is None and found.against)
    if found.plan is not None and not found.against and starts is not None and trip is None:
        assert found.plan.placed["E2", 0][1].starts == starts


def test_a_trip_goes_a_day_later_as_it_is():
    """The same people and car, its stops as far apart; a draft in place of what stands."""
    found = rearrange(WEEK, TRIP, Rearrangement(leaves=TRIP.leaves + DAY))

    assert stands(found)
    assert found.against == ()
    assert found.plan is not None
    [moved] = found.plan.trips
    same = replace(TRIP, code=moved.code, state=TripState.DRAFT)
    assert replace(moved, leaves=TRIP.leaves, back=TRIP.back, stops=TRIP.stops) == same
    assert [one.errand for one in found.moves] == ["E1"]


@QUIET
@given(
    later=st.integers(-600, 6 * DAY),
    vehicle=st.sampled_from([None, "V1", "V2"]),
    swap=st.sampled_from([(None, None), ("cy", "di"), ("ann", "bo")]),
)
def test_however_a_trip_is_wished_the_answer_is_lawful_or_says_why(later, vehicle, swap):
    """As it is wished, or the nearest lawful plan with each violation named, or none; what stands under its code is unchanged."""
    found = rearrange(WEEK, TRIP, Rearrangement(max(TRIP.leaves + later, 0), vehicle, *swap))

    assert stands(found) or (found.plan is None and found.against)
    for trip in (found.plan or WeekPlan()).trips:
        assert trip.state == TripState.DRAFT or trip in WEEK.trips
