"""Cases as indicators see them (统计用案件), read as they stood at the end of a day."""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from allocator.domain.facts import cause_id
from allocator.domain.indicators.facts import CaseRecord
from allocator.domain.indicators.tellings import Telling
from allocator.domain.rulebook.book import Rulebook
from allocator.persistence.measured import Undone
from allocator.persistence.tables.base import AnyRow
from allocator.persistence.unit_of_work import UnitOfWork
from allocator.services.clocks.clock_work import Desk
from allocator.services.indicators.histories import Histories, histories

_CAUSE = 3


@dataclass(frozen=True)
class Taken:
    """What the records of cases are made of (统计取数), read as of a day: their rows, and what was otherwise on that day."""

    rows: Sequence[AnyRow]
    undone: Mapping[int, Undone]
    classes: Mapping[int, tuple[str, str]]
    told: Histories
    teams: Mapping[str, str]
    rulebook: Rulebook

    @property
    def rests_on(self) -> tuple[Mapping[str, str], bool]:
        """Give what else records are made of, whatever case they are of: with it unchanged, each changes with its case only."""
        return self.teams, self.told.is_kept

    def records(self) -> Iterator[CaseRecord]:
        """Walk the cases as they stood at the end of the day."""
        causes = {cause: cause_id(cause, self.rulebook) or "" for cause in {row[_CAUSE] for row in self.rows}}
        others = {*self.undone, *self.classes}
        for row, written in zip(self.rows, _parsed(row[-1] for row in self.rows), strict=True):
            record = _record(row, causes[row[_CAUSE]], self.teams, self.told.kept(row[0], written))
            record = self._as_of_the_day(record) if record.id in others else record
            yield record if self.told.is_kept else self.told.anew(record)

    def _as_of_the_day(self, record: CaseRecord) -> CaseRecord:
        """Give a case with its closing and its class as they were on the day."""
        if record.id in self.undone:
            closing = self.undone[record.id].closing
            record = record._replace(closed_on=closing.on, way=closing.way, recovered=closing.recovered or 0)
        if record.id in self.classes:
            record = record._replace(track=self.classes[record.id][0], lane=self.classes[record.id][1])
        return record


def take(uow: UnitOfWork, as_of: date, by: Desk, rulebook: Rulebook, ids: Collection[int] | None = None) -> Taken:
    """Read what records as of the end of a day are made of, of all cases or of some; eight queries at most."""
    return Taken(
        uow.measured.cases(as_of, ids),
        uow.measured.undone(as_of),
        uow.measured.classes(as_of),
        histories(uow, by, rulebook, as_of, ids),
        {officer.code: officer.team or "" for officer in by.office.officers},
        rulebook,
    )


def _record(row: AnyRow, cause: str, teams: Mapping[str, str], told: Telling) -> CaseRecord:
    """Make a record of a row, whose columns stand as `Measured.cases` asks for them, and of what its events tell."""
    (
        case,
        case_no,
        kind,
        _,
        claim,
        filed,
        closed,
        way,
        recovered,
        lane,
        track,
        label,
        empty,
        learned,
        known,
        handler,
        _,
    ) = row
    plain = (case, case_no, kind, cause, claim, filed, closed, way or "", recovered or 0, lane, track, label or "")
    return tuple.__new__(CaseRecord, (*plain, teams.get(handler, ""), _no_asset(empty, learned, known), *told))


def _parsed(written: Iterable[str | None]) -> Sequence[Any]:
    """Parse many documents at once, which takes a fraction of the time."""
    found: Sequence[Any] = json.loads(f"[{','.join(one or 'null' for one in written)}]")
    return found


def _no_asset(empty: bool | None, learned: bool | None, filed: bool | None) -> bool | None:  # noqa: FBT001 - columns
    """Give whether there is nothing to take: what was learned last, else what was filed; None while nobody knows."""
    told = learned if learned is not None else filed if filed is not None else empty
    return None if told is None else bool(told)
