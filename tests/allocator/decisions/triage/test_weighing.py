"""How much work a case is: what is unknown weighs something, and the interval holds whatever comes out."""

import itertools
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from allocator.decisions.triage.weighing import upper_quantile, weigh
from allocator.domain.facts import CaseInput, facts_of
from tests.allocator.decisions.rulebooks import ATOMS, REST, WIDE, Rules, adders, cases, completions, rules
from tests.stories import a_debtor, a_filing, a_rulebook, a_staffed_office

EXACT = settings(max_examples=60, deadline=None)
OPEN = {**REST, **dict.fromkeys(WIDE), "claim": 1, "cause": "loan"}
KNOWN = {**OPEN, **{name: values[-1] for name, values in WIDE.items()}, "ill": False, "visits": 1}
POSITIVE_ATOMS = tuple(atom for atom in ATOMS if "!=" not in atom)


@EXACT
@given(rules(), cases(most_open=2), st.booleans())
def test_whatever_comes_out_lies_within_the_interval(book, facts, cause_open):
    """Of every role a case takes neither less nor more than was said while facts, or the cause itself, were open."""
    read = book.book()
    found = weigh({**facts, "cause": None} if cause_open else facts, read)
    causes = ("loan", "eviction", "fee", "other") if cause_open else (facts["cause"],)

    for complete, cause in itertools.product(completions(facts)[::5], causes):
        minutes = weigh({**complete, "cause": cause}, read).minutes
        for role in ("officer", "clerk"):
            assert found.least.get(role, 0) <= minutes.get(role, 0) <= found.most.get(role, 0), (role, complete, cause)


@EXACT
@given(rules(), cases(most_open=5))
def test_what_is_planned_lies_between_the_least_and_the_most(book, facts):
    """For each role, and never under the least the rulebook sets on a case."""
    found = weigh(facts, book.book())

    assert found.minutes.keys() == found.least.keys() == found.most.keys()
    for role in found.minutes:
        assert 0 <= found.least[role] <= found.minutes[role] <= found.most[role]
    assert found.total >= book.least


@EXACT
@given(
    st.lists(adders(POSITIVE_ATOMS, hours=(0, 0.1, 0.5, 4), negated=False), max_size=4).map(tuple),
    cases(most_open=5),
    st.sampled_from(("ill", "rich", "far")),
)
def test_an_open_trait_weighs_no_less_than_one_that_is_known_to_be_missing(made, facts, trait):
    """Nobody gains by leaving a question unanswered."""
    plain = tuple((when, officer, clerk, "") for when, officer, clerk, _ in made)
    read = Rules(adders=plain).book()

    assert weigh({**facts, trait: None}, read).total >= weigh({**facts, trait: False}, read).total


@pytest.mark.parametrize("chance", [1, 100, 900, 999])
def test_an_open_trait_never_weighs_nothing(chance):
    """However unlikely it is that the debtor is ill, the case is planned with more than without."""
    read = Rules(adders=(("ill", 1, 0, ""),), chances=(chance, 500, 500)).book()

    assert weigh({**KNOWN, "ill": None}, read).total > weigh(KNOWN, read).total


def test_a_trait_that_is_nearly_certain_is_still_not_sure():
    """Three times 999 in 1,000 rounds to all; the least a case may take does not count on it."""
    read = Rules(adders=(("ill or rich or far", 1, 0, ""),), chances=(999, 999, 999)).book()

    found = weigh({**KNOWN, "ill": None, "rich": None, "far": None}, read)

    assert found.parts[-1].chance == 999
    assert found.minutes["officer"] - found.least["officer"] >= 60


def test_an_unlisted_cause_weighs_the_upper_quartile_of_the_listed_ones():
    """What nobody has measured is planned with the heavier causes, role by role."""
    found = weigh({**KNOWN, "cause": "other"}, Rules().book())

    assert found.minutes == {"officer": 540, "clerk": 60}
    assert found.parts[0].id == "other"


def test_an_open_cause_may_be_any():
    """The interval reaches from the lightest cause at its lightest to the heaviest at its heaviest."""
    found = weigh({**KNOWN, "cause": None}, Rules().book())

    assert found.minutes == {"officer": 540, "clerk": 60}
    assert found.least == {"officer": 7, "clerk": 0}
    assert found.most == {"officer": 1080, "clerk": 120}
    assert found.parts[0].chance == 500


@pytest.mark.parametrize("visits, officer", [(0, 120), (1, 150), (3, 210), (7, 210), (None, 210)])
def test_effort_by_the_count_stops_at_its_ceiling(visits, officer):
    """Half an hour for each visit, three at most; not knowing how many counts as the most."""
    read = Rules(adders=(("claim >= 0", 0.5, 0, 'times = "visits"\nat_most = 3'),)).book()

    assert weigh({**KNOWN, "visits": visits}, read).minutes["officer"] == officer


def test_a_relief_by_an_open_count_is_not_planned_with():
    """What spares half an hour per visit spares nothing for sure, and the least says what it might."""
    read = Rules(adders=(("claim >= 0", -0.5, 0, 'times = "visits"\nat_most = 3'),)).book()

    found = weigh({**KNOWN, "visits": None}, read)

    assert found.minutes["officer"] == 120
    assert found.least["officer"] == 0  # 72, the least of a loan, less 90


