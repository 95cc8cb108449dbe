"""No kind of case stays with one team (案件类型轮换)."""

from hypothesis import given

from solver.assignment.rules.tally_rules import KindsRotate
from tests.solver.assignment.offices import LI, WANG, a_tally, an_office, few, offices_with_a_plan, plan, posted, to

RULE = KindsRotate()

# Li's team has had 3 cases of the kind; with 4 it would have the most the rulebook allows.
BOTH = [to(LI, 60), to(WANG, 60)]
TURNS = a_tally(RULE.kind, (0, 1), (2, 1), held=3, limit=4)


def test_another_team_may_have_the_kind():
    """Both cases go to Wang's team."""
    office = an_office(BOTH, BOTH, **TURNS)

    assert posted(RULE, office, plan(1, 3)) == 0
    assert RULE.measure(office, plan(1, 3)) == ()


def test_a_case_above_the_team_share_is_priced_and_named():
    """Both cases to Li's team make five."""
    office = an_office(BOTH, BOTH, **TURNS)

    assert posted(RULE, office, plan(0, 2)) == 1
    assert [(match.subjects, match.amount) for match in RULE.measure(office, plan(0, 2))] == [((0, LI), 1)]


def test_the_last_case_of_the_share_is_free():
    """At the boundary: the fourth."""
    office = an_office(BOTH, BOTH, **TURNS)

    assert posted(RULE, office, plan(0, 3)) == 0
    assert RULE.measure(office, plan(0, 3)) == ()


@few
@given(offices_with_a_plan())
def test_post_equals_measure(drawn):
    """Solver and measure add up the same, whatever is tallied."""
    office, given_plan = drawn

    assert posted(RULE, office, given_plan) == RULE.amount(office, given_plan)
