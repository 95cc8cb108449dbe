"""Solving the assignment model: the right plan, a certificate that tells the truth, and always an answer."""

import threading
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from ortools.sat.python import cp_model

from benchmarks._offices import an_office as a_big_office
from solver.assignment import MUST, Plan, measure, score, solve
from solver.search import Limits, Progress
from tests.solver.assignment.offices import (
    LI,
    WANG,
    ZHAO,
    a_random_office,
    an_office,
    every_plan,
    few,
    lawful,
    offices_with_any_plan,
    plan,
    random_offices,
    to,
)

QUICK = Limits(seconds=20, deterministic=4)


def best_of_all(instance):
    """The lexicographic optimum by trying everything."""
    return min(tuple(score(instance, given_plan).values()) for given_plan in every_plan(instance))


@few
@given(random_offices)
def test_the_plan_is_the_best_of_all(office):
    """On tiny offices nothing beats the plan on any level, and every level says so."""
    result = solve(office, QUICK, seed=1)

    assert tuple(score(office, result.plan).values()) == best_of_all(office)
    assert [level.status for level in result.certificate.levels] == ["proven"] * len(result.certificate.levels)
    assert result.certificate.trouble is None


@few
@given(st.integers(0, 10_000_000), st.integers(0, 300), st.integers(0, 300))
@example(278, 22, 157)  # one plan keeps all that is held: prices of the draw grow without end
def test_no_level_gives_up_more_than_its_tolerance(seed, peak, spread):
    """With tolerances the peak may rise by so much above the best, and no more."""
    office = a_random_office(seed, peak_tolerance=peak, spread_tolerance=spread)

    result = solve(office, QUICK, seed=1)

    found, exact = score(office, result.plan), score(office, solve(replace(office, peak_tolerance=0), QUICK, 1).plan)
    assert found["peak"] <= exact["peak"] + peak
    assert [found[name] for name in found if name.startswith("assigned")] == [
        exact[name] for name in exact if name.startswith("assigned")
    ]
    assert all(level.bound <= level.value for level in result.certificate.levels)


@few
@given(st.integers(0, 10_000_000), st.integers(0, 100))
def test_the_draw_moves_within_what_is_held_and_shows_what_it_gave_away(seed, tolerance):
    """Every level says how high it may rise; the plan keeps that, and so does the one from before the draw."""
    office = a_random_office(seed, peak_tolerance=tolerance, spread_tolerance=tolerance, misfit_tolerance=tolerance)

    result = solve(office, QUICK, seed=1)

    drawn, settled = score(office, result.plan), score(office, result.settled)
    held = {level.name: level.held for level in result.certificate.levels}
    assert all(drawn[name] <= held[name] for name in held)
    assert all(settled[name] <= held[name] for name in held if name != "lots")
    assert drawn["lots"] <= settled["lots"]
    assert lawful(office, result.settled)


@few
@given(random_offices)
def test_the_certificate_states_what_is_measured(office):
    """Value, score and the sum of the matches are one; the plan is lawful; the instance is named."""
    result = solve(office, QUICK, seed=1)

    values = {level.name: level.value for level in result.certificate.levels}
    assert values == score(office, result.plan)
    matches = measure(office, result.plan)
    assert values == {name: sum(match.amount for match in matches[name]) for name in values}
    assert all(matches[term.name] == () for term in MUST)
    assert result.certificate.instance == office.digest


@few
@given(offices_with_any_plan())
def test_any_plan_can_be_measured_also_an_unlawful_one(drawn):
    """A plan edited by hand has a score and, for each hard rule, its excess."""
    office, given_plan = drawn

    found = measure(office, given_plan)

    assert set(found) == {term.name for term in MUST} | set(score(office, given_plan))


def test_an_urgent_case_is_never_given_up_for_many_others():
    """One preservation case of 900 minutes stands against nine others of 100 each."""
    office = an_office([to(LI, 900)], *([to(LI, 100)] for _ in range(9)), priority=[0] + [1] * 9, ceiling=900)

    result = solve(office, QUICK, seed=1)

    assert result.plan.chosen.tolist() == [0] + [-1] * 9


def test_work_goes_where_there_is_room():
    """Li holds half a month already; two equal cases both go to Wang."""
    office = an_office(*([to(LI, 200), to(WANG, 200)] for _ in range(2)), held=[500, 0, 0])

    assert solve(office, QUICK, seed=1).plan.chosen.tolist() == [1, 3]


def test_the_lots_decide_among_equals():
    """Li and Wang are alike in all but the lot."""
    office = an_office([to(LI, 200, lot=9), to(WANG, 200, lot=3), to(ZHAO, 200, lot=7)])

    assert solve(office, QUICK, seed=1).plan.chosen.tolist() == [1]


