"""Recent effort and unpleasant work are shared fairly (苦累案件与近期工作量公平分担)."""

from hypothesis import given

from solver.assignment.rules.tally_rules import FairShares
from tests.solver.assignment.offices import LI, WANG, a_tally, an_office, few, offices_with_a_plan, plan, posted, to

RULE = FairShares()

# An eviction of 120 minutes; Li has done 400 minutes of such work lately, the fair share being 450.
BOTH = [to(LI, 120), to(WANG, 120)]
SHARE = a_tally(RULE.kind, (0, 120), held=400, limit=450)


def test_who_has_done_less_than_a_share_may_have_more():
    """Wang's ledger is empty."""
    office = an_office(BOTH, **SHARE)

    assert posted(RULE, office, plan(1)) == 0
    assert RULE.measure(office, plan(1)) == ()


def test_minutes_above_the_own_share_are_priced_and_named():
    """Li would come to 520 of 450."""
    office = an_office(BOTH, **SHARE)

    assert posted(RULE, office, plan(0)) == 70
    assert [(match.subjects, match.amount) for match in RULE.measure(office, plan(0))] == [((0, LI), 70)]


def test_the_whole_share_may_be_used_up():
    """At the boundary: 450 of 450."""
    office = an_office(BOTH, **(SHARE | {"tally_held": [330]}))

    assert posted(RULE, office, plan(0)) == 0
    assert RULE.measure(office, plan(0)) == ()


@few
@given(offices_with_a_plan())
def test_post_equals_measure(drawn):
    """Solver and measure add up the same, whatever is tallied."""
    office, given_plan = drawn

    assert posted(RULE, office, given_plan) == RULE.amount(office, given_plan)
