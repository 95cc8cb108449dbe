"""The queues of the clerk's desk (收案分流队列): what waits, what is in dispute, what was given out on a day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from allocator.domain.cases import CaseState
from allocator.domain.docket import Case
from allocator.persistence.cases import Cases
from allocator.persistence.marks import Asking
from allocator.persistence.tables.cases import AssignmentRow, CaseRow

_WAITS = CaseRow.state == CaseState.WAITING.value
_UNSETTLED = (_WAITS, CaseRow.certain.is_(False), CaseRow.dispute.is_(None))
_DISPUTED = (CaseRow.dispute.is_not(None), CaseRow.state != CaseState.CLOSED.value)
_URGENT = (CaseRow.priority, CaseRow.filed_on, CaseRow.id)


@dataclass(frozen=True)
class Queues:
    """The queues of one unit of work; each list takes three queries."""

    session: Session
    cases: Cases

    def most_urgent(self, limit: int, *, unsettled: bool = False) -> tuple[Case, ...]:
        """Give the first without a handler, by priority and day of filing; `unsettled`: whose class hangs on an unknown fact."""
        wanted = _UNSETTLED if unsettled else (_WAITS,)
        return self._listed(sa.select(CaseRow.id).where(*wanted).order_by(*_URGENT).limit(limit))

    def disputed(self, limit: int) -> tuple[Case, ...]:
        """Give the first open cases whose class is in dispute (争议), held or not, by priority and day of filing."""
        return self._listed(sa.select(CaseRow.id).where(*_DISPUTED).order_by(*_URGENT).limit(limit))

    def for_a_second(self, limit: int, asking: Asking) -> tuple[Case, ...]:
        """Give the first open cases of which a fact, or what is asked, waits for a second person, by priority and day of filing."""
        return self._listed(sa.select(CaseRow.id).where(*_for_a_second(asking)).order_by(*_URGENT).limit(limit))

    def given(self, day: date, limit: int) -> tuple[Case, ...]:
        """Give the cases whose handler has held them since a day, the last given first."""
        row = AssignmentRow
        query = sa.select(row.case_id).where(row.since == day).order_by(row.decision.desc(), row.case_id)
        return self._listed(query.limit(limit))

    def count_unsettled(self) -> int:
        """Count the cases without a handler whose class hangs on a fact nobody knows yet."""
        return self._count(CaseRow, *_UNSETTLED)

    def count_disputed(self) -> int:
        """Count the open cases whose class is in dispute."""
        return self._count(CaseRow, *_DISPUTED)

    def count_for_a_second(self, asking: Asking) -> int:
        """Count the open cases of which a fact, or what is asked, waits for a second person."""
        return self._count(CaseRow, *_for_a_second(asking))

    def count_given(self, day: date) -> int:
        """Count the cases whose handler has held them since a day."""
        return self._count(AssignmentRow, AssignmentRow.since == day)

    def _count(self, table: type[Any], *wanted: sa.ColumnElement[bool]) -> int:
        return self.session.scalar(sa.select(sa.func.count()).select_from(table).where(*wanted)) or 0

    def _listed(self, query: sa.Select[int]) -> tuple[Case, ...]:
        ids: Sequence[int] = list(self.session.scalars(query))
        found = self.cases.by_id(ids)
        return tuple(found[number] for number in ids)


def _for_a_second(asking: Asking) -> tuple[sa.ColumnElement[bool], ...]:
    """Say which cases are meant; each of both kinds is found by an index of its own, which an "or" would not use."""
    flagged = aliased(CaseRow)
    with_a_flag = sa.select(flagged.id).where(flagged.flags.is_not(None))
    return CaseRow.id.in_(with_a_flag.union_all(asking.open)), CaseRow.state != CaseState.CLOSED.value
