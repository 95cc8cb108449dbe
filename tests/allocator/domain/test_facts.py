"""Facts of a case: drawn from the filing, the office and what was learned since."""

from dataclasses import replace
from datetime import date
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allocator.domain.cases import PartyKind
from allocator.domain.errors import BadInput
from allocator.domain.facts import CaseInput, cause_id, check_facts, facts_after, facts_of, fits, in_force
from allocator.domain.rulebook.conditions import FactValue
from tests.stories import a_creditor, a_debtor, a_filing, a_rulebook, a_small_rulebook, a_town, an_office


def facts(case: CaseInput | None = None, office=None, **filing):
    return facts_of(case or CaseInput(a_filing(**filing)), office or an_office(towns=(a_town(),)), a_small_rulebook())


def test_every_fact_of_the_rulebook_has_a_value_or_is_unknown():
    """No rule can ask for a fact that is simply not there."""
    assert facts().keys() == a_small_rulebook().facts.keys()


def test_what_the_filing_says_is_known():
    """Claim, kind, cause, title and the number of parties come from the filing."""
    found = facts(parties=(a_creditor(), a_debtor("甲"), a_debtor("乙")), cause="借款合同纠纷")

    assert (found["claim"], found["kind"], found["cause"]) == (3_000_000, "执", "loan")
    assert (found["creditors"], found["debtors"]) == (1, 2)
    assert found["cause_text"] == "借款合同纠纷"


def test_what_nobody_said_is_unknown_and_not_false():
    """Town, preserved cash, cause, assets and traits are open until somebody answers."""
    found = facts(cause=None)

    assert [found[name] for name in ("cause", "town_minutes", "preserved", "asset_deposit", "full_cash")] == [None] * 5


def test_assets_looked_for_are_known_found_or_not():
    """A list of found assets answers for the others too; an empty one says none."""
    some, none = facts(assets=frozenset({"deposit"})), facts(assets=frozenset())

    assert (some["asset_deposit"], some["asset_vehicle"]) == (True, False)
    assert (none["asset_deposit"], none["asset_vehicle"]) == (False, False)


@pytest.mark.parametrize(
    "party, fact",
    [
        (a_creditor("某公司", PartyKind.ENTERPRISE), "creditor_enterprise"),
        (a_debtor("某公司", PartyKind.ENTERPRISE), "debtor_enterprise"),
        (a_debtor("某局", PartyKind.ORGAN), "debtor_organ"),
    ],
)
def test_what_a_party_is_counts_on_its_own_side(party, fact):
    """A creditor enterprise is no debtor enterprise."""
    found = facts(parties=(a_creditor(), a_debtor(), party))

    true = [name for name in ("creditor_enterprise", "debtor_enterprise", "debtor_organ") if found[name]]
    assert true == [fact]


def test_a_resumed_kind_says_so():
    """执恢 continues an earlier case; 执 and an unknown word do not."""
    assert [facts(kind=kind)["resumed"] for kind in ("执恢", "执", "执外")] == [True, False, False]


def test_the_drive_is_the_towns_by_any_of_its_names():
    """An alias of the town is the town."""
    office = an_office(towns=(a_town("金山镇", 15, aliases=("金山",)),))

    assert facts(office=office, town="金山")["town_minutes"] == 15


@pytest.mark.parametrize("town", [None, "", "某镇"])
def test_the_drive_to_a_town_nobody_knows_is_unknown(town):
    """Also when some town of the office has no English name."""
    office = an_office(towns=(a_town("金山镇", 15, name_en=""),))

    assert facts(office=office, town=town)["town_minutes"] is None


def test_what_is_learned_stands_above_what_was_filed():
    """An answer that came later corrects the filing; one withdrawn makes the fact unknown again."""
    filed = CaseInput(a_filing(traits={"full_cash": False, "visits": 2}, preserved=5))

    learned = filed.learn({"full_cash": True}).learn({"visits": None, "preserved": 9})

    assert facts(filed)["full_cash"] is False
    assert facts(learned)["full_cash"] is True
    assert facts(learned)["visits"] is None
    assert facts(learned)["preserved"] == 9


def test_learning_leaves_the_case_before_as_it_was():
    """The earlier decision can be run again from the earlier input."""
    before = CaseInput(a_filing()).learn({"full_cash": True})

    before.learn({"full_cash": False})

    assert before.learned == {"full_cash": True}


def test_a_trait_of_an_older_rulebook_is_passed_over():
    """A fact the rulebook in force does not know is not among the facts."""
    assert "moon" not in facts(traits={"moon": True})


def test_a_later_case_of_a_series_says_so():
    """Whether an earlier case is tied to it is told from outside."""
    assert facts(CaseInput(a_filing(), in_series=True))["in_series"] is True
    assert facts()["in_series"] is False


@pytest.mark.parametrize(
    "written, cause",
    [
        ("loan", "loan"),
        ("民间借贷", "loan"),
        ("Private Loan", "loan"),
        ("借 贷", "loan"),
        ("民间借贷纠纷", "loan"),
        ("农民工工资借贷", "wage"),
        ("买卖合同", "other"),
        (None, None),
        ("", None),
        ("　 ", None),
    ],
)
def test_a_cause_is_found_exactly_then_by_alias_then_by_the_longest_name_it_contains(written, cause):
    """What is found nowhere is another cause; what nobody wrote is unknown."""
    assert cause_id(written, a_small_rulebook()) == cause
    assert cause_id(written, a_small_rulebook()) == cause


