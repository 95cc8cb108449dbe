"""Decisions in plain sentences, in both languages, for every rule there is."""

import random

import pytest

from allocator.decisions.recommendation.eligibility import Refusal
from allocator.decisions.recommendation.reasons import (
    counted,
    nobody,
    nobody_eligible,
    tally,
    why_class,
    why_officer,
    why_refused,
)
from allocator.decisions.recommendation.recommendation import rank
from allocator.decisions.triage.triage import SCORE, classifier
from allocator.domain.people import Pairing
from allocator.domain.rulebook.conditions import atoms
from allocator.domain.words import Text
from tests.allocator.decisions.builders import a_case, a_recusal, linked, rules
from tests.allocator.decisions.rulebooks import REST, WIDE, Rules
from tests.stories import a_period, a_rulebook, a_snapshot, a_staffed_office, an_office, an_officer, away

GUYANG = a_rulebook()
ROWS = {rule.id: rule for rule in GUYANG.triage.rules}


def sound(texts):
    """Both languages say something, every brace is filled, and there are at most three sentences."""
    assert 1 <= len(texts) <= 3
    for text in texts:
        for said in (text.zh, text.en):
            assert said.strip()
            assert not set("{}") & set(said)
            assert "None" not in said
            assert sum(said.count(end) for end in "。？！") <= 1
        assert any("一" <= sign <= "鿿" for sign in text.zh)
    return texts


def plain_facts(rule, chance, *, others_open):
    """A case of which nothing speaks for any rule; what this rule, and those that ask the same, read is set at random."""
    read = read_by(rule) if rule else set()
    read = {name for other in ROWS.values() if read & read_by(other) for name in read_by(other)}
    return {
        name: any_value(fact, chance) if name in read else plain_value(fact, others_open=others_open)
        for name, fact in GUYANG.facts.items()
    }


def read_by(rule):
    """The facts a rule reads."""
    return {name for atom in atoms(rule.when) for name in atom.facts()}


def any_value(fact, chance):
    """Some value of the kind."""
    if fact.kind in ("choice", "yes_no"):
        return chance.choice(fact.values or (True, False))
    return chance.choice((0, 1, 3, 4, 900_000, 30_000_000, 70_000_000))


def plain_value(fact, *, others_open):
    """What no rule asks for: open where it may be, else no, a loan, thirty thousand yuan."""
    if others_open and fact.may_be_unknown:
        return None
    plain = {"cause": "private_loan", "kind": "执", "claim": 3_000_000}
    return plain.get(fact.id, {"yes_no": False, "text": "某某纠纷"}.get(fact.kind, 0))


def cases_of(rule_id):
    """Two cases a row of the table (or the score) decides: one of which the rest is known, one of which it is open."""
    rule, chance = ROWS.get(rule_id), random.Random(rule_id)
    for others_open in (False, True):
        tries = (plain_facts(rule, chance, others_open=others_open) for _ in range(3000))
        found = (classifier(GUYANG).classify(facts) for facts in tries)
        decided = next((classification for classification in found if classification.rule == rule_id), None)
        assert decided, f"no case was found that {rule_id} decides"
        yield decided


CASES = [(rule_id, classification) for rule_id in [*ROWS, SCORE] for classification in cases_of(rule_id)]


@pytest.mark.parametrize("rule, classification", CASES)
def test_every_rule_of_the_fixture_bureau_can_be_said(rule, classification):
    """Which rule, why, where to, how sure, what next: at most three sentences in each language."""
    texts = sound(why_class(classification, GUYANG))

    lane = GUYANG.lanes[classification.lane].name
    assert lane.zh in texts[0].zh
    assert lane.en in texts[0].en
    if rule != SCORE:
        assert rule in texts[0].zh
        assert ROWS[rule].text.zh in texts[0].zh
        assert ROWS[rule].text.en in texts[0].en


def test_certain_and_provisional_are_told_apart_and_the_question_comes_last():
    """A provisional case names what could change it and what to ask; a certain one says so."""
    assert {classification.certain for _, classification in CASES} == {True, False}
    for _, classification in CASES:
        texts, certain = why_class(classification, GUYANG), classification.certain
        assert ("确定" in texts[1].zh, "Certain" in texts[1].en) == (certain, certain)
        if classification.question is not None:
            assert classification.question.text.zh in texts[-1].zh
            assert classification.question.text.en in texts[-1].en


OPEN = {**REST, **dict.fromkeys(WIDE), "claim": 1, "cause": "loan"}


def said(book, **known):
    """The sentences for one case of a small rulebook."""
    read = book.book()
    return sound(why_class(classifier(read).classify({**OPEN, **known}), read))


