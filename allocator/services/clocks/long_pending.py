"""Why a case waits (长期未结原因): the stop that holds it or the node that is late, and the cheapest thing that would help."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from allocator.domain.clocks.events import CaseEvent, standing_events
from allocator.domain.clocks.nodes import ClockStop, Happening
from allocator.domain.clocks.running import Span
from allocator.domain.clocks.runs import stop_spans
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


def next_steps(uow: UnitOfWork, by: Desk, day: date, cases: Sequence[int]) -> dict[int, NextStep]:
    """Give for each case why it waits on a day and what is cheapest to do next; two queries.

    Many cases wait for the same: what is said of these is worked out once.
    """
    kinds = [kind for stop in by.rulebook.happenings.stops for kind in (stop.begins, stop.ends)]
    waiting, events = uow.clocks.waiting(cases, day), uow.events.of(cases, kinds)
    said: dict[tuple[tuple[str, ...], tuple[str, ...]], NextStep] = {}
    found = {}
    for case in cases:
        held = _held(by, standing_events(events.get(case, ()), day), day) if case in events else ()
        why = (held, tuple(waiting.get(case, ())))
        if why not in said:
            said[why] = _next(by, *why)
        found[case] = said[why]
    return found


def _held(by: Desk, events: Sequence[CaseEvent], day: date) -> tuple[str, ...]:
    """Name the stops that hold a case on a day, in the order of the rulebook; one whose named day is over holds no more."""
    begun = {event.kind for event in events}
    stops = [stop for stop in by.rulebook.happenings.stops if stop.begins in begun]
    return tuple(stop.id for stop in stops if any(first <= day < again for first, again in _spans(stop, events)))


def _spans(stop: ClockStop, events: Sequence[CaseEvent]) -> tuple[Span, ...]:
    return stop_spans(stop, [event for event in events if event.kind in (stop.begins, stop.ends)])


def _next(by: Desk, held: Sequence[str], waiting: Sequence[str]) -> NextStep:
    """Say why a case waits that some stops hold and in which some nodes are open, the first due leading."""
    rules = by.rulebook.happenings
    stops = [stop for stop in rules.stops if stop.id in held]
    known = {node.id: node for node in by.rulebook.nodes if node.id != rules.closing_node}
    nodes = [known[node] for node in waiting if node in known]
    names = [*(stop.name for stop in stops), *(node.name for node in nodes)]
    ways = [*_ways(by, [stop.ends for stop in stops]), *_ways(by, [end for node in nodes for end in node.ends])]
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
