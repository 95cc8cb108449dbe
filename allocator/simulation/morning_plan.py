"""One plan each morning for all who wait (逐日批量分案): by the model of the office in earnest, with lots and a seed of its own.

What is kept of a plan in earnest (certificate, checks, explanations) is left out; who gets what is the same.
"""

from collections.abc import Sequence
from functools import partial

from allocator.decisions.allocation.allocation import dealt
from allocator.decisions.allocation.translate import Option, chosen, translate
from allocator.decisions.recommendation.draw import lot
from allocator.domain.snapshot import CaseToPlace, Snapshot

SECONDS_A_CASE = 0.01
"""Of a plan's limit, of which a third is counted: more of it brought no leveller loads over a third of a year."""
PATIENCE = 600
"""How many times as long the clock may run: it would cut a plan short on a busy machine, and another one would come of it."""


def morning_plan(places: Sequence[CaseToPlace], snapshot: Snapshot, secret: bytes) -> tuple[Option | None, ...]:
    """Give each of some cases its lead, mentor and minutes, None where it has to wait."""
    translation = translate(places, snapshot, partial(lot, secret))
    seed = int.from_bytes(secret[:4], "big") % 2**31
    return chosen(translation, dealt(translation, seed, SECONDS_A_CASE * len(places), patience=PATIENCE).plan)
