"""Dives over one packing (下潜): its tables, its prices, and choices found by dives, in counted steps."""

from functools import cached_property

import numpy as np

from solver.arrays import Ints
from solver.assignment.columns import Floats
from solver.assignment.finish.bundles import OPEN, Stack
from solver.assignment.finish.covering import LIGHT, Floor, cover_anew
from solver.assignment.finish.deal import Deal
from solver.assignment.finish.dive import Kit, dive_anew, dive_whole, price_all
from solver.assignment.finish.duals import Board
from solver.assignment.finish.packing import Packing
from solver.assignment.finish.piles import Cloth, Part, Pile
from solver.assignment.finish.sacks import Shelf, sack_for
from solver.assignment.finish.walk import desk_of
from solver.assignment.finish.wide import FEW, WideDive

BREADTH = 6  # bundles of a person that are looked into
MOST_CELLS = 20_000_000  # of a person's table
FIRST_SIZE = 10.0  # of groups that are dealt out by covering
LISTED, PILED, ROWS_PILED = 10_000, 60_000, 1_500_000  # bundles of one person, of a group, and the rows they hold
LONGEST = 500_000  # ways to look at in one go at groups, after which no other group is begun
WAY_SECONDS = 1e-6  # what a way to deal out half of a group's cases takes, all in all (see regroup)


def deal_of(packing: Packing) -> Deal:
    """Hand a packing to the kernels."""
    return Deal(packing.start, packing.person, packing.minutes, packing.cost, packing.room)


def shelf_of(packing: Packing) -> Shelf:
    """Sort the options by person."""
    order = np.lexsort((packing.minutes, packing.person))
    return Shelf(order, np.searchsorted(packing.person[order], np.arange(packing.people + 1)), packing.row)


class Diver:
    """Prices of everybody's minutes (with the floor they prove), and dives; `unit` is a small difference of cost.

    `idle` is what an unused minute of each person costs on top, in dives over everybody.
    """

    def __init__(self, packing: Packing, seed: int, unit: float, idle: Floats) -> None:
        self._packing, self._unit, self._idle = packing, unit, idle
        self._people: Ints = np.unique(packing.person)
        self._desk = desk_of(deal_of(packing), seed)
        self.possible = (OPEN + 1) * (int(packing.room.max(initial=0)) + 1) <= MOST_CELLS
        self._lay_out()
        self._sizes = np.full(len(LIGHT), FIRST_SIZE)
        self.prices = np.zeros(packing.people)
        widest = max(1.0, float(packing.cost.std()))
        self.floor = float(price_all(self._kit(), self._people, self.prices, widest))

    def _lay_out(self) -> None:
        """Lay the options out as tables; of several options of a row with one person the cheapest stands there."""
        packing, shape = self._packing, (self._packing.rows, self._packing.people)
        dear_first = np.lexsort((packing.minutes, packing.cost))[::-1]
        place = packing.row[dear_first], packing.person[dear_first]
        self._number = np.full(shape, -1, dtype=np.int64)
        self._number[place] = dear_first
        beyond = float(np.maximum.reduceat(packing.cost, packing.start[:-1]).sum())
        beyond += float((self._idle * packing.room).sum()) + 1.0
        none = self._number < 0
        cost = np.where(none, beyond, packing.cost[self._number].astype(np.float64))
        minutes = np.where(none, 0, packing.minutes[self._number])
        stride = max(1.0, float(packing.minutes.mean()))
        self._board = Board(cost, minutes, packing.room, self._idle, self._unit, stride, beyond)

    @property
    def seconds(self) -> float:
        """Deterministic seconds spent."""
        return float(self._desk.state[1]) * WAY_SECONDS

    def _kit(self) -> Kit:
        rows, room = self._packing.rows, int(self._packing.room.max(initial=0)) + 1 if self.possible else 1
        step = np.zeros(OPEN + 1, np.int64)
        taken, table = np.zeros((BREADTH, rows), np.bool_), np.empty((OPEN + 1, room))
        stack = Stack(taken, table, step, step.copy(), np.zeros(OPEN + 1), np.zeros(rows))
        return Kit(self._board, stack, self._desk)

    def whole(self, most: float) -> Ints | None:
        """Deal everything out, at a cost of at most `most`; None where that failed."""
        choice = np.zeros(self._packing.rows, dtype=np.int64)
        cost = dive_whole(self._kit(), self._people, self.prices, float(most), choice)
        return self._options(choice) if np.isfinite(cost) else None

    def wide(self) -> WideDive | None:
        """Begin a wide dive over everybody; None where they are too few for one."""
        return WideDive(self._kit(), self._people, self.prices) if len(self._people) > FEW else None

    def translate(self) -> None:
        """Make the kernels of wide dives ready, whatever there is to deal out."""
        WideDive(self._kit(), self._people, self.prices).translate()

    def ended(self, dive: WideDive) -> Ints | None:
        """Say what a wide dive leads to."""
        choice = dive.end()
        return None if choice is None else self._options(choice)

    def anew(self, options: Ints, calls: int) -> Ints:
        """Deal out the rows of some groups of people anew; the choice given is never dearer."""
        choice = self._packing.person[options]
        dive_anew(self._kit(), self._people, self.prices, choice, (calls, LONGEST))
        return self._options(choice)

    def cover(self, options: Ints, worth: Floats, calls: int) -> Ints:
        """Likewise by covering, at worths of the rows which prove a good bound."""
        choice, packing = self._packing.person[options], self._packing
        floor = Floor(self._board, Part(deal_of(packing), shelf_of(packing)), self._people, self.prices)
        cover_anew(floor, self._cloth, worth, choice, self._sizes, (calls, LONGEST), self._desk.state)
        return self._options(choice)

    @cached_property
    def _cloth(self) -> Cloth:
        rows, room = self._packing.rows, int(self._packing.room.max(initial=0))
        table, count = np.empty((rows + 1, room + 1)), len(self._packing.person)
        taken, real = np.zeros((LISTED, rows), np.bool_), np.zeros(rows + 1)
        whole = np.zeros(rows + 1, np.int64)
        stack = Stack(taken, table, whole, whole.copy(), real, real.copy())
        start, person = np.zeros(PILED + 1, np.int64), np.empty(PILED, np.int64)
        pile = Pile(start, np.empty(ROWS_PILED, np.int64), person, np.empty(PILED))
        return Cloth(stack, pile, sack_for(table, count))

    def _options(self, choice: Ints) -> Ints:
        found: Ints = self._number[np.arange(len(choice)), choice]
        return found
