"""A mentor for everybody (人人有师傅)."""

from hypothesis import given

from solver.pairing import Plan
from solver.pairing.rules.prefer import EverybodyPaired
from tests.solver.pairing.desks import a_desk, a_pair, desks_with_any_plan, few, posted

RULE = EverybodyPaired()


def test_without_apprentices_nobody_is_left():
    """An office without apprentices owes none a mentor."""
    desk = a_desk(slots=[1])

    assert posted(RULE, desk, Plan(())) == 0
    assert RULE.measure(desk, Plan(())) == ()


def test_who_has_no_mentor_counts():
    """Each by name."""
    desk = a_desk(a_pair(0, 0), a_pair(1, 0), slots=[1])

    assert posted(RULE, desk, Plan((0, -1))) == 1
    assert [match.subjects for match in RULE.measure(desk, Plan((0, -1)))] == [(1,)]


def test_the_last_one_paired_counts_no_more():
    """At the boundary: everybody has one."""
    desk = a_desk(a_pair(0, 0), a_pair(1, 0), slots=[2])

    assert posted(RULE, desk, Plan((0, 1))) == 0


def test_the_floor_counts_those_whom_nobody_may_take():
    """Two apprentices, one of them without any pair: at least one is left; so too where a place is missing."""
    assert RULE.floor(a_desk(a_pair(0, 0), slots=[2], apprentices=2), 0) == 1
    assert RULE.floor(a_desk(a_pair(0, 0), a_pair(1, 0), slots=[1]), 0) == 1


@few
@given(desks_with_any_plan())
def test_post_equals_measure(drawn):
    """Solver and measure count the same people."""
    desk, plan = drawn

    assert posted(RULE, desk, plan) == RULE.amount(desk, plan)
