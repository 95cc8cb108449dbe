"""The office in its tables (机构存取): read whole by a fixed number of queries, written whole when a folder is loaded."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from allocator.domain.office import Office
from allocator.domain.people import Lending, Officer
from allocator.persistence import office_rows as rows
from allocator.persistence.documents import Documents
from allocator.persistence.tables.base import Base
from allocator.persistence.tables.cases import AssignmentHistoryRow
from allocator.persistence.tables.fieldwork import BookingRow
from allocator.persistence.tables.office import (
    AbsenceRow,
    BureauRow,
    CalendarDayRow,
    CorrectionRow,
    LendingRow,
    OfficerRow,
    PairingRow,
    PreferenceRow,
    RecusalRow,
    ReductionRow,
    SkillRow,
    TeamRow,
    TownMinutesRow,
    TownRow,
    VehicleRow,
)

# Rows that name officers go first and come last.
_LEAVES = (
    SkillRow,
    PairingRow,
    PreferenceRow,
    AbsenceRow,
    ReductionRow,
    RecusalRow,
    VehicleRow,
    TownRow,
    TownMinutesRow,
    CalendarDayRow,
    CorrectionRow,
)
_KEPT = 4
_met: dict[tuple[str, bool], Office] = {}


@dataclass(frozen=True)
class Offices:
    """The one office of a database."""

    session: Session
    documents: Documents

    def load(self) -> Office | None:
        """Give the office with everybody ever named by a case; None before a folder was loaded.

        One small query when this process has met this state before, else fifteen, whatever the size.
        """
        return self._load(everybody=True)

    def as_loaded(self) -> Office | None:
        """Give the office as its files were: without those who are kept only because cases name them."""
        return self._load(everybody=False)

    def version(self) -> int:
        """Count the changes of the office; 0 before a folder was loaded."""
        return self.session.scalar(sa.select(BureauRow.version)) or 0

    def save(self, office: Office, day: date | None = None) -> Office:
        """Put the files' state in place of the old one, and give it as `load` will.

        An officer who is gone from the files but held cases stays, as having left the day before `day` (the office's
        own day; today where none is given). What special actions take stays as it was: the files say nothing of it.
        """
        former = self._former(office, day or date.today())  # noqa: DTZ011
        whole = replace(office, officers=(*office.officers, *former), lendings=self._lendings())
        version = self.version()
        digest = self.documents.put("office", whole)
        self._clear(whole)
        self._merge_teams(office)
        self._merge_officers(whole, filed=len(office.officers))
        self._fill(whole)
        self._insert_or_update(BureauRow, [rows.bureau_values(whole, digest, version + 1)], ("id",))
        return whole

    def lend(self, office: Office) -> Office:
        """Put down what special actions take of the office as it is given, and nothing else of it."""
        self.session.execute(sa.delete(LendingRow))
        self._insert(LendingRow, rows.lending_values(office))
        digest = self.documents.put("office", office)
        self.session.execute(sa.update(BureauRow).values(office_digest=digest, version=BureauRow.version + 1))
        return office

    def _lendings(self) -> tuple[Lending, ...]:
        return tuple(rows.lending(row) for row in self._all(LendingRow))

    def _load(self, *, everybody: bool) -> Office | None:
        digest = self.session.scalar(sa.select(BureauRow.office_digest))
        if digest is None:
            return None
        if (digest, everybody) not in _met:
            while len(_met) >= _KEPT:
                _met.pop(next(iter(_met)), None)
            _met[digest, everybody] = self._read(everybody=everybody)
        return _met[digest, everybody]

    def _read(self, *, everybody: bool) -> Office:
        skills = rows.skills(self._all(SkillRow))
        officers = (row for row in self._all(OfficerRow) if everybody or row.filed)
        return Office(
            bureau=rows.bureau(self.session.scalars(sa.select(BureauRow)).one()),
            teams=tuple(rows.team(row) for row in self._all(TeamRow)),
            officers=tuple(rows.officer(row, skills.get(row.code, ())) for row in officers),
            pairings=tuple(rows.pairing(row) for row in self._all(PairingRow)),
            absences=tuple(rows.absence(row) for row in self._all(AbsenceRow)),
            reductions=tuple(rows.reduction(row) for row in self._all(ReductionRow)),
            recusals=tuple(rows.recusal(row) for row in self._all(RecusalRow)),
            vehicles=tuple(rows.vehicle(row) for row in self._all(VehicleRow)),
            towns=tuple(rows.town(row) for row in self._all(TownRow)),
            town_minutes=tuple(rows.town_minutes(row) for row in self._all(TownMinutesRow)),
            preferences=tuple(rows.preference(row) for row in self._all(PreferenceRow)),
            corrections=tuple(rows.correction(row) for row in self._all(CorrectionRow)),
            lendings=self._lendings(),
            calendar=rows.calendar(self.session.scalars(sa.select(CalendarDayRow).order_by(CalendarDayRow.day))),
        )

    def _all(self, table: type[Any]) -> Iterator[Any]:
        return iter(self.session.scalars(sa.select(table).order_by(table.position)))

    def _former(self, office: Office, day: date) -> Iterator[Officer]:
        """Find who is gone from the files but was a handler or mentor, or went on a trip: they keep their code, and have left."""
        history = AssignmentHistoryRow
        mentors = sa.select(history.mentor).where(history.mentor.is_not(None))
        handled: sa.CompoundSelect[str | None] = sa.union(
            sa.select(history.handler), mentors, sa.select(BookingRow.code)
        )
        named = set(self.session.scalars(handled)) - office.officer_by_code.keys()
        teams = {team.code for team in office.teams}
        for row in self.session.scalars(
            sa.select(OfficerRow).where(OfficerRow.code.in_(named)).order_by(OfficerRow.code)
        ):
            left = row.left_on or day - timedelta(days=1)
            team = row.team if row.team in teams else None
            yield replace(rows.officer(row, ()), left=left, team=team)

    def _clear(self, whole: Office) -> None:
        self.session.expunge_all()
        for table in _LEAVES:
            self.session.execute(sa.delete(table))
        gone = [OfficerRow.code.not_in(list(whole.officer_by_code))] if whole.officers else []
        self.session.execute(sa.delete(OfficerRow).where(*gone))

    def _merge_teams(self, office: Office) -> None:
        self._insert_or_update(TeamRow, rows.team_values(office), ("code",))
        staying = [team.code for team in office.teams]
        self.session.execute(sa.update(OfficerRow).where(OfficerRow.team.not_in(staying)).values(team=None))
        self.session.execute(sa.delete(TeamRow).where(TeamRow.code.not_in(staying)))

    def _merge_officers(self, whole: Office, filed: int) -> None:
        self._insert_or_update(OfficerRow, rows.officer_values(whole, filed), ("code",))

    def _fill(self, office: Office) -> None:
        for table, values in rows.leaf_values(office):
            self._insert(table, values)

    def _insert(self, table: type[Base], values: Iterable[dict[str, Any]]) -> None:
        listed = list(values)
        if listed:
            self.session.execute(sa.insert(table), listed)

    def _insert_or_update(self, table: type[Any], values: Iterable[dict[str, Any]], key: tuple[str, ...]) -> None:
        """Write rows by natural key: those that are there are updated, the others inserted."""
        columns = [getattr(table, name) for name in key]
        there = {tuple(found) for found in self.session.execute(sa.select(*columns))}
        listed = list(values)
        old = [row for row in listed if tuple(row[name] for name in key) in there]
        self._insert(table, (row for row in listed if row not in old))
        if old:
            self.session.execute(sa.update(table), old)
