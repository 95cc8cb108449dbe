"""Ways (共同选法): what a few linked cases may choose together, listed by compiled kernels; there are thousands of groups.

A way gives each of the cases one of its columns, or leaves it out.
"""

from typing import NamedTuple

import numpy as np

from solver.arrays import Ints
from solver.assignment.columns import Floats
from solver.compiled import compiled, inner

MOST_WAYS = 40  # of the cases that choose together
AROUND = 4  # best ways in which they have one lead, near which others are tried
NEAR = 6  # columns of a case tried in place of the one it has in such a way
EACH, FEW = 3, 3  # columns of a case combined with those of the others, where no more than a few choose together
OUT = -1  # the column, and the lead, of a case that is left out


class Listing(NamedTuple):
    """Knots of cases one after the other: knot n has the places `first[n]` to `first[n + 1]`.

    Place p may choose from `start[p]` to `start[p + 1]`, the least dear first: a `column`, its `lead` (OUT: left out),
    and how `dear` it is; `now[p]` is where it has what it has now, -1 for nothing. Knot n has the groups `group[n]` to
    `group[n + 1]`, and group g the members `member_start[g]` to `member_start[g + 1]`, by their place in the knot. A
    split group is as dear as `split`.
    """

    first: Ints
    start: Ints
    column: Ints
    lead: Ints
    dear: Floats
    now: Ints
    group: Ints
    member_start: Ints
    member: Ints
    split: float


class Desk(NamedTuple):
    """Scratch space: the choice of each lead by place, leads met, a way being tried, ways to try others near, the best.

    The best ways are in order, with what they cost (`dear`).
    """

    own: Ints
    met: Ints
    way: Ints
    begun: Ints
    best: Ints
    dear: Floats


@inner
def _splits(of: Listing, knot: int, way: Ints) -> int:
    """Count the groups with more than one lead."""
    count = 0
    for group in range(of.group[knot], of.group[knot + 1]):
        lead, split = OUT, 0
        for member in range(of.member_start[group], of.member_start[group + 1]):
            own = of.lead[way[of.member[member]]]
            if own >= 0:
                split = 1 if 0 <= lead != own else split
                lead = own
        count += split
    return count


@inner
def _cost(of: Listing, knot: int, way: Ints, splits: int) -> float:
    """Add up how dear a way is."""
    own = 0.0
    for place in range(of.first[knot + 1] - of.first[knot]):
        own += of.dear[way[place]]
    return float(own + of.split * splits)


@inner
def _compared(of: Listing, knot: int, desk: Desk, number: int) -> int:
    """Compare the way in hand with one of the best by their columns: -1 when it comes first, 0 when they are the same."""
    for place in range(of.first[knot + 1] - of.first[knot]):
        mine, its = of.column[desk.way[place]], of.column[desk.best[number, place]]
        if mine != its:
            return -1 if mine < its else 1
    return 0


@inner
def _tried(of: Listing, knot: int, desk: Desk, never: int, count: int) -> int:
    """Put the way in hand among the best, unless it is there or splits a group where none may be; gives how many they are."""
    splits, most = _splits(of, knot, desk.way), len(desk.dear)
    dear, place, order = _cost(of, knot, desk.way, splits), count, 1
    if never and splits:
        return count
    while place > 0 and dear <= desk.dear[place - 1]:
        order = _compared(of, knot, desk, place - 1) if dear == desk.dear[place - 1] else -1
        if order >= 0:
            break
        place -= 1
    if place == most or order == 0:
        return count
    size = of.first[knot + 1] - of.first[knot]
    for spot in range(min(count, most - 1), place, -1):
        desk.dear[spot] = desk.dear[spot - 1]
        for one in range(size):
            desk.best[spot, one] = desk.best[spot - 1, one]
    desk.dear[place] = dear
    for one in range(size):
        desk.best[place, one] = desk.way[one]
    return min(count + 1, most)


@inner
def _leads(of: Listing, knot: int, desk: Desk) -> int:
    """Note for each lead the least dear choice of each place that has it; gives how many leads there are."""
    count, begin, size = 0, of.first[knot], of.first[knot + 1] - of.first[knot]
    for place in range(size):
        for choice in range(of.start[begin + place], of.start[begin + place + 1]):
            lead = of.lead[choice]
            known = lead < 0
            for link in range(size):
                known = known or desk.own[lead, link] >= 0
            if not known:
                desk.met[count] = lead
                count += 1
            if lead >= 0 and desk.own[lead, place] < 0:
                desk.own[lead, place] = choice
    return count


@inner
def _joint(of: Listing, knot: int, desk: Desk, never: int) -> int:
    """Try for each lead to give it to everybody who can have it, and to the others their least dear choice."""
    begin, count, leads = of.first[knot], 0, _leads(of, knot, desk)
    for number in range(leads):
        for place in range(of.first[knot + 1] - begin):
            own = desk.own[desk.met[number], place]
            desk.way[place] = own if own >= 0 else of.start[begin + place]
            desk.own[desk.met[number], place] = OUT
        count = _tried(of, knot, desk, never, count)
    return count


