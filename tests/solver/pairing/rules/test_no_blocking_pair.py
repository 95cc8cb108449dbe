"""No two who would both rather be together (无阻碍对)."""

from hypothesis import given

from solver.pairing import Plan
from solver.pairing.rules.must import NoBlockingPair
from tests.solver.pairing.desks import a_desk, a_pair, desks_with_any_plan, few, posted

RULE = NoBlockingPair()


def test_everybody_with_the_first_choice_tempts_nobody():
    """Who has the best is not to be had."""
    desk = a_desk(a_pair(0, 0), a_pair(0, 1, wish=2), a_pair(1, 1), slots=[1, 1])

    assert posted(RULE, desk, Plan((0, 2))) == 0
    assert RULE.measure(desk, Plan((0, 2))) == ()


def test_two_who_both_prefer_each_other_block():
    """Crosswise: each has the second choice, and both first choices are free to leave."""
    desk = a_desk(a_pair(0, 0), a_pair(0, 1, 2, 2), a_pair(1, 0, 2, 2), a_pair(1, 1), slots=[1, 1])

    assert posted(RULE, desk, Plan((1, 2))) is None
    assert [match.subjects for match in RULE.measure(desk, Plan((1, 2)))] == [(0, 0), (1, 1)]


def test_an_apprentice_left_over_blocks_with_a_free_mentor():
    """Nobody stays alone beside a mentor who would take one more."""
    desk = a_desk(a_pair(0, 0, 3, 3), slots=[1])

    assert posted(RULE, desk, Plan((-1,))) is None


def test_a_mentor_who_likes_both_alike_is_not_tempted():
    """At the boundary: equally dear is not dearer, so the pair holds."""
    desk = a_desk(a_pair(0, 0, regard=1), a_pair(1, 0, regard=1), slots=[1])

    assert posted(RULE, desk, Plan((-1, 1))) == 0
    assert RULE.measure(desk, Plan((-1, 1))) == ()


def test_an_apprentice_who_likes_both_alike_is_not_tempted():
    """At the boundary on the other side."""
    desk = a_desk(a_pair(0, 0), a_pair(0, 1), slots=[1, 1])

    assert posted(RULE, desk, Plan((1,))) == 0


def test_who_would_not_have_each_other_block_nothing():
    """A pair that would be a concession tempts nobody."""
    desk = a_desk(a_pair(0, 0, conceded=True), slots=[1])

    assert posted(RULE, desk, Plan((-1,))) == 0
    assert RULE.measure(desk, Plan((-1,))) == ()


def test_a_mentor_beyond_the_slots_is_full():
    """Two taken by a concession: the third, equally dear, does not block; a dearer one does."""
    pairs = [a_pair(0, 0, regard=2), a_pair(1, 0, regard=2), a_pair(2, 0, regard=2)]
    desk = a_desk(*pairs, slots=[1], loads=[[100, 200]])
    dearer = a_desk(*pairs[:2], a_pair(2, 0, regard=1), slots=[1], loads=[[100, 200]])

    assert posted(RULE, desk, Plan((0, 1, -1))) == 0
    assert posted(RULE, dearer, Plan((0, 1, -1))) is None


@few
@given(desks_with_any_plan())
def test_post_equals_measure(drawn):
    """The solver forbids a plan exactly when the measure names a blocking pair."""
    desk, plan = drawn

    assert (posted(RULE, desk, plan) is None) == bool(RULE.measure(desk, plan))
