"""Simulations as runs: asked, done, cancelled in the middle, and the same on any number of processes."""

import pytest
import sqlalchemy as sa

from allocator.domain.errors import BadInput, Conflict
from allocator.services import run_kinds
from allocator.services.run_kinds import jobs_of, run_now
from allocator.services.runs import read_run
from allocator.services.staffing import simulations
from allocator.services.staffing.beginnings import live_opening
from allocator.services.staffing.simulations import (
    SIMULATION,
    asked_of,
    check_simulation,
    document_of,
    figures_text,
    read_simulation,
    simulate,
    without_run,
)
from tests.allocator.services.laboratory import BASELINE, FAULTY, FOURTH_CAR, sent


def asked(*scenarios, **more):
    named = [sent(toml, f"{place}.toml") for place, toml in enumerate(scenarios)]
    return {"scenarios": named, "workers": 1, **more}


def test_a_run_ends_with_its_report(bureau_of_a_year) -> None:
    """Every figure has a mean and an interval, every other scenario its paired differences; the log is not longer."""
    context = bureau_of_a_year.context
    with context.database.reading() as uow:
        before = uow.log.head()
    steps: list[run_kinds.Step] = []

    run = run_now(context, SIMULATION, asked(BASELINE, FOURTH_CAR), steps.append)

    found = read_simulation(context, run.id)
    assert (run.state, found["run"], found["replications"], found["missed"]) == ("done", run.id, 2, [])
    first, second = found["outcomes"]
    assert first["name"]["en"] == "as it is"
    assert first["differences"] == {}
    assert second["differences"].keys() == first["figures"].keys()
    assert found["opening"]["bank"] == 60
    assert run.message.en == "The simulation is done: 2 scenarios, 2 runs each."
    assert steps[-1].text.en == "4 of 4 runs simulated"
    with context.database.reading() as uow:
        assert uow.log.head() == before


def test_the_same_question_has_the_same_answer_to_the_byte(bureau_of_a_year) -> None:
    """Asked twice as a run or directly."""
    context = bureau_of_a_year.context
    texts = {
        figures_text(without_run(read_simulation(context, run_now(context, SIMULATION, asked(BASELINE)).id)))
        for _ in range(2)
    }
    opening = live_opening(context)
    direct = simulate(opening, asked_of(opening, asked(BASELINE)))

    assert texts == {figures_text(document_of(opening, direct))}


@pytest.mark.slow
def test_helping_processes_change_no_byte(bureau_of_a_year) -> None:
    """One, two and four of them."""
    opening = live_opening(bureau_of_a_year.context)
    params = asked(BASELINE, FOURTH_CAR, replications=7)
    texts = {
        figures_text(document_of(opening, simulate(opening, asked_of(opening, {**params, "workers": count}))))
        for count in (1, 2, 4)
    }

    assert len(texts) == 1


def test_faults_are_told_by_file_row_and_field_before_anything_runs(bureau_of_a_year) -> None:
    """Of every scenario at once; a request without any is refused too."""
    with pytest.raises(BadInput) as told:
        check_simulation(bureau_of_a_year.context, asked(FAULTY, BASELINE.replace("days = 14", "days = 0")))
    places = [(fault["file"], fault["row"], fault["field"]) for fault in told.value.faults]

    assert ("0.toml", 9, "people.leave[1].who") in places
    assert ("1.toml", 4, "days") in places
    with pytest.raises(BadInput) as nothing:
        check_simulation(bureau_of_a_year.context, asked())
    assert [fault["field"] for fault in nothing.value.faults] == ["scenarios"]


def test_one_faulty_scenario_is_refused_in_its_own_words(bureau_of_a_year) -> None:
    """With its name in the sentence."""
    with pytest.raises(BadInput) as told:
        check_simulation(bureau_of_a_year.context, asked(FAULTY))

    assert told.value.code == "scenario-faulty"
    assert "0.toml" in told.value.text.en


def test_a_run_cancelled_in_the_middle_keeps_what_it_found(bureau_of_a_year, monkeypatch) -> None:
    """The report so far stays with the run, which says that it was cancelled."""
    context = bureau_of_a_year.context
    monkeypatch.setattr(simulations, "PARTIAL_SECONDS", 0.0)
    jobs = jobs_of(context)
    run = jobs.submit(SIMULATION, asked(BASELINE, replications=40), context.actor, inline=True)
    monkeypatch.setattr(simulations, "told", lambda done, planned: cancelling(jobs, run.id, done, planned))

    ended = jobs.run_inline(run.id)

    found = read_simulation(context, run.id)
    assert (ended.state, found["state"]) == ("cancelled", "cancelled")
    assert 0 < found["replications"] < 40


said = simulations.told


def cancelling(jobs, run_id, done, planned):
    if done >= 10:
        jobs.cancel(run_id, "head")
    return said(done, planned)


def test_a_run_with_no_result_yet_has_no_report(bureau_of_a_year) -> None:
    """Nor has one of another kind."""
    context = bureau_of_a_year.context
    waiting = jobs_of(context).submit(SIMULATION, asked(BASELINE), context.actor, inline=True)
    with pytest.raises(Conflict):
        read_simulation(context, waiting.id)

    assert read_run(context, waiting.id).state == "queued"


def test_what_the_words_ask_stands_above_what_the_file_says(bureau_of_a_year) -> None:
    """So many runs; or as many as make an interval narrow, and what stays wider is named."""
    opening = live_opening(bureau_of_a_year.context)
    many = simulate(opening, asked_of(opening, asked(BASELINE, replications=3)))
    narrow = asked(BASELINE + "most_replications = 4\n", half_width={"hours_worked": "0.0001"})

    assert many.replications == 3
    assert simulate(opening, asked_of(opening, narrow)).missed == ("hours_worked",)


def test_a_question_is_checked_without_reading_a_case(bureau_of_a_year) -> None:
    """Office, rules and process tell whether it can be asked; a large stock makes no form slower."""
    told: list[str] = []

    def note(*call: object) -> None:
        told.append(str(call[2]))

    engine = bureau_of_a_year.context.database.engine
    sa.event.listen(engine, "before_cursor_execute", note)
    check_simulation(bureau_of_a_year.context, asked(BASELINE))
    sa.event.remove(engine, "before_cursor_execute", note)

    reading = [statement for statement in told if "case_file" in statement]
    assert ["max(coalesce(" in statement for statement in reading] == [True]


def test_days_before_the_stock_are_refused_when_asked_not_when_run(bureau_of_a_year) -> None:
    """A scenario file of an earlier year is refused at its first day, with the line; nothing is queued that must fail."""
    early = BASELINE.replace("first = 2022-10-01", "first = 2021-10-01")
    assert early != BASELINE

    with pytest.raises(BadInput) as refused:
        check_simulation(bureau_of_a_year.context, asked(early))

    assert [(fault["field"], fault["file"]) for fault in refused.value.faults] == [("first", "0.toml")]
    assert "--office" in str(refused.value.faults[0])
