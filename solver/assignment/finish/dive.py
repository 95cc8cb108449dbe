"""Diving (逐人定摞): one person after the other is given a bundle, and the last few are dealt out exactly; compiled.

Whoever is next gets, of the bundles that lose little, the one after which the floor for all others rises least: rows are
still free to go anywhere else, so that almost nothing is lost until few people are left. What is lost falls on those
last few, and is made small by looking for exact deals among them. A dive may be over everybody, to begin with, or
over some people whose rows are dealt out anew.
"""

from typing import NamedTuple

import numpy as np

from solver.arrays import Flags, Ints
from solver.assignment.columns import Floats
from solver.assignment.finish.bundles import Stack, bundles
from solver.assignment.finish.deal import Deal, draw
from solver.assignment.finish.duals import CELLS_PER_WAY, Board, gap_of_options, settle_prices
from solver.assignment.finish.groups import among, cost_of, draw_group, least_dear, losses
from solver.assignment.finish.regroup import Desk, regroup
from solver.assignment.finish.walk import seat
from solver.compiled import compiled, inner

LAST = 4  # people who are dealt out exactly
LEEWAY = 10.0  # units above the floor that the last may cost, in the first try
TRIES = 6  # at the last, each with twice the leeway, while there is no choice at all
SPREAD = 0.5  # of the gap between options, where prices begin to settle
GROUP = 6  # people dealt out anew, more or less
SMALL = 1e-6


class Kit(NamedTuple):
    """What dives need: the options, and scratch space for listing bundles and for regrouping."""

    board: Board
    stack: Stack
    desk: Desk


@inner
def settled(
    board: Board, rows: Ints, people: Ints, prices: Floats, gap: float, pace: tuple[int, int], state: Ints
) -> float:
    """Settle prices, at a pace of rounds and steps, and count what that takes; gives the floor."""
    rounds, steps = pace
    state[1] += 1 + rounds * steps * len(rows) * len(people) // CELLS_PER_WAY
    return settle_prices(board, rows, people, prices, SPREAD * gap, rounds, steps)


@inner
def deal_among(board: Board, rows: Ints, people: Ints) -> Deal:
    """Cut out the options some rows have with some people."""
    size = len(rows) * len(people)
    start, room = np.arange(len(rows) + 1), np.empty(len(people), np.int64)
    deal = Deal(start, np.empty(size, np.int64), np.empty(size, np.int64), np.empty(size, np.int64), room)
    count = 0
    for place in range(len(rows)):
        deal.start[place] = count
        for one in range(len(people)):
            if board.cost[rows[place], people[one]] < board.beyond:
                deal.person[count], deal.minutes[count] = one, board.minutes[rows[place], people[one]]
                deal.cost[count] = np.int64(board.cost[rows[place], people[one]])
                count += 1
    deal.start[len(rows)] = count
    for one in range(len(people)):
        room[one] = board.room[people[one]]
    return deal


@inner
def _cheapest(deal: Deal, prices: Floats) -> tuple[Ints, float]:
    """Let each row take its cheapest option at the prices; gives the options and the floor."""
    chosen, floor = np.empty(len(deal.start) - 1, np.int64), 0.0
    for person in range(len(prices)):
        floor -= prices[person] * deal.room[person]
    for row in range(len(chosen)):
        least = np.inf
        for option in range(deal.start[row], deal.start[row + 1]):
            dear = deal.cost[option] + prices[deal.person[option]] * deal.minutes[option]
            if dear < least:
                least, chosen[row] = dear, option
        floor += least
    return chosen, floor


@inner
def _deal_last(kit: Kit, rows: Ints, people: Ints, prices: Floats, most: float, choice: Ints) -> float:
    """Deal rows out to the last few people at a cost of at most `most`; gives the cost, infinite if there is no way."""
    for row in rows:
        if kit.board.cost[row][people].min() >= kit.board.beyond:
            return np.inf
    deal = deal_among(kit.board, rows, people)
    own = prices[people]
    chosen, floor = _cheapest(deal, own)
    hands, group, leeway = seat(deal, chosen), np.arange(len(people)), LEEWAY * kit.board.unit
    fits = bool((hands.load <= deal.room).all())
    for _ in range(TRIES if np.isinf(most) else 1):
        if fits or most < floor:
            break
        fits = regroup(deal, hands, group, kit.desk, own, min(leeway, most - floor + SMALL), 1.0) < 0
        leeway *= 2.0
    cost = 0.0
    for place in range(len(rows)):
        cost += deal.cost[hands.chosen[place]]
        choice[rows[place]] = people[deal.person[hands.chosen[place]]]
    return cost if fits and cost <= most + SMALL else np.inf


