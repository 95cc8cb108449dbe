"""One plan each morning for all who wait (逐日批量分案): by the model of the office in earnest, with lots and a seed of its own.

What is kept of a plan in earnest (certificate, checks, explanations) is left out; who gets what is the same.
"""

from collections.abc import Sequence
from functools import partial

from allocator.decisions.allocation.allocation import dealt
from allocator.decisions.allocation.handing_over import as_waiting
from allocator.decisions.allocation.move_plan import no_room_kept
from allocator.decisions.allocation.translate import Option, chosen, translate
from allocator.decisions.recommendation.draw import lot
from allocator.domain.snapshot import CaseToPlace, HeldCase, Snapshot

SECONDS_A_CASE = 0.01
"""Of a plan's limit, of which a third is counted: more of it brought no leveller loads over a third of a year."""
SECONDS_TO_HAND_OVER = 6
"""Of the limit of a plan for all that somebody hands over, which is seldom made."""
PATIENCE = 600
"""How many times as long the clock may run: it would cut a plan short on a busy machine, and another one would come of it."""


def morning_plan(places: Sequence[CaseToPlace], snapshot: Snapshot, secret: bytes) -> tuple[Option | None, ...]:
    """Give each of some cases its lead, mentor and minutes, None where it has to wait."""
    return _planned(places, snapshot, secret, SECONDS_A_CASE * len(places))


def handed_over(held: Sequence[HeldCase], snapshot: Snapshot, secret: bytes) -> tuple[Option | None, ...]:
    """Give each case of somebody who is gone its new lead, as if all of them waited; nobody else's cases move."""
    return _planned(*as_waiting(held, no_room_kept(snapshot)), secret, SECONDS_TO_HAND_OVER)


def _planned(
    places: Sequence[CaseToPlace], snapshot: Snapshot, secret: bytes, seconds: float
) -> tuple[Option | None, ...]:
    translation = translate(places, snapshot, partial(lot, secret))
    seed = int.from_bytes(secret[:4], "big") % 2**31
    return chosen(translation, dealt(translation, seed, seconds, patience=PATIENCE).plan)
