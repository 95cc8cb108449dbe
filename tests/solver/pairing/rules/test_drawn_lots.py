"""Lots decide among equals (抽签)."""

from hypothesis import given

from solver.pairing import Plan
from solver.pairing.rules.prefer import DrawnLots
from tests.solver.pairing.desks import a_desk, a_pair, desks_with_any_plan, few, posted

RULE = DrawnLots()


def test_a_lot_of_nothing_costs_nothing():
    """Without lots the level is silent."""
    desk = a_desk(a_pair(0, 0), slots=[1])

    assert posted(RULE, desk, Plan((0,))) == 0
    assert RULE.measure(desk, Plan((0,))) == ()


def test_the_lots_of_the_pairs_made_are_added_up():
    """Only of those that are made."""
    desk = a_desk(a_pair(0, 0, lot=7), a_pair(0, 1, lot=5), slots=[1, 1])

    assert posted(RULE, desk, Plan((0,))) == 7
    assert [(match.subjects, match.amount) for match in RULE.measure(desk, Plan((0,)))] == [((0, 0), 7)]


def test_the_smaller_lot_is_drawn():
    """At the boundary: one less decides."""
    desk = a_desk(a_pair(0, 0, lot=6), a_pair(0, 1, lot=5), slots=[1, 1])

    assert posted(RULE, desk, Plan((1,))) < posted(RULE, desk, Plan((0,)))


@few
@given(desks_with_any_plan())
def test_post_equals_measure(drawn):
    """Solver and measure add up the same lots."""
    desk, plan = drawn

    assert posted(RULE, desk, plan) == RULE.amount(desk, plan)
