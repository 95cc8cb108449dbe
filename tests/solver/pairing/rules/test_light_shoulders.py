"""Apprentices go where the load stays low (师傅负荷均衡)."""

from hypothesis import given

from solver.pairing import Plan
from solver.pairing.rules.must import WithinSlots
from solver.pairing.rules.prefer import LightShoulders
from tests.solver.pairing.desks import a_desk, a_pair, desks_with_any_plan, few, posted

RULE = LightShoulders()
PAIRS = [a_pair(apprentice, mentor) for apprentice in range(2) for mentor in range(2)]
DESK = a_desk(*PAIRS, slots=[2, 2], loads=[[100, 300], [150, 350]])


def test_nobody_taken_costs_nothing():
    """Whatever mentors carry already is not the pairs' doing."""
    assert posted(RULE, DESK, Plan((-1, -1))) == 0
    assert RULE.measure(DESK, Plan((-1, -1))) == ()


def test_each_apprentice_counts_the_load_reached():
    """Two with the first: 100 and then 300."""
    assert posted(RULE, DESK, Plan((0, 2))) == 400
    assert [(match.subjects, match.amount) for match in RULE.measure(DESK, Plan((0, 2)))] == [((0,), 400)]


def test_one_each_is_lighter_than_two_with_one():
    """At the boundary: the second apprentice of a mentor costs more than the first of another."""
    assert posted(RULE, DESK, Plan((0, 3))) == 250


def test_the_floor_fills_the_lightest_places():
    """Three apprentices could not be lighter than on the three lightest places."""
    assert RULE.floor(DESK, 3) == 100 + 150 + 300


@few
@given(desks_with_any_plan())
def test_post_equals_measure(drawn):
    """Solver and measure add up the same loads, of any plan with places for everybody."""
    desk, plan = drawn

    assert WithinSlots().measure(desk, plan) or posted(RULE, desk, plan) == RULE.amount(desk, plan)
