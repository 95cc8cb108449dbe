"""The core of a knapsack: few items are in question, and what they make with the others is the best filling there is."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solver.assignment.finish.core import FEW, FINE, core_for, critical_price, fill_core, mark_taken

items = st.lists(st.tuples(st.integers(0, 9), st.integers(1, 30)), min_size=1, max_size=9)


def filled(minutes, worth, room, price=None):
    """Fill a room; gives the worth, the items taken, and how many were in question."""
    minutes, worth = np.array(minutes, dtype=np.int64), np.array(worth, dtype=float)
    price = critical_price(minutes, worth, room, FINE) if price is None else price
    core, table = core_for(len(minutes)), np.empty((len(minutes) + 1, room + 1))
    filling = fill_core(minutes, worth, price, room, core, table)
    taken = np.zeros(len(minutes), dtype=bool)
    mark_taken(core, filling, table, np.arange(len(minutes)), taken)
    return filling.worth, taken, filling.asked


@settings(max_examples=200, deadline=None)
@given(items, st.integers(0, 40), st.none() | st.integers(0, 6))
def test_no_filling_is_worth_more(wanted, room, price):
    """At the critical price as at any other: the best of all that fit, and the items taken are worth just that."""
    minutes, worth = (list(column) for column in zip(*wanted, strict=True))

    value, taken, _ = filled(minutes, worth, room, None if price is None else float(price))

    every = [one for size in range(len(minutes) + 1) for one in combinations(range(len(minutes)), size)]
    best = max(sum(worth[item] for item in one) for one in every if sum(minutes[item] for item in one) <= room)
    assert value == pytest.approx(best)
    assert sum(np.array(worth)[taken]) == pytest.approx(best)
    assert sum(np.array(minutes)[taken]) <= room


def test_few_of_many_items_are_in_question():
    """Of four hundred items nearly all are surely in or surely out."""
    chance = np.random.default_rng(5)
    minutes, noise = chance.integers(1, 100, 400), chance.integers(-10, 11, 400)

    value, taken, count = filled(minutes, 100 + 3 * noise, 400)

    assert count < 3 * FEW
    assert value == sum((100 + 3 * noise)[taken])


def test_whole_numbers_stay_whole():
    """With a whole-numbered price all sums are exact, however large they are."""
    minutes, worth = [3, 5, 7, 2], [2**45 + 1, 2**46 + 3, 2**46 - 5, 2**44 + 7]

    assert filled(minutes, worth, 10, float(2**43))[0] == max(2**45 + 1 + 2**46 - 5, 2**45 + 1 + 2**46 + 3 + 2**44 + 7)
