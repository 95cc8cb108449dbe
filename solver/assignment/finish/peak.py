"""Finishing the peak (收尾最高负荷): two searches for lower peaks, and the proof that not everything fits below."""

import numpy as np

from solver.arrays import Ints
from solver.assignment.finish.aims import Aims, Ground
from solver.assignment.finish.packing import Packing
from solver.assignment.finish.proof import Proof
from solver.assignment.instance import Instance
from solver.limits import Allowance

FIRST_TRY = 0.005  # of the allowance, for the first try at each aim
NEAR, NEARER = 4, 2  # parts of the way to the value in hand, of the first search and of the second
BESIDE = 1_000_000  # between the seeds of two searches


class Peak:
    """The peak of one instance as the two sides see it; the second search begins where no more is to be proven.

    The proof shows that not all rows fit below a bound one lower.
    """

    def __init__(
        self, instance: Instance, packing: Packing, start: Ints | None, bound: int, allowance: Allowance
    ) -> None:
        self._ground = Ground(instance, packing)
        self.bound, self._proven = max(bound, self._ground.heaviest()), 0.0
        self._share, self._seed = FIRST_TRY * allowance.seconds, allowance.seed
        self._first = Aims(self._ground, start, self.bound, self._share, self._seed, NEAR)
        self._second: Aims | None = None
        self._known = start  # by both sides since they last exchanged
        self._proof = self._refutation()

    @property
    def best(self) -> Ints | None:
        """The best choice of both searches, since the last exchange."""
        return self._first.best

    @property
    def value(self) -> int:
        """The peak of the best choice; beyond any while there is none."""
        return self._first.value

    @property
    def spent(self) -> tuple[float, float]:
        """Deterministic seconds of the search, and of the proof with the second search."""
        return self._first.seconds, self._proven + (self._second.seconds if self._second else 0.0)

    def search(self) -> None:
        """Take a step of the first search."""
        self._first.go()

    def prove(self) -> None:
        """Take a step of proof, or of the second search when there is nothing more to prove."""
        proof = self._proof
        if proof is None or not proof.open:
            self._search_too()
            return
        proof.go(self._whole)
        self._proven += proof.seconds
        proof.seconds = 0.0
        if proof.bound > 0:
            self.bound += 1
            self._proof = self._refutation()

    def _search_too(self) -> None:
        if self._second is None:
            seed = self._seed + BESIDE
            self._second = Aims(self._ground, self._known, self.bound, self._share, seed, NEARER)
        self._second.go()

    def exchange(self) -> None:
        """Let both searches know the better choice and what is proven."""
        second = self._second or self._first
        self._first.learn(second, self.bound)
        second.learn(self._first, self.bound)
        self._known = self._first.best

    def _refutation(self) -> Proof | None:
        """Begin to prove that not everything fits with nobody above the bound."""
        ground = self._ground
        packing, number = ground.within(self.bound, np.zeros(len(ground.weighed), dtype=np.int64))
        if not packing.whole:
            return None
        worth = np.minimum.reduceat(ground.weighed[number], packing.start[:-1])
        self._whole = 0.01 * float(worth.mean())
        return Proof(packing, worth, 0)
