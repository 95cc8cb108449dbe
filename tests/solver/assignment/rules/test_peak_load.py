"""The busiest person's load (最高负荷)."""

from hypothesis import given

from solver.assignment.rules.load_rules import PeakLoad
from tests.solver.assignment.offices import LI, WANG, ZHAO, an_office, few, offices_with_a_plan, plan, posted, to

RULE = PeakLoad()


def test_an_office_nobody_can_be_charged_in_has_no_peak():
    """Without any eligible option there is nothing to be level about."""
    office = an_office([])

    assert posted(RULE, office, plan(-1)) == 0
    assert RULE.measure(office, plan(-1)) == ()


def test_the_busiest_is_named_with_the_load():
    """300 of 600 minutes are 50 %, 300 of 1,000 are 30 %."""
    office = an_office([to(LI, 300)], [to(WANG, 300)], capacity=(600, 1000))

    assert posted(RULE, office, plan(0, 1)) == 500
    assert [(match.subjects, match.amount) for match in RULE.measure(office, plan(0, 1))] == [((LI,), 500)]


def test_a_broken_per_mille_counts_as_a_whole_one():
    """At the boundary: 333 of 1,000 are 333, one minute of 3,000 is 1 and not 0."""
    office = an_office([to(LI, 1)], capacity=(3000,))

    assert posted(RULE, office, plan(0)) == 1
    assert posted(RULE, office, plan(-1)) == 0


def test_who_cannot_be_charged_does_not_count():
    """Zhao is at 90 %, but this batch has nothing for Zhao; Wang is above the ceiling and can receive nothing."""
    office = an_office([to(LI, 100), to(WANG, 100)], held=[0, 1050, 900])

    assert posted(RULE, office, plan(0)) == 100
    assert ZHAO not in [match.subjects[0] for match in RULE.measure(office, plan(0))]


@few
@given(offices_with_a_plan())
def test_post_equals_measure(drawn):
    """Solver and measure find the same peak."""
    office, given_plan = drawn

    assert posted(RULE, office, given_plan) == RULE.amount(office, given_plan)
