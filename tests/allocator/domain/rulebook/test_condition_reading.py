"""Sentences of the rulebook, read as a court writes them."""

import operator
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allocator.domain.errors import BadInput
from allocator.domain.rulebook.condition_reading import read_amount, read_condition
from allocator.domain.rulebook.conditions import Condition, Is, Mentions, atoms, evaluate

KINDS = {
    "claim": "money",
    "preserved": "money",
    "debtors": "count",
    "full_cash": "yes_no",
    "no_asset": "yes_no",
    "title": "text",
    "cause": "choice",
}
OPERATORS = {
    ">=": operator.ge,
    ">": operator.gt,
    "<=": operator.le,
    "<": operator.lt,
    "==": operator.eq,
    "!=": operator.ne,
}
SIGNS = st.sampled_from(list(OPERATORS))
AMOUNTS = st.integers(0, 2**53) | st.integers(0, 30)


def read(sentence: str) -> Condition:
    return read_condition(sentence, KINDS)


def fault(sentence: str) -> BadInput:
    with pytest.raises(BadInput) as caught:
        read(sentence)
    return caught.value


@given(AMOUNTS, SIGNS, AMOUNTS)
def test_a_comparison_means_what_it_says(claim, sign, limit):
    """Every sign compares whole amounts exactly, however large."""
    assert evaluate(read(f"claim {sign} {limit}"), {"claim": claim}) is OPERATORS[sign](claim, limit)


@given(AMOUNTS, SIGNS, AMOUNTS, SIGNS, AMOUNTS)
def test_a_chain_holds_when_each_link_does(low, first, claim, second, high):
    """``low <= claim < high`` is read as in mathematics."""
    expected = OPERATORS[first](low, claim) and OPERATORS[second](claim, high)

    assert evaluate(read(f"{low} {first} claim {second} {high}"), {"claim": claim}) is expected


@given(AMOUNTS, SIGNS, st.integers(0, 10**9))
def test_yuan_are_counted_in_fen(claim, sign, yuan):
    """A limit in yuan is a hundred times as many fen."""
    assert evaluate(read(f"claim {sign} yuan({yuan})"), {"claim": claim}) is OPERATORS[sign](claim, yuan * 100)


@given(AMOUNTS, SIGNS, st.integers(0, 300), AMOUNTS)
def test_a_percentage_is_exact(preserved, sign, share, claim):
    """Five percent of an odd claim is not rounded: both sides are compared a hundredfold."""
    sentence = f"preserved {sign} percent({share}, claim)"

    answer = evaluate(read(sentence), {"preserved": preserved, "claim": claim})

    assert answer is OPERATORS[sign](preserved * 100, share * claim)


@given(AMOUNTS, AMOUNTS, st.integers(0, 9), SIGNS, AMOUNTS)
def test_sums_differences_and_multiples_are_exact(claim, preserved, factor, sign, limit):
    """Several facts may stand in one comparison."""
    sentence = f"claim - {factor} * preserved + 7 {sign} {limit}"

    answer = evaluate(read(sentence), {"claim": claim, "preserved": preserved})

    assert answer is OPERATORS[sign](claim - factor * preserved + 7, limit)


@given(st.booleans(), st.booleans(), st.integers(0, 4))
def test_words_bind_as_in_a_sentence(cash, asset, debtors):
    """``not`` binds before ``and``, ``and`` before ``or``."""
    answer = evaluate(
        read("full_cash or not no_asset and debtors >= 2"), {"full_cash": cash, "no_asset": asset, "debtors": debtors}
    )

    assert answer is (cash or (not asset and debtors >= 2))


@pytest.mark.parametrize(
    "sentence, loan, wage",
    [
        ("cause == 'loan'", True, False),
        ("cause != 'loan'", False, True),
        ("cause in ('loan', 'wage')", True, True),
        ("cause in ['wage']", False, True),
        ("cause in ('wage')", False, True),
        ("cause not in ('wage', 'fine')", True, False),
    ],
)
def test_a_choice_is_compared_with_named_values(sentence, loan, wage):
    """One value, a list of values, and their opposites."""
    assert [evaluate(read(sentence), {"cause": cause}) for cause in ("loan", "wage")] == [loan, wage]


def test_a_text_mentions_any_of_several_words():
    """One word found is enough."""
    condition = read("mentions(title, '农民工', '赡养')")

    assert condition == Mentions("title", ("农民工", "赡养"))
    assert evaluate(condition, {"title": "赡养费"}) is True


