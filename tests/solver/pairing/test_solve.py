"""Pairing as a whole: stable, of the greatest size there is, and balanced; all by trying every plan of tiny desks."""

import pytest
from hypothesis import given

from solver.limits import Limits
from solver.pairing import Plan, measure, solve
from solver.pairing.acceptance import accept
from solver.pairing.problem import PairingProblem
from solver.pairing.rules.must import MUST
from solver.pairing.rules.prefer import levels
from tests.solver.pairing.desks import a_desk, a_pair, a_random_desk, every_plan, few, random_desks

LIMITS = Limits(seconds=60, deterministic=10)


def worth(desk, plan):
    """What a plan is worth on each level, in order."""
    return [term.amount(desk, plan) for term in levels(desk)]


@few
@given(random_desks())
def test_no_stable_pairing_is_better_on_any_level(desk):
    """Every pairing of the desk tried: none that is stable pairs more, nor, pairing as many, is better balanced."""
    result = solve(desk, LIMITS, seed=1)

    assert not any(rule.measure(desk, result.plan) for rule in MUST)
    assert worth(desk, result.plan) == min(worth(desk, plan) for plan in every_plan(desk))
    assert all(level.status == "proven" for level in result.certificate.levels)


@few
@given(random_desks(concessions=True))
def test_with_concessions_nobody_asks_for_more_of_them_than_needed(desk):
    """Every pairing tried again, those with concessions too."""
    result = solve(desk, LIMITS, seed=1)

    assert worth(desk, result.plan) == min(worth(desk, plan) for plan in every_plan(desk))


@few
@given(random_desks(concessions=True))
def test_deferred_acceptance_gives_a_stable_pairing_without_concessions(desk):
    """What the search starts from, and what remains when the solver fails, is lawful."""
    start = accept(desk)

    assert not any(rule.measure(desk, start) for rule in MUST)
    assert measure(desk, start).get("concessions", ()) == ()


@few
@given(random_desks(concessions=True))
def test_bounds_without_a_solver_are_honest(desk):
    """No stable pairing is below a bound that is stated at once."""
    problem = PairingProblem(desk)
    best = min(every_plan(desk), key=lambda plan: worth(desk, plan))
    held: dict[str, int] = {}
    for term in problem.levels:
        value = problem.value(term.level, best)
        assert problem.floor(term.level, held, quick=True) <= value
        held[term.level] = value


def test_with_ties_the_larger_pairing_is_found():
    """Apprentice 0 takes either mentor, 1 the first only: asked in the wrong order one stays alone, solved nobody does."""
    desk = a_desk(a_pair(0, 0, lot=0), a_pair(0, 1, lot=9), a_pair(1, 0, wish=1, regard=1, lot=9), slots=[1, 1])

    assert accept(desk) == Plan((0, -1))
    assert solve(desk, LIMITS, seed=1).plan == Plan((1, 2))


def test_a_wish_of_both_stands_above_balance():
    """Stability is no matter of degree: the busy mentor both want stays, however light another is."""
    desk = a_desk(a_pair(0, 0), a_pair(0, 1, wish=2), slots=[1, 1], loads=[[900], [100]])

    assert solve(desk, LIMITS, seed=1).plan == Plan((0,))


def test_who_likes_both_alike_goes_to_the_lighter():
    """Among stable pairings balance decides."""
    desk = a_desk(a_pair(0, 0), a_pair(0, 1), slots=[1, 1], loads=[[900], [100]])

    assert solve(desk, LIMITS, seed=1).plan == Plan((1,))


def test_the_same_desk_gives_the_same_pairing_and_another_seed_no_worse_one():
    """Lots stand at the end of the levels, so that nothing is left to chance."""
    desk = a_random_desk(5, apprentices=8, mentors=5)

    plans = [solve(desk, LIMITS, seed=seed).plan for seed in (1, 1, 2)]

    assert plans[0] == plans[1]
    assert worth(desk, plans[2]) == worth(desk, plans[0])


def test_an_office_of_many_is_paired_and_proven():
    """Thirty-six apprentices and twenty-five mentors, as one court has them."""
    desk = a_random_desk(3, apprentices=36, mentors=25)
    result = solve(desk, LIMITS, seed=1)

    assert not any(rule.measure(desk, result.plan) for rule in MUST)
    assert result.certificate.levels[0].status == "proven"


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: a_desk(a_pair(0, 0), a_pair(0, 0), slots=[1]),
        lambda: a_desk(a_pair(0, 3), slots=[1]),
        lambda: a_desk(a_pair(0, 0), slots=[1], present=[-1, -1]),
        lambda: a_desk(a_pair(0, 0), slots=[2], loads=[[1]]),
    ],
    ids=["a pair twice", "nobody's pair", "one present mentor too many", "a load missing"],
)
def test_a_desk_that_contradicts_itself_is_refused(wrong):
    """Before any search."""
    with pytest.raises(ValueError, match=r"\."):
        wrong()
