"""The ways an open fact may turn out: a few cells that stand for all of them."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from allocator.decisions.triage.completions import Lens, cells, group_atoms, truths_at
from allocator.domain.rulebook.condition_reading import read_condition
from allocator.domain.rulebook.conditions import atoms
from tests.allocator.decisions.rulebooks import NUMBER_ATOMS, TEXTS, WIDE, Rules, cases, sentences

BOOK = Rules(chances=(300, 500, 500)).book()
KINDS = {name: fact.kind for name, fact in BOOK.facts.items()}
EVERY_AMOUNT = range(90)


def groups(*conditions):
    """The atoms of some conditions, by the fact that may be open."""
    return group_atoms([atom for one in conditions for atom in atoms(read_condition(one, KINDS))], BOOK.facts)


def group(*conditions):
    """The atoms of some conditions that all read one open fact."""
    return next(found for found in groups(*conditions) if found.fact.id != "claim")


def numbers(*, fact):
    """Comparisons that read one fact, and perhaps the claim."""
    return st.lists(st.sampled_from([one for one in NUMBER_ATOMS if fact in one]), min_size=1, max_size=5)


def test_atoms_are_sorted_by_the_fact_that_may_be_open():
    """What compares the preserved cash with the claim belongs to the cash: the claim is always known."""
    found = groups("ill and claim >= 3", "preserved >= claim or claim < yuan(2)", "not ill")

    assert [(one.fact.id, len(one.atoms)) for one in found] == [("ill", 1), ("claim", 2), ("preserved", 1)]


@given(st.sampled_from(("visits", "preserved")).flatmap(lambda fact: numbers(fact=fact)), st.integers(0, 30))
def test_every_amount_falls_into_a_cell_and_every_cell_holds_an_amount(conditions, claim):
    """The cells of an open amount are exactly the ways its comparisons fall over all whole amounts."""
    found, facts = group(*conditions), {"claim": claim}

    every = {truths_at(found, amount, facts) for amount in EVERY_AMOUNT}

    assert {cell.truths for cell in cells(found, facts)} == every
    assert all(truths_at(found, cell.value, facts) == cell.truths for cell in cells(found, facts))


@given(sentences(), st.integers(0, 6))
def test_the_weights_of_the_cells_add_up_to_one(condition, claim):
    """Every way is counted once, whatever the kind of the fact."""
    facts = {"claim": claim}

    for found in groups(condition):
        options = cells(found, facts)
        assert sum(cell.weight for cell in options) == 1
        assert all(cell.weight > 0 for cell in options)
        assert len({cell.truths for cell in options}) == len(options)


def test_a_yes_no_fact_is_as_likely_as_the_rulebook_says():
    """A chance of 0.3 is three in ten, exactly."""
    assert [(cell.value, cell.weight) for cell in cells(group("ill"), {})] == [
        (True, Fraction(3, 10)),
        (False, Fraction(7, 10)),
    ]


def test_values_of_a_choice_that_no_condition_tells_apart_share_a_cell():
    """Two of three moods are alike to a rule that asks for the third."""
    found = cells(group("mood == 'gone'"), {})

    assert [(cell.truths, cell.weight) for cell in found] == [((False,), Fraction(2, 3)), ((True,), Fraction(1, 3))]


def test_a_text_may_mention_any_set_of_words_that_can_stand_together():
    """Who writes 盐碱 has written 盐; no other bond is assumed between words."""
    found = group("mentions(note, '盐碱')", "mentions(note, '盐')", "mentions(note, '碱地', '盐碱')")

    every = {truths_at(found, text, {}) for text in TEXTS}

    assert {cell.truths for cell in cells(found, {})} == every
    assert (True, False, True) not in every


@settings(deadline=None)
@given(sentences(), st.lists(cases(most_open=7), min_size=1, max_size=20))
def test_a_lens_that_has_seen_other_cases_sees_the_next_one_as_it_is(condition, stock):
    """What a lens remembers is what it would work out anew: the ways, their weights, and what is assumed."""
    for found in groups(condition):
        lens = Lens(found, assume_for(found))
        for facts in stock:
            view, value = lens.look(facts), facts[found.fact.id]
            anew = cells(found, facts) if value is None else ()
            assert view.open is (value is None)
            assert [(cell.truths, cell.weight) for cell in view.cells] == (
                [(cell.truths, cell.weight) for cell in anew] or [(truths_at(found, value, facts), Fraction(1))]
            )
            assert view.assumed == truths_at(found, lens.assume if view.open else value, facts)
            assert [Fraction(share, view.scale) for share in view.shares] == [cell.weight for cell in view.cells]


def assume_for(found):
    """Any value that the fact may take."""
    return WIDE[found.fact.id][1] if found.fact.id in WIDE else 2


def test_a_lens_gives_one_view_to_all_cases_it_cannot_tell_apart():
    """Claims of 1,000 and 2,000 yuan look the same beside an open amount; a claim of nothing does not."""
    lens = Lens(group("preserved >= claim"), 0)

    views = [lens.look({"claim": claim, "preserved": None}) for claim in (100_000, 200_000, 0)]

    assert views[0] is views[1]
    assert views[2] is not views[0]


@pytest.mark.parametrize(
    "conditions",
    [
        ("preserved > claim - 4",),
        ("preserved >= claim", "preserved >= 9"),
        ("preserved > claim", "preserved < percent(50, claim)", "preserved == 7"),
        ("percent(30, preserved) > claim - 3", "2 * preserved >= claim + 5"),
    ],
)
def test_a_lens_tells_every_two_claims_apart_that_differ_beside_an_open_amount(conditions):
    """From nothing upwards and back, what it sees is what the comparisons with that claim make of any amount."""
    found = group(*conditions)
    lens = Lens(found, 6)

    for claim in (*range(40), *range(40, -1, -1)):
        facts = {"claim": claim, "preserved": None}
        view = lens.look(facts)
        assert [(cell.truths, cell.weight) for cell in view.cells] == [
            (cell.truths, cell.weight) for cell in cells(found, facts)
        ]
        assert view.assumed == truths_at(found, 6, facts)


def test_a_yes_no_fact_holds_only_when_it_is_true():
    """A number in its place counts as no, as it does for the condition itself, whatever was seen before."""
    lens = Lens(group("ill"), assume=False)

    assert [lens.look({"ill": value}).cells[0].truths for value in (1, True, 1, False)] == [
        (False,),
        (True,),
        (False,),
        (False,),
    ]
