"""Amounts as clerks write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allocator.files.amounts import MOST, UNITS, money
from allocator.files.faults import ValueFault

AMOUNTS_IN_FEN = st.integers(min_value=0, max_value=MOST)


def written(fen: int, unit: str) -> str:
    """An amount in a unit, as exact decimals."""
    whole, part = divmod(fen, UNITS[unit])
    digits = len(str(UNITS[unit])) - 1
    return f"{whole}.{part:0{digits}d}" if digits else str(whole)


@given(AMOUNTS_IN_FEN, st.sampled_from(list(UNITS)))
def test_an_amount_in_any_unit_is_the_same_fen(fen, unit):
    """Whatever the unit of the header, not one fen is lost or won."""
    assert money(written(fen, unit), unit) == fen


@given(AMOUNTS_IN_FEN)
def test_thousands_marks_and_full_width_digits_change_nothing(fen):
    """12,345.67 and １２３４５.６７ are the same amount."""
    grouped = f"{fen // 100:,}.{fen % 100:02d}"
    wide = grouped.replace(",", "").translate({ord(str(digit)): chr(0xFF10 + digit) for digit in range(10)})

    assert money(grouped) == money(wide) == money(f"¥ {grouped} 元") == fen


@pytest.mark.parametrize(
    "text,fen",
    [
        ("3.5万", 35_000_00),
        ("3.5w", 35_000_00),
        ("12W元", 120_000_00),
        ("3萬圓", 30_000_00),
        ("12万3千", 123_000_00),
        ("12万3456.78元", 123_456_78),
        ("1亿2000万", 120_000_000_00),
        ("壹万贰仟元整", 12_000_00),
        ("人民币叁佰伍拾万零柒拾元伍角陆分", 3_500_070_56),
        ("壹仟零伍拾元零伍分", 1_050_05),
        ("拾万元", 100_000_00),
        ("两万元", 20_000_00),
        ("一十五", 15_00),
        ("12元5角3分", 12_53),
        ("5角", 50),
        ("RMB 1 000.50", 1_000_50),
        ("0.3", 30),
        ("零元", 0),
        ("无", 0),
    ],
)
def test_the_forms_of_chinese_amounts_are_read(text, fen):
    """Capital numerals, 万 and 亿, jiao and fen are all understood."""
    assert money(text) == fen


def test_a_unit_in_the_cell_stands_above_the_headers():
    """In a column of 万元, 3.5 is 35,000 yuan, and so is 35000元."""
    assert money("3.5", "万元") == money("35000元", "万元") == money("3.5万", "万元") == 35_000_00


@pytest.mark.parametrize("text", ["", "  ", "-", "——", "未知", "不详", "N/A"])
def test_an_unknown_amount_is_not_zero(text):
    """Nobody's guess becomes an amount."""
    assert money(text) is None


@pytest.mark.parametrize(
    "text,code",
    [
        ("-5", "money-negative"),
        ("−5", "money-negative"),
        ("(500)", "money-negative"),
        ("1.234", "money-too-fine"),
        ("1,23", "money-not-understood"),
        ("12,34,567", "money-not-understood"),
        ("1.2.3", "money-not-understood"),
        ("约3万", "money-not-understood"),
        ("3万余元", "money-not-understood"),
        ("1.5E+05", "money-not-understood"),
        ("2万3", "money-not-understood"),
        ("2w3", "money-not-understood"),
        ("TRUE", "money-not-understood"),
        ("一百五", "money-not-understood"),
        ("元", "money-not-understood"),
        ("万", "money-not-understood"),
        ("三五", "money-not-understood"),
        ("3千5千", "money-not-understood"),
        ("$5", "money-foreign"),
        ("500美元", "money-foreign"),
        ("99999999999999999", "money-too-large"),
        ("12000元（壹万叁仟元整）", "money-two-amounts"),
    ],
)
def test_an_amount_that_could_be_wrong_is_refused(text, code):
    """What is negative, too fine, foreign or could be meant two ways is never guessed."""
    with pytest.raises(ValueFault) as fault:
        money(text)

    assert fault.value.code == code
    assert fault.value.remedy.zh
    assert fault.value.remedy.en


def test_an_amount_told_twice_is_read_once():
    """Figures with the capital numerals behind them agree."""
    assert money("12000元（壹万贰仟元整）") == 12_000_00


def test_finer_than_a_fen_depends_on_the_unit():
    """Six decimals of 万元 are whole fen, seven are not."""
    assert money("0.123456", "万元") == 1_234_56

    with pytest.raises(ValueFault, match="finer than a fen"):
        money("0.1234567", "万元")


@given(st.text(max_size=12))
def test_any_text_is_read_or_refused(text):
    """No cell, however strange, breaks the import."""
    try:
        found = money(text)
    except ValueFault:
        return

    assert found is None or 0 <= found <= MOST
