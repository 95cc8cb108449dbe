"""The clocks of a case (节点时钟): what runs, since when and until when, what was done and what lapsed, from its events alone."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import TypeAlias

from allocator.domain.calendar import WorkCalendar
from allocator.domain.case_events import CaseEvent, standing_events
from allocator.domain.conditions import Facts, evaluate
from allocator.domain.deadlines import first_on, months_later
from allocator.domain.nodes import ClockStop, Node, Variant
from allocator.domain.rulebook import Rulebook
from allocator.domain.running import Span, held_until, runs_until, stopped_days, union

Mark: TypeAlias = tuple[date, int, str, int]
"""The place of a clock in a list (清单位置): its last day (date.max while it stands still), its case, node and number."""

EARLY = ("filing", "assignment", "handler_receives_file")
"""Beginnings before which a node may be fulfilled already: the notice is sent before anybody has the file."""


@dataclass(frozen=True, slots=True)
class Matter:
    """What clocks must know of a case (案件时钟要素): its number, its days, its lane and its facts."""

    case_no: str
    filed_on: date
    assigned_on: date | None = None
    closed_on: date | None = None
    closed_as: str | None = None
    lane: str = ""
    facts: Facts = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class NodeClock:
    """One running of a node (节点时钟): `due` is None while an open stop holds it, `done_on` while nobody fulfilled it.

    `warn_on` is the day from which it is yellow, `stopped` the days not counted so far, `lapsed_on` the day on which the
    case ended without it. `left` is what is still to be paid out, in fen; None where no money is due. `held_until` is the
    day on which it runs again after the last stop that holds it (date.max: not yet), None where none ever did.
    """

    node: str
    owner: str
    item: str
    number: int
    started: date
    due: date | None
    warn_on: date | None
    stopped: int
    done_on: date | None = None
    lapsed_on: date | None = None
    left: int | None = None
    earliest: bool = False
    held_until: date | None = None

    def is_open(self, day: date) -> bool:
        """Say whether it still waits for somebody on a day (未完成)."""
        ended = min(self.done_on or date.max, self.lapsed_on or date.max)
        return self.started <= day and ended > day

    def light(self, day: date) -> str:
        """Give its light on a day (红黄绿灯): red once missed, yellow from its warning on, else green.

        One that is done keeps the light it had then; a day before which something may not be done is yellow until then.
        """
        if self.due is None:
            return "green"
        if self.earliest:
            return "green" if day >= self.due else "yellow"
        ended = min(self.done_on or date.max, self.lapsed_on or date.max, day)
        if ended > self.due:
            return "red"
        return "yellow" if ended == day and self.warn_on is not None and day >= self.warn_on else "green"


@dataclass(slots=True)
class _Run:
    started: date
    main: bool
    item: str
    until: date | None
    left: int | None
    first: date
    done_on: date | None = None


def clocks(
    matter: Matter, events: Iterable[CaseEvent], rulebook: Rulebook, calendar: WorkCalendar, as_of: date
) -> tuple[NodeClock, ...]:
    """Give every clock of a case as it stood at the end of a day, by node and in the order in which they began.

    Pure: the same history gives the same clocks in whatever order it was recorded. What happened later does not count.
    """
    history = standing_events(events, as_of)
    return tuple(_Clocks(as_it_stood(matter, as_of), history, rulebook, calendar, as_of).all())


def as_it_stood(matter: Matter, as_of: date) -> Matter:
    """Give a case without what became of it after a day."""
    if matter.closed_on is not None and matter.closed_on > as_of:
        matter = replace(matter, closed_on=None, closed_as=None)
    if matter.assigned_on is not None and matter.assigned_on > as_of:
        matter = replace(matter, assigned_on=None)
    return matter


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


def milestones(matter: Matter, rulebook: Rulebook) -> dict[str, date]:
    """Give the days the case itself tells, by what a node calls them; those that are not there yet are left out."""
    way = rulebook.closings.get(matter.closed_as or "")
    days: Mapping[str, date | None] = {
        "filing": matter.filed_on,
        "assignment": matter.assigned_on,
        "handler_receives_file": matter.assigned_on,
        "closing": matter.closed_on,
        (way.happens if way else ""): matter.closed_on,
    }
    return {name: day for name, day in days.items() if name and day is not None}


@dataclass(slots=True)
class _Clocks:
    """The clocks of one case on one day, node by node."""

    matter: Matter
    history: tuple[CaseEvent, ...]
    rulebook: Rulebook
    calendar: WorkCalendar
    as_of: date
    spans: dict[tuple[ClockStop, ...], tuple[Span, ...]] = field(default_factory=dict)

    def all(self) -> Iterator[NodeClock]:
        """Walk the nodes in the rulebook's order, as far as something began them."""
        days = milestones(self.matter, self.rulebook)
        if self.matter.filed_on > self.as_of:
            return
        told: dict[str, list[CaseEvent]] = {
            name: [CaseEvent("", self.matter.case_no, name, day)] for name, day in days.items()
        }
        for event in self.history:
            told.setdefault(event.kind, []).append(event)
        for node in self.rulebook.nodes:
            if any(kind in told for kind in node.starts) and evaluate(node.when, self.matter.facts) is True:
                runs = list(_runs(node, _marks(node, told)))
                if not node.lanes or self.matter.lane in node.lanes or any(run.done_on for run in runs):
                    yield from (self._clock(node, run, number) for number, run in enumerate(runs))

    def _clock(self, node: Node, run: _Run, number: int) -> NodeClock:
        spans = self._spans(node.id)
        closed = self.matter.closed_on
        late = closed is not None and run.started < closed < (run.done_on or date.max)
        lapsed = closed if late and self.matter.closed_as not in node.survives else None
        done = None if lapsed else run.done_on
        due = self._due(node, run, spans)
        return NodeClock(
            node.id,
            node.owner,
            run.item,
            number,
            run.started,
            due,
            None if due is None else due - timedelta(days=node.warn),
            stopped_days(spans, run.started, min(done or lapsed or self.as_of, self.as_of)),
            done,
            lapsed,
            run.left,
            node.earliest,
            max((again for _, again in spans if again > run.started), default=None),
        )

    def _due(self, node: Node, run: _Run, spans: tuple[Span, ...]) -> date | None:
        limit = limit_of(node, run.item, self.matter.facts)
        if node.earliest:
            return held_until(limit.limit, limit.unit, run.started, spans)
        if node.until_sets and run.until is not None:
            return self.calendar.roll(run.until) if node.roll else run.until
        if not node.roll:
            return first_on(replace(node, limit=limit.limit, unit=limit.unit), run.started)
        longer = limit.limit + (node.extension.by if node.extension else 0) * self._extended(node, run)
        due = runs_until(longer, limit.unit, run.started, spans, self.calendar)
        if node.within_months is None or due is None:
            return due
        return min(due, self.calendar.roll(months_later(run.first, node.within_months)))

    def _extended(self, node: Node, run: _Run) -> int:
        if node.extension is None:
            return 0
        extends = {kind.id for kind in self.rulebook.happenings.kinds.values() if kind.extends}
        asked = [event for event in self.history if event.kind in extends and event.item == node.id]
        last = run.done_on or date.max
        return min(node.extension.times, sum(run.started <= event.on <= last for event in asked))

    def _spans(self, node: str) -> tuple[Span, ...]:
        stops = self.rulebook.stops_of.get(node, ())
        if stops not in self.spans:
            self.spans[stops] = union(span for stop in stops for span in stop_spans(stop, self.history))
        return self.spans[stops]


