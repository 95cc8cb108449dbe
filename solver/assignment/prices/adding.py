"""What ways add (合计): the entries of the columns a few cases take together, added up by coordinate; compiled."""

from typing import NamedTuple

import numpy as np

from solver.arrays import Ints
from solver.assignment.columns import Floats
from solver.compiled import compiled, inner


class Entries(NamedTuple):
    """Entries of column k: `coordinate` and `amount` from `start[k]` to `start[k + 1]`."""

    start: Ints
    coordinate: Ints
    amount: Floats


class Ways(NamedTuple):
    """Ways of a few cases each: from `part[w]` to `part[w + 1]` a `column`, or left out (-1), which counts one in `out`.

    Each of `splits` counts one in the coordinate `split_to`. What is -1 counts nowhere.
    """

    part: Ints
    column: Ints
    out: Ints
    splits: Ints
    split_to: int


@inner
def _book(found: Entries, begin: int, end: int, one: int, by: float) -> int:
    """Add to a coordinate of the entries from `begin` to `end`, or put it behind them; gives where they end then."""
    for place in range(begin, end):
        if found.coordinate[place] == one:
            found.amount[place] += by
            return end
    found.coordinate[end], found.amount[end] = one, by
    return end + 1


@inner
def _most(of: Entries, ways: Ways) -> int:
    most = len(ways.splits) + len(ways.column)
    for column in ways.column:
        if column >= 0:
            most += of.start[column + 1] - of.start[column]
    return most


@compiled
def added(of: Entries, ways: Ways) -> Entries:
    """Give the entries of each way in the order in which its coordinates are first met, the split before the cases."""
    most = _most(of, ways)
    found = Entries(np.zeros(len(ways.splits) + 1, np.int64), np.empty(most, np.int64), np.empty(most))
    end = 0
    for way in range(len(ways.splits)):
        begin = end
        if ways.splits[way]:
            end = _book(found, begin, end, ways.split_to, float(ways.splits[way]))
        for place in range(ways.part[way], ways.part[way + 1]):
            column = ways.column[place]
            if column < 0 <= ways.out[place]:
                end = _book(found, begin, end, ways.out[place], 1.0)
            for entry in range(of.start[column], of.start[column + 1]) if column >= 0 else range(0):
                end = _book(found, begin, end, of.coordinate[entry], of.amount[entry])
        found.start[way + 1] = end
    return Entries(found.start, found.coordinate[:end], found.amount[:end])
