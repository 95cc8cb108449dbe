"""Who tries until the wished plan comes leaves a trace with its publication."""

from allocator.services.plans.asked_why import EXPLANATION, question_of
from allocator.services.plans.publishing import publish
from allocator.services.run_kinds import run_now
from tests.allocator.conftest import BureauAtWork
from tests.allocator.services.drafting import a_draft, some_cases


def alarms(bureau: BureauAtWork):
    """What the auditor is told of the last publication, by code."""
    with bureau.context.database.reading() as uow:
        entry = uow.log.entries(kind="publication")[-1]
    return {item["alarm"]["code"]: item["alarm"] for item in entry.body["alarms"]}, entry


def test_drafting_again_brings_the_same_plan(bureau: BureauAtWork) -> None:
    """The lots of a day are drawn once: nobody drafts until the wished plan comes, and how often is written down."""
    some_cases(bureau.context, 10)

    first, second, third = (a_draft(bureau.context) for _ in range(3))
    publish(bureau.context, third.run)

    assert first.document["rows"] == second.document["rows"] == third.document["rows"]
    told, entry = alarms(bureau)
    assert list(told) == ["drafted_again"]
    assert (len(told["drafted_again"]["facts"]["runs"]), entry.body["left_out"]) == (3, 0)


def ask_why_not(bureau: BureauAtWork, draft, row):
    """Ask, as somebody by name, what would bring a case of a draft to another one of the fast team."""
    other = next(code for code in ("G07", "G08", "G09") if code != row["officer"])
    asker = bureau.context.by("supervisor")
    question = question_of(asker, row["case_no"], draft.run, other)
    return run_now(asker, EXPLANATION, question), other


def test_who_asked_what_would_bring_a_case_to_whom_is_told_with_the_plan(bureau: BureauAtWork) -> None:
    """The answer says how the lots would fall with a change: whoever then makes it has been seen to ask."""
    _, case = some_cases(bureau.context, 2)
    draft = a_draft(bureau.context)
    row = next(row for row in draft.document["rows"] if row["case_no"] == case.case_no)

    run, other = ask_why_not(bureau, draft, row)
    publish(bureau.context, draft.run)

    (asked,) = alarms(bureau)[0]["asked_for_a_change"]["facts"]["asked"]
    assert asked == {"run": run.id, "actor": "supervisor", "case": case.id, "why_not": other}


def test_waiting_a_day_with_the_publication_wipes_no_trace_away(bureau: BureauAtWork) -> None:
    """The lots are those of the day on which the plan was drafted, whenever it is published."""
    _, case = some_cases(bureau.context, 2)
    draft = a_draft(bureau.context)
    a_draft(bureau.context)
    ask_why_not(bureau, draft, next(row for row in draft.document["rows"] if row["case_no"] == case.case_no))

    bureau.clock.next_day()
    publish(bureau.context, draft.run)

    assert set(alarms(bureau)[0]) == {"drafted_again", "asked_for_a_change"}


def test_what_was_asked_of_other_cases_or_on_another_day_is_no_trace(bureau: BureauAtWork) -> None:
    """Tomorrow's lots follow from another secret."""
    other_case, case = some_cases(bureau.context, 2)
    draft = a_draft(bureau.context)
    rows = {row["case_no"]: row for row in draft.document["rows"]}
    ask_why_not(bureau, draft, rows[case.case_no])
    publish(bureau.context, draft.run, [other_case.case_no])
    assert alarms(bureau)[0] == {}

    bureau.clock.next_day()
    publish(bureau.context, a_draft(bureau.context).run)
    assert alarms(bureau)[0] == {}
