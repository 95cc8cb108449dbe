"""Small packings, and their best choice found by trying everything."""

from itertools import product

import numpy as np
from hypothesis import strategies as st

from solver.assignment.finish.packing import Packing


def a_packing(costs, minutes, room):
    """Build a packing from tables with a row for each case and a place for each person."""
    costs, minutes = np.array(costs, dtype=np.int64), np.array(minutes, dtype=np.int64)
    cases, people = costs.shape
    return Packing(
        np.arange(cases + 1) * people,
        np.tile(np.arange(people), cases),
        minutes.reshape(-1),
        costs.reshape(-1),
        np.append(np.array(room, dtype=np.int64), 0),
        np.arange(cases * people),
        np.arange(cases),
    )


def is_lawful(packing, options):
    """Say whether everybody has room for what a choice gives."""
    used = np.bincount(packing.person[options], weights=packing.minutes[options], minlength=packing.people)
    return bool((packing.row[options] == np.arange(packing.rows)).all() and (used <= packing.room).all())


def cheapest(packing):
    """Try every choice; None where none is lawful."""
    ranges = [range(packing.start[row], packing.start[row + 1]) for row in range(packing.rows)]
    lawful = [one for one in product(*ranges) if is_lawful(packing, np.array(one))]
    return min((int(packing.cost[list(one)].sum()) for one in lawful), default=None)


@st.composite
def packings(draw):
    """Up to six cases and three people, tight or roomy."""
    cases, people = draw(st.integers(2, 6)), draw(st.integers(2, 3))
    table = st.lists(st.lists(st.integers(0, 9), min_size=people, max_size=people), min_size=cases, max_size=cases)
    room = draw(st.lists(st.integers(4, 25), min_size=people, max_size=people))
    return a_packing(draw(table), draw(table), room)
