"""Routing without reasons says what triage says."""

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allocator.decisions.triage.routing import KEPT, Router, router_of
from allocator.decisions.triage.triage import classify
from allocator.domain.facts import CaseInput, facts_of
from allocator.files.office import read_office
from fixtures.generate import FIRST, LAST, generate
from fixtures.guyang_month import GUYANG

FOUND = read_office(GUYANG, LAST)
FILED = generate(11, 120, FIRST, LAST, FOUND.rulebook, FOUND.office)
ROUTER = Router(FOUND.rulebook)
YES_NO = [fact.id for fact in FOUND.rulebook.facts.values() if fact.kind == "yes_no" and fact.may_be_unknown]


def facts(case):
    """The facts of a case in the fixture bureau."""
    return facts_of(case, FOUND.office, FOUND.rulebook)


def told(triaged):
    """What a standing needs of a triage."""
    weights = (dict(triaged.weight.minutes), dict(triaged.gross.minutes))
    return triaged.track, triaged.lane, weights, triaged.priority, triaged.livelihood, triaged.skills


@given(st.sampled_from(FILED), st.lists(st.sampled_from(YES_NO), max_size=6), st.integers(0, 10**6))
def test_a_routed_case_stands_as_a_triaged_one_fact_after_fact(filing, learned, seed):
    """Same class, lane, minutes, rank and skills, also where only what changed was looked at again."""
    case, seen, random = CaseInput(filing), None, Random(seed)
    for name in (None, *learned):
        case = case.learn({name: random.random() < 0.5} if name else {})
        seen = ROUTER.see(facts(case), seen)

        assert told(ROUTER.route(seen)) == told(classify(case, FOUND.office, FOUND.rulebook))
    assert ROUTER.gross(ROUTER.see(facts(case))) == classify(case, FOUND.office, FOUND.rulebook).gross.minutes


@pytest.mark.parametrize("amount", [0, 3_000_000, 10**10])
def test_an_amount_compared_with_another_is_looked_at_again_when_either_changes(amount):
    """Cash preserved is read against the claim: a rule on both follows the one that became known."""
    case = CaseInput(FILED[0])
    before = ROUTER.see(facts(case))
    case = case.learn({"preserved": amount})

    after = ROUTER.see(facts(case), before)

    assert told(ROUTER.route(after)) == told(classify(case, FOUND.office, FOUND.rulebook))


def test_nothing_routed_is_called_certain():
    """Who wants to know whether a class can still change asks triage."""
    assert not ROUTER.route(ROUTER.see(facts(CaseInput(FILED[0])))).certain


def test_one_rulebook_has_one_router_and_only_the_last_few_are_kept():
    """Offices that differ in people only share what was worked out; who compares many rulebooks does not fill the memory."""
    books = [
        replace(FOUND.rulebook, version=f"{number}", source={**FOUND.rulebook.source, "version": f"{number}"})
        for number in range(KEPT + 1)
    ]
    first = router_of(books[0])

    assert router_of(replace(books[0])) is first
    for book in books[1:]:
        router_of(book)
    assert router_of(books[-1]).rulebook == books[-1]
    assert router_of(books[0]) is not first
