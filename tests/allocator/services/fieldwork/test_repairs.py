"""The day goes wrong: shown first, applied when a person confirms it."""

from datetime import timedelta

import pytest

from allocator.domain.errors import BadInput, NotAllowed, NotFound, Stale
from allocator.domain.fieldwork.trips import Hours, hours_between
from allocator.domain.people import Period
from allocator.services.fieldwork.errands import read_errand, withdraw_errand
from allocator.services.fieldwork.publishing import publish_by_hand
from allocator.services.fieldwork.repairs import outage, urgent
from allocator.services.fieldwork.seeing import read_week
from tests.allocator.conftest import BureauAtWork
from tests.allocator.services.fieldwork.house import MONDAY, a_booked_week, an_errand

SUNDAY = MONDAY + timedelta(days=6)
WEEK = (Hours(Period(MONDAY, SUNDAY)),)


def test_an_urgent_errand_is_shown_a_place_before_anything_changes(bureau: BureauAtWork) -> None:
    """Confirmed, it is published as it was shown, and the errand is urgent from then on."""
    publish_by_hand(bureau.context, MONDAY, a_booked_week(bureau.context, 2))
    an_errand(bureau.context, case_no="（2022）内0222执7号")

    shown = urgent(bureau.context, "W3", MONDAY)

    assert (shown.document["placed"], shown.document["proven"], shown.document["value"]) == (True, True, 0)
    assert shown.applied is None
    assert not read_errand(bureau.context, "W3").errand.urgent
    done = urgent(bureau.context, "W3", MONDAY, shown.digest)
    assert done.applied is not None
    served = {stop.errand for trip in read_week(bureau.context, MONDAY).trips for stop in trip.stops}
    assert served == {"W1", "W2", "W3"}
    assert read_errand(bureau.context, "W3").errand.urgent


def test_a_car_that_breaks_moves_only_what_it_carried(bureau: BureauAtWork) -> None:
    """The answer names what moves and whom to tell; confirmed, the car is out of order and the trip has another."""
    first, second = publish_by_hand(bureau.context, MONDAY, a_booked_week(bureau.context, 2)).published
    broken = first.trip.vehicle

    shown = outage(bureau.context, broken, WEEK, MONDAY)
    done = outage(bureau.context, broken, WEEK, MONDAY, shown.digest)

    assert shown.document["moves"]
    assert set(first.trip.people) & {code for move in shown.document["moves"] for code in move["told"]}
    week = read_week(bureau.context, MONDAY)
    assert broken not in {trip.vehicle for trip in week.trips}
    assert any(item.holder == broken and item.kind == "outage" for item in week.engagements)
    assert done.applied is not None
    changed = {kept.trip.code: kept.state for kept in (*done.applied.moved, *done.applied.withdrawn)}
    assert first.trip.code in changed
    assert changed.get(second.trip.code, "published") == "published"


def test_of_a_person_only_the_hours_are_told(bureau: BureauAtWork) -> None:
    """Why somebody is away is asked of nobody."""
    (kept,) = publish_by_hand(bureau.context, MONDAY, a_booked_week(bureau.context, 1)).published

    shown = outage(bureau.context, kept.trip.people[0], WEEK, MONDAY)

    assert [one["kind"] for one in shown.document["engagements"]] == ["other"]


def test_an_outage_from_one_afternoon_to_a_morning_is_kept_as_its_hours(bureau: BureauAtWork) -> None:
    """Wednesday from two o'clock, all Thursday, Friday until ten: three rows, kept when they are confirmed."""
    a_booked_week(bureau.context, 1)
    wednesday = MONDAY + timedelta(days=2)
    hours = hours_between(wednesday, 14 * 60, MONDAY + timedelta(days=4), 10 * 60)

    shown = outage(bureau.context, "V1", hours, MONDAY)
    outage(bureau.context, "V1", hours, MONDAY, shown.digest)

    week = read_week(bureau.context, MONDAY)
    told = [item.hours.spans(MONDAY) for item in week.engagements if (item.holder, item.kind) == ("V1", "outage")]
    assert told[-3:] == [one.spans(MONDAY) for one in hours]


def test_a_week_that_is_over_and_days_of_another_are_refused(bureau: BureauAtWork) -> None:
    """Each with what to do; nothing is kept."""
    an_errand(bureau.context)
    past = MONDAY - timedelta(days=21)
    with pytest.raises(BadInput) as outside:
        outage(bureau.context, "V1", (Hours(Period(MONDAY, MONDAY + timedelta(days=7))),), MONDAY)
    with pytest.raises(NotAllowed) as over:
        urgent(bureau.context, "W1", past)

    assert (outside.value.code, over.value.code) == ("outage-outside-week", "week-over")


def test_a_confirmation_of_what_is_no_more_is_refused(bureau: BureauAtWork) -> None:
    """The week has moved on: another trip was published, so the answer is to be asked for again."""
    trips = a_booked_week(bureau.context, 2)
    publish_by_hand(bureau.context, MONDAY, trips[:1])
    shown = outage(bureau.context, trips[0].vehicle, WEEK, MONDAY)
    publish_by_hand(bureau.context, MONDAY, trips[1:])

    with pytest.raises(Stale) as refused:
        outage(bureau.context, trips[0].vehicle, WEEK, MONDAY, shown.digest)

    assert refused.value.code == "answer-stale"


def test_what_was_never_shown_cannot_be_confirmed(bureau: BureauAtWork) -> None:
    """No answer of that name; one about something else; something nobody knows; a closed errand; one of no week."""
    an_errand(bureau.context)
    shown = urgent(bureau.context, "W1", MONDAY)
    with pytest.raises(NotFound) as unknown:
        urgent(bureau.context, "W1", MONDAY, "0" * 64)
    assert unknown.value.code == "answer-unknown"
    with pytest.raises(NotFound) as refused:
        outage(bureau.context, "V1", WEEK, MONDAY, shown.digest)
    assert refused.value.code == "answer-unknown"
    with pytest.raises(NotFound):
        outage(bureau.context, "V99", WEEK, MONDAY)
    withdraw_errand(bureau.context, "W1", None)
    with pytest.raises(NotAllowed):
        urgent(bureau.context, "W1", MONDAY)
