"""The clocks of cases as they are kept (节点时钟): put in place of the old ones, found by day, and which rest on other rules."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from allocator.domain.clocks.clock import Mark, NodeClock
from allocator.domain.clocks.stretches import KeptClock
from allocator.domain.indicators.tellings import Telling
from allocator.persistence.clock_lists import Wanted, light, mark, rules
from allocator.persistence.tables.base import AnyRow, core, is_in, put_rows
from allocator.persistence.tables.cases import AssignmentHistoryRow, CaseRow
from allocator.persistence.tables.events import CaseEventRow, ClockStateRow, NodeClockRow

_ROW = core(NodeClockRow).c  # as rows, without the weight of objects
CLOCK = (
    _ROW.case_id, _ROW.node, _ROW.owner, _ROW.item, _ROW.number, _ROW.started, _ROW.due, _ROW.warn_on, _ROW.stopped,
    _ROW.done_on, _ROW.lapsed_on, _ROW.amount_left, _ROW.earliest, _ROW.held_until,
)  # fmt: skip
"""The columns of a clock: its case, then what NodeClock holds, in its order."""
MISSED = Telling._fields.index("missed")
_COLUMNS = (*CLOCK, _ROW.since, _ROW.until, _ROW.final)


@dataclass(frozen=True, slots=True)
class Worked:
    """The clocks of a case as worked out (时钟推算), from which day on its limits are told so, and what else is told."""

    settled: date
    clocks: tuple[KeptClock, ...]
    told: Telling


@dataclass(frozen=True)
class ClockBook:
    """The clocks of one unit of work."""

    session: Session

    def put(self, worked: Mapping[int, Worked], basis: str, entry: int) -> None:
        """Put the clocks of cases in place of those that were there; a row that says the same stays as it is.

        `entry` is the number of the last entry of the log: what was put since another one can be told (`put_since`).
        """
        before = self._rows(is_in(self.session, NodeClockRow.case_id, worked))
        self._replace(before, {case: one.clocks for case, one in worked.items()})
        state = core(ClockStateRow)
        self.session.execute(sa.delete(state).where(is_in(self.session, state.c.case_id, worked)))
        states = [
            {"case_id": case, "basis": basis, "settled": one.settled, "told": one.told.plain(), "entry": entry}
            for case, one in worked.items()
        ]
        if states:
            self.session.execute(sa.insert(state), states)

    def put_nodes(
        self, worked: Mapping[int, Sequence[KeptClock]], nodes: Collection[str], basis: str, entry: int
    ) -> None:
        """Put the clocks of some nodes of cases in place of those that were there, all others staying; `entry` as in `put`."""
        mine = is_in(self.session, NodeClockRow.case_id, worked)
        self._replace(self._rows(sa.and_(mine, NodeClockRow.node.in_(nodes))), worked)
        state = core(ClockStateRow)
        ours = is_in(self.session, state.c.case_id, worked)
        missed = self._missed(mine)
        changed = [
            {"of": case, "now": now}
            for case, told in self.session.execute(sa.select(state.c.case_id, state.c.told).where(ours))
            if (now := [*told[:MISSED], missed.get(case, []), *told[MISSED + 1 :]]) != told
        ]
        self.session.execute(sa.update(state).where(ours).values(basis=basis, entry=entry))
        if changed:
            of_case = sa.update(state).where(state.c.case_id == sa.bindparam("of")).values(told=sa.bindparam("now"))
            self.session.connection().execute(of_case, changed)

    def _missed(self, mine: sa.ColumnElement[bool]) -> dict[int, list[str]]:
        """Give by case the last days of nodes done later or not at all yet, as `late` tells them of clocks."""
        row, other = NodeClockRow, aliased(NodeClockRow)
        same = (other.case_id == row.case_id, other.node == row.node, other.number == row.number)
        waited = sa.exists().where(*same, other.since <= row.due)
        later = sa.exists().where(*same, sa.or_(other.final, other.since > row.since))
        wanted = (mine, ~row.earliest, row.until > row.due, waited, sa.or_(row.final, ~later))
        query = sa.select(row.case_id, row.due).where(*wanted)
        found: dict[int, list[str]] = {}
        for case, due in self.session.execute(query.order_by(row.case_id, row.due)):
            found.setdefault(case, []).append(str(due))
        return found

    def _rows(self, wanted: sa.ColumnElement[bool]) -> set[tuple[Any, ...]]:
        return {tuple(row) for row in self.session.execute(sa.select(*_COLUMNS).where(wanted))}

    def _replace(self, before: set[tuple[Any, ...]], worked: Mapping[int, Sequence[KeptClock]]) -> None:
        now = [(case, *kept.clock, *kept[1:]) for case, clocks in worked.items() for kept in clocks]
        self._drop([(row[0], row[1], row[4], row[-3]) for row in before.difference(now)])
        names = [column.key for column in _COLUMNS]
        put_rows(self.session, NodeClockRow, names, [row for row in now if row not in before])

    def _drop(self, gone: Sequence[tuple[int, str, int, date]]) -> None:
        """Take rows away by case, node, number and the day from which they hold."""
        table = core(NodeClockRow)
        names = ("case_id", "node", "number", "since")
        wanted = [table.c[name] == sa.bindparam(f"of_{name}") for name in names]
        if gone:
            rows = [{f"of_{name}": value for name, value in zip(names, key, strict=True)} for key in gone]
            self.session.connection().execute(sa.delete(table).where(*wanted), rows)

    def is_behind(self, basis: str) -> bool:
        """Say whether the clocks of any case rest on other rules or another calendar; two places of an index."""
        state = ClockStateRow
        others = (sa.select(sa.literal(1)).where(rule) for rule in (state.basis < basis, state.basis > basis))
        return bool(self.session.scalar(sa.select(sa.or_(*(one.exists() for one in others)))))

    def behind(self, basis: str) -> int:
        """Count the cases whose clocks rest on other rules or another calendar; one query."""
        query = sa.select(sa.func.count()).select_from(ClockStateRow).where(ClockStateRow.basis != basis)
        return self.session.scalar(query) or 0

    def other_bases(self, basis: str) -> list[str]:
        """Name all else on which clocks of some case rest; one query."""
        state = ClockStateRow
        return list(self.session.scalars(sa.select(state.basis).where(state.basis != basis).distinct()))

    def move_on(self, old: str, new: str, days: Sequence[date], rolling: Sequence[str], setting: Sequence[str]) -> None:
        """Let the clocks of cases rest on a new basis, of whose nodes that roll over holidays none runs over some days.

        One of a node in `setting` may have begun after the day that was set for it.
        """
        row, state = core(NodeClockRow).c, core(ClockStateRow)
        begun = sa.or_(row.started <= days[-1], row.node.in_(setting))
        last = sa.func.coalesce(
            row.due, row.since
        )  # one that stands still was counted up to the stop, which began by then
        over = sa.and_(row.node.in_(rolling), begun, last >= days[0])
        met = sa.select(sa.literal(1)).where(row.case_id == state.c.case_id, over).correlate(state).exists()
        self.session.execute(sa.update(state).where(state.c.basis == old, sa.not_(met)).values(basis=new))

    def pass_over(self, old: str, new: str, nodes: Collection[str], kinds: Collection[str]) -> None:
        """Let the clocks of cases rest on a new basis that have none of some nodes, and no event of a kind that begins one."""
        row, event, state = core(NodeClockRow).c, core(CaseEventRow).c, core(ClockStateRow)
        there = sa.select(sa.literal(1)).where(row.case_id == state.c.case_id, row.node.in_(nodes)).correlate(state)
        begun = sa.select(sa.literal(1)).where(event.case_id == state.c.case_id, event.kind.in_(kinds)).correlate(state)
        free = sa.not_(sa.or_(there.exists(), begun.exists()))
        self.session.execute(sa.update(state).where(state.c.basis == old, free).values(basis=new))

    def resting_on(self, basis: str, most: int) -> list[int]:
        """Give the ids of cases whose clocks rest on some rules and calendar, at most so many; one query."""
        state = ClockStateRow
        query = sa.select(state.case_id).where(state.basis == basis).order_by(state.case_id).limit(most)
        return list(self.session.scalars(query))

    def put_since(self, entry: int, most: int) -> list[int]:
        """Give the ids of cases put down, changed or worked out anew since an entry of the log, at most so many; one query."""
        query = sa.select(ClockStateRow.case_id).where(ClockStateRow.entry > entry).limit(most)
        return sorted(self.session.scalars(query))

    def limits_on(self, day: date, node: str, ids: Collection[int] | None = None) -> dict[int, date | None]:
        """Give the last day of a node as it was told on a day, of cases told otherwise since in which it was open then; one query."""
        row, state = NodeClockRow, ClockStateRow
        query = sa.select(row.case_id, row.due).join(state, state.case_id == row.case_id)
        query = query.where(state.settled > day, row.node == node, row.number == 0, row.since <= day, row.until > day)
        query = query if ids is None else query.where(is_in(self.session, row.case_id, ids))
        return dict(self.session.execute(query).all())

    def open_on(
        self, wanted: Wanted, *, after: Mark | None = None, skip: int = 0, most: int | None = None
    ) -> list[tuple[int, NodeClock]]:
        """Give the clocks a list asks for, as of its day and in its order: behind a place, some skipped, at most so many."""
        order = mark(wanted)
        query = sa.select(*CLOCK).where(*rules(self.session, wanted)).order_by(*order).limit(most)
        query = query.offset(skip) if skip else query
        if after is not None:
            query = query.where(sa.tuple_(*order) > sa.tuple_(*map(sa.literal, after)))
        return [(one[0], clock_of(one).seen_on(wanted.day)) for one in self.session.execute(query).all()]

    def waiting(self, ids: Collection[int], day: date) -> dict[int, list[str]]:
        """Name the nodes open in some cases on a day, by last day and node, what stands still coming last; one query."""
        row, order = core(NodeClockRow).c, mark(Wanted(day))
        wanted = rules(self.session, Wanted(day, among=ids))
        found: dict[int, list[str]] = {}
        for case, node in self.session.execute(
            sa.select(row.case_id, row.node).where(*wanted).order_by(order[0], row.node)
        ):
            found.setdefault(case, []).append(node)
        return found

    def lights(self, wanted: Wanted) -> dict[str, int]:
        """Count the clocks a list asks for by their light; two queries."""
        shown = light(wanted.day).label("light")
        query = sa.select(shown, sa.func.count()).where(*rules(self.session, wanted)).group_by(shown)
        return dict(self.session.execute(query).all())

    def of(self, ids: Iterable[int]) -> list[tuple[int, NodeClock]]:
        """Give every clock of some cases as it stands, days that do not count reckoned to FAR_AHEAD; one query."""
        query = sa.select(*CLOCK).where(NodeClockRow.final, is_in(self.session, NodeClockRow.case_id, ids))
        return [(one.case_id, clock_of(one)) for one in self.session.execute(query)]

    def numbers(self, ids: Iterable[int]) -> dict[int, str]:
        """Give the case number of each case; one query."""
        query = sa.select(CaseRow.id, CaseRow.case_no).where(is_in(self.session, CaseRow.id, ids))
        return dict(self.session.execute(query).all())

    def first_given(self, ids: Iterable[int]) -> dict[int, date]:
        """Give the day on which each case first had a handler; one query."""
        row = AssignmentHistoryRow
        query = sa.select(row.case_id, sa.func.min(row.since)).where(is_in(self.session, row.case_id, ids))
        return dict(self.session.execute(query.group_by(row.case_id)).all())

    def handlers_on(self, ids: Iterable[int], day: date) -> dict[int, str]:
        """Give who held each case on a day (当日承办人); one query."""
        row = AssignmentHistoryRow
        wanted = (is_in(self.session, row.case_id, ids), row.since <= day)
        query = sa.select(row.case_id, row.handler).where(*wanted).order_by(row.case_id, row.number)
        return dict(self.session.execute(query).all())


def clock_of(row: AnyRow) -> NodeClock:
    """Read a clock from a row of CLOCK."""
    return NodeClock._make(row[1:])