def test_cash_in_full_spares_effort_once_it_is_known():
    """A negative adder counts when it holds; while it is open it lowers only the least."""
    read = Rules(adders=(("rich", -1, 0, ""),), chances=(500, 100, 500)).book()

    known, unknown, without = (weigh({**KNOWN, "rich": value}, read) for value in (True, None, False))

    assert known.minutes["officer"] == 60
    assert unknown.minutes["officer"] == without.minutes["officer"] == 120
    assert unknown.least["officer"] == without.least["officer"] - 60


def test_nothing_that_comes_in_is_no_work():
    """A court fee whose trait spares all effort is lifted to the rulebook's least, on the lead's role."""
    read = Rules(adders=(("ill", -4, -4, ""),), least=45).book()

    found = weigh({**KNOWN, "cause": "fee", "ill": True}, read)

    assert found.minutes == {"officer": 45, "clerk": 0}


def test_the_most_knows_of_the_lift_that_may_yet_come():
    """A fee too light is lifted on the officer once the clerk's hour proves not to come; the interval holds it."""
    read = Rules(adders=(("ill", 0, 1, ""),), least=60).book()

    unknown, without = (weigh({**KNOWN, "cause": "fee", "ill": value}, read) for value in (None, False))

    assert (unknown.minutes, without.minutes) == ({"officer": 12, "clerk": 78}, {"officer": 42, "clerk": 18})
    assert unknown.most["officer"] >= 42


@pytest.mark.parametrize(
    "series, least, planned, most", [(True, 36, 60, 96), (False, 72, 120, 192), (None, 36, 120, 192)]
)
def test_a_discount_counts_only_when_it_is_sure(series, least, planned, most):
    """A later case of a series takes half; while that is open, only the least takes the half."""
    read = Rules(factors=(("ill", 0.5),)).book()

    found = weigh({**KNOWN, "ill": series}, read)

    assert (found.least["officer"], found.minutes["officer"], found.most["officer"]) == (least, planned, most)


@pytest.mark.parametrize("harder, planned, least", [(True, 180, 108), (False, 120, 72), (None, 180, 72)])
def test_a_surcharge_counts_unless_it_is_ruled_out(harder, planned, least):
    """What may make a case half as heavy again is planned with until it is known not to."""
    read = Rules(factors=(("ill", 1.5),)).book()

    found = weigh({**KNOWN, "ill": harder}, read)

    assert (found.minutes["officer"], found.least["officer"]) == (planned, least)


PARTS = st.lists(st.tuples(st.integers(1, 999), st.integers(-40, 90).filter(bool)), max_size=6)


@given(PARTS, st.sampled_from((0, 200, 500, 800, 950, 1000)))
def test_the_upper_quantile_is_that_of_all_ways_taken_together(unknown, quantile):
    """Counted out over every combination of parts that may or may not come, and never under their mean."""
    ways: dict[int, Fraction] = {}
    for comes in itertools.product((True, False), repeat=len(unknown)):
        total, chance = 0, Fraction(1)
        for (likely, count), here in zip(unknown, comes, strict=True):
            total += count if here else 0
            chance *= Fraction(likely if here else 1000 - likely, 1000)
        ways[total] = ways.get(total, Fraction(0)) + chance
    mean = sum(total * chance for total, chance in ways.items())

    found = upper_quantile(unknown, quantile)

    reached = sum(chance for total, chance in ways.items() if total <= found)
    before = sum(chance for total, chance in ways.items() if total < found)
    assert found >= mean
    assert reached >= Fraction(quantile, 1000) - Fraction(1, 10**8)
    assert found < mean + 1 or before < Fraction(quantile, 1000) + Fraction(1, 10**8)


def test_the_fixture_bureau_weighs_a_loan_of_which_nothing_is_known_heavier_than_a_plain_one():
    """A filing fresh from the hall counts for more than the same case once every trait is denied."""
    rulebook, office = a_rulebook(), a_staffed_office()
    denied = {name: False for name, fact in rulebook.facts.items() if fact.may_be_unknown and fact.kind == "yes_no"}
    fresh = CaseInput(a_filing())

    open_weight = weigh(facts_of(fresh, office, rulebook), rulebook)
    plain = weigh(facts_of(fresh.learn({**denied, "town_minutes": 10}), office, rulebook), rulebook)

    assert open_weight.total > plain.total
    assert {part.id for part in plain.parts} == {"private_loan"}


@pytest.mark.parametrize("debtors, extra", [(1, 0), (2, 54), (4, 162), (9, 162)])
def test_each_further_debtor_takes_more_up_to_three(debtors, extra):
    """The rulebook's 0.9 hours for each debtor beyond the first, three at most."""
    rulebook, office = a_rulebook(), a_staffed_office()
    parties = tuple(a_debtor(f"赵{number}") for number in range(debtors))

    found = weigh(facts_of(CaseInput(a_filing(parties=parties)), office, rulebook), rulebook)

    assert sum(part.minutes["officer"] for part in found.parts if part.id == "A05") == extra
