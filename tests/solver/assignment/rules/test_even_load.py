"""Loads as even as possible (负荷均衡)."""

from hypothesis import given

from solver.assignment.rules.load_rules import EvenLoad
from tests.solver.assignment.offices import LI, WANG, an_office, few, offices_with_a_plan, plan, posted, to

RULE = EvenLoad()


def test_below_the_first_step_all_is_even():
    """Up to 5 % of the capacity nothing counts."""
    office = an_office([to(LI, 50)])

    assert posted(RULE, office, plan(0)) == 0
    assert RULE.measure(office, plan(0)) == ()


def test_a_minute_counts_once_for_each_step_below_it():
    """At 12 % with steps of 5 %: 70 minutes above the first step and 20 above the second."""
    office = an_office([to(LI, 120)])

    assert posted(RULE, office, plan(0)) == 90
    assert [(match.subjects, match.amount) for match in RULE.measure(office, plan(0))] == [((LI,), 90)]


def test_the_first_minute_above_a_step_counts():
    """At the boundary: 51 minutes are one above the step at 50."""
    office = an_office([to(LI, 51)])

    assert posted(RULE, office, plan(0)) == 1


def test_the_same_work_is_dearer_on_a_busy_desk():
    """Wang holds 60 % already: the case weighs more there than with Li, although the peak is far off."""
    office = an_office([to(LI, 100), to(WANG, 100)], held=[0, 600, 0])

    assert RULE.amount(office, plan(0)) < RULE.amount(office, plan(1))


@few
@given(offices_with_a_plan())
def test_post_equals_measure(drawn):
    """Solver and measure add up the same minutes."""
    office, given_plan = drawn

    assert posted(RULE, office, given_plan) == RULE.amount(office, given_plan)
