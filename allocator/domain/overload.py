"""Sustained overload (持续超负荷): weeks in a run of so many at or above the highest load the levers allow (`most_load`).

The peak of one week is a busy week; what wears people out is the month. Four weeks at 110 %: domain 5, peers' dashboards.
"""

from collections.abc import Sequence

WEEKS_IN_A_ROW = 4


def in_long_runs(over: Sequence[bool]) -> list[bool]:
    """Say of each week whether it lies in a run of at least `WEEKS_IN_A_ROW` overloaded ones."""
    found: list[bool] = []
    length = 0
    for one in (*over, False):
        if one:
            length += 1
            continue
        found += [length >= WEEKS_IN_A_ROW] * length + [False]
        length = 0
    return found[: len(over)]
