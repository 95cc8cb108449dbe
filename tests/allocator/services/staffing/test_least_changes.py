"""The least change for the bureau, as a run: found, kept, and refused when it asks what there is not."""

from datetime import date

import pytest

from allocator.domain.errors import BadInput
from allocator.services.run_kinds import Step, run_now
from allocator.services.staffing.beginnings import live_opening
from allocator.services.staffing.least_changes import STAFFING, check_question, question_of, read_answer
from tests.allocator.services.laboratory import BASELINE, TARGETS, sent

TODAY = date(2022, 9, 30)


def asked(targets=TARGETS, **more):
    return {"targets": sent(targets, "goal.toml"), "scenario": sent(BASELINE), "workers": 1, **more}


def test_what_is_reached_already_needs_no_change(bureau_of_a_year) -> None:
    """The answer names nothing to change, how sure that is, and what one more of each would bring."""
    context = bureau_of_a_year.context
    steps: list[Step] = []

    run = run_now(context, STAFFING, asked(TARGETS.replace("worth = 0", "worth = 2")), steps.append)

    found = read_answer(context, run.id)
    [best] = found["best"]
    assert (best["name"]["en"], best["cost"], best["state"]) == ("no change", 0, "reaches")
    [reached] = best["targets"]
    assert (reached["met"], reached["at_least"]) == (best["replications"], True)
    assert reached["low"] > 0.5
    assert found["left"] == 1
    assert run.message.en == "The least change: no change."
    assert {one["name"]["en"] for one in found["worth"]} >= {"one more vehicle"}
    assert steps


def test_what_no_change_reaches_is_said(bureau_of_a_year) -> None:
    """All was tried, nothing is named."""
    context = bureau_of_a_year.context
    impossible = TARGETS.replace("at_least = 0.0", "at_least = 1.0")
    run = run_now(context, STAFFING, asked(impossible))

    found = read_answer(context, run.id)
    assert found["best"] == []
    assert {one["state"] for one in found["tried"]} == {"fails"}
    assert run.message.en == "No change was found that reaches the targets."


def test_where_the_search_starts_is_sent_or_named_or_the_office_as_it_is(bureau_of_a_year, tmp_path) -> None:
    """A file named beside the targets is read there; from afar it has to be sent."""
    opening = live_opening(bureau_of_a_year.context)
    named = TARGETS.replace("probability = 0.5", 'probability = 0.5\nscenario = "start.toml"')
    (tmp_path / "start.toml").write_text(BASELINE, encoding="utf-8")

    beside = question_of(opening, {"targets": {**sent(named), "folder": str(tmp_path)}}, TODAY)
    as_it_is = question_of(opening, {"targets": sent(TARGETS)}, TODAY)
    with pytest.raises(BadInput) as told:
        question_of(opening, {"targets": sent(named)}, TODAY)

    assert beside.scenario.days == 14
    assert (as_it_is.scenario.first, as_it_is.scenario.days) == (TODAY, 365)
    assert told.value.code == "scenario-missing"


def test_a_faulty_question_is_refused_at_once(bureau_of_a_year) -> None:
    """By file, row and field; so is one without targets."""
    with pytest.raises(BadInput) as told:
        check_question(bureau_of_a_year.context, asked(TARGETS.replace("closing_rate", "closing")))
    with pytest.raises(BadInput) as nothing:
        check_question(bureau_of_a_year.context, {"targets": None})

    [fault] = told.value.faults
    assert (fault["file"], fault["row"], fault["field"]) == ("goal.toml", 5, "targets[1].figure")
    assert [one["field"] for one in nothing.value.faults] == ["targets"]


def test_a_target_the_scenario_never_tells_is_refused_at_once(bureau_of_a_year) -> None:
    """Nothing would ever be known of it, and no change would be found; planned weeks know it."""
    waiting = TARGETS.replace("closing_rate", "errands_waiting")
    with pytest.raises(BadInput) as told:
        check_question(bureau_of_a_year.context, asked(waiting))

    assert told.value.code == "figure-not-told"
    assert 'fieldwork = "weeks"' in told.value.remedy.en
    check_question(
        bureau_of_a_year.context,
        asked(waiting, scenario=sent(BASELINE.replace("days", 'fieldwork = "weeks"\ndays', 1))),
    )


def test_a_start_in_which_a_lane_loses_everybody_is_refused_at_its_row(bureau_of_a_year) -> None:
    """No change of the question would bring its cases to anybody; it is told before anything runs."""
    lost = BASELINE + "".join(f'[[people.leave]]\nwho = "{who}"\nlast = 2022-10-05\n' for who in ("G07", "G08", "G09"))

    with pytest.raises(BadInput) as told:
        check_question(bureau_of_a_year.context, asked(scenario=sent(lost, "lost.toml")))

    [fault] = told.value.faults
    row = lost.splitlines().index('who = "G09"') + 1
    assert (fault["file"], fault["row"], fault["field"]) == ("lost.toml", row, "people.leave[3].who")
