"""What would make a case go to somebody (翻转条件), told only where the whole batch drawn anew gives it there.

What is found by solving on from the plan in hand comes first. In an office in which others wait for every hour that gets
free, it is not enough: then more of the same, and room for all that wait; then that whoever has the case stays away from this
one, with less in hand for the one asked about; at last that everybody else stays away from it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from allocator.decisions.explaining.anew import Changes, Drawing, Outcome
from allocator.decisions.explaining.changes import MINUTES_AN_HOUR, Change, removing
from allocator.decisions.explaining.flips import Flip, Found, looked_for
from allocator.decisions.explaining.otherwise import otherwise, place_of, rivals
from allocator.decisions.explaining.planned import Planned
from allocator.decisions.explaining.solving import Forced
from allocator.decisions.explaining.ways_out import waiting_for

MOST_SOLVED, MOST_BEGUN = 12, 4  # plans solved on from the one in hand: for whoever may lead the case, and may not yet
MOST_ROOM = 20 * MINUTES_AN_HOUR
OTHERS = 4  # draws left for keeping others away
FOUND, MORE = 2, (10, 16)  # changes found of which more is drawn, in eighths of what is found
PARTS = 8  # what is told is drawn once more with so much less of it
FINEST = {"less_load": MINUTES_AN_HOUR, "more_load": MINUTES_AN_HOUR, "others_more_load": MINUTES_AN_HOUR}
LOADS = tuple(FINEST)
LEFT_OUT = Outcome(None, ())


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
    def person(self) -> str:
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
    flip = flip or _without_others(drawing, officer, before)
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
    """List what nothing was found for: a few hours taken off the one asked about, room for all that wait for that person, half of all."""
    planned, officer = asked.planned, asked.officer
    sizes = [] if found.flips else [4 * MINUTES_AN_HOUR, MOST_ROOM]
    sizes += [waiting_for(planned, place_of(planned, officer)), planned.snapshot.held.get(officer, 0) // 2]
    for minutes in sorted(set(sizes)):
        less = _held(planned, Change("less_load", officer), minutes)
        if less > 0:
            yield (*before, Change("less_load", officer, less))


def _more(asked: WhyNot, flip: Flip) -> Iterator[Changes]:
    """List more of a change of load, and as much for whoever has the case where too little can be taken off."""
    planned, (*others, last) = asked.planned, flip.changes
    if last.kind not in LOADS:
        return
    lead = planned.lead(asked.case)
    more = Change("more_load", lead) if lead and last.kind == "less_load" else last
    for change in dict.fromkeys((last, more)):
        for part in MORE:
            yield (*others, replace(change, amount=_held(planned, change, last.amount * part // PARTS)))


def _held(planned: Planned, change: Change, minutes: int) -> int:
    """Give whole hours; only what somebody holds can be taken away."""
    whole = -(-minutes // MINUTES_AN_HOUR) * MINUTES_AN_HOUR
    return min(whole, planned.snapshot.held.get(change.officer, 0)) if change.kind == "less_load" else whole


def _more_and_more(drawing: Drawing, officer: str, sizes: list[Changes], guessed: list[Changes]) -> Flip | None:
    """Draw one after the other, and leave as many draws as the others take; of what was guessed, as little as does."""
    listed = list(dict.fromkeys((*sizes, *guessed)))[: max(1, drawing.most - OTHERS)]
    found = next((changes for changes in listed if drawing.gives(officer, *changes)), None)
    if found is None:
        return None
    return _no_more_than_needed(drawing, officer, found if found in sizes else _halved(drawing, officer, found))


def _halved(drawing: Drawing, officer: str, found: Changes) -> Changes:
    """Draw with half of the last change, and half of that, as long as it does."""
    while drawing.left > 1:
        *others, last = found
        half = (*others, replace(last, amount=_held(drawing.planned, last, last.amount // 2)))
        if half == found or not drawing.gives(officer, *half):
            break
        found = half
    return found


def _no_more_than_needed(drawing: Drawing, officer: str, found: Changes) -> Flip:
    """Draw once with less of it, by an eighth: what comes out says whether that would do."""
    last = found[-1]
    less = replace(last, amount=last.amount - max(FINEST.get(last.kind, 0), last.amount // PARTS))
    smaller = (*found[:-1], less)
    if less.amount <= 0 or last.kind not in LOADS or drawing.left <= 0:
        return Flip(found, goes=True)
    return Flip(smaller, goes=True) if drawing.gives(officer, *smaller) else Flip(found, goes=True, short=less)


def _without_others(drawing: Drawing, officer: str, before: Changes) -> Flip | None:
    """Keep away from the case whoever gets it, one after the other, and at last everybody else who may lead it.

    Where it is then left out the one asked about lacks room for it, and gets some besides.
    """
    planned, case = drawing.planned, drawing.case
    at = otherwise(planned, case, before) if before else planned
    others = rivals(at, case, officer)
    away = [lead for lead in [planned.lead(case)] if lead in others]
    room: Changes = ()
    while others and drawing.left > 0:
        away = away if away and drawing.left > 1 else others
        kept = _kept_away(at, case, officer, away)
        changes = (*before, *kept, *room)
        if kept and drawing.gives(officer, *changes):
            return _least_room(drawing, officer, changes) if room else Flip(changes, goes=True)
        if not kept or (lead := drawing.known[changes].lead) == officer or lead in away:
            return None
        if not room and (lead is None or (len(away) == 1 and drawing.left > 2)):
            room = _room(drawing.planned, officer)[-1:]
            if flip := _with_room(drawing, officer, changes):
                return flip
            room = room if lead is None else ()
        if lead is None and drawing.known.get((*before, *kept, *room), LEFT_OUT).lead is None:
            return None
        away = [*away, lead] if lead else away
    return None


def _with_room(drawing: Drawing, officer: str, changes: Changes) -> Flip | None:
    """Give the one asked about some room besides, then more: left out once the others stay away, a case lacks it."""
    lighter = ((*changes, less) for less in _room(drawing.planned, officer))
    found = next((one for one in lighter if drawing.gives(officer, *one)), None)
    return None if found is None else _least_room(drawing, officer, found)


def _least_room(drawing: Drawing, officer: str, found: Changes) -> Flip:
    return _no_more_than_needed(drawing, officer, _halved(drawing, officer, found))


def _room(planned: Planned, officer: str) -> Changes:
    """Give what may be taken off somebody's hands at most: twenty hours, and half of all."""
    less, held = Change("less_load", officer), planned.snapshot.held.get(officer, 0)
    sizes = dict.fromkeys(_held(planned, less, most) for most in (MOST_ROOM, max(MOST_ROOM, held // 2)))
    return tuple(replace(less, amount=size) for size in sizes if size > 0)


def _kept_away(at: Planned, case: int, officer: str, away: list[str]) -> Changes:
    """Have them recused from the case; or take no new case that day, where that would bar the one asked about as well."""
    recused = tuple(Change("recuse", other) for other in away)
    if otherwise(at, case, recused).options_of(case, officer):
        return recused
    stops = any(one.stops_intake for one in at.snapshot.rulebook.reductions.values())
    return tuple(Change("stop_intake", other) for other in away) if stops else ()
