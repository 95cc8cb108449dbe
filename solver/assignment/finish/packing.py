"""The plain shape (装箱形式) the finisher works on: each case takes one option, each option charges one person.

A level has that shape when every option charges at most one person, every case is to be placed, nothing is held above
but that and the most minutes of each person, and no tally is kept. Where the shape is another the finisher declines, and says so.
"""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Self

import numpy as np

from solver.assignment.columns import Columns
from solver.assignment.instance import Instance, Ints
from solver.assignment.question import FREE, Question

MOST_COLUMNS = 200_000
MOST_CELLS = 4_000_000  # people × cases: who has what is kept as a table


@dataclass(frozen=True, eq=False)
class Packing:
    """Rows (cases that have columns) with their options; `room` of each person, a stand-in without minutes at the end.

    Options of row r stand at `start[r]` to `start[r+1]`; `column` leads back to the columns, `case` to the cases.
    """

    start: Ints
    person: Ints
    minutes: Ints
    cost: Ints
    room: Ints
    column: Ints
    case: Ints

    @classmethod
    def of(cls, instance: Instance, columns: Columns, question: Question) -> Self | None:
        """Read a question in the plain shape; None where it has another."""
        if not _is_plain(instance, columns, question):
            return None
        case = np.flatnonzero(np.diff(columns.case_start) > 0)
        start = np.append(columns.case_start[case], columns.size)
        heaviest = _heaviest(columns)
        room = np.append(np.maximum(question.most - instance.held, 0), 0)
        packing = cls(
            start, columns.person[heaviest], columns.minutes[heaviest], question.cost, room, _all(columns), case
        )
        return packing.keep(packing.minutes <= room[packing.person])

    @property
    def rows(self) -> int:
        """Number of rows."""
        return len(self.case)

    @property
    def people(self) -> int:
        """Number of people, with the stand-in."""
        return len(self.room)

    @cached_property
    def row(self) -> Ints:
        """The row of each option."""
        return np.repeat(np.arange(self.rows), np.diff(self.start))

    @property
    def whole(self) -> bool:
        """Whether each row has an option at all."""
        return bool((np.diff(self.start) > 0).all())

    def keep(self, kept: "Ints | np.ndarray[tuple[int], np.dtype[np.bool_]]") -> Self:
        """Keep some of the options only."""
        places = np.flatnonzero(kept)
        start = np.searchsorted(self.row[places], np.arange(self.rows + 1))
        return replace(
            self,
            start=start,
            person=self.person[places],
            minutes=self.minutes[places],
            cost=self.cost[places],
            column=self.column[places],
        )

    def options(self, chosen: Ints) -> Ints | None:
        """Turn columns by case into options by row; None where a row has none of them."""
        found = np.full(self.rows, -1, dtype=np.int64)
        taken = np.flatnonzero(chosen[self.case[self.row]] == self.column)
        found[self.row[taken]] = taken
        return None if (found < 0).any() else found

    def chosen(self, options: Ints, cases: int) -> Ints:
        """Turn options by row into columns by case."""
        found = np.full(cases, -1, dtype=np.int64)
        found[self.case] = self.column[options]
        return found


def _all(columns: Columns) -> Ints:
    return np.arange(columns.size)


def _heaviest(columns: Columns) -> Ints:
    """Give the place of the one charge of each column that has minutes (or of any where none has)."""
    order = np.lexsort((columns.minutes, np.repeat(np.arange(columns.size), np.diff(columns.start))))
    last: Ints = order[columns.start[1:] - 1]
    return last


def _is_plain(instance: Instance, columns: Columns, question: Question) -> bool:
    """Say whether a question has the plain shape, and a size at which it can be finished."""
    if question.budgets or question.spread or instance.tallies or not columns.size or columns.size > MOST_COLUMNS:
        return False
    has = np.diff(columns.case_start) > 0
    bound = (question.leaving != FREE)[has].all() and all(most <= 0 for most in question.allowance.values())
    charged = np.add.reduceat((columns.minutes > 0).astype(np.int64), columns.start[:-1])
    return bool(bound) and int(charged.max()) <= 1 and instance.people * instance.cases <= MOST_CELLS
