"""The clocks of a case (节点时钟): what runs, since when and until when, what was done and what lapsed, from its events alone."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import NamedTuple, TypeAlias

from allocator.domain.calendar import WorkCalendar
from allocator.domain.clocks.deadlines import months_later
from allocator.domain.clocks.events import CaseEvent, standing_events
from allocator.domain.clocks.plans import ClockPlan, NodePlan
from allocator.domain.clocks.running import DAY, Span, held_until, runs_until, stopped_days
from allocator.domain.clocks.runs import NO_SPANS, Run, runs_of, spans_of
from allocator.domain.rulebook.book import Rulebook
from allocator.domain.rulebook.conditions import Facts

Mark: TypeAlias = tuple[date, int, str, int]
"""The place of a clock in a list (清单位置): its last day (date.max while it stands still), its case, node and number."""

FAR_AHEAD = date(9000, 1, 1)
"""The day as of which clocks are kept: later than any event, so that only what is over and what is open is told apart."""


@dataclass(frozen=True, slots=True)
class Matter:
    """What clocks must know of a case (案件时钟要素): its number, its days, its lane and its facts.

    `lanes_before` are the lanes it was in before (原通道), in order, each with the day on which it left it.
    """

    case_no: str
    filed_on: date
    assigned_on: date | None = None
    closed_on: date | None = None
    closed_as: str | None = None
    lane: str = ""
    facts: Facts = field(default_factory=dict)
    lanes_before: tuple[tuple[date, str], ...] = ()

    def lane_on(self, day: date) -> str:
        """Give the lane in which it was at the end of a day."""
        return next((before for left, before in self.lanes_before if left > day), self.lane)


class NodeClock(NamedTuple):
    """One running of a node (节点时钟): `due` is None while an open stop holds it, `done_on` while nobody fulfilled it.

    `warn_on` is the day from which it is yellow, `stopped` the days not counted so far, `lapsed_on` the day on which the
    case ended without it. `left` is what is still to be paid out, in fen; None where no money is due. `held_until` is the
    day on which it runs again after the last stop that held it (date.max: not yet), None where none ever did.
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

    @property
    def ended(self) -> date:
        """Give the day on which it was done or lapsed; date.max while it waits."""
        if self.done_on is None and self.lapsed_on is None:
            return date.max
        return min(self.done_on or date.max, self.lapsed_on or date.max)

    def is_open(self, day: date) -> bool:
        """Say whether it still waits for somebody on a day (未完成)."""
        return self.started <= day < self.ended

    def seen_on(self, day: date) -> "NodeClock":
        """Give a clock reckoned to FAR_AHEAD that was open on a day as it stood then: what came later is unknown."""
        if self.held_until is None and self.done_on is None and self.lapsed_on is None:
            return self
        ended = min(self.ended, FAR_AHEAD)
        ahead = min(self.held_until or date.min, ended + DAY) - (day + DAY)
        return self._replace(stopped=self.stopped - max(0, ahead.days), done_on=None, lapsed_on=None)

    def light(self, day: date) -> str:
        """Give its light on a day (红黄绿灯): red once missed, yellow from its warning on, else green.

        One that is done keeps the light it had then; a day before which something may not be done is yellow until then.
        """
        if self.due is None:
            return "green"
        if self.earliest:
            return "green" if day >= self.due else "yellow"
        ended = min(self.ended, day)
        if ended > self.due:
            return "red"
        return "yellow" if ended == day and self.warn_on is not None and day >= self.warn_on else "green"


def clocks(
    matter: Matter, events: Iterable[CaseEvent], rulebook: Rulebook, calendar: WorkCalendar, as_of: date
) -> tuple[NodeClock, ...]:
    """Give every clock of a case as it stood at the end of a day, by node and in the order in which they began.

    Pure: the same history gives the same clocks in whatever order it was recorded. What happened later does not count.
    """
    history = standing_events(events, as_of)
    view = View(as_it_stood(matter, as_of), history, rulebook, calendar, as_of)
    return tuple(clock for plan in view.begun() for clock in view.of(plan))


def as_it_stood(matter: Matter, as_of: date) -> Matter:
    """Give a case without what became of it after a day."""
    if matter.closed_on is not None and matter.closed_on > as_of:
        matter = replace(matter, closed_on=None, closed_as=None)
    if matter.assigned_on is not None and matter.assigned_on > as_of:
        matter = replace(matter, assigned_on=None)
    lane = matter.lane_on(as_of) if matter.lanes_before else matter.lane
    return matter if lane == matter.lane else replace(matter, lane=lane)


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


