"""Yes, no, unknown, and counts."""

import pytest

from allocator.files.faults import ValueFault
from allocator.files.values import count, is_unknown, yes_no_unknown


@pytest.mark.parametrize("text", ["是", "有", "√", "Y", "ｙｅｓ", "TRUE", "1", "1 "])
def test_yes_in_its_many_forms(text):
    """Ticks and ones are yes."""
    assert yes_no_unknown(text) is True


@pytest.mark.parametrize("text", ["否", "无", "×", "N", "no", "False", "0"])
def test_no_in_its_many_forms(text):
    """Crosses and zeros are no."""
    assert yes_no_unknown(text) is False


@pytest.mark.parametrize("text", ["", " ", "未知", "不详", "待查", "/", "?", "？"])
def test_unknown_is_neither(text):
    """What nobody has looked into stays open."""
    assert yes_no_unknown(text) is None
    assert is_unknown(text)


def test_other_words_are_refused():
    """大概 is no answer."""
    with pytest.raises(ValueFault) as fault:
        yes_no_unknown("大概")

    assert fault.value.code == "yes-no-not-understood"


def test_a_column_may_have_its_own_words():
    """已反馈 means yes where the column asks for feedback."""
    assert yes_no_unknown("已反馈", ("已反馈",), ("未反馈",)) is True
    assert yes_no_unknown("未反馈", ("已反馈",), ("未反馈",)) is False


@pytest.mark.parametrize("text,number", [("3", 3), ("３", 3), ("3人", 3), ("2.0", 2), ("", None), ("未知", None)])
def test_a_count_is_a_whole_number(text, number):
    """Units of counting may stand behind it."""
    assert count(text) == number


@pytest.mark.parametrize("text", ["-1", "2.5", "三", "1e3"])
def test_what_is_no_count_is_refused(text):
    """Half a debtor does not exist."""
    with pytest.raises(ValueFault):
        count(text)
