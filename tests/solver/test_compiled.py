"""Compiled kernels give what the same Python gives, and need no folder that may be written."""

import numpy as np

from solver.compiled import NUMBA, compiled


def heaviest(minutes):
    best = 0
    for place in range(len(minutes)):
        best = max(best, minutes[place])
    return best


def kept_in(kernel):
    return kernel.stats.cache_path


def test_a_kernel_gives_what_its_python_gives():
    """The heaviest case is the same, by machine code or by hand."""
    minutes = np.array([30, 240, 90], dtype=np.int64)

    assert compiled(heaviest)(minutes) == heaviest(minutes) == 240


def test_machine_code_is_kept_where_that_is_allowed():
    """The second process reads what the first one has translated."""
    assert kept_in(compiled(heaviest)) is not None


def test_where_nothing_may_be_written_kernels_still_run(monkeypatch):
    """A read-only installation compiles in each process instead of failing, and keeps nothing."""
    monkeypatch.setattr("solver.compiled.folder_of", lambda file: None)

    kernel = compiled(heaviest)

    assert (kernel(np.array([5, 7], dtype=np.int64)), kept_in(kernel)) == (7, None)


def test_other_users_of_numba_keep_their_folder():
    """Where numba keeps the code of others is left as it was."""
    before = NUMBA.CACHE_DIR

    compiled(heaviest)

    assert before == NUMBA.CACHE_DIR
