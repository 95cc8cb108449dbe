"""Piles (摞堆): every bundle of a few people that loses little, and those which together hold each row once; compiled.

Rows have a worth each (see `sacks`), and a bundle loses what the best filling of its person's room is worth more. What a
choice costs above the bound is the sum of what its bundles lose, so that only few bundles are in question.
"""

from typing import NamedTuple

import numpy as np

from solver.arrays import Flags, Ints
from solver.assignment.columns import Floats
from solver.assignment.finish.bundles import Stack, fill_table, list_bundles
from solver.assignment.finish.core import FINE, Core, critical_price, cut_core, fill_core
from solver.assignment.finish.deal import Deal
from solver.assignment.finish.sacks import Sack, Shelf
from solver.compiled import inner

NEVER = 1e18  # loses more than anything
LOOKS_PER_WAY = 50  # bundles looked at in the time of one way (see regroup)
SMALL = 1e-6
NO_WAY, TOO_MUCH = -1, -2  # what a hunt gives besides the bundles it took


class Part(NamedTuple):
    """What some people are dealt: the options of their rows, by row and by person."""

    deal: Deal
    shelf: Shelf


class Pile(NamedTuple):
    """Bundles end to end: the rows of bundle b at `start[b]` to `start[b+1]`, who may have it, and what it loses."""

    start: Ints
    row: Ints
    person: Ints
    loss: Floats


class Cloth(NamedTuple):
    """Scratch space for covering: the listing of bundles, the bundles listed, and one knapsack's table."""

    stack: Stack
    pile: Pile
    sack: Sack


class Hunt(NamedTuple):
    """Where a hunt stands: by depth the bundles still in question, how many, those to try first, the next, what is lost.

    `taken`: the bundle at each depth; `covered` rows and people who `have` one; scratch: `times` of rows, `least` losses.
    """

    live: Ints
    number: Ints
    first: Ints
    turn: Ints
    lost: Floats
    taken: Ints
    covered: Flags
    have: Flags
    times: Ints
    least: Floats


@inner
def hunt_of(bundles: int, people: int, rows: int) -> Hunt:
    """Make room for a hunt in which every bundle is in question."""
    number, depth = np.zeros(people + 1, np.int64), people + 1
    number[0] = bundles
    live, lost = np.empty((depth, bundles), np.int64), np.zeros(depth)
    for bundle in range(bundles):
        live[0, bundle] = bundle
    covered, have = np.zeros(rows, np.bool_), np.zeros(people, np.bool_)
    times, least = np.empty(rows, np.int64), np.empty(people)
    return Hunt(live, number, number.copy(), number.copy(), lost, number.copy(), covered, have, times, least)


@inner
def add_bundles(part: Part, person: int, worth: Floats, most: float, cloth: Cloth, count: int) -> int:
    """Add all bundles of a person that lose no more than `most`; gives how many there are now, -1 if there are too many."""
    stack, sack, room = cloth.stack, cloth.sack, part.deal.room[person]
    found = _could_have(part, person, worth, most, sack)
    minutes, gains, core = sack.minutes[:found], sack.worth[:found], sack.core
    price = critical_price(minutes, gains, room, FINE)
    least = fill_core(minutes, gains, price, room, core, sack.table).loss
    number, left, _ = cut_core(minutes, gains, price, room, least + most + SMALL, core)
    if left < 0:
        return count
    order = np.argsort(-np.abs(core.gain[:number]))
    asked = Core(core.item[:number][order], core.minutes[:number][order], core.gain[:number][order], core.sure[:found])
    fill_table(asked.minutes, asked.gain, price, stack.table, left)
    listed = list_bundles(asked.minutes, asked.gain, stack, np.arange(number), left, least + most)
    if listed == len(stack.taken):
        return -1
    rest = (price, left, least)
    return _put_down(stack.taken[:listed, :number], asked, rest, sack.items, person, cloth.pile, count)


@inner
def _could_have(part: Part, person: int, worth: Floats, most: float, sack: Sack) -> int:
    """Collect the rows a person could have, with what is gained by each; gives how many."""
    found = 0
    for place in range(part.shelf.start[person], part.shelf.start[person + 1]):
        option = part.shelf.order[place]
        gain = worth[part.shelf.row[option]] - part.deal.cost[option]
        if gain >= -most and part.deal.minutes[option] <= part.deal.room[person]:
            sack.items[found], sack.minutes[found] = part.shelf.row[option], part.deal.minutes[option]
            sack.worth[found] = gain
            found += 1
    return found


@inner
def _put_down(
    taken: Flags, core: Core, rest: tuple[float, int, float], row: Ints, person: int, pile: Pile, count: int
) -> int:
    """Put down listed bundles; gives how many there are now, -1 where there is no place for them.

    `rest`: the price of minutes, the room for those in question, and what the best bundle loses at that price.
    """
    for one in range(len(taken)):
        end, left, loss = pile.start[count], rest[1], -rest[2]
        if count == len(pile.loss) or end + len(core.sure) > len(pile.row):
            return -1
        for item in range(len(core.sure)):
            if core.sure[item]:
                pile.row[end] = row[item]
                end += 1
        for place in range(len(core.item)):
            if taken[one, place]:
                pile.row[end] = row[core.item[place]]
                end, left = end + 1, left - core.minutes[place]
            loss += max(0.0, -core.gain[place] if taken[one, place] else core.gain[place])
        pile.person[count], pile.loss[count], pile.start[count + 1] = person, loss + rest[0] * left, end
        count += 1
    return count


