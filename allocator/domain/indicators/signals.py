"""Signals that numbers may have been helped (异常提示): shown to the head with their cases, never scored, of nobody in particular."""

from calendar import monthrange
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from allocator.domain.clocks.deadlines import first_on
from allocator.domain.clocks.nodes import Node
from allocator.domain.indicators.definitions import Stretch
from allocator.domain.indicators.facts import CaseRecord
from allocator.domain.rulebook.signal_rules import SignalRules
from allocator.domain.words import Text


@dataclass(frozen=True, slots=True)
class Signal:
    """One signal (异常提示): what was looked for, the cases in which it was found, of how many, and whether to look closer."""

    id: str
    name: Text
    text: Text
    cases: tuple[CaseRecord, ...]
    of: int
    flagged: bool


@dataclass(frozen=True)
class Looked:
    """What signals may see (提示依据): the cases, the days, the rules, first days of ways of closing, closings undone since.

    `put_down` are the days on which closings were put down, `last_step` those on which something last happened before,
    `entered` those on which cases were put down in the office.
    """

    cases: Sequence[CaseRecord]
    days: Stretch
    rules: SignalRules
    earliest: Mapping[str, Node]
    undone: Mapping[int, date]
    put_down: Mapping[int, date] = field(default_factory=dict)
    last_step: Mapping[int, date] = field(default_factory=dict)
    entered: Mapping[int, date] = field(default_factory=dict)

    @property
    def closed(self) -> tuple[CaseRecord, ...]:
        """The cases closed within the days."""
        return tuple(
            case for case in self.cases if case.closed_on and self.days.first <= case.closed_on <= self.days.last
        )

    @property
    def filed(self) -> tuple[CaseRecord, ...]:
        """The cases filed within the days."""
        return tuple(case for case in self.cases if self.days.first <= case.filed_on <= self.days.last)


def signals(looked: Looked) -> tuple[Signal, ...]:
    """Give every signal in its order, those that found nothing too."""
    return tuple(find(looked) for find in SIGNALS)


def _month_end(looked: Looked) -> Signal:
    """Closings crowd into the last days of a month (月底集中结案)."""
    rules, closed = looked.rules, looked.closed
    found = _those(
        closed, lambda case: case.closed_on is not None and _days_left(case.closed_on) < rules.month_end_days
    )
    share = Text(f"月末 {rules.month_end_days} 日内结案", f"closed in the last {rules.month_end_days} days of a month")
    many = bool(closed) and 1000 * len(found) > rules.month_end_permille * len(closed)
    return Signal("month_end", Text("月底集中结案", "closings at the end of months"), share, found, len(closed), many)


def _early(looked: Looked) -> Signal:
    """Closed within days of the first day on which it was allowed (刚满期限即终本)."""
    rules = looked.rules
    bound = tuple(case for case in looked.closed if case.way in looked.earliest)
    found = _those(bound, lambda case: _days_after(case, looked.earliest[case.way]) <= rules.early_days)
    text = Text(
        f"自最早日期起 {rules.early_days} 日内结案", f"closed within {rules.early_days} days of the first day allowed"
    )
    return Signal(
        "early_dormant", Text("刚满期限即终本", "dormant as soon as allowed"), text, found, len(bound), bool(found)
    )


def _late(looked: Looked) -> Signal:
    """Put down long after it was filed (迟延登记)."""
    rules, filed, entered = looked.rules, looked.filed, looked.entered
    found = _those(filed, lambda case: (entered.get(case.id, case.filed_on) - case.filed_on).days > rules.late_days)
    text = Text(f"立案逾 {rules.late_days} 日才登记", f"put down more than {rules.late_days} days after filing")
    return Signal("late_entry", Text("迟延登记", "late registration"), text, found, len(filed), bool(found))


def _late_closing(looked: Looked) -> Signal:
    """Put down as closed long after the day that was given for it (迟延报结): a day may be chosen to suit a month."""
    rules, closed, put_down = looked.rules, looked.closed, looked.put_down
    found = _those(closed, lambda case: _days_since_closing(case, put_down.get(case.id)) > rules.late_days)
    text = Text(f"结案逾 {rules.late_days} 日才登记", f"put down more than {rules.late_days} days after the closing")
    return Signal("late_closing", Text("迟延报结", "closings put down late"), text, found, len(closed), bool(found))


def _quiet(looked: Looked) -> Signal:
    """Closed long after the last thing happened in it (事毕久未结案); a case without events on record says nothing."""
    rules = looked.rules
    bound = tuple(case for case in looked.closed if case.id in looked.last_step)
    found = _those(bound, lambda case: -_days_since_closing(case, looked.last_step[case.id]) > rules.quiet_days)
    text = Text(
        f"末次办案事件后逾 {rules.quiet_days} 日才结案",
        f"closed more than {rules.quiet_days} days after the last event",
    )
    return Signal(
        "quiet_before", Text("事毕久未结案", "closed long after the event"), text, found, len(bound), bool(found)
    )


def _undone(looked: Looked) -> Signal:
    """A closing stood on the reporting day and was undone after it (统计日后撤销结案)."""
    closed = looked.closed
    found = _those(closed, lambda case: case.id in looked.undone)
    text = Text(f"{looked.days.last} 之后被撤销的结案", f"closings undone after {looked.days.last}")
    return Signal(
        "undone_after", Text("统计日后撤销结案", "closings undone after the day"), text, found, len(closed), bool(found)
    )


SIGNALS: tuple[Callable[[Looked], Signal], ...] = (
    *(_month_end, _early, _late, _late_closing),
    *(_quiet, _undone),
)


def _those(cases: Iterable[CaseRecord], holds: Callable[[CaseRecord], bool]) -> tuple[CaseRecord, ...]:
    return tuple(case for case in cases if holds(case))


def _days_left(day: date) -> int:
    return monthrange(day.year, day.month)[1] - day.day


def _days_since_closing(case: CaseRecord, day: date | None) -> int:
    """Count the days from a closing to a day, negative where the day was before; 0 where either is not known."""
    return (day - case.closed_on).days if day is not None and case.closed_on is not None else 0


def _days_after(case: CaseRecord, node: Node) -> int:
    return ((case.closed_on or case.filed_on) - first_on(node, case.filed_on)).days
