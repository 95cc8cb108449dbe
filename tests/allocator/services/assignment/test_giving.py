"""Giving a case to a person: by draw, by name with a reason, never to somebody who must not have it."""

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from allocator.domain.errors import BadInput, Conflict, NotAllowed, Stale
from allocator.services.assignment.giving import assign, recommend
from allocator.services.audit import export_draws
from allocator.services.cases.casework import add_facts
from allocator.services.cases.wishes import Wish
from allocator.services.intake.filings import file_case
from allocator.services.loads.board import loads
from allocator.services.office.offices import load_office
from tests.allocator.conftest import BureauAtWork
from tests.allocator.services.stories import a_complex_filing, a_debtor, a_filing


def altered_office(bureau: BureauAtWork, tmp_path: Path, file: str, lines: str) -> None:
    """Load the bureau's folder again with some lines more in one file."""
    folder = tmp_path / "altered"
    shutil.copytree(bureau.folder, folder, dirs_exist_ok=True)
    with (folder / file).open("a", encoding="utf-8") as stream:
        stream.write(lines)
    load_office(bureau.context, folder)


def test_the_handler_is_drawn_from_the_pool(bureau: BureauAtWork) -> None:
    """Who is drawn stood in the pool, carries the minutes, and the case knows its decision."""
    case = file_case(bureau.context, a_filing())

    done = assign(bureau.context, case.id)

    assert done.draw is not None
    assert done.case.holding is not None
    assert done.draw.chosen == done.case.holding.officer
    assert done.draw.chosen in done.ranking.pool
    assert done.case.holding.charges[done.draw.chosen] > 0


def test_the_load_of_the_chosen_rises_for_the_next_case(bureau: BureauAtWork) -> None:
    """What was given is seen by the next recommendation."""
    chosen = assign(bureau.context, file_case(bureau.context, a_complex_filing(1)).id).entry
    found = recommend(bureau.context, file_case(bureau.context, a_complex_filing(2, a_debtor("别人"))).id)

    candidate = found.ranking.candidate(chosen["officer"])
    assert candidate is not None
    assert candidate.before.permille == chosen["load"][1]


@pytest.mark.parametrize("filed, credit", [
    ({"kind": "执", "case_no": "（2022）内0222执9301号"}, 0),
    ({"kind": "执恢", "case_no": "（2022）内0222执恢1号"}, 0),
    ({"kind": "执恢", "case_no": "（2022）内0222执恢1号", "origin_case_no": "（2021）内0222执9号"}, 52),
    ({"kind": "执恢", "case_no": "（2022）内0222执恢1号", "origin_case_no": "（2015）内0222执9号"}, 0),
], ids=["not resumed", "of no case", "of last year", "long ago"])  # fmt: skip
def test_a_name_alone_does_not_choose_the_handler(bureau: BureauAtWork, filed: dict[str, str], credit: int) -> None:
    """Only of a resumed case, and as old as the number of the case it resumes says, is a named handler credited."""
    case = file_case(bureau.context, a_complex_filing(1, previous_handler="戊一峰", **filed))

    candidate = recommend(bureau.context, case.id).ranking.candidate("G18")

    assert candidate is not None
    assert -sum(term.amount for term in candidate.terms if term.id.startswith("continuity")) == credit


def test_an_officer_whose_relative_is_debtor_must_not_have_it(bureau: BureauAtWork, tmp_path: Path) -> None:
    """A declared tie refuses, by name, and no reason overrules it."""
    header = (bureau.folder / "recusals.csv").read_text(encoding="utf-8").splitlines()[0].split(",")
    row = {"officer": "G08", "party": "甄有亲", "relation": "配偶之兄", "state": "declared"}
    altered_office(bureau, tmp_path, "recusals.csv", ",".join(row.get(name, "") for name in header) + "\n")
    case = file_case(bureau.context, a_filing(1, a_debtor("甄有亲")))

    found = recommend(bureau.context, case.id)

    refused = {item.officer: [reason.code for reason in item.reasons] for item in found.ranking.refused}
    assert "recused" in refused["G08"]
    with pytest.raises(NotAllowed) as refusal:
        assign(bureau.context, case.id, wish=Wish("G08", "special_skill"))
    assert refusal.value.code == "officer-refused"


