"""No more apprentices than places (带徒名额)."""

from hypothesis import given

from solver.pairing import Plan
from solver.pairing.rules.must import WithinSlots
from tests.solver.pairing.desks import a_desk, a_pair, desks_with_any_plan, few, posted

RULE = WithinSlots()


def test_a_mentor_with_places_left_breaks_nothing():
    """One apprentice where two may be."""
    desk = a_desk(a_pair(0, 0), slots=[2])

    assert posted(RULE, desk, Plan((0,))) == 0
    assert RULE.measure(desk, Plan((0,))) == ()


def test_a_third_apprentice_is_too_many():
    """Told by the mentor and by how many."""
    desk = a_desk(a_pair(0, 0), a_pair(1, 0), a_pair(2, 0), slots=[2])

    assert posted(RULE, desk, Plan((0, 1, 2))) is None
    assert [(match.subjects, match.amount) for match in RULE.measure(desk, Plan((0, 1, 2)))] == [((0,), 1)]


def test_two_are_allowed_where_two_may_be():
    """At the boundary."""
    desk = a_desk(a_pair(0, 0), a_pair(1, 0), slots=[2])

    assert posted(RULE, desk, Plan((0, 1))) == 0


def test_a_place_beyond_the_slots_may_be_filled_as_a_concession():
    """Where the desk gives the load of one more, one more may be taken."""
    desk = a_desk(a_pair(0, 0), a_pair(1, 0), slots=[1], loads=[[100, 200]])

    assert posted(RULE, desk, Plan((0, 1))) == 0


@few
@given(desks_with_any_plan())
def test_post_equals_measure(drawn):
    """The solver forbids a plan exactly when the measure names somebody."""
    desk, plan = drawn

    assert (posted(RULE, desk, plan) is None) == bool(RULE.measure(desk, plan))
