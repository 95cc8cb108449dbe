"""What new facts do to a case, without a database."""

from datetime import UTC, datetime

from allocator.decisions.triage.relearning import relearn, standing_of, triage_anew
from allocator.decisions.triage.triage import classify
from allocator.domain.cases import CaseState
from allocator.domain.docket import Case, Holding
from allocator.domain.facts import CaseInput
from allocator.domain.rulebook.reading import read_rulebook
from tests.stories import MONDAY, a_filing, a_small_rulebook, a_snapshot, a_staffed_office, small_rulebook_with

NOON = datetime(2022, 9, 5, 4, 0, tzinfo=UTC)


def a_docket_case(holder=None, **facts):
    """A loan of 600,000 yuan, full cash found or not, held by somebody or waiting."""
    seen = CaseInput(a_filing(claim=60_000_000, traits=facts))
    standing = standing_of(classify(seen, a_staffed_office(), a_small_rulebook()))
    holding = Holding(holder, None, "draw", MONDAY, dict(standing.minutes)) if holder else None
    return Case(1, 1, seen, CaseState.ASSIGNED if holder else CaseState.WAITING, standing, NOON, holding)


def test_a_fast_case_whose_cash_is_gone_converts_and_its_holder_hands_over():
    """What was fast becomes regular: the fast judge may not go on, and the pack says why."""
    outcome = relearn(a_docket_case("fast_judge", full_cash=True), {"full_cash": False}, a_snapshot(), None)

    assert outcome.converted == "to_regular"
    assert outcome.case.standing.lane == "regular"
    assert outcome.handover is not None
    assert [reason["code"] for reason in outcome.handover["reasons"]] == ["track"]


def test_back_to_simple_needs_a_supervisor_and_a_second_time_is_refused():
    """One conversion each way, and back only with somebody's approval."""
    regular = a_docket_case("judge")
    asked = relearn(regular, {"full_cash": True}, a_snapshot(), None)
    agreed = relearn(regular, {"full_cash": True}, a_snapshot(), "head")
    lost = relearn(agreed.case, {"full_cash": False}, a_snapshot(), None)
    again = relearn(lost.case, {"full_cash": True}, a_snapshot(), "head")

    assert (asked.held_back, asked.case.standing.lane) == ("needs_approval", "regular")
    assert (agreed.converted, lost.converted) == ("to_fast", "to_regular")
    assert (again.converted, again.held_back) == (None, "already_converted")


def test_a_held_case_takes_what_it_weighs_now():
    """The lead's minutes follow the new class; nothing of the old weight stays with anybody."""
    outcome = relearn(a_docket_case("judge"), {"cause": "wage"}, a_snapshot(), None)

    assert outcome.case.holding is not None
    assert outcome.case.holding.charges["judge"] == outcome.case.standing.minutes["officer"]
    assert sum(outcome.case.holding.charges.values()) == sum(outcome.case.standing.minutes.values())


def test_a_case_nobody_holds_simply_moves_when_triaged_anew():
    """Without a holder there is nothing to convert."""
    waiting = a_docket_case(full_cash=True)
    text = small_rulebook_with(('when = "full_cash"\nlane = "fast"', 'when = "full_cash"\nlane = "regular"'))

    moved = triage_anew(waiting, a_snapshot(rulebook=read_rulebook(text)))

    assert (waiting.standing.lane, moved.case.standing.lane) == ("fast", "regular")
    assert (moved.converted, dict(moved.case.standing.conversions)) == (None, {})
