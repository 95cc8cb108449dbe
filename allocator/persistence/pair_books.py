"""What the mentor ledger reads (师傅台账取数): a fixed number of queries, however many apprentices there are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from allocator.domain.cases import CaseState
from allocator.domain.docket import Case
from allocator.persistence import case_rows as rows
from allocator.persistence.tables.base import is_in
from allocator.persistence.tables.cases import AssignmentHistoryRow, AssignmentRow, CaseRow, PartyRow


@dataclass(frozen=True)
class PairBooks:
    """The cases of apprentices, as one unit of work sees them."""

    session: Session

    def held(self, officers: Sequence[str], since: date) -> tuple[Case, ...]:
        """Give the cases these officers hold, and those they held when they were closed since a day; two queries."""
        closed_since = sa.or_(CaseRow.closed_on.is_(None), CaseRow.closed_on >= since)
        return self._list(is_in(self.session, AssignmentRow.handler, officers), closed_since)

    def moved_away(self, officers: Sequence[str], since: date) -> dict[str, int]:
        """Count by officer the cases given since a day that somebody else handles now."""
        row = AssignmentHistoryRow
        wanted = (is_in(self.session, row.handler, officers), row.since >= since, AssignmentRow.handler != row.handler)
        count = sa.func.count(sa.distinct(row.case_id))
        query = sa.select(row.handler, count).join_from(row, AssignmentRow, AssignmentRow.case_id == row.case_id)
        return dict(self.session.execute(query.where(*wanted).group_by(row.handler)).all())

    def together(self, mentors: Sequence[str]) -> tuple[Case, ...]:
        """Give the open cases handled together with one of these mentors; two queries."""
        still_open = CaseRow.state != CaseState.CLOSED.value
        return self._list(is_in(self.session, AssignmentRow.mentor, mentors), still_open)

    def _list(self, *wanted: sa.ColumnElement[bool]) -> tuple[Case, ...]:
        found = self.session.execute(rows.CASES.where(*wanted).order_by(CaseRow.id)).all()
        listed = is_in(self.session, PartyRow.case_id, [row.id for row in found])
        parties = self.session.execute(rows.PARTIES.where(listed)) if found else ()
        return tuple(rows.joined(found, parties))
