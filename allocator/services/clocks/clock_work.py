"""Working clocks out and keeping them (时钟推算与留存): in the transaction of every change on which they rest."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from allocator.domain.canonical import digest, plain
from allocator.domain.clocks.clock import FAR_AHEAD, Matter
from allocator.domain.clocks.closing import Closing
from allocator.domain.clocks.closing_checks import Examined
from allocator.domain.clocks.events import CaseEvent, standing_events
from allocator.domain.clocks.nodes import FROM_CASE
from allocator.domain.clocks.stretches import KeptClock, kept_clocks
from allocator.domain.docket import Case
from allocator.domain.facts import facts_of
from allocator.domain.indicators.tellings import Teller, Telling, late
from allocator.domain.office import Office
from allocator.domain.rulebook.book import Rulebook
from allocator.persistence.clock_book import Worked
from allocator.persistence.runs import OPEN
from allocator.persistence.unit_of_work import UnitOfWork
from allocator.services.context import Context
from allocator.services.many_values import many_values

Lanes = Sequence[tuple[date, str]]
"""The lanes in which a case was before, each with the day on which it left it (原通道)."""

CLOCKS = "clocks"
"""The kind of run that works the clocks of all cases out anew (时钟重算)."""

BASIS = "clock_basis"
"""The kind of document that says on which rules and calendar clocks rest (时钟依据)."""

REASONING = 3
"""Raised whenever the same history and the same rules tell other clocks than before: what was kept is then worked out anew."""

AT_ONCE = 1_000
"""Cases whose clocks are worked out within the transaction that changed the rules or the calendar: about a second."""

STEP = 1_000


@dataclass(frozen=True)
class Desk:
    """What clocks are worked out by (推算依据): the office with its calendar, the rulebook, the day."""

    office: Office
    rulebook: Rulebook
    today: date

    @cached_property
    def basis(self) -> str:
        """Name what every clock rests on beside its case: the rules of nodes, events and facts, the calendar, the towns.

        And what is told of a history: rows that tell less are worked out anew. Other parts of the rulebook may change
        without a clock being worked out anew.
        """
        return digest(self.rests_on)

    @cached_property
    def rests_on(self) -> dict[str, Any]:
        """Give that in full: kept under its digest, so that another calendar can be held against it."""
        calendar = self.office.calendar
        towns = sorted((town.name, town.minutes) for town in self.office.towns)
        days = {"holidays": sorted(calendar.holidays), "workdays": sorted(calendar.extra_workdays)}
        rules = {"rules": self.rulebook.clock_digest, "nodes": self.rulebook.node_digests}
        asked = {**rules, "towns": towns, "told": Telling._fields, "reasoning": REASONING, **days}
        return plain(asked)  # type: ignore[no-any-return]

    def matter(self, case: Case, given: date | None, lanes: Lanes = ()) -> Matter:
        """Give what the clocks must know of a case, first given to somebody on a day, and in which lanes it was before."""
        filing = case.input.filing
        facts = facts_of(case.input, self.office, self.rulebook)
        own = (case.case_no, filing.filed_on, given, case.closed_on, case.closed_as, case.standing.lane, facts)
        return Matter(*own, tuple(lanes))

    @cached_property
    def teller(self) -> Teller:
        """What says of a history all that it tells indicators."""
        return Teller.under(self.rulebook, self.office.calendar, FAR_AHEAD)

    def worked(self, case: Case, given: date | None, events: Sequence[CaseEvent], lanes: Lanes = ()) -> Worked:
        """Work out what is kept of a case with its clocks."""
        history = standing_events(events)
        found = kept_clocks(self.matter(case, given, lanes), history, self.rulebook, self.office.calendar)
        told = self.told(history, found)._replace(list_green=self._list_green(case, given, history))
        return Worked(self.settled(history), found, told)

    def examined(self, case: Case, given: date | None, events: Sequence[CaseEvent]) -> Examined:
        """Lay out a case for the check-list of its closing."""
        put_down = case.received.astimezone(ZoneInfo(self.office.bureau.timezone)).date()
        matter, claim = self.matter(case, given), case.input.filing.claim
        return Examined(matter, claim, events, self.rulebook, self.office.calendar, put_down)

    def _list_green(self, case: Case, given: date | None, events: Sequence[CaseEvent]) -> bool | None:
        if case.closed_on is None or case.closed_as is None:
            return None
        return self.examined(case, given, events).list_green(Closing(case.closed_as, case.closed_on, case.recovered))

    def told(self, events: Sequence[CaseEvent], found: Sequence[KeptClock]) -> Telling:
        """Tell indicators of a history, its limit and what was missed as things stand."""
        final = [kept.clock for kept in found if kept.final]
        closing = self.rulebook.happenings.closing_node
        due = next((clock.due for clock in final if clock.node == closing), None)
        return self.teller.tell(events, Telling(due, missed=late(found)))

    def settled(self, history: Iterable[CaseEvent]) -> date:
        """Give the day from which on what is told of the limit of a case is so."""
        moving = self.teller.limits.kinds
        return max((event.on for event in history if event.kind in moving), default=date.min)


def keep_clocks(uow: UnitOfWork, ids: Sequence[int], by: Desk) -> None:
    """Put the clocks of cases in place of the ones that were kept; seven statements for each step."""
    entry = uow.log.head()[0] if ids else 0
    for first in range(0, len(ids), STEP):
        part = ids[first : first + STEP]
        with many_values(), uow.for_the_office():
            cases, given, events = uow.cases.by_id(part), uow.clocks.first_given(part), uow.events.of(part)
            lanes = uow.measured.lanes_before(part)
            worked = {
                number: by.worked(case, given.get(number), events.get(number, ()), lanes.get(number, ()))
                for number, case in cases.items()
            }
            uow.clocks.put(worked, by.basis, entry)


def keep_touched(uow: UnitOfWork, here: Context) -> None:
    """Keep the clocks right before a transaction ends: of the cases it touched, and of all where rules or calendar are others.

    Many of these are left to a run, which is put down with the change itself; a worker begins it at its next look.
    """
    office = uow.office.load()
    rulebook = uow.rulebooks.in_force(here.today(office)) if office else None
    if office is None or rulebook is None:
        return
    by = Desk(office, rulebook, here.today(office))
    keep_clocks(uow, sorted(uow.touched), by)
    if uow.touched:
        uow.documents.put(BASIS, by.rests_on)
    if uow.clocks.is_behind(by.basis):
        _catch_up(uow, here, by)


def _catch_up(uow: UnitOfWork, here: Context, by: Desk) -> None:
    """Work out what rests on other rules: at once where it is little, else by a run; one that is under way does it by itself."""
    if uow.runs.list(1, states=OPEN, kinds=(CLOCKS,)):
        return
    let_rest(uow, by)
    if uow.clocks.behind(by.basis) <= AT_ONCE:
        keep_stale(uow, by, AT_ONCE)
    else:
        uow.runs.add(CLOCKS, {}, here.actor, None, here.now())


def keep_stale(uow: UnitOfWork, by: Desk, most: int) -> None:
    """Work out the clocks of at most so many cases that rest on other rules or another calendar: only the nodes that differ, if that is all."""
    for basis in uow.clocks.other_bases(by.basis):
        ids = uow.clocks.resting_on(basis, most)
        nodes = _changed_nodes(_kept_basis(uow, basis), by)
        for first in range(0, len(ids), STEP):
            part = ids[first : first + STEP]
            if nodes is None:
                keep_clocks(uow, part, by)
            else:
                _keep_nodes(uow, part, by, nodes)
        most -= len(ids)
        if most <= 0:
            return


def _keep_nodes(uow: UnitOfWork, ids: Sequence[int], by: Desk, nodes: frozenset[str]) -> None:
    """Put the clocks of some nodes in place of those kept; cases whose check-list of closing asks for one of them wholly."""
    listed = [
        way.id for way in by.rulebook.closings.values() for check in way.checks if nodes.intersection(check.no_open)
    ]
    plans = [plan for plan in by.rulebook.clock_plan.nodes if plan.node.id in nodes]
    with many_values(), uow.for_the_office():
        cases, given = uow.cases.by_id(ids), uow.clocks.first_given(ids)
        whole = [number for number, case in cases.items() if case.closed_as in listed]
        rest = {number: case for number, case in cases.items() if case.closed_as not in listed}
        events = uow.events.of(rest, frozenset().union(*(plan.telling for plan in plans)))
        calendar, lanes = by.office.calendar, uow.measured.lanes_before(ids)
        worked = {
            number: kept_clocks(
                by.matter(case, given.get(number), lanes.get(number, ())),
                events.get(number, ()),
                by.rulebook,
                calendar,
                nodes,
            )
            for number, case in rest.items()
        }
        if worked:
            uow.clocks.put_nodes(worked, nodes, by.basis, uow.log.head()[0])
        keep_clocks(uow, whole, by)


def _kept_basis(uow: UnitOfWork, basis: str) -> Mapping[str, Any] | None:
    return uow.documents.get(basis) if uow.documents.kind_of(basis) == BASIS else None


def _changed_nodes(before: Mapping[str, Any] | None, by: Desk) -> frozenset[str] | None:
    """Name the nodes that differ, where nothing else does; None where more does, or the limit of the case itself."""
    now = by.rests_on
    if before is None or "nodes" not in before or any(before.get(name) != now[name] for name in now if name != "nodes"):
        return None
    was, is_ = before["nodes"], now["nodes"]
    found = frozenset(node for node in {*was, *is_} if was.get(node) != is_.get(node))
    return None if by.rulebook.happenings.closing_node in found else found


def let_rest(uow: UnitOfWork, by: Desk) -> None:
    """Let clocks rest on other rules or another calendar that tell them the same.

    Those of cases none of whose limits runs over a changed day; and those without any clock of the changed nodes, now or before.
    """
    uow.documents.put(BASIS, by.rests_on)
    for basis in uow.clocks.other_bases(by.basis):
        before = _kept_basis(uow, basis)
        _pass_over(uow, basis, by, _changed_nodes(before, by))
        days = _changed_days(before, by.rests_on)
        if days:
            nodes = [node for node in by.rulebook.nodes if node.roll and not node.earliest]
            setting = [node.id for node in nodes if node.until_sets]
            uow.clocks.move_on(basis, by.basis, days, [node.id for node in nodes], setting)


def _pass_over(uow: UnitOfWork, basis: str, by: Desk, nodes: frozenset[str] | None) -> None:
    """Let cases be that the changed nodes do not concern; where the case itself may begin one, they concern all."""
    plans = [plan for plan in by.rulebook.clock_plan.nodes if nodes and plan.node.id in nodes]
    begins = frozenset[str]().union(*(plan.begins for plan in plans))
    ways = {way.happens for way in by.rulebook.closings.values()}
    if nodes and not begins & {*FROM_CASE, *ways}:
        uow.clocks.pass_over(basis, by.basis, sorted(nodes), sorted(begins))


def _changed_days(before: Mapping[str, Any] | None, now: Mapping[str, Any]) -> list[date]:
    """Give the days that are told otherwise; none where it is not the calendar alone, or where nobody knows any more."""
    if before is None or any(
        before.get(name) != now[name] for name in ("rules", "nodes", "towns", "told", "reasoning")
    ):
        return []
    days = {*before["holidays"]} ^ {*now["holidays"]} | {*before["workdays"]} ^ {*now["workdays"]}
    return sorted(date.fromisoformat(day) for day in days)
