"""The unit of a money column: obeyed or refused, never passed over."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allocator.files.amounts import UNITS
from allocator.files.faults import Place
from allocator.files.filing_fields import FILING_FIELDS
from allocator.files.headers import HeaderMatch, match_headers
from allocator.files.units import unit_in

PLACE = Place("九月.csv", 3)
MONEY = [field for field in FILING_FIELDS if field.money]


def matched(*headers, preamble=()) -> HeaderMatch:
    """What these headers are read as."""
    return match_headers(headers, FILING_FIELDS, PLACE, preamble)


def unit_of(header, preamble=()):
    """Field and unit of a header that raises no fault."""
    found = matched(header, preamble=preamble)
    assert found.faults == ()
    return found.columns[0].field, found.columns[0].unit


TEN_THOUSANDS = """
标的额(万元)|标的额【单位：万元】|标的额/万元|标的额（万）|标的额（W）|标的额（￥万元）|标的金额（萬元）|标的额_万|标的额万|金额万|标的额（万圆）
标的额（w元）|标的额（万元，保留两位小数）|标的额(万元、人民币)|标的额（以万元计）|标的额（RMB万元）|标的额（含利息，万元）|标的额（含利息万元）
标的额（10000元）|标的额（×万元）|标的额万元（必填）|claim (10k yuan)|Claim (10,000 RMB)|Claim amount in 10k RMB|claim_amount_10k|Claim, 10k yuan
Claim amount (RMB 10k)|Claim amount (unit: 10k yuan)|Claim amount 10k CNY|claim_10k|Amount/10k|Claim amount in wan|Claim (CNY 10,000)
Claim (in 10,000 yuan)|Claim (x10000 yuan)|Claim (ten thousand yuan)|Amount claimed (tens of thousands of yuan)|申请执行标的金额（万元）
"""
OTHERS = """
标的额（人民币元）=元|标的额（元）=元|claim (yuan)=元|标的额（元，精确到分）=元|标的额=元|标的额（含利息）=元|Claim amount (RMB)=元|标的额（￥）=元
标的额（分）=分|claim_fen=分|标的额（千元）=千元|Amount (thousand yuan)=千元|Claim amount (thousand CNY)=千元|Claim amount (000s)=千元
Claim (CNY thousands)=千元|Claim (k)=千元|Claim amount, million=百万元|Claim (million CNY)=百万元|标的额（百万）=百万元|标的额（亿元）=亿元
Claim (hundred million yuan)=亿元|Claim (incl. interest, million)=百万元
"""
SAID = [(header, "万元") for header in TEN_THOUSANDS.replace("\n", "|").split("|") if header]
SAID += [(header, unit) for said in OTHERS.replace("\n", "|").split("|") if said for header, unit in [said.split("=")]]


@pytest.mark.parametrize("header,unit", SAID)
def test_a_unit_is_obeyed_however_it_is_written(header, unit):
    """标的额（万元） is ten thousand times 标的额, in every form clerks give it."""
    assert unit_of(header) == ("claim", unit)


@pytest.mark.parametrize("field", MONEY, ids=lambda field: field.id)
@pytest.mark.parametrize("tail", ["（万元）", "_10k", " (in wan)", "（含利息，万元）"])
def test_every_money_column_obeys_its_unit(field, tail):
    """What holds for the claim holds for cash preserved."""
    assert all(
        unit_of(f"{name}{tail}") == (field.id, "万元") for name in (field.id, field.zh, field.en, *field.aliases)
    )


@given(
    st.sampled_from(list(UNITS)),
    st.sampled_from(["（{}）", "({})", "【{}】", "（单位：{}）", "（ {} ）", "/{}", "，{}"]),
)
def test_every_unit_is_obeyed_in_every_bracket(unit, bracket):
    """The field is found and the unit kept."""
    assert unit_of(f"标的额{bracket.format(unit)}") == ("claim", unit)


@pytest.mark.parametrize(
    "header,said",
    [
        ("标的额（元/万元）", "不止一个"),
        ("Claim, yuan (10k)", "more than one"),
        ("标的额2022", "看不懂"),
        ("标的额（3万元）", "看不懂"),
        ("标的额（百分比）", "看不懂"),
        ("Claim amount (billion yuan)", "cannot be understood"),
        ("Claim amount (tsd)", "cannot be understood"),
        ("Claim (x 7)", "cannot be understood"),
        ("保全金额（元、万元）", "不止一个"),
    ],
)
def test_a_unit_that_cannot_be_obeyed_is_refused(header, said):
    """Nothing is read in a unit that is only guessed; the column and the way to write it are named."""
    (fault,) = matched(header).faults

    assert (fault.code, fault.field, fault.severity) == ("header-unit", header, "error")
    assert said in fault.zh + fault.en
    assert "（万元）" in fault.remedy_zh
    assert "(10k yuan)" in fault.remedy_en


@given(st.text("标的额（）万千元kw10 ,/亿百分角x", max_size=10))
def test_whatever_stands_behind_a_name_is_one_unit_or_a_problem(tail):
    """A scale is never passed over: where one is written there is a unit or a problem."""
    said = unit_in(tail)

    assert not (said.name and said.problem)
    assert said.name or said.problem or not set(tail) & set("万千亿百元")


@pytest.mark.parametrize(
    "cell,unit",
    [
        ("金额单位：万元", "万元"),
        ("（单位：人民币万元）", "万元"),
        ("单位：萬元", "万元"),
        ("填报：某法院 单位：千元 2022年9月", "千元"),
        ("Unit: 10k yuan", "万元"),
        ("2022年9月收案登记表（万元）", "万元"),
        ("单位：固阳县人民法院", "元"),
        ("收案登记表（2022）", "元"),
    ],
)
def test_a_unit_above_the_table_is_obeyed_where_the_header_has_none(cell, unit):
    """单位：万元 in the title counts for every bare money column; the name of an office is no unit."""
    found = matched("标的额", "保全金额（元）", "案号", preamble=["收案登记表", cell])

    assert [column.unit for column in found.columns] == [unit, "元", None]
    assert found.faults == ()


def test_two_units_above_the_table_are_refused():
    """Which of them counts only the clerk knows; a column with its own unit is safe."""
    found = matched("标的额", "保全金额（元）", preamble=["单位：元/万元"])

    assert [(fault.code, fault.field) for fault in found.faults] == [("header-unit", "标的额")]


@pytest.mark.parametrize("header", ["标的额（美元）", "Claim (USD)", "标的额（澳元）", "Claim (thousand dollars)"])
def test_another_currency_is_refused(header):
    """Dollars are not yuan."""
    assert [fault.code for fault in matched(header).faults] == ["header-currency"]
