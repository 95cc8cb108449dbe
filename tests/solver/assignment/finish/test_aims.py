"""One search for a lower peak: it ends at the lowest, heeds what is proven, and takes what another has found."""

import numpy as np

from solver.assignment.finish.aims import Aims, Ground
from tests.solver.assignment.finish.packings import a_packing, an_office, is_lawful, lowest_peak, peak_of

SEVEN = a_packing(np.zeros((7, 2)), [[4, 7], [5, 3], [6, 6], [3, 8], [7, 2], [2, 6], [5, 5]], [60, 60])
GROUND = Ground(an_office(SEVEN), SEVEN)
ALL_ON_ONE = SEVEN.start[:-1]


def some_aims(start, bound=0, seed=1, parts=4):
    return Aims(GROUND, start, bound, share=0.01, seed=seed, parts=parts)


def went(aims, seconds=0.1):
    while aims.seconds < seconds and aims.value > aims.bound:
        aims.go()
    return aims


def test_the_peak_comes_down_to_the_lowest_there_is():
    """From all on one desk, with either way of choosing the next aim."""
    for parts in (2, 4):
        aims = went(some_aims(ALL_ON_ONE, parts=parts))

        assert is_lawful(SEVEN, aims.best)
        assert peak_of(GROUND.instance, aims.best) == aims.value == lowest_peak(SEVEN)


def test_a_peak_without_a_choice_is_beyond_any():
    """The first choice found is better than none."""
    aims = some_aims(None)

    assert aims.value > peak_of(GROUND.instance, ALL_ON_ONE)
    assert went(aims).value == lowest_peak(SEVEN)


def test_a_lower_peak_is_taken_from_another_search_and_a_higher_one_is_not():
    """So is what is proven, either way."""
    high, low = some_aims(ALL_ON_ONE), went(some_aims(ALL_ON_ONE))
    lowest = low.value
    low.learn(high, 3)
    high.learn(low, 4)

    assert low.value == high.value == lowest == peak_of(GROUND.instance, high.best)
    assert (low.bound, high.bound) == (3, 4)


def test_a_search_goes_on_below_what_it_was_told_of():
    """An aim above the choice in hand is given up: what is found there is no gain."""
    aims, told = some_aims(ALL_ON_ONE), some_aims(ALL_ON_ONE)
    told.best = np.where(np.arange(7) % 2, SEVEN.start[:-1] + 1, SEVEN.start[:-1])
    told.value = peak_of(GROUND.instance, told.best)
    went(aims, 0.002)
    aims.learn(told, 0)

    assert went(aims).value == lowest_peak(SEVEN)


def test_the_same_seed_finds_alike():
    """Counted steps and the seed alone decide."""
    one, other = (went(some_aims(ALL_ON_ONE, seed=7)) for _ in range(2))

    assert np.array_equal(one.best, other.best)
    assert one.seconds == other.seconds
