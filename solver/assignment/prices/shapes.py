"""Shapes (凸折线): what the activity of a row costs, as points of a convex line; the same for loads and for tallies."""

from bisect import bisect_right
from typing import NamedTuple

import numpy as np

from solver.arrays import Ints
from solver.assignment.instance import PERMILLE, Instance


class Shapes(NamedTuple):
    """The line of row r runs through the points `start[r]` to `start[r+1]`: at `x` it has the height `y`.

    From each point on it rises by `slope` (negative: falls) for each unit, after the last one too.
    """

    start: Ints
    x: Ints
    y: Ints
    slope: Ints

    def points(self, row: int) -> list[int]:
        """Give where the line of a row bends."""
        points: list[int] = self.x[self.start[row] : self.start[row + 1]].tolist()
        return points

    def height(self, row: int, x: int) -> int:
        """Give the height of the line of a row."""
        place = max(int(self.start[row]), bisect_right(self.x, x, int(self.start[row]), int(self.start[row + 1])) - 1)
        return int(self.y[place] + self.slope[place] * (x - self.x[place]))

    def heights(self, row: Ints, x: Ints) -> Ints:
        """Give the heights of the lines of many rows, each at its own place."""
        low, high = self.start[row], self.start[row + 1]
        while (high - low > 1).any():
            middle = (low + high) // 2
            left = self.x[middle] <= x
            low, high = np.where(left, middle, low), np.where(left, high, np.maximum(middle, low + 1))
        heights: Ints = self.y[low] + self.slope[low] * (x - self.x[low])
        return heights


def shapes(instance: Instance, reach: tuple[Ints, Ints]) -> Shapes:
    """Draw the lines: the steps of the spread for each person, what lies beyond the limit for each tally; all else costs nothing.

    `reach` gives the least and the most each row may come to.
    """
    low, high = reach
    lines = [_steps(instance, person, int(high[person])) for person in range(instance.people)]
    lines += [_beyond(instance, tally, int(low[instance.people + tally])) for tally in range(instance.tallies)]
    lines += [[(0, 0, 0)] for _ in range(instance.rows - len(lines))]
    start = np.cumsum([0, *(len(line) for line in lines)])
    points = np.array([point for line in lines for point in line], dtype=np.int64).reshape(-1, 3)
    return Shapes(start, *(np.ascontiguousarray(values) for values in points.T))


def _steps(instance: Instance, person: int, most: int) -> list[tuple[int, int, int]]:
    """Each step makes the next minute one dearer; nothing for who does not count (see EvenLoad)."""
    line = [(0, 0, 0)]
    if not instance.chargeable[person]:
        return line
    stride = instance.spread_step * int(instance.capacity[person])
    for number in range(1, most * PERMILLE // stride + 2):
        x, y, slope = line[-1]
        step = number * stride // PERMILLE
        line.append((step, y + slope * (step - x), slope + 1))
    return line


def _beyond(instance: Instance, tally: int, least: int) -> list[tuple[int, int, int]]:
    price, limit = int(instance.tally_price[tally]), int(instance.tally_limit[tally])
    first = min(least, limit) - 1
    if instance.tally_side[tally] > 0:
        return [(first, 0, 0), (limit, 0, price)]
    return [(first, price * (limit - first), -price), (limit, 0, 0)]
