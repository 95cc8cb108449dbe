"""The laboratory: ready questions, what was asked before, and why something waits."""

import tomllib
from dataclasses import replace

import pytest

from allocator.domain.errors import BadInput, NotFound
from allocator.domain.hidden import Hidden
from allocator.persistence import locks
from allocator.services.run_kinds import jobs_of, run_now
from allocator.services.staffing import laboratory
from allocator.services.staffing.beginnings import live_opening
from allocator.services.staffing.laboratory import (
    experiments,
    one_leaves,
    read_experiment,
    ready_questions,
    runs_in_a_minute,
    titles_of,
)
from allocator.services.staffing.simulations import SIMULATION, check_simulation
from tests.allocator.services.laboratory import BASELINE, FOURTH_CAR, sent

PLAYED = {"scenarios": [sent(BASELINE), sent(FOURTH_CAR)], "workers": 1}


def test_every_post_that_leads_cases_makes_a_question(bureau_of_a_year) -> None:
    """In the office's own order; drivers and bailiffs lead none."""
    found = {one.id: one.count for one in ready_questions(bureau_of_a_year.context)}

    assert found["regular_1.officer"] == 2
    assert next(iter(found)).startswith("services.")
    assert not [name for name in found if name.startswith("support.")]


def test_one_less_is_the_last_of_the_list_and_goes_tomorrow(bureau_of_a_year) -> None:
    """Against the office as it is, over the same days; the checker takes it as any other question."""
    context = bureau_of_a_year.context
    params = one_leaves(context, "regular_1.officer")
    baseline, less = (tomllib.loads(one["toml"]) for one in params["scenarios"])

    assert less["people"]["leave"] == [{"who": "G13", "last": less["first"]}]
    assert {baseline["first"], less["first"]} == {less["first"]}
    assert (less["name"]["en"], less["days"]) == ("one officer of regular team 1 less", 90)
    check_simulation(context, params)


def test_a_post_nobody_has_is_refused(bureau_of_a_year) -> None:
    """By the field of the form."""
    with pytest.raises(BadInput) as told:
        one_leaves(bureau_of_a_year.context, "regular_1.king")

    assert [fault["field"] for fault in told.value.faults] == ["post"]


def test_the_more_cases_the_fewer_runs(bureau_of_a_year) -> None:
    """Never fewer than tell an error, never more than are needed; the same office, the same number."""
    opening = live_opening(bureau_of_a_year.context)
    by_days = [runs_in_a_minute(opening, days) for days in (1, 90, 365 * 50, 365 * 5000)]

    assert by_days == sorted(by_days, reverse=True)
    assert (by_days[0], by_days[-1]) == (laboratory.MOST_RUNS, laboratory.FEWEST_RUNS)


def test_what_was_asked_is_listed_and_read_again(bureau_of_a_year) -> None:
    """Other kinds of runs are not among it, and cannot be opened here."""
    context = bureau_of_a_year.context
    run = run_now(context, SIMULATION, PLAYED)
    other = jobs_of(context).submit("allocate", {"seconds": 1}, context.actor, inline=True)

    assert [one.id for one in experiments(context, 9)] == [run.id]
    assert [title.en for title in titles_of(run)] == ["as it is", "a fourth car"]
    report = read_experiment(context, run.id).report
    assert report is not None
    assert [one.name.en for one in report.outcomes] == ["as it is", "a fourth car"]
    with pytest.raises(NotFound):
        read_experiment(context, other.id)


def test_a_run_that_waits_says_behind_how_many_and_whether_anybody_is_there(bureau_of_a_year) -> None:
    """A worker's lock tells that it lives; an ended run waits for nothing."""
    context = bureau_of_a_year.context
    jobs = jobs_of(context)
    first, second = (jobs.submit(SIMULATION, {**PLAYED, "seed": n}, context.actor) for n in (1, 2))
    alone = read_experiment(context, second.id).waiting
    with locks.holding(locks.take_first(context.database, "worker")):
        attended = read_experiment(context, first.id).waiting
    jobs.cancel(first.id)
    jobs.close()

    assert (alone, attended) == (laboratory.Waiting(1, attended=False), laboratory.Waiting(0, attended=True))
    assert read_experiment(context, first.id).waiting is None


@pytest.mark.parametrize("text,title", [("name = 'a car'", "a car"), ("days = 3", "x.toml"), ("name = {", "x.toml")])
def test_a_scenario_goes_by_its_name_else_by_its_file(bureau_of_a_year, text, title) -> None:
    """A run of long ago is listed whatever its text is."""
    run = jobs_of(bureau_of_a_year.context).submit(SIMULATION, {"scenarios": [sent(text, "x.toml")]}, "x", inline=True)

    assert [one.en for one in titles_of(run)] == [title]


def test_a_question_is_of_the_whole_office_whoever_asks(bureau_of_a_year) -> None:
    """As many runs for somebody from whom cases are hidden as for everybody else: the same office, the same answer."""
    context = bureau_of_a_year.context
    with context.database.reading() as uow:
        everything = frozenset(case.id for case in uow.cases.all())
    blind = replace(context, database=context.database.hiding(Hidden(everything)))

    assert one_leaves(blind, "regular_1.officer") == one_leaves(context, "regular_1.officer")
    assert len(live_opening(blind).bank) == len(live_opening(context).bank) == 60
