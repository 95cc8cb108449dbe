"""What a case's history tells indicators (案件统计要素): worked out once with its clocks, and cut to any later day."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from typing import Any, NamedTuple

from allocator.domain.calendar import WorkCalendar
from allocator.domain.clocks.closing_limits import ClosingLimits
from allocator.domain.clocks.events import CaseEvent, standing_events
from allocator.domain.clocks.running import Span
from allocator.domain.clocks.stretches import KeptClock
from allocator.domain.indicators.facts import Money, Petition
from allocator.domain.rulebook.book import Rulebook

PETITION, SETTLED = "petition_received", "petition_settled"
_read, _new = date.fromisoformat, tuple.__new__  # there are very many


class Telling(NamedTuple):
    """What is told of a case (案件统计要素), as `CaseRecord` holds it.

    Its legal limit, stops, money, petitions, nodes not done in time, and whether the check-list of its closing is green
    (None: it is open, or was closed in a way or at a time without one).
    """

    due_on: date | None = None
    stops: tuple[Span, ...] = ()
    received: tuple[Money, ...] = ()
    paid: tuple[Money, ...] = ()
    petitions: tuple[Petition, ...] = ()
    missed: tuple[date, ...] = ()
    list_green: bool | None = None

    def plain(self) -> list[Any]:
        """Write it as a document keeps it: days as text."""
        due = self.due_on.isoformat() if self.due_on else None
        parts = (self.stops, self.received, self.paid, self.petitions)
        missed = [day.isoformat() for day in self.missed]
        return [due, *([_plain(row) for row in part] for part in parts), missed, self.list_green]


def _plain(row: Sequence[Any]) -> list[Any]:
    return [value.isoformat() if isinstance(value, date) else value for value in row]


def told_on(written: Sequence[Any], day: str) -> Telling:
    """Read what is kept of a case, as of a day (ISO) after which no stop or extension came: what happened later is left out."""
    due, stops, received, paid, petitions, missed, *more = written
    told = (
        _read(due) if due else None,
        tuple([(_read(first), _read(again)) for first, again in stops]) if stops else (),
        _money_until(received, day) if received else (),
        _money_until(paid, day) if paid else (),
        _petitions_until(petitions, day) if petitions else (),
        tuple(map(_read, missed if not missed or missed[-1] < day else [one for one in missed if one < day])),
        more[0] if more else None,  # what was written before lists were told of has none
    )
    return _new(Telling, told)


def _money_until(written: Sequence[Any], day: str) -> tuple[Money, ...]:
    return tuple([_new(Money, (_read(on), receipt, amount)) for on, receipt, amount in written if on <= day])


def _petitions_until(written: Sequence[Any], day: str) -> tuple[Petition, ...]:
    """Read those that had come; what was settled later was open still."""
    there = [(on, settled) for on, settled in written if on <= day]
    return tuple([Petition(_read(on), _read(settled) if settled and settled <= day else None) for on, settled in there])


@dataclass(frozen=True)
class Teller:
    """Says what histories tell under some rules, as of a day (统计要素测算)."""

    limits: ClosingLimits
    received: frozenset[str]
    paid: frozenset[str]

    @classmethod
    def under(cls, rulebook: Rulebook, calendar: WorkCalendar, as_of: date) -> "Teller":
        """Know the kinds of event that matter."""
        kinds = rulebook.happenings.kinds.values()
        received, paid = (frozenset(kind.id for kind in kinds if kind.money == moved) for moved in ("received", "paid"))
        return cls(ClosingLimits(rulebook, calendar, as_of), received, paid)

    @property
    def kinds(self) -> frozenset[str]:
        """Name every kind of event that is looked at."""
        return frozenset({*self.limits.kinds, *self.received, *self.paid, PETITION, SETTLED})

    def tell(self, events: Iterable[CaseEvent], known: Telling) -> Telling:
        """Tell a history as of the day, given what is known of its limit, of nodes not done by then and of its check-list."""
        history = standing_events(events, self.limits.as_of)
        stopping = [event for event in history if event.kind in self.limits.kinds]
        return known._replace(
            stops=self.limits.stops(stopping) if stopping else (),
            received=_money(history, self.received),
            paid=_money(history, self.paid),
            petitions=_petitions(history),
        )


def late(kept: Iterable[KeptClock]) -> tuple[date, ...]:
    """Give the last days of the nodes that were done later or not at all, while somebody waited for them, in order.

    How a clock stands tells; of one that is of the case no longer, how it stood last.
    """
    rows: dict[tuple[str, int], list[KeptClock]] = {}
    for one in kept:
        if not one.clock.earliest:
            rows.setdefault((one.clock.node, one.clock.number), []).append(one)
    found = ((max(own, key=attrgetter("final", "since")), min(one.since for one in own)) for own in rows.values())
    days = ((last.clock.due, last.until, first) for last, first in found)
    return tuple(sorted(due for due, until, first in days if due is not None and first <= due < until))


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
