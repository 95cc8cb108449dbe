"""ID-card numbers and credit codes."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allocator.domain.words import Text
from allocator.files.identities import CARD_SIGNS, CARD_WEIGHTS, CREDIT_SIGNS, Identity, identities, identity


def read(text: str) -> Identity:
    """The number in a cell that holds one."""
    found = identity(text)
    assert found is not None
    return found


def doubt(text: str) -> Text:
    """What is doubtful about a number."""
    found = read(text).doubt
    assert found is not None
    return found


def a_card(body: str) -> str:
    """An ID-card number with its check digit."""
    total = sum(int(sign) * weight for sign, weight in zip(body, CARD_WEIGHTS, strict=True))
    return body + CARD_SIGNS[total % 11]


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2099, 12, 31)), st.integers(0, 999))
def test_a_right_card_raises_no_doubt_and_any_other_check_digit_does(birthday, serial):
    """One sign in eleven fits."""
    right = a_card(f"152822{birthday:%Y%m%d}{serial:03d}")

    assert read(right).doubt is None
    assert all(read(right[:17] + sign).doubt for sign in CARD_SIGNS if sign != right[17])


def test_the_published_examples_are_right():
    """The examples of GB 11643 and GB 32100 pass."""
    card, code = read("11010519491231002x"), read("91350100M000100Y43")

    assert (card.number, card.kind, card.doubt) == ("11010519491231002X", "id_card", None)
    assert (code.number, code.kind, code.doubt) == ("91350100M000100Y43", "credit_code", None)


@given(st.sampled_from(CREDIT_SIGNS))
def test_a_credit_code_with_another_check_sign_is_doubted(sign):
    """A wrong sign is told, not refused."""
    found = read("91350100M000100Y4" + sign)

    assert (found.doubt is None) == (sign == "3")


def test_a_card_of_no_real_birthday_is_doubted():
    """The 30th of February is nobody's birthday."""
    assert "生日" in doubt(a_card("15282219900230001")).zh


@pytest.mark.parametrize("text", ["152822********1234", "1.52822E+17"])
def test_a_number_that_is_masked_or_cut_off_names_nobody(text):
    """Two masked numbers that look alike must not make two people one."""
    found = read(text)

    assert found.number is None
    assert found.doubt


def test_a_doubt_does_not_repeat_the_number():
    """A message shows four signs of an ID-card number, no more."""
    assert "152822" not in doubt("152822199001011234").zh


def test_places_without_a_number_are_kept():
    """The second of three parties has none."""
    found = identities("11010519491231002X；无；P123")

    assert [one and one.number for one in found] == ["11010519491231002X", None, "P123"]
    assert identities("") == ()


def test_an_apostrophe_and_blanks_are_no_part_of_a_number():
    """'1101 0519… as exported from a spreadsheet is read."""
    assert read("'110105 19491231 002x").number == "11010519491231002X"


def test_eighteen_figures_without_a_birthday_are_a_code():
    """A credit code may hold figures only and is then no ID card."""
    assert read("911502220000000018").kind == "credit_code"
    assert read(a_card("15282219900101123")).kind == "id_card"
