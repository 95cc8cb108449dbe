"""What became of clocks, and what was so meanwhile (历史取数): who held each case when, which field work was pending."""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from allocator.domain.clocks.clock import FAR_AHEAD, NodeClock
from allocator.domain.fieldwork.trips import DAY
from allocator.persistence.clock_book import CLOCK, clock_of
from allocator.persistence.errands import WITHDRAWN
from allocator.persistence.tables.cases import AssignmentHistoryRow, AssignmentRow, CaseRow
from allocator.persistence.tables.events import NodeClockRow
from allocator.persistence.tables.fieldwork import ErrandRow, StopRow, TripRow


class Held(NamedTuple):
    """That somebody held a case from a day on, and until which (None: still)."""

    case_id: int
    handler: str
    since: date
    until: date | None


class Pending(NamedTuple):
    """An errand of a case: when it was asked for, and the day of the trip that serves it, if there is one."""

    case_id: int
    asked_on: date
    served_on: date | None

    def stands_on(self, day: date) -> bool:
        """Say whether it was still to be done on a day."""
        return self.asked_on <= day and (self.served_on is None or self.served_on > day)


@dataclass(frozen=True)
class Past:
    """The past of one unit of work."""

    session: Session

    def closed_clocks(self, most: int) -> list[tuple[int, NodeClock]]:
        """Give the clocks with a last day of closed cases, of the cases closed last, at most so many; one query."""
        row, case = NodeClockRow, CaseRow
        wanted = (case.state == "closed", row.due.is_not(None), sa.not_(row.earliest), row.final, row.until < FAR_AHEAD)
        query = sa.select(*CLOCK).join(case, case.id == row.case_id).where(*wanted)
        found = self.session.execute(
            query.order_by(case.closed_on.desc(), row.case_id, row.node, row.number).limit(most)
        )
        return [(one.case_id, clock_of(one)) for one in found]

    def held(self) -> list[Held]:
        """Give who held which case when, by case and in order; one query."""
        row, case = AssignmentHistoryRow, CaseRow
        query = sa.select(row.case_id, row.handler, row.since, case.closed_on).join(case, case.id == row.case_id)
        rows = self.session.execute(query.order_by(row.case_id, row.number)).all()
        pairs = pairwise(rows)
        ends = [later.since if later.case_id == one.case_id else one.closed_on for one, later in pairs]
        last = [rows[-1].closed_on] if rows else []
        return [Held(one.case_id, one.handler, one.since, end) for one, end in zip(rows, [*ends, *last], strict=True)]

    def held_before(self, case_id: int) -> tuple[str, str | None, date] | None:
        """Give who held a case before its last handler, with which mentor and since when; None where nobody did; one query."""
        row = AssignmentHistoryRow
        query = sa.select(row.handler, row.mentor, row.since).where(row.case_id == case_id)
        found = self.session.execute(query.order_by(row.number.desc()).offset(1).limit(1)).one_or_none()
        return (found.handler, found.mentor, found.since) if found else None

    def last_change(self) -> date | None:
        """Give the last day on which an open case came in or was given to its handler; None without one; one query."""
        case, held = CaseRow, AssignmentRow
        day = sa.func.coalesce(held.since, case.filed_on)
        query = sa.select(sa.func.max(day)).select_from(case).outerjoin(held, held.case_id == case.id)
        return self.session.scalar(query.where(case.state != "closed"))

    def pending(self) -> list[Pending]:
        """Give the errands of cases that were not withdrawn, with the day of the trip that serves them; one query."""
        errand, stop, trip = ErrandRow, StopRow, TripRow
        query = (
            sa.select(CaseRow.id, errand.asked, trip.monday, trip.leaves)
            .join(CaseRow, CaseRow.case_key == errand.case_key)
            .outerjoin(stop, sa.and_(stop.errand == errand.id, stop.stands, stop.part == 0))
            .outerjoin(trip, trip.id == stop.trip)
            .where(errand.state != WITHDRAWN)
        )
        return [
            Pending(case, date.fromisoformat(asked["asked_on"]), monday and monday + timedelta(days=leaves // DAY))
            for case, asked, monday, leaves in self.session.execute(query)
        ]
