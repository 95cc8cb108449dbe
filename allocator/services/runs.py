"""Runs as people look at them (运行一览): the newest first, one with its plan."""

from collections.abc import Mapping
from typing import Any

from allocator.domain.canonical import plain
from allocator.domain.errors import NotFound
from allocator.domain.words import Text
from allocator.persistence.runs import Run
from allocator.services.context import Context
from allocator.services.plans import Draft, read_draft

PLAN_PARTS = ("seed", "seconds", "instance", "rows", "unplaced", "loads", "certificate", "objections")


def read_run(context: Context, run_id: str) -> Run:
    """Give a run; raises NotFound."""
    with context.database.reading() as uow:
        found = uow.runs.get(run_id)
    if found is None:
        raise NotFound(
            Text(f"没有任务“{run_id}”。", f'There is no run "{run_id}".'),
            Text("请核对编号，或查看任务列表。", "Check the id, or look at the list of runs."),
            code="run-unknown",
            facts={"run": run_id},
        )
    return found


def list_runs(context: Context, limit: int, after: str | None = None) -> tuple[Run, ...]:
    """List runs, newest first, going on after one of the page before."""
    with context.database.reading() as uow:
        return uow.runs.list(limit, after)


def plan_of(context: Context, run: Run) -> Draft | None:
    """Give a run's plan; None while there is none."""
    return read_draft(context, run.id) if run.result else None


def run_view(run: Run) -> dict[str, Any]:
    """Show a run and how far it is (progress per mille)."""
    return {
        "id": run.id,
        "kind": run.kind,
        "params": dict(run.params),
        "actor": run.actor,
        "state": run.state,
        "progress": run.progress,
        "value": run.value,
        "bound": run.bound,
        "message": run.message.as_dict(),
        "error": plain(run.error),
        "cancel_asked": run.cancel_asked,
        "created_at": plain(run.created_at),
        "started_at": plain(run.started_at),
        "finished_at": plain(run.finished_at),
    }


def plan_view(draft: Draft | None) -> dict[str, Any] | None:
    """Show a plan as it waits for a person: what it rests on by digest, its rows, and which are published."""
    if draft is None:
        return None
    document: Mapping[str, Any] = draft.document
    parts = {name: document[name] for name in PLAN_PARTS}
    return {"snapshot": document["snapshot_digest"], **parts, "published": list(draft.published)}