def _marks(node: Node, told: Mapping[str, Iterable[CaseEvent]]) -> list[tuple[bool, bool, CaseEvent]]:
    """Give what begins and ends a node: on one day first what only begins it, last what only ends it."""
    kinds = dict.fromkeys((*node.starts, *node.ends))
    marks = [(kind in node.starts, kind in node.ends, event) for kind in kinds for event in told.get(kind, ())]
    return sorted(marks, key=lambda mark: (mark[2].on, mark[1] + (not mark[0]), mark[2].key))


def limit_of(node: Node, item: str, facts: Facts) -> Variant:
    """Give the limit of a node for a thing and a case: that of the first variant it falls under, else the node's own."""
    asset = item.partition(":")[0]
    fits = (row for row in node.variants if asset in row.assets or evaluate(row.when, facts) is True)
    return next(fits, Variant(node.limit, node.unit, node.basis))


def _runs(node: Node, marks: Iterable[tuple[bool, bool, CaseEvent]]) -> Iterator[_Run]:
    runs: list[_Run] = []
    unused: list[CaseEvent] = []
    for begins, ends, event in marks:
        if ends and not _fulfil(runs, event) and not begins:
            unused.append(event)
        if begins and _still(node, event, runs):
            main = event.kind == node.start
            first = event.on if main else next(run.first for run in reversed(runs))
            run = _Run(event.on, main, event.item, event.until, event.amount, first)
            if event.kind in EARLY and unused:
                run.done_on = unused.pop(0).on
            runs.append(run)
    return iter(runs)


def _still(node: Node, event: CaseEvent, runs: list[_Run]) -> bool:
    """Say whether an event begins a node: one that begins it anew does so only after it began, and not for ever."""
    if event.kind == node.start:
        return True
    if not runs:
        return False
    return node.within_months is None or event.on < months_later(runs[-1].first, node.within_months)


def _fulfil(runs: Iterable[_Run], event: CaseEvent) -> bool:
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
