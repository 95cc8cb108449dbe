"""Case numbers in their one form."""

import pytest

from allocator.files.case_numbers import case_kind, case_no
from allocator.files.faults import ValueFault

CANONICAL = "（2022）内0222执123号"


@pytest.mark.parametrize(
    "text",
    [
        CANONICAL,
        "(2022)内0222执123号",
        "【2022】内 0222 执 123 号",
        "〔2022〕内0222执0123号",
        "［２０２２］内０２２２执１２３号",
        "（2022）内0222执字第123号",
        "(2022)内0222执123",
        "2022内0222执123号",
    ],
)
def test_a_case_number_has_one_form(text):
    """Brackets, widths, blanks and leading zeros do not make another case."""
    assert case_no(text) == CANONICAL


def test_an_old_number_keeps_its_words():
    """Before the court codes of 2016 字第 belonged to the number."""
    assert case_no("(2014)固执字第00123号") == "（2014）固执字第123号"


def test_another_office_numbers_as_it_likes():
    """Without a pattern any word will do."""
    assert case_no(" WABO-2015-0042 ") == "WABO-2015-0042"


def test_the_offices_pattern_is_kept():
    """A number of another form is refused with a remedy."""
    assert case_no("W-12", r"W-\d+") == "W-12"

    with pytest.raises(ValueFault) as fault:
        case_no("X-12", r"W-\d+")

    assert fault.value.code == "case-no-form"
    assert r"W-\d+" in fault.value.remedy.en


def test_signs_nobody_sees_do_not_make_another_number():
    """One number copied from a page with directions and joiners in it."""
    assert case_no("（2022）\u200e内0222\u2060执\u200d123\u200b号") == case_no("（2022）内0222执123号")


@pytest.mark.parametrize("text", ["", " ", "\u200b"])
def test_a_case_without_a_number_is_refused(text):
    """A blank is told as a blank."""
    with pytest.raises(ValueFault) as fault:
        case_no(text)

    assert fault.value.code == "case-no-missing"


@pytest.mark.parametrize("kind", ["执", "执恢", "执保", "执异", "执复", "执监", "执他"])
def test_the_number_tells_the_kind(kind):
    """执恢 is not 执."""
    assert case_kind(f"（2022）内0222{kind}12号") == kind
    assert case_kind(f"（2014）固{kind}字第12号") == kind


def test_a_number_of_another_office_tells_no_kind():
    """Nothing is read into it."""
    assert case_kind("W-12") is None
