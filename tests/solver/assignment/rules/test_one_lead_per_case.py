"""One lead for each case (一案一承办人)."""

from hypothesis import given

from solver.assignment.rules.must import OneLeadPerCase
from tests.solver.assignment.offices import LI, WANG, an_office, few, offices_with_a_plan, plan, posted, to

RULE = OneLeadPerCase()


def test_nothing_assigned_breaks_nothing():
    """A case without a lead is no case with two."""
    office = an_office([to(LI, 60), to(WANG, 60)])

    assert posted(RULE, office, plan(-1)) == 0
    assert RULE.measure(office, plan(-1)) == ()


def test_an_option_of_another_case_is_named():
    """A case is led by one of its own options only."""
    office = an_office([to(LI, 60)], [to(WANG, 60)])

    assert [(match.subjects, match.amount) for match in RULE.measure(office, plan(1, 1))] == [((0,), 1)]
    assert [match.subjects for match in RULE.measure(office, plan(7, 1))] == [(0,)]


def test_two_leads_are_forbidden():
    """The solver can't take two options of one case."""
    office = an_office([to(LI, 60), to(WANG, 60)])

    # A plan names one option a case; two at once can only be written as a plan of two places.
    assert posted(RULE, office, plan(0, 1)) is None
    assert posted(RULE, office, plan(1)) == 0


@few
@given(offices_with_a_plan())
def test_post_equals_measure(drawn):
    """Whatever plan the office has, solver and measure agree that each case has one lead."""
    office, given_plan = drawn

    assert (posted(RULE, office, given_plan) is None) == bool(RULE.measure(office, given_plan))
