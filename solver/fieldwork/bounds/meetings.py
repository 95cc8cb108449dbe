"""Parts of one errand that meet (协同到场), hour by hour: when one has begun, the other has too, or will before long.

A convoy takes two vehicles and two crews at once. Looked at one by one they seem to go on different days, each when it
suits its own; a row for each two parts and hour, with a price, says that they do not.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from solver.arrays import Ints
from solver.fieldwork.instance import Instance

BLOCK = 60  # minutes at least, whole steps: halves of it gave the same bound


@dataclass(frozen=True)
class Meetings:
    """Rows: when part `early` has begun by the end of block `by`, then `other` has by the end of block `until`.

    Blocks are those of all days in a row: `first[d]` is the first one of a day, which has `steps[d]` steps in each.
    """

    first: Ints
    steps: Ints
    rows: Ints

    @classmethod
    def of(cls, instance: Instance, step: Mapping[int, int]) -> "Meetings":
        """Write them down for an instance; `step`: minutes of a step, for each day on which anything goes."""
        steps = np.array([-(-BLOCK // step.get(day, BLOCK)) for day in range(instance.days)], dtype=np.int64)
        minutes = steps * np.array([step.get(day, BLOCK) for day in range(instance.days)], dtype=np.int64)
        lengths = instance.day_closes - instance.day_opens
        counts = lengths // np.maximum(1, minutes) + 1
        first = np.cumsum(counts) - counts
        begins = [
            int(opens) + block * int(long)
            for opens, long, count in zip(instance.day_opens, minutes, counts, strict=True)
            for block in range(count)
        ]
        last = np.array([*begins[1:], int(instance.day_closes.max(initial=0)) + 1], dtype=np.int64) - 1
        rows = list(_rows(instance, np.array(begins, dtype=np.int64), last))
        return cls(first, steps, np.array(rows, dtype=np.int64).reshape(-1, 4))

    @property
    def parts(self) -> Ints:
        """The parts that meet others."""
        return np.unique(self.rows[:, [0, 2]])

    def block(self, day: int, step: int) -> int:
        """Give the block of a step of a day."""
        return int(self.first[day] + step // self.steps[day])

    def charges(self, prices: Ints, parts: Ints, day: int, steps: int) -> Ints:
        """Give what a start of each part at each step of a day costs, or earns, at a price for each row."""
        early, by, other, until = self.rows.T
        blocks = int(self.rows[:, [1, 3]].max(initial=0)) + 1
        sums = np.zeros((int(max(parts.max(), self.rows[:, [0, 2]].max(initial=0))) + 1, blocks + 1), dtype=np.int64)
        np.add.at(sums, (early, by), prices)
        np.add.at(sums, (other, until), -prices)  # none: the last one, which is not looked at
        sums[:, :blocks] = sums[:, :blocks][:, ::-1].cumsum(axis=1)[:, ::-1]
        sums[:, blocks] = 0
        block = np.minimum(self.first[day] + np.arange(steps) // self.steps[day], blocks)
        return sums[parts][:, block]


def _rows(instance: Instance, begins: Ints, last: Ints) -> Iterator[tuple[int, int, int, int]]:
    """Give a row for each block in which a part may begin that has something to say; -1 until when nothing can have begun."""
    for early, other, lag in _lags(instance):
        ends = _last(instance, begins, other)
        for by in np.flatnonzero(_may_begin(instance, early, begins, last)).tolist():
            until = int(np.searchsorted(begins, int(last[by]) - lag, side="right")) - 1
            if until < ends:
                yield early, by, other, until


def _lags(instance: Instance) -> Iterator[tuple[int, int, int]]:
    """Give two parts of one errand and by how much the other begins before the first one at least, both ways."""
    columns = (instance.sync_first, instance.sync_second, instance.sync_least, instance.sync_most)
    for first, second, least, most in zip(*(column.tolist() for column in columns), strict=True):
        if instance.part_errand[first] == instance.part_errand[second]:
            yield second, first, least
            yield first, second, -most


def _may_begin(instance: Instance, part: int, begins: Ints, last: Ints) -> Ints:
    found = np.zeros(len(begins), dtype=np.int64)
    for opens, closes in instance.rows("window", part):
        found |= (begins <= closes) & (last >= opens)
    return found


def _last(instance: Instance, begins: Ints, part: int) -> int:
    """Give the last block in which a part may begin."""
    closes = max((row[1] for row in instance.rows("window", part)), default=-1)
    return int(np.searchsorted(begins, closes, side="right")) - 1
