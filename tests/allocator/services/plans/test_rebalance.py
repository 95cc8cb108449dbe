"""Moving held cases: few moves that lower the peak, a handing over, drafts published, refused as stale, or withdrawn."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest

from allocator.decisions.certificates.verification import verify
from allocator.domain.cases import CaseState
from allocator.domain.docket import Case
from allocator.domain.errors import AllocatorError, BadInput, Conflict, NotFound, Stale
from allocator.services.assignment.giving import assign
from allocator.services.audit import history
from allocator.services.cases.casework import add_facts
from allocator.services.cases.wishes import Wish
from allocator.services.context import Context
from allocator.services.intake.filings import file_case
from allocator.services.loads.board import loads
from allocator.services.log_check import verify_log
from allocator.services.plans.certificates import export_certificate
from allocator.services.plans.differences import compare_runs
from allocator.services.plans.handovers import packs_of
from allocator.services.plans.plans import Draft, read_draft
from allocator.services.plans.publishing import publish, withdraw
from allocator.services.run_kinds import run_now
from tests.allocator.conftest import BureauAtWork
from tests.allocator.services.drafting import a_draft, add, away, reload
from tests.allocator.services.stories import a_complex_filing, a_debtor, a_filing
from tests.allocator.services.whole import assert_whole

BUSY, TEAM = "G08", ("G07", "G08", "G09")
MENTOR, APPRENTICE = "G14", "G15"
COVERED = "mentor,apprentice,first,last,cover\nG14,G15,2022-02-21,,\nG12,G15,2022-09-30,,yes\n"


def a_busy_clerk(context: Context, count: int = 6, officer: str = BUSY) -> list[Case]:
    """Give somebody of the fast team so many cases, nobody else anything."""
    filed = [file_case(context, a_filing(n, a_debtor(f"债务人{n}"))) for n in range(1, count + 1)]
    return [assign(context, case.id, wish=Wish(officer, "better_knowledge")).case for case in filed]


def moves(context: Context, **asked: Any) -> Draft:
    """Draft moves."""
    return read_draft(context, run_now(context, "rebalance", {"seconds": 2, **asked}).id)


def peak(draft: Draft, point: int = -1) -> int:
    """The peak of a point of a draft."""
    value: int = draft.document["points"][point]["levels"][-2]["value"]
    return value


def holders(context: Context) -> dict[str, str | None]:
    """Who holds which case."""
    return {case.case_no: case.holding.officer if case.holding else None for case in assert_whole(context)}


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


def test_whoever_leaves_hands_over_everything_and_nobody_elses_case_moves(bureau: BureauAtWork) -> None:
    """All of G08's cases go to the others of the team, who keep their own; G08 keeps none."""
    mine = {case.case_no for case in a_busy_clerk(bureau.context)}
    other = file_case(bureau.context, a_filing(50, a_debtor("他人之债务人")))
    assign(bureau.context, other.id, wish=Wish("G09", "better_knowledge"))

    draft = moves(bureau.context, absent=BUSY)
    publish(bureau.context, draft.run)

    rows = draft.document["rows"]
    assert {row["case_no"] for row in rows} == mine
    assert {row["officer"] for row in rows} <= {"G07", "G09"}
    assert (draft.document["objections"], draft.document["unplaced"]) == ([], [])
    assert {row["afterwards"] for row in rows} == {None}
    held = holders(bureau.context)
    assert BUSY not in held.values()
    assert held[other.case_no] == "G09"
    assert_whole(bureau.context, replayed=True)


def test_after_an_absence_a_case_goes_back_or_stays_by_its_stage(bureau: BureauAtWork) -> None:
    """Where the parties know the handler it goes back, by the rulebook; one that was not begun stays where it went."""
    known, fresh = a_busy_clerk(bureau.context, 2)
    add_facts(bureau.context, known.id, {"contact_made": True})

    draft = moves(bureau.context, absent=BUSY, until="2022-10-14")

    found = {row["case_no"]: (row["stage"], row["afterwards"]) for row in draft.document["rows"]}
    assert found == {known.case_no: ("contact_made", "back"), fresh.case_no: (None, "stay")}
    assert draft.document["asked"]["until"] == "2022-10-14"


def test_an_absence_that_the_office_knows_ends_when_the_office_says(bureau: BureauAtWork, tmp_path) -> None:
    """Who is on leave by the office's table need not be told until when."""
    a_busy_clerk(bureau.context, 1)
    reload(bureau.context, tmp_path, absences=away("2022-09-30", "2022-10-12", BUSY))

    assert moves(bureau.context, absent=BUSY).document["asked"]["until"] == "2022-10-12"


def test_an_apprentice_whose_mentor_is_away_gets_the_one_who_covers_or_is_named(bureau: BureauAtWork, tmp_path) -> None:
    """Without cover the case is named as left without a mentor; with cover the cover stands beside, the lead stays."""
    case = file_case(bureau.context, a_complex_filing(1, a_debtor("徒弟之债务人")))
    assign(bureau.context, case.id, wish=Wish(APPRENTICE, "better_knowledge"))

    alone = moves(bureau.context, absent=MENTOR)
    reload(bureau.context, tmp_path, pairings=lambda _: COVERED)
    covered = moves(bureau.context, absent=MENTOR)
    publish(bureau.context, covered.run)

    assert alone.document["unmentored"] == [case.case_no]
    assert [item["apprentice"] for item in alone.document["covers"]] == [APPRENTICE]
    assert covered.document["covers"] == []
    [row] = covered.document["covered"]
    assert (row["holder"], row["officer"], row["mentor"]) == (APPRENTICE, APPRENTICE, "G12")
    [now] = assert_whole(bureau.context)
    assert now.holding
    assert (now.holding.officer, now.holding.mentor) == (APPRENTICE, "G12")


