"""The bound by knapsacks (背包界): rows are priced, and each person fills the own room in the best way; compiled.

Prices stand on "each row takes one option"; with them fixed each person picks rows by an exact knapsack. That bound is
stronger than the linear relaxation. All sums are whole numbers below 2**53 in floating point, and so exact.
"""

from typing import NamedTuple

import numpy as np

from solver.arrays import Flags, Ints
from solver.assignment.columns import Floats
from solver.assignment.finish.core import FINE, Core, Filling, core_for, critical_price, fill_core, mark_taken
from solver.assignment.finish.deal import Deal
from solver.compiled import compiled, inner

SHORTEST = 1e-3
KEEP = 0.7  # of the last direction, while it leads the same way


class Shelf(NamedTuple):
    """Options by person: `order[start[p]:start[p + 1]]`, and the row of each option."""

    order: Ints
    start: Ints
    row: Ints


class Trail(NamedTuple):
    """Where an ascent stands: worths of the rows here and at the best, and the way.

    `figures`: the best bound, the stride, the steps since, and the cells of tables filled so far.
    """

    here: Floats
    best: Floats
    way: Floats
    figures: Floats


class Sack(NamedTuple):
    """Scratch space for one person's knapsack: its table, the options wanted with their minutes and worth, its core."""

    table: Floats
    items: Ints
    minutes: Ints
    worth: Floats
    core: Core


def sack_for(table: Floats, options: int) -> Sack:
    """Make room for knapsacks of so many options beside a table."""
    return Sack(table, np.empty(options, np.int64), np.empty(options, np.int64), np.empty(options), core_for(options))


@inner
def _wanted(deal: Deal, shelf: Shelf, sack: Sack, person: int, scale: float, worth: Floats) -> int:
    """Collect the options a person would gain by; gives how many."""
    count = 0
    for place in range(shelf.start[person], shelf.start[person + 1]):
        option = shelf.order[place]
        gain = worth[shelf.row[option]] - scale * deal.cost[option]
        if gain > 0.0 and deal.minutes[option] <= deal.room[person]:
            sack.items[count], sack.minutes[count], sack.worth[count] = option, deal.minutes[option], gain
            count += 1
    return count


@inner
def _filled(deal: Deal, shelf: Shelf, sack: Sack, person: int, pace: tuple[float, float], worth: Floats) -> Filling:
    """Fill a person's room in the best way; `pace`: the scale of the worths, and how fine a price of minutes is."""
    count, room = _wanted(deal, shelf, sack, person, pace[0], worth), deal.room[person]
    minutes, gains = sack.minutes[:count], sack.worth[:count]
    price = critical_price(minutes, gains, room, pace[1])
    return fill_core(minutes, gains, price, room, sack.core, sack.table)


@inner
def _bound(deal: Deal, shelf: Shelf, sack: Sack, worth: Floats, scale: float, taken: Flags) -> tuple[float, float]:
    """Add up the bound (times the scale) at whole-numbered worths of the rows, and the cells filled; marks what everybody takes."""
    total, cells = 0.0, 0.0
    for row in range(len(worth)):
        total += worth[row]
    taken[:] = False
    for person in range(len(deal.room)):
        filling = _filled(deal, shelf, sack, person, (scale, 1.0), worth)
        total -= filling.worth
        cells += filling.cells
        mark_taken(sack.core, filling, sack.table, sack.items, taken)
    return float(total), cells


@inner
def fillings(deal: Deal, shelf: Shelf, sack: Sack, worth: Floats) -> Floats:
    """Give the worth of the best filling of each person's room."""
    found = np.empty(len(deal.room))
    for person in range(len(found)):
        found[person] = _filled(deal, shelf, sack, person, (1.0, FINE), worth).worth
    return found


@inner
def _turn(shelf: Shelf, taken: Flags, pull: Floats, way: Floats) -> float:
    """Set the pull (1 less how often a row is taken) and turn the way to it; gives the square of the way's length."""
    pull[:] = 1.0
    for option in range(len(taken)):
        if taken[option]:
            pull[shelf.row[option]] -= 1.0
    along, length = 0.0, 0.0
    for row in range(len(pull)):
        along += pull[row] * way[row]
    for row in range(len(pull)):
        way[row] = pull[row] + (KEEP * way[row] if along >= 0 else 0.0)
        length += way[row] * way[row]
    return length


@compiled
def ascend(
    deal: Deal, shelf: Shelf, sack: Sack, trail: Trail, scale: float, target: float, pace: tuple[int, int]
) -> float:
    """Raise the bound by better worths of the rows, towards a target of the cost; gives the best (times the scale).

    `pace`: how many steps, and how many without a better bound before the strides get shorter.
    """
    rounded, pull, taken = np.empty(len(trail.here)), np.empty(len(trail.here)), np.zeros(len(deal.person), np.bool_)
    for _ in range(pace[0]):
        for row in range(len(rounded)):
            rounded[row] = np.rint(trail.here[row] * scale)
        bound, cells = _bound(deal, shelf, sack, rounded, scale, taken)
        trail.figures[3] += cells
        trail.figures[2] += 1
        if bound > trail.figures[0]:
            trail.figures[0], trail.figures[2] = bound, 0.0
            trail.best[:] = trail.here
        elif trail.figures[2] > pace[1]:
            trail.figures[1], trail.figures[2] = 0.7 * trail.figures[1], 0.0
            trail.here[:] = trail.best
            trail.way[:] = 0.0
        length = _turn(shelf, taken, pull, trail.way)
        if length == 0.0 or trail.figures[0] > target * scale:
            trail.figures[1] = 0.0
        if trail.figures[1] < SHORTEST:
            break
        size = trail.figures[1] * max(target - bound / scale, 0.5) / length
        for row in range(len(rounded)):
            trail.here[row] += size * trail.way[row]
    return float(trail.figures[0])
