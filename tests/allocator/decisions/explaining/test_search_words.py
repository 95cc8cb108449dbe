"""How far a search is, said by what its levels count: with a unit, and with what the bound means."""

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allocator.decisions.allocation.allocation import LEVELS
from allocator.decisions.explaining.search_words import (
    IN_ASSIGNMENT,
    IN_FIELDWORK,
    IN_PAIRING,
    PRICED,
    REACHED,
    amount,
    level_row,
    so_far,
)
from allocator.decisions.fieldwork.outcome import LEVELS as FIELD_LEVELS
from allocator.decisions.pairs.pairing import PAIR_LEVELS
from solver.search import Status

SEARCHES = [(LEVELS, IN_ASSIGNMENT), (FIELD_LEVELS, IN_FIELDWORK), (PAIR_LEVELS, IN_PAIRING)]
PRICES = {"moves", "overtime", "learning", "moved", "standin", "preferred"}


@pytest.mark.parametrize("names, meanings", SEARCHES)
def test_every_level_says_what_its_value_counts(names, meanings):
    """All but the lots, which mean nothing to anybody; only what has no unit but the rulebook's price is a price."""
    assert set(meanings) == set(names)
    assert {name for name, text in meanings.items() if text is None} <= {"lots"}
    assert {name for name, text in meanings.items() if text is PRICED} <= PRICES


@pytest.mark.parametrize("level, value, meanings, zh, en", [
    ("peak", 862, IN_ASSIGNMENT, "最忙者负荷 86.2%", "the busiest at 86.2 %"),
    ("assigned:2", 1, IN_ASSIGNMENT, "未能分出 1 件", "1 case left out"),
    ("travel", 90, IN_FIELDWORK, "行车 1.5 小时", "1.5 h on the road"),
    ("learning", 1000, IN_ASSIGNMENT, "学徒尚缺 1 件", "apprentices 1 case short"),
    ("learning", 2500, IN_ASSIGNMENT, "学徒尚缺 2.5 件", "apprentices 2.5 cases short"),
])  # fmt: skip
def test_a_value_has_its_unit(level, value, meanings, zh, en):
    """Loads in per cent, minutes as hours, cases as cases: no bare number of the solver."""
    told = amount(level, value, meanings)

    assert told is not None
    assert (told.zh, told.en) == (zh, en)


def test_a_level_of_a_certificate_is_told_in_words():
    """Value and bound by what they count, and how it ended; a number drawn is told to nobody."""
    peak = {"name": "peak", "value": 862, "bound": 859, "status": "within tolerance"}
    lots = {"name": "lots", "value": 5, "bound": 5, "status": "proven"}

    assert [text.en for text in level_row(peak, IN_ASSIGNMENT)] == [
        "the busiest at 86.2 %", "the busiest at 85.9 %", "within the tolerance",
    ]  # fmt: skip
    assert [text.zh for text in level_row(lots, IN_ASSIGNMENT)] == ["—", "—", "已证不能更好"]
    assert set(REACHED) == set(get_args(Status))


def test_what_is_known_is_said_and_no_more():
    """Nothing found, no bound yet, a gap, and a value that cannot be better."""
    assert so_far("peak", None, 3, IN_ASSIGNMENT).en == so_far("lots", 5, 3, IN_ASSIGNMENT).en == ""
    assert so_far("new_level", 5, 3, IN_ASSIGNMENT).zh == ""
    assert so_far("peak", 900, None, IN_ASSIGNMENT).en == "So far: the busiest at 90.0 %."
    assert so_far("peak", 900, 900, IN_ASSIGNMENT).zh == "目前：最忙者负荷 90.0%，已证不能更好。"
    told = so_far("peak", 900, 855, IN_ASSIGNMENT)
    assert "85.5%" in told.zh
    assert "proven that nothing is better than: the busiest at 85.5 %, so at most 5.0 % is missing" in told.en


@given(st.sampled_from(sorted(IN_FIELDWORK)), st.integers(0, 10**9), st.integers(0, 10**9))
def test_nothing_is_ever_missing_by_less_than_none_or_more_than_all(level, value, bound):
    """Whatever the level and the two numbers: the gap told lies between nothing and everything."""
    text = so_far(level, value, bound, IN_FIELDWORK).zh

    assert ("不能更好" in text) is (bound >= value)
    if bound < value:
        assert 0 <= float(text.rsplit("差", 1)[1].split("%")[0].strip()) <= 100
