"""The greedy plan (贪心方案): urgent cases first, then big ones, each where the busiest of those it charges stays lowest.

Fast and without any solver: it is where the search starts, and the answer when the solver has none.
"""

from typing import NamedTuple

import numpy as np

from solver.arrays import LARGEST, Ints
from solver.assignment.columns import Columns, Floats
from solver.assignment.instance import Instance
from solver.assignment.plan import UNPLACED, Plan
from solver.compiled import compiled, plain


class Counter(NamedTuple):
    """Columns with their entries; by row what there is, the most there may be, the share of the capacity a minute is."""

    case_start: Ints
    start: Ints
    row: Ints
    amount: Ints
    load: Ints
    limit: Ints
    share: Floats


def greedy(instance: Instance, columns: Columns | None = None, *, big_first: bool = True) -> Plan:
    """Give a lawful plan at once; who can't be placed within the ceiling stays unassigned.

    Within a rank the cases with most minutes come first, or, with more work than anybody can take, those with fewest.
    Where nothing can be compiled, the same steps are taken slowly.
    """
    columns = Columns.of(instance) if columns is None else columns
    order = _order(instance, columns, big_first=big_first)
    try:
        return columns.plan(_place(_counter(instance, columns), order))
    except Exception:  # noqa: BLE001  (whatever a compiler does, there is an answer)
        return columns.plan(plain(_place)(_counter(instance, columns), order))


def _counter(instance: Instance, columns: Columns) -> Counter:
    share, load, limit = np.zeros(instance.rows), np.zeros(instance.rows, np.int64), np.full(instance.rows, LARGEST)
    share[: instance.people] = 1.0 / np.maximum(instance.capacity, 1)
    limit[: instance.people] = instance.limit
    limit[instance.people + instance.tallies :] = np.append(
        instance.room[instance.both], instance.most_new[instance.rationed]
    )
    load[: instance.people] = instance.held
    return Counter(columns.case_start, columns.start, columns.row, columns.amount, load, limit, share)


@compiled
def _place(counter: Counter, order: Ints) -> Ints:
    """Place case by case; of equally busy choices the one that strains least."""
    chosen = np.full(len(order), UNPLACED)
    for case in order:
        lowest, least = np.inf, np.inf
        for column in range(counter.case_start[case], counter.case_start[case + 1]):
            peak, strain = 0.0, 0.0
            for e in range(counter.start[column], counter.start[column + 1]):
                one, more = counter.row[e], counter.amount[e]
                if more > 0:
                    before, after = float(counter.load[one]), float(counter.load[one] + more)
                    peak = max(peak, np.inf if after > counter.limit[one] else after * counter.share[one])
                    strain += (after * after - before * before) * counter.share[one]
            if peak < lowest or (peak == lowest and strain < least and peak < np.inf):
                lowest, least, chosen[case] = peak, strain, column
        if chosen[case] >= 0:
            for e in range(counter.start[chosen[case]], counter.start[chosen[case] + 1]):
                counter.load[counter.row[e]] += counter.amount[e]
    return chosen


def _order(instance: Instance, columns: Columns, *, big_first: bool) -> Ints:
    """Order the cases: the most urgent rank first, within a rank by the minutes of the first column."""
    minutes = np.where(columns.row < instance.people, columns.amount, 0)
    whole = np.concatenate([[0], np.cumsum(minutes)])
    weight = np.zeros(instance.cases, dtype=np.int64)
    weight[columns.case[::-1]] = np.diff(whole[columns.start])[::-1]
    order: Ints = np.lexsort((-weight if big_first else weight, instance.priority))
    return order
