"""What one person might have (一人一摞): every bundle of rows that loses little, listed by an exact knapsack; compiled.

A row is worth to a person what it would cost elsewhere. What a bundle loses is the worth of rows left out that would be
a gain, of rows taken in that are none, and the price of minutes left unused; a table says how little must still be lost.
"""

from typing import NamedTuple

import numpy as np

from solver.arrays import Flags, Ints
from solver.assignment.columns import Floats
from solver.assignment.finish.duals import Board
from solver.compiled import inner

OPEN = 100  # rows that may be in or out, at most: those nearest to being as good elsewhere
DOUBLINGS = 8  # of what may be lost, until there are as many bundles as asked for
FIRST_LOSS = 0.02  # of the gap between a row's options, in the first listing
NEXT_TO_NOTHING = 1e-9  # likewise: what those that lose least lose more than the least
CELLS_PER_WAY = 1_000  # of the table, filled in the time of one way


class Stack(NamedTuple):
    """Scratch space: which rows each bundle takes, the table of least losses, and where a listing stands."""

    taken: Flags
    table: Floats
    step: Ints
    room: Ints
    loss: Floats
    gain: Floats


@inner
def _gains(board: Board, rows: Ints, others: Ints, person: int, prices: Floats, gain: Floats) -> None:
    """Say what is gained by each row at a person's price, against the cheapest of the others."""
    for place in range(len(rows)):
        row = rows[place]
        elsewhere = np.inf
        for other in others:
            elsewhere = min(elsewhere, board.cost[row, other] + prices[other] * board.minutes[row, other])
        gain[place] = elsewhere - board.cost[row, person] - prices[person] * board.minutes[row, person]
        if board.minutes[row, person] > board.room[person]:
            gain[place] = -board.beyond


@inner
def fill_table(minutes: Ints, gain: Floats, price: float, table: Floats, room: int) -> None:
    """Say for each number of rows settled, and each room left, how little is lost by the rest."""
    count = len(minutes)
    for space in range(room + 1):
        table[count, space] = price * space
    for place in range(count - 1, -1, -1):
        least, within, without = minutes[place], max(0.0, -gain[place]), max(0.0, gain[place])
        for space in range(min(least, room + 1)):
            table[place, space] = table[place + 1, space] + without
        for space in range(least, room + 1):
            table[place, space] = min(table[place + 1, space] + without, table[place + 1, space - least] + within)


@inner
def list_bundles(minutes: Ints, gain: Floats, stack: Stack, order: Ints, room: int, most: float) -> int:
    """List the bundles that lose no more than `most`, until there is no place for more; gives how many."""
    found, place, count = 0, 0, len(minutes)
    stack.step[0], stack.room[0], stack.loss[0] = 0, room, 0.0
    while place >= 0 and found < len(stack.taken):
        if place == count:
            for one in range(count):
                stack.taken[found, order[one]] = stack.step[one] == 1
            found, place = found + 1, place - 1
            continue
        stack.step[place] += 1
        if stack.step[place] > 2:  # both with the row and without it
            place -= 1
            continue
        within = stack.step[place] == 1
        left = stack.room[place] - (minutes[place] if within else 0)
        lost = stack.loss[place] + max(0.0, -gain[place] if within else gain[place])
        if left >= 0 and lost + stack.table[place + 1, left] <= most:
            place += 1
            stack.step[place], stack.room[place], stack.loss[place] = 0, left, lost
    return found


@inner
def bundles(board: Board, rows: Ints, people: Ints, prices: Floats, gap: float, stack: Stack, state: Ints) -> int:
    """List bundles for the last of some people that lose little, as many as there is place for; gives how many."""
    person, others = people[-1], people[:-1]
    gain = stack.gain[: len(rows)]
    _gains(board, rows, others, person, prices, gain)
    order = np.argsort(np.abs(gain))
    count, room = min(len(rows), OPEN), board.room[person]
    for place in order[count:]:
        stack.taken[:, place] = gain[place] > 0.0
        if gain[place] > 0.0:
            room -= board.minutes[rows[place], person]
    if room < 0:
        return 0
    order = order[:count]
    minutes, worth = np.empty(count, np.int64), np.empty(count)
    for place in range(count):
        minutes[place], worth[place] = board.minutes[rows[order[place]], person], gain[order[place]]
    fill_table(minutes, worth, prices[person] + board.idle[person], stack.table, room)
    state[1] += count * room // CELLS_PER_WAY
    found, more = 0, FIRST_LOSS * gap
    for _ in range(DOUBLINGS):
        found = list_bundles(minutes, worth, stack, order, room, stack.table[0, room] + more)
        if found == len(stack.taken):
            list_bundles(
                minutes, worth, stack, order, room, stack.table[0, room] + NEXT_TO_NOTHING * gap
            )  # not without these
            break
        more *= 2.0
    return found
