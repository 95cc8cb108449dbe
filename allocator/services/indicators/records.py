"""Cases as indicators see them (统计用案件), read as they stood at the end of a day."""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from allocator.domain.facts import cause_id
from allocator.domain.indicators.facts import CaseRecord
from allocator.domain.rulebook.book import Rulebook
from allocator.persistence.measured import Undone
from allocator.persistence.tables.base import AnyRow
from allocator.persistence.unit_of_work import UnitOfWork
from allocator.services.clocks.clock_work import Desk
from allocator.services.indicators.histories import Histories, histories


@dataclass(frozen=True)
class Taken:
    """What the records of cases are made of (统计取数), read as of a day: their rows, and what was otherwise on that day."""

    rows: Sequence[AnyRow]
    undone: Mapping[int, Undone]
    classes: Mapping[int, tuple[str, str]]
    told: Histories
    teams: Mapping[str, str]
    zone: ZoneInfo
    rulebook: Rulebook

    @property
    def rests_on(self) -> tuple[Mapping[str, str], ZoneInfo, bool]:
        """Give what else records are made of, whatever case they are of: with it unchanged, each changes with its case only."""
        return self.teams, self.zone, self.told.anew is None

    def records(self) -> Iterator[CaseRecord]:
        """Walk the cases as they stood at the end of the day."""
        causes: dict[str | None, str] = {}
        for row, kept in zip(self.rows, _parsed(row.told for row in self.rows), strict=True):
            if row.cause not in causes:
                causes[row.cause] = cause_id(row.cause, self.rulebook) or ""
            yield self.told.added_to(self._as_of_the_day(row, causes[row.cause]), kept)

    def _as_of_the_day(self, row: AnyRow, cause: str) -> CaseRecord:
        """Give what the row of a case tells, its closing and its class as they were on the day."""
        entered = row.received.astimezone(self.zone).date()
        record = _record(row, cause, self.teams.get(row.handler, ""), entered)
        if row.id in self.undone:
            closing = self.undone[row.id].closing
            record = record._replace(closed_on=closing.on, way=closing.way, recovered=closing.recovered or 0)
        if row.id in self.classes:
            record = record._replace(track=self.classes[row.id][0], lane=self.classes[row.id][1])
        return record


def take(uow: UnitOfWork, as_of: date, by: Desk, rulebook: Rulebook, ids: Collection[int] | None = None) -> Taken:
    """Read what records as of the end of a day are made of, of all cases or of some; seven queries."""
    return Taken(
        uow.measured.cases(as_of, ids),
        uow.measured.undone(as_of),
        uow.measured.classes(as_of),
        histories(uow, by, rulebook, as_of, ids),
        {officer.code: officer.team or "" for officer in by.office.officers},
        ZoneInfo(by.office.bureau.timezone),
        rulebook,
    )


def _record(row: AnyRow, cause: str, team: str, entered: date) -> CaseRecord:
    return CaseRecord(
        *(row.id, row.case_no, row.kind, cause, row.claim, row.filed_on, entered, row.closed_on),
        *(row.closed_as or "", row.recovered or 0, row.lane, row.track, row.livelihood or "", team),
        _no_asset(row),
    )


def _parsed(written: Iterable[str | None]) -> Sequence[Any]:
    """Parse many documents at once, which takes a fraction of the time."""
    found: Sequence[Any] = json.loads(f"[{','.join(one or 'null' for one in written)}]")
    return found


def _no_asset(row: AnyRow) -> bool | None:
    """Give whether there is nothing to take: what was learned last, else what was filed; None while nobody knows."""
    if row.learned_none is not None:
        return bool(row.learned_none)
    if row.filed_none is not None:
        return bool(row.filed_none)
    return None if row.filed_empty is None else bool(row.filed_empty)
