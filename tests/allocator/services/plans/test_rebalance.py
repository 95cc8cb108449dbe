"""Moving held cases: few moves that lower the peak, what is kept, refused or settled on, and the frontier of moves."""

import json
from datetime import timedelta

import pytest

from allocator.decisions.certificates.verification import verify
from allocator.domain.cases import CaseState
from allocator.domain.errors import AllocatorError, BadInput, NotFound
from allocator.services.assignment.giving import assign
from allocator.services.audit import history
from allocator.services.cases.wishes import Wish
from allocator.services.intake.filings import file_case
from allocator.services.loads.board import loads
from allocator.services.log_check import verify_log
from allocator.services.plans.certificates import export_certificate
from allocator.services.plans.differences import compare_runs
from allocator.services.plans.handovers import packs_of
from allocator.services.plans.publishing import publish
from tests.allocator.conftest import BureauAtWork
from tests.allocator.services.plans.moving import BUSY, TEAM, a_busy_clerk, holders, moves, peak
from tests.allocator.services.stories import a_debtor, a_filing
from tests.allocator.services.whole import assert_whole


def test_one_move_takes_a_case_from_the_busiest_and_publishing_moves_it(bureau: BureauAtWork) -> None:
    """The draft alone changes nothing; published, the case has its new handler, and its history says from whom."""
    a_busy_clerk(bureau.context)
    before = holders(bureau.context)

    draft = moves(bureau.context, moves=1)
    assert holders(bureau.context) == before
    [given] = publish(bureau.context, draft.run)

    [row] = draft.document["rows"]
    assert (row["holder"], row["case_no"]) == (BUSY, given.case_no)
    assert row["officer"] in set(TEAM) - {BUSY}
    assert (draft.document["objections"], peak(draft) < peak(draft, 0)) == ([], True)
    assert given.holding
    assert (given.holding.officer, given.holding.how) == (row["officer"], "rebalance")
    last = history(bureau.context, given.id)[-1]
    assert (last.kind, last.body["from"]) == ("placement", BUSY)
    assert_whole(bureau.context, replayed=True)
    assert verify_log(bureau.context).breaks == ()


def test_no_move_at_all_may_be_asked_for(bureau: BureauAtWork) -> None:
    """The plan leaves every case with its handler and says what the office is worth as it stands."""
    a_busy_clerk(bureau.context)

    draft = moves(bureau.context, moves=0)

    assert (draft.document["rows"], draft.document["objections"]) == ([], [])
    [level] = [level for level in draft.document["certificate"]["levels"] if level["name"] == "peak"]
    assert level["value"] == max(person.load.permille or 0 for person in loads(bureau.context))


def test_the_frontier_starts_at_the_present_state_and_never_gets_worse(bureau: BureauAtWork) -> None:
    """Its first point is everybody's load as the board shows it; each further one is proven and no worse."""
    a_busy_clerk(bureau.context)

    draft = moves(bureau.context, frontier=True, most=5)

    points = draft.document["points"]
    now = max(person.load.permille or 0 for person in loads(bureau.context))
    values = [[level["value"] for level in point["levels"]] for point in points]
    assert (points[0]["rows"], peak(draft, 0)) == ([], now)
    assert values == sorted(values, reverse=True)
    assert all(len(point["rows"]) <= point["most"] for point in points)
    assert all(level["bound"] <= level["value"] for point in points for level in point["levels"])
    assert draft.document["rows"] == points[-1]["rows"]


def test_what_a_person_keeps_or_refuses_is_not_moved_and_the_rest_is_solved_again(bureau: BureauAtWork) -> None:
    """Of the moves first proposed one is kept, one refused for that person only; others come in their place."""
    a_busy_clerk(bureau.context)
    first, second = moves(bureau.context, moves=2).document["rows"]

    draft = moves(
        bureau.context,
        moves=2,
        keep=[first["case_no"]],
        refuse=[{"case": second["case_no"], "officer": second["officer"]}],
    )

    found = {row["case_no"]: row["officer"] for row in draft.document["rows"]}
    assert len(found) == 2
    assert first["case_no"] not in found
    assert found.get(second["case_no"]) != second["officer"]
    assert draft.document["fixed"] == {first["case_no"]: "kept"}


def test_what_is_ticked_is_part_of_the_new_draft_its_seal_and_its_replay(bureau: BureauAtWork) -> None:
    """One of two moves is settled on: it is sealed with the plan, replayed with it, published with it, and packed."""
    a_busy_clerk(bureau.context)
    first, _second = moves(bureau.context, moves=2).document["rows"]
    take = [{"case": first["case_no"], "officer": first["officer"]}]

    draft = moves(bureau.context, moves=2, take=take)
    packs = packs_of(bureau.context, draft.run)
    published = publish(bureau.context, draft.run)

    [taken] = draft.document["taken"]
    assert (taken["case_no"], taken["officer"], taken["holder"]) == (first["case_no"], first["officer"], BUSY)
    assert first["case_no"] not in {row["case_no"] for row in draft.document["rows"]}
    assert draft.document["objections"] == []
    document = export_certificate(bureau.context, draft.run)
    assert [row["case_no"] for row in document["plan"]["taken"]] == [first["case_no"]]
    verdict = verify(json.dumps(document), 20)
    assert (verdict.holds, verdict.open) == (True, 0), verdict.findings
    assert {pack.case_no for pack in packs.packs} == {case.case_no for case in published}
    assert holders(bureau.context)[first["case_no"]] == first["officer"]
    assert_whole(bureau.context, replayed=True)


