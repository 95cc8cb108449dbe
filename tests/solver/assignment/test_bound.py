"""A stated bound is never beaten, whatever the prices it comes from."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from solver.assignment import score, solve
from solver.assignment.columns import Columns
from solver.assignment.prices.offer import lay_out
from solver.assignment.prices.prices import proven
from solver.assignment.prices.question import ask
from solver.assignment.problem import AssignmentProblem
from solver.search import Limits
from tests.solver.assignment.offices import LI, WANG, a_random_office, an_office, every_plan, few, random_offices, to

ASKED = ["assigned:0", "assigned:1", "assigned:2", "peak", "spread", "misfit", "moves", "lots"]


def levels_above(instance, level):
    names = list(score(instance, next(every_plan(instance))))
    return names[: names.index(level)] if level in names else None


@st.composite
def a_question(draw):
    """An office, a level, and what the levels above hold: what some plan reaches, or more."""
    instance = a_random_office(draw(st.integers(0, 10_000_000)), draw(st.integers(1, 5)), draw(st.integers(2, 4)))
    scores = [score(instance, plan) for plan in every_plan(instance)]
    level = draw(st.sampled_from(list(scores[0])))
    above = list(scores[0])[: list(scores[0]).index(level)]
    held = {name: draw(st.sampled_from(scores))[name] + draw(st.integers(0, 2)) for name in above}
    best = [found[level] for found in scores if all(found[name] <= most for name, most in held.items())]
    return instance, level, held, min(best, default=None)


@few
@given(a_question())
def test_no_plan_beats_a_proven_bound(drawn):
    """Trying every plan of a tiny office finds none below the bound."""
    instance, level, held, best = drawn
    problem = AssignmentProblem(instance)

    if best is not None:
        assert problem.floor(level, held, quick=True) <= best
        assert problem.floor(level, held, quick=False) <= best


def test_linked_cases_nobody_may_have_together_are_known_at_once():
    """Wang alone may take one case and Li alone the other: whoever plans, that group is split; the other need not be."""
    office = an_office(
        [to(WANG, 60)],
        [to(LI, 60)],
        [to(WANG, 60), to(LI, 60)],
        [to(LI, 60)],
        together=((0, 1), (2, 3)),
    )
    placed = {level: 0 for level in levels_above(office, "together") if level.startswith("assigned")}

    assert AssignmentProblem(office).floor("together", placed, quick=True) == 1
    assert AssignmentProblem(office).floor("together", {}, quick=True) == 0  # either may be left out


@few
@given(a_question(), st.integers(0, 10_000_000), st.sampled_from([1e-9, 0.01, 1.0, 1e6, 1e15, 1e30]))
def test_any_prices_prove_an_honest_bound(drawn, seed, size):
    """Also prices out of thin air, tiny or huge, never prove too much."""
    instance, level, held, best = drawn
    columns, chance = Columns.of(instance), np.random.default_rng(seed)
    question = ask(instance, columns, level, held)
    rows, count = len(question.begin), len(question.most)
    prices = np.concatenate([chance.normal(0, size, rows), [1.0], chance.uniform(0, size, count - 1)])

    if columns.size and best is not None:
        offer = lay_out(question)
        assert proven(offer, question, prices) <= best


def test_two_equal_desks_share_the_work():
    """Four cases of 200 minutes on two desks of 1,000: the peak can't be below 40 %."""
    office = an_office(*([to(LI, 200), to(WANG, 200)] for _ in range(4)))
    problem = AssignmentProblem(office)
    problem.value("peak", problem.start())

    assert problem.floor("peak", {"assigned:0": 0}, quick=False) == 400


def test_the_biggest_case_bounds_the_peak():
    """Without prices: somebody must take the case of 700 minutes, unless it may be left out."""
    office = an_office([to(LI, 700), to(WANG, 700)])
    problem = AssignmentProblem(office)

    assert problem.floor("peak", {"assigned:0": 0}, quick=True) == 700
    assert problem.floor("peak", {"assigned:0": 1}, quick=True) == 0


def test_a_case_nobody_is_eligible_for_is_part_of_the_bound():
    """It stays unassigned in every plan."""
    office = an_office([], [to(LI, 60)])

    assert AssignmentProblem(office).floor("assigned:0", {}, quick=True) == 1


@pytest.mark.parametrize("load, least", [(1500, 1), (2400, 2)])
def test_too_much_work_bounds_what_can_be_assigned(load, least):
    """Cases of 500 minutes on one desk of 1,000: of three one is left out, of four (at 600) more."""
    office = an_office(*([to(LI, load // 3)] for _ in range(3)))

    assert AssignmentProblem(office).floor("assigned:0", {}, quick=False) == least


def best_below(instance, level, held):
    """The best any plan of a tiny office reaches on a level while those above stay at what is held."""
    found = [score(instance, plan) for plan in every_plan(instance)]
    above = list(found[0])[: list(found[0]).index(level)]
    return min(values[level] for values in found if all(values[name] <= held[name] for name in above))


@few
@given(random_offices, st.sampled_from([1e-6, 0.001, 0.003, 0.01]), st.sampled_from([1e-9, 0.01, 4.0]))
def test_bounds_of_a_short_clock_are_honest(office, seconds, counted):
    """Wherever the clock, or what is counted, ends a search: no plan that keeps what is held is below a stated bound."""
    levels = solve(office, Limits(seconds, deterministic=counted), seed=1).certificate.levels

    held = {level.name: level.held for level in levels}
    assert all(level.bound <= best_below(office, level.name, held) for level in levels)


@pytest.mark.parametrize("seed", range(3))
def test_levels_that_no_time_is_left_for_are_bounded_all_the_same(seed):
    """All that is counted is spent from the start: what is proven of each level is what its prices prove."""
    office = a_random_office(seed, cases=60, people=8, held=[0] * 8, together=[(0, 1)])
    levels = solve(office, Limits(60, deterministic=1e-9), seed=1).certificate.levels

    held: dict[str, int] = {}
    problem = AssignmentProblem(office)
    for level in levels:
        problem.value(level.name, problem.start())
        assert level.bound >= 0.99 * problem.floor(level.name, held, quick=False)
        held[level.name] = level.held
    assert {"spread", "misfit", "lots"} <= {level.name for level in levels if level.bound > 0}