def test_with_everybody_on_leave_nobody_is_eligible(bureau: BureauAtWork, tmp_path: Path) -> None:
    """No candidate, every refusal named, and the case keeps waiting."""
    header = (bureau.folder / "absences.csv").read_text(encoding="utf-8").splitlines()[0].split(",")
    lines = ""
    for code in (f"G{number:02}" for number in range(1, 33)):
        row = {"officer": code, "first": "2022-09-30", "last": "2022-09-30", "reason": "leave"}
        lines += ",".join(row.get(name, "") for name in header) + "\n"
    altered_office(bureau, tmp_path, "absences.csv", lines)
    case = file_case(bureau.context, a_filing())

    found = recommend(bureau.context, case.id)
    with pytest.raises(NotAllowed) as refusal:
        assign(bureau.context, case.id)

    assert found.ranking.candidates == ()
    assert all("absent" in [reason.code for reason in item.reasons] for item in found.ranking.refused)
    assert refusal.value.code == "nobody-eligible"
    assert {alarm.code for alarm in found.alarms} >= {"small_pool", "pool_shrunk"}


def test_naming_somebody_needs_a_listed_reason(bureau: BureauAtWork) -> None:
    """No reason, no designation; with one it is written down as such."""
    case = file_case(bureau.context, a_filing())

    with pytest.raises(NotAllowed) as refusal:
        assign(bureau.context, case.id, wish=Wish("G09"))
    done = assign(bureau.context, case.id, wish=Wish("G09", "better_knowledge"))

    assert refusal.value.code == "reason-needed"
    assert (done.entry["officer"], done.entry["how"], done.draw) == ("G09", "override", None)


def test_a_reason_that_needs_approval_asks_for_it(bureau: BureauAtWork) -> None:
    """Supervision names a handler only with a named approver."""
    case = file_case(bureau.context, a_filing())

    with pytest.raises(NotAllowed) as refusal:
        assign(bureau.context, case.id, wish=Wish("G09", "supervision"))
    done = assign(bureau.context, case.id, wish=Wish("G09", "supervision", approved_by="院长"))

    assert refusal.value.code == "approval-needed"
    assert done.entry["how"] == "designated"


def test_a_note_about_health_is_refused(bureau: BureauAtWork) -> None:
    """Notes are kept for ever: they speak of the case, not of anybody's illness."""
    case = file_case(bureau.context, a_filing())

    with pytest.raises(BadInput) as refusal:
        assign(bureau.context, case.id, wish=Wish("G09", "better_knowledge", "原承办人住院"))

    assert refusal.value.code == "note-private"


def test_the_second_of_two_clerks_learns_who_holds_it(bureau: BureauAtWork) -> None:
    """The loser of a race gets the present state, with or without a version."""
    case = file_case(bureau.context, a_filing())
    first = assign(bureau.context, case.id, case.version)

    with pytest.raises(Stale) as stale:
        assign(bureau.context, case.id, case.version)
    with pytest.raises(Conflict) as conflict:
        assign(bureau.context, case.id)

    assert stale.value.facts["handler"] == conflict.value.facts["handler"] == first.entry["officer"]


def test_a_reassignment_draws_anew_without_the_holder(bureau: BureauAtWork) -> None:
    """A reason of the list, a second round of the draw, and the old handler is out of the pool."""
    case = file_case(bureau.context, a_filing())
    first = assign(bureau.context, case.id)

    second = assign(bureau.context, case.id, wish=Wish(reason="transfer"))

    assert first.draw is not None
    assert second.draw is not None
    assert (first.draw.round, second.draw.round) == (1, 2)
    assert first.entry["officer"] not in second.ranking.pool
    assert second.entry["from"] == first.entry["officer"]
    assert second.entry["notify"] == ["乌有", "子虚"]