def test_true_stands_for_always():
    """A last row of a table may hold for everything."""
    assert read("True") is True


def test_a_sentence_may_run_over_several_lines():
    """A long rule is written as it reads best."""
    assert read("full_cash\n   and not\n no_asset") == read("full_cash and not no_asset")


@pytest.mark.parametrize(
    "sentence, part",
    [
        ("full_cash and cliam >= 5", "cliam"),
        ("claim >= 1.5", "1.5"),
        ("claim >= -5", "-5"),
        ("claim >= 'much'", "'much'"),
        ("claim * 2 > 3", "claim"),
        ("claim / 2 > 3", "claim / 2"),
        ("claim is 3", "claim"),
        ("1 < 2", "1"),
        ("claim == claim", "claim"),
        ("cause > 'loan'", "'loan'"),
        ("cause == 5", "5"),
        ("cause in ()", "()"),
        ("'loan' == cause", "'loan'"),
        ("full_cash == True", "full_cash"),
        ("full_cash if no_asset else True", "full_cash if no_asset else True"),
        ("mentions(title)", "mentions(title)"),
        ("mentions(title, '')", "''"),
        ("mentions(title, '工', exact=True)", "mentions(title, '工', exact=True)"),
        ("mentions(claim, '5')", "claim"),
        ("yuan(claim) >= 5", "claim"),
        ("yuan(5, 6) < claim", "yuan(5, 6)"),
        ("preserved >= percent(debtors, claim)", "debtors"),
        ("preserved >= percent(5 + debtors, claim)", "5 + debtors"),
        ("debtors * claim > 5", "debtors"),
        ("True * claim > 5", "True"),
        ("__import__('os')", "__import__('os')"),
        ("title.upper", "title.upper"),
        ("claim = 5", "claim = 5"),
        ("", ""),
    ],
)
def test_a_part_that_makes_no_sense_is_named_with_what_may_stand_there(sentence, part):
    """The fault quotes the sentence and the part, in both languages, and says what to write."""
    error = fault(sentence)

    assert error.code == "condition-not-understood"
    assert f"“{part}”无法理解" in error.text.zh
    assert f'"{part}" is not understood' in error.text.en
    assert sentence in error.text.en
    assert error.remedy.zh
    assert error.remedy.en


def test_a_misspelled_fact_is_answered_with_where_to_declare_it():
    """The remedy names the section that is missing."""
    assert "[facts.full_csah]" in fault("full_csah").remedy.en


def test_a_fact_of_the_wrong_kind_is_answered_with_both_kinds():
    """A yes/no word used as an amount says what it is and what was needed."""
    remedy = fault("full_cash >= 5").remedy.en

    assert "yes_no" in remedy
    assert "money or count" in remedy


@pytest.mark.parametrize(
    "sentence",
    [
        "not " * 5000 + "full_cash",
        "(" * 1000 + "full_cash" + ")" * 1000,
        "claim" + " + claim" * 5000 + " > 1",
        "\0",
        "9" * 5000,
    ],
    ids=["nots", "brackets", "sum", "null", "number"],
)
def test_a_monstrous_sentence_is_refused_like_any_other(sentence):
    """No sentence ends the program."""
    assert fault(sentence).code == "condition-not-understood"


@given(
    st.text(max_size=40)
    | st.lists(st.sampled_from([*KINDS, *OPERATORS, "(", ")", "and", "not", "yuan(", ",", "'x'", "3"])).map(" ".join)
)
def test_any_text_is_either_a_condition_or_a_fault(sentence):
    """Whatever is typed, the answer is a condition or a fault in words."""
    with suppress(BadInput):
        list(atoms(read(sentence)))


@given(st.integers(0, 100), st.integers(0, 100), st.integers(0, 10**6))
def test_an_amount_is_read_without_rounding(factor, share, minus):
    """A multiple, a percentage and a constant stay exact fractions."""
    amount = read_amount(f"{factor} * debtors + percent({share}, claim) - {minus}", KINDS)

    found = dict(amount.terms)
    assert found.get("debtors", 0) == factor
    assert found.get("claim", 0) * 100 == share
    assert amount.constant == -minus


def test_a_plain_name_is_a_yes_no_fact():
    """The shortest condition is a fact."""
    assert read("full_cash") == Is("full_cash")