@inner
def without(pile: Pile, count: int, owner: Ints, person: int) -> int:
    """Drop the bundle a person has now, who comes last so far; gives how many there are then."""
    held, kept = 0, 0
    for row in range(len(owner)):
        held += owner[row] == person
    for bundle in range(count):
        same, first, after = pile.person[bundle] == person, pile.start[bundle], pile.start[bundle + 1]
        same = same and after - first == held
        for place in range(first, after):
            same = same and owner[pile.row[place]] == person
        if same:
            continue
        begin = pile.start[kept]
        for place in range(after - first):
            pile.row[begin + place] = pile.row[first + place]
        pile.person[kept], pile.loss[kept], pile.start[kept + 1] = (
            pile.person[bundle],
            pile.loss[bundle],
            begin + after - first,
        )
        kept += 1
    return kept


@inner
def _least_loss(pile: Pile, hunt: Hunt, depth: int) -> float:
    """Put down what each person loses at least who has no bundle yet; gives the sum, with what is lost already."""
    hunt.least[:] = NEVER
    for place in range(hunt.number[depth]):
        bundle = hunt.live[depth, place]
        hunt.least[pile.person[bundle]] = min(hunt.least[pile.person[bundle]], pile.loss[bundle])
    total = hunt.lost[depth]
    for person in range(len(hunt.have)):
        total += 0.0 if hunt.have[person] else hunt.least[person]
    return float(total)


@inner
def _keep_light(pile: Pile, hunt: Hunt, depth: int, total: float, most: float) -> None:
    """Drop the bundles with which too much would be lost, whatever the others have."""
    kept = 0
    for place in range(hunt.number[depth]):
        bundle = hunt.live[depth, place]
        if total - hunt.least[pile.person[bundle]] + pile.loss[bundle] <= most:
            hunt.live[depth, kept] = bundle
            kept += 1
    hunt.number[depth] = kept


@inner
def _scarcest(pile: Pile, hunt: Hunt, depth: int) -> int:
    """Give the row that fewest bundles hold; -1 where all are covered."""
    hunt.times[:] = 0
    for place in range(hunt.number[depth]):
        bundle = hunt.live[depth, place]
        for one in range(pile.start[bundle], pile.start[bundle + 1]):
            hunt.times[pile.row[one]] += 1
    found = -1
    for row in range(len(hunt.times)):
        if not hunt.covered[row] and (found < 0 or hunt.times[row] < hunt.times[found]):
            found = row
    return found


@inner
def _holds(pile: Pile, bundle: int, row: int) -> bool:
    held = False
    for place in range(pile.start[bundle], pile.start[bundle + 1]):
        held = held or pile.row[place] == row
    return held


@inner
def _bring_forward(pile: Pile, hunt: Hunt, depth: int, row: int) -> None:
    """Put the bundles with a row before all others, those that lose least first."""
    live, count = hunt.live[depth], 0
    for place in range(hunt.number[depth]):
        if _holds(pile, live[place], row):
            live[count], live[place] = live[place], live[count]
            count += 1
    live[:count] = live[:count][np.argsort(pile.loss[live[:count]])]
    hunt.first[depth] = count


@inner
def _look(pile: Pile, hunt: Hunt, depth: int, most: float) -> bool:
    """Sort out what is in question at a depth, and what to try; says whether every row is covered at no more than `most`."""
    hunt.turn[depth] = hunt.first[depth] = 0
    total = _least_loss(pile, hunt, depth)
    if total > most:
        return False
    _keep_light(pile, hunt, depth, total, most)
    row = _scarcest(pile, hunt, depth)
    if row >= 0:
        _bring_forward(pile, hunt, depth, row)
    return row < 0


@inner
def _mark(pile: Pile, hunt: Hunt, bundle: int, times: int) -> None:
    """Note that a person has a bundle with its rows (once), or has it no longer (no times)."""
    hunt.have[pile.person[bundle]] = times > 0
    for place in range(pile.start[bundle], pile.start[bundle + 1]):
        hunt.covered[pile.row[place]] = times > 0


@inner
def _take(pile: Pile, hunt: Hunt, depth: int) -> None:
    """Take the next bundle; what does not go with it is out of the question below."""
    bundle, count = hunt.live[depth, hunt.turn[depth]], 0
    hunt.turn[depth] += 1
    hunt.taken[depth], hunt.lost[depth + 1] = bundle, hunt.lost[depth] + pile.loss[bundle]
    _mark(pile, hunt, bundle, 1)
    for place in range(hunt.number[depth]):
        other = hunt.live[depth, place]
        free = not hunt.have[pile.person[other]]
        for one in range(pile.start[other], pile.start[other + 1] if free else pile.start[other]):
            free = free and not hunt.covered[pile.row[one]]
        if free:
            hunt.live[depth + 1, count] = other
            count += 1
    hunt.number[depth + 1] = count


@inner
def cover(pile: Pile, hunt: Hunt, most: float, looks: int, state: Ints) -> int:
    """Cover each row once, each person having one bundle, at a loss of at most `most`; gives how many bundles with rows.

    NO_WAY where there is none, TOO_MUCH where none was found before so many bundles had been looked at.
    """
    depth, looked, most = 0, hunt.number[0], most + SMALL
    found = _look(pile, hunt, 0, most)
    while depth >= 0 and not found and looked < looks:
        if hunt.turn[depth] == hunt.first[depth]:
            depth -= 1
            if depth >= 0:
                _mark(pile, hunt, hunt.taken[depth], 0)
            continue
        _take(pile, hunt, depth)
        looked += hunt.number[depth]
        depth += 1
        found = _look(pile, hunt, depth, most)
    state[1] += looked // LOOKS_PER_WAY
    return depth if found or depth < 0 else TOO_MUCH
