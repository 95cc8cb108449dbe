"""What runs of a node (节点计时): each running from what began it to what fulfilled it, and the spans in which it stood still."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from operator import itemgetter
from typing import TypeAlias

from allocator.domain.clocks.deadlines import months_later
from allocator.domain.clocks.events import CaseEvent
from allocator.domain.clocks.nodes import EARLY, ClockStop, Node
from allocator.domain.clocks.plans import NodePlan
from allocator.domain.clocks.running import Span, union

Told: TypeAlias = Mapping[str, Sequence[CaseEvent]]
"""What happened in a case by its kind, each kind's in order (事件分类)."""

NO_SPANS: tuple[Span, ...] = ()
_ORDER = itemgetter(0, 1, 2)


@dataclass(slots=True)
class Run:
    """One running of a node (一次计时), begun by an event of a kind: `first` is the day of its row's first, `left` what is still to be paid."""

    begun_by: str
    started: date
    item: str
    until: date | None
    left: int | None
    first: date
    done_on: date | None = None


def runs_of(plan: NodePlan, told: Told) -> list[Run]:
    """Give the runnings of a node in the order in which they began."""
    present = [kind for kind in plan.kinds if kind in told]
    if present == [plan.node.start] and plan.node.start not in plan.ends:
        return [Run(one.kind, one.on, one.item, one.until, one.amount, one.on) for one in told[plan.node.start]]
    runs: list[Run] = []
    unused: list[CaseEvent] = []
    for _, _, _, begins, ends, event in _marks(plan, present, told):
        if ends and not _fulfil(runs, event) and not begins:
            unused.append(event)
        if begins and _still(plan.node, event, runs):
            first = event.on if event.kind == plan.node.start else runs[-1].first
            run = Run(event.kind, event.on, event.item, event.until, event.amount, first)
            if unused and event.kind in EARLY:
                run.done_on = unused.pop(0).on
            runs.append(run)
    return runs


def stop_spans(stop: ClockStop, events: Iterable[CaseEvent]) -> tuple[Span, ...]:
    """Give the spans of one stop: from its beginning to its end, else to the day it named, else open."""
    begun: list[CaseEvent] = []
    spans: list[Span] = []
    for event in sorted(events, key=lambda event: (event.on, event.kind != stop.begins, event.key)):
        if event.kind == stop.begins:
            begun.append(event)
        elif event.kind == stop.ends:
            opened = next((one for one in reversed(begun) if one.item == event.item), None)
            if opened is not None:
                begun.remove(opened)
                spans.append((opened.on, event.on))
    return (*spans, *((event.on, event.until or date.max) for event in begun))


def spans_of(plan: NodePlan, told: Told, known: dict[int, tuple[Span, ...]]) -> tuple[Span, ...]:
    """Give the spans in which a node stands still, joined; nodes that the same stops hold share them."""
    found = known.get(plan.group)
    if found is None:
        here = ((stop, (*told[stop.begins], *told.get(stop.ends, ()))) for stop in plan.stops if stop.begins in told)
        found = union(span for stop, events in here for span in stop_spans(stop, events))
        known[plan.group] = found
    return found


def _marks(plan: NodePlan, present: Iterable[str], told: Told) -> list[tuple[date, int, str, bool, bool, CaseEvent]]:
    """Give what begins and ends a node: on one day first what only begins it, last what only ends it."""
    found = []
    for kind in present:
        begins, ends = kind in plan.begins, kind in plan.ends
        order = ends + (not begins)
        found += [(event.on, order, event.key, begins, ends, event) for event in told[kind]]
    if len(found) > 1:
        found.sort(key=_ORDER)
    return found


def _still(node: Node, event: CaseEvent, runs: Sequence[Run]) -> bool:
    """Say whether an event begins a node: one that begins it anew does so only after it began, and not for ever."""
    if event.kind == node.start:
        return True
    if not runs:
        return False
    return node.within_months is None or event.on < months_later(runs[-1].first, node.within_months)


def _fulfil(runs: Iterable[Run], event: CaseEvent) -> bool:
    """Let an event fulfil the oldest running it fits; an amount fulfils as many as it pays. Say whether there was one."""
    amount, used = event.amount, False
    for run in runs:
        if run.done_on is not None or not (run.item == event.item or not run.item or not event.item):
            continue
        used = True
        if run.left is None or amount is None:
            run.done_on = event.on
            break
        paid = min(run.left, amount)
        run.left, amount = run.left - paid, amount - paid
        run.done_on = None if run.left else event.on
        if not amount:
            break
    return used
