"""What follows for a condition from how a case looks."""

import itertools
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from allocator.decisions.triage.sight import Sight
from allocator.domain.rulebook.condition_reading import read_condition
from tests.allocator.decisions.rulebooks import PLAIN_ATOMS, WIDE, Rules, cases, completions, holds, sentences

BOOK = Rules(chances=(300, 500, 900)).book()
KINDS = {name: fact.kind for name, fact in BOOK.facts.items()}
CHANCES = {"ill": Fraction(3, 10), "rich": Fraction(1, 2), "far": Fraction(9, 10)}


def verdict(sentence, facts):
    """Judge one sentence."""
    sight = Sight(BOOK.facts)
    judged = sight.judged(read_condition(sentence, KINDS))
    return judged.verdict(sight.look(facts))


@settings(max_examples=80, deadline=None)
@given(sentences(), cases())
def test_a_verdict_agrees_with_going_through_all_completions(sentence, facts):
    """Sure is what holds in every completion, impossible what holds in none."""
    ways = {holds(sentence, complete) for complete in completions(facts)}

    found = verdict(sentence, facts)

    assert (found.chance == 1, found.chance == 0) == (ways == {True}, ways == {False})
    assert found.known is None or ways == {found.known}


@settings(max_examples=80, deadline=None)
@given(sentences(PLAIN_ATOMS), cases(most_open=4))
def test_the_chance_of_a_condition_is_exact(sentence, facts):
    """The chances of all completions in which it holds add up to the chance that is told."""
    names = [name for name in ("ill", "rich", "far", "mood") if facts[name] is None]
    expected = Fraction(0)
    for way in itertools.product(*(WIDE[name] for name in names)):
        if holds(sentence, {**facts, **dict(zip(names, way, strict=True))}):
            expected += weight(dict(zip(names, way, strict=True)))

    assert verdict(sentence, facts).chance == expected


def weight(answers):
    """How likely some answers are together."""
    product = Fraction(1)
    for name, value in answers.items():
        chance = CHANCES.get(name, Fraction(1, 3))
        product *= chance if value is not False else 1 - chance
    return product


@settings(max_examples=50, deadline=None)
@given(sentences(), st.lists(cases(), min_size=2, max_size=10))
def test_a_remembered_verdict_is_that_of_a_fresh_eye(sentence, stock):
    """Other cases seen before make no difference."""
    sight = Sight(BOOK.facts)
    judged = sight.judged(read_condition(sentence, KINDS))

    for facts in stock:
        found, fresh = judged.verdict(sight.look(facts)), verdict(sentence, facts)
        assert (found.known, found.assumed, found.chance) == (fresh.known, fresh.assumed, fresh.chance)


@pytest.mark.parametrize(
    "fact, sentence, value",
    [("visits", "visits >= 1", 0), ("note", "mentions(note, '盐')", ""), ("mood", "mood == 'calm'", "cross")],
)
def test_without_an_assumption_nothing_much_is_assumed(fact, sentence, value):
    """No amount, no text, and of a choice what most of its values do."""
    sight = Sight(BOOK.facts)

    sight.judged(read_condition(sentence, KINDS))

    assert [(lens.group.fact.id, lens.assume) for lens in sight.lenses] == [(fact, value)]


def test_all_conditions_assume_the_same_of_a_fact():
    """The value found for the first condition stands for every later one."""
    sight = Sight(BOOK.facts)

    sight.judged(read_condition("mood == 'calm'", KINDS))
    sight.judged(read_condition("mood in ('cross', 'gone')", KINDS))

    assert {lens.assume for lens in sight.lenses} == {"cross"}


def test_two_conditions_that_ask_the_same_share_a_lens():
    """A fact is looked at once for both."""
    sight = Sight(BOOK.facts)

    first, second = (sight.judged(read_condition(one, KINDS)) for one in ("ill and far", "not ill"))

    assert len(sight.lenses) == 2
    assert first.places == (0, 1)
    assert second.places == (0,)
