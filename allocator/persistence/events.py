"""What happened in cases, as it is kept (办案事件): written once, read by case."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from allocator.domain.clocks.events import CORRECTION, CaseEvent
from allocator.persistence.tables.base import core, is_in
from allocator.persistence.tables.cases import CaseRow
from allocator.persistence.tables.events import CaseEventRow
from allocator.persistence.touched import touch

_ROW = CaseEventRow
_EVENT = (
    _ROW.key, CaseRow.case_no, _ROW.kind, _ROW.happened_on, _ROW.item, _ROW.amount, _ROW.until, _ROW.approver, _ROW.note,
)  # fmt: skip
"""The columns of an event, in the order of what CaseEvent holds."""


@dataclass(frozen=True)
class Events:
    """The events of one unit of work."""

    session: Session

    def add(self, events: Mapping[int, Sequence[CaseEvent]], entries: Mapping[int, int]) -> None:
        """Put events down by case id, each case's under its entry of the log."""
        rows = [_values(case, event, entries[case]) for case, own in events.items() for event in own]
        touch(self.session, events)
        if rows:
            self.session.execute(sa.insert(core(CaseEventRow)), rows)

    def of(self, ids: Iterable[int], kinds: Iterable[str] | None = None) -> dict[int, tuple[CaseEvent, ...]]:
        """Give the events of cases by id, by day and key; a case without any is left out. One query.

        Where `kinds` are named, only theirs, and the corrections.
        """
        wanted = is_in(self.session, CaseEventRow.case_id, ids)
        if kinds is not None:
            wanted = sa.and_(wanted, CaseEventRow.kind.in_(sorted({*kinds, CORRECTION})))
        return self._by_case(wanted)

    def all(self) -> dict[int, tuple[CaseEvent, ...]]:
        """Give the events of every case, like `of`."""
        return self._by_case(sa.true())

    def _by_case(self, wanted: sa.ColumnElement[bool]) -> dict[int, tuple[CaseEvent, ...]]:
        row = CaseEventRow
        query = sa.select(row.case_id, *_EVENT).join(CaseRow, CaseRow.id == row.case_id).where(wanted)
        found: dict[int, list[CaseEvent]] = {}
        for case, *told in self.session.execute(query.order_by(row.case_id, row.happened_on, row.key)):
            found.setdefault(case, []).append(CaseEvent(*told))
        return {case: tuple(own) for case, own in found.items()}


def _values(case: int, event: CaseEvent, entry: int) -> dict[str, Any]:
    named = {"case_id": case, "key": event.key, "kind": event.kind, "happened_on": event.on, "item": event.item}
    more = {"amount": event.amount, "until": event.until, "approver": event.approver, "note": event.note}
    return {**named, **more, "entry": entry}
