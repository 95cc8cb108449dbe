"""Bundles of one person: those that lose least are listed, and no bundle is more than the room."""

from itertools import combinations

import numpy as np
from hypothesis import example, given, settings
from hypothesis import strategies as st

from solver.assignment.finish.bundles import OPEN, Stack, bundles
from solver.assignment.finish.duals import Board

MOST = 6


def a_stack(rows, room):
    step = np.zeros(OPEN + 1, np.int64)
    loss = np.zeros(OPEN + 1)
    return Stack(np.zeros((MOST, rows), bool), np.empty((OPEN + 1, room + 1)), step, step.copy(), loss, np.zeros(rows))


def a_board(costs, minutes, room):
    costs, minutes = np.array(costs, dtype=np.float64), np.array(minutes, dtype=np.int64)
    return Board(costs, minutes, np.array([50, room]), np.zeros(2), 1.0, 5.0, 1_000.0)


def worth_of(board, prices, rows):
    """Say what a person gains by a bundle against the other, unused minutes paid for; None where it is too much."""
    left = board.room[1] - board.minutes[list(rows), 1].sum()
    elsewhere = board.cost[:, 0] + prices[0] * board.minutes[:, 0]
    return None if left < 0 else sum(elsewhere[row] - board.cost[row, 1] for row in rows)


tables = st.lists(st.tuples(st.integers(0, 20), st.integers(0, 20), st.integers(1, 9)), min_size=2, max_size=6)


@settings(max_examples=60, deadline=None)
@given(tables, st.integers(3, 25))
@example([(0, 0, 2), (0, 2, 3), (0, 2, 3)], 8)
def test_the_bundle_that_gains_most_is_among_those_listed(table, room):
    """Trying every bundle finds none that gains more, and each listed one fits."""
    board = a_board([row[:2] for row in table], [(row[2], row[2]) for row in table], room)
    prices, rows = np.array([0.5, 0.0]), np.arange(len(table))
    stack = a_stack(len(table), room)
    found = bundles(board, rows, np.array([0, 1]), prices, 1.0, stack, np.zeros(2, np.int64))

    listed = [worth_of(board, prices, np.flatnonzero(stack.taken[one])) for one in range(found)]
    every = [
        worth_of(board, prices, one) for size in range(len(table) + 1) for one in combinations(rows.tolist(), size)
    ]

    assert None not in listed
    assert max(listed) >= max(one for one in every if one is not None) - 1e-9
