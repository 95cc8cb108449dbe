"""What events tell indicators of a case (统计用事件): its legal limit, the days that do not count, its money and its petitions."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from allocator.domain.case_events import CaseEvent, standing_events
from allocator.domain.clocks import Matter
from allocator.domain.closing_limits import ClosingLimits
from allocator.domain.indicator_facts import CaseRecord, Money, Petition
from allocator.domain.office import Office
from allocator.domain.rulebook import Rulebook
from allocator.persistence.unit_of_work import UnitOfWork

PETITION, SETTLED = "petition_received", "petition_settled"


@dataclass(frozen=True)
class Histories:
    """The events of every case as of a day, sorted by what they are asked for (案件事件汇总)."""

    events: Mapping[int, Sequence[CaseEvent]]
    missed: Mapping[int, Sequence[date]]
    kept: Mapping[int, date | None]
    limits: ClosingLimits
    received: frozenset[str]
    paid: frozenset[str]

    def added_to(self, record: CaseRecord) -> CaseRecord:
        """Add to a case what its events tell."""
        missed, due = tuple(self.missed.get(record.id, ())), self.kept.get(record.id)
        if record.id not in self.events:
            return record._replace(due_on=due, missed=missed)
        written = self.events[record.id]
        events = standing_events(written, self.limits.as_of)
        stopping = [event for event in events if event.kind in self.limits.kinds]
        return record._replace(
            due_on=self._due(record, stopping) if self._moved_since(written) else due,
            missed=missed,
            stops=self.limits.stops(stopping) if stopping else (),
            received=_money(events, self.received),
            paid=_money(events, self.paid),
            petitions=_petitions(events),
        )

    def _moved_since(self, events: Iterable[CaseEvent]) -> bool:
        """Say whether a later day stopped, set going or prolonged the limit that the kept clocks tell."""
        return any(event.on > self.limits.as_of and event.kind in self.limits.kinds for event in events)

    def _due(self, record: CaseRecord, stopping: Sequence[CaseEvent]) -> date | None:
        facts = {"kind": record.kind, "cause": record.cause or None}
        matter = Matter(record.case_no, record.filed_on, None, record.closed_on, record.way, record.lane, facts)
        return self.limits.due(matter, stopping)


def histories(uow: UnitOfWork, office: Office, rulebook: Rulebook, as_of: date) -> Histories:
    """Read what events and clocks tell of every case as of a day; three queries."""
    kinds = rulebook.happenings.kinds.values()
    received = frozenset(kind.id for kind in kinds if kind.money == "received")
    paid = frozenset(kind.id for kind in kinds if kind.money == "paid")
    limits = ClosingLimits(rulebook, office.calendar, as_of)
    events = uow.measured.events([*limits.kinds, *received, *paid, PETITION, SETTLED])
    kept = uow.measured.limits(rulebook.happenings.closing_node)
    return Histories(events, uow.measured.missed(as_of), kept, limits, received, paid)


def _money(events: Iterable[CaseEvent], kinds: frozenset[str]) -> tuple[Money, ...]:
    return tuple(Money(event.on, event.item, event.amount or 0) for event in events if event.kind in kinds)


def _petitions(events: Sequence[CaseEvent]) -> tuple[Petition, ...]:
    """Pair every petition with the first settling of its item that follows it."""
    settled = [event for event in events if event.kind == SETTLED]
    return tuple(
        Petition(event.on, next((one.on for one in settled if one.item == event.item and one.on >= event.on), None))
        for event in events
        if event.kind == PETITION
    )
