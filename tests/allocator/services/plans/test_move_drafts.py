"""Drafts of moves published: whole or in parts, refused as stale, withdrawn, or raced for."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from allocator.domain.errors import BadInput, Conflict, Stale
from allocator.services.assignment.giving import assign
from allocator.services.cases.casework import add_facts
from allocator.services.cases.wishes import Wish
from allocator.services.intake.filings import file_case
from allocator.services.log_check import verify_log
from allocator.services.plans.publishing import publish, withdraw
from tests.allocator.conftest import BureauAtWork
from tests.allocator.services.drafting import a_draft, add, reload
from tests.allocator.services.plans.moving import a_busy_clerk, holders, moves
from tests.allocator.services.stories import a_debtor, a_filing
from tests.allocator.services.whole import assert_whole


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
