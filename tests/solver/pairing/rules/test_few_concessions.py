"""Few concessions (少破例)."""

from hypothesis import given

from solver.pairing import Plan
from solver.pairing.rules.prefer import FewConcessions
from tests.solver.pairing.desks import a_desk, a_pair, desks_with_any_plan, few, posted

RULE = FewConcessions()


def test_what_both_sides_accept_within_the_slots_is_no_concession():
    """Where none can be made there is no such level."""
    desk = a_desk(a_pair(0, 0), slots=[1])

    assert posted(RULE, desk, Plan((0,))) == 0
    assert RULE.parts(desk) == ()


def test_a_pair_somebody_refused_counts():
    """Told by the two people."""
    desk = a_desk(a_pair(0, 0, conceded=True), slots=[1])

    assert posted(RULE, desk, Plan((0,))) == 1
    assert [match.subjects for match in RULE.measure(desk, Plan((0,)))] == [(0, 0)]


def test_the_last_place_within_the_slots_is_free_and_the_next_counts():
    """At the boundary: one within, two beyond."""
    desk = a_desk(a_pair(0, 0), a_pair(1, 0), a_pair(2, 0), slots=[1], loads=[[1, 2, 3]])

    assert posted(RULE, desk, Plan((0, -1, -1))) == 0
    assert posted(RULE, desk, Plan((0, 1, 2))) == 2
    assert [(match.subjects, match.amount) for match in RULE.measure(desk, Plan((0, 1, 2)))] == [((0,), 2)]


@few
@given(desks_with_any_plan())
def test_post_equals_measure(drawn):
    """Solver and measure count the same concessions."""
    desk, plan = drawn

    assert posted(RULE, desk, plan) == RULE.amount(desk, plan)
