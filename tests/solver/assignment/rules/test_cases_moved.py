"""How many cases change their handler (变更承办人件数): what a plan may be held to."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solver.assignment import MUST, score, solve
from solver.assignment.rules.prefer import CasesMoved
from solver.search import Limits
from tests.solver.assignment.offices import LI, WANG, a_random_office, an_office, every_plan, few, plan, posted, to
from tests.solver.assignment.offices import offices_with_a_plan as offices

RULE = CasesMoved()
QUICK = Limits(seconds=20, deterministic=4)
BOTH = [to(LI, 200), to(WANG, 200)]


def all_with_li(**more):
    """Six cases of 200 minutes, all held by Li, moving one of them costs 7; Wang has nothing."""
    return an_office(*([BOTH] * 6), capacity=(1200, 1200), holder=[LI] * 6, move_price=[7] * 6, **more)


def test_a_new_case_moves_nobody():
    """Who had no holder changes none."""
    assert posted(RULE, an_office(BOTH), plan(1)) == 0
    assert RULE.measure(an_office(BOTH), plan(1)) == ()


def test_a_move_counts_one_whatever_it_costs():
    """The price is the level's affair; here cases are counted."""
    assert posted(RULE, all_with_li(), plan(1, 2, 4, 6, 8, 10)) == 1
    assert RULE.amount(all_with_li(), plan(1, 3, 4, 6, 8, 10)) == 2


def test_staying_counts_nothing():
    """At the boundary: all with their holder."""
    assert posted(RULE, all_with_li(), plan(0, 2, 4, 6, 8, 10)) == 0


@few
@given(offices())
def test_post_equals_measure(drawn):
    """Solver and measure count the same cases."""
    office, given_plan = drawn

    assert posted(RULE, office, given_plan) == RULE.amount(office, given_plan)


@pytest.mark.parametrize("most, peak", [(0, 1000), (1, 834), (2, 667), (3, 500), (4, 500)])
def test_each_move_allowed_brings_the_peak_down_as_far_as_it_can(most, peak):
    """From 100 % with Li to a half with both, one case after the other; the fourth move is not made."""
    office = all_with_li()

    result = solve(office, QUICK, 1, held={"moved": most})

    assert score(office, result.plan)["peak"] == peak
    assert RULE.amount(office, result.plan) == min(most, 3)
    assert {level.status for level in result.certificate.levels} == {"proven"}


@few
@given(st.integers(0, 10_000_000), st.integers(0, 3))
def test_with_few_moves_allowed_the_plan_is_the_best_of_all_that_keep_to_it(seed, most):
    """Trying every plan finds none better with so few moves, and every level is proven."""
    office = a_random_office(seed, cases=4)
    kept = [each for each in every_plan(office) if RULE.amount(office, each) <= most]

    result = solve(office, QUICK, 1, held={"moved": most})

    assert RULE.amount(office, result.plan) <= most
    assert not any(term.measure(office, result.plan) for term in MUST)
    assert tuple(score(office, result.plan).values()) == min(tuple(score(office, each).values()) for each in kept)
    assert {level.status for level in result.certificate.levels} <= {"proven"}


def test_what_cannot_be_held_is_refused():
    """The sentence says what can."""
    with pytest.raises(ValueError, match="moved"):
        solve(all_with_li(), QUICK, 1, held={"luck": 1})
    with pytest.raises(ValueError, match="0 or more"):
        solve(all_with_li(), QUICK, 1, held={"moved": -1})