@pytest.mark.parametrize("take, code", [
    ([("（2022）内0222执1号", "G09")], "case-unknown"),
    ([(None, "nobody")], "officer-unknown"),
    ([(None, "G09"), (None, "G07")], "taken-twice"),
    ([(None, "G01")], "taken-unlawful"),
], ids=["no such case", "nobody", "two people", "who may not"])  # fmt: skip
def test_what_cannot_be_settled_on_is_refused(bureau: BureauAtWork, take, code) -> None:
    """An unknown case or person, one case to two, somebody who may not have it: refused with what it is about."""
    [case, *_] = a_busy_clerk(bureau.context, 2)

    with pytest.raises(AllocatorError) as refusal:
        moves(
            bureau.context, moves=2, take=[{"case": name or case.case_no, "officer": officer} for name, officer in take]
        )

    assert refusal.value.code == code


def test_a_difference_of_plans_knows_what_was_settled_on(bureau: BureauAtWork) -> None:
    """A plan whose moves were all ticked leads every case as the plan they came from."""
    a_busy_clerk(bureau.context)
    first = moves(bureau.context, moves=2)
    take = [{"case": row["case_no"], "officer": row["officer"]} for row in first.document["rows"]]

    again = moves(bureau.context, moves=2, take=take)

    assert compare_runs(bureau.context, first.run, again.run).handed == ()


def test_a_case_moved_lately_stays_unless_somebody_agrees_and_says_why(bureau: BureauAtWork) -> None:
    """The rulebook's thirty days hold; with approval and a reason, which the draft keeps, it may move again."""
    cases = a_busy_clerk(bureau.context, 2)
    [moved] = publish(bureau.context, moves(bureau.context, moves=1).run)
    assign(bureau.context, next(case.id for case in cases if case.id != moved.id), wish=Wish("G09", "rebalance"))
    asked = {"moves": 2, "keep": []}

    barred = moves(bureau.context, **asked)
    with pytest.raises(AllocatorError) as unexplained:
        moves(bureau.context, **asked, second=[moved.case_no])
    allowed = moves(bureau.context, **asked, second=[moved.case_no], because="当事人同意")
    bureau.clock.now += timedelta(days=31)
    later = moves(bureau.context, **asked)

    assert barred.document["fixed"][moved.case_no] == "moved_lately"
    assert unexplained.value.code == "second-move-reason"
    assert moved.case_no not in allowed.document["fixed"]
    assert allowed.document["asked"]["because"] == "当事人同意"
    assert moved.case_no not in later.document["fixed"]


@pytest.mark.parametrize("asked, error", [
    ({}, BadInput),
    ({"moves": 1, "frontier": True}, BadInput),
    ({"moves": 1, "keep": ["（2022）内0222执1号"]}, NotFound),
    ({"absent": "nobody"}, NotFound),
    ({"absent": BUSY, "until": "2022-09-01"}, BadInput),
], ids=["nothing", "both", "no such case", "nobody", "past"])  # fmt: skip
def test_what_cannot_be_asked_is_refused(bureau: BureauAtWork, asked, error) -> None:
    """The run fails with the reason, and leaves no draft."""
    codes = {BadInput: {"rebalance-unclear", "absence-over"}, NotFound: {"case-unknown", "officer-unknown"}}

    with pytest.raises(AllocatorError) as refusal:
        moves(bureau.context, **asked)

    assert refusal.value.code in codes[error]


def test_a_waiting_case_cannot_be_kept(bureau: BureauAtWork) -> None:
    """Only held cases are moved or kept."""
    a_busy_clerk(bureau.context, 1)
    waiting = file_case(bureau.context, a_filing(77, a_debtor("丙")))
    assert waiting.state == CaseState.WAITING

    with pytest.raises(AllocatorError) as refusal:
        moves(bureau.context, moves=1, keep=[waiting.case_no])

    assert refusal.value.code == "case-not-held"


def test_the_certificate_of_a_plan_of_moves_holds_by_another_solver(bureau: BureauAtWork) -> None:
    """Like that of any plan: the file alone is verified, bound by bound, with so many moves and no more."""
    a_busy_clerk(bureau.context)
    draft = moves(bureau.context, moves=2)

    document = export_certificate(bureau.context, draft.run)
    verdict = verify(json.dumps(document), 20)

    assert document["certificate"]["given"] == {"moved": 2}
    assert [level["name"] for level in document["certificate"]["levels"]] == ["assigned:0", "peak", "spread"]
    assert (verdict.holds, verdict.open) == (True, 0), verdict.findings
