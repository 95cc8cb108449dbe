"""Restricted cases as they are kept (限制知悉的案件), and who may know of which."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from allocator.domain.cases import normal_name
from allocator.domain.hidden import Hidden
from allocator.persistence.tables.base import is_in
from allocator.persistence.tables.cases import AssignmentRow, CaseRow, PartyKeyRow, RestrictionRow
from allocator.persistence.tables.fieldwork import ErrandRow


@dataclass(frozen=True, slots=True)
class Restriction:
    """That a case is restricted: since which instant, by whom, why."""

    case_id: int
    at: datetime
    by: str
    because: str


@dataclass(frozen=True)
class Restrictions:
    """The restrictions of one unit of work."""

    session: Session

    def add(self, restriction: Restriction) -> None:
        """Put a restriction down."""
        values = {name: getattr(restriction, name) for name in Restriction.__slots__}
        self.session.execute(sa.insert(RestrictionRow).values(values))

    def lift(self, case_id: int) -> None:
        """Take a restriction away."""
        self.session.execute(sa.delete(RestrictionRow).where(RestrictionRow.case_id == case_id))

    def find(self, case_id: int) -> Restriction | None:
        """Find the restriction of a case; None when there is none."""
        return next(iter(self._list(RestrictionRow.case_id == case_id)), None)

    def all(self) -> tuple[Restriction, ...]:
        """Give every restriction, by case; one query."""
        return self._list(sa.true())

    def not_for(self, actor: str | None, officer: str | None) -> list[int]:
        """Give the ids of restricted cases that somebody neither marked, nor handles, nor mentors; one query."""
        row, held = RestrictionRow, AssignmentRow
        query = sa.select(row.case_id).outerjoin(held, held.case_id == row.case_id)
        theirs = sa.or_(row.by == (actor or ""), held.handler == (officer or ""), held.mentor == (officer or ""))
        return list(self.session.scalars(query.where(sa.or_(theirs.is_(None), sa.not_(theirs)))))

    def touching(self, keys: Iterable[str], case_nos: Iterable[str]) -> list[int]:
        """Give the ids of cases with a party of one of these keys (by name, by identity), or of one of these numbers; one query."""
        parties = sa.select(PartyKeyRow.case_id).where(is_in(self.session, PartyKeyRow.key, keys))
        numbers = is_in(self.session, CaseRow.case_key, map(normal_name, case_nos))
        query = sa.select(CaseRow.id).where(sa.or_(numbers, CaseRow.id.in_(parties)))
        return list(self.session.scalars(query.order_by(CaseRow.id)))

    def hiding(self, ids: Iterable[int]) -> Hidden:
        """Give what must not be shown where these cases must not be known of; two queries."""
        case, listed = CaseRow, sorted(ids)
        found = self.session.execute(
            sa.select(case.id, case.case_no, case.case_key).where(is_in(self.session, case.id, listed))
        ).all()
        keys = [row.case_key for row in found]
        errands = self.session.scalars(sa.select(ErrandRow.code).where(is_in(self.session, ErrandRow.case_key, keys)))
        return Hidden(frozenset(listed), frozenset(row.case_no for row in found), frozenset(errands))

    def _list(self, *wanted: sa.ColumnElement[bool]) -> tuple[Restriction, ...]:
        row = RestrictionRow
        query = sa.select(row.case_id, row.at, row.by, row.because).where(*wanted).order_by(row.case_id)
        return tuple(Restriction(*found) for found in self.session.execute(query))
