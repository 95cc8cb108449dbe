"""The clocks of cases as they are kept (节点时钟): put in place of the old ones, found by day, and which are out of date."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from allocator.domain.case_tellings import Telling
from allocator.domain.clocks import Mark, NodeClock
from allocator.domain.running import DAY
from allocator.persistence.base import AnyRow, core, is_in
from allocator.persistence.case_tables import AssignmentHistoryRow, CaseRow
from allocator.persistence.clock_lists import Wanted, light, mark, rules
from allocator.persistence.event_tables import ClockStateRow, NodeClockRow

FAR_AHEAD = date(9000, 1, 1)
"""The day as of which clocks are kept: later than any event, so that only what is over and what is open is told apart."""

_ROW = NodeClockRow
CLOCK = (
    _ROW.case_id, _ROW.node, _ROW.owner, _ROW.item, _ROW.number, _ROW.started, _ROW.due, _ROW.warn_on, _ROW.stopped,
    _ROW.done_on, _ROW.lapsed_on, _ROW.amount_left, _ROW.earliest, _ROW.held_until,
)  # fmt: skip
"""The columns of a clock: its case, then what NodeClock holds, in its order."""


@dataclass(frozen=True, slots=True)
class Worked:
    """The clocks of a case as worked out (时钟推算): from which version, from which day on they are so, and what else is told."""

    version: int
    settled: date
    clocks: tuple[NodeClock, ...]
    told: Telling


@dataclass(frozen=True)
class ClockBook:
    """The clocks of one unit of work."""

    session: Session

    def put(self, worked: Mapping[int, Worked], basis: str) -> None:
        """Put the clocks of cases in place of those that were there."""
        for table in (core(NodeClockRow), core(ClockStateRow)):
            self.session.execute(sa.delete(table).where(is_in(self.session, table.c.case_id, worked)))
        rows = [_values(case, clock) for case, one in worked.items() for clock in one.clocks]
        if rows:
            self.session.execute(sa.insert(core(NodeClockRow)), rows)
        states = [
            {"case_id": case, "version": one.version, "basis": basis, "settled": one.settled, "told": one.told.plain()}
            for case, one in worked.items()
        ]
        if states:
            self.session.execute(sa.insert(core(ClockStateRow)), states)

    def stale(self, basis: str) -> list[int]:
        """Give the ids of cases whose clocks rest on an older version, other rules or another calendar; one query."""
        case, state = CaseRow, ClockStateRow
        older = sa.or_(state.case_id.is_(None), state.version != case.version, state.basis != basis)
        query = sa.select(case.id).outerjoin(state, state.case_id == case.id).where(older).order_by(case.id)
        return list(self.session.scalars(query))

    def unsettled(self, day: date) -> list[int]:
        """Give the ids of cases whose kept clocks do not tell a day; one query."""
        query = sa.select(ClockStateRow.case_id).where(ClockStateRow.settled > day)
        return list(self.session.scalars(query.order_by(ClockStateRow.case_id)))

    def open_on(
        self, wanted: Wanted, *, after: Mark | None = None, skip: int = 0, most: int | None = None
    ) -> list[tuple[int, NodeClock]]:
        """Give the clocks a list asks for, as of its day and in its order: behind a place, some skipped, at most so many."""
        order = mark(wanted)
        query = sa.select(*CLOCK).where(*rules(self.session, wanted)).order_by(*order).limit(most)
        query = query.offset(skip) if skip else query
        if after is not None:
            query = query.where(sa.tuple_(*order) > sa.tuple_(*map(sa.literal, after)))
        return [(one.case_id, _seen_on(wanted.day, clock_of(one))) for one in self.session.execute(query)]

    def lights(self, wanted: Wanted) -> dict[str, int]:
        """Count the clocks a list asks for by their light; two queries."""
        shown = light(wanted.day).label("light")
        query = sa.select(shown, sa.func.count()).where(*rules(self.session, wanted)).group_by(shown)
        return dict(self.session.execute(query).all())

    def of(self, ids: Iterable[int]) -> list[tuple[int, NodeClock]]:
        """Give every kept clock of some cases, days that do not count reckoned to FAR_AHEAD; one query."""
        query = sa.select(*CLOCK).where(is_in(self.session, NodeClockRow.case_id, ids))
        return [(one.case_id, clock_of(one)) for one in self.session.execute(query)]

    def numbers(self, ids: Iterable[int]) -> dict[int, str]:
        """Give the case number of each case; one query."""
        query = sa.select(CaseRow.id, CaseRow.case_no).where(is_in(self.session, CaseRow.id, ids))
        return dict(self.session.execute(query).all())

    def first_given(self, ids: Iterable[int]) -> dict[int, date]:
        """Give the day on which each case first had a handler; one query."""
        row = AssignmentHistoryRow
        query = sa.select(row.case_id, sa.func.min(row.since)).where(is_in(self.session, row.case_id, ids))
        return dict(self.session.execute(query.group_by(row.case_id)).all())

    def handlers_on(self, ids: Iterable[int], day: date) -> dict[int, str]:
        """Give who held each case on a day (当日承办人); one query."""
        row = AssignmentHistoryRow
        wanted = (is_in(self.session, row.case_id, ids), row.since <= day)
        query = sa.select(row.case_id, row.handler).where(*wanted).order_by(row.case_id, row.number)
        return dict(self.session.execute(query).all())


def _values(case: int, clock: NodeClock) -> dict[str, Any]:
    ended = min(clock.done_on or date.max, clock.lapsed_on or date.max)
    return {
        "case_id": case, "node": clock.node, "number": clock.number, "owner": clock.owner, "item": clock.item,
        "started": clock.started, "due": clock.due, "warn_on": clock.warn_on, "stopped": clock.stopped,
        "done_on": clock.done_on, "lapsed_on": clock.lapsed_on, "amount_left": clock.left,
        "earliest": clock.earliest, "ended": ended, "held_until": clock.held_until,
    }  # fmt: skip


def clock_of(row: AnyRow) -> NodeClock:
    """Read a clock from a row of CLOCK."""
    return NodeClock(*row[1:])


def _seen_on(day: date, clock: NodeClock) -> NodeClock:
    """Give a kept clock that was open on a day as it stood then: what came later is unknown, and no later day stood still."""
    ended = min(clock.done_on or FAR_AHEAD, clock.lapsed_on or FAR_AHEAD)
    if clock.held_until is None and ended == FAR_AHEAD:
        return clock
    ahead = min(clock.held_until or date.min, ended + DAY) - (day + DAY)
    return replace(clock, stopped=clock.stopped - max(0, ahead.days), done_on=None, lapsed_on=None)
