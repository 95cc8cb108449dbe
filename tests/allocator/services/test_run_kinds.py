"""The kinds of runs: done here and now, told step by step, and what stopped them."""

from pathlib import Path

import pytest

from allocator.domain.cases import Filing
from allocator.domain.errors import AllocatorError
from allocator.services import run_kinds, runs
from allocator.services.context import Context
from allocator.services.intake.filings import file_case
from allocator.services.office.offices import load_office
from tests.allocator.services.stories import FILED, a_debtor

GUYANG = Path(__file__).parents[3] / "fixtures" / "guyang"


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
    steps: list[run_kinds.Step] = []
    run = run_kinds.run_now(context, "allocate", {"seconds": 2}, steps.append)

    assert (run.state, run.progress, run.actor) == ("done", 1000, "王某")
    assert all(0 <= step.progress < 1000 and step.text.zh.startswith("正在优化") for step in steps)
    plan = runs.plan_view(runs.plan_of(context, run))
    assert plan is not None
    assert {row["case_no"] for row in plan["rows"]} == {f"（2022）内0222执{number}号" for number in (1, 2, 3)}
    assert all(load["after"]["text"]["zh"] for load in plan["loads"])


def test_a_level_is_called_by_its_name_and_rank():
    """Not by the word of the program; a level nobody named keeps its word."""
    assert run_kinds._improving("assigned:2").zh.endswith("（缓急 2 级）")
    assert "assigned:" not in run_kinds._improving("assigned:2").zh
    assert run_kinds._improving("new_level").en == "improving: new_level"


def test_what_stopped_a_run_is_raised_as_it_was_written(context):
    """A kind there is none is told with what there is."""
    with pytest.raises(AllocatorError) as told:
        run_kinds.run_now(context, "reshuffle", {})

    assert told.value.code == "run-kind-unknown"
    assert "allocate" in told.value.remedy.en
