"""Wishes of both sides (意愿满足)."""

from hypothesis import given

from solver.pairing import Plan
from solver.pairing.rules.prefer import WishesMet
from tests.solver.pairing.desks import a_desk, a_pair, desks_with_any_plan, few, posted

RULE = WishesMet()


def test_first_choices_cost_nothing():
    """Each has the other's best."""
    desk = a_desk(a_pair(0, 0), slots=[1])

    assert posted(RULE, desk, Plan((0,))) == 0
    assert RULE.measure(desk, Plan((0,))) == ()


def test_each_place_missed_counts_on_either_side():
    """The apprentice's third, the mentor's second: two and one."""
    desk = a_desk(a_pair(0, 0, wish=3, regard=2), slots=[1])

    assert posted(RULE, desk, Plan((0,))) == 3
    assert [(match.subjects, match.amount) for match in RULE.measure(desk, Plan((0,)))] == [((0, 0), 3)]


def test_one_place_counts_one():
    """At the boundary."""
    desk = a_desk(a_pair(0, 0, wish=2), slots=[1])

    assert posted(RULE, desk, Plan((0,))) == 1


@few
@given(desks_with_any_plan())
def test_post_equals_measure(drawn):
    """Solver and measure add up the same places."""
    desk, plan = drawn

    assert posted(RULE, desk, plan) == RULE.amount(desk, plan)
