"""Queries that leave out what is not for whoever asks (查询过滤): done by the session, so that no query can forget it.

While a unit of work is veiled, every SELECT of it, those inside others too, says of each table that tells of cases that
they are none of the hidden ones. What decides for the office opens its eyes: `open_eyes`.
"""

from collections.abc import Container, Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.orm import ORMExecuteState, Session
from sqlalchemy.sql import visitors
from sqlalchemy.sql.expression import ColumnClause, FromClause, Select, SelectBase

from allocator.domain.hidden import NOTHING, Hidden
from allocator.persistence.tables.base import is_in

_HIDDEN, _VEIL = "fenliu_hidden", "fenliu_veil"


class OfficeSession(Session):
    """A session whose queries leave out, while it is veiled, what is not for whoever asks."""


def hide(session: Session, hidden: Hidden) -> None:
    """Note what is hidden from whoever asks, without veiling anything yet."""
    session.info[_HIDDEN] = hidden


def hidden_in(session: Session) -> Hidden:
    """Give what is hidden from whoever asks."""
    found: Hidden = session.info.get(_HIDDEN, NOTHING)
    return found


@contextmanager
def veil(session: Session) -> Iterator[None]:
    """Leave hidden cases out of every query for a while."""
    with _set(session, hidden_in(session)):
        yield


@contextmanager
def open_eyes(session: Session) -> Iterator[None]:
    """Let queries see everything for a while: a decision of the office, or a number of all its cases."""
    with _set(session, NOTHING):
        yield


@contextmanager
def _set(session: Session, hidden: Hidden) -> Iterator[None]:
    before = session.info.get(_VEIL, NOTHING)
    session.info[_VEIL] = hidden
    try:
        yield
    finally:
        session.info[_VEIL] = before


@event.listens_for(OfficeSession, "do_orm_execute")
def _veil_query(state: ORMExecuteState) -> None:
    hidden: Hidden = state.session.info.get(_VEIL, NOTHING)
    if hidden.ids and isinstance(state.statement, SelectBase):
        state.statement = without(state.session, state.statement, hidden)


def without(session: Session, statement: Any, hidden: Hidden) -> Any:
    """Give a query that leaves hidden cases out, wherever in it a table tells of cases."""
    if isinstance(statement, Select):
        tables, alone = _tables(statement)
        if alone:  # as most are: nothing within has to be copied
            return statement.where(*(_is_none_of(session, table, hidden) for table in tables))

    def shorten(select: Select[Any]) -> None:
        """Add to a copy of one of its SELECTs what must not be in it."""
        more = tuple(_is_none_of(session, table, hidden) for table in _tables(select)[0])
        select._where_criteria += more  # noqa: SLF001 - a traversal hands out copies to be changed in place

    return visitors.cloned_traverse(statement, {}, {"select": shorten})


def case_column(columns: Container[str]) -> str | None:
    """Name the column by which a table tells of a case: the docket's own id, a case's id, or its number in normal form."""
    if "case_key" in columns and "case_no" in columns:
        return "id"
    return next((name for name in ("case_id", "case_key") if name in columns), None)


def _is_none_of(session: Session, table: FromClause, hidden: Hidden) -> sa.ColumnElement[bool]:
    name = case_column(table.c.keys()) or ""
    listed = sorted(hidden.keys) if name == "case_key" else sorted(hidden.ids)
    column = table.c[name]
    return sa.or_(column.is_(None), sa.not_(is_in(session, column, listed)))


def _tables(select: Select[Any]) -> tuple[list[FromClause], bool]:
    """Find the tables a SELECT reads itself, by whatever name, that tell of cases, and say whether no other SELECT is in it."""
    found: dict[str, FromClause] = {}
    ahead: list[Any] = list(select.get_children())
    alone, met = True, dict[int, Any]()  # kept, so that no number is given to another meanwhile
    while ahead:
        part = ahead.pop()
        if id(part) in met:
            continue
        met[id(part)] = part
        if isinstance(part, sa.Table | sa.Alias):
            if case_column(part.c.keys()):
                found[part.name] = part
            ahead += [part.element] if isinstance(part, sa.Alias) and not isinstance(part.element, sa.Table) else []
        elif isinstance(part, SelectBase):
            alone = False
        elif isinstance(part, ColumnClause) and part.table is not None:
            ahead.append(part.table)
        else:
            ahead += part.get_children()
    return list(found.values()), alone
