"""Answers to facts as a clerk types them."""

import pytest

from allocator.files.answers import read_answer
from tests.stories import a_rulebook


@pytest.mark.parametrize("name, text, value", [
    ("appraisal_needed", "yes", True), ("appraisal_needed", "是", True), ("appraisal_needed", "false", False),
    ("appraisal_needed", "未知", None), ("appraisal_needed", "unknown", None), ("appraisal_needed", "perhaps", "perhaps"),
    ("preserved", "80000", 80000), ("preserved", "8万元", 8_000_000), ("preserved", "12.50元", 1250),
    ("preserved", "-1", -1), ("preserved", "about a lot", "about a lot"),
    ("town_minutes", "45", 45), ("town", "怀朔镇", "怀朔镇"),
    ("cause", "民间借贷纠纷", "private_loan"), ("cause", "private_loan", "private_loan"), ("cause", "观星", "观星"),
    ("no_such_fact", "1", "1"),
])  # fmt: skip
def test_an_answer_is_read_by_the_kind_of_its_fact(name, text, value):
    """What cannot be read stays as typed, so that the refusal can quote it."""
    assert read_answer(name, text, a_rulebook()) == value
