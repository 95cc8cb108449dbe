"""Runs: done here and now, told step by step, and what people see of them."""

from pathlib import Path

import pytest

from allocator.domain.cases import Filing
from allocator.domain.errors import AllocatorError, NotFound
from allocator.services import runs
from allocator.services.context import Context
from allocator.services.intake.filings import file_case
from allocator.services.office.offices import load_office
from tests.allocator.services.stories import FILED, a_debtor

GUYANG = Path(__file__).parents[3] / "fixtures" / "guyang"
UNKNOWN = "00000000-0000-0000-0000-000000000000"


@pytest.fixture
def context(database):
    """The fixture bureau with three waiting cases."""
    context = Context(database, actor="王某")
    load_office(context, GUYANG)
    for number in (1, 2, 3):
        case_no = f"（2022）内0222执{number}号"
        file_case(context, Filing(case_no, "执", "某案", "民间借贷", 3_000_000, (a_debtor(f"赵{number}"),), FILED))
    return context


def test_a_run_done_here_brings_a_plan_and_tells_its_steps(context):
    """Each step says how far, at which value and bound, in both languages."""
    steps: list[runs.Step] = []
    run = runs.run_now(context, "allocate", {"seconds": 2}, steps.append)

    assert (run.state, run.progress, run.actor) == ("done", 1000, "王某")
    assert all(0 <= step.progress < 1000 and step.text.zh.startswith("正在优化") for step in steps)
    plan = runs.plan_view(runs.plan_of(context, run))
    assert plan is not None
    assert {row["case_no"] for row in plan["rows"]} == {f"（2022）内0222执{number}号" for number in (1, 2, 3)}
    assert all(load["after"]["text"]["zh"] for load in plan["loads"])


def test_a_level_is_called_by_its_name_and_rank():
    """Not by the word of the program; a level nobody named keeps its word."""
    assert runs._improving("assigned:2").zh.endswith("2")
    assert "assigned:" not in runs._improving("assigned:2").zh
    assert runs._improving("new_level").en == "improving: new_level"


def test_what_stopped_a_run_is_raised_as_it_was_written(context):
    """A kind there is none is told with what there is."""
    with pytest.raises(AllocatorError) as told:
        runs.run_now(context, "reshuffle", {})

    assert told.value.code == "run-kind-unknown"
    assert "allocate" in told.value.remedy.en


def test_a_run_still_waiting_has_no_plan(context):
    """It is shown with what was asked and by whom."""
    waiting = runs.jobs_of(context).submit("allocate", {"seconds": 2}, "王某", inline=True)

    assert runs.plan_of(context, waiting) is None
    assert runs.plan_view(None) is None
    view = runs.run_view(runs.read_run(context, waiting.id))
    assert (view["state"], view["params"], view["actor"]) == ("queued", {"seconds": 2}, "王某")


def test_an_unknown_run_is_not_found(context):
    """And says where to look."""
    with pytest.raises(NotFound):
        runs.read_run(context, UNKNOWN)


def test_runs_are_listed_newest_first(context):
    """Going on after one, without it."""
    jobs = runs.jobs_of(context)
    first, second = (jobs.submit("allocate", {}, "王某", inline=True).id for _ in range(2))

    assert [run.id for run in runs.list_runs(context, 10)] == [second, first]
    assert [run.id for run in runs.list_runs(context, 10, after=second)] == [first]
