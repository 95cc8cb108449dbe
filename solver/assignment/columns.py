"""Columns (候选列): the usable options sorted by case in flat arrays, as compiled kernels want them.

Options that can never be lawful are left out. What an option charges and what it counts for tallies are entries of one
kind: a row is the minutes of one person (0 to m - 1), one tally (from m on), or, behind these, the own minutes of
somebody who is charged through a desk too, and last the new cases of somebody who may be given only so many.
"""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt

from solver.arrays import Flags, Ints
from solver.assignment.instance import Instance
from solver.assignment.plan import Plan

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Columns:
    """`option`, `case`, `lead` by column; `case_start[n+1]`; entries of column k at `start[k]` to `start[k+1]`.

    `column[option]` leads back, -1 for what is left out. No column has two entries in one row.
    """

    option: Ints
    case: Ints
    lead: Ints
    case_start: Ints
    start: Ints
    row: Ints
    amount: Ints
    column: Ints

    @classmethod
    def of(cls, instance: Instance, kept: Flags | None = None) -> "Columns":
        """Sort the usable options of an instance by case; only those kept, if it says which."""
        order, _ = instance.options_by_case
        usable = instance.usable if kept is None else instance.usable & kept
        option = order[usable[order]]
        case = instance.option_case[option]
        column = np.full(instance.options, -1, dtype=np.int64)
        column[option] = np.arange(len(option))
        case_start = np.searchsorted(case, np.arange(instance.cases + 1)).astype(np.int64)
        entries = _entries(instance, option, column)
        return cls(option, case, instance.option_lead[option], case_start, *entries, column)

    def apart(self, must: Flags, rows: range, count: int) -> "tuple[Columns, Ints]":
        """Leave out what all columns of a case that must be placed count alike in some of so many rows; gives what that comes to by row.

        Whichever column is chosen, so much is counted: nothing is to be weighed there. The same cases give the same object.
        """
        known = self._apart.get((key := must.tobytes(), rows))
        if known is None:
            alike = self._alike(must, rows, count)
            once = alike & (self.case_start[self.case[self._of]] == self._of)  # of each case its first column
            counted = np.zeros(count, dtype=np.int64)
            np.add.at(counted, self.row[once], self.amount[once])
            start = np.concatenate([[0], np.cumsum(~alike)])[self.start]
            bare = replace(self, start=start, row=self.row[~alike], amount=self.amount[~alike]) if alike.any() else self
            known = self._apart[(key, rows)] = bare, counted
        return known

    @cached_property
    def _apart(self) -> "dict[tuple[bytes, range], tuple[Columns, Ints]]":
        return {}

    @cached_property
    def _of(self) -> Ints:
        """The column of each entry."""
        return np.repeat(np.arange(self.size), np.diff(self.start))

    def _alike(self, must: Flags, rows: range, count: int) -> Flags:
        """Say which entries stand in all columns of their case with one amount."""
        case = self.case[self._of]
        found = (self.row >= rows.start) & (self.row < rows.stop) & must[case]
        place = np.flatnonzero(found)
        if len(place):
            key = case[place] * count + self.row[place]
            order = np.argsort(key, kind="stable")
            place, first = place[order], np.flatnonzero(np.diff(key[order], prepend=-1))
            amount, size = self.amount[place], np.diff(first, append=len(place))
            one = np.minimum.reduceat(amount, first) == np.maximum.reduceat(amount, first)
            found[place] = np.repeat(one & (size == np.diff(self.case_start)[case[place[first]]]), size)
        return found

    @property
    def size(self) -> int:
        """Number of columns."""
        return len(self.option)

    @cached_property
    def _steps(self) -> tuple[Ints, Ints]:
        order = np.argsort(self.row, kind="stable")
        used, first = np.unique(self.row[order], return_index=True)
        return used, np.gcd.reduceat(np.abs(self.amount[order]), first) if len(used) else used

    def steps(self, rows: int) -> Ints:
        """Give the greatest common measure of all amounts in each of so many rows: their sums change by whole steps."""
        steps = np.ones(rows, dtype=np.int64)
        used, found = self._steps
        steps[used[used < rows]] = np.maximum(1, found[used < rows])
        return steps

    @cached_property
    def size_of_cases(self) -> Floats:
        """The minutes a case charges, on average over its columns; what it counts for tallies is not told apart."""
        total = np.concatenate([[0], np.cumsum(np.abs(self.amount))])
        start = self.start[self.case_start]
        sizes: Floats = (total[start[1:]] - total[start[:-1]]) / np.maximum(1, np.diff(self.case_start))
        return sizes

    @cached_property
    def lead_of_cases(self) -> Floats:
        """The mean number of the leads a case could have: alike for cases which the same people may have."""
        total = np.concatenate([[0], np.cumsum(self.lead)])
        mean: Floats = (total[self.case_start[1:]] - total[self.case_start[:-1]]) / np.maximum(
            1, np.diff(self.case_start)
        )
        return mean

    @cached_property
    def stranded(self) -> Flags:
        """Cases without any column: they stay unassigned in every plan."""
        stranded: Flags = np.diff(self.case_start) == 0
        return stranded

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


def _entries(instance: Instance, option: Ints, column: Ints) -> tuple[Ints, Ints, Ints]:
    """Lay the charges of some options end to end, and behind those of each what else it counts for."""
    width = np.diff(instance.charge_start)[option]
    start = np.concatenate([[0], np.cumsum(width)]).astype(np.int64)
    places = instance.charges_of(option)
    row, amount = instance.charge_person[places], instance.charge_minutes[places]
    live = column[instance.entry_option] >= 0
    if not live.any() and not len(instance.both) and not len(instance.rationed):
        return start, row, amount
    of = np.repeat(np.arange(len(option)), width)
    counted = column[instance.entry_option[live]] * instance.rows + instance.people + instance.entry_tally[live]
    mine = np.flatnonzero(instance.own[places] & np.isin(row, instance.both))
    apart = of[mine] * instance.rows + instance.people + instance.tallies
    apart += np.searchsorted(instance.both, row[mine])
    given = np.flatnonzero(instance.newly[option] & np.isin(instance.option_lead[option], instance.rationed))
    last = instance.rows - len(instance.rationed)
    new = given * instance.rows + last + np.searchsorted(instance.rationed, instance.option_lead[option[given]])
    return _added_up(
        np.concatenate([of * instance.rows + row, counted, apart, new]),
        np.concatenate([amount, instance.entry_amount[live], amount[mine], np.ones_like(given)]),
        len(option),
        instance.rows,
    )


def _added_up(place: Ints, amount: Ints, columns: int, rows: int) -> tuple[Ints, Ints, Ints]:
    """Sort entries by column and row and add up those that stand in one place."""
    places, where = np.unique(place, return_inverse=True)
    total = np.zeros(len(places), dtype=np.int64)
    np.add.at(total, where, amount)
    column, row = np.divmod(places, rows)
    return np.searchsorted(column, np.arange(columns + 1)).astype(np.int64), row, total
