"""Nobody above the cap of new cases (新案上限)."""

from hypothesis import given

from solver.assignment.rules.must import WithinNewCases
from tests.solver.assignment.offices import LI, WANG, an_office, few, offices_with_any_plan, plan, posted, to

RULE = WithinNewCases()


def test_without_a_cap_anybody_may_be_given_everything():
    """Nothing is said of it, or -1: the rule is silent."""
    three = [[to(LI, 10)]] * 3

    assert RULE.measure(an_office(*three), plan(0, 1, 2)) == ()
    assert posted(RULE, an_office(*three, most_new=[-1, 0, 0]), plan(0, 1, 2)) == 0


def test_one_case_too_many_is_forbidden_and_measured():
    """Li may be given two more; of three one is too many, and each alone would be lawful."""
    office = an_office([to(LI, 10)], [to(LI, 10)], [to(LI, 10), to(WANG, 10)], most_new=[2, -1, -1])

    assert posted(RULE, office, plan(0, 1, 3)) == 0
    assert posted(RULE, office, plan(0, 1, 2)) is None
    assert [(match.subjects, match.amount) for match in RULE.measure(office, plan(0, 1, 2))] == [((LI,), 1)]


def test_who_has_had_enough_is_given_nothing():
    """No more than none."""
    office = an_office([to(LI, 10)], most_new=[0, -1, -1])

    assert posted(RULE, office, plan(-1)) == 0
    assert posted(RULE, office, plan(0)) is None
    assert not office.usable.any()


def test_what_somebody_holds_already_is_not_new():
    """Li keeps two cases and is given a third; a fourth would be one too many."""
    held = an_office(*[[to(LI, 10)]] * 4, holder=[LI, LI, -1, -1], most_new=[1, -1, -1])

    assert posted(RULE, held, plan(0, 1, 2, -1)) == 0
    assert posted(RULE, held, plan(0, 1, 2, 3)) is None


@few
@given(offices_with_any_plan())
def test_post_equals_measure(drawn):
    """The solver forbids a plan exactly when the measure finds a case too many."""
    office, given_plan = drawn

    assert (posted(RULE, office, given_plan) is None) == bool(RULE.measure(office, given_plan))
