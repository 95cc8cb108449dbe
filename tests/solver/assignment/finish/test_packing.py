"""Which levels the finisher takes on, and which it leaves to others."""

import numpy as np

from solver.assignment.columns import Columns
from solver.assignment.finish import Packing
from solver.assignment.prices.question import ask
from tests.solver.assignment.finish.packings import a_packing, an_office


def an_office_of(cases, people=10):
    """Make an office in which everybody may have every case."""
    chance = np.random.default_rng(1)
    table = chance.integers(1, 30, (cases, people))
    return an_office(a_packing(table, table, [1_000] * people))


def packed(office, level, held):
    return Packing.of(ask(office, Columns.of(office), level, held))


def test_a_level_with_one_charge_for_each_option_is_taken_on():
    """Everybody is to be placed, and nothing else is held."""
    office = an_office_of(30)

    assert packed(office, "misfit", {"assigned:0": 0}).rows == 30
    assert packed(office, "peak", {"assigned:0": 0}).whole


def test_a_small_office_is_left_to_the_search_tree():
    """A tree proves it sooner."""
    assert packed(an_office_of(5), "misfit", {"assigned:0": 0}) is None


def test_a_level_below_one_that_is_held_is_left_to_others():
    """Knapsacks know nothing of a spread that must not rise, and cases that may be left out are no packing."""
    office = an_office_of(30)

    assert packed(office, "misfit", {"assigned:0": 0, "spread": 5}) is None
    assert packed(office, "misfit", {"assigned:0": 2}) is None
