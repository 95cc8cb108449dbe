"""The rolling books (滚动台账), read from the docket: a fixed number of queries, whatever the size."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from allocator.domain.cases import CaseState
from allocator.domain.docket import Case
from allocator.domain.facts import cause_id, facts_of
from allocator.domain.ledgers import Ledgers, falling_due
from allocator.domain.office import Office
from allocator.domain.rulebook.book import Rulebook
from allocator.domain.rulebook.conditions import evaluate
from allocator.persistence.cases import Cases
from allocator.persistence.tables.base import is_in
from allocator.persistence.tables.cases import AssignmentHistoryRow, AssignmentRow, CaseRow, ChargeRow

Tally = dict[str, int]


@dataclass(frozen=True)
class RollingBooks:
    """The rolling books of one unit of work."""

    session: Session

    def on(self, day: date, office: Office, rulebook: Rulebook) -> Ledgers:
        """Give the books on a day, as far back as the rulebook looks."""
        held = list(self._held()) if rulebook.deadlines.nodes or rulebook.reserves else []
        given = list(self._given(day - timedelta(days=_longest_window(rulebook))))
        last = office.calendar.working_days(day, max(rulebook.deadlines.horizons, default=1))[-1]
        rows = ((row.holder, row.filed_on, row.since, row.minutes) for row in held)
        effort, unpleasant = _efforts(given, day, office, rulebook)
        led, beside, met = self._lessons(day, office, rulebook)
        return Ledgers(
            moved=self.moved(day, rulebook),
            due=falling_due(rows, day, last, rulebook, office.calendar) if rulebook.deadlines.nodes else {},
            open=_by_lane(held, office),
            effort=effort,
            unpleasant=unpleasant,
            kinds=_kinds(given, day, rulebook),
            led=led,
            beside=beside,
            met=met,
        )

    def moved(self, day: date, rulebook: Rulebook) -> dict[str, date]:
        """Find the last change of handler of each open case in the days before its second one; a new mentor alone is none."""
        since = day - timedelta(days=rulebook.moves.no_second_move_days)
        row, before = AssignmentHistoryRow, aliased(AssignmentHistoryRow)
        earlier = sa.and_(before.case_id == row.case_id, before.number == row.number - 1)
        moved = sa.and_(row.since > since, before.handler != row.handler, CaseRow.state != CaseState.CLOSED.value)
        query = sa.select(CaseRow.case_no, sa.func.max(row.since)).join_from(row, before, earlier)
        query = query.join(CaseRow, CaseRow.id == row.case_id).where(moved).group_by(CaseRow.case_no)
        return dict(self.session.execute(query.order_by(CaseRow.case_no)).all())

    def _held(self) -> Iterator[Any]:
        """Add up the open minutes of each holder by lane, day of filing and day received."""
        parts = (ChargeRow.holder, CaseRow.lane, CaseRow.filed_on, AssignmentRow.since)
        query = sa.select(*parts, sa.func.sum(ChargeRow.minutes).label("minutes"))
        query = query.join_from(ChargeRow, CaseRow, CaseRow.id == ChargeRow.case_id)
        query = query.join(AssignmentRow, AssignmentRow.case_id == ChargeRow.case_id)
        yield from self.session.execute(query.group_by(*parts).order_by(*parts))

    def _given(self, since: date) -> Iterator[Any]:
        """Walk the cases given from a day on, open or closed, with who has them and who carries which minutes."""
        held = AssignmentRow
        columns = (held.handler, held.since, held.charges, CaseRow.kind, CaseRow.cause)
        query = sa.select(*columns).join_from(held, CaseRow, CaseRow.id == held.case_id).where(held.since >= since)
        yield from self.session.execute(query.order_by(held.case_id))

    def _lessons(self, day: date, office: Office, rulebook: Rulebook) -> tuple[Tally, Tally, dict[str, Tally]]:
        """Count what apprentices were given in the window of learning: all, beside the mentor, and by row."""
        roles = rulebook.roles
        learners = [one.code for one in office.officers if one.role in roles and roles[one.role].learns]
        since = day - timedelta(days=rulebook.learning.window_days)
        wanted = (is_in(self.session, AssignmentRow.handler, learners), AssignmentRow.since >= since)
        asked = rulebook.learning.co_handled or rulebook.learning.coverage
        cases = Cases(self.session).where(*wanted) if learners and asked else ()
        led, beside, met = Tally(), Tally(), dict[str, Tally]()
        for case in cases:
            if case.holding is not None:
                _count(led, case.holding.officer)
                _count(beside, case.holding.officer, int(case.holding.mentor is not None))
                for row in _rows_met(case, office, rulebook):
                    _count(met.setdefault(case.holding.officer, {}), row)
        return led, beside, met


def _longest_window(rulebook: Rulebook) -> int:
    return max(rulebook.fairness.window_days, rulebook.rotation.window_days)


def _by_lane(held: Sequence[Any], office: Office) -> Tally:
    found: Tally = {}
    for row in held:
        if row.holder in office.officer_by_code:
            _count(found, row.lane, row.minutes)
    return found


def _efforts(given: Sequence[Any], day: date, office: Office, rulebook: Rulebook) -> tuple[Tally, Tally]:
    """Add up by officer what was given in the window of fairness, not through desks: everything, and what is unpleasant."""
    rules, effort, unpleasant = rulebook.fairness, Tally(), Tally()
    first = day - timedelta(days=rules.window_days)
    for row in given if rules.window_days else ():
        if row.since >= first:
            hard = row.kind in rules.kinds or cause_id(row.cause, rulebook) in rules.causes
            for holder in row.charges.keys() & office.officer_by_code.keys():
                _count(effort, holder, row.charges[holder])
                _count(unpleasant, holder, row.charges[holder] * hard)
    return effort, {officer: minutes for officer, minutes in unpleasant.items() if minutes}


def _kinds(given: Sequence[Any], day: date, rulebook: Rulebook) -> dict[str, Tally]:
    rules, found = rulebook.rotation, dict[str, Tally]()
    first = day - timedelta(days=rules.window_days)
    for row in given if rules.causes else ():
        cause = cause_id(row.cause, rulebook)
        if row.since >= first and cause in rules.causes:
            _count(found.setdefault(row.handler, {}), str(cause))
    return found


def _rows_met(case: Case, office: Office, rulebook: Rulebook) -> Iterator[str]:
    rows = rulebook.learning.coverage
    facts = facts_of(case.input, office, rulebook) if rows else {}
    yield from (row.id for row in rows if evaluate(row.when, facts) is True)


def _count(tally: Tally, name: str, amount: int = 1) -> None:
    tally[name] = tally.get(name, 0) + amount
