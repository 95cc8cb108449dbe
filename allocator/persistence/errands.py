"""Errands as they are kept (外勤任务): asked for, changed, withdrawn, done."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from allocator.domain.canonical import plain, restore
from allocator.domain.cases import normal_name
from allocator.domain.errors import Conflict, NotFound, Stale
from allocator.domain.fieldwork.trips import Errand
from allocator.domain.words import Text
from allocator.persistence.tables.base import is_in
from allocator.persistence.tables.fieldwork import ErrandRow, StopRow, TripRow

OPEN, DONE, WITHDRAWN = "open", "done", "withdrawn"
_LARGEST_ID = 2**31 - 1


@dataclass(frozen=True, slots=True)
class KeptErrand:
    """An errand with where it stands: "open", "done" or "withdrawn"; `source` is "api", "file" or "case"."""

    id: int
    version: int
    state: str
    source: str
    errand: Errand


@dataclass(frozen=True)
class Errands:
    """The errands of one unit of work."""

    session: Session

    def add(self, errand: Errand, source: str) -> KeptErrand:
        """Put an errand down as open; raises Conflict for a code that is there."""
        if self.find(errand.code) is not None:
            raise Conflict(
                Text(f"任务 {errand.code} 已在册。", f"There is an errand {errand.code} already."),
                Text("请另取编号，或修改原任务。", "Choose another code, or change the one that is there."),
                code="errand-exists",
                facts={"errand": errand.code},
            )
        row = ErrandRow(version=1, state=OPEN, source=source, **_values(errand))
        self.session.add(row)
        self.session.flush()
        return _kept(row)

    def next_code(self) -> str:
        """Give a code for an errand that was asked for without one."""
        return f"W{(self.session.scalar(sa.select(sa.func.max(ErrandRow.id))) or 0) + 1}"

    def find(self, ref: str | int) -> KeptErrand | None:
        """Find an errand by its code, written, or by its id, a number."""
        wanted = ErrandRow.code == ref if isinstance(ref, str) else ErrandRow.id == min(ref, _LARGEST_ID)
        row = self.session.scalar(sa.select(ErrandRow).where(wanted))
        return _kept(row) if row else None

    def get(self, ref: str | int) -> KeptErrand:
        """Give an errand by code or id; raises NotFound."""
        found = self.find(ref)
        if found is None:
            raise NotFound(
                Text(f"没有外勤任务“{ref}”。", f'There is no errand "{ref}".'),
                Text("请核对编号；列表见任务清单。", "Check the code; the list of errands has them all."),
                code="errand-unknown",
                facts={"errand": str(ref)},
            )
        return found

    def page(self, after: int | None = None, limit: int = 50, state: str | None = None) -> tuple[KeptErrand, ...]:
        """Give a page of errands by id, after an id, of a state."""
        query = sa.select(ErrandRow).where(ErrandRow.id > min(after or 0, _LARGEST_ID)).order_by(ErrandRow.id)
        if state is not None:
            query = query.where(ErrandRow.state == state)
        return tuple(_kept(row) for row in self.session.scalars(query.limit(limit)))

    def by_code(self, codes: Iterable[str]) -> dict[str, KeptErrand]:
        """Give those of some errands that are there, by code; one query."""
        rows = self.session.scalars(sa.select(ErrandRow).where(is_in(self.session, ErrandRow.code, codes)))
        return {row.code: _kept(row) for row in rows}

    def open_of(self, case_no: str) -> tuple[KeptErrand, ...]:
        """Give the open errands of a case, by id; one query."""
        wanted = (ErrandRow.case_key == normal_name(case_no), ErrandRow.state == OPEN)
        rows = self.session.scalars(sa.select(ErrandRow).where(*wanted).order_by(ErrandRow.id))
        return tuple(_kept(row) for row in rows)

    def of_week(self, monday: Any) -> tuple[KeptErrand, ...]:
        """Give what the plan of a week sees: errands on its trips, and open ones that no other week's trip serves; one query."""
        on_trips = sa.select(StopRow.errand).join(TripRow, TripRow.id == StopRow.trip).where(StopRow.stands)
        mine = ErrandRow.id.in_(on_trips.where(TripRow.monday == monday))
        free = sa.and_(ErrandRow.state == OPEN, ErrandRow.id.not_in(on_trips.where(TripRow.monday != monday)))
        query = sa.select(ErrandRow).where(sa.or_(mine, free)).order_by(ErrandRow.id)
        return tuple(_kept(row) for row in self.session.scalars(query))

    def save(self, kept: KeptErrand, expected_version: int) -> KeptErrand:
        """Write an errand back and give it with its new version; raises Stale when somebody changed it meanwhile."""
        row = ErrandRow
        change = sa.update(row).where(row.id == kept.id, row.version == expected_version)
        values = {**_values(kept.errand), "state": kept.state, "version": expected_version + 1}
        if self.session.execute(change.values(values).returning(row.id)).one_or_none() is None:
            raise stale(self.get(kept.id))
        return replace(kept, version=expected_version + 1)

    def mark(self, states: Mapping[str, str]) -> None:
        """Note by code what became of errands when a trip came back."""
        for code, state in states.items():
            row = ErrandRow
            values = {"state": state, "version": row.version + 1}
            self.session.execute(sa.update(row).where(row.code == code, row.state != state).values(values))


def stale(current: KeptErrand) -> Stale:
    """Make the error for a change that rests on an old view, with the errand's present state."""
    code = current.errand.code
    return Stale(
        Text(f"任务 {code} 已被他人更改。", f"Errand {code} was changed by somebody else meanwhile."),
        Text("请刷新后按当前状态再决定。", "Look at the current state, then decide again."),
        facts={"id": current.id, "errand": code, "version": current.version, "state": current.state},
    )


def _values(errand: Errand) -> dict[str, Any]:
    named = {"code": errand.code, "kind": errand.kind, "case_key": normal_name(errand.case_no)}
    return {**named, "asked": plain(errand)}


def _kept(row: ErrandRow) -> KeptErrand:
    return KeptErrand(row.id, row.version, row.state, row.source, restore(Errand, row.asked))
