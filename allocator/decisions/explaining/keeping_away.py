"""Keeping others away from a case so that it goes to somebody (他人不承办): as few as does, with room for the one asked about.

First whoever gets it, one after the other. Where that is not enough, everybody else who may lead it, with all the room there
is: if even that does not bring the case there, nothing of this kind does; if it does, what is not needed is taken away again.
"""

from bisect import bisect_left
from collections.abc import Iterator

from allocator.decisions.explaining.anew import NEW_CAP, Changes, Drawing, more_new
from allocator.decisions.explaining.changes import Change
from allocator.decisions.explaining.flips import Flip
from allocator.decisions.explaining.otherwise import otherwise, rivals
from allocator.decisions.explaining.planned import Planned
from allocator.decisions.explaining.smaller import FINEST, MOST_ROOM, less_in_hand, smallest

AWAY = ("recuse", "stop_intake")
"""What keeps somebody away from a case, or from all new ones that day."""
FEW = 3  # whoever gets the case, kept away one after the other, before everybody is
KEPT_BACK = 2  # draws left for everybody kept away, and for less of that


def without_others(drawing: Drawing, officer: str, before: Changes) -> Flip | None:
    """Find whom to keep away from a case, and what room to give somebody, for it to go there, after some changes made before."""
    planned, case = drawing.planned, drawing.case
    at = otherwise(planned, case, before) if before else planned
    others = rivals(at, case, officer)
    if not others:
        return None
    return _few_away(drawing, at, officer, before) or _all_away(drawing, at, officer, before)


def _few_away(drawing: Drawing, at: Planned, officer: str, before: Changes) -> Flip | None:
    """Keep away whoever gets the case after what was changed before, then whoever gets it then; left out, it lacks room."""
    others = rivals(at, drawing.case, officer)
    first = drawing.known[before].lead if before in drawing.known else drawing.planned.lead(drawing.case)
    away = [lead for lead in [first] if lead in others]
    while 0 < len(away) <= FEW and drawing.left > KEPT_BACK:
        changes = (*before, *_kept_away(at, drawing.case, officer, away))
        if drawing.gives(officer, *changes):
            return Flip(changes, goes=True)
        lead = drawing.known[changes].lead
        if lead is None:
            return _with_room(drawing, officer, changes)
        if lead not in others or lead in away:
            return None
        away = [*away, lead]
    return None


def _with_room(drawing: Drawing, officer: str, changes: Changes) -> Flip | None:
    """Give the one asked about some room besides, then more."""
    rooms = _room(drawing.planned, officer, spent=officer in drawing.known[changes].spent)
    roomier = (_joined(changes, room) for room in rooms if room)
    found = next((one for one in roomier if drawing.left > KEPT_BACK and drawing.gives(officer, *one)), None)
    return None if found is None else smallest(drawing, officer, found)


def _all_away(drawing: Drawing, at: Planned, officer: str, before: Changes) -> Flip | None:
    """Keep everybody else away, with all the room there is, and take away again what is not needed."""
    kept = _kept_away(at, drawing.case, officer, rivals(at, drawing.case, officer))
    found = _joined((*before, *kept), _all_room(drawing.planned, officer))
    if not kept or not drawing.gives(officer, *found):
        return None
    found = _needed(drawing, officer, found, before)
    if found[-1].kind not in FINEST or found == before:
        return Flip(found, goes=True)
    return smallest(drawing, officer, found)


def _needed(drawing: Drawing, officer: str, found: Changes, before: Changes) -> Changes:
    """Draw without the room, without whoever never got the case, and without each of the others, as far as plans may be drawn.

    Something is left: a plan that the clock cut short may come out otherwise with no change at all, and that is none to tell.
    """
    leads = {outcome.lead for outcome in drawing.known.values()}
    away = tuple(one for one in found if one not in before and one.kind in AWAY)
    room = tuple((one,) for one in reversed(found) if one not in before and one.kind in FINEST)
    for drop in (*room, tuple(one for one in away if one.officer not in leads), *((one,) for one in away)):
        fewer = tuple(one for one in found if one not in drop)
        if fewer not in ((), found) and drawing.left > 1 and drawing.gives(officer, *fewer):
            found = fewer
    return found


def _joined(changes: Changes, room: Changes) -> Changes:
    """Give changes with room besides; a cap of new cases is told once, as high as it is then."""
    capped = any(one.kind == NEW_CAP for one in room)
    return (*(one for one in changes if not (capped and one.kind == NEW_CAP)), *room)


def _room(planned: Planned, officer: str, *, spent: bool) -> Iterator[Changes]:
    """Give what makes room for somebody: as many new cases as wait, where the cap is reached; else twenty hours off, then half of all."""
    if spent:
        yield more_new(planned, officer, (), len(planned.cases))
        yield _all_room(planned, officer)
        return
    for most in (MOST_ROOM, max(MOST_ROOM, planned.snapshot.held.get(officer, 0) // 2)):
        yield less_in_hand(planned, officer, most)


def _all_room(planned: Planned, officer: str) -> Changes:
    """Give all the room there is for somebody: as many new cases as wait, and half of what is in hand taken off."""
    half = max(MOST_ROOM, planned.snapshot.held.get(officer, 0) // 2)
    return (*more_new(planned, officer, (), len(planned.cases)), *less_in_hand(planned, officer, half))


def _kept_away(at: Planned, case: int, officer: str, away: list[str]) -> Changes:
    """Have them recused from the case; whose recusal would bar the one asked about as well takes no new case that day instead."""
    stops = any(one.stops_intake for one in at.snapshot.rulebook.reductions.values())
    kept, rest = tuple[Change, ...](), away
    while rest:
        number = _recusable(at, case, officer, kept, rest)
        kept = (*kept, *_recused(rest[:number]))
        if number < len(rest):
            if not stops:
                return ()
            kept = (*kept, Change(AWAY[1], rest[number]))
        rest = rest[number + 1 :]
    return kept


def _recusable(at: Planned, case: int, officer: str, kept: Changes, away: list[str]) -> int:
    """Count how many, from the first on, may be recused and leave the case to the one asked about; all cases are translated for each try."""

    def bars(number: int) -> bool:
        return not otherwise(at, case, (*kept, *_recused(away[:number]))).options_of(case, officer)

    return bisect_left(range(1, len(away)), True, key=bars) if bars(len(away)) else len(away)


def _recused(people: list[str]) -> Changes:
    return tuple(Change(AWAY[0], one) for one in people)
