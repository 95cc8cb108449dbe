"""Clocks as they are kept (留存时钟): each with the days on which it is told so, so that a list of any day reads them alone.

What happens later changes what an earlier day says of a clock only by a stop, an extension or a part of a payment. Between the
days of these a clock is told in one way; the last of them tells how things stand.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple, TypeAlias

from allocator.domain.calendar import WorkCalendar
from allocator.domain.clocks.clock import FAR_AHEAD, Matter, NodeClock, View, as_it_stood
from allocator.domain.clocks.events import CaseEvent, standing_events
from allocator.domain.clocks.plans import NodePlan
from allocator.domain.clocks.running import DAY
from allocator.domain.clocks.runs import Told
from allocator.domain.rulebook.book import Rulebook


class KeptClock(NamedTuple):
    """A clock as it is kept (留存时钟): reckoned to FAR_AHEAD, open and told so on the days from `since` to before `until`.

    `final` is the one that tells how things stand, whether it is still open or not.
    """

    clock: NodeClock
    since: date
    until: date
    final: bool


_Stretch: TypeAlias = tuple[date, date, Sequence[NodeClock], date]
"""From a day to before another, the clocks as told then, and before which day nobody waited for them."""


def kept_clocks(
    matter: Matter,
    events: Iterable[CaseEvent],
    rulebook: Rulebook,
    calendar: WorkCalendar,
    only: Collection[str] | None = None,
) -> tuple[KeptClock, ...]:
    """Give every clock of a case as it is told on the days gone by and today: on each day what `clocks` gives for it, if open.

    Of `only` some nodes, where they are named: then events of their kinds are enough.
    """
    history = standing_events(events)
    whole = View(matter, history, rulebook, calendar, FAR_AHEAD)
    earlier = _Earlier(matter, history, rulebook, calendar)
    plans = (plan for plan in whole.begun() if only is None or plan.node.id in only)
    return tuple(kept for plan in plans for kept in _kept(plan, whole, earlier))


class _Earlier:
    """The case as it was known before some days, looked at once each."""

    def __init__(
        self, matter: Matter, history: Sequence[CaseEvent], rulebook: Rulebook, calendar: WorkCalendar
    ) -> None:
        self._of = (matter, history, rulebook, calendar)
        self._seen: dict[date, View] = {}

    def before(self, day: date) -> View:
        """Give the case without what happened on a day or later, reckoned to FAR_AHEAD."""
        if day not in self._seen:
            matter, history, rulebook, calendar = self._of
            known = [event for event in history if event.on < day]
            self._seen[day] = View(as_it_stood(matter, day - DAY), known, rulebook, calendar, FAR_AHEAD)
        return self._seen[day]


def _kept(plan: NodePlan, whole: View, earlier: _Earlier) -> Iterator[KeptClock]:
    last, moved = whole.of(plan), _moves(plan, whole.matter)
    turns = _turns(plan, whole.told, last[0].started) if last and not moved else []
    if moved:
        turns = sorted({*moved, *_turns(plan, whole.told, whole.matter.filed_on)})
    if not turns:
        first = _waited(plan, whole.matter, last)
        return iter([KeptClock(clock, max(clock.started, first), clock.ended, True) for clock in last])
    views = [(day, earlier.before(day)) for day in turns] + [(date.max, whole)]
    ends = [(day, view.of(plan), view.matter) for day, view in views]
    stretches = [
        (since, day, clocks, _waited(plan, matter, clocks))
        for since, (day, clocks, matter) in zip((date.min, *turns), ends, strict=True)
    ]
    most = max(len(clocks) for _, _, clocks, _ in stretches)
    return (kept for number in range(most) for kept in _told_of(number, stretches))


def _moves(plan: NodePlan, matter: Matter) -> list[date]:
    """Give the days on which a case came into the lanes of a node, or left them."""
    if not plan.lanes or not matter.lanes_before:
        return []
    lanes = [*(before for _, before in matter.lanes_before), matter.lane]
    changes = zip(matter.lanes_before, lanes[1:], strict=True)
    return [day for (day, before), after in changes if (before in plan.lanes) != (after in plan.lanes)]


def _waited(plan: NodePlan, matter: Matter, clocks: Sequence[NodeClock]) -> date:
    """Give the day before which nobody waited for a node: one of other lanes counts once it was done."""
    return _first_done(clocks) if plan.lanes and matter.lane not in plan.lanes else date.min


def _turns(plan: NodePlan, told: Told, begun: date) -> list[date]:
    """Give the days after a beginning on which what was told of the node changes, besides its beginnings and ends."""
    days = {event.on for kind in plan.holding if kind in told for event in told[kind]}
    if plan.extends:
        days |= {event.on for kind in plan.extends for event in told.get(kind, ()) if event.item == plan.node.id}
    days |= {event.on for kind in plan.ends if kind in told for event in told[kind] if event.amount is not None}
    return sorted(day for day in days if day > begun) if days else []


def _told_of(number: int, stretches: Sequence[_Stretch]) -> Iterator[KeptClock]:
    """Follow one clock back through the stretches; what was told alike in two of them is kept once."""
    found: KeptClock | None = None
    for since, until, clocks, waited in reversed(stretches):
        if number >= len(clocks):
            yield from _worth(found)
            found = None
            continue
        clock = clocks[number]
        begun = max(since, clock.started, waited)
        if found is not None and found.since <= until and _is_same(clock, found.clock, until - DAY):
            found = found._replace(since=begun)
            continue
        yield from _worth(found)
        found = KeptClock(clock, begun, min(until, clock.ended), until == date.max)
    yield from _worth(found)


def _worth(found: KeptClock | None) -> Iterator[KeptClock]:
    """Leave out what was open on no day, unless it tells how things stand."""
    if found is not None and (found.final or found.since < found.until):
        yield found


def _first_done(clocks: Sequence[NodeClock]) -> date:
    """Give the day on which a node of other lanes was done first: before it nobody waited for it."""
    return min((clock.done_on for clock in clocks if clock.done_on is not None), default=date.max)


def _is_same(earlier: NodeClock, later: NodeClock, day: date) -> bool:
    """Say whether two clocks are told alike on a day and on those before it."""
    if earlier == later:
        return True
    if earlier.due != later.due or earlier.left != later.left or earlier.held_until != later.held_until:
        return False
    return earlier.seen_on(day) == later.seen_on(day)
