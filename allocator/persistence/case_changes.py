"""Writing changed cases back (案件变更): one way for one case and for a whole plan.

Writers take turns (see `engine`), so that the versions compared here cannot move before the rows are written.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from allocator.domain.docket import Case
from allocator.domain.errors import NotFound, Stale
from allocator.domain.words import Text
from allocator.persistence import case_rows as rows
from allocator.persistence import ties
from allocator.persistence.tables.base import Base, core, is_in
from allocator.persistence.tables.cases import (
    AssignmentHistoryRow,
    AssignmentRow,
    CaseRow,
    ChargeRow,
    PartyKeyRow,
    PartyRow,
)
from allocator.persistence.touched import touch

Change = tuple[Case, Case]
"""A case as it was and as it shall be."""


def save_all(session: Session, wanted: Sequence[tuple[Case, int]], present: Mapping[int, Case]) -> None:
    """Write cases back, given the version each is expected at and the present cases by id; raises Stale or NotFound."""
    for case, expected in wanted:
        _check(case, expected, present.get(case.id))
    changes = [(present[case.id], case) for case, _ in wanted]
    touch(session, (case.id for case, _ in wanted))
    _update_cases(session, changes)
    _update_parties(session, changes)
    _update_holdings(session, [change for change in changes if change[0].holding != change[1].holding])
    _update_charges(session, [change for change in changes if rows.charged(change[0]) != rows.charged(change[1])])


def _check(case: Case, expected: int, now: Case | None) -> None:
    if now is None:
        raise NotFound(
            Text(f"没有编号为 {case.id} 的案件。", f"There is no case with the id {case.id}."),
            Text("请核对编号。", "Check the id."),
            code="case-unknown",
            facts={"case": case.id},
        )
    if now.version != expected:
        raise Stale(
            Text(f"{now.case_no} 已被他人更改。", f"{now.case_no} was changed by somebody else meanwhile."),
            Text("请刷新后按当前状态再决定。", "Look at the current state, then decide again."),
            facts={
                "id": now.id,
                "case_no": now.case_no,
                "version": now.version,
                "state": now.state.value,
                "handler": now.holding.officer if now.holding else None,
            },
        )


def _update_cases(session: Session, changes: Iterable[Change]) -> None:
    table = core(CaseRow)
    values = [_case_values(old, new) for old, new in changes]
    if values:
        names = [name for name in values[0] if name != "of"]
        change = sa.update(table).where(table.c.id == sa.bindparam("of"))
        session.execute(change.values({name: sa.bindparam(name) for name in names}), values)


def _case_values(old: Case, new: Case) -> dict[str, Any]:
    closed = {"closed_on": new.closed_on, "closed_as": new.closed_as, "recovered": new.recovered}
    state = {"version": old.version + 1, "state": new.state.value, "flags": rows.flag_values(new.flags)}
    return {**rows.case_values(new.input, new.standing), **state, **closed, "of": old.id}


def _update_parties(session: Session, changes: Iterable[Change]) -> None:
    """Write parties and keys anew where the filing itself was corrected."""
    filings = [(new.id, new.input.filing) for old, new in changes if _named(old) != _named(new)]
    ids = [number for number, _ in filings]
    _replace(
        session, PartyRow, ids, (row for number, given in filings for row in rows.party_values(number, given.parties))
    )
    _replace(session, PartyKeyRow, ids, (row for number, given in filings for row in ties.key_values(number, given)))


def _named(case: Case) -> tuple[object, ...]:
    return case.input.filing.parties, case.input.filing.series


def _update_holdings(session: Session, changes: Sequence[Change]) -> None:
    held = [(new.id, new.holding) for _, new in changes if new.holding]
    ids = [new.id for _, new in changes]
    _replace(session, AssignmentRow, ids, (rows.holding_values(number, holding) for number, holding in held))
    _forget_last(session, [new.id for old, new in changes if old.holding and new.holding is None])
    _insert(session, AssignmentHistoryRow, _history(session, changes))


def _forget_last(session: Session, ids: Sequence[int]) -> None:
    """Take the last row of the history of cases whose assignment was undone: nobody held them. The log tells of both."""
    table = core(AssignmentHistoryRow)
    if ids:
        last = sa.select(table.c.case_id, sa.func.max(table.c.number)).where(is_in(session, table.c.case_id, ids))
        for case_id, number in session.execute(last.group_by(table.c.case_id)).all():
            session.execute(sa.delete(table).where(table.c.case_id == case_id, table.c.number == number))


def _history(session: Session, changes: Sequence[Change]) -> Iterator[dict[str, Any]]:
    """Add to the history where somebody else holds a case now, or with somebody else."""
    row = AssignmentHistoryRow
    ids = [new.id for _, new in changes]
    last = sa.select(row.case_id, sa.func.max(row.number)).where(is_in(session, row.case_id, ids))
    numbers = dict(session.execute(last.group_by(row.case_id)).all()) if ids else {}
    for old, new in changes:
        if new.holding and _people(old) != _people(new):
            yield {**rows.history_values(new.id, new.holding), "number": numbers.get(new.id, 0) + 1}


def _people(case: Case) -> tuple[str, str | None] | None:
    return (case.holding.officer, case.holding.mentor) if case.holding else None


def _update_charges(session: Session, changes: Sequence[Change]) -> None:
    ids = [new.id for _, new in changes]
    charges = (
        {"case_id": new.id, "holder": holder, "minutes": minutes}
        for _, new in changes
        for holder, minutes in rows.charged(new).items()
    )
    _replace(session, ChargeRow, ids, charges)


def _replace(session: Session, table: type[Any], ids: Sequence[int], values: Iterable[dict[str, Any]]) -> None:
    """Put rows in place of all that some cases had in a table."""
    if ids:
        session.execute(sa.delete(core(table)).where(is_in(session, core(table).c.case_id, ids)))
        _insert(session, table, values)


def _insert(session: Session, table: type[Base], values: Iterable[dict[str, Any]]) -> None:
    listed = list(values)
    if listed:
        session.execute(sa.insert(core(table)), listed)
