"""Covering (拼摞): the rows of a group of people dealt out anew by bundles that lose little, at worths of the rows; compiled.

The bound by knapsacks (`sacks`) is often but a unit or two below the best cost, where prices of minutes stay ten below: at
its worths a group of twenty or thirty people has a few thousand bundles in question, and a hunt through them shows within
milliseconds what is cheaper, or that nothing is.
"""

from typing import NamedTuple

import numpy as np

from solver.arrays import Ints
from solver.assignment.columns import Floats
from solver.assignment.finish.deal import Deal, draw
from solver.assignment.finish.dive import deal_among
from solver.assignment.finish.duals import Board
from solver.assignment.finish.groups import among, cost_of, draw_group
from solver.assignment.finish.piles import (
    NO_WAY,
    SMALL,
    TOO_MUCH,
    Cloth,
    Part,
    Pile,
    add_bundles,
    cover,
    hunt_of,
    without,
)
from solver.assignment.finish.sacks import Sack, Shelf, Trail, ascend, fillings
from solver.compiled import compiled, inner

STEPS, PATIENCE = 60, 6  # of raising a group's bound; without a better one, before strides get shorter
SUM_BITS, FINEST = 50, 20  # as in the proof: whole-numbered sums stay exact
CELLS_PER_WAY = 2_000  # of a knapsack's table, filled in the time of one way (see regroup)
LOOKS = 600_000  # bundles looked at in one hunt, at most
SIDEWAYS = 4  # every so many groups, on average, another choice of the same cost is looked for
LEAST_LOSS = 0.02  # what somebody counts as losing at least when groups are drawn
LIGHT = (1.0, 0.4, 0.25, 0.15, 0.1)  # of what may be lost in all, for one bundle at most: drawn for each group
FEWEST = 3  # people in a group
GROW, SHRINK = 1.02, 0.96  # times as many people in a group: nothing was cheaper, there was too much to look at


class Floor(NamedTuple):
    """All there is to be dealt out: as tables, and as options by person; the people, and prices of their minutes."""

    board: Board
    part: Part
    people: Ints
    prices: Floats


@inner
def _shelved(deal: Deal) -> Shelf:
    """Sort the options of a deal by person."""
    row, people = np.empty(len(deal.person), np.int64), len(deal.room)
    for one in range(len(deal.start) - 1):
        row[deal.start[one] : deal.start[one + 1]] = one
    options = deal.start[len(deal.start) - 1]
    order, start = np.empty(options, np.int64), np.zeros(people + 1, np.int64)
    for person in range(people):
        start[person + 1] = start[person]
        for option in range(options):
            if deal.person[option] == person:
                order[start[person + 1]] = option
                start[person + 1] += 1
    return Shelf(order, start, row)


@inner
def _raised(part: Part, sack: Sack, worth: Floats, aim: float, state: Ints) -> float:
    """Raise the bound of a part towards an aim, by better worths of its rows; gives it."""
    size = 1.0
    for row in range(len(worth)):
        size += abs(worth[row])
    for option in range(part.deal.start[len(worth)]):
        size += part.deal.cost[option]
    scale = 2.0 ** np.floor(max(0.0, min(FINEST, SUM_BITS - np.log2(size))))
    figures = np.array([-np.inf, 1.0, 0.0, 0.0])
    trail = Trail(worth.copy(), worth.copy(), np.zeros(len(worth)), figures)
    best = ascend(part.deal, part.shelf, sack, trail, scale, aim, (STEPS, PATIENCE))
    for row in range(len(worth)):
        worth[row] = np.rint(trail.best[row] * scale) / scale
    state[1] += 1 + int(figures[3] / CELLS_PER_WAY)
    return float(best / scale)


@inner
def _owners(group: Ints, rows: Ints, choice: Ints) -> Ints:
    """Give the place in a group of the person each row is with."""
    owner = np.empty(len(rows), np.int64)
    for place in range(len(rows)):
        for one in range(len(group)):
            if group[one] == choice[rows[place]]:
                owner[place] = one
    return owner


