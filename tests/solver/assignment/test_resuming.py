"""Solving on from a plan: made lawful first, and never worse afterwards."""

from hypothesis import given, settings

from solver.assignment import PREFER, score
from solver.assignment.resuming import Resumed, bring, fitting, put_back, resume
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


@settings(max_examples=10, deadline=None)
@given(offices_with_a_plan())
def test_what_is_low_enough_already_stays_so(drawn):
    """Asked for nothing lower than it has on any level, a plan keeps every height and every rule."""
    office, begun = drawn
    most = score(office, begun)

    found = bring(office, begun, most, QUICK, seed=1)

    assert lawful(office, found)
    assert all(value <= most[name] for name, value in score(office, found).items())


@settings(max_examples=10, deadline=None)
@given(offices_with_a_plan())
def test_the_first_level_that_stays_above_is_no_higher_than_before(drawn):
    """Asked for nothing on every level, the plan is no worse than the one in hand up to the level that decides."""
    office, begun = drawn
    before, most = score(office, begun), dict.fromkeys(score(office, begun), 0)

    after = score(office, bring(office, begun, most, QUICK, seed=1))

    decides = next((place for place, value in enumerate(after.values()) if value > 0), len(after))
    assert list(after.values())[: decides + 1] <= list(before.values())[: decides + 1]


def test_a_case_goes_to_the_other_until_the_peak_is_low_enough():
    """Li leads both cases of 300 minutes, Wang none: brought to a peak of 300, each leads one."""
    office = an_office([to(LI, 300), to(WANG, 300)], [to(LI, 300), to(WANG, 300)])
    most = dict.fromkeys(score(office, plan(0, 2)), 10**6) | {"assigned:0": 0, "peak": 300}

    found = bring(office, plan(0, 2), most, QUICK, seed=1)

    assert sorted(office.option_lead[found.chosen].tolist()) == [LI, WANG]


def test_cases_go_back_to_their_holders_until_few_enough_move():
    """Three of Li's cases moved to Wang and one may: the one asked about stays moved, and those go back that cost least."""
    office = an_office(
        *([to(LI, 200), to(WANG, 200)] for _ in range(3)), holder=[LI, LI, LI], capacity=(1000, 1000, 1000)
    )

    back = put_back(office, plan(1, 3, 5), 1, keep=2)

    assert back == plan(0, 2, 5)
    assert put_back(office, plan(1, 3, 5), 3, keep=2) == plan(1, 3, 5)
    assert put_back(office, plan(0, 2, 5), 0, keep=2) == plan(0, 2, 5)


def test_what_was_given_up_already_is_not_given_up_once_more():
    """Of a tolerance of a hundred ninety are used up: ten are left; below the height nothing more than up to it."""
    office = an_office([to(LI, 300), to(WANG, 300)], peak_tolerance=100)
    problem = Resumed(office, PREFER, plan(0), near={"peak": 310})

    assert problem.tolerance("peak", 300) == 10
    assert problem.tolerance("peak", 150) == 100
    assert problem.tolerance("peak", 400) == 100
    assert Resumed(office, PREFER, plan(0)).tolerance("peak", 300) == 100


def test_no_time_is_kept_for_prices_that_are_done_without(monkeypatch):
    """Where pricing a level costs too much while somebody waits, none is priced, and the search has all its seconds."""
    office = an_office([to(LI, 60), to(WANG, 60)])
    resumed = Resumed(office, PREFER, plan(0))
    assert resumed.proving > 0.0

    monkeypatch.setattr("solver.assignment.resuming.AFFORDABLE", 0.0)
    assert resumed.proving == 0.0