def test_a_resumed_case_prefers_the_former_handler(bureau: BureauAtWork) -> None:
    """Continuity is credited, and the recommendation says so."""
    origin = file_case(bureau.context, a_complex_filing(1))
    held = assign(bureau.context, origin.id).entry["officer"]
    again = a_complex_filing(2, kind="执恢", case_no="（2022）内0222执恢9002号", origin_case_no=origin.case_no)

    found = recommend(bureau.context, file_case(bureau.context, again).id)

    former = found.ranking.candidate(held)
    assert former is not None
    assert any(term.id == "continuity_resumed" and term.amount < 0 for term in former.terms)


def test_an_apprentice_leads_a_complex_case_only_beside_the_mentor(bureau: BureauAtWork) -> None:
    """The mentor stands in the plan and is charged."""
    case = file_case(bureau.context, a_complex_filing())
    found = recommend(bureau.context, case.id)

    apprentices = [item for item in found.ranking.candidates if item.mentor]

    assert apprentices
    assert all(item.charges[str(item.mentor)] > 0 for item in apprentices)


def test_who_handled_the_act_does_not_sit_on_its_review(bureau: BureauAtWork) -> None:
    """The officer of the enforcement case is refused for the objection to it (OBJ 11)."""
    origin = file_case(bureau.context, a_complex_filing(1))
    held = assign(bureau.context, origin.id).entry["officer"]
    objection = a_complex_filing(2, kind="执异", case_no="（2022）内0222执异9002号", origin_case_no=origin.case_no)

    found = recommend(bureau.context, file_case(bureau.context, objection).id)

    codes = {item.officer: [reason.code for reason in item.reasons] for item in found.ranking.refused}
    assert "reviewer_is_handler" in codes[held]


def test_a_case_that_changes_hands_weighs_once(bureau: BureauAtWork) -> None:
    """What the new handler is told it comes to is what it then comes to; what the old one lays down is written too.

    The new handler is of another team: a judge goes on carrying the desk's share of a case that stays in the own one.
    """
    case = file_case(bureau.context, a_complex_filing())
    first = assign(bureau.context, case.id).entry
    second_team = {f"G{number}" for number in range(18, 24)}
    candidates = recommend(bureau.context, case.id).ranking.candidates
    told = next(one for one in candidates if (one.officer in second_team) != (first["officer"] in second_team))

    done = assign(bureau.context, case.id, wish=Wish(told.officer, "rebalance")).entry

    held = {person.officer: person.load.permille for person in loads(bureau.context)}
    assert (done["officer"], done["load"][1]) == (told.officer, held[told.officer])
    assert (done["from"], done["from_load"]) == (first["officer"], [first["load"][1], 0])
    assert held[first["officer"]] == 0


def test_a_handover_says_what_made_it_necessary(bureau: BureauAtWork) -> None:
    """Nobody asked for another handler; the facts did."""
    case = file_case(bureau.context, a_filing())
    assign(bureau.context, case.id)
    add_facts(bureau.context, case.id, {"appraisal_needed": True})

    assert assign(bureau.context, case.id).entry["because"] == ["track"]


def test_a_clock_set_far_back_is_refused_and_a_little_is_waited_for(bureau: BureauAtWork) -> None:
    """A day once over does not begin again; entries never go back in time."""
    case = file_case(bureau.context, a_filing(1))
    bureau.clock.now -= timedelta(minutes=2)
    assign(bureau.context, case.id)
    bureau.clock.now -= timedelta(days=1)

    with pytest.raises(Conflict) as refusal:
        file_case(bureau.context, a_filing(2, a_debtor("乙")))

    assert refusal.value.code == "clock-behind"
    with bureau.context.database.reading() as uow:
        times = [entry.at for entry in uow.log.entries()]
    assert times == sorted(times)


def test_a_rehearsal_clock_that_runs_ahead_shows_no_secret(bureau: BureauAtWork) -> None:
    """What is not over by the real day stays closed, whatever clock a command is given."""
    bureau.clock.now = datetime.now(UTC)
    file_case(bureau.context, a_filing())
    today = bureau.clock.now.date()
    bureau.clock.now += timedelta(days=3)

    with pytest.raises(NotAllowed) as refusal:
        export_draws(bureau.context, today + timedelta(days=1))

    assert refusal.value.code == "draw-day-open"
    with bureau.context.database.reading() as uow:
        assert uow.log.entries(kind="draw_reveal") == []
