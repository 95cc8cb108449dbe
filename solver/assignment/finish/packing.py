"""The plain shape (装箱形式) the finisher works on: each case takes one option, each option charges one person.

A level has that shape when every option charges at most one person, every case is to be placed, nothing is held above
but that and the most minutes of each person, and no tally is kept. Where the shape is another, or the level so small
that a search tree proves it sooner, the finisher declines.
"""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Self

import numpy as np

from solver.arrays import Ints
from solver.assignment.columns import Columns
from solver.assignment.instance import Instance
from solver.assignment.prices.question import Question

FEWEST_COLUMNS = 200  # below, a search tree proves every level sooner
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
    def of(cls, question: Question) -> Self | None:
        """Read a question in the plain shape; None where it has another."""
        instance, columns = question.instance, question.columns
        if not _is_plain(question):
            return None
        case = np.flatnonzero(np.diff(columns.case_start) > 0)
        start = np.append(columns.case_start[case], columns.size)
        person, minutes = _heaviest(instance, columns)
        room = np.append(np.maximum(question.high[: instance.people] - instance.held, 0), 0)
        cost = question.dense.sum(axis=0).astype(np.int64)
        packing = cls(start, person, minutes, cost, room, np.arange(columns.size), case)
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


def _heaviest(instance: Instance, columns: Columns) -> tuple[Ints, Ints]:
    """Give the one charge of each column that has minutes; a stand-in's of none where none has."""
    charged = columns.amount > 0
    column = np.repeat(np.arange(columns.size), np.diff(columns.start))[charged]
    person = np.full(columns.size, instance.people, dtype=np.int64)
    minutes = np.zeros(columns.size, dtype=np.int64)
    person[column], minutes[column] = columns.row[charged], columns.amount[charged]
    return person, minutes


def _is_plain(question: Question) -> bool:
    """Say whether a question has the plain shape, and a size at which it can be finished."""
    instance, columns = question.instance, question.columns
    if instance.tallies or not FEWEST_COLUMNS <= columns.size <= MOST_COLUMNS:
        return False
    if (question.row_to >= 0).any() or (question.dense_to > 0).any() or question.group_to >= 0:
        return False
    placed = question.must | (question.out_to == 0) | columns.stranded
    charged = np.add.reduceat((columns.amount > 0).astype(np.int64), columns.start[:-1]) if len(columns.row) else [2]
    lone = np.diff(columns.start).min() > 0 and int(np.max(charged)) <= 1
    return bool(placed.all()) and lone and instance.people * instance.cases <= MOST_CELLS
