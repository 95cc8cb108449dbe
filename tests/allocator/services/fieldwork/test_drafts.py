"""A week drafted by a run, published by a person."""

from dataclasses import replace

import pytest

from allocator.decisions.fieldwork.certificate import FIELD
from allocator.domain.errors import BadInput, Conflict, NotFound, Stale
from allocator.domain.fieldwork.trips import TripState
from allocator.services.fieldwork.drafts import WeekDraft, read_week_draft
from allocator.services.fieldwork.errands import change_errand
from allocator.services.fieldwork.publishing import publish_by_hand, publish_week, withdraw_trip, withdraw_week
from allocator.services.fieldwork.seeing import read_week
from allocator.services.plans.plans import read_draft
from allocator.services.run_kinds import Step, run_now
from tests.allocator.conftest import BureauAtWork
from tests.allocator.services.drafting import add, away, reload
from tests.allocator.services.fieldwork.conftest import DraftedWeek
from tests.allocator.services.fieldwork.house import MONDAY, a_booked_week, an_errand


def draft(bureau: BureauAtWork) -> WeekDraft:
    """Draft the week that was asked for; the seconds are far more than it takes."""
    return read_week_draft(bureau.context, run_now(bureau.context, FIELD, {"week": "2022-W41", "seconds": 1}).id)


def test_a_draft_places_what_can_be_placed_with_value_and_bound(bureau: BureauAtWork) -> None:
    """Nothing is published by it; an entry of the log tells of it; whoever watches hears how far it is."""
    an_errand(bureau.context)
    an_errand(bureau.context, "search")
    steps: list[Step] = []

    run = run_now(bureau.context, FIELD, {"week": "2022-W41", "seconds": 1}, steps.append)

    found = read_week_draft(bureau.context, run.id)
    assert [stop.errand for trip in found.plan.trips for stop in trip.stops] == ["W1"]
    assert [item["errand"] for item in found.document["left"]] == ["W2"]  # without a warrant
    assert found.document["objections"] == []
    assert all(level["bound"] <= level["value"] for level in found.document["certificate"]["levels"])
    assert read_week(bureau.context, MONDAY).trips == ()
    with bureau.context.database.reading() as uow:
        assert [entry.body["run"] for entry in uow.log.entries(kind="field_plan")] == [run.id]
    with pytest.raises(Conflict) as refused:
        read_draft(bureau.context, run.id)
    assert refused.value.code == "run-of-another-kind"


def test_a_week_nobody_can_read_ends_the_run(bureau: BureauAtWork) -> None:
    """With the words of the refusal."""
    with pytest.raises(Exception, match="neither a week"):
        run_now(bureau.context, FIELD, {"week": "soon"})
    with pytest.raises(NotFound):
        read_week_draft(bureau.context, "nobody")


def test_a_draft_is_published_whole_once(drafted: DraftedWeek) -> None:
    """Then nothing is left of it to publish, and the next draft keeps what stands."""
    bureau, run = drafted
    found = read_week_draft(bureau.context, run)

    done = publish_week(bureau.context, found.run)

    assert {kept.trip.code for kept in done.published} == {
        trip.code for trip in read_week(bureau.context, MONDAY).trips
    }
    assert set(read_week_draft(bureau.context, found.run).published) == set(found.new)
    with pytest.raises(BadInput) as refused:
        publish_week(bureau.context, found.run)
    assert refused.value.code == "not-in-plan"
    assert draft(bureau).new == {}


def test_a_draft_is_published_in_parts(drafted: DraftedWeek) -> None:
    """Trip by trip; one that is not in it is named."""
    bureau, run = drafted
    found = read_week_draft(bureau.context, run)
    first, *others = found.new

    publish_week(bureau.context, found.run, [first])
    with pytest.raises(BadInput) as refused:
        publish_week(bureau.context, found.run, [first, "no such"])

    assert refused.value.facts == {"unknown": [first, "no such"]}
    if others:
        publish_week(bureau.context, found.run)
    assert len(read_week(bureau.context, MONDAY).trips) == len(found.new)


def test_a_withdrawn_draft_is_published_no_more(drafted: DraftedWeek) -> None:
    """Withdrawing it twice changes nothing."""
    bureau, run = drafted
    assert withdraw_week(bureau.context, run).withdrawn
    assert withdraw_week(bureau.context, run).withdrawn

    with pytest.raises(Conflict) as refused:
        publish_week(bureau.context, run)

    assert refused.value.code == "plan-withdrawn"


def test_a_week_that_is_published_whole_is_withdrawn_no_more(drafted: DraftedWeek) -> None:
    """As a plan of cases: its trips stand, so that nobody is told it is withdrawn."""
    bureau, run = drafted
    publish_week(bureau.context, run)

    with pytest.raises(Conflict) as refused:
        withdraw_week(bureau.context, run)

    assert refused.value.code == "plan-published"
    assert "撤回出车" in refused.value.remedy.zh


def test_a_stale_draft_says_what_moved_on(drafted: DraftedWeek, tmp_path) -> None:
    """An errand that is asked for otherwise, the office, a closed road."""
    bureau, run = drafted
    change_errand(bureau.context, "W1", {"priority": 1}, None)
    with pytest.raises(Stale) as refused:
        publish_week(bureau.context, run)
    assert refused.value.facts == {"changed": [], "errands": ["W1"], "trips": []}

    again = draft(bureau)
    reload(bureau.context, tmp_path, absences=away("2022-12-01", "2022-12-02", "G08"))
    reload(bureau.context, tmp_path, closures=add("银号镇,,2022-12-13,2022-12-13,,,塌方"))
    with pytest.raises(Stale) as refused:
        publish_week(bureau.context, again.run)
    assert refused.value.facts["changed"] == ["office", "means"]
    assert "机构资料" in refused.value.text.zh


def test_of_two_drafts_the_second_is_told_who_is_taken(bureau: BureauAtWork) -> None:
    """Both were drafted on the same morning; the errands of the first were withdrawn from it and stand."""
    trips = a_booked_week(bureau.context, 1)
    found = draft(bureau)
    an_errand(bureau.context, case_no="（2022）内0222执9号")
    (mine,) = found.new.values()
    other = replace(trips[0], vehicle=mine.vehicle, driver=mine.driver, people=mine.people, leaves=mine.leaves, back=mine.back,
        stops=tuple(replace(stop, errand="W2") for stop in mine.stops))  # fmt: skip
    publish_by_hand(bureau.context, MONDAY, [other])

    with pytest.raises(Conflict) as refused:
        publish_week(bureau.context, found.run)

    assert refused.value.code == "booking-taken"
    assert refused.value.facts["trip"] == "2022W41-1"


def test_what_a_draft_moves_keeps_its_code_and_what_it_sees_gone_is_stale(bureau: BureauAtWork, tmp_path) -> None:
    """A published trip whose people fell away is moved by the next draft; once somebody withdrew it, that draft is stale."""
    publish_by_hand(bureau.context, MONDAY, a_booked_week(bureau.context, 1))
    (trip,) = read_week(bureau.context, MONDAY).trips
    reload(bureau.context, tmp_path, absences=away("2022-10-08", "2022-10-16", trip.people[0]))
    found = draft(bureau)

    done = publish_week(bureau.context, found.run)

    assert [kept.trip.code for kept in done.moved] == [trip.code]
    assert [(one.code, one.state) for one in read_week(bureau.context, MONDAY).trips] == [
        (trip.code, TripState.PUBLISHED)
    ]
    withdraw_trip(bureau.context, trip.code, None)
    assert read_week(bureau.context, MONDAY).trips == ()
