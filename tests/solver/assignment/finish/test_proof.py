"""The proof of the finisher: a target in whole numbers is like any other."""

from typing import Any

import numpy as np
import pytest

from solver.assignment.finish.proof import Proof
from solver.assignment.finish.sacks import ascend
from tests.solver.assignment.finish.packings import a_busy_office

OFFICE = a_busy_office()
KERNEL: Any = ascend


def a_proof():
    return Proof(OFFICE, np.minimum.reduceat(OFFICE.cost, OFFICE.start[:-1]).astype(np.float64), 0)


@pytest.mark.parametrize("whole", [int, np.int64])
def test_a_target_in_whole_numbers_proves_as_much_and_translates_nothing(whole):
    """The kernel is there for one type; another would be translated in the midst of a search, in its seconds."""
    one, other, cost = a_proof(), a_proof(), int(OFFICE.cost.sum()) // 7
    one.go(float(cost))
    before = list(KERNEL.signatures)
    other.go(whole(cost))

    assert list(KERNEL.signatures) == before
    assert other.bound == one.bound
    assert np.array_equal(other.worth, one.worth)
