"""The moves of a simulated morning are those of the plan that would be drafted then."""

import pytest

from allocator.decisions.allocation.move_plan import Asked, Drawn
from allocator.decisions.allocation.rebalancing import rebalance
from allocator.decisions.checking.move_checker import check_moves
from allocator.simulation.few_moves import SECONDS, few_moves
from tests.allocator.decisions.held_stock import a_held_stock
from tests.allocator.decisions.offices import lots

SECRET = bytes(range(32))
SEED = int.from_bytes(SECRET[:4], "big") % 2**31


@pytest.mark.parametrize("seed", range(8))
def test_moves_are_those_of_the_plan_in_earnest(seed):
    """Random offices: the same cases to the same people, with the same minutes and at the same price."""
    stock, seen = a_held_stock(seed, 14)

    whole = rebalance(stock, seen, Asked(most=3), Drawn(lots, SEED), SECONDS)

    assert few_moves(stock, seen, 3, SECRET) == whole.rows


def test_moves_without_a_checker_are_lawful_all_the_same():
    """A simulation does not check them again: the checker has nothing to say against them."""
    for seed in range(8):
        stock, seen = a_held_stock(seed, 14)

        found = few_moves(stock, seen, 4, SECRET)

        assert check_moves(stock, found, seen, Asked(most=4)) == ()
