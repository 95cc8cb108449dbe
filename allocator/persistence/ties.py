"""Cases tied to one another (关联案件), found through the keys of their parties and series."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute, Session

from allocator.domain.cases import Filing, LinkedCase, normal_name
from allocator.domain.ties import CREDITOR, DEBTOR, SERIES, STRENGTH, Key, keys_of, tie_of
from allocator.persistence.tables.base import AnyRow, is_in
from allocator.persistence.tables.cases import AssignmentHistoryRow, CaseRow, PartyKeyRow

MOST = 50
_LOOKED_AT = 1000  # keys of one filing, newest first: a bank of ten thousand cases must not cost more than a shop


def key_values(case_id: int, filing: Filing) -> Iterator[dict[str, Any]]:
    """Write the keys of a case."""
    for key in keys_of(filing):
        yield {"case_id": case_id, "side": key.side, "key": key.key, "sure": key.sure, "identity": key.identity}


def linked(session: Session, filing: Filing) -> tuple[LinkedCase, ...]:
    """Find the cases tied to a filing, newest first, at most fifty, each by its strongest tie; two queries."""
    ties = _ties(session, filing)
    origin = normal_name(filing.origin_case_no) if filing.origin_case_no else None
    return tuple(
        _link(row, *(("resumed", True) if row.case_key == origin else ties[row.id]))
        for row in _tied_cases(session, list(ties), origin, normal_name(filing.case_no))
    )


def _link(row: AnyRow, tie: str, sure: bool) -> LinkedCase:  # noqa: FBT001
    return LinkedCase(row.case_no, tie, sure, row.handler, row.closed_on or row.since, row.closed_on is None)


def _ties(session: Session, filing: Filing) -> dict[int, tuple[str, bool]]:
    """Give tie and sureness by case id: the strongest tie, sure ones first."""
    mine = keys_of(filing)
    if not mine:
        return {}
    best: dict[int, tuple[bool, int]] = {}
    for row in _keys_met(session, mine):
        for key in mine:
            tie = tie_of(key.side, row.side)
            if tie and key.key == row.key and key.agrees(row):
                rank = (not (key.sure and row.sure), STRENGTH.index(tie))
                best[row.case_id] = min(rank, best.get(row.case_id, rank))
    return {case_id: (STRENGTH[place], not unsure) for case_id, (unsure, place) in best.items()}


def _keys_met(session: Session, mine: Sequence[Key]) -> Sequence[AnyRow]:
    row = PartyKeyRow
    wanted = [
        sa.and_(row.side == other, is_in(session, row.key, keys))
        for other in (CREDITOR, DEBTOR, SERIES)
        if (keys := [key.key for key in mine if tie_of(key.side, other)])
    ]
    query = sa.select(row.case_id, row.side, row.key, row.sure, row.identity).where(sa.or_(*wanted))
    return session.execute(query.order_by(row.case_id.desc()).limit(_LOOKED_AT)).all()


def _tied_cases(session: Session, ids: Sequence[int], origin: str | None, own: str) -> Sequence[AnyRow]:
    row = CaseRow
    handler, since = _last(AssignmentHistoryRow.handler, "handler"), _last(AssignmentHistoryRow.since, "since")
    query = sa.select(row.id, row.case_key, row.case_no, row.closed_on, handler, since)
    tied = is_in(session, row.id, ids)
    if origin is not None:
        tied = sa.or_(tied, row.id == sa.select(CaseRow.id).where(CaseRow.case_key == origin).scalar_subquery())
    newest = (row.filed_on.desc(), row.id.desc())
    return session.execute(query.where(tied, row.case_key != own).order_by(*newest).limit(MOST)).all()


def _last(column: InstrumentedAttribute[Any], name: str) -> sa.Label[Any]:
    """Give a column of the last assignment a case had."""
    history = AssignmentHistoryRow
    query = sa.select(column).where(history.case_id == CaseRow.id).order_by(history.number.desc()).limit(1)
    return query.scalar_subquery().label(name)


def in_series(session: Session, filings: Sequence[Filing]) -> list[bool]:
    """Say of each filing whether an earlier case, on the docket or before it in the batch, surely ties by debtor or series."""
    keys = [[key for key in keys_of(filing) if key.sure and key.side != CREDITOR] for filing in filings]
    met = _met(session, {key.key for mine in keys for key in mine})
    found = []
    for mine in keys:
        found.append(any(_seen(key, met) for key in mine))
        for key in mine:
            met.setdefault((key.side, key.key), set()).add(key.identity)
    return found


def _seen(key: Key, met: dict[tuple[str, str], set[str | None]]) -> bool:
    identities = met.get((key.side, key.key), set())
    return bool(identities) and (key.identity is None or None in identities or key.identity in identities)


def _met(session: Session, keys: Iterable[str]) -> dict[tuple[str, str], set[str | None]]:
    row = PartyKeyRow
    query = sa.select(row.side, row.key, row.identity).distinct()
    query = query.where(is_in(session, row.key, sorted(keys)), row.side.in_((DEBTOR, SERIES)), row.sure)
    met: dict[tuple[str, str], set[str | None]] = {}
    for side, key, identity in session.execute(query):
        met.setdefault((side, key), set()).add(identity)
    return met
