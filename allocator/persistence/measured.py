"""What indicators read (统计取数): narrow rows of all cases as they stood at the end of a day, in a fixed number of queries.

The docket keeps what is so now; the log tells what was otherwise on that day: a closing undone since, another class.
"""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from allocator.domain.clocks.closing import Closing
from allocator.domain.clocks.events import CORRECTION, CaseEvent
from allocator.persistence.log import DecisionLog, Entry
from allocator.persistence.tables.base import AnyRow, core, is_in, is_sqlite
from allocator.persistence.tables.cases import AssignmentHistoryRow, CaseRow
from allocator.persistence.tables.events import CaseEventRow, ClockStateRow
from allocator.persistence.tables.log import LogRow

NO_ASSET = "no_asset"
CLASSES = ("facts", "lane", "lane_undone")
"""The kinds of entries that say a class before and after."""


@dataclass(frozen=True, slots=True)
class Undone:
    """A closing that was undone (已撤销的结案): what had been put down, when it was, and when it was undone (RFC 3339)."""

    closing: Closing
    put_down: str
    undone: str


@dataclass(frozen=True)
class Measured:
    """The readings of one unit of work."""

    session: Session
    log: DecisionLog

    def cases(self, day: date, ids: Collection[int] | None = None) -> Sequence[AnyRow]:
        """Give every case filed by a day, or those of some ids, by id, with who held it at its end and what its events tell."""
        case, held, state = core(CaseRow).c, core(AssignmentHistoryRow), core(ClockStateRow).c
        last = sa.select(held.c.case_id, sa.func.max(held.c.number).label("number")).where(held.c.since <= day)
        last = last if ids is None else last.where(is_in(self.session, held.c.case_id, ids))
        newest = last.group_by(held.c.case_id).subquery()
        ours = sa.and_(held.c.case_id == newest.c.case_id, held.c.number == newest.c.number)
        query = sa.select(
            *(case.id, case.case_no, case.kind, case.cause, case.claim, case.filed_on, case.closed_on),
            *(case.closed_as, case.recovered, case.lane, case.track, case.livelihood),
            _is_empty(self.session, case.assets).label("filed_empty"),
            case.learned[NO_ASSET].as_boolean().label("learned_none"),
            case.traits[NO_ASSET].as_boolean().label("filed_none"),
            *(held.c.handler, _text(self.session, state.told).label("told")),
        ).outerjoin_from(core(CaseRow), newest, newest.c.case_id == case.id)
        query = query.outerjoin(held, ours).outerjoin(core(ClockStateRow), state.case_id == case.id)
        query = query if ids is None else query.where(is_in(self.session, case.id, ids))
        return self.session.execute(query.where(case.filed_on <= day).order_by(case.id)).all()

    def received(self, ids: Collection[int]) -> Mapping[int, datetime]:
        """Give the instant at which each of some cases was put down in the office; one query."""
        query = sa.select(CaseRow.id, CaseRow.received).where(is_in(self.session, CaseRow.id, ids))
        return dict(self.session.execute(query).all())

    def events(self, kinds: Collection[str], ids: Collection[int] | None = None) -> Mapping[int, list[CaseEvent]]:
        """Give the events of some kinds, of some cases or of all, by day and key, corrections with them; one query."""
        row = CaseEventRow
        columns = (row.case_id, row.key, row.kind, row.happened_on, row.item, row.amount, row.until)
        query = sa.select(*columns).where(row.kind.in_(sorted({*kinds, CORRECTION})))
        if ids is not None:
            query = query.where(is_in(self.session, row.case_id, ids))
        found: dict[int, list[CaseEvent]] = {}
        for one in self.session.execute(query.order_by(row.case_id, row.happened_on, row.key)):
            event = CaseEvent(one.key, "", one.kind, one.happened_on, one.item, one.amount, one.until)
            found.setdefault(one.case_id, []).append(event)
        return found

    def ran_out(self, kinds: Collection[str], day: date, ids: Collection[int] | None = None) -> frozenset[int]:
        """Give the ids of cases told otherwise since a day that had an event of some kinds run out by it; one query."""
        row, state = CaseEventRow, ClockStateRow
        over = sa.select(sa.literal(1)).where(
            row.case_id == state.case_id, row.kind.in_(sorted(kinds)), row.until <= day
        )
        query = sa.select(state.case_id).where(state.settled > day, over.correlate(state).exists())
        query = query if ids is None else query.where(is_in(self.session, state.case_id, ids))
        return frozenset(self.session.scalars(query))

    def undone(self, day: date | None = None) -> Mapping[int, Undone]:
        """Give the closings undone after a day was over, by case: those that stood at its end, or of all days the last.

        Two queries.
        """
        rows = self.log.later(("reopening",), day)
        undone = {row.case_id: row for row in (rows if day is None else reversed(rows))}
        made = self.session.execute(
            sa.select(LogRow.case_id, LogRow.seq, LogRow.at, LogRow.body)
            .where(LogRow.kind == "closing", is_in(self.session, LogRow.case_id, undone))
            .order_by(LogRow.seq)
        ).all()
        found = {row.case_id: row for row in made if row.seq < undone[row.case_id].seq}
        return {case: _undone(found[case], undone[case]) for case in found}

    def put_down(self) -> Mapping[int, str]:
        """Give when the last closing of each case was put down (RFC 3339); one query."""
        query = sa.select(LogRow.case_id, sa.func.max(LogRow.at)).where(LogRow.kind == "closing")
        return {case: at for case, at in self.session.execute(query.group_by(LogRow.case_id)) if case is not None}

    def last_steps(self, kinds: Collection[str]) -> Mapping[int, date]:
        """Give the day of the last event of some kinds up to the closing, by closed case; what was taken back is none; one query."""
        row, back, case = CaseEventRow, aliased(CaseEventRow), CaseRow
        gone = sa.exists().where(back.case_id == row.case_id, back.kind == CORRECTION, back.item == row.key)
        query = sa.select(row.case_id, sa.func.max(row.happened_on)).join(case, case.id == row.case_id)
        query = query.where(row.kind.in_(sorted(kinds)), row.happened_on <= case.closed_on, sa.not_(gone))
        return dict(self.session.execute(query.group_by(row.case_id)).all())

    def classes(self, day: date) -> Mapping[int, tuple[str, str]]:
        """Give track and lane at the end of a day of the cases whose class has changed since."""
        changed = _path(self.session, "before", "lane") != _path(self.session, "after", "lane")
        turned = _path(self.session, "before", "track") != _path(self.session, "after", "track")
        entries = self.log.later(CLASSES, day, sa.or_(changed, turned))
        return {
            entry.case_id: (entry.body["before"]["track"], entry.body["before"]["lane"])
            for entry in reversed(entries)
            if entry.case_id is not None
        }

    def lanes_before(self, ids: Iterable[int]) -> Mapping[int, Sequence[tuple[date, str]]]:
        """Give by case the lanes it was in before, in order, each with the office's day on which it left it; one query."""
        before = _path(self.session, "before", "lane")
        wanted = (LogRow.kind.in_(CLASSES), before != _path(self.session, "after", "lane"))
        query = sa.select(LogRow.case_id, LogRow.at, before).where(is_in(self.session, LogRow.case_id, ids), *wanted)
        found: dict[int, list[tuple[date, str]]] = {}
        for case, at, lane in self.session.execute(query.order_by(LogRow.seq)):
            found.setdefault(case, []).append((self.log.day_of(at), lane))
        return found


def _text(session: Session, document: Any) -> sa.ColumnElement[str]:
    """Read a document as it is written: many are parsed at once."""
    return sa.type_coerce(document, sa.Text) if is_sqlite(session) else sa.cast(document, sa.Text)


def _is_empty(session: Session, listed: Any) -> sa.ColumnElement[bool]:
    """Say whether a list is empty; null where there is none."""
    length = sa.func.json_array_length if is_sqlite(session) else sa.func.jsonb_array_length
    return sa.type_coerce(length(listed) == 0, sa.Boolean)


def _path(session: Session, *keys: str) -> sa.ColumnElement[Any]:
    """Read a text inside the body of an entry."""
    body: Any = sa.type_coerce(LogRow.body, sa.JSON) if is_sqlite(session) else sa.cast(LogRow.body, sa.JSON)
    found: sa.ColumnElement[Any] = body[keys].as_string()
    return found


def _undone(made: AnyRow, undone: Entry) -> Undone:
    body = json.loads(made.body)
    closing = Closing(body["way"], date.fromisoformat(body["on"]), body["recovered"], body["note"])
    return Undone(closing, made.at, undone.at)
