"""Solving by Cholesky's factors: as any other way does, from half of the matrix."""

import numpy as np
import pytest

from solver.assignment.prices.factors import solved


@pytest.mark.parametrize("count", [1, 2, 7, 40])
def test_a_system_is_solved_from_what_is_below_its_diagonal(count):
    """What stands above it is not read."""
    chance = np.random.default_rng(count)
    root = chance.standard_normal((count, count + 3))
    whole, sides = root @ root.T, chance.standard_normal((count, 2))
    below = np.tril(whole) + np.triu(np.full((count, count), np.nan), 1)

    assert solved(below, sides.copy()) == pytest.approx(np.linalg.solve(whole, sides), rel=1e-6, abs=1e-9)
