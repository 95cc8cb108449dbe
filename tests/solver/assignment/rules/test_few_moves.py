"""Few changes of handler (少变更承办人)."""

from hypothesis import given

from solver.assignment.rules.prefer import FewMoves
from tests.solver.assignment.offices import LI, WANG, an_office, few, offices_with_a_plan, plan, posted, to

RULE = FewMoves()
BOTH = [to(LI, 60), to(WANG, 60)]


def test_a_new_case_cannot_be_moved():
    """Who had no holder changes none."""
    office = an_office(BOTH)

    assert posted(RULE, office, plan(1)) == 0
    assert RULE.measure(office, plan(1)) == ()


def test_where_nobody_has_a_case_yet_no_time_is_kept_for_moves():
    """Of a level that is the same for all plans nothing can be found; with one case in somebody's hands it can."""
    [new], [held] = RULE.parts(an_office(BOTH)), RULE.parts(an_office(BOTH, holder=[LI]))

    assert (new.level, new.share, held.share, RULE.share) == ("moves", 0.0, 1.0, 1.0)


def test_a_change_of_handler_counts_one():
    """Li's case goes to Wang."""
    office = an_office(BOTH, holder=[LI])

    assert posted(RULE, office, plan(1)) == 1
    assert [match.subjects for match in RULE.measure(office, plan(1))] == [(0, WANG)]


def test_staying_with_the_holder_counts_nothing():
    """At the boundary: the same lead again is no move."""
    office = an_office(BOTH, holder=[LI])

    assert posted(RULE, office, plan(0)) == 0
    assert RULE.measure(office, plan(0)) == ()


@few
@given(offices_with_a_plan())
def test_post_equals_measure(drawn):
    """Solver and measure count the same moves."""
    office, given_plan = drawn

    assert posted(RULE, office, given_plan) == RULE.amount(office, given_plan)