@inner
def _near(of: Listing, knot: int, desk: Desk, number: int, never: int, count: int) -> int:
    """Try a way begun, and what differs from it in one place."""
    begin, size = of.first[knot], of.first[knot + 1] - of.first[knot]
    for place in range(size):
        for one in range(size):
            desk.way[one] = desk.begun[number, one]
        first = of.start[begin + place]
        width = min(NEAR, of.start[begin + place + 1] - first)
        for nth in range(width + 1):
            desk.way[place] = first + nth if nth < width else desk.begun[number, place]
            count = _tried(of, knot, desk, never, count)
    return count


@inner
def _combined(of: Listing, knot: int, desk: Desk, never: int, count: int) -> int:
    """Try the least dear choices of a few places with one another."""
    begin, size, total = of.first[knot], of.first[knot + 1] - of.first[knot], 1
    for place in range(size):
        total *= min(EACH, of.start[begin + place + 1] - of.start[begin + place])
    for number in range(total):
        rest = number
        for place in range(size):
            first = of.start[begin + place]
            width = min(EACH, of.start[begin + place + 1] - first)
            desk.way[place] = first + rest % width
            rest //= width
        count = _tried(of, knot, desk, never, count)
    return count


@inner
def _begin(of: Listing, knot: int, desk: Desk, count: int) -> int:
    """Begin with what each place would take by itself, the best ways there are, and the one there is now."""
    size, around = of.first[knot + 1] - of.first[knot], min(AROUND, count)
    for place in range(size):
        desk.begun[0, place] = of.start[of.first[knot] + place]
        desk.begun[around + 1, place] = of.now[of.first[knot] + place]
        for number in range(around):
            desk.begun[number + 1, place] = desk.best[number, place]
    return around + 2 if desk.begun[around + 1, 0] >= 0 else around + 1


@inner
def _of_knot(of: Listing, knot: int, desk: Desk, never: int) -> int:
    """List the best ways of a knot."""
    begun, count = 0, 0
    for turn in range(2):  # first those to begin with, then those that may be
        count = _joint(of, knot, desk, never * turn)
        begun = begun if turn else _begin(of, knot, desk, count)
    for number in range(begun):
        count = _near(of, knot, desk, number, never, count)
    return _combined(of, knot, desk, never, count) if of.first[knot + 1] - of.first[knot] <= FEW else count


@inner
def _with_now(of: Listing, knot: int, desk: Desk, count: int) -> int:
    """Put the way there is now behind the best, unless it is among them; gives how many there are."""
    begin, known = of.first[knot], of.now[of.first[knot]] < 0
    for place in range(of.first[knot + 1] - begin):
        desk.way[place] = of.now[begin + place]
    for number in range(0 if known else count):
        known = known or _compared(of, knot, desk, number) == 0
    if known:
        return count
    for place in range(of.first[knot + 1] - begin):
        desk.best[count, place] = desk.way[place]
    return count + 1


class Ways(NamedTuple):
    """Ways one after the other: how many each knot has, how many groups each splits, how dear it is, its choices."""

    width: Ints
    splits: Ints
    dear: Floats
    choices: Ints


@compiled
def list_all(of: Listing, desk: Desk, never: int, found: Ways) -> int:
    """List the ways of all knots; gives how many."""
    ways, taken = 0, 0
    for knot in range(len(found.width)):
        size, count, strict = of.first[knot + 1] - of.first[knot], 0, never
        while not count:
            count = _with_now(of, knot, desk, _of_knot(of, knot, desk, strict))
            strict = 0
        found.width[knot] = count
        for number in range(count):
            for place in range(size):
                desk.way[place] = found.choices[taken + place] = desk.best[number, place]
            found.splits[ways] = _splits(of, knot, desk.way)
            found.dear[ways] = _cost(of, knot, desk.way, found.splits[ways])
            ways, taken = ways + 1, taken + size
    return ways


def least_dear(of: Listing, never: int, people: int) -> Ways:
    """List the least dear ways of each knot, and the one there is now; none that splits a group where none may be.

    Only where nothing that is tried keeps a group together is it split all the same.
    """
    widest, most = int(np.diff(of.first).max()), (MOST_WAYS + 1) * int(of.first[-1])
    begun, best = (np.empty((rows, widest), dtype=np.int64) for rows in (AROUND + 2, MOST_WAYS + 1))
    met, way = np.empty(people, dtype=np.int64), np.empty(widest, dtype=np.int64)
    desk = Desk(np.full((people, widest), OUT), met, way, begun, best, np.empty(MOST_WAYS))
    width, splits, choices = (np.empty(size, dtype=np.int64) for size in (len(of.first) - 1, most, most))
    found = Ways(width, splits, np.empty(most), choices)
    ways = list_all(of, desk, never, found)
    taken = int((width * np.diff(of.first)).sum())
    return Ways(width, splits[:ways], found.dear[:ways], choices[:taken])
