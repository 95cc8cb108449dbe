"""Prices without reasons are those a ranking gives, and who may lead is who is refused by nothing."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from allocator.decisions.recommendation.duty import Duty
from allocator.decisions.recommendation.eligibility import mentor_for, refusals
from allocator.decisions.recommendation.recommendation import rank
from allocator.decisions.recommendation.shortlist import shortlist
from tests.allocator.decisions.offices import a_random_office

CAPS = {"over_cap", "mentor_over_cap"}


@given(st.integers(0, 10**4))
def test_who_is_able_is_whom_nothing_refuses_each_with_the_mentor_needed(seed):
    """On random offices with pairs, absences, stops, recusals, skills and reviews, asked of one duty case after case."""
    office = a_random_office(seed)
    duty = Duty(office.seen.capacity)
    for case in office.cases:
        able = [(one.code, mentor) for one, mentor in duty.able(case, office.seen).people]

        free = [one for one in office.seen.capacity.leaders if not refusals(one, case, office.seen)]
        assert able == [(one.code, mentor_for(one, case, office.seen)) for one in free]


def all_in_the_pool(seen):
    """The same office, where anybody is near enough to the best to be drawn."""
    levers = replace(seen.rulebook.levers, tolerance=10**9)
    return replace(seen, rulebook=replace(seen.rulebook, levers=levers))


@given(st.integers(0, 10**4))
def test_a_shortlist_has_the_pool_and_the_name_of_it_that_a_ranking_has(seed):
    """Who is too dear to be drawn is left out, and the best is the ranking's first."""
    office = a_random_office(seed)
    duty = Duty(office.seen.capacity)
    for case in office.cases:
        whole, lean = rank(case, office.seen), shortlist(case, office.seen, duty)

        assert (lean.pool, lean.pool_digest) == (whole.pool, whole.pool_digest)
        assert lean.best == (whole.candidates[0] if whole.candidates else None)


@given(st.integers(0, 10**4))
def test_a_shortlist_has_the_prices_that_a_ranking_has(seed):
    """Price by price in the same order, and who is chosen is told in full as the ranking tells."""
    office = a_random_office(seed)
    seen = all_in_the_pool(office.seen)
    duty = Duty(seen.capacity)
    for case in office.cases:
        whole, lean = rank(case, seen), shortlist(case, seen, duty)

        prices = [(price, code) for price, code, _ in sorted(lean.in_pool)]
        assert prices == [(one.price, one.officer) for one in whole.candidates]
        assert [lean.candidate(code) for _, code in prices] == list(whole.candidates)
        assert (lean.pool, lean.pool_digest) == (whole.pool, whole.pool_digest)


@given(st.integers(0, 10**4))
def test_without_the_caps_those_are_added_whom_nothing_but_the_caps_barred(seed):
    """And the best of them is the one of the least price."""
    office = a_random_office(seed)
    seen = all_in_the_pool(office.seen)
    duty = Duty(seen.capacity)
    for case in office.cases:
        whole, lean = rank(case, seen), shortlist(case, seen, duty, capped=False)

        over = {item.officer for item in whole.refused if {one.code for one in item.reasons} <= CAPS}
        assert set(lean.pool) == over | {one.officer for one in whole.candidates}
        least = min(((price, code) for price, code, _ in lean.in_pool), default=None)
        assert least == ((lean.best.price, lean.best.officer) if lean.best else None)
