"""What events tell indicators of cases as of a day (统计用事件): as it is kept, or anew where the day or the rules were others."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from allocator.domain.clocks.clock import Matter
from allocator.domain.clocks.events import CaseEvent
from allocator.domain.indicators.facts import CaseRecord
from allocator.domain.indicators.tellings import Teller, Telling, told_on
from allocator.domain.rulebook.book import Rulebook
from allocator.persistence.unit_of_work import UnitOfWork
from allocator.services.clocks.clock_work import Desk

NOTHING = Telling().plain()


@dataclass(frozen=True)
class Histories:
    """What histories tell as of a day (案件事件汇总).

    Where the rules are those on which the kept telling rests (`is_kept`), `limits` are the last days that were others on
    the day, and `events` those of cases whose stops were. Else every history is told anew from its events.
    """

    day: date
    teller: Teller
    is_kept: bool
    limits: Mapping[int, date | None]
    events: Mapping[int, Sequence[CaseEvent]]

    def kept(self, case: int, written: Sequence[Any] | None) -> Telling:
        """Say what is kept of a case as of the day, with its limit and its stops as they were then."""
        kept = told_on(written or NOTHING, self._said)
        if case in self.limits:
            kept = kept._replace(due_on=self.limits[case])
        return kept._replace(stops=self.teller.limits.stops(self.events[case])) if case in self.events else kept

    @cached_property
    def _said(self) -> str:
        return self.day.isoformat()

    def anew(self, record: CaseRecord) -> CaseRecord:
        """Tell a case anew from its events, under the rules of the day."""
        events = self.events.get(record.id, ())
        stopping = [event for event in events if event.kind in self.teller.limits.kinds]
        moved = any(event.on > self.day for event in stopping)
        due = self._due(record, stopping) if moved else record.due_on
        told = self.teller.tell(events, Telling(due, missed=record.missed, list_green=record.list_green))
        return record._replace(**told._asdict())

    def _due(self, record: CaseRecord, stopping: Sequence[CaseEvent]) -> date | None:
        facts = {"kind": record.kind, "cause": record.cause or None}
        matter = Matter(record.case_no, record.filed_on, None, record.closed_on, record.way, record.lane, facts)
        return self.teller.limits.due(matter, stopping)


def histories(
    uow: UnitOfWork, by: Desk, rulebook: Rulebook, as_of: date, ids: Collection[int] | None = None
) -> Histories:
    """Read what must be told anew as of a day, of all cases or of some: what moved later, or everything where other rules held.

    Three queries. A stop that ran out by itself before the day may have been ended by an event after it.
    """
    teller = Teller.under(rulebook, by.office.calendar, as_of)
    if not _tell_alike(rulebook, by.rulebook):
        return Histories(as_of, teller, is_kept=False, limits={}, events=uow.measured.events(teller.kinds, ids))
    limits = uow.clocks.limits_on(as_of, rulebook.happenings.closing_node, ids)
    ran_out = uow.measured.ran_out([stop.begins for stop in rulebook.happenings.stops], as_of, ids)
    events = uow.measured.events(teller.limits.kinds, ran_out) if ran_out else {}
    return Histories(as_of, teller, is_kept=True, limits=limits, events=events)


def _tell_alike(one: Rulebook, other: Rulebook) -> bool:
    """Say whether two rulebooks tell the same of any history: what clocks rest on is the same, whatever else changed."""
    return (one.clock_digest, one.node_digests) == (other.clock_digest, other.node_digests)
