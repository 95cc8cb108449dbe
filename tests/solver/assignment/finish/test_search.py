"""The search of the finisher: when it begins anew, where it goes on from, and what it takes from another search."""

from typing import Any

import numpy as np
import pytest

from solver.assignment.finish.search import BEGINNINGS, PATIENCE, Search
from tests.solver.assignment.finish.packings import a_packing

TEN = a_packing([[cost, cost + 10] for cost in range(10)], np.ones((10, 2)), [10, 10])
"""Ten cases, each ten dearer with the second of two people."""


def dearer(count):
    """The choice in which so many cases are with the second person."""
    return TEN.start[:-1] + (np.arange(10) < count)


class Stairs:
    """In place of dives: each deal of groups lasts a second and gives one case back to the first, down to a landing.

    A dive over everybody leads to a choice that is said.
    """

    possible = True

    def __init__(self, landing, whole=8):
        self.seconds, self.landing, self.top, self.from_, self.dives = 0.0, landing, whole, [], []

    def anew(self, options, calls):
        self.seconds += 1.0
        count = int((options - TEN.start[:-1]).sum())
        self.from_.append(count)
        return dearer(max(count - 1, min(count, self.landing)))

    def whole(self, most):
        self.dives.append(self.seconds)
        return dearer(self.top)

    def wide(self):
        """Two people are too few for a wide dive."""


class WideStairs(Stairs):
    """Where wide dives lead to choices that are said, one after the other; each takes one step of a second."""

    def __init__(self, landing, ends):
        super().__init__(landing)
        self.ends, self.open = iter(ends), False

    def wide(self):
        self.open = True
        return self

    def step(self):
        self.seconds, self.open = self.seconds + 1.0, False

    def ended(self, dive):
        self.dives.append(self.seconds)
        return next(self.ends)


def a_search(landing, begin=9, **more):
    """A search in the midst of its first descent, with so many cases at the second person."""
    search: Any = Search(TEN, dearer(begin), seed=1)
    search._diver, search._dives = Stairs(landing, **more), 5
    search._diver.seconds = 3.0
    return search


def step(search, times):
    for _ in range(times):
        search.go()


def until_begun_anew(search):
    for _ in range(60):
        if not search._diver.dives:
            search.go()
    assert len(search._diver.dives) == 1


def cost_of(count):
    return int(TEN.cost[dearer(count)].sum())


def test_a_search_that_comes_down_goes_on_where_it_is():
    """Each deal begins from the one before, and the best is the lowest."""
    search = a_search(landing=0)
    step(search, 5)

    assert search._diver.from_ == [9, 8, 7, 6, 5]
    assert search.cost == cost_of(4)


@pytest.mark.parametrize("landing, stands", [(8, 4), (5, 7)])
def test_a_search_begins_anew_when_it_has_stood_as_long_as_it_came_down_and_some_seconds(landing, stands):
    """It came down until `stands`; nothing is begun before as long has passed again, and the patience."""
    search = a_search(landing)
    step(search, 60)

    first = search._diver.dives[0]
    assert 2 * stands + PATIENCE < first <= 2 * stands + PATIENCE + 1


def test_what_is_begun_anew_may_be_dearer_and_the_best_is_kept():
    """From the new dive the search comes down again; what it had found stays in hand until something is cheaper."""
    search = a_search(landing=5)
    until_begun_anew(search)
    before = search.cost
    search._diver.from_.clear()
    step(search, 2)

    assert search._diver.from_ == [7, 6]
    assert search.cost == before == cost_of(5)

    search._diver.landing = 2
    step(search, 4)
    assert search.cost == cost_of(2)


def test_the_first_descent_goes_on_from_what_another_search_found():
    """It is the same descent for both."""
    search, other = a_search(landing=0), a_search(landing=0, begin=4)
    step(search, 2)
    search.adopt(other)
    step(search, 1)

    assert search._diver.from_ == [9, 8, 4]


def test_a_later_descent_goes_on_from_where_it_is_and_keeps_what_another_found():
    """Descents begun anew are each search's own: else both would soon be in one place."""
    search, other = a_search(landing=5), a_search(landing=0, begin=1)
    until_begun_anew(search)
    search.adopt(other)
    search._diver.from_.clear()
    step(search, 2)

    assert search._diver.from_ == [7, 6]
    assert search.cost == cost_of(1)


def test_nothing_dearer_is_taken_from_another_search():
    """What is in hand is cheaper."""
    search, other = a_search(landing=0, begin=4), a_search(landing=0)
    search.adopt(other)
    step(search, 1)

    assert search._diver.from_ == [4]
    assert other.cost == cost_of(9)


def test_a_search_without_a_choice_takes_that_of_another():
    """Any choice is cheaper than none."""
    search = Search(TEN, None, seed=1)
    search.adopt(a_search(landing=0))

    assert search.cost == cost_of(9)


def test_a_search_that_stands_begins_anew_at_the_cheapest_of_a_few_wide_dives():
    """Whatever is the cheapest so far is kept at once; dives that lead to none are left out."""
    search = a_search(landing=5)
    search._diver = WideStairs(6, [dearer(9), dearer(7), dearer(4), None, dearer(8), dearer(7)])
    search._diver.seconds = 3.0
    while len(search._diver.dives) < BEGINNINGS - 3:
        search.go()
    assert search.cost == cost_of(4)

    step(search, 3)
    search._diver.from_.clear()
    step(search, 1)
    assert search._diver.from_ == [4]
