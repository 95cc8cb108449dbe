"""Groups (分组): whose rows are dealt out anew at once: some who lose much, and some to whom their rows could go; compiled."""

import numpy as np

from solver.arrays import Flags, Ints
from solver.assignment.columns import Floats
from solver.assignment.finish.deal import draw
from solver.assignment.finish.duals import Board
from solver.compiled import inner

CHANCE = 1 << 16


@inner
def least_dear(board: Board, people: Ints, prices: Floats) -> Floats:
    """Say what each row's cheapest option costs at the prices."""
    least = np.full(len(board.cost), np.inf)
    for row in range(len(least)):
        for person in people:
            least[row] = min(least[row], board.cost[row, person] + prices[person] * board.minutes[row, person])
    return least


@inner
def losses(board: Board, prices: Floats, choice: Ints, least: Floats) -> Floats:
    """Say what each person's rows lose against their cheapest options, with the price of unused minutes."""
    loss = prices * board.room
    for row in range(len(choice)):
        loss[choice[row]] += board.cost[row, choice[row]] - least[row]
    return loss


@inner
def _by_loss(people: Ints, loss: Floats, within: Flags, state: Ints) -> int:
    """Draw a person outside a group, those who lose most likeliest."""
    total, drawn = 0.0, -1
    for person in people:
        total += 0.0 if within[person] else loss[person]
    left = total * draw(state, CHANCE) / CHANCE
    for person in people:
        if not within[person]:
            drawn, left = person, left - loss[person]
            if left < 0.0:
                break
    return drawn


@inner
def _by_rows(board: Board, people: Ints, prices: Floats, choice: Ints, within: Flags, state: Ints) -> int:
    """Draw a person outside a group to whom one of its rows could go cheaply."""
    row = draw(state, len(choice))
    for _ in range(len(choice)):
        if within[choice[row]]:
            break
        row = draw(state, len(choice))
    drawn, least = -1, np.inf
    for person in people:
        dear = board.cost[row, person] + prices[person] * board.minutes[row, person]
        if not within[person] and (drawn < 0 or (dear < least and draw(state, 5) < 3)):
            drawn, least = person, dear
    return drawn


@inner
def draw_group(board: Board, people: Ints, prices: Floats, choice: Ints, loss: Floats, size: int, state: Ints) -> Ints:
    """Draw so many people: up to half of them by what they lose, the others by rows that could go to them."""
    lossy, within = 1 + draw(state, max(1, size // 2)), np.zeros(len(board.room), np.bool_)
    group = np.empty(size, np.int64)
    for place in range(size):
        by_loss = place < lossy
        group[place] = (
            _by_loss(people, loss, within, state) if by_loss else _by_rows(board, people, prices, choice, within, state)
        )
        within[group[place]] = True
    return group


@inner
def among(group: Ints, people: int) -> Flags:
    """Mark those in a group."""
    within = np.zeros(people, np.bool_)
    for person in group:
        within[person] = True
    return within


@inner
def cost_of(board: Board, rows: Ints, choice: Ints) -> float:
    """Add up what some rows cost where they are."""
    cost = 0.0
    for row in rows:
        cost += board.cost[row, choice[row]]
    return cost
