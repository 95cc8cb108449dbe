"""What the office knows that a sheet may name."""

from dataclasses import replace

import pytest

from allocator.domain.words import Text
from tests.allocator.files.sheets import a_context


@pytest.mark.parametrize(
    "address,town",
    [
        ("固阳县怀朔镇某村三组", "怀朔镇"),
        ("内蒙古包头市固阳县银号镇", "银号镇"),
        ("包头市昆都仑区钢铁大街5号", "包头市区"),
        ("内蒙古包头市土默特右旗萨拉齐镇", None),
        ("怀朔真", None),
        ("怀朔镇、银号镇", None),
        ("北京市朝阳区", None),
    ],
)
def test_an_address_lies_in_the_last_town_it_names(address, town):
    """The city in front of an address is not where the debtor lives."""
    assert a_context().town_of(address) == town


@pytest.mark.parametrize(
    "word,asset",
    [
        ("存款", "deposit"),
        ("银行存款", "deposit"),
        ("房产", "real_estate"),
        ("羊", "livestock"),
        ("农作物", "livestock"),
        ("vehicle", "vehicle"),
        ("a vehicle", "vehicle"),
        ("到期债权", "receivable"),
        ("飞机", None),
    ],
)
def test_assets_are_known_by_everyday_words(word, asset):
    """A house is real estate, sheep are livestock."""
    assert a_context().asset_of(word) == asset


def test_a_kind_is_known_by_id_and_names():
    """恢复执行 is 执恢."""
    context = a_context()

    assert context.kinds["恢复执行"].id == context.kinds["执恢"].id == "执恢"


def test_facts_that_have_columns_of_their_own_are_no_traits():
    """The claim is a column of every sheet, an open objection one of this rulebook."""
    traits = a_context().traits

    assert "objection_pending" in traits
    assert not {"claim", "preserved", "town_minutes"} & traits.keys()


def test_an_officer_is_found_by_code_or_name():
    """Who is not of the office is nobody."""
    context = a_context()

    assert (context.officer_code("甲一凡"), context.officer_code("G12"), context.officer_code("丙")) == (
        "G11",
        "G12",
        None,
    )


def test_a_claim_is_called_what_the_office_calls_it():
    """Where it is building costs the column may bear that name, and doubts are told under it; the old names are known, too."""
    plain = a_context()
    costs = replace(plain.rulebook.facts["claim"], name=Text("工程造价", "building costs"), aliases=("造价",))
    context = replace(plain, rulebook=replace(plain.rulebook, facts={**plain.rulebook.facts, "claim": costs}))

    [field] = [field for field in context.fields if field.id == "claim"]

    assert (field.zh, field.en) == ("工程造价", "building costs")
    assert {"造价", "执行标的额", "claim amount"} <= set(field.aliases)
    assert context.called["claim"].en == "building costs"
    assert plain.called["claim"].en == "claim"
