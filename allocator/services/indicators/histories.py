"""What events tell indicators of cases as of a day (统计用事件): as it is kept, or anew where the day or the rules were others."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
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
    """What histories tell as of a day (案件事件汇总); `anew` are the cases of which what is kept tells another day."""

    day: date
    teller: Teller
    anew: frozenset[int] | None
    events: Mapping[int, Sequence[CaseEvent]]

    def added_to(self, record: CaseRecord, written: Sequence[Any] | None) -> CaseRecord:
        """Add to a case what its events tell, given what is kept of them."""
        kept = told_on(written or NOTHING, self.day)
        if self.anew is not None and record.id not in self.anew:
            return CaseRecord._make((*record[:PLAIN], *kept))
        events = self.events.get(record.id, ())
        stopping = [event for event in events if event.kind in self.teller.limits.kinds]
        moved = any(event.on > self.day for event in stopping)
        known = kept._replace(due_on=self._due(record, stopping)) if moved else kept
        return CaseRecord._make((*record[:PLAIN], *self.teller.tell(events, known)))

    def _due(self, record: CaseRecord, stopping: Sequence[CaseEvent]) -> date | None:
        facts = {"kind": record.kind, "cause": record.cause or None}
        matter = Matter(record.case_no, record.filed_on, None, record.closed_on, record.way, record.lane, facts)
        return self.teller.limits.due(matter, stopping)


PLAIN = CaseRecord._fields.index("due_on")
"""How many facts of a case do not come from its events; those of Telling follow."""


def histories(
    uow: UnitOfWork, by: Desk, rulebook: Rulebook, as_of: date, ids: Collection[int] | None = None
) -> Histories:
    """Read what must be told anew as of a day, of all cases or of some: what moved later, or everything where other rules held.

    Two queries.
    """
    teller = Teller.under(rulebook, by.office.calendar, as_of)
    anew = None if rulebook.digest != by.rulebook.digest else uow.clocks.unsettled(as_of)
    if anew is not None:
        anew = anew if ids is None else anew & frozenset(ids)
        return Histories(as_of, teller, anew, uow.measured.events(teller.kinds, anew) if anew else {})
    return Histories(as_of, teller, anew, uow.measured.events(teller.kinds, ids))
