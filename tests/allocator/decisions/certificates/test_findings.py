"""What verifying a certificate finds, said so that a reader without the program understands it."""

import pytest

from allocator.decisions.certificates.findings import heard, refuted
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


def test_what_is_not_there_is_nothing_and_no_blank_of_the_program():
    """A row that a plan has and a certificate leaves out, and the other way round."""
    assert refuted("plan.rows.1", None, "G07").text.zh == "plan.rows.1：所称 无，实为 G07。"
    assert refuted("plan.rows.1", "G07", None).text.en == "plan.rows.1: stated G07, found nothing."
