"""The docket (案件簿): cases found, listed, put down and changed; every load in one query."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from allocator.domain.cases import CaseState, Filing, LinkedCase, normal_name
from allocator.domain.docket import Case, Standing, WaitingFlag
from allocator.domain.errors import Conflict, NotFound
from allocator.domain.facts import CaseInput
from allocator.domain.words import Text
from allocator.persistence import case_rows as rows
from allocator.persistence import ties
from allocator.persistence.case_changes import save_all
from allocator.persistence.marks import Asking, marked
from allocator.persistence.tables.base import Base, core, is_in
from allocator.persistence.tables.cases import (
    AssignmentHistoryRow,
    AssignmentRow,
    CaseRow,
    ChargeRow,
    PartyKeyRow,
    PartyRow,
)
from allocator.persistence.touched import touch

_STEP = 1000
_LARGEST_ID = 2**31 - 1


@dataclass(frozen=True)
class Cases:
    """The cases of one unit of work."""

    session: Session

    def add(self, inputs: Sequence[tuple[CaseInput, Standing, datetime]]) -> list[int]:
        """Put cases down as waiting and give their ids, in order; raises Conflict for a case number that is there."""
        self._check_new([given.filing for given, _, _ in inputs])
        first = (self.session.scalar(sa.select(sa.func.max(CaseRow.id))) or 0) + 1
        numbered = list(enumerate(inputs, first))
        self._insert(CaseRow, (_new(number, *given) for number, given in numbered))
        filings = [(number, given.filing) for number, (given, _, _) in numbered]
        self._insert(PartyRow, (row for number, filing in filings for row in rows.party_values(number, filing.parties)))
        self._insert(PartyKeyRow, (row for number, filing in filings for row in ties.key_values(number, filing)))
        touch(self.session, (number for number, _ in numbered))
        return [number for number, _ in numbered]

    def find(self, ref: str | int) -> Case | None:
        """Find a case by its number as typed (案号), else by id."""
        if isinstance(ref, str):
            found = self._list(CaseRow.case_key == normal_name(ref))
            if found or not ref.isascii() or not ref.isdigit():
                return found[0] if found else None
        number = int(ref) if len(str(ref)) < 12 else 0
        found = self._list(CaseRow.id == number) if 0 < number <= _LARGEST_ID else ()
        return found[0] if found else None

    def get(self, case_id: int) -> Case:
        """Give a case by id; raises NotFound."""
        found = self._list(CaseRow.id == case_id) if 0 < case_id <= _LARGEST_ID else ()
        if found:
            return found[0]
        raise NotFound(
            Text(f"没有编号为 {case_id} 的案件。", f"There is no case with the id {case_id}."),
            Text("请核对编号或改用案号。", "Check the id, or use the case number."),
            code="case-unknown",
            facts={"case": case_id},
        )

    def existing(self, case_nos: Sequence[str]) -> dict[str, Filing]:
        """Give what was filed under those of some case numbers that are on the docket, by the number as asked."""
        return {case_no: case.input.filing for case_no, case in self.by_numbers(case_nos).items()}

    def by_numbers(self, case_nos: Sequence[str]) -> dict[str, Case]:
        """Give those of some cases that are on the docket, by the number as asked; two queries."""
        keys = {case_no: normal_name(case_no) for case_no in case_nos}
        found = self._list(is_in(self.session, CaseRow.case_key, dict.fromkeys(keys.values())))
        cases = {normal_name(case.case_no): case for case in found}
        return {case_no: cases[key] for case_no, key in keys.items() if key in cases}

    def save(self, case: Case, expected_version: int) -> Case:
        """Write a case back with all that hangs on it and give it with its new version.

        Raises Stale, with the current state, when somebody changed it since `expected_version`; NotFound.
        """
        save_all(self.session, [(case, expected_version)], self.by_id([case.id]))
        return replace(case, version=expected_version + 1)

    def assign_many(self, cases: Iterable[Case]) -> tuple[Case, ...]:
        """Write many cases back like `save`, each expected at the version it carries: all of them or, with Stale, none."""
        listed = list(cases)
        save_all(self.session, [(case, case.version) for case in listed], self.by_id([case.id for case in listed]))
        return tuple(replace(case, version=case.version + 1) for case in listed)

    def mark_decisions(self, decisions: Mapping[int, int]) -> None:
        """Note by case id which entry of the log holds the decision about its class; not a change of the case."""
        table = core(CaseRow)
        change = sa.update(table).where(table.c.id == sa.bindparam("of")).values(decision=sa.bindparam("seq"))
        if decisions:
            self.session.execute(change, [{"of": case_id, "seq": seq} for case_id, seq in decisions.items()])

    def mark_flags(self, flags: Mapping[int, Sequence[WaitingFlag]]) -> None:
        """Note by case id what waited for a second person when the case came in; not a change of the case."""
        table = core(CaseRow)
        change = sa.update(table).where(table.c.id == sa.bindparam("of")).values(flags=sa.bindparam("said"))
        if flags:
            said = [{"of": case_id, "said": rows.flag_values(one)} for case_id, one in flags.items()]
            self.session.execute(change, said)

    def by_id(self, ids: Sequence[int]) -> dict[int, Case]:
        """Give cases by id; two queries."""
        return {case.id: case for case in self._list(is_in(self.session, CaseRow.id, ids))}

    def where(self, *wanted: sa.ColumnElement[bool]) -> tuple[Case, ...]:
        """Give the cases of which something holds, by id; two queries."""
        return self._list(*wanted)

    def led_by(self, codes: Sequence[str]) -> tuple[Case, ...]:
        """Give the open cases that some people lead, by id; two queries, none for nobody."""
        return self._list(AssignmentRow.handler.in_(codes)) if codes else ()

    def waiting(self) -> tuple[Case, ...]:
        """Give the cases without a handler, the one filed first leading."""
        found = self._list(CaseRow.state == CaseState.WAITING.value)
        return tuple(sorted(found, key=lambda case: (case.input.filing.filed_on, case.id)))

    def search(self, text: str, limit: int) -> tuple[Case, ...]:
        """Find cases by a part of their number, or of the name of a party, the newest first."""
        part = f"%{_plain(normal_name(text))}%"
        named = sa.select(PartyRow.case_id).where(PartyRow.name.like(f"%{_plain(text.strip())}%", escape="\\"))
        wanted = sa.or_(CaseRow.case_key.like(part, escape="\\"), CaseRow.id.in_(named))
        ids = list(self.session.scalars(sa.select(CaseRow.id).where(wanted).order_by(CaseRow.id.desc()).limit(limit)))
        found = self.by_id(ids)
        return tuple(found[number] for number in ids)

    def open(self) -> Iterator[Case]:
        """Walk all open cases by id without holding them all at once; two queries."""
        return self._walk(CaseRow.state != CaseState.CLOSED.value)

    def all(self) -> Iterator[Case]:
        """Walk all cases by id, closed ones too; two queries."""
        return self._walk(sa.true())

    def page(
        self,
        after: int | None = None,
        limit: int = 50,
        *,
        state: str | None = None,
        track: str | None = None,
        lane: str | None = None,
        handler: str | None = None,
        marks: Mapping[str, bool | Asking | None] | None = None,
    ) -> tuple[Case, ...]:
        """Give a page of cases by id, after an id, of a state, class, lane or handler.

        Marks: `disputed` or not, `flagged` or not, `asked`: open ones of which something is asked.
        """
        given = ((CaseRow.state, state), (CaseRow.track, track), (CaseRow.lane, lane), (AssignmentRow.handler, handler))
        wanted = [column == value for column, value in given if value is not None]
        wanted += marked(marks or {})
        if after is not None:
            wanted.append(CaseRow.id > min(after, _LARGEST_ID))
        return self._list(*wanted, limit=limit)

    def held(self) -> dict[str, int]:
        """Give the minutes of open work by holder: an officer's code or a desk's key."""
        row = ChargeRow
        return dict(self.session.execute(sa.select(row.holder, sa.func.sum(row.minutes)).group_by(row.holder)).all())

    def recent(self, since: date) -> dict[str, int]:
        """Count by officer the cases given to each from a day on (近七日新收)."""
        row = AssignmentHistoryRow
        count = sa.func.count(sa.distinct(row.case_id))
        query = sa.select(row.handler, count).where(row.since >= since).group_by(row.handler)
        return dict(self.session.execute(query).all())

    def counts_by_officer(self, only: str | None = None) -> dict[str, int]:
        """Count the open cases of each handler, or of one."""
        row = AssignmentRow
        query = sa.select(row.handler, sa.func.count()).join_from(row, CaseRow, CaseRow.id == row.case_id)
        open_ = [CaseRow.state != CaseState.CLOSED.value, *([] if only is None else [row.handler == only])]
        return dict(self.session.execute(query.where(*open_).group_by(row.handler)).all())

    def counts_by_track(self) -> dict[str, dict[str, int]]:
        """Count the open cases of each handler by class (简案、繁案)."""
        row, case = AssignmentRow, CaseRow
        query = sa.select(row.handler, case.track, sa.func.count()).join_from(row, case, case.id == row.case_id)
        query = query.where(case.state != CaseState.CLOSED.value).group_by(row.handler, case.track)
        found: dict[str, dict[str, int]] = {}
        for handler, track, count in self.session.execute(query.order_by(row.handler, case.track)):
            found.setdefault(handler, {})[track] = count
        return found

    def kept(self) -> Iterator[Mapping[str, Any]]:
        """Walk what the docket says of each case that the log must say too: number, class, decision, end, who holds it."""
        case, held = CaseRow, AssignmentRow
        columns = (
            case.id,
            case.case_no,
            case.lane,
            case.hand,
            case.flags,
            case.decision,
            case.closed_on,
            held.handler,
            held.mentor,
        )
        query = sa.select(*columns, held.decision.label("given_by")).outerjoin(held, held.case_id == case.id)
        found = self.session.execute(query.order_by(case.id).execution_options(yield_per=_STEP))
        yield from ({str(name): value for name, value in row.items()} for row in found.mappings())

    def filed_by_day(self) -> dict[date, int]:
        """Count the cases filed on each day."""
        return dict(self.session.execute(sa.select(CaseRow.filed_on, sa.func.count()).group_by(CaseRow.filed_on)).all())

    def closed_by_day(self) -> dict[date, int]:
        """Count the cases closed on each day."""
        query = sa.select(CaseRow.closed_on, sa.func.count()).group_by(CaseRow.closed_on)
        return {day: count for day, count in self.session.execute(query) if day is not None}

    def count_by_state(self) -> dict[str, int]:
        """Count the cases in each state."""
        query = sa.select(CaseRow.state, sa.func.count()).group_by(CaseRow.state)
        return dict(self.session.execute(query).all())

    def versions(self, ids: Sequence[int]) -> dict[int, int]:
        """Give the present versions of cases by id: what a staleness test compares."""
        query = sa.select(CaseRow.id, CaseRow.version).where(is_in(self.session, CaseRow.id, ids))
        return dict(self.session.execute(query).all())

    def numbers(self, ids: Sequence[int]) -> dict[int, str]:
        """Give the case numbers of cases by id."""
        query = sa.select(CaseRow.id, CaseRow.case_no).where(is_in(self.session, CaseRow.id, ids))
        return dict(self.session.execute(query).all())

    def linked(self, filing: Filing) -> tuple[LinkedCase, ...]:
        """Find the cases tied to a filing, newest first, at most fifty."""
        return ties.linked(self.session, filing)

    def in_series(self, filings: Sequence[Filing]) -> list[bool]:
        """Say of each filing whether an earlier case surely ties by debtor or series."""
        return ties.in_series(self.session, filings)

    def _list(self, *wanted: sa.ColumnElement[bool], limit: int | None = None) -> tuple[Case, ...]:
        found = self.session.execute(rows.CASES.where(*wanted).order_by(CaseRow.id).limit(limit)).all()
        mine = is_in(self.session, PartyRow.case_id, [row.id for row in found])
        parties = self.session.execute(rows.PARTIES.where(mine)) if found else ()
        return tuple(rows.joined(found, parties))

    def _walk(self, wanted: sa.ColumnElement[bool]) -> Iterator[Case]:
        options = {"yield_per": _STEP}
        parties = rows.PARTIES.join_from(PartyRow, CaseRow, CaseRow.id == PartyRow.case_id).where(wanted)
        cases = rows.CASES.where(wanted).order_by(CaseRow.id)
        with (
            self.session.execute(cases, execution_options=options) as found,
            self.session.execute(parties, execution_options=options) as of_them,
        ):
            yield from rows.joined(found, of_them)

    def _check_new(self, filings: Sequence[Filing]) -> None:
        keys = [normal_name(filing.case_no) for filing in filings]
        query = sa.select(CaseRow.case_key).where(is_in(self.session, CaseRow.case_key, keys))
        met = set(self.session.scalars(query))
        for key, filing in zip(keys, filings, strict=True):
            if key in met:
                raise _already_there(filing.case_no)
            met.add(key)

    def _insert(self, table: type[Base], values: Iterable[dict[str, Any]]) -> None:
        listed = list(values)
        if listed:
            self.session.execute(sa.insert(core(table)), listed)


def _plain(text: str) -> str:
    """Take away what a pattern would read as a sign."""
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _new(number: int, given: CaseInput, said: Standing, received: datetime) -> dict[str, Any]:
    values = rows.case_values(given, said)
    return {**values, "id": number, "version": 1, "received": received, "state": "waiting", "closed_on": None}


def _already_there(case_no: str) -> Conflict:
    return Conflict(
        Text(
            f"案号 {case_no} 已在册，或在本批中重复。",
            f"Case {case_no} is on the docket already, or twice in this batch.",
        ),
        Text("请核对案号。", "Check the case number."),
        code="case-exists",
        facts={"case_no": case_no},
    )
