"""Who carried what of the cases, back in time (工作量留痕): the present charges, and the entries that changed them."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import Session

from allocator.persistence.log_chain import rfc3339
from allocator.persistence.tables.cases import AssignmentRow, ChargeRow
from allocator.persistence.tables.log import LogRow


class Told(NamedTuple):
    """An entry that tells of a case: when (RFC 3339, UTC), its kind, and what it says."""

    at: str
    kind: str
    body: Mapping[str, Any]


class ChargeNow(NamedTuple):
    """The minutes of a case a holder carries now, and who is the mentor of the case."""

    case_id: int
    holder: str
    minutes: int
    mentor: str | None


@dataclass(frozen=True)
class LoadTrail:
    """The trail of one unit of work, its days cut by the office's own clock."""

    session: Session
    zone: tzinfo

    def end_of(self, day: date) -> str:
        """Give the instant at which a day of the office is over, as the log writes it."""
        return rfc3339(datetime.combine(day + timedelta(days=1), time(), self.zone))

    def charges(self) -> list[ChargeNow]:
        """Give all charges of open cases as they are now, by case; one query."""
        row, held = ChargeRow, AssignmentRow
        query = sa.select(row.case_id, row.holder, row.minutes, held.mentor).join(held, held.case_id == row.case_id)
        return [ChargeNow(*found) for found in self.session.execute(query.order_by(row.case_id, row.holder))]

    def since(self, instant: str, kinds: Sequence[str]) -> dict[int, list[Told]]:
        """Give by case, of every case with an entry of some kinds since an instant, all its entries of these kinds; one query."""
        ours = LogRow.kind.in_(kinds)
        touched = sa.select(LogRow.case_id).where(ours, LogRow.at >= instant, LogRow.case_id.is_not(None))
        query = sa.select(LogRow.case_id, LogRow.at, LogRow.kind, LogRow.body).where(ours, LogRow.case_id.in_(touched))
        found: dict[int, list[Told]] = {}
        for row in self.session.execute(query.order_by(LogRow.seq)):
            found.setdefault(row.case_id or 0, []).append(Told(row.at, row.kind, json.loads(row.body)))
        return found

    def head_before(self, instant: str) -> str:
        """Give the hash of the last entry before an instant, which names all that was told up to it; "" before the first."""
        last = sa.select(LogRow.hash).where(LogRow.at < instant).order_by(LogRow.seq.desc()).limit(1)
        return self.session.scalar(last) or ""

    def office_at(self, instant: str, kinds: Sequence[str]) -> str | None:
        """Give the digest of the office as it was at an instant, by the last entry that changed it; None before the first."""
        before = sa.select(LogRow.body).where(LogRow.kind.in_(kinds), LogRow.at < instant)
        bodies = (json.loads(body) for body in self.session.scalars(before.order_by(LogRow.seq.desc())))
        return next((str(body["office"]) for body in bodies if "office" in body), None)
