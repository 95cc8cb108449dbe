"""Cholesky's factors (分解求解) of a positive definite matrix, inside kernels: one thread, always the same order, the same bits."""

import numpy as np

from solver.assignment.columns import Floats
from solver.compiled import inner

TINIEST = 1e-18  # the least a factor is taken for


@inner
def solved(curve: Floats, sides: Floats) -> Floats:
    """Solve for both sides of a system with a positive definite matrix, of which only what is below the diagonal is read.

    Cholesky's factors in one thread. What one column takes off the others is taken off along whole rows, which machines
    do several numbers at a time and always in one order.
    """
    count, column = len(curve), np.empty(len(curve))
    for j in range(count):
        curve[j, j] = np.sqrt(max(curve[j, j], TINIEST))
        for i in range(j + 1, count):
            curve[i, j] /= curve[j, j]
            column[i] = curve[i, j]
        for i in range(j + 1, count):
            factor = curve[i, j]
            for one in range(j + 1, i + 1):
                curve[i, one] -= factor * column[one]
    for side in range(sides.shape[1]):
        for i in range(count):
            for one in range(i):
                sides[i, side] -= curve[i, one] * sides[one, side]
            sides[i, side] /= curve[i, i]
        for i in range(count - 1, -1, -1):
            sides[i, side] /= curve[i, i]
            for one in range(i):
                sides[one, side] -= curve[i, one] * sides[i, side]
    return sides
