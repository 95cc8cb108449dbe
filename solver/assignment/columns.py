"""Columns (候选列): the usable options sorted by case in flat arrays, so that thousands are judged in one numpy step.

Options that can never be lawful are left out. Each column has at least one charge: where an option charges nobody, a
stand-in (number `people`) is charged 0 minutes, because empty segments confuse numpy's reduceat.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from solver.assignment.instance import Flags, Instance, Ints
from solver.assignment.plan import Plan

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Columns:
    """`option`, `case`, `lead` by column; `case_start[n+1]`; charges of column k at `start[k]` to `start[k+1]`.

    `column[option]` leads back, -1 for what is left out; `people` is the number of people without the stand-in.
    """

    option: Ints
    case: Ints
    lead: Ints
    case_start: Ints
    start: Ints
    person: Ints
    minutes: Ints
    column: Ints
    people: int

    @classmethod
    def of(cls, instance: Instance, kept: Flags | None = None) -> "Columns":
        """Sort the usable options of an instance by case; only those kept, if it says which."""
        order, _ = instance.options_by_case
        usable = instance.usable if kept is None else instance.usable & kept
        option = order[usable[order]]
        case = instance.option_case[option]
        column = np.full(instance.options, -1, dtype=np.int64)
        column[option] = np.arange(len(option))
        start, person, minutes = _charges(instance, option)
        case_start = np.searchsorted(case, np.arange(instance.cases + 1))
        lead = instance.option_lead[option]
        return cls(option, case, lead, case_start, start, person, minutes, column, instance.people)

    @property
    def size(self) -> int:
        """Number of columns."""
        return len(self.option)

    @cached_property
    def whole(self) -> Ints:
        """Minutes of each column, all people together."""
        summed: Ints = np.add.reduceat(self.minutes, self.start[:-1]) if self.size else self.minutes
        return summed

    def of_cases(self, cases: Ints) -> Ints:
        """Give the columns of some cases, one after the other."""
        return _ranges(self.case_start[cases], self.case_start[cases + 1])

    def charges(self, columns: Ints) -> Ints:
        """Give the places of the charges of some columns, one after the other."""
        return _ranges(self.start[columns], self.start[columns + 1])

    def rows(self, columns: Ints) -> Ints:
        """Give the minutes of some columns as a table: one row for each column, one place for each person."""
        table = np.zeros((len(columns), self.people + 1), dtype=np.int64)
        places = self.charges(columns)
        row = np.repeat(np.arange(len(columns)), self.start[columns + 1] - self.start[columns])
        table[row, self.person[places]] = self.minutes[places]
        return table[:, : self.people]

    def load(self, held: Ints, columns: Ints) -> Ints:
        """Give everybody's minutes when these columns are taken."""
        places = self.charges(columns)
        found = np.zeros(self.people + 1, dtype=np.int64)
        np.add.at(found, self.person[places], self.minutes[places])
        return held + found[: self.people]

    def plan(self, chosen: Ints) -> Plan:
        """Turn a choice of columns by case (-1 for none) into a plan."""
        options = np.full(len(chosen), -1, dtype=np.int64)
        placed = chosen >= 0
        options[placed] = self.option[chosen[placed]]
        return Plan(options)

    def chosen(self, plan: Plan) -> Ints:
        """Turn a plan into the columns it takes by case; an option that can never be lawful counts as not taken."""
        columns = np.full(len(plan.chosen), -1, dtype=np.int64)
        placed = plan.chosen >= 0
        columns[placed] = self.column[plan.chosen[placed]]
        return columns


def _charges(instance: Instance, option: Ints) -> tuple[Ints, Ints, Ints]:
    """Lay the charges of some options end to end, with a stand-in where there are none."""
    width = np.diff(instance.charge_start)[option]
    filled = np.maximum(width, 1)
    start = np.concatenate([[0], np.cumsum(filled)]).astype(np.int64)
    person = np.full(int(start[-1]), instance.people, dtype=np.int64)
    minutes = np.zeros(int(start[-1]), dtype=np.int64)
    real = _ranges(start[:-1], start[:-1] + width)
    source = instance.charges_of(option)
    person[real] = instance.charge_person[source]
    minutes[real] = instance.charge_minutes[source]
    return start, person, minutes


def _ranges(first: Ints, after: Ints) -> Ints:
    """Lay the numbers from each first to before each after end to end."""
    width = after - first
    if not len(width):
        return np.zeros(0, dtype=np.int64)
    offset = np.cumsum(width) - width
    found: Ints = np.repeat(first - offset, width) + np.arange(int(width.sum()))
    return found
