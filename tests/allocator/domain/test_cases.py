"""Filings and parties."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allocator.domain.cases import PartySide, normal_name
from allocator.domain.errors import BadInput
from tests.stories import a_creditor, a_debtor, a_filing


@given(st.text("赵钱ＡＢabc　 （）()①", max_size=12))
def test_a_name_has_one_normal_form(name):
    """Normalising twice changes nothing, and spaces and width make no difference."""
    once = normal_name(name)

    assert normal_name(once) == once
    assert normal_name(f" {name}　") == once


def test_full_width_and_half_width_names_are_one():
    """A clerk's keyboard setting makes no new party."""
    assert normal_name("Ａ公司（固阳）") == normal_name("a公司 (固阳)")


def test_a_party_is_found_by_identity_first_and_by_name_too():
    """The identity is the sure key; the name stays a key for cases filed without it."""
    known, unknown = a_debtor("赵某", identity="15022219800101001X"), a_debtor("赵 某")

    assert known.key == "id:15022219800101001x"
    assert known.keys == ("id:15022219800101001x", "name:赵某")
    assert unknown.keys == ("name:赵某",)


def test_one_person_on_both_sides_has_one_key():
    """A creditor who is debtor elsewhere is found again."""
    assert a_debtor("赵某").key == a_creditor("赵某").key


@pytest.mark.parametrize("name", ["", " ", "　"])
def test_a_party_has_a_name(name):
    """A blank name is refused with the next step."""
    with pytest.raises(BadInput) as caught:
        a_debtor(name)

    assert "name" in caught.value.remedy.en


@pytest.mark.parametrize("case_no", ["", "  "])
def test_a_filing_has_a_number(case_no):
    """A blank case number is refused."""
    with pytest.raises(BadInput, match="case number"):
        a_filing(case_no)


@pytest.mark.parametrize("amounts", [{"claim": -1}, {"preserved": -1}])
def test_no_amount_is_negative(amounts):
    """The refusal names the case, and the unit amounts are in."""
    with pytest.raises(BadInput) as caught:
        a_filing("（2022）内0222执9号", **amounts)

    assert "（2022）内0222执9号" in caught.value.text.zh
    assert "fen" in caught.value.remedy.en


@pytest.mark.parametrize("preserved", [None, 0])
def test_nothing_at_stake_and_nothing_preserved_are_allowed(preserved):
    """Zero is an amount, and unknown is no fault."""
    assert a_filing(claim=0, preserved=preserved).preserved == preserved


def test_each_side_keeps_its_parties_in_order():
    """The first debtor filed stays the first."""
    filing = a_filing(parties=(a_debtor("甲"), a_creditor("乙"), a_debtor("丙")))

    assert [party.name for party in filing.side(PartySide.DEBTOR)] == ["甲", "丙"]
    assert [party.name for party in filing.side(PartySide.CREDITOR)] == ["乙"]
