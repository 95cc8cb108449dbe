"""What a list asks of the kept clocks (清单条件), said to the database: whose, of which nodes, due when, of which light."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial, reduce
from typing import Any, TypeAlias

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from allocator.domain.clocks.clock import FAR_AHEAD
from allocator.persistence.tables.base import is_in, is_sqlite
from allocator.persistence.tables.cases import AssignmentHistoryRow
from allocator.persistence.tables.events import NodeClockRow

Rule: TypeAlias = sa.ColumnElement[bool]


@dataclass(frozen=True, slots=True)
class Whose:
    """Who answers for a clock (责任人): some words always; the handlers' words where one of some officers holds the case.

    `unheld` are the handlers' words that count where none of `everybody` holds it.
    """

    words: frozenset[str]
    handled: frozenset[str] = frozenset()
    officers: frozenset[str] = frozenset()
    unheld: frozenset[str] = frozenset()
    everybody: frozenset[str] = frozenset()

    @property
    def only_held(self) -> bool:
        """Say whether they are clocks of the cases of some officers and no others."""
        return not self.words and not self.unheld


@dataclass(frozen=True, slots=True)
class Wanted:
    """The clocks a list asks for (清单条件): those open on a day, of nodes that began by a day (None: any), due within days.

    `warned` leaves out what is green, `light` all that is not of one, and `among` all other cases; `ran_before` leaves out
    what began on that day or later once the days it stood still are added. Days before which something may not be done are
    no deadlines and left out.
    """

    day: date
    nodes: Mapping[str, date] | None = None
    due_from: date | None = None
    due_by: date | None = None
    warned: bool = False
    whose: Whose | None = None
    light: str | None = None
    among: Collection[int] | None = None
    ran_before: date | None = None


def rules(session: Session, wanted: Wanted) -> Iterator[Rule]:
    """Say what is wanted as conditions over the kept clocks."""
    row, day = NodeClockRow, wanted.day
    of_cases = wanted.among is not None or (wanted.whose is not None and wanted.whose.only_held)
    yield from (_open_on(session, day, of_cases=of_cases), row.since <= day, row.earliest.is_(False))
    if wanted.nodes is not None:
        yield row.node.in_(sorted(wanted.nodes))
        begun = [sa.and_(row.node == node, row.started <= first) for node, first in wanted.nodes.items()]
        yield sa.or_(sa.false(), *begun)
    if wanted.due_from is not None:
        yield row.due >= wanted.due_from
    if wanted.due_by is not None:
        yield row.due <= wanted.due_by
    if wanted.warned:
        yield sa.or_(row.due < day, row.warn_on <= day)
    if wanted.light is not None:
        yield light(day) == wanted.light
    if wanted.whose is not None:
        yield _owned(session, wanted.whose, day)
    if wanted.ran_before is not None:
        yield _ran_before(session, wanted.ran_before, day)
    if wanted.among is not None:
        yield is_in(session, row.case_id, wanted.among)


def _open_on(session: Session, day: date, *, of_cases: bool) -> Rule:
    """Say that it was open on a day; where nothing ended later, that is one place of the index, sorted by last days.

    Of some cases the clocks are found by the case: SQLite, which counts no rows ahead, would look through all open ones.
    """
    row = NodeClockRow
    last = session.scalar(sa.select(sa.func.max(row.until)).where(row.until < date.max))
    until: sa.ColumnElement[Any] = sa.type_coerce(row.until, sa.Date)
    if of_cases and is_sqlite(session):
        until = sa.type_coerce(sa.type_coerce(row.until, sa.Text).concat(""), sa.Date)
    return until == date.max if last is None or last <= day else until > day


def _ran_before(session: Session, before: date, day: date) -> Rule:
    """Say that it began before a day, the days it stood still until another added; a stop is reckoned on past that day."""
    row, run = NodeClockRow, partial(_count, session)
    begun, next_day = run(row.started) + row.stopped, run(day) + 1
    ended = [sa.func.coalesce(run(one) + 1, run(FAR_AHEAD) + 1) for one in (row.done_on, row.lapsed_on)]
    held = reduce(_lesser, ended, run(row.held_until))
    too_many = sa.case((held > next_day, held - next_day), else_=0)
    return sa.or_(begun < run(before), sa.and_(row.held_until > day, begun - too_many < run(before)))


def _count(session: Session, day: Any) -> sa.ColumnElement[Any]:
    """Give a day as a number, to be held against others of the same kind."""
    if is_sqlite(session):
        return sa.func.julianday(day.isoformat() if isinstance(day, date) else day)
    return sa.type_coerce(sa.cast(day, sa.Date) - sa.cast(date.min, sa.Date), sa.Integer)


def _lesser(one: sa.ColumnElement[Any], other: sa.ColumnElement[Any]) -> sa.ColumnElement[Any]:
    return sa.case((one <= other, one), else_=other)


def _owned(session: Session, whose: Whose, day: date) -> Rule:
    row = NodeClockRow
    ours = (row.owner.in_(sorted(whose.handled)), row.case_id.in_(_held_by(session, whose.officers, day)))
    if whose.only_held:
        return sa.and_(*ours)
    nobodys = (
        row.owner.in_(sorted(whose.unheld)),
        row.case_id.not_in(_held_by(session, whose.everybody, day)),
    )
    return sa.or_(row.owner.in_(sorted(whose.words)), sa.and_(*ours), sa.and_(*nobodys))


def _held_by(session: Session, officers: Collection[str], day: date) -> sa.Select[Any]:
    """Select the cases that one of some officers held at the end of a day."""
    row, later = AssignmentHistoryRow, aliased(AssignmentHistoryRow)
    since = sa.exists().where(later.case_id == row.case_id, later.number > row.number, later.since <= day)
    return sa.select(row.case_id).where(is_in(session, row.handler, sorted(officers)), row.since <= day, ~since)


def light(day: date) -> sa.ColumnElement[str]:
    """Give the light of an open clock on a day, as `NodeClock.light` does."""
    row = NodeClockRow
    return sa.case((row.due < day, "red"), (row.warn_on <= day, "yellow"), else_="green")


def mark(wanted: Wanted) -> tuple[Any, ...]:
    """Give the columns by which a list is in order."""
    row = NodeClockRow
    last = sa.func.coalesce(row.due, date.max) if wanted.due_by is None else row.due
    return (last, row.case_id, row.node, row.number)
