"""Keeping the clocks of cases (时钟维护): worked out from the events whenever a case, the rules or the calendar changed."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from allocator.domain.canonical import digest
from allocator.domain.case_events import CaseEvent, standing_events
from allocator.domain.case_tellings import Teller, late
from allocator.domain.clocks import Matter, NodeClock, clocks
from allocator.domain.docket import Case
from allocator.domain.facts import facts_of
from allocator.domain.office import Office
from allocator.domain.rulebook import Rulebook
from allocator.persistence.clock_book import FAR_AHEAD, Worked
from allocator.persistence.unit_of_work import UnitOfWork
from allocator.services.context import Context, the_office, the_rulebook, writing
from allocator.services.many_values import many_values

_STEP = 2000


@dataclass(frozen=True)
class Desk:
    """What clocks are worked out by (推算依据): the office with its calendar, the rulebook, the day."""

    office: Office
    rulebook: Rulebook
    today: date

    @cached_property
    def basis(self) -> str:
        """Name what every clock rests on beside its case: the rules and the calendar."""
        calendar = self.office.calendar
        return digest([self.rulebook.digest, sorted(calendar.holidays), sorted(calendar.extra_workdays)])

    def matter(self, case: Case, given: date | None) -> Matter:
        """Give what the clocks must know of a case, first given to somebody on a day."""
        filing = case.input.filing
        facts = facts_of(case.input, self.office, self.rulebook)
        return Matter(case.case_no, filing.filed_on, given, case.closed_on, case.closed_as, case.standing.lane, facts)

    @cached_property
    def teller(self) -> Teller:
        """What says of a history all that it tells indicators."""
        return Teller.under(self.rulebook, self.office.calendar, FAR_AHEAD)

    def worked(self, case: Case, events: Sequence[CaseEvent], found: tuple[NodeClock, ...]) -> Worked:
        """Put together what is kept of a case with its clocks."""
        closing = self.rulebook.happenings.closing_node
        due = next((clock.due for clock in found if clock.node == closing), None)
        settled, told = self.settled(standing_events(events)), self.teller.tell(events, due, late(found))
        return Worked(case.version, settled, found, told)

    def settled(self, events: Iterable[CaseEvent]) -> date:
        """Give the day from which on the clocks that are kept tell how a case stands.

        Stops, extensions and payments change what earlier days would say of their clocks.
        """
        return max((event.on for event in events if event.kind in self._moving), default=date.min)

    @cached_property
    def _moving(self) -> frozenset[str]:
        rules = self.rulebook.happenings
        moving = {kind.id for kind in rules.kinds.values() if kind.extends or kind.money == "paid"}
        return frozenset(moving | {kind for stop in rules.stops for kind in (stop.begins, stop.ends)})


def desk(uow: UnitOfWork, context: Context) -> Desk:
    """Lay out what clocks are worked out by."""
    office = the_office(uow)
    today = context.today(office)
    return Desk(office, the_rulebook(uow, today), today)


def worked_out(uow: UnitOfWork, ids: Sequence[int], by: Desk, as_of: date) -> Iterator[tuple[Case, Worked]]:
    """Work out the clocks of cases as of a day, from what is kept of them; four queries."""
    cases, given, events = uow.cases.by_id(ids), uow.clocks.first_given(ids), uow.events.of(ids)
    for number, case in cases.items():
        own = events.get(number, ())
        found = clocks(by.matter(case, given.get(number)), own, by.rulebook, by.office.calendar, as_of)
        yield case, by.worked(case, own, found)


def keep_clocks(uow: UnitOfWork, ids: Sequence[int], by: Desk) -> None:
    """Put the clocks of cases in place of the ones that were kept."""
    for first in range(0, len(ids), _STEP):
        with many_values():
            found = worked_out(uow, ids[first : first + _STEP], by, FAR_AHEAD)
            uow.clocks.put({case.id: worked for case, worked in found}, by.basis)


def bring_up_to_date(context: Context) -> int:
    """Work out the clocks of every case that changed since they were kept; give how many. What is derived is no decision."""
    with context.database.reading() as uow, uow.for_the_office():
        by = desk(uow, context)
        stale = uow.clocks.stale(by.basis)
    if stale:
        with writing(context) as (uow, here):
            by = desk(uow, here)
            keep_clocks(uow, uow.clocks.stale(by.basis), by)
            uow.commit()
    return len(stale)
