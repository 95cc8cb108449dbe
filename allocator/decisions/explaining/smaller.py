"""As little of a change as does (尽量小的改变): what was found to bring a case to somebody is drawn again with less of it."""

from dataclasses import replace

from allocator.decisions.explaining.anew import NEW_CAP, Changes, Drawing
from allocator.decisions.explaining.changes import MINUTES_AN_HOUR, Change
from allocator.decisions.explaining.flips import Flip
from allocator.decisions.explaining.planned import Planned

MOST_ROOM = 20 * MINUTES_AN_HOUR
PARTS = 8  # what is told is drawn once more with so much less of it
LOADS = ("less_load", "more_load", "others_more_load")
FINEST = {**dict.fromkeys(LOADS, MINUTES_AN_HOUR), NEW_CAP: 1}


def held_at_most(planned: Planned, change: Change, minutes: int) -> int:
    """Give whole hours; only what somebody holds can be taken away."""
    whole = -(-minutes // MINUTES_AN_HOUR) * MINUTES_AN_HOUR
    return min(whole, planned.snapshot.held.get(change.officer, 0)) if change.kind == "less_load" else whole


def less_in_hand(planned: Planned, officer: str, minutes: int) -> Changes:
    """Take so much off somebody's hands, in whole hours, as far as there is so much; nothing where nothing is held."""
    less = Change("less_load", officer)
    less = replace(less, amount=held_at_most(planned, less, minutes))
    return (less,) if less.amount > 0 else ()


def smallest(drawing: Drawing, officer: str, found: Changes) -> Flip:
    """Draw halfway between what does and what does not, to within an eighth or as far as plans may be drawn."""
    planned, (*others, last) = drawing.planned, found
    least, short = least_of(planned, last), None
    failed = least
    while drawing.left > 0 and last.amount - failed > max(FINEST[last.kind], (last.amount - least) // PARTS):
        less = replace(last, amount=_between(planned, last, failed))
        if drawing.gives(officer, *others, less):
            last = less
        else:
            failed, short = less.amount, less
    return Flip((*others, last), goes=True, short=short)


def _between(planned: Planned, change: Change, failed: int) -> int:
    """Give the middle of a size that does and one that does not, in whole hours where it is of work."""
    middle = (failed + change.amount) // 2
    return middle if change.kind == NEW_CAP else held_at_most(planned, change, middle)


def least_of(planned: Planned, change: Change) -> int:
    """Give the size at which a change is none: the cap of new cases as it is, no hours at all."""
    return (planned.snapshot.rulebook.levers.most_new_in_7_days or 0) if change.kind == NEW_CAP else 0


def no_more_than_needed(drawing: Drawing, officer: str, found: Changes) -> Flip:
    """Draw once with less of it, by an eighth: what comes out says whether that would do."""
    last = found[-1]
    less = replace(last, amount=last.amount - max(FINEST.get(last.kind, 0), last.amount // PARTS))
    smaller = (*found[:-1], less)
    if less.amount <= least_of(drawing.planned, last) or last.kind not in FINEST or drawing.left <= 0:
        return Flip(found, goes=True)
    return Flip(smaller, goes=True) if drawing.gives(officer, *smaller) else Flip(found, goes=True, short=less)
