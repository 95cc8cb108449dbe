"""Asking the office why: of drafted, published, drawn and waiting cases, of people and of plans."""

import json
from typing import Any

import pytest

from allocator.decisions.certificates.verification import verify
from allocator.decisions.explaining.anew import WITHOUT_A_WORD
from allocator.decisions.explaining.difference import difference
from allocator.domain.errors import Conflict, NotFound
from allocator.services.assignment.giving import assign
from allocator.services.cases.wishes import Wish
from allocator.services.intake.filings import file_case
from allocator.services.plans.asked_why import EXPLANATION
from allocator.services.plans.certificates import export_certificate
from allocator.services.plans.differences import side_of_file, side_of_run
from allocator.services.plans.explanations import Explained, explain_case, explain_person, explain_run, explained_view
from allocator.services.plans.plans import read_draft
from allocator.services.plans.publishing import publish
from allocator.services.run_kinds import run_now
from allocator.services.transaction import writing
from tests.allocator.conftest import BureauAtWork
from tests.allocator.services.drafting import a_draft, some_cases
from tests.allocator.services.plans.test_certificates import store_instead
from tests.allocator.services.stories import a_debtor, a_filing

FAST = ("G07", "G08", "G09")


def told(found: Explained) -> str:
    """The English sentences of an answer."""
    view = explained_view(found)
    assert 1 <= len(view["sentences"]) <= 3
    return " ".join(sentence["en"] for sentence in view["sentences"])


def test_a_drafted_case_is_explained_from_the_newest_plan(bureau: BureauAtWork) -> None:
    """It waits still; the plan that knows it answers."""
    some_cases(bureau.context, 4)
    a_draft(bureau.context)
    draft = a_draft(bureau.context)
    row = draft.document["rows"][0]

    found = explain_case(bureau.context, row["case_no"])

    assert (found.run, found.answer.facts["lead"]) == (draft.run, row["officer"])
    assert row["officer"] in told(found)


def test_a_published_case_is_explained_from_its_plan_whatever_came_later(bureau: BureauAtWork) -> None:
    """The plan it was published from, not a newer draft."""
    some_cases(bureau.context, 4)
    draft = a_draft(bureau.context)
    [case, *_] = publish(bureau.context, draft.run)
    newer = file_case(bureau.context, a_filing(77, a_debtor("另一人")))
    later = a_draft(bureau.context)

    assert explain_case(bureau.context, case.id).run == draft.run
    assert explain_case(bureau.context, newer.id).run == later.run
    with pytest.raises(NotFound) as unknown:
        explain_case(bureau.context, case.id, run=later.run)
    assert unknown.value.code == "case-not-in-plan"


def test_a_drawn_case_and_one_given_by_hand_are_explained_from_the_log(bureau: BureauAtWork) -> None:
    """What was seen that moment, the pool, and why not somebody of another team."""
    first, second, third = some_cases(bureau.context, 3)
    drawn = assign(bureau.context, second.id)
    named = assign(bureau.context, first.id, wish=Wish(officer="G12", reason="major_case", approved_by="G01"))

    assert "was drawn to" in told(explain_case(bureau.context, drawn.case.id))
    assert "by hand" in told(explain_case(bureau.context, named.case.id))
    assert "not given to anybody yet" in told(explain_case(bureau.context, third.id))
    assert "may not go to" in told(explain_case(bureau.context, drawn.case.id, why_not="G12"))


def test_a_person_and_a_plan_are_explained(bureau: BureauAtWork) -> None:
    """The newest plan unless one is named."""
    with pytest.raises(NotFound) as none:
        explain_person(bureau.context, "G07")
    some_cases(bureau.context, 6)
    draft = a_draft(bureau.context)

    person, plan = explain_person(bureau.context, "G07"), explain_run(bureau.context, draft.run)

    assert none.value.code == "plan-missing"
    assert (person.run, person.subject) == (draft.run, "G07")
    assert "places 6 cases and leaves 0" in told(plan)


def test_questions_do_not_hide_the_newest_plan(bureau: BureauAtWork) -> None:
    """Each is a run of its own; however many there are, the plan is found."""
    some_cases(bureau.context, 2)
    draft = a_draft(bureau.context)
    with writing(bureau.context) as (uow, here):
        for number in range(25):
            uow.runs.add(EXPLANATION, {"case_id": number, "run": draft.run, "why_not": None}, here.actor)
        uow.commit()

    assert explain_person(bureau.context, "G07").run == draft.run


def test_why_not_of_a_plan_names_somebody_by_name_or_code(bureau: BureauAtWork) -> None:
    """Nobody of that name is refused."""
    _, case = some_cases(bureau.context, 2)
    draft = a_draft(bureau.context)
    lead = {row["case_no"]: row["officer"] for row in draft.document["rows"]}[case.case_no]
    other = next(code for code in FAST if code != lead)

    found = explain_case(bureau.context, case.id, why_not=other)

    assert found.answer.facts["asked"] == other
    with pytest.raises(NotFound):
        explain_case(bureau.context, case.id, why_not="nobody")


