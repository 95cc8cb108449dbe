"""Few changes of mentor (少换师傅)."""

from hypothesis import given

from solver.pairing import Plan
from solver.pairing.rules.prefer import PairsStay
from tests.solver.pairing.desks import a_desk, a_pair, desks_with_any_plan, few, posted

RULE = PairsStay()
PAIRS = [a_pair(0, 0), a_pair(0, 1)]


def test_a_first_mentor_is_no_change():
    """Who had none changes none, and then there is no such level."""
    desk = a_desk(*PAIRS, slots=[1, 1])

    assert posted(RULE, desk, Plan((1,))) == 0
    assert RULE.parts(desk) == ()


def test_another_mentor_is_a_change():
    """Told by apprentice and new mentor."""
    desk = a_desk(*PAIRS, slots=[1, 1], present=[0])

    assert posted(RULE, desk, Plan((1,))) == 1
    assert [match.subjects for match in RULE.measure(desk, Plan((1,)))] == [(0, 1)]


def test_the_same_mentor_again_is_none():
    """At the boundary: the pair stays."""
    desk = a_desk(*PAIRS, slots=[1, 1], present=[0])

    assert posted(RULE, desk, Plan((0,))) == 0


@few
@given(desks_with_any_plan())
def test_post_equals_measure(drawn):
    """Solver and measure count the same changes."""
    desk, plan = drawn

    assert posted(RULE, desk, plan) == RULE.amount(desk, plan)
