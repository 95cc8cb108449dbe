"""Solving on from a plan: made lawful first, and never worse afterwards."""

from hypothesis import given, settings

from solver.assignment import score
from solver.assignment.resuming import fitting, resume
from solver.search import Limits
from tests.solver.assignment.offices import (
    LI,
    WANG,
    an_office,
    lawful,
    offices_with_a_plan,
    offices_with_any_plan,
    plan,
    to,
)

QUICK = Limits(seconds=20, deterministic=1)


@settings(max_examples=40, deadline=None)
@given(offices_with_any_plan())
def test_a_plan_that_breaks_rules_is_made_lawful(drawn):
    """Whatever is asked for, what is left of it keeps every hard rule, and a lawful plan stays as it is."""
    office, asked = drawn

    left = fitting(office, asked)

    assert lawful(office, left)
    assert not lawful(office, asked) or left == asked


@settings(max_examples=10, deadline=None)
@given(offices_with_a_plan())
def test_what_is_found_is_never_worse(drawn):
    """On the first level that differs, the plan found is better."""
    office, begun = drawn

    found = resume(office, begun, QUICK, seed=1)

    assert list(score(office, found.plan).values()) <= list(score(office, begun).values())


def test_the_case_asked_about_is_kept_and_the_least_urgent_gives_way():
    """Li has room for two of three: the biggest of the less urgent ones is left out."""
    office = an_office([to(LI, 400)], [to(LI, 300)], [to(LI, 350)], [to(LI, 200), to(WANG, 100)], priority=[1, 0, 1, 1])

    assert fitting(office, plan(0, 1, 2, -1), keep=2) == plan(-1, 1, 2, -1)
    assert fitting(an_office([to(LI, 2000)]), plan(0), keep=0) == plan(-1)
