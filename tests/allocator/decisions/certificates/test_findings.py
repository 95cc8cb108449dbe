"""What verifying a certificate finds, said so that a reader without the program understands it."""

import pytest

from allocator.decisions.certificates.findings import heard
from solver import witness
from solver.search import LevelResult


@pytest.mark.parametrize(
    "proven, zh, en", [(90, "HiGHS 证至 90", "HiGHS proves 90"), (None, "HiGHS 尚无所证", "HiGHS proves nothing yet")]
)
def test_a_bound_left_open_says_how_far_the_other_solver_came(proven, zh, en):
    """Also where it came nowhere in the time given, in words and not as a blank of the program."""
    level = LevelResult("spread", 100, 95, 50_000, "step-minutes", "within limits", 100, 100)

    found = heard(witness.Testimony("spread", "open", 95, proven), level, 10)

    assert zh in found.text.zh
    assert en in found.text.en
    assert "None" not in found.text.zh + found.text.en