def test_a_score_is_told_with_its_parts_and_limit():
    """Points that took part are named with their sign; beyond three it is said how many there are."""
    book = Rules(points=(("ill", 6), ("rich", -5), ("far", 4), ("claim >= 0", 4)), threshold=10)

    two, four = said(book, ill=True, rich=False, far=False), said(book, ill=True, rich=True, far=True)

    assert "计 10 分（P1 计分1 +6、P4 计分4 +4），界限 10 分，分入“普”" in two[0].zh
    assert "P1 计分1 +6、P2 计分2 -5、P3 计分3 +4等 4 项" in four[0].zh
    assert "P3 point 3 +4 and 1 more" in four[0].en


def test_a_score_without_points_says_so():
    """Nothing speaks for the regular track."""
    assert "无加分项" in said(Rules(points=(("ill", 15),)), ill=False)[0].zh


def test_more_facts_than_three_are_counted():
    """Four could change it: three are named."""
    book = Rules(rows=(("ill or rich or far or visits >= 2", "regular"),))

    text = said(book)[1]

    assert text.zh == "结论暂定：ill、rich、far等 4 项可能改变类别。"
    assert text.en == "Provisional: ill, rich, far and 1 more could change it."


def test_a_certain_class_with_an_open_lane_still_asks():
    """Fast either way, but which team? The question stands beside the certainty."""
    texts = said(Rules(rows=(("ill", "services"),), ends=("fast", "fast")))

    assert len(texts) == 3
    assert "Certain" in texts[1].en
    assert "Ask next: ill" in texts[2].en


def test_a_candidate_is_explained_by_loads_and_by_what_makes_the_difference():
    """Load before and after; credit for a former handler in points."""
    office = an_office(an_officer("a", name="甲"), an_officer("b", name="乙"))
    ranking = rank(a_case(linked=(linked("b"),)), a_snapshot(office, held={"a": 1200}, rulebook=rules()))

    first, second = (why_officer(candidate, office) for candidate in ranking.candidates)

    assert first.zh == "乙：负荷 0% → 13%；恢复执行的原承办人 -15.0（百分点）"
    assert first.en == "乙: load 0 % → 13 % (handled the case that is resumed -15.0 points)"
    assert second.zh == "甲：负荷 25% → 38%"


def test_an_apprentice_is_named_with_the_mentor():
    """Who stands beside is part of the reason, without loose ends."""
    officers = (an_officer("m", name="师傅甲"), an_officer("s", "apprentice", name="徒弟乙"))
    office = an_office(*officers, pairings=(Pairing("m", "s", a_period("2020-01-01")),))
    candidate = rank(a_case(), a_snapshot(office, rulebook=rules())).candidate("s")

    assert candidate is not None
    text = why_officer(candidate, office)
    assert text.zh == "徒弟乙：负荷 0% → 13%；与师傅师傅甲共同承办"
    assert text.en == "徒弟乙: load 0 % → 13 % with the mentor 师傅甲"


def test_every_refusal_and_an_empty_pool_can_be_said():
    """All reasons of somebody in one sentence, and how often each stands in the way of all."""
    office = a_staffed_office()
    office = a_staffed_office(
        absences=tuple(away(one.code, "2022-09-01", "2022-12-31") for one in office.officers),
        recusals=(a_recusal("officer", party="赵某"),),
    )
    ranking = rank(a_case(skills=("reviewer",)), a_snapshot(office, held={"officer": 90}, rulebook=rules()))

    for refused in ranking.refused:
        sound([why_refused(refused, office)])
    [text] = sound([nobody(ranking)])
    assert "当日不在岗 4 人" in text.zh
    assert "1 recused" in text.en


def test_an_office_without_leaders_says_that_nobody_leads():
    """No role leads, so nobody was refused either."""
    office = an_office(an_officer("c", "clerk"))

    text = nobody(rank(a_case(), a_snapshot(office, rulebook=rules())))

    assert "没有可承办的岗位" in text.zh
    assert "no leading role" in text.en


def test_reasons_that_stand_in_the_way_as_often_are_told_in_one_order():
    """A stored plan run again says the same words, whatever order they were counted in."""
    counts = {"track": 3, "absent": 3, "ladder": 1}

    assert nobody_eligible(counts, 7) == nobody_eligible(dict(reversed(counts.items())), 7)


def test_people_who_are_refused_for_several_reasons_are_not_told_as_several_people():
    """Three people, one of them away and learning too: the counts add up to four, so it says that there are three."""
    away, learning = Refusal("absent", Text("", "")), Refusal("ladder", Text("", ""))
    counts = tally([(away,), (away, learning, learning), (learning,)])

    assert counts == {"absent": 2, "ladder": 2}
    assert counted(counts, 3).zh == "当日不在岗 2 人、学徒阶段不可承办 2 人，共 3 人，有人不止一项"
    assert counted(counts, 3).en == (
        "2 away that day, 2 not yet far enough in learning, 3 in all as some have several reasons"
    )
    assert counted(counts, 4).en == "2 away that day, 2 not yet far enough in learning"
