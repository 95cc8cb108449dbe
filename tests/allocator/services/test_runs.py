"""Runs: which there are, and what people see of them."""

from pathlib import Path

import pytest

from allocator.domain.errors import NotFound
from allocator.services import run_kinds, runs
from allocator.services.context import Context
from allocator.services.office.offices import load_office

GUYANG = Path(__file__).parents[3] / "fixtures" / "guyang"
UNKNOWN = "00000000-0000-0000-0000-000000000000"


@pytest.fixture
def context(database):
    """The fixture bureau."""
    context = Context(database, actor="王某")
    load_office(context, GUYANG)
    return context


def test_a_run_still_waiting_has_no_plan(context):
    """It is shown with what was asked and by whom."""
    waiting = run_kinds.jobs_of(context).submit("allocate", {"seconds": 2}, "王某", inline=True)

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
    jobs = run_kinds.jobs_of(context)
    first, second = (jobs.submit("allocate", {}, "王某", inline=True).id for _ in range(2))

    assert [run.id for run in runs.list_runs(context, 10)] == [second, first]
    assert [run.id for run in runs.list_runs(context, 10, after=second)] == [first]
