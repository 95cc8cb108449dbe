"""The busiest mentor who takes an apprentice (师傅最高负荷)."""

from hypothesis import given

from solver.pairing import Plan
from solver.pairing.rules.must import WithinSlots
from solver.pairing.rules.prefer import BusiestMentor
from tests.solver.pairing.desks import a_desk, a_pair, desks_with_any_plan, few, posted

RULE = BusiestMentor()
PAIRS = [a_pair(apprentice, mentor) for apprentice in range(2) for mentor in range(2)]


def test_who_takes_nobody_does_not_count():
    """A mentor may be as busy as can be without an apprentice."""
    desk = a_desk(*PAIRS, slots=[2, 2], loads=[[100, 200], [900, 950]])

    assert posted(RULE, desk, Plan((-1, -1))) == 0
    assert RULE.measure(desk, Plan((-1, -1))) == ()


def test_the_load_with_the_last_apprentice_counts():
    """Both with the first: his load with two; one with each: the busier of both."""
    desk = a_desk(*PAIRS, slots=[2, 2], loads=[[100, 200], [150, 950]])

    assert posted(RULE, desk, Plan((0, 2))) == 200
    assert posted(RULE, desk, Plan((0, 3))) == 150
    assert [(match.subjects, match.amount) for match in RULE.measure(desk, Plan((0, 3)))] == [((1,), 150)]


def test_as_busy_as_the_busiest_is_no_busier():
    """At the boundary: two alike are told once, by the first."""
    desk = a_desk(*PAIRS, slots=[2, 2], loads=[[150, 200], [150, 200]])

    assert posted(RULE, desk, Plan((0, 3))) == 150
    assert [match.subjects for match in RULE.measure(desk, Plan((0, 3)))] == [(0,)]


def test_the_floor_fills_the_lightest_places():
    """Two apprentices: the second lightest place there is."""
    desk = a_desk(*PAIRS, slots=[2, 2], loads=[[100, 200], [150, 950]])

    assert (RULE.floor(desk, 2), RULE.floor(desk, 1), RULE.floor(desk, 0)) == (150, 100, 0)


@few
@given(desks_with_any_plan())
def test_post_equals_measure(drawn):
    """Solver and measure find the same peak, of any plan with places for everybody."""
    desk, plan = drawn

    assert WithinSlots().measure(desk, plan) or posted(RULE, desk, plan) == RULE.amount(desk, plan)
