"""Clocks and lists of what is due as JSON documents (期限视图): one form for the API, the command line and the pages."""

from typing import Any

from allocator.services.cases.events import Recorded
from allocator.services.clocks.deadlines import DueList
from allocator.services.clocks.due_items import Due


def recorded_view(done: Recorded) -> dict[str, int]:
    """Show what became of events that were recorded."""
    return {"added": done.added, "known": done.known, "cases": done.cases}


def list_view(found: DueList) -> dict[str, Any]:
    """Show a list with the day and the rules it speaks of."""
    items = [due_view(item) for item in found.items]
    rests = {"rulebook": found.rulebook, "resting": found.resting.as_dict()}
    return {"list": found.name, "as_of": found.as_of.isoformat(), **rests, "items": items}


def due_view(item: Due) -> dict[str, Any]:
    """Show one clock: whose it is, its days, its light; amounts in fen, `days_left` in calendar days."""
    node, clock = item.node, item.clock
    ended = clock.done_on or clock.lapsed_on
    return {
        "case_id": item.case_id,
        "case_no": item.case_no,
        "node": node.id,
        "name": node.name.as_dict(),
        "item": clock.item,
        "owner": item.owner,
        "owner_name": item.owner_name.as_dict(),
        "team": item.team,
        "started": clock.started.isoformat(),
        "due": clock.due.isoformat() if clock.due else None,
        "days_left": None if ended else item.days_left,
        "light": item.light,
        "stopped": clock.stopped,
        "done_on": clock.done_on.isoformat() if clock.done_on else None,
        "lapsed_on": clock.lapsed_on.isoformat() if clock.lapsed_on else None,
        "left": clock.left,
        "step": item.step,
        "earliest": clock.earliest,
        "estimated": item.estimated,
        "basis": node.basis,
        "confirmed": node.confirmed,
        "next_step": _step(item),
    }


def _step(item: Due) -> dict[str, Any] | None:
    step = item.next_step
    if step is None:
        return None
    said = step.step.as_dict() if step.step else None
    return {"cause": step.cause.as_dict(), "step": said, "kind": step.kind, "minutes": step.minutes}
