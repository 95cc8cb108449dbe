"""Few moves that level the loads (少量移交): by the search of the office in earnest, with a seed of its own.

What is kept of a plan in earnest (certificate, checks, what becomes of each load) is left out; which case goes to whom is the same.
"""

from collections.abc import Sequence

from allocator.decisions.allocation.allocation import limits_of
from allocator.decisions.allocation.move_plan import Asked, Move
from allocator.decisions.allocation.rebalancing import looked_for, moves_of
from allocator.domain.snapshot import HeldCase, Snapshot

SECONDS = 6
"""Of a plan's limit, of which a third is counted."""
PATIENCE = 600
"""How many times as long the clock may run: it would cut a search short on a busy machine, and other moves would come of it."""


def few_moves(stock: Sequence[HeldCase], snapshot: Snapshot, most: int, secret: bytes) -> tuple[Move, ...]:
    """Give the moves, at most so many, after which the peak is lowest and the rest as even as it can be."""
    seed = int.from_bytes(secret[:4], "big") % 2**31
    translated, found = looked_for(stock, snapshot, Asked(most=most), seed, limits_of(SECONDS, PATIENCE))
    return moves_of(translated, found.points[-1], snapshot)