def test_linked_cases_go_together_when_that_costs_no_balance():
    """Two small linked cases and one big one: the small ones share a lead."""
    both = [to(LI, 100), to(WANG, 100)]
    office = an_office(both, both, [to(LI, 400), to(WANG, 400)], together=[(0, 1)])

    chosen = solve(office, QUICK, seed=1).plan.chosen

    assert office.option_lead[chosen[0]] == office.option_lead[chosen[1]] != office.option_lead[chosen[2]]


@pytest.mark.parametrize("office", [an_office(), an_office([]), an_office([], [to(LI, 60)]), an_office([to(LI, 2000)])])
def test_an_office_with_nothing_to_do_or_nobody_to_do_it_has_a_plan(office):
    """No cases, no eligible options, a case too big for anybody: a plan, and every level proven."""
    result = solve(office, QUICK, seed=1)

    assert len(result.plan.chosen) == office.cases
    assert {level.status for level in result.certificate.levels} <= {"proven"}


def a_county_month(seed=3, cases=60, people=8, **more):
    """A month too big to try everything."""
    return a_random_office(seed, cases=cases, people=people, **({"held": [0] * people, "together": [(0, 1)]} | more))


def test_the_same_office_seed_and_limit_give_the_same_plan():
    """A stored plan can be found again, to the option."""
    office = a_county_month(capacity=[4000] * 8)
    limits = Limits(seconds=60, deterministic=0.5)

    first, again = solve(office, limits, seed=5), solve(office, limits, seed=5)

    assert first.plan == again.plan
    assert first.certificate.levels == again.certificate.levels
    assert not first.certificate.safety_net


def test_a_month_is_solved_within_honest_bounds():
    """No bound is above its value, the gap follows from both, and progress is told in the order of the levels."""
    office = a_county_month(capacity=[4000] * 8)
    told: list[Progress] = []

    result = solve(office, Limits(seconds=60, deterministic=0.5), seed=5, on_progress=told.append)

    names = [level.name for level in result.certificate.levels]
    assert all(level.bound <= level.reached <= level.value for level in result.certificate.levels)
    assert all(
        level.gap == (level.value - level.bound) * 1_000_000 // max(1, level.value)
        for level in result.certificate.levels
    )
    assert [names.index(item.level) for item in told] == sorted(names.index(item.level) for item in told)
    assert result.certificate.solver_version.startswith("OR-Tools")


@pytest.mark.parametrize("seed", [2, 5, 9])
def test_little_time_is_enough_for_a_month_that_fits(seed):
    """In four tenths of a counted second: one try at groups leaves time for the fit, which else stays three times as bad."""
    result = solve(a_big_office(1_535, 25, seed), Limits(seconds=60, deterministic=0.4), seed=1)

    levels = {level.name: level for level in result.certificate.levels}
    assert levels["peak"].gap < 5_000
    assert levels["misfit"].value <= 1.05 * levels["misfit"].bound


def test_when_the_solver_fails_there_is_a_plan_without_it(monkeypatch):
    """The answer is labelled, and the trouble named."""

    def fail(*_):
        raise RuntimeError("no memory")

    monkeypatch.setattr(cp_model.CpSolver, "solve", fail)
    office = a_county_month(capacity=[4000] * 8)

    result = solve(office, QUICK, seed=1)

    assert result.certificate.method == "moves"
    assert "no memory" in str(result.certificate.trouble)
    assert (result.plan.chosen >= 0).any()
    matches = measure(office, result.plan)
    assert all(matches[term.name] == () for term in MUST)


def test_when_time_is_up_at_once_there_is_the_greedy_plan():
    """The certificate says that the safety net was needed."""
    result = solve(a_county_month(), Limits(seconds=1e-9), seed=1)

    assert result.certificate.safety_net
    assert result.certificate.method == "greedy"
    assert all(level.bound <= level.value for level in result.certificate.levels)


def test_a_search_called_off_gives_what_it_has():
    """Cancelled before it began, the plan is the greedy one and says so."""
    result = solve(a_county_month(), QUICK, seed=1, cancelled=lambda: True)

    assert result.certificate.cancelled
    assert result.certificate.method == "greedy"


def test_a_search_called_off_in_the_middle_stops_soon():
    """Who calls off a long search does not wait for its end."""
    called_off = threading.Event()
    threading.Timer(0.7, called_off.set).start()

    result = solve(a_county_month(cases=150), Limits(seconds=60), seed=1, cancelled=called_off.is_set)

    assert result.certificate.milliseconds < 20_000


def test_a_plan_found_is_never_worse_than_the_greedy_one():
    """Level by level, in their order."""
    office = a_county_month(capacity=[4000] * 8)

    searched = solve(office, Limits(seconds=60, deterministic=0.5), seed=5)
    at_once = solve(office, Limits(seconds=1e-9), seed=5)

    assert tuple(score(office, searched.plan).values()) <= tuple(score(office, at_once.plan).values())
    assert isinstance(searched.plan, Plan)
    assert np.array_equal(searched.plan.chosen >= 0, searched.plan.chosen != -1)
    assert plan(-1) == Plan(np.array([-1]))