@pytest.mark.parametrize("change, how", [
    (lambda context, case: assign(context, case.id, wish=Wish("G09", "rebalance")), "handler"),
    (lambda context, case: add_facts(context, case.id, {"appraisal_needed": True}), "class"),
    (lambda context, case: add_facts(context, case.id, {"contact_made": True}), "facts"),
], ids=["handler", "class", "facts"])  # fmt: skip
def test_a_stale_draft_says_which_case_changed_and_how(bureau: BureauAtWork, change, how) -> None:
    """Nothing is published; a draft of today's state may be."""
    a_busy_clerk(bureau.context)
    draft = moves(bureau.context, moves=1)
    [row] = draft.document["rows"]
    change(bureau.context, next(case for case in assert_whole(bureau.context) if case.case_no == row["case_no"]))
    before = holders(bureau.context)

    with pytest.raises(Stale) as refusal:
        publish(bureau.context, draft.run)

    assert refusal.value.facts["how"] == {row["case_no"]: how}
    assert row["case_no"] in refusal.value.text.zh
    assert holders(bureau.context) == before


def test_a_stale_draft_says_who_is_absent_now_but_not_why(bureau: BureauAtWork, tmp_path) -> None:
    """The refusal names the row of the table; the reason of the absence is nobody's business."""
    a_busy_clerk(bureau.context)
    draft = moves(bureau.context, moves=1)
    reload(bureau.context, tmp_path, absences=add("G09,2022-09-30,2022-10-12,training"))

    with pytest.raises(Stale) as refusal:
        publish(bureau.context, draft.run)

    assert refusal.value.facts["changed"] == ["office"]
    assert [(item["table"], item["kind"]) for item in refusal.value.facts["office"]] == [("absences", "added")]  # type: ignore[attr-defined]
    assert "G09" in refusal.value.text.en
    assert "training" not in str(refusal.value.as_dict())


def test_a_withdrawn_draft_cannot_be_published_and_may_be_withdrawn_again(bureau: BureauAtWork) -> None:
    """One entry in the log, however often it is withdrawn; so it is with plans for waiting cases."""
    a_busy_clerk(bureau.context)
    some = [moves(bureau.context, moves=1).run]
    file_case(bureau.context, a_filing(60, a_debtor("另案债务人")))
    some.append(a_draft(bureau.context).run)

    for run in some:
        assert withdraw(bureau.by("one"), run).withdrawn
        assert withdraw(bureau.by("other"), run).withdrawn
        with pytest.raises(Conflict) as refusal:
            publish(bureau.context, run)
        assert refusal.value.code == "plan-withdrawn"

    with bureau.context.database.reading() as uow:
        assert [entry.body["run"] for entry in uow.log.entries(kind="withdrawal")] == some
    assert verify_log(bureau.context).breaks == ()


def test_what_is_published_whole_cannot_be_withdrawn(bureau: BureauAtWork) -> None:
    """Published moves are corrected by other moves, never by taking back."""
    a_busy_clerk(bureau.context)
    draft = moves(bureau.context, moves=1)
    publish(bureau.context, draft.run)

    with pytest.raises(Conflict) as refusal:
        withdraw(bureau.context, draft.run)

    assert refusal.value.code == "plan-published"


def test_a_plan_of_moves_is_published_in_parts_and_nothing_twice(bureau: BureauAtWork) -> None:
    """One supervisor takes a move, the other the rest; a third finds nothing left."""
    a_busy_clerk(bureau.context)
    draft = moves(bureau.context, moves=3)
    first, *rest = [row["case_no"] for row in draft.document["rows"]]

    one = publish(bureau.by("one"), draft.run, [first])
    other = publish(bureau.by("other"), draft.run)

    assert [case.case_no for case in one] == [first]
    assert {case.case_no for case in other} == set(rest)
    with pytest.raises(BadInput) as nothing:
        publish(bureau.by("third"), draft.run)
    assert nothing.value.code == "not-in-plan"
    assert_whole(bureau.context, replayed=True)


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


def test_of_two_supervisors_at_once_exactly_one_wins(bureau: BureauAtWork) -> None:
    """One publishes while the other withdraws: either all moves are made, or none, and the loser is told."""
    a_busy_clerk(bureau.context)
    run = moves(bureau.context, moves=1).run
    acts = [
        lambda: publish(bureau.by("one"), run),
        lambda: publish(bureau.by("two"), run),
        lambda: withdraw(bureau.context, run),
    ]

    with ThreadPoolExecutor(3) as pool:
        outcomes = [pool.submit(act).exception() for act in acts]

    lost = [error for error in outcomes if error is not None]
    assert len(lost) == 2
    assert all(isinstance(error, (BadInput, Conflict, Stale)) for error in lost)
    moved = [case for case in assert_whole(bureau.context) if case.holding and case.holding.how == "rebalance"]
    assert len(moved) == (1 if outcomes[2] is not None else 0)
