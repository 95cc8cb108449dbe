"""Linked cases with one lead (关联案件由同一人承办)."""

from hypothesis import given

from solver.assignment.rules.prefer import LinkedTogether
from tests.solver.assignment.offices import LI, WANG, an_office, few, offices_with_a_plan, plan, posted, to

RULE = LinkedTogether()
BOTH = [to(LI, 60), to(WANG, 60)]


def test_without_linked_cases_nothing_is_split():
    """Two cases that are not linked may have any leads."""
    office = an_office(BOTH, BOTH)

    assert posted(RULE, office, plan(0, 3)) == 0
    assert RULE.measure(office, plan(0, 3)) == ()


def test_a_group_with_two_leads_counts_one():
    """However many of its cases go astray."""
    office = an_office(BOTH, BOTH, BOTH, together=[(0, 1, 2)])

    assert posted(RULE, office, plan(0, 3, 5)) == 1
    assert [match.subjects for match in RULE.measure(office, plan(0, 3, 5))] == [(0, 1, 2)]


def test_a_group_with_one_lead_counts_nothing():
    """All with Wang is together."""
    office = an_office(BOTH, BOTH, together=[(0, 1)])

    assert posted(RULE, office, plan(1, 3)) == 0


def test_an_unassigned_case_splits_no_group():
    """At the boundary: only placed cases have a lead that could differ."""
    office = an_office(BOTH, BOTH, BOTH, together=[(0, 1, 2)])

    assert posted(RULE, office, plan(1, -1, 5)) == 0
    assert RULE.measure(office, plan(1, -1, 5)) == ()


@few
@given(offices_with_a_plan())
def test_post_equals_measure(drawn):
    """Solver and measure count the same groups."""
    office, given_plan = drawn

    assert posted(RULE, office, given_plan) == RULE.amount(office, given_plan)
