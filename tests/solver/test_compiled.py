"""Compiled kernels give what the same Python gives, and need no folder that may be written."""

import numba
import numpy as np

from solver.compiled import compiled


def heaviest(minutes):
    best = 0
    for place in range(len(minutes)):
        best = max(best, minutes[place])
    return best


def test_a_kernel_gives_what_its_python_gives():
    """The heaviest case is the same, by machine code or by hand."""
    minutes = np.array([30, 240, 90], dtype=np.int64)

    assert compiled(heaviest)(minutes) == heaviest(minutes) == 240


def test_where_nothing_may_be_written_kernels_still_run(monkeypatch):
    """A read-only installation compiles in each process instead of failing."""
    offered = numba.njit

    def refuse(**settings):
        if settings.get("cache"):
            raise RuntimeError("cannot cache function: no locator available")
        return offered(**settings)

    monkeypatch.setattr(numba, "njit", refuse)
    assert compiled(heaviest)(np.array([5, 7], dtype=np.int64)) == 7
