"""What a day of a vehicle remembers of where it was (途经记忆): so that it does not serve the same errands round and round.

To remember every errand would take too many labels. A part remembers its own errand and those nearest to it: going far to
come again costs more than it earns. Errands that are remembered at one part have bits of their own; others may share one.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from solver.arrays import Ints
from solver.fieldwork.bounds.crews import Flags
from solver.fieldwork.instance import BITS

REMEMBERED = 7  # errands at a part: with ten as much is proven, and with 16 less, as labels become too many
FURTHEST = 2**40


@dataclass(frozen=True)
class Memory:
    """Errands by number, those that earn most first: `of[q]` the errand of each good part, and how far apart errands are."""

    of: Ints
    apart: Ints

    @cached_property
    def kept(self) -> Flags:
        """Say of each errand, and of the seat in the last row, which errands are remembered there."""
        count = len(self.apart)
        found = np.zeros((count + 1, count), dtype=np.bool_)
        nearest = np.argsort(self.apart, axis=1, kind="stable")[:, :REMEMBERED]
        np.put_along_axis(found[:-1], nearest, values=True, axis=1)
        used = 0
        for errand, bit in enumerate(self.bit.tolist()):
            found[count, errand] = not used & bit
            used |= bit
        return found

    @cached_property
    def bit(self) -> Ints:
        """Give each errand a bit that no other has which is remembered where it is; none when all are taken."""
        nearest = np.argsort(self.apart, axis=1, kind="stable")[:, :REMEMBERED]
        near = np.zeros(self.apart.shape, dtype=np.int64)
        np.put_along_axis(near, nearest, values=1, axis=1)
        together, found = near.T @ near > 0, np.zeros(len(near), dtype=np.int64)
        for errand, others in enumerate(together):
            taken = int(np.bitwise_or.reduce(found[others], initial=0))
            free = ~taken & (taken + 1)
            found[errand] = free if free < 1 << BITS else 0
        return found


def memory_of(good: Flags, cost: Ints, errand: Ints, take: Ints) -> Ints:
    """Give what is still remembered from each part to each other, the seat last; what bars that; and what always does.

    `good`: parts that may be served; `cost[q]`: what each costs at least; `errand[q]`; `take`: steps from start to start.
    What bars a part from itself is the bit of its errand.
    """
    count = len(errand)
    found = np.zeros((3, count + 1, count + 1), dtype=np.int64)
    found[2, :count, :count] = errand[:, None] == errand[None, :]
    parts = np.flatnonzero(good)
    parts = parts[np.argsort(cost[parts], kind="stable")]
    memory = _read(errand[parts], take[np.ix_(parts, parts)])
    at, rows = np.append(memory.of, len(memory.apart)), np.append(parts, count)
    kept = memory.kept[at]
    found[0][np.ix_(rows, rows)] = np.bitwise_or.reduce((kept[:, None] & kept[None]) * memory.bit, axis=2, initial=0)
    found[1][np.ix_(rows, parts)] = kept[:, memory.of] * memory.bit[memory.of]
    found[1, parts, parts] = memory.bit[memory.of]
    return found


def _read(errand: Ints, take: Ints) -> Memory:
    number = {own: place for place, own in enumerate(dict.fromkeys(errand.tolist()))}
    of = np.array([number[own] for own in errand.tolist()], dtype=np.int64)
    apart = np.full((len(number), len(number)), FURTHEST)
    np.minimum.at(apart, (of[:, None], of[None, :]), take + take.T)
    np.fill_diagonal(apart, -1)
    return Memory(of, apart)