class View:
    """The clocks of one case as they stood on one day, node by node (案件时钟一览)."""

    def __init__(
        self,
        matter: Matter,
        history: Iterable[CaseEvent],
        rulebook: Rulebook,
        calendar: WorkCalendar,
        as_of: date,
    ) -> None:
        self.matter, self.calendar, self.as_of = matter, calendar, as_of
        self.plan: ClockPlan = rulebook.clock_plan
        self.told = _told(matter, history, rulebook)
        self._spans: dict[int, tuple[Span, ...]] = {}

    def begun(self) -> list[NodePlan]:
        """Give the nodes that something began and that are of such a case, in the rulebook's order."""
        if self.matter.filed_on > self.as_of:
            return []
        return [plan for plan in self.plan.begun(self.told) if self.plan.applies(plan, self.matter.facts)]

    def of(self, plan: NodePlan) -> list[NodeClock]:
        """Give the clocks of one node; one that is of other lanes counts once it was done all the same."""
        runs = runs_of(plan, self.told)
        foreign = plan.lanes and self.matter.lane not in plan.lanes
        if foreign and not any(run.done_on for run in runs):
            return []
        spans = spans_of(plan, self.told, self._spans)
        found = [self._clock(plan, run, number, spans) for number, run in enumerate(runs)]
        return [] if foreign and not any(clock.done_on for clock in found) else found

    def _clock(self, plan: NodePlan, run: Run, number: int, spans: tuple[Span, ...]) -> NodeClock:
        node, done, started, lapsed = plan.node, run.done_on, run.started, None
        if self._lapses(plan, run):
            lapsed, done = self.matter.closed_on, None
        ended = done or lapsed or self.as_of
        mine = tuple(span for span in spans if span[1] > started) if spans else NO_SPANS
        due = self._due(plan, run, mine)
        return NodeClock(
            *(node.id, node.owner, run.item, number, started, due, None if due is None else due - plan.warn),
            stopped_days(mine, started, min(ended, self.as_of)) if mine else 0,
            *(done, lapsed, run.left, node.earliest),
            max((again for first, again in mine if first <= ended), default=None) if mine else None,
        )

    def _lapses(self, plan: NodePlan, run: Run) -> bool:
        """Say whether the closing ended a running: one that was open and began before it, if only on the same day.

        Of that day is before the closing whatever may not happen after one.
        """
        closed = self.matter.closed_on
        if closed is None or self.matter.closed_as in plan.node.survives or closed >= (run.done_on or date.max):
            return False
        return run.started < closed or (run.started == closed and run.begun_by in plan.before_closing)

    def _due(self, plan: NodePlan, run: Run, spans: tuple[Span, ...]) -> date | None:
        node = plan.node
        limit = self.plan.limit(plan, run.item, self.matter.facts)
        if node.earliest:
            return held_until(limit.limit, limit.unit, run.started, spans)
        if node.until_sets and run.until is not None:
            return self.calendar.roll(run.until) if node.roll else run.until
        if not node.roll:
            return held_until(limit.limit, limit.unit, run.started, NO_SPANS)
        longer = limit.limit + (node.extension.by * self._extended(plan, run) if node.extension else 0)
        due = runs_until(longer, limit.unit, run.started, spans, self.calendar)
        if node.within_months is None or due is None:
            return due
        return min(due, self.calendar.roll(months_later(run.first, node.within_months)))

    def _extended(self, plan: NodePlan, run: Run) -> int:
        """Count how often a running was prolonged while it ran, as far as the rules let it."""
        asked = [event for kind in plan.extends for event in self.told.get(kind, ()) if event.item == plan.node.id]
        last = run.done_on or date.max
        most = plan.node.extension.times if plan.node.extension else 0
        return min(most, sum(run.started <= event.on <= last for event in asked))


def _told(matter: Matter, history: Iterable[CaseEvent], rulebook: Rulebook) -> dict[str, list[CaseEvent]]:
    """Lay out what happened by its kind, with what the case itself tells, each in order."""
    told = {name: [CaseEvent("", matter.case_no, name, day)] for name, day in milestones(matter, rulebook).items()}
    for event in history:
        told.setdefault(event.kind, []).append(event)
    return told
