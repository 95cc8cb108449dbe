"""Runs (运行): which there are, and what people see of them and of the plans they made."""

from collections.abc import Mapping
from typing import Any

from allocator.decisions.certificates.certificate import ALLOCATE
from allocator.domain.canonical import plain
from allocator.domain.workload import Load
from allocator.persistence.runs import Run
from allocator.services.context import Context
from allocator.services.jobs.job_errors import run_unknown
from allocator.services.plans.plans import REBALANCE, Draft, is_moves, read_draft
from allocator.services.views import load_view

MILLION = 1_000_000
PLAN_PARTS = ("seed", "seconds", "instance", "rows", "unplaced", "certificate", "seal", "objections", "alarms")
MOVE_PARTS = ("asked", "points", "end", "taken", "rows", "covered", "unmentored", "covers", "fixed")


def read_run(context: Context, run_id: str) -> Run:
    """Give a run; raises NotFound."""
    with context.database.reading() as uow:
        found = uow.runs.get(run_id)
    if found is None:
        raise run_unknown(run_id)
    return found


def is_run(context: Context, run_id: str) -> bool:
    """Say whether there is such a run."""
    with context.database.reading() as uow:
        return uow.runs.get(run_id) is not None


def list_runs(context: Context, limit: int, after: str | None = None) -> tuple[Run, ...]:
    """List runs, newest first, going on after one of the page before."""
    with context.database.reading() as uow:
        return uow.runs.list(limit, after)


def plan_of(context: Context, run: Run) -> Draft | None:
    """Give a run's plan; None while there is none, and for a run that makes no plan of cases."""
    return read_draft(context, run.id) if run.result and run.kind in (ALLOCATE, REBALANCE) else None


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
        "gap": _gap(run.value, run.bound),
        "message": run.message.as_dict(),
        "error": plain(run.error) if run.ended else None,
        "cancel_asked": run.cancel_asked,
        "created_at": plain(run.created_at),
        "started_at": plain(run.started_at),
        "finished_at": plain(run.finished_at),
    }


def _gap(value: int | None, bound: int | None) -> int | None:
    """Give how far a value lies above what is proven, in millionths of it; None while one of them is not known."""
    return None if value is None or bound is None else (value - bound) * MILLION // max(1, value)


def plan_view(draft: Draft | None) -> dict[str, Any] | None:
    """Show a plan as it waits for a person: what it rests on by digest, its rows, and which are published."""
    if draft is None:
        return None
    document: Mapping[str, Any] = draft.document
    parts = {name: document.get(name, []) for name in PLAN_PARTS}
    loads = [{**item, "before": _load(item["before"]), "after": _load(item["after"])} for item in document["loads"]]
    published = list(draft.published)
    moves = {name: document.get(name, []) for name in MOVE_PARTS} if is_moves(document) else None
    state = {"published": published, "withdrawn": draft.withdrawn, "moves": moves}
    return {"snapshot": document["snapshot_digest"], **parts, "loads": loads, **state}


def _load(stored: Mapping[str, int]) -> dict[str, Any]:
    return load_view(Load(**stored))