@inner
def _piled(part: Part, cloth: Cloth, worth: Floats, most: float, owner: Ints, leave: int) -> int:
    """List everybody's bundles that lose no more than `most`, without the one somebody (-1: nobody) has now; gives how many."""
    count = 0
    cloth.pile.start[0] = 0
    for person in range(len(part.deal.room)):
        count = add_bundles(part, person, worth, most, cloth, count)
        if count < 0:
            break
        if person == leave:
            count = without(cloth.pile, count, owner, person)
    return count


@inner
def _spread_out(pile: Pile, taken: Ints, rows: Ints, group: Ints, choice: Ints) -> None:
    """Let the rows of the bundles taken go to their people."""
    for bundle in taken:
        for place in range(pile.start[bundle], pile.start[bundle + 1]):
            choice[rows[pile.row[place]]] = group[pile.person[bundle]]


@inner
def _cover_group(
    board: Board, cloth: Cloth, group: Ints, worth: Floats, choice: Ints, pace: tuple[float, float], state: Ints
) -> int:
    """Deal a group's rows out anew, at `pace`: so much dearer (0, or less), nobody losing above a share of what may be lost.

    Gives 0 or more where that was done; else NO_WAY or TOO_MUCH (to look at).
    """
    more, light = pace
    rows = np.flatnonzero(among(group, len(board.room))[choice])
    deal = deal_among(board, rows, group)
    part, most, worths = Part(deal, _shelved(deal)), cost_of(board, rows, choice) + more + SMALL, worth[rows]
    budget = most - _raised(part, cloth.sack, worths, most, state)
    if budget < 0.0:
        return NO_WAY
    count = _piled(part, cloth, worths, light * budget, _owners(group, rows, choice), 0 if more == 0.0 else -1)
    if count < 0:
        return TOO_MUCH
    hunt = hunt_of(count, len(group), len(rows))
    found = cover(cloth.pile, hunt, budget, LOOKS, state)
    if found >= 0:
        _spread_out(cloth.pile, hunt.taken[:found], rows, group, choice)
    return found


@inner
def _lost(floor: Floor, sack: Sack, worth: Floats, choice: Ints) -> Floats:
    """Say what each person's bundle loses against the best filling of the room, at the worths of the rows."""
    loss = fillings(floor.part.deal, floor.part.shelf, sack, worth)
    for row in range(len(choice)):
        loss[choice[row]] -= worth[row] - floor.board.cost[row, choice[row]]
    for person in range(len(loss)):
        loss[person] = max(loss[person], LEAST_LOSS)
    return loss


@compiled
def cover_anew(
    floor: Floor, cloth: Cloth, worth: Floats, choice: Ints, sizes: Floats, pace: tuple[int, int], state: Ints
) -> None:
    """Deal out the rows of one group after the other anew, never at a higher cost.

    `sizes`: how many people a group has (a mean) for each share of LIGHT. Groups grow while nothing in them is cheaper,
    and shrink where there is too much to look at. `pace`: how many groups, and ways to look at, at most.
    """
    loss, most, last = _lost(floor, cloth.sack, worth, choice), float(len(floor.people)), state[1] + pace[1]
    for _ in range(pace[0]):
        if state[1] > last:
            break
        kind = draw(state, len(LIGHT))
        people = min(len(floor.people), int(sizes[kind] + draw(state, 1000) / 1000))
        group = draw_group(floor.board, floor.people, floor.prices, choice, loss, people, state)
        more = 0.0 if draw(state, SIDEWAYS) == 0 else -floor.board.unit
        found = _cover_group(floor.board, cloth, group, worth, choice, (more, LIGHT[kind]), state)
        sizes[kind] = min(most, max(FEWEST, sizes[kind] * (SHRINK if found == TOO_MUCH else GROW)))
        if found >= 0:
            loss = _lost(floor, cloth.sack, worth, choice)
