"""The proof of the finisher (收尾证明): the bound by knapsacks, and which options may still be in a better choice."""

from functools import cached_property
from math import log2

import numpy as np

from solver.assignment.columns import Floats
from solver.assignment.finish.deal import Deal
from solver.assignment.finish.diver import deal_of, shelf_of
from solver.assignment.finish.packing import Packing
from solver.assignment.finish.sacks import SHORTEST, Sack, Trail, ascend, sack_for

MOST_CELLS = 40_000_000  # of one knapsack's table
SUM_BITS = 50  # sums stay below, so that whole numbers in floating point are exact
STEPS, PATIENCE = 20, 30  # in one go, at most; without a better bound before the strides get shorter
GO_SECONDS, LEAST_SECONDS = 1.0, 1e-5  # of a go, more or less, and at the least
CELL_SECONDS = 1e-9


class Proof:
    """Raises the bound of a packing in counted steps; `bound` holds for every choice within everybody's room.

    `worth`: those of the rows that prove most.
    """

    def __init__(self, packing: Packing, worth: Floats, bound: int) -> None:
        self._packing, self.bound, self.worth, self.seconds = packing, bound, worth, 0.0
        self._deal: Deal = deal_of(packing)
        self._shelf = shelf_of(packing)
        self._dearest = float(np.maximum.reduceat(packing.cost, packing.start[:-1]).sum()) + 1.0
        widest = int(np.diff(self._shelf.start).max(initial=0))
        self._shape = (widest + 1, int(packing.room.max(initial=0)) + 1)
        self._each = LEAST_SECONDS + packing.people * self._shape[0] * self._shape[1] * CELL_SECONDS  # of a step
        size = float(np.abs(worth).sum()) + float(packing.cost.sum()) + 1.0
        self._scale = 2.0 ** int(np.clip(SUM_BITS - log2(size), 0, 20))
        self._trail = Trail(worth.copy(), worth.copy(), np.zeros(len(worth)), np.array([-np.inf, 1.0, 0.0, 0.0]))

    @property
    def _filled(self) -> float:
        """Cells of knapsacks filled so far."""
        return float(self._trail.figures[3])

    @property
    def possible(self) -> bool:
        """Whether everybody's knapsack is small enough."""
        return self._shape[0] * self._shape[1] <= MOST_CELLS

    @property
    def open(self) -> bool:
        """Whether more steps may raise the bound."""
        return self.possible and float(self._trail.figures[1]) >= SHORTEST

    @cached_property
    def _sack(self) -> Sack:
        options = len(self._packing.person)
        return sack_for(np.empty(self._shape), options)

    def go(self, target: float) -> None:
        """Take some steps towards the cost in hand."""
        aim = float(min(target, self._dearest))  # no cost is in hand, if there is one at all
        steps, before = min(STEPS, 1 + int(GO_SECONDS / self._each)), self._filled
        best = ascend(self._deal, self._shelf, self._sack, self._trail, self._scale, aim, (steps, PATIENCE))
        self.bound, self.worth = max(self.bound, -int(-best // self._scale)), self._trail.best.copy()
        spent = CELL_SECONDS * (self._filled - before)
        self.seconds, self._each = self.seconds + spent + LEAST_SECONDS, spent / steps + LEAST_SECONDS