@inner
def split_off(board: Board, rows: Ints, taken: Flags, person: int) -> tuple[Ints, float]:
    """Give the rows a bundle leaves, and what those it takes cost, with the minutes left unused."""
    left, count, cost = np.empty(len(rows), np.int64), 0, board.idle[person] * board.room[person]
    for place in range(len(rows)):
        if taken[place]:
            cost += board.cost[rows[place], person] - board.idle[person] * board.minutes[rows[place], person]
        else:
            left[count] = rows[place]
            count += 1
    return left[:count], cost


@inner
def _best_bundle(kit: Kit, rows: Ints, people: Ints, prices: Floats, gap: float) -> tuple[int, Floats]:
    """Choose the bundle for the last of the people after which the floor is lowest; gives the prices it leads to too."""
    found = bundles(kit.board, rows, people, prices, gap, kit.stack, kit.desk.state)
    best, least, leading = -1, np.inf, prices
    for one in range(found):
        left, cost = split_off(kit.board, rows, kit.stack.taken[one], people[-1])
        after = prices.copy()
        cost += settled(kit.board, left, people[:-1], after, gap, (2, 3), kit.desk.state)
        if cost < least:
            best, least, leading = one, cost, after
    return best, leading


@inner
def deal_each(kit: Kit, rows: Ints, people: Ints, prices: Floats, gap: float, most: float, choice: Ints) -> float:
    """Try each bundle for one person more than are dealt out exactly; gives the least cost found."""
    person, others = people[-1], people[:-1]
    found = bundles(kit.board, rows, people, prices, gap, kit.stack, kit.desk.state)
    least, kept = np.inf, choice[rows]
    for one in range(found):
        left, cost = split_off(kit.board, rows, kit.stack.taken[one], person)
        after = prices.copy()
        if cost + settled(kit.board, left, others, after, gap, (2, 3), kit.desk.state) > most + SMALL:
            continue
        choice[rows] = person
        cost += _deal_last(kit, left, others, after, most - cost, choice)
        if cost < least:
            least, most, kept = cost, cost - kit.board.unit, choice[rows]
    choice[rows] = kept
    return least


@inner
def _dive(kit: Kit, rows: Ints, people: Ints, prices: Floats, most: float, choice: Ints) -> float:
    """Deal rows out to people anew, at a cost of at most `most`; gives the cost, infinite where that failed."""
    prices, people, spent, state = prices.copy(), people.copy(), 0.0, kit.desk.state
    while True:
        gap = gap_of_options(kit.board, rows, people, prices)
        floor = settled(kit.board, rows, people, prices, gap, (3, 5), state)
        if spent + floor > most + SMALL:
            return np.inf
        if len(people) <= LAST:
            return spent + _deal_last(kit, rows, people, prices, most - spent, choice)
        drawn = draw(state, len(people))
        people[drawn], people[-1] = people[-1], people[drawn]
        if len(people) == LAST + 1:
            return spent + deal_each(kit, rows, people, prices, gap, most - spent, choice)
        best, after = _best_bundle(kit, rows, people, prices, gap)
        if best < 0:
            return np.inf
        left, cost = split_off(kit.board, rows, kit.stack.taken[best], people[-1])
        for place in range(len(rows)):
            if kit.stack.taken[best, place]:
                choice[rows[place]] = people[-1]
        rows, people, prices, spent = left, people[:-1], after, spent + cost


@compiled
def price_all(kit: Kit, people: Ints, prices: Floats, widest: float) -> float:
    """Price the minutes of all, from a wide spread to a narrow one; gives the floor."""
    return settled(kit.board, np.arange(len(kit.board.cost)), people, prices, widest / SPREAD, (14, 15), kit.desk.state)


@compiled
def dive_whole(kit: Kit, people: Ints, prices: Floats, most: float, choice: Ints) -> float:
    """Deal everything out to everybody; gives the cost, infinite where that failed."""
    cost = _dive(kit, np.arange(len(kit.board.cost)), people, prices, most, choice)
    return cost if cost < kit.board.beyond else np.inf


@compiled
def dive_anew(kit: Kit, people: Ints, prices: Floats, choice: Ints, pace: tuple[int, int]) -> None:
    """Deal out the rows of one group of people after the other anew, never at a higher cost.

    `pace`: how many groups, and ways to look at, at most.
    """
    board, state = kit.board, kit.desk.state
    last = state[1] + pace[1]
    least = least_dear(board, people, prices)
    loss = losses(board, prices, choice, least)
    for _ in range(pace[0]):
        if state[1] > last:
            break
        size, tried = min(len(people), GROUP - 1 + draw(state, 3)), choice.copy()
        group = draw_group(board, people, prices, choice, loss, size, state)
        within = among(group, len(board.room))
        rows = np.flatnonzero(within[choice])
        cost = cost_of(board, rows, choice)
        if _dive(kit, rows, group, prices, cost, tried) <= cost + SMALL:
            choice[:] = tried
            loss = losses(board, prices, choice, least)
