"""Choices (选择): who chooses among which columns when a plan is made: cases by themselves, linked ones together.

A column of a chooser says for each of its cases which column of the instance it takes (-1: left out).
"""

from dataclasses import dataclass
from typing import Self

import numpy as np

from solver.arrays import Ints
from solver.assignment.columns import Floats
from solver.assignment.prices.question import NOWHERE


@dataclass(frozen=True, eq=False)
class Choices:
    """Columns of chooser c: `first[c]` to `first[c + 1]`; entries of column j: `start[j]` to `start[j + 1]`.

    `regret` is how much dearer a column is than the least dear of its chooser; column j gives `case[p]` the column
    `column[p]` of the instance, p from `part[j]` to `part[j + 1]`.
    """

    first: Ints
    start: Ints
    coordinate: Ints
    amount: Floats
    regret: Floats
    part: Ints
    case: Ints
    column: Ints

    @property
    def owner(self) -> Ints:
        """The chooser of each column."""
        return np.repeat(np.arange(len(self.first) - 1), np.diff(self.first))

    def chosen(self, columns: Ints, cases: int) -> Ints:
        """Say which column of the instance each case takes when choosers take these columns."""
        found = np.full(cases, NOWHERE, dtype=np.int64)
        parts = places(self.part[columns], np.diff(self.part)[columns])
        found[self.case[parts]] = self.column[parts]
        return found

    def taking(self, chosen: Ints) -> Ints:
        """Give the columns that give all their cases what these have."""
        found: Ints = np.flatnonzero(np.minimum.reduceat(self.column == chosen[self.case], self.part[:-1]))
        return found

    def beside(self, other: Self) -> "Choices":
        """Put other choosers behind these."""
        return Choices(
            _behind(self.first, other.first),
            _behind(self.start, other.start),
            np.concatenate([self.coordinate, other.coordinate]),
            np.concatenate([self.amount, other.amount]),
            np.concatenate([self.regret, other.regret]),
            _behind(self.part, other.part),
            np.concatenate([self.case, other.case]),
            np.concatenate([self.column, other.column]),
        )


def _behind(starts: Ints, others: Ints) -> Ints:
    return np.concatenate([starts, starts[-1] + others[1:]])


def places(start: Ints, width: Ints) -> Ints:
    """Give the places of some runs, one run after the other."""
    end = np.cumsum(width)
    total = int(end[-1]) if len(end) else 0
    found: Ints = np.arange(total) + np.repeat(start - end + width, width)
    return found
