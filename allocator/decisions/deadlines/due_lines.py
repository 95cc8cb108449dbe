"""Work in the order in which it falls due (到期序): what does not fit before its day, and whether a change makes anything late.

The work that falls due first is done first. That is the best any order can do: if it does not fit so, it does not fit.
A change is looked at by the few rows it shifts: between two of them everything moves alike, so the tightest row there tells.
"""

from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple

import numpy as np

from allocator.domain.workload import Capacity, members_of

Row = tuple[date, bool, str, str]
"""The place of due work in its line: its day, whether it is shared (a desk's or a mentor's part), its case and its node."""

NEVER = 2**62  # minutes of room of what may be late, or is not asked about


@dataclass(frozen=True, slots=True)
class DueWork:
    """Minutes of a case that its handler, a mentor or a desk owes by the last day of a node (节点到期工作)."""

    officer: str
    case_no: str
    node: str
    due: date
    minutes: int

    def row(self, *, shared: bool) -> Row:
        """Give its place in a line: of one day, what a person owes himself goes before what is shared."""
        return self.due, shared, self.case_no, self.node


@dataclass(frozen=True, slots=True)
class Late:
    """Work that does not fit before its day: `short` minutes are missing, all that falls due by then counted."""

    work: DueWork
    short: int


class Shift(NamedTuple):
    """What a change does to one row of a line (到期变动): its minutes before and after, 0 where it is not there."""

    row: Row
    before: int
    after: int


def between(before: Mapping[Row, int], after: Mapping[Row, int]) -> list[Shift]:
    """Give the rows that have other minutes after a change, in order."""
    if not before:  # nodes stand in the order of their days already
        return [Shift(row, 0, minutes) for row, minutes in after.items()]
    rows = sorted(before.keys() | after.keys())
    found = [Shift(row, before.get(row, 0), after.get(row, 0)) for row in rows]
    return [one for one in found if one.before != one.after]


class Room:
    """The minutes of some people until a day (可用工时), as far ahead as the rulebook looks; `last` is the last day it sees."""

    def __init__(self, capacity: Capacity) -> None:
        rules = capacity.rulebook
        longest = max(rules.deadlines.horizons, default=rules.levers.horizon_days)
        self.capacity, self.days = capacity, capacity.office.calendar.working_days(capacity.day, longest)
        self._known: dict[date, Mapping[str, int]] = {}

    def sees(self, due: date) -> bool:
        """Say whether a day is near enough to be looked at."""
        return bool(self.days) and due <= self.days[-1]

    def until(self, due: date, people: Sequence[str]) -> int:
        """Give the minutes of some people up to a day, that day included."""
        if due not in self._known:
            self._known[due] = self.capacity.over(tuple(day for day in self.days if day <= due))
        have = self._known[due]
        return sum([have.get(code, 0) for code in people])


class Line:
    """What one person owes, or a desk or mentor beside what their people owe themselves, in the order in which it falls due.

    `shared` says whose lateness is asked about: of what is shared in a line, or of a person's own work.
    """

    def __init__(
        self, people: Sequence[str], own: Iterable[DueWork], carried: Iterable[DueWork] | None, room: Room
    ) -> None:
        self.people, self.room, self.shared = people, room, carried is not None
        placed = [(item.row(shared=False), item) for item in own]
        placed += [(item.row(shared=True), item) for item in carried or ()]
        placed = sorted((one for one in placed if room.sees(one[1].due)), key=lambda one: one[0])
        self.rows, self.items = [row for row, _ in placed], [item for _, item in placed]
        self.owed = list(accumulate((item.minutes for item in self.items), initial=0))
        self.left = [room.until(row[0], people) - owed for row, owed in zip(self.rows, self.owed[1:], strict=True)]

    def late(self) -> Iterator[Late]:
        """Give what does not fit before its day, in order."""
        for row, item, left in zip(self.rows, self.items, self.left, strict=True):
            if left < 0 and row[1] == self.shared:
                yield Late(item, -left)

    @cached_property
    def late_now(self) -> frozenset[tuple[str, str]]:
        """Name what is late as things stand, by case and node."""
        return frozenset((late.work.case_no, late.work.node) for late in self.late())

    @cached_property
    def _tight(self) -> "np.ndarray[tuple[int], np.dtype[np.int64]]":
        """The minutes left at each row asked about that is in time."""
        asked = zip(self.rows, self.left, strict=True)
        return np.array([left if left >= 0 and row[1] == self.shared else NEVER for row, left in asked], dtype=np.int64)

    def makes_late(self, shifts: Sequence[Shift], known: Collection[tuple[str, str]]) -> bool:
        """Say whether shifts, in order, make anything late in this line that is not known to be, by case and node."""
        more, behind = 0, 0
        for shift in shifts:
            place = bisect_left(self.rows, shift.row)
            if more > 0 and self._least(behind, place) < more:
                return True
            more += shift.after - shift.before
            if self._is_asked(shift, known) and self._left_at(shift, place) < more:
                return True
            behind = place + bool(shift.before)
        return more > 0 and self._least(behind, len(self.rows)) < more

    def left_after(self, row: Row, shifts: Sequence[Shift]) -> int:
        """Give the minutes left at a row after some shifts; NEVER where it is not there any more."""
        place = bisect_left(self.rows, row)
        there = place < len(self.rows) and self.rows[place] == row
        asked = next((shift for shift in shifts if shift.row == row), Shift(row, int(there), int(there)))
        if not asked.after:
            return NEVER
        return self._left_at(asked, place) - sum(shift.after - shift.before for shift in shifts if shift.row <= row)

    def _is_asked(self, shift: Shift, known: Collection[tuple[str, str]]) -> bool:
        return bool(shift.after) and shift.row[1] == self.shared and shift.row[2:] not in known

    def _left_at(self, shift: Shift, place: int) -> int:
        """Give the minutes left at a row before anything shifts; a new one has taken none yet."""
        return self.left[place] if shift.before else self.room.until(shift.row[0], self.people) - self.owed[place]

    def _least(self, first: int, behind: int) -> int:
        return int(self._tight[first:behind].min()) if first < behind else NEVER


def late_work(work: Iterable[DueWork], capacity: Capacity) -> tuple[Late, ...]:
    """Find what does not fit before its day, as far ahead as the rulebook looks; in order of person, day and case."""
    room, mine = Room(capacity), by_officer(work)
    return tuple(late for code in sorted(mine) for late in Line((code,), mine[code], None, room).late())


def shared_line(
    carrier: str, mine: Mapping[str, Sequence[DueWork]], carried: Mapping[str, Sequence[DueWork]], room: Room
) -> Line:
    """Lay out what a mentor or a desk owes of others' cases with what its people owe of their own."""
    people = sharers_of(carrier, room.capacity)
    theirs = [item for code in people for item in mine.get(code, ())]
    return Line(people, theirs, carried.get(carrier, ()), room)


def by_officer(work: Iterable[DueWork]) -> dict[str, list[DueWork]]:
    """Lay work out by whom it is of: a person, a mentor or a desk."""
    found: dict[str, list[DueWork]] = {}
    for item in work:
        found.setdefault(item.officer, []).append(item)
    return found


def sharers_of(carrier: str, capacity: Capacity) -> tuple[str, ...]:
    """Give who shares the minutes of a carrier: the members of a desk, or the one person it is."""
    return (carrier,) if carrier in capacity.office.officer_by_code else tuple(sorted(members_of(carrier, capacity)))
