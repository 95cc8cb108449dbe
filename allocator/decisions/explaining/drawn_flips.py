"""What would make a case go to somebody (翻转条件), told only where the whole batch drawn anew gives it there.

What is found by solving on from the plan in hand comes first. In an office in which others wait for every hour that gets
free, it is not enough: then more of the same, and room for all that wait; then that others stay away from the case.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from allocator.decisions.explaining.anew import Changes, Drawing, Outcome, more_new, spent_by
from allocator.decisions.explaining.changes import MINUTES_AN_HOUR, Change, removing
from allocator.decisions.explaining.flips import Flip, Found, looked_for
from allocator.decisions.explaining.keeping_away import without_others
from allocator.decisions.explaining.otherwise import otherwise, place_of
from allocator.decisions.explaining.planned import Planned
from allocator.decisions.explaining.smaller import (
    LOADS,
    MOST_ROOM,
    PARTS,
    held_at_most,
    less_in_hand,
    no_more_than_needed,
    smallest,
)
from allocator.decisions.explaining.solving import Forced
from allocator.decisions.explaining.ways_out import waiting_for
from allocator.domain.words import Text

MOST_SOLVED, MOST_BEGUN = 12, 4  # plans solved on from the one in hand: for whoever may lead the case, and may not yet
GUESSED = 3  # one draw of so many is of what was found or guessed, the others are for keeping people away
FEW_MORE = (1, 3)  # new cases more, before as many as wait
FOUND, MORE = 2, (10, 16)  # changes found of which more is drawn, in eighths of what is found


@dataclass(frozen=True, slots=True)
class WhyNot:
    """The question why a case does not go to somebody, asked of a plan; whole plans are drawn for it where they can be.

    `short`: none may be drawn, and the question stays open where it takes some.
    """

    planned: Planned
    case: int
    officer: str
    drawing: Drawing | None
    short: bool = False

    @property
    def person(self) -> Text:
        """Call the one asked about."""
        return self.planned.person(self.officer)


@dataclass(frozen=True, slots=True)
class Confirmed:
    """What was looked for and drawn: the flip that came out, else what came out instead of each that was drawn.

    `open`: nothing was, for it takes whole plans.
    """

    found: Found
    flip: Flip | None = None
    instead: tuple[tuple[Changes, Outcome], ...] = ()
    open: bool = False


def confirmed(asked: WhyNot, known: Forced | None, *, near: bool = False) -> Confirmed:
    """Look for the smallest changes along some axes with which the whole batch drawn anew gives a case to somebody.

    A plan of moves is not drawn anew: its flips are those that solving on confirms. `near`: a plan in which that person has
    it is as good without any change.
    """
    planned, case, officer, drawing = asked.planned, asked.case, asked.officer, asked.drawing
    before = _before(planned, case, officer) if planned.lots else ()
    if asked.short and planned.lots and before is not None:
        return Confirmed(Found(), open=True)
    if drawing is None or before is None:
        found = looked_for(planned, case, officer, known)
        return Confirmed(found, found.flips[0] if found.flips and drawing is None else None)
    found = (
        Found(already=True)
        if near
        else looked_for(planned, case, officer, known, MOST_BEGUN if before else MOST_SOLVED)
    )
    guessed = [*_guesses(asked, before, found)]
    flip = _more_and_more(drawing, officer, [*_sizes(asked, before, found)], guessed)
    flip = flip or without_others(drawing, officer, before)
    return Confirmed(found, flip, () if flip else drawing.told)


def _before(planned: Planned, case: int, officer: str) -> Changes | None:
    """Give what must be removed before somebody may lead the case at all; None where the office cannot."""
    if planned.options_of(case, officer):
        return ()
    before = removing(planned.refused(case).get(officer, ()), officer)
    return before if before and otherwise(planned, case, before).options_of(case, officer) else None


def _sizes(asked: WhyNot, before: Changes, found: Found) -> Iterator[Changes]:
    """List changes to draw: what is found and more of it; where nothing is, a few hours taken off the one asked about.

    What would go there comes before what would only be as good there.
    """
    if before:
        yield before
    for flip in sorted(found.flips, key=lambda one: not one.goes)[:FOUND]:
        yield flip.changes
        yield from _more(asked, flip)


def _guesses(asked: WhyNot, before: Changes, found: Found) -> Iterator[Changes]:
    """List what nothing was found for: more new cases, where the cap of them is reached; a few hours off, room for all, half."""
    planned, officer = asked.planned, asked.officer
    if officer in spent_by(planned, planned.instance, planned.plan):
        yield from (more_new(planned, officer, before, more) for more in (*FEW_MORE, len(planned.cases)))
    sizes = [] if found.flips else [4 * MINUTES_AN_HOUR, MOST_ROOM]
    sizes += [waiting_for(planned, place_of(planned, officer)), planned.snapshot.held.get(officer, 0) // 2]
    for minutes in sorted(set(sizes)):
        if less := less_in_hand(planned, officer, minutes):
            yield (*before, *less)


def _more(asked: WhyNot, flip: Flip) -> Iterator[Changes]:
    """List more of a change of load, and as much for whoever has the case where too little can be taken off."""
    planned, (*others, last) = asked.planned, flip.changes
    if last.kind not in LOADS:
        return
    lead = planned.lead(asked.case)
    more = Change("more_load", lead) if lead and last.kind == "less_load" else last
    for change in dict.fromkeys((last, more)):
        for part in MORE:
            yield (*others, replace(change, amount=held_at_most(planned, change, last.amount * part // PARTS)))


def _more_and_more(drawing: Drawing, officer: str, sizes: list[Changes], guessed: list[Changes]) -> Flip | None:
    """Draw one after the other, and leave as many draws as the others take; of what was guessed, as little as does."""
    listed = list(dict.fromkeys((*sizes, *guessed)))[: max(1, drawing.most // GUESSED)]
    found = next((changes for changes in listed if drawing.gives(officer, *changes)), None)
    if found is None:
        return None
    return (no_more_than_needed if found in sizes else smallest)(drawing, officer, found)
