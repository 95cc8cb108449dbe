"""Finishing the peak (收尾最高负荷): can everything be placed with nobody above an aim; aims go down towards the bound.

Minutes are weighed by person so that the weighted mean load is as high as it can be for the best plan. Weighed minutes
serve as cost: what a plan costs above the lightest is what it gives away, and an aim just above the bound allows little.
"""

from dataclasses import replace

import numpy as np

from solver.arrays import Ints
from solver.assignment.columns import Floats
from solver.assignment.finish.diver import deal_of
from solver.assignment.finish.packing import Packing
from solver.assignment.finish.proof import Proof
from solver.assignment.finish.search import Levelling, Search
from solver.assignment.finish.walk import weigh
from solver.assignment.instance import PERMILLE, Instance, permille
from solver.limits import Allowance

SCALE = 1_000  # what a weighed minute costs, so that costs are whole numbers
WEIGHINGS = 2_000
FIRST_TRY = 0.005  # of the allowance, for the first try at each aim; twice as much when all have failed
NEAR = 4  # parts of the way from the bound to the value in hand: the next aim is one of them above the bound
UNIT = 0.5 * SCALE
LEAST_SECONDS = 1e-3  # of a try, so that tries without steps end too


class Peak:
    """The peak of one instance: the best choice (an option of each row), the bound, and what has been spent.

    Search and proof each take one counted step at a time. The proof shows that not all rows fit below a bound one lower.
    """

    def __init__(
        self, instance: Instance, packing: Packing, start: Ints | None, bound: int, allowance: Allowance
    ) -> None:
        self._instance, self._packing, self._allowance = instance, packing, allowance
        capacity = np.append(np.maximum(instance.capacity, 1), 1).astype(np.float64)
        weights = weigh(deal_of(packing), capacity, np.append(instance.held, 0).astype(np.float64), WEIGHINGS)
        self._idle: Floats = SCALE * weights
        self._weighed: Floats = weights[packing.person] * packing.minutes
        self.best = start
        self._highest = 1 + int(permille(instance.limit, instance.capacity)[instance.chargeable].max(initial=bound))
        self.bound = max(bound, self._heaviest())
        self._low, self._share, self._tries = self.bound, FIRST_TRY * allowance.seconds, 0
        self._past = self._proven = 0.0
        self._aim = self.bound
        self._search = self._try()
        self._proof = self._refutation()

    @property
    def value(self) -> int:
        """The peak of the best choice; beyond any while there is none."""
        return self._highest if self.best is None else self._value(self.best)

    @property
    def spent(self) -> tuple[float, float]:
        """Deterministic seconds of search and of proof."""
        return self._past + (self._search.seconds if self._search else 0.0), self._proven

    def search(self) -> None:
        """Take a step towards the present aim, or turn to the next one."""
        if self._search and self._search.best is None and self._open(self._search):
            self._search.go()
            return
        if self._search and self._search.best is not None:
            self.best = self._number[self._search.best]
        else:
            self._low = self._aim + 1
        self._past = self.spent[0] + LEAST_SECONDS
        if self._low >= self.value:
            self._low, self._share = self.bound, 2 * self._share
        self._low = max(self._low, self.bound)
        self._aim = min(self._low + (self.value - self._low) // NEAR, self.value - 1)
        self._search = self._try()

    def _open(self, search: Search) -> bool:
        return self._aim >= self.bound and search.seconds < self._share

    def prove(self) -> bool:
        """Take a step of proof; False when there is nothing more to prove."""
        proof = self._proof
        if proof is None or not proof.open:
            return False
        proof.go(self._whole)
        self._proven += proof.seconds
        proof.seconds = 0.0
        if proof.bound > 0:
            self.bound += 1
            self._proof = self._refutation()
        return True

    def _heaviest(self) -> int:
        """Give the peak which the row that is heaviest at its lightest makes by itself."""
        packing, instance = self._packing, self._instance
        held, capacity = np.append(instance.held, 0), np.append(instance.capacity, 0)
        counts = np.append(instance.chargeable, False)[packing.person] & (packing.minutes > 0)
        loads = permille(held[packing.person] + packing.minutes, capacity[packing.person])
        return int(np.minimum.reduceat(np.where(counts, loads, 0), packing.start[:-1]).max(initial=0))

    def _within(self, aim: int, cost: Ints) -> tuple[Packing, Ints]:
        """Give the packing with nobody above an aim, and which options it has."""
        instance, packing = self._instance, self._packing
        most = np.where(instance.chargeable, aim * instance.capacity // PERMILLE, packing.room[:-1] + instance.held)
        room = np.minimum(packing.room, np.append(np.maximum(most - instance.held, 0), 0))
        kept = packing.minutes <= room[packing.person]
        return replace(packing, room=room, cost=cost).keep(kept), np.flatnonzero(kept)

    def _try(self) -> Search | None:
        """Begin to look for a choice with nobody above the aim; None where some row fits nowhere."""
        self._tries += 1
        cost = np.rint(SCALE * self._weighed).astype(np.int64)
        packing, self._number = self._within(self._aim, cost)
        seed = self._allowance.seed + self._tries
        if not packing.whole:
            return None
        return Search(packing, None, seed, UNIT, Levelling(self._near(packing), self._idle))

    def _near(self, packing: Packing) -> Ints:
        """Begin at the best choice, with the lightest option for rows whose own is too much for anybody now."""
        lightest = np.lexsort((packing.cost, packing.row))[packing.start[:-1]]
        if self.best is None:
            return lightest
        place = np.minimum(np.searchsorted(self._number, self.best), len(self._number) - 1)
        return np.where(self._number[place] == self.best, place, lightest)

    def _refutation(self) -> Proof | None:
        """Begin to prove that not everything fits with nobody above the bound."""
        packing, number = self._within(self.bound, np.zeros(len(self._weighed), dtype=np.int64))
        if not packing.whole:
            return None
        worth = np.minimum.reduceat(self._weighed[number], packing.start[:-1])
        self._whole = 0.01 * float(worth.mean())
        return Proof(packing, worth, 0)

    def _value(self, options: Ints) -> int:
        packing, instance = self._packing, self._instance
        new = np.bincount(packing.person[options], weights=packing.minutes[options], minlength=packing.people)
        loads = permille(instance.held + new[:-1].astype(np.int64), instance.capacity)
        return int(loads[instance.chargeable].max(initial=0))