def test_every_name_of_every_cause_leads_to_it():
    """In the fixture bureau's rulebook no alias leads astray."""
    rulebook = a_rulebook()

    for row in rulebook.weights.causes:
        for name in (row.id, row.name.zh, row.name.en, *row.aliases):
            assert cause_id(name, rulebook) == row.id


@pytest.mark.parametrize("written, cause", [
    ("物业服务合同", "utility"), ("探望权", "visitation"), ("返还原物", "eviction"), ("劳动报酬", "wage"),
    ("生命权、身体权、健康权纠纷", "traffic_injury"), ("提供劳务者受害责任纠纷", "traffic_injury"),
    ("工伤保险待遇纠纷", "traffic_injury"), ("劳务合同纠纷", "wage"), ("股权转让纠纷", "other"),
])  # fmt: skip
def test_the_causes_of_the_official_list_are_found_with_and_without_the_word_dispute(written, cause):
    """An injury at work is an injury, and no wage claim."""
    assert cause_id(written, a_rulebook()) == cause


GOOD_ANSWERS: dict[str, FactValue] = {
    "full_cash": False,
    "visits": 0,
    "mood": "hostile",
    "preserved": 100,
    "cause": "other",
    "town_minutes": 5,
}


def test_answers_of_the_right_kind_are_taken():
    """Every kind of fact can be answered, and made unknown again."""
    check_facts(GOOD_ANSWERS, a_small_rulebook())
    check_facts(dict.fromkeys(GOOD_ANSWERS), a_small_rulebook())


@pytest.mark.parametrize(
    "name, value, said",
    [
        ("full_csah", True, "no fact"),
        ("claim", 5, "comes from the filing"),
        ("in_series", None, "comes from the filing"),
        ("full_cash", 1, "yes_no"),
        ("full_cash", "是", "yes_no"),
        ("visits", -1, "count"),
        ("visits", True, "count"),
        ("preserved", "100", "money"),
        ("preserved", 2**53, "money"),
        ("mood", "sunny", "willing/hostile"),
        ("cause", "loans", "loan/wage/other"),
    ],
)
def test_an_answer_that_cannot_be_taken_is_refused_with_its_name_and_reason(name, value, said):
    """An unknown name, a fact of the filing itself, and a value of the wrong kind are three different faults."""
    with pytest.raises(BadInput) as caught:
        check_facts({name: value}, a_small_rulebook())

    (fault,) = caught.value.faults
    assert caught.value.code == "facts-refused"
    assert fault["field"] == name
    assert said in str(fault["text"])


def test_all_answers_that_cannot_be_taken_are_told_at_once():
    """The clerk corrects once."""
    with pytest.raises(BadInput) as caught:
        check_facts({**GOOD_ANSWERS, "moon": True, "claim": 1, "mood": 5}, a_small_rulebook())

    assert [fault["field"] for fault in caught.value.faults] == ["mood", "moon", "claim"]
    assert "3" in caught.value.text.zh


def test_money_is_never_a_float():
    """100.0 is not an amount in fen."""
    value: object = 100.0

    assert not fits(value, a_small_rulebook().facts["preserved"])  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "day, version",
    [
        ("2021-12-31", None),
        ("2022-01-01", "first"),
        ("2022-06-30", "first"),
        ("2022-07-01", "second"),
        ("2030-01-01", "second"),
    ],
)
def test_the_latest_rulebook_that_has_begun_is_in_force(day, version):
    """A rulebook counts from its day on, whatever the order they were loaded in."""
    first = replace(a_small_rulebook(), version="first")
    second = replace(a_small_rulebook(), version="second", effective_from=date(2022, 7, 1))

    for loaded in ((first, second), (second, first)):
        found = in_force(loaded, date.fromisoformat(day))
        assert (found.version if found else None) == version


@given(st.integers(0, 10**6))
def test_facts_after_something_is_learned_are_those_drawn_anew(seed):
    """Assets found and not found, a town whose drive follows, facts unknown again: the same as from the whole case."""
    random, office, rulebook = Random(seed), an_office(towns=(a_town(),)), a_small_rulebook()
    case = CaseInput(a_filing(assets=random.choice((None, frozenset(), frozenset({"deposit"}))), town=a_town().name))
    before = facts_of(case, office, rulebook)
    values: dict[str, tuple[FactValue, ...]] = {
        "town": (a_town().name, "nowhere"),
        "town_minutes": (5,),
        "preserved": (0, 7),
        "mood": ("hostile",),
    }
    for _ in range(4):
        names = random.sample(sorted(fact.id for fact in rulebook.facts.values() if fact.may_be_unknown), 3)
        new: dict[str, FactValue] = {name: random.choice((None, *values.get(name, (True, False)))) for name in names}
        case = case.learn(new)
        before = facts_after(before, case, new, office, rulebook)

        assert before == facts_of(case, office, rulebook)
