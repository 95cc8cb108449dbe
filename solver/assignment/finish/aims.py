"""Aims (目标负荷): can everything be placed with nobody above an aim; aims go down from the value in hand towards the bound.

Minutes are weighed by person so that the weighted mean load is as high as it can be for the best plan. Weighed minutes
serve as cost: what a plan costs above the lightest is what it gives away, and an aim just above the bound allows little.
"""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Self

import numpy as np

from solver.arrays import Ints
from solver.assignment.columns import Floats
from solver.assignment.finish.diver import deal_of
from solver.assignment.finish.packing import Packing
from solver.assignment.finish.search import Levelling, Search
from solver.assignment.finish.walk import weigh
from solver.assignment.instance import PERMILLE, Instance, permille

SCALE = 1_000  # what a weighed minute costs, so that costs are whole numbers
WEIGHINGS = 2_000
UNIT = 0.5 * SCALE
LEAST_SECONDS = 1e-3  # of a try, so that tries without steps end too


@dataclass(frozen=True, eq=False)
class Ground:
    """One instance with its packing, and everybody's weights."""

    instance: Instance
    packing: Packing

    @cached_property
    def weights(self) -> Floats:
        """The weight of each person's minutes."""
        instance = self.instance
        capacity = np.append(np.maximum(instance.capacity, 1), 1).astype(np.float64)
        return weigh(deal_of(self.packing), capacity, np.append(instance.held, 0).astype(np.float64), WEIGHINGS)

    @cached_property
    def weighed(self) -> Floats:
        """The weighed minutes of each option."""
        found: Floats = self.weights[self.packing.person] * self.packing.minutes
        return found

    def value(self, options: Ints) -> int:
        """Give the peak of a choice."""
        packing, instance = self.packing, self.instance
        new = np.bincount(packing.person[options], weights=packing.minutes[options], minlength=packing.people)
        loads = permille(instance.held + new[:-1].astype(np.int64), instance.capacity)
        return int(loads[instance.chargeable].max(initial=0))

    def heaviest(self) -> int:
        """Give the peak which the row that is heaviest at its lightest makes by itself."""
        packing, instance = self.packing, self.instance
        held, capacity = np.append(instance.held, 0), np.append(instance.capacity, 0)
        counts = np.append(instance.chargeable, False)[packing.person] & (packing.minutes > 0)
        loads = permille(held[packing.person] + packing.minutes, capacity[packing.person])
        return int(np.minimum.reduceat(np.where(counts, loads, 0), packing.start[:-1]).max(initial=0))

    def within(self, aim: int, cost: Ints) -> tuple[Packing, Ints]:
        """Give the packing with nobody above an aim, and which options it has."""
        instance, packing = self.instance, self.packing
        most = np.where(instance.chargeable, aim * instance.capacity // PERMILLE, packing.room[:-1] + instance.held)
        room = np.minimum(packing.room, np.append(np.maximum(most - instance.held, 0), 0))
        kept = packing.minutes <= room[packing.person]
        return replace(packing, room=room, cost=cost).keep(kept), np.flatnonzero(kept)


class Aims:
    """One search for a lower peak: `best` is the best choice (an option of each row), of which `value` is the peak.

    `bound` is what is proven; the value is beyond any while there is no choice.

    `share`: deterministic seconds of the first try at each aim, twice as much when all have failed. The next aim is so
    many `parts`, taken once, of the way from what has failed to the value in hand.
    """

    def __init__(self, ground: Ground, start: Ints | None, bound: int, share: float, seed: int, parts: int) -> None:
        self._ground, self._parts, self._seed = ground, parts, seed
        self.best, self.bound, instance = start, bound, ground.instance
        highest = 1 + int(permille(instance.limit, instance.capacity)[instance.chargeable].max(initial=bound))
        self.value = highest if start is None else ground.value(start)
        self._low, self._share, self._tries, self._past = bound, share, 0, 0.0
        self._aim = bound
        self._search = self._try()

    @property
    def seconds(self) -> float:
        """Deterministic seconds spent."""
        return self._past + (self._search.seconds if self._search else 0.0)

    def learn(self, other: Self, bound: int) -> None:
        """Take what another search has found where that is lower, and what is proven."""
        self.bound = bound
        if other.value < self.value:
            self.best, self.value = other.best, other.value

    def go(self) -> None:
        """Take a step towards the present aim, or turn to the next one."""
        search = self._search
        if search and search.best is None and self._open(search):
            search.go()
            return
        if search and search.best is not None:
            self._keep(self._number[search.best])
        elif self._aim < self.value:
            self._low = self._aim + 1
        self._past = self.seconds + LEAST_SECONDS
        if self._low >= self.value:
            self._low, self._share = self.bound, 2 * self._share
        self._low = max(self._low, self.bound)
        self._aim = min(self._low + (self.value - self._low) // self._parts, self.value - 1)
        self._search = self._try()

    def _keep(self, options: Ints) -> None:
        value = self._ground.value(options)
        if value < self.value:
            self.best, self.value = options, value

    def _open(self, search: Search) -> bool:
        return self.bound <= self._aim < self.value and search.seconds < self._share

    def _try(self) -> Search | None:
        """Begin to look for a choice with nobody above the aim; None where some row fits nowhere."""
        self._tries += 1
        cost = np.rint(SCALE * self._ground.weighed).astype(np.int64)
        packing, self._number = self._ground.within(self._aim, cost)
        if not packing.whole:
            return None
        levelling = Levelling(self._near(packing), SCALE * self._ground.weights)
        return Search(packing, None, self._seed + self._tries, UNIT, levelling)

    def _near(self, packing: Packing) -> Ints:
        """Begin at the best choice, with the lightest option for rows whose own is too much for anybody now."""
        lightest = np.lexsort((packing.cost, packing.row))[packing.start[:-1]]
        if self.best is None:
            return lightest
        place = np.minimum(np.searchsorted(self._number, self.best), len(self._number) - 1)
        return np.where(self._number[place] == self.best, place, lightest)
