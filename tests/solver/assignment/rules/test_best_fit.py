"""The level of fit by skill, town and continuity (人案匹配)."""

from hypothesis import given

from solver.assignment.rules.prefer import BestFit
from tests.solver.assignment.offices import LI, WANG, an_office, few, offices_with_a_plan, plan, posted, to

RULE = BestFit()


def test_nothing_assigned_costs_nothing():
    """A case without a lead has no misfit."""
    office = an_office([to(LI, 60, misfit=40)])

    assert posted(RULE, office, plan(-1)) == 0
    assert RULE.measure(office, plan(-1)) == ()


def test_what_is_taken_is_added_up_and_named():
    """Case and lead are named with what they cost."""
    office = an_office([to(LI, 60, misfit=40)], [to(LI, 60), to(WANG, 60, misfit=7)])

    assert posted(RULE, office, plan(0, 2)) == 47
    assert [(match.subjects, match.amount) for match in RULE.measure(office, plan(0, 2))] == [
        ((0, LI), 40),
        ((1, WANG), 7),
    ]


def test_an_option_that_costs_nothing_is_not_named():
    """At the boundary: 0 is no match."""
    office = an_office([to(LI, 60), to(WANG, 60, misfit=1)])

    assert RULE.measure(office, plan(0)) == ()
    assert posted(RULE, office, plan(1)) == 1


@few
@given(offices_with_a_plan())
def test_post_equals_measure(drawn):
    """Solver and measure add up the same costs."""
    office, given_plan = drawn

    assert posted(RULE, office, given_plan) == RULE.amount(office, given_plan)
