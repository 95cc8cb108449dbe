"""Regrouping (重组): all cases of a few people dealt out anew at once, by meeting in the middle; compiled.

A few people are taken, with the cases they have. Prices for their minutes say by how much each other option is dearer than
the cheapest (regret) and how low the whole can be: regrets and unused priced minutes add up to exactly what a deal costs
above that floor, so that only deals within the budget are looked at. Half of the cases likely to move is dealt out in every
way, the other half too, and each way of the one is met with those of the other that fill everybody's room. That finds exact
fits among hundreds of millions of deals in milliseconds, where single moves and swaps find none.
"""

from typing import NamedTuple

import numpy as np

from solver.arrays import Ints
from solver.assignment.columns import Floats
from solver.assignment.finish.deal import Deal, Hands, give
from solver.assignment.finish.halves import BITS, CASES, Half, deal_half, left_alone, likely, meet
from solver.assignment.finish.table import Table, at_present, climb, cut, reckon_regrets
from solver.compiled import inner

SMALL = 1e-7
PATIENCE = 4  # steps without a better floor before the strides of the prices get shorter


class Desk(NamedTuple):
    """Scratch space: a table, two halves, a mark for each person (-1); the state of chance and the ways counted."""

    table: Table
    one: Half
    other: Half
    mark: Ints
    state: Ints


@inner
def _take_way(deal: Deal, hands: Hands, table: Table, order: Ints, code: int) -> None:
    """Carry out one way of a half."""
    for place in range(len(order)):
        taken = (code >> (BITS * place)) & CASES
        if taken:
            row = order[place]
            give(deal, hands, table.row[row], table.option[table.start[row] + taken - 1])


@inner
def _every_other(order: Ints, first: int) -> Ints:
    found = np.empty((len(order) - first + 1) // 2, np.int64)
    for place in range(len(found)):
        found[place] = order[first + 2 * place]
    return found


@inner
def regroup(deal: Deal, hands: Hands, group: Ints, desk: Desk, prices: Floats, slack: float, afresh: float) -> int:
    """Deal a group's rows out anew as cheaply as possible, at most `slack` above the present cost.

    Or `afresh`: at most `slack` above the floor, whatever the present cost. Gives how many ways were looked at, 0 where
    the floor says that there is nothing to find; negative where something has changed.
    """
    table, one, other, mark = desk.table, desk.one, desk.other, desk.mark
    people = len(group)
    for person in range(people):
        mark[group[person]], table.price[person] = person, prices[group[person]]
    rows = cut(deal, hands, group, mark, table)
    for person in group:
        mark[person] = -1
    desk.state[1] += 2 * rows + PATIENCE
    if rows < 2:
        return 0
    present = at_present(table, rows, people)
    floor = climb(table, rows, people, present + slack, PATIENCE)
    budget = slack if afresh > 0 else present + slack - floor
    if budget < 0:
        return 0
    reckon_regrets(table, rows, desk.state)
    at_present(table, rows, people)
    order = likely(table, rows, budget)
    allowed = budget - left_alone(table, rows, order, (CASES, CASES))
    ways_one, dealt_one = deal_half(table, _every_other(order, 0), people, allowed, one)
    ways_other, dealt_other = deal_half(table, _every_other(order, 1), people, allowed, other)
    desk.state[1] += ways_one + ways_other
    allowed = budget - left_alone(table, rows, order, (dealt_one, dealt_other)) + SMALL
    _, left, right = meet(table, one, other, (ways_one, ways_other), people, allowed)
    if left < 0:
        return ways_one + ways_other
    _take_way(deal, hands, table, _every_other(order, 0), one.code[left])
    _take_way(deal, hands, table, _every_other(order, 1), other.code[right])
    return -ways_one - ways_other