@pytest.mark.slow
def test_what_is_told_names_the_row_it_would_be_made_in(bureau: BureauAtWork) -> None:
    """A change told is shown with file and row, the same that the command prints below its sentences."""
    some_cases(bureau.context, 4)
    draft = a_draft(bureau.context)
    shown = [
        explained_view(explain_case(bureau.context, row["case_no"], draft.run, other, WITHOUT_A_WORD))
        for row in draft.document["rows"]
        for other in FAST
        if other != row["officer"]
    ]
    told_of = [change for one in shown for change in one["changes"]]

    assert told_of
    assert all(one["changes"] for one in shown if (one["facts"].get("flip") or {}).get("changes"))
    assert all(row["table"] and row["row"] for change in told_of for row in change["rows"])


def test_a_plan_of_other_code_is_measured_and_nothing_is_solved_again(
    bureau: BureauAtWork, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where today's code would see another instance, the stored one answers, and no change is told."""
    some_cases(bureau.context, 4)
    draft = a_draft(bureau.context)
    row = draft.document["rows"][0]
    monkeypatch.setattr("allocator.decisions.allocation.translate.urgency", lambda _case, _snapshot: 9)
    monkeypatch.setattr("allocator.decisions.explaining.planned.code_digest", lambda: "another")

    why = explain_case(bureau.context, row["case_no"])
    why_not = explain_case(bureau.context, row["case_no"], why_not="G01")

    assert why.answer.facts["lead"] == row["officer"]
    assert "measured only" in told(why_not)


def test_a_plan_without_a_certificate_is_not_explained(bureau: BureauAtWork) -> None:
    """Nothing vouches for what would be said."""
    some_cases(bureau.context, 2)
    draft = a_draft(bureau.context)
    store_instead(bureau, draft.run, {**draft.document, "instance": "0" * 64})

    with pytest.raises(Conflict) as refused:
        explain_run(bureau.context, draft.run)

    assert refused.value.code == "plan-uncertified"


def test_a_case_no_search_could_move_says_who_or_what_keeps_it(bureau: BureauAtWork) -> None:
    """A case a supervisor keeps, and one that changed hands that day: whose word or which rule it is, and how it may move."""
    for number in range(1, 7):
        case = file_case(bureau.context, a_filing(number, a_debtor(f"债务人{number}")))
        assign(bureau.context, case.id, wish=Wish("G08", "better_knowledge"))
    first = read_draft(bureau.context, run_now(bureau.context, "rebalance", {"seconds": 2, "moves": 1}).id)
    [moved] = first.document["rows"]
    publish(bureau.context, first.run)
    asked = {"seconds": 2, "moves": 1, "keep": [case.case_no]}
    run = read_draft(bureau.context, run_now(bureau.context, "rebalance", asked).id).run

    def answer(case_no: str, person: str | None = None) -> Explained:
        return explain_case(bureau.context, case_no, run=run, why_not=person)

    assert moved["case_no"] != case.case_no
    assert "because a supervisor keeps it there" in told(answer(case.case_no, "G09"))
    assert "because a supervisor keeps it there" in told(answer(case.case_no))
    assert "does go to" in told(answer(case.case_no, "G08"))
    assert "the team takes no" in told(answer(case.case_no, "G20"))
    assert "does not move again within 30 days" in told(answer(moved["case_no"], "G08"))


@pytest.mark.parametrize("asked", [{"moves": 2}, {"frontier": True, "most": 2}, {"absent": "G08"}])
def test_a_plan_of_moves_proves_and_explains_itself_too(
    bureau: BureauAtWork, asked: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its certificate holds in another solver's eyes; a moved case says why; by measuring alone once the code is another."""
    for number in range(1, 7):
        case = file_case(bureau.context, a_filing(number, a_debtor(f"债务人{number}")))
        assign(bureau.context, case.id, wish=Wish("G08", "better_knowledge"))
    draft = read_draft(bureau.context, run_now(bureau.context, "rebalance", {"seconds": 2, **asked}).id)
    row = draft.document["rows"][0]

    file = json.dumps(export_certificate(bureau.context, draft.run))
    verdict = verify(file, 20)
    found = explain_case(bureau.context, row["case_no"], run=draft.run)
    stay = explain_case(bureau.context, row["case_no"], run=draft.run, why_not="G08")
    monkeypatch.setattr("allocator.decisions.explaining.planned.code_digest", lambda: "another")
    later = explain_case(bureau.context, row["case_no"], run=draft.run, why_not="G08")

    assert (verdict.holds, verdict.open) == (True, 0)
    assert found.answer.facts["lead"] == row["officer"] != "G08"
    assert "G08" in told(stay)
    assert "measured only" not in told(stay)
    assert "measured only" in told(later)
    assert "places 6 cases" in told(explain_run(bureau.context, draft.run))
    assert "leads" in told(explain_person(bureau.context, "G08", draft.run))
    assert difference(side_of_file(file), side_of_run(bureau.context, draft.run)).empty
