"""Why a case waits (长期未结原因): the stop that holds it or the node that is late, and the cheapest thing that would help."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from allocator.domain.clocks.clock import NodeClock
from allocator.domain.clocks.events import CaseEvent, standing_events
from allocator.domain.clocks.nodes import ClockStop, Happening
from allocator.domain.words import Text
from allocator.persistence.unit_of_work import UnitOfWork
from allocator.services.clocks.clock_work import Desk

NOTHING = Text("没有登记任何未完成节点", "no open node is recorded")


@dataclass(frozen=True, slots=True)
class NextStep:
    """Why a case waits, and the cheapest thing recorded rules know of: its name, and its minutes where they say."""

    cause: Text
    step: Text | None
    kind: str | None
    minutes: int | None


def next_steps(uow: UnitOfWork, by: Desk, day: date, running: Mapping[int, Sequence[NodeClock]]) -> dict[int, NextStep]:
    """Give for each case, with its clocks open on a day, why it waits then and what is cheapest to do next; one query."""
    kinds = [kind for stop in by.rulebook.happenings.stops for kind in (stop.begins, stop.ends)]
    events = uow.events.of(running, kinds)
    return {case: _next(by, clocks, standing_events(events.get(case, ()), day)) for case, clocks in running.items()}


def _next(by: Desk, clocks: Sequence[NodeClock], events: Sequence[CaseEvent]) -> NextStep:
    rules = by.rulebook.happenings
    nodes = {node.id: node for node in by.rulebook.nodes}
    held = [stop for stop in rules.stops if _is_open(stop, events)]
    open_ones = [clock for clock in clocks if not clock.earliest and clock.node != rules.closing_node]
    late = sorted(open_ones, key=lambda clock: (clock.due or date.max, clock.node))
    names = [stop.name for stop in held] or [nodes[clock.node].name for clock in late]
    ways = [*_ways(by, [stop.ends for stop in held]), *_ways(by, [end for one in late for end in nodes[one.node].ends])]
    cheapest = min(ways, key=lambda kind: (kind.minutes is None, kind.minutes or 0, kind.id), default=None)
    return NextStep(
        names[0] if names else NOTHING,
        cheapest.name if cheapest else None,
        cheapest.id if cheapest else None,
        cheapest.minutes if cheapest else None,
    )


def _ways(by: Desk, kinds: Sequence[str]) -> Iterator[Happening]:
    known = by.rulebook.happenings.kinds
    return (known[kind] for kind in kinds if kind in known)


def _is_open(stop: ClockStop, events: Sequence[CaseEvent]) -> bool:
    begun = [event for event in events if event.kind == stop.begins]
    return any(
        not any(one.kind == stop.ends and one.item == event.item and one.on >= event.on for one in events)
        for event in begun
    )
