"""Questions that take whole plans are runs: followed, called off, kept, and none for those who may not know of the case."""

import sqlite3
from contextlib import closing
from dataclasses import replace

import pytest

from allocator.decisions.explaining.anew import WITHOUT_A_WORD, Whole
from allocator.domain.canonical import plain
from allocator.domain.errors import AllocatorError, NotFound
from allocator.domain.words import Text
from allocator.services.access.hiding import hidden_from
from allocator.services.cases.restricting import restrict_case
from allocator.services.plans.asked_why import EXPLANATION, asked_why, draft_explanation, question_of, read_explanation
from allocator.services.plans.explanations import explain_case, explained_view
from allocator.services.run_kinds import Step, jobs_of, run_now
from allocator.services.runs import list_runs, read_run
from tests.allocator.conftest import BureauAtWork
from tests.allocator.services.drafting import a_draft, some_cases

FAST = ("G07", "G08", "G09")


def a_question(bureau: BureauAtWork):
    """Why a simple case of a plan does not go to another of the fast team."""
    _, case = some_cases(bureau.context, 2)
    draft = a_draft(bureau.context)
    lead = {row["case_no"]: row["officer"] for row in draft.document["rows"]}[case.case_no]
    return case, draft.run, next(code for code in FAST if code != lead)


def test_a_question_is_answered_short_at_once_and_whole_by_a_run(bureau: BureauAtWork) -> None:
    """At once why; by the run what would change it, said while it is looked for, and kept with it."""
    case, plan, other = a_question(bureau)
    short = explain_case(bureau.context, case.id, plan, other)
    heard: list[Step] = []

    run = run_now(bureau.context, EXPLANATION, question_of(bureau.context, case.id, plan, other), heard.append)
    found = read_explanation(bureau.context, run.id)

    assert short.answer.open
    assert short.answer.facts["drawn"] == 0
    assert "takes whole plans" in short.answer.sentences[1].en
    assert any("1 of at most" in step.text.en for step in heard)
    assert not found["open"]
    assert found == plain(explained_view(explain_case(bureau.context, case.id, plan, other, WITHOUT_A_WORD)))
    assert asked_why(bureau.context, run.id).answer == found


def test_while_whole_plans_are_drawn_nobody_reads(bureau: BureauAtWork) -> None:
    """They take minutes, in which the database is free to fold what was written into its file; the answer is of one instant."""
    case, plan, other = a_question(bureau)
    found: list[tuple[int, ...]] = []

    def tell(_done: int, _text: Text) -> None:
        with closing(sqlite3.connect(bureau.path)) as beside:
            found.append(beside.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone())

    explain_case(bureau.context, case.id, plan, other, Whole(tell))

    assert found
    assert set(found) == {(0, 0, 0)}


def test_what_takes_no_whole_plan_is_not_open(bureau: BureauAtWork) -> None:
    """Why a case goes where it goes, and whoever has it, is told at once."""
    case, plan, _ = a_question(bureau)
    why = explain_case(bureau.context, case.id, plan)

    assert not why.answer.open
    assert not explain_case(bureau.context, case.id, plan, why.answer.facts["lead"]).answer.open


def test_a_question_nobody_could_answer_is_refused_at_once(bureau: BureauAtWork) -> None:
    """Nobody of that name, no such case, no such plan: no run begins."""
    case, plan, _ = a_question(bureau)

    for asked in ((case.id, plan, "nobody"), (99_999, plan, None), (case.id, "none", None)):
        with pytest.raises(NotFound):
            question_of(bureau.context, *asked)


def test_called_off_it_stops_and_leaves_no_answer(bureau: BureauAtWork) -> None:
    """Who asked need not wait for plans nobody wants any more."""
    case, plan, other = a_question(bureau)
    params = question_of(bureau.context, case.id, plan, other)
    jobs = jobs_of(bureau.context)
    run = jobs.submit(EXPLANATION, params, "console", inline=True)

    with pytest.raises(AllocatorError) as stopped:
        draft_explanation(bureau.context, run.id, params, lambda *_, **__: None, lambda: True)
    jobs.cancel(run.id)

    assert stopped.value.code == "run-cancelled"
    assert jobs.get(run.id).state == "cancelled"
    assert asked_why(bureau.context, run.id).answer is None
    jobs.close()


def test_a_run_about_a_hidden_case_is_none(bureau: BureauAtWork) -> None:
    """Neither the run nor its answer, nor that there is one in the list."""
    case, plan, other = a_question(bureau)
    run = run_now(bureau.context, EXPLANATION, question_of(bureau.context, case.id, plan, other)).id
    restrict_case(bureau.context, case.id, "涉及本院工作人员")
    with bureau.context.database.reading() as uow:
        hidden = hidden_from(uow, bureau.context, "somebody", None, leave=False)
    there = replace(bureau.context, database=bureau.context.database.hiding(hidden))

    assert hidden.ids == {case.id}
    assert run not in [one.id for one in list_runs(there, 50)]
    for read in (read_run, asked_why, read_explanation):
        with pytest.raises(NotFound):
            read(there, run)
