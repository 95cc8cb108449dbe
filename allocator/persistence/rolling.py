"""The rolling books (滚动台账), read from the docket: a fixed number of queries, whatever the size."""

from dataclasses import dataclass
from datetime import date, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from allocator.domain.cases import CaseState
from allocator.domain.ledgers import Ledgers
from allocator.domain.rulebook import Rulebook
from allocator.persistence.case_tables import AssignmentHistoryRow, CaseRow


@dataclass(frozen=True)
class RollingBooks:
    """The rolling books of one unit of work."""

    session: Session

    def on(self, day: date, rulebook: Rulebook) -> Ledgers:
        """Give the books on a day, as far back as the rulebook looks."""
        return Ledgers(moved=self._moved(day - timedelta(days=rulebook.moves.no_second_move_days)))

    def _moved(self, since: date) -> dict[str, date]:
        """Find the last change of handler of each open case after a day; a new mentor alone is none."""
        row, before = AssignmentHistoryRow, aliased(AssignmentHistoryRow)
        earlier = sa.and_(before.case_id == row.case_id, before.number == row.number - 1)
        moved = sa.and_(row.since > since, before.handler != row.handler, CaseRow.state != CaseState.CLOSED.value)
        query = sa.select(CaseRow.case_no, sa.func.max(row.since)).join_from(row, before, earlier)
        query = query.join(CaseRow, CaseRow.id == row.case_id).where(moved).group_by(CaseRow.case_no)
        return dict(self.session.execute(query.order_by(CaseRow.case_no)).all())
