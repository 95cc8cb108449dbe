"""A week changed by hand: what it does is shown first, exactly that is done, and what cannot be says why."""

from datetime import UTC, datetime, timedelta

import pytest

from allocator.decisions.fieldwork.placing import Rearrangement, Spot
from allocator.domain.errors import BadInput, NotAllowed, NotFound, Stale
from allocator.domain.fieldwork.trips import DAY, Trip
from allocator.services.fieldwork.by_hand import place_errand, rearrange_trip, take_offer
from allocator.services.fieldwork.checks import standing_week
from allocator.services.fieldwork.publishing import publish_by_hand
from allocator.services.fieldwork.reviews import offers
from allocator.services.fieldwork.seeing import read_week, state_of
from allocator.services.log_check import verify_log
from tests.allocator.conftest import BureauAtWork
from tests.allocator.services.fieldwork.house import MONDAY, a_booked_week, an_errand

TUESDAY_TEN = DAY + 10 * 60


@pytest.fixture
def busy(bureau: BureauAtWork) -> BureauAtWork:
    """Two errands on published trips, and W3 that waits."""
    publish_by_hand(bureau.context, MONDAY, a_booked_week(bureau.context, 2))
    an_errand(bureau.context, case_no="（2022）内0222执3号")
    return bureau


def trip_of(bureau: BureauAtWork, errand: str) -> Trip:
    """Find the trip that serves an errand."""
    return next(
        trip for trip in read_week(bureau.context, MONDAY).trips if errand in {stop.errand for stop in trip.stops}
    )


def test_an_errand_is_placed_at_the_hour_and_in_the_car_that_are_wished(busy: BureauAtWork) -> None:
    """Shown with what it adds, nothing booked; confirmed, it is exactly that, and nobody else moves."""
    before = read_week(busy.context, MONDAY).trips

    shown = place_errand(busy.context, "W3", MONDAY, Spot(TUESDAY_TEN, "V2"))

    assert (shown.applied, read_week(busy.context, MONDAY).trips) == (None, before)
    assert (shown.document["placed"], shown.document["against"], shown.document["value"]) == (True, [], 0)
    assert shown.document["effect"]["away"] > 0
    place_errand(busy.context, "W3", MONDAY, Spot(TUESDAY_TEN, "V2"), shown.digest)
    trip = trip_of(busy, "W3")
    assert (trip.vehicle, [stop.starts for stop in trip.stops]) == ("V2", [TUESDAY_TEN])
    assert set(before) <= set(read_week(busy.context, MONDAY).trips)
    assert standing_week(busy.context, MONDAY)[2].objections == ()
    assert not verify_log(busy.context).breaks


def test_an_errand_joins_a_trip_that_goes_there_anyway(busy: BureauAtWork) -> None:
    """The trip keeps its code and its own errand its hour; who is aboard is told that it takes longer."""
    trip = trip_of(busy, "W1")
    own = next(stop for stop in trip.stops if stop.errand == "W1")

    shown = place_errand(busy.context, "W3", MONDAY, Spot(trip=trip.code))
    place_errand(busy.context, "W3", MONDAY, Spot(trip=trip.code), shown.digest)

    now = trip_of(busy, "W3")
    assert (now.code, now.vehicle) == (trip.code, trip.vehicle)
    assert own in now.stops
    assert [one["errand"] for one in shown.document["moves"]] == ["W3"]


def test_where_the_law_forbids_it_the_answer_says_so(busy: BureauAtWork) -> None:
    """On a Saturday the office does not work: there is no place, the reason is given, and there is nothing to confirm."""
    spot = Spot(5 * DAY + 10 * 60)

    shown = place_errand(busy.context, "W3", MONDAY, spot)

    assert (shown.document["placed"], shown.document["trips"]) == (False, [])
    assert any("工作日" in text["zh"] for text in shown.document["against"])
    with pytest.raises(NotAllowed) as refused:
        place_errand(busy.context, "W3", MONDAY, spot, shown.digest)
    assert refused.value.code == "not-placeable"


def test_a_wish_that_is_taken_gets_what_is_nearest(busy: BureauAtWork) -> None:
    """The car is out with somebody else at that minute: an hour near it, or others give way; it says why."""
    taken = trip_of(busy, "W1")

    shown = place_errand(busy.context, "W3", MONDAY, Spot(taken.leaves + 10, taken.vehicle))

    assert shown.document["placed"]
    assert shown.document["against"]


def test_an_hour_that_was_offered_is_taken_in_one_step(busy: BureauAtWork) -> None:
    """As it was offered; once the week has moved on, it is refused, and it is no use for an errand that has its place."""
    an_errand(busy.context, case_no="（2022）内0222执4号")
    found = offers(busy.context, "W3", MONDAY)
    at, state = found.slots[0].booking, state_of(found.week)

    done = take_offer(busy.context, "W3", MONDAY, (at.starts, at.vehicle), state)

    assert done.applied is not None
    assert sorted(trip_of(busy, "W3").people) == list(at.people)
    with pytest.raises(Stale) as refused:
        take_offer(busy.context, "W4", MONDAY, (at.starts, at.vehicle), state)
    assert refused.value.code == "answer-stale"
    with pytest.raises(NotAllowed) as served:
        place_errand(busy.context, "W3", MONDAY, Spot())
    assert served.value.code == "errand-served"


