"""Conditions in plain words: as a court would say them, in both languages, without names of the rulebook's file."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allocator.domain.rulebook.condition_reading import read_condition
from allocator.domain.rulebook.condition_saying import condition_said
from allocator.domain.rulebook.reading import read_rulebook
from fixtures.guyang_month import GUYANG

RULEBOOK = read_rulebook((Path(GUYANG) / "rulebook.toml").read_text(encoding="utf-8"))
KINDS = {fact.id: fact.kind for fact in RULEBOOK.facts.values()}


def said(sentence):
    """Say a sentence of the rulebook's in plain words."""
    return condition_said(read_condition(sentence, KINDS), RULEBOOK)


@pytest.mark.parametrize(
    "sentence, zh, en",
    [
        ("claim <= yuan(10_000)", "执行标的额不超过10,000 元", "claim is at most 10,000 yuan"),
        ("claim > yuan(500_000)", "执行标的额超过500,000 元", "claim is more than 500,000 yuan"),
        ("2 <= debtors", "被执行人数不低于2", "number of debtors is at least 2"),
        ("debtors < 4", "被执行人数低于4", "number of debtors is less than 4"),
        ("preserved >= claim", "已保全金额不低于执行标的额", "cash preserved is at least claim"),
        (
            "preserved >= claim + yuan(50)",
            "已保全金额不低于执行标的额加50 元",
            "cash preserved is at least claim + 50 yuan",
        ),
        (
            "2 * preserved > claim",
            "已保全金额×2超过执行标的额",
            "cash preserved × 2 is more than claim",
        ),
        ("full_cash", "“存款足额覆盖”", '"cash covers claim and fee"'),
        ("not full_cash", "并非“存款足额覆盖”", 'not "cash covers claim and fee"'),
        ("cause == 'wage'", "案由为追索劳动报酬", "cause is wages"),
        ("mentions(title, '腾退', '返还')", "案件名称含“腾退”或“返还”", 'title mentions "腾退" or "返还"'),
        ("True", "全部案件", "every case"),
        ("False", "没有案件", "no case"),
        (
            "claim <= yuan(1) and (full_cash or debtors > 3)",
            "执行标的额不超过1 元，且（“存款足额覆盖”，或被执行人数超过3）",
            'claim is at most 1 yuan and ("cash covers claim and fee" or number of debtors is more than 3)',
        ),
    ],
)
def test_a_condition_is_said_as_a_court_would(sentence, zh, en):
    """Amounts in yuan, causes and facts by their names, brackets where a part has parts."""
    assert said(sentence).as_dict() == {"zh": zh, "en": en}


@given(st.sampled_from(["claim", "preserved"]), st.sampled_from(["<", "<=", ">", ">="]), st.integers(0, 10**9))
def test_whatever_the_limit_both_languages_say_the_same_number(fact, sign, fen):
    """To the fen."""
    words = said(f"{fact} {sign} {fen}")
    yuan = f"{fen // 100:,}" if fen % 100 == 0 else f"{fen / 100:,.2f}"

    assert f"{yuan} 元" in words.zh
    assert words.en.endswith(f"{yuan} yuan")


def test_every_condition_of_the_bureau_can_be_said():
    """Rows of its triage, points and stages: no name of a file's fact is left in the Chinese words."""
    triage = RULEBOOK.triage
    conditions = [rule.when for rule in triage.rules] + [rule.when for rule in triage.points]
    conditions += [stage.when for stage in RULEBOOK.moves.stages]

    words = [condition_said(condition, RULEBOOK) for condition in conditions]

    assert not [one.zh for one in words if "_" in one.zh]
    assert all(one.en for one in words)
