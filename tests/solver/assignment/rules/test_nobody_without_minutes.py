"""Nobody without available minutes (无可用工时者不分案)."""

from hypothesis import given

from solver.assignment.rules.must import NobodyWithoutMinutes
from tests.solver.assignment.offices import LI, WANG, an_office, few, offices_with_any_plan, plan, posted, to

RULE = NobodyWithoutMinutes()


def test_with_everybody_there_nothing_is_forbidden():
    """Where all have minutes the rule is silent."""
    office = an_office([to(LI, 60)], [to(WANG, 60)])

    assert posted(RULE, office, plan(0, 1)) == 0
    assert RULE.measure(office, plan(0, 1)) == ()


def test_who_is_away_leads_nothing():
    """Not even a case that takes no minutes."""
    office = an_office([to(LI, 0), to(WANG, 60)], capacity=(0, 1000))

    assert posted(RULE, office, plan(0)) is None
    assert [match.subjects for match in RULE.measure(office, plan(0))] == [(0, LI)]


def test_who_is_away_is_charged_nothing():
    """A case whose mentor is away can't be placed with that mentor."""
    office = an_office([to(LI, 60, besides={WANG: 1})], capacity=(1000, 0))

    assert posted(RULE, office, plan(0)) is None
    assert [match.subjects for match in RULE.measure(office, plan(0))] == [(0, WANG)]


def test_a_charge_of_no_minutes_is_no_charge():
    """At the boundary: somebody away may be named with 0 minutes."""
    office = an_office([to(LI, 60, besides={WANG: 0})], capacity=(1000, 0))

    assert posted(RULE, office, plan(0)) == 0
    assert RULE.measure(office, plan(0)) == ()


@few
@given(offices_with_any_plan())
def test_post_equals_measure(drawn):
    """The solver forbids a plan exactly when the measure names somebody."""
    office, given_plan = drawn

    assert (posted(RULE, office, given_plan) is None) == bool(RULE.measure(office, given_plan))
