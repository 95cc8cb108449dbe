"""Desks (配合岗位): what falls on somebody who does not lead a case, but does a part of the work for whoever leads."""

import numpy as np

from solver.arrays import Ints

CELLS = 4_000_000  # of a table of cases by people looked at together


def most_of_each(case: Ints, person: Ints, minutes: Ints, people: int) -> Ints:
    """Add up for each person the most that each case could charge, one charge of a case being taken at most.

    `case`, `person` and `minutes` say it charge by charge.
    """
    order = np.arange(len(case)) if (case[1:] >= case[:-1]).all() else np.argsort(case, kind="stable")
    case, person, minutes = case[order], person[order], minutes[order]
    found, together = np.zeros(people, dtype=np.int64), max(1, CELLS // max(1, people))
    for first in range(0, int(case[-1]) + 1 if len(case) else 0, together):
        some = slice(*np.searchsorted(case, [first, first + together]))
        table = np.zeros(together * people, dtype=np.int64)
        np.maximum.at(table, (case[some] - first) * people + person[some], minutes[some])
        found += table.reshape(together, people).sum(axis=0)
    return found
