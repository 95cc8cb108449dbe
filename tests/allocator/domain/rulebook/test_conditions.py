"""Conditions: reduced by what is known, and never changed in meaning."""

from collections.abc import Mapping
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allocator.domain.rulebook.conditions import (
    All,
    AnyOf,
    AtLeastZero,
    Atom,
    Condition,
    FactValue,
    Is,
    Mentions,
    Not,
    OneOf,
    atoms,
    evaluate,
    known_atoms,
    reduce,
    settled,
)

ATOMS: tuple[Atom, ...] = (
    Is("full_cash"),
    Is("no_asset"),
    OneOf("cause", frozenset({"loan", "wage"})),
    Mentions("title", ("农民工", "赡养")),
    AtLeastZero((("claim", 1),), -100, strict=False),
    AtLeastZero((("claim", -1), ("preserved", 1)), 0, strict=True),
)


def parts_of(inner):
    lists = st.lists(inner, max_size=4).map(tuple)
    return st.builds(Not, inner) | st.builds(All, lists) | st.builds(AnyOf, lists)


CONDITIONS: st.SearchStrategy[Condition] = st.recursive(st.booleans() | st.sampled_from(ATOMS), parts_of, max_leaves=12)
TRUTHS = st.fixed_dictionaries({atom: st.booleans() for atom in ATOMS})
VALUES: dict[str, st.SearchStrategy[FactValue]] = {
    "full_cash": st.booleans(),
    "no_asset": st.booleans(),
    "cause": st.sampled_from(["loan", "wage", "other"]),
    "title": st.sampled_from(["", "农民工工资", "借款"]),
    "claim": st.integers(0, 200),
    "preserved": st.integers(0, 200),
}
KNOWN = st.fixed_dictionaries(VALUES)
FACTS = st.fixed_dictionaries({name: st.none() | values for name, values in VALUES.items()})


def meaning(condition: Condition, truths: Mapping[Atom, bool]) -> bool:
    """Say what a condition means when everything is known, in plain Python."""
    match condition:
        case bool():
            return condition
        case Not(part):
            return not meaning(part, truths)
        case All(parts):
            return all(meaning(part, truths) for part in parts)
        case AnyOf(parts):
            return any(meaning(part, truths) for part in parts)
    return truths[condition]


@given(CONDITIONS, TRUTHS, st.sets(st.sampled_from(ATOMS)))
def test_knowing_a_part_first_never_changes_the_answer(condition, truths, known):
    """Reduced by some facts and then by the rest, a condition says what it says when all is known at once."""
    partly = reduce(condition, {atom: truths[atom] for atom in known})

    assert reduce(partly, truths) is reduce(condition, truths) is meaning(condition, truths)


@given(CONDITIONS, TRUTHS, st.sets(st.sampled_from(ATOMS)))
def test_what_remains_asks_only_for_what_is_open(condition, truths, known):
    """No settled atom is left, and none is asked for that the condition never named."""
    rest = reduce(condition, {atom: truths[atom] for atom in known})

    assert set(atoms(rest)) <= set(atoms(condition)) - known


@given(CONDITIONS, FACTS, KNOWN)
def test_a_settled_answer_stays_whatever_is_learned_later(condition, facts, answers):
    """Certain means certain: no value of an open fact can turn it."""
    answer = evaluate(condition, facts)
    later = {name: answers[name] if value is None else value for name, value in facts.items()}

    assert answer is None or evaluate(condition, later) is answer


@given(CONDITIONS, KNOWN)
def test_with_every_fact_known_a_condition_is_true_or_false(condition, facts):
    """Nothing is left open when everything has been answered."""
    truths = {atom: atom.holds(facts) for atom in ATOMS}

    assert evaluate(condition, facts) is meaning(condition, truths)


def test_nothing_to_hold_holds_and_nothing_to_choose_from_does_not():
    """An empty list of parts means what it means in logic."""
    assert reduce(All(()), {}) is True
    assert reduce(AnyOf(()), {}) is False


@pytest.mark.parametrize("cash, asset", list(product((True, False, None), repeat=2)))
def test_an_unknown_fact_is_neither_true_nor_false(cash, asset):
    """ "Cash and no asset" is open exactly when no known fact already denies it and not both are known."""
    answer = evaluate(All((Is("full_cash"), Is("no_asset"))), {"full_cash": cash, "no_asset": asset})

    expected = False if False in (cash, asset) else None if None in (cash, asset) else True
    assert answer is expected


def test_a_fact_nobody_mentioned_is_unknown_like_one_set_to_none():
    """A missing key and None are the same: not known."""
    assert settled(Is("full_cash"), {}) is None
    assert known_atoms(Is("full_cash"), {"full_cash": None}) == {}


def test_an_empty_title_is_known_to_mention_nothing():
    """Blank text is an answer; only None is open."""
    mentions = Mentions("title", ("农民工",))

    assert settled(mentions, {"title": ""}) is False
    assert settled(mentions, {"title": "拖欠农民工工资"}) is True


def test_one_part_said_twice_is_asked_once():
    """The rest of a condition holds no double."""
    cash = Is("full_cash")

    assert reduce(All((cash, cash, True)), {}) == cash
    assert reduce(AnyOf((Not(cash), Not(cash), Is("no_asset"))), {}) == AnyOf((Not(cash), Is("no_asset")))


@given(st.integers(1, 50) | st.integers(-50, -1), st.integers(-500, 500), st.integers(0, 500), st.booleans())
def test_a_comparison_turns_exactly_at_its_threshold(factor, constant, other, strict):
    """Just below the threshold of the open amount the answer is another than just above."""
    atom = AtLeastZero((("claim", factor), ("debtors", 3)), constant, strict)
    turn = atom.threshold("claim", {"debtors": other, "claim": 77})

    below, above = turn - 1, turn + 1
    assert factor * turn + 3 * other + constant == 0
    assert atom_at(atom, below, other) != atom_at(atom, above, other)
    assert atom_at(atom, turn, other) is not strict


def atom_at(atom: AtLeastZero, claim: Fraction, debtors: int) -> bool:
    """Say whether it holds at an amount that may be a fraction."""
    values = {"claim": claim, "debtors": Fraction(debtors)}
    total = atom.constant + sum(factor * values[name] for name, factor in atom.terms)
    return total > 0 if atom.strict else total >= 0


def test_atoms_come_in_the_order_they_are_written():
    """Questions are asked in the rulebook's order."""
    condition = AnyOf((Not(ATOMS[2]), All((ATOMS[0], True, ATOMS[4]))))

    assert list(atoms(condition)) == [ATOMS[2], ATOMS[0], ATOMS[4]]


def test_every_atom_names_the_facts_it_reads():
    """Whoever asks for what is missing needs the names."""
    assert [atom.facts() for atom in ATOMS] == [
        ("full_cash",),
        ("no_asset",),
        ("cause",),
        ("title",),
        ("claim",),
        ("claim", "preserved"),
    ]
