"""The greedy plan (贪心方案): urgent cases first, then big ones, each where the busiest of those it charges stays lowest.

Fast and without any solver: it is where the search starts, and the answer when the solver has none.
"""

import numpy as np

from solver.assignment.columns import Columns
from solver.assignment.improve import improve
from solver.assignment.instance import Instance, Ints
from solver.assignment.plan import UNPLACED, Plan


def greedy(
    instance: Instance, columns: Columns | None = None, effort: int | None = None, *, big_first: bool = True
) -> Plan:
    """Give a lawful plan at once, then improve its peak and spread by moves and swaps (`effort`: see improve).

    Within a rank the cases with most minutes come first, or, with more work than anybody can take, those with fewest.
    """
    columns = Columns.of(instance) if columns is None else columns
    chosen = _first(instance, columns, big_first=big_first)
    return columns.plan(improve(instance, columns, chosen, effort))


def _first(instance: Instance, columns: Columns, *, big_first: bool) -> Ints:
    """Place case by case; who can't be placed within the ceiling stays unassigned."""
    load = np.append(instance.held, 0)
    limit = np.append(instance.limit, 0)
    share = 1.0 / np.append(np.maximum(instance.capacity, 1), 1)
    chosen = np.full(instance.cases, UNPLACED, dtype=np.int64)
    for case in _order(instance, columns, big_first=big_first):
        first, after = int(columns.case_start[case]), int(columns.case_start[case + 1])
        if first == after:
            continue
        places = slice(int(columns.start[first]), int(columns.start[after]))
        person, begin = columns.person[places], columns.start[first:after] - columns.start[first]
        raised = load[person] + columns.minutes[places]
        lawful = ~np.logical_or.reduceat((raised > limit[person]) & (columns.minutes[places] > 0), begin)
        peak = np.maximum.reduceat(raised * share[person], begin)
        strain = np.add.reduceat((raised**2 - load[person] ** 2) * share[person], begin)
        best = np.lexsort((strain, np.where(lawful, peak, np.inf)))[0]
        if lawful[best]:
            _take(columns, first + int(best), load)
            chosen[case] = first + int(best)
    return chosen


def _take(columns: Columns, column: int, load: Ints) -> None:
    places = slice(int(columns.start[column]), int(columns.start[column + 1]))
    load[columns.person[places]] += columns.minutes[places]


def _order(instance: Instance, columns: Columns, *, big_first: bool) -> list[int]:
    """Order the cases: the most urgent rank first, within a rank by the minutes of the first column."""
    weight = np.zeros(instance.cases, dtype=np.int64)
    if columns.size:
        whole = columns.whole
        weight[columns.case[::-1]] = whole[::-1]
    order: list[int] = np.lexsort((-weight if big_first else weight, instance.priority)).tolist()
    return order
