"""The day goes wrong: shown first, applied when a person confirms it."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from allocator.decisions.certificates.verification import Verdict, verify
from allocator.domain.canonical import digest
from allocator.domain.errors import BadInput, Conflict, NotAllowed, NotFound, Stale
from allocator.domain.fieldwork.trips import DAY, Hours, hours_between
from allocator.domain.hidden import BLACKED_OUT
from allocator.domain.people import Period
from allocator.domain.words import Text
from allocator.services.access.hiding import seen_by
from allocator.services.access.permissions import Access
from allocator.services.cases.restricting import restrict_case
from allocator.services.fieldwork.days import start_trip
from allocator.services.fieldwork.errands import read_errand, withdraw_errand
from allocator.services.fieldwork.publishing import publish_by_hand
from allocator.services.fieldwork.repairs import outage, urgent
from allocator.services.fieldwork.seeing import read_week
from allocator.services.fieldwork.told_answers import tell
from allocator.services.intake.filings import file_case
from allocator.services.plans.certificates import export_answer, export_either
from tests.allocator.conftest import BureauAtWork
from tests.allocator.services.fieldwork.house import MONDAY, a_booked_week, an_errand
from tests.allocator.services.stories import a_filing

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


def certificate_of(bureau: BureauAtWork) -> dict[str, Any]:
    """The certificate of an answer: the only car of a published trip is out of order all week."""
    first, _ = publish_by_hand(bureau.context, MONDAY, a_booked_week(bureau.context, 2)).published
    return export_answer(bureau.context, outage(bureau.context, first.trip.vehicle, WEEK, MONDAY).digest)


def verified(document: dict[str, Any], seconds: float = 30.0) -> Verdict:
    """What verifying the file comes to."""
    return verify(json.dumps(document), seconds)


def test_an_answer_proves_by_its_own_file_how_few_bookings_move(bureau: BureauAtWork) -> None:
    """Whoever holds the file has the bound of moves confirmed by another solver, right after what is urgent."""
    document = certificate_of(bureau)

    verdict = verified(document)

    assert verdict.holds
    assert [level["name"] for level in document["certificate"]["levels"]][:2] == ["placed:10", "moved"]
    moved = {item.place: item for item in verdict.findings}["certificate.levels.moved.bound"]
    assert (moved.word, moved.facts["stated"]) == ("confirmed", document["plan"]["values"]["moved"])
    assert moved.facts["stated"]


def test_an_answer_that_moves_more_than_it_must_is_refuted(bureau: BureauAtWork) -> None:
    """The forger lets the certificate call one more booking moved, or one more needful, and makes every digest fit."""
    whole = json.dumps(certificate_of(bureau))
    for figure, place in (("value", "certificate.levels.moved.value"), ("bound", "certificate.levels.moved.bound")):
        document = json.loads(whole)
        document["certificate"]["levels"][1][figure] += 10
        assert "seal" in [item.place for item in verified(document).findings]
        document["seal"] = digest(document["certificate"])
        assert place in [item.place for item in verified(document).findings if item.word == "refuted"]


def test_an_answer_is_no_draft_of_a_week(bureau: BureauAtWork) -> None:
    """Its levels are in another order: called a draft, they are refused."""
    document = certificate_of(bureau)
    document["certificate"]["kind"] = "field-week"
    document["seal"] = digest(document["certificate"])

    assert "certificate.levels.levels.names" in [item.place for item in verified(document).findings]


def test_the_same_question_has_the_same_answer_with_its_certificate(bureau: BureauAtWork) -> None:
    """However long it took; and the log names the certificate when it is applied."""
    first, _ = publish_by_hand(bureau.context, MONDAY, a_booked_week(bureau.context, 2)).published
    one, other = (outage(bureau.context, first.trip.vehicle, WEEK, MONDAY) for _ in range(2))

    outage(bureau.context, first.trip.vehicle, WEEK, MONDAY, one.digest)

    assert one.digest == other.digest
    with bureau.context.database.reading() as uow:
        (entry,) = uow.log.entries(kind="trips_repaired")
    assert entry.body["certificate"] == export_either(bureau.context, one.digest)["seal"]


def test_an_answer_without_its_own_certificate_is_not_applied(bureau: BureauAtWork) -> None:
    """Kept by an older version, or with a plan that is not the one certified: to be asked for anew."""
    an_errand(bureau.context)
    shown = urgent(bureau.context, "W1", MONDAY)
    with bureau.context.database.writing() as uow:
        named = uow.documents.put("field_repair", {**shown.document, "trips": []})
        uow.commit()

    with pytest.raises(Conflict) as refused:
        urgent(bureau.context, "W1", MONDAY, named)

    assert refused.value.code == "plan-uncertified"


def test_nothing_else_has_the_certificate_of_an_answer(bureau: BureauAtWork) -> None:
    """An answer nobody gave, and a document that is none."""
    an_errand(bureau.context)
    urgent(bureau.context, "W1", MONDAY)
    with bureau.context.database.reading() as uow:
        named = uow.session.scalar(sa.text("SELECT digest FROM document WHERE kind = 'field_instance'"))
    for answer in ("0" * 64, str(named)):
        with pytest.raises(NotFound) as unknown:
            export_answer(bureau.context, answer)
        assert unknown.value.code == "answer-unknown"


def test_an_urgent_errand_without_a_place_is_told_why(bureau: BureauAtWork) -> None:
    """Nothing moves, and what stands in the way and would mend it is said, in the answer and in its words."""
    an_errand(bureau.context, latest=MONDAY - timedelta(days=3))

    shown = urgent(bureau.context, "W1", MONDAY)

    assert not shown.document["placed"]
    (left,) = shown.document["left"]
    assert (left["errand"], left["rules"]) == ("W1", ["latest"])
    assert "最晚日期" in left["reasons"][0]["zh"]
    assert [text.en for text in tell(bureau.context, shown).left] == [text["en"] for text in left["reasons"]]


def test_why_an_errand_has_no_place_is_told_without_what_is_hidden(bureau: BureauAtWork) -> None:
    """That another could be booked otherwise is said to whoever may not know of it without its code."""
    case = file_case(bureau.context, a_filing(5))
    an_errand(bureau.context, latest=MONDAY - timedelta(days=3))
    an_errand(bureau.context, case_no=case.case_no)
    restrict_case(bureau.context, case.id, "涉及本院工作人员")
    shown = urgent(bureau.context, "W1", MONDAY)
    reasons = [Text("若将 W2 改期，可于周四开始。", "If W2 can be booked otherwise, it begins on Thursday.").as_dict()]
    shown = replace(shown, document={**shown.document, "left": [{**shown.document["left"][0], "reasons": reasons}]})

    (told,) = tell(seen_by(bureau.context, Access("somebody", "planner")), shown).left

    assert told.en == f"If {BLACKED_OUT} can be booked otherwise, it begins on Thursday."
    assert [text.en for text in tell(bureau.context, shown).left] == [reasons[0]["en"]]


def test_what_loses_its_place_by_an_outage_is_told_why(bureau: BureauAtWork) -> None:
    """All vehicles but one are out already; when the last breaks the errand says that a car would do."""
    publish_by_hand(bureau.context, MONDAY, a_booked_week(bureau.context, 1))
    for car in ("V1", "V2", "V3"):
        shown = outage(bureau.context, car, WEEK, MONDAY)
        outage(bureau.context, car, WEEK, MONDAY, shown.digest)

    (left,) = shown.document["left"]
    assert not shown.document["placed"]
    assert left["change"]["kind"] == "vehicle"


def test_a_trip_under_way_that_loses_its_car_is_named(bureau: BureauAtWork) -> None:
    """Nothing moves it, so somebody has to be told; what is not on it, or is back by then, is not."""
    (kept,) = publish_by_hand(bureau.context, MONDAY, a_booked_week(bureau.context, 1)).published
    bureau.clock.now = datetime(2022, 10, 9, 16, tzinfo=UTC) + timedelta(minutes=kept.trip.leaves + 1)
    start_trip(bureau.context, kept.trip.code, None)
    after, day = kept.trip.back % DAY, kept.day

    shown = outage(bureau.context, kept.trip.vehicle, (Hours(Period(day, day), after - 5),), MONDAY)
    later = outage(bureau.context, kept.trip.vehicle, (Hours(Period(day, day), after),), MONDAY)

    (said,) = shown.document["under_way"]
    assert (kept.trip.code in said["zh"], kept.trip.vehicle in said["en"]) == (True, True)
    assert [text.zh for text in tell(bureau.context, shown).under_way] == [said["zh"]]
    assert not shown.document["moves"]
    assert tell(bureau.context, later).under_way == ()
