"""Signals that numbers may have been helped (异常提示): shown to the head with their cases, never scored, of nobody in particular."""

from calendar import monthrange
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from allocator.domain.deadlines import first_on
from allocator.domain.indicator_facts import CaseRecord
from allocator.domain.indicators import Stretch
from allocator.domain.nodes import Node
from allocator.domain.signal_rules import SignalRules
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
    """What signals may see (提示依据): the cases, the days, the rules, first days of ways of closing, closings undone since."""

    cases: Sequence[CaseRecord]
    days: Stretch
    rules: SignalRules
    earliest: Mapping[str, Node]
    undone: Mapping[int, date]

    @property
    def closed(self) -> tuple[CaseRecord, ...]:
        """The cases closed within the days."""
        return tuple(
            case for case in self.cases if case.closed_on and self.days.first <= case.closed_on <= self.days.last
        )


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
    rules, days = looked.rules, looked.days
    filed = _those(looked.cases, lambda case: days.first <= case.filed_on <= days.last)
    found = _those(filed, lambda case: (case.entered_on - case.filed_on).days > rules.late_days)
    text = Text(f"立案逾 {rules.late_days} 日才登记", f"put down more than {rules.late_days} days after filing")
    return Signal("late_entry", Text("迟延登记", "late registration"), text, found, len(filed), bool(found))


def _undone(looked: Looked) -> Signal:
    """A closing stood on the reporting day and was undone after it (统计日后撤销结案)."""
    closed = looked.closed
    found = _those(closed, lambda case: case.id in looked.undone)
    text = Text(f"{looked.days.last} 之后被撤销的结案", f"closings undone after {looked.days.last}")
    return Signal(
        "undone_after", Text("统计日后撤销结案", "closings undone after the day"), text, found, len(closed), bool(found)
    )


SIGNALS: tuple[Callable[[Looked], Signal], ...] = (_month_end, _early, _late, _undone)


def _those(cases: Iterable[CaseRecord], holds: Callable[[CaseRecord], bool]) -> tuple[CaseRecord, ...]:
    return tuple(case for case in cases if holds(case))


def _days_left(day: date) -> int:
    return monthrange(day.year, day.month)[1] - day.day


def _days_after(case: CaseRecord, node: Node) -> int:
    return ((case.closed_on or case.filed_on) - first_on(node, case.filed_on)).days