def test_what_the_week_does_not_have_cannot_be_wished(busy: BureauAtWork) -> None:
    """A car, a trip, a person, by the field at fault; an errand and a trip nobody knows."""
    code = trip_of(busy, "W1").code
    for spot in (Spot(vehicle="V9"), Spot(trip="T9")):
        with pytest.raises(BadInput):
            place_errand(busy.context, "W3", MONDAY, spot)
    for wish in (Rearrangement(vehicle="V9"), Rearrangement(out="G08", into="G99")):
        with pytest.raises(BadInput):
            rearrange_trip(busy.context, code, wish)
    with pytest.raises(NotFound):
        place_errand(busy.context, "W9", MONDAY, Spot())
    with pytest.raises(NotFound):
        rearrange_trip(busy.context, "T9", Rearrangement())


def test_a_trip_goes_a_day_later_with_its_errands_and_keeps_its_code(busy: BureauAtWork) -> None:
    """Its bookings move, whom to tell is named; confirmed twice, the second is told that the week has changed."""
    trip = trip_of(busy, "W1")
    wish = Rearrangement(leaves=trip.leaves + 2 * DAY)

    shown = rearrange_trip(busy.context, trip.code, wish)
    done = rearrange_trip(busy.context, trip.code, wish, shown.digest)

    assert shown.document["against"] == []
    assert {one["errand"] for one in shown.document["moves"]} == {stop.errand for stop in trip.stops}
    assert set(trip.people) <= {code for one in shown.document["moves"] for code in one["told"]}
    assert done.applied is not None
    assert [one.trip.code for one in done.applied.moved] == [trip.code]
    assert trip_of(busy, "W1").leaves == trip.leaves + 2 * DAY
    with pytest.raises(Stale):
        rearrange_trip(busy.context, trip.code, wish, shown.digest)


def test_a_trip_put_where_it_is_changes_nothing_and_leaves_nothing_to_confirm(busy: BureauAtWork) -> None:
    """Dragged and let go at its own place: nothing is published once more under the same hours."""
    trip = trip_of(busy, "W1")
    wish = Rearrangement(leaves=trip.leaves)

    shown = rearrange_trip(busy.context, trip.code, wish)

    assert (shown.document["placed"], shown.document["moves"], shown.document["along"]) == (False, [], [])
    assert shown.document["told"]["en"] == "Nothing would change."
    with pytest.raises(NotAllowed):
        rearrange_trip(busy.context, trip.code, wish, shown.digest)
    assert trip_of(busy, "W1") == trip


def test_a_trip_gets_another_car_and_another_person(busy: BureauAtWork) -> None:
    """Somebody of the crew who is free takes the place of one who is not the holder."""
    trip = trip_of(busy, "W1")
    other = next(
        code
        for code in ("V1", "V2", "V3")
        if code not in {one.vehicle for one in read_week(busy.context, MONDAY).trips}
    )

    shown = rearrange_trip(busy.context, trip.code, Rearrangement(vehicle=other))
    rearrange_trip(busy.context, trip.code, Rearrangement(vehicle=other), shown.digest)

    assert trip_of(busy, "W1").vehicle == other
    assert trip_of(busy, "W1").stops == trip.stops


def test_an_unlawful_wish_names_each_violation_and_the_nearest_lawful_plan(busy: BureauAtWork) -> None:
    """Before dawn nobody goes out; what is offered instead is lawful, and is what is then done."""
    trip = trip_of(busy, "W1")
    wish = Rearrangement(leaves=trip.leaves // DAY * DAY + 60)

    shown = rearrange_trip(busy.context, trip.code, wish)

    assert shown.document["against"]
    assert shown.document["placed"]
    rearrange_trip(busy.context, trip.code, wish, shown.digest)
    assert standing_week(busy.context, MONDAY)[2].objections == ()
    assert not verify_log(busy.context).breaks


def test_a_trip_that_should_have_left_stays_as_it_is(busy: BureauAtWork) -> None:
    """Nobody moves what may be on its way."""
    trip = trip_of(busy, "W1")
    busy.clock.now = datetime(2022, 10, 10, tzinfo=UTC) + timedelta(minutes=trip.leaves)

    with pytest.raises(NotAllowed) as refused:
        rearrange_trip(busy.context, trip.code, Rearrangement(vehicle="V3"))

    assert refused.value.code == "trip-state"


def test_trips_that_have_nothing_to_do_with_it_are_left_in_peace(bureau: BureauAtWork) -> None:
    """Mending an unlawful wish adds nobody to another trip, though somebody could learn there."""
    publish_by_hand(bureau.context, MONDAY, a_booked_week(bureau.context, 4))
    trip, other = read_week(bureau.context, MONDAY).trips

    shown = rearrange_trip(bureau.context, trip.code, Rearrangement(out=trip.people[1], into=other.people[1]))

    assert shown.document["against"]
    assert other.code in {one["code"] for one in shown.document["trips"]}
    assert shown.document["along"] == []
