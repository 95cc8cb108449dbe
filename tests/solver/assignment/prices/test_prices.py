"""Prices of a level: what they prove is near the best there is, wherever climbing begins."""

from dataclasses import replace

import pytest

from benchmarks._offices import an_office as a_month
from solver.assignment.columns import Columns
from solver.assignment.prices.plain import plain_bound
from solver.assignment.prices.prices import priced
from solver.assignment.prices.question import ask
from solver.assignment.problem import AssignmentProblem
from solver.assignment.witnesses.restated import Restated
from solver.witness import bound_of, solved
from tests.solver.assignment.offices import a_late_office, a_random_office

PLACED = {f"assigned:{rank}": 0 for rank in range(3)}
PROVEN_FROM_THE_HOTTEST, LITTLE = 9_790, 0.002  # misfit; of it


def never():
    """Nobody stops the climb."""
    return False


def divided(office, level, held):
    """The least a level comes to where cases may be divided, by HiGHS."""
    restated = Restated(office)
    for name, height in held.items():
        restated.hold(name, height)
    restated.aim(level)
    restated.relax(whole=False)
    return bound_of(solved(restated.model, 20.0))


def test_prices_are_found_where_a_step_from_the_beginning_promises_next_to_nothing():
    """A month in which many cases suit several people alike and half of the people have room left.

    At no prices a step promises little at any heat, though the top is far: begun cold, 7,173 was proven of 9,790, and no
    plan came near what such prices want.
    """
    month = replace(a_month(1_535, 25, 2), together=())
    question = ask(month, Columns.of(month), "misfit", {**PLACED, "peak": 935})

    assert priced(question, 73_741, never).bound >= (1.0 - LITTLE) * PROVEN_FROM_THE_HOTTEST


@pytest.mark.parametrize("level", ["peak", "spread"])
@pytest.mark.parametrize("seed", range(1, 5))
@pytest.mark.parametrize("left", [300, 10_000])
def test_prices_prove_what_divided_cases_come_to_where_late_minutes_are_held(seed, level, left):
    """What is held costs more the colder it gets, or nothing: a price that would fall below nothing stops there, and one far
    too high comes down again; a beginning from which no top is reached is left for a hotter one.
    """
    office = a_late_office(seed, 100, 8, 6)
    late = priced(ask(office, Columns.of(office), "deadlines", {"assigned:0": 0}), 100_000, never).bound
    held = {"assigned:0": 0, "deadlines": late + late // left}

    proven = priced(ask(office, Columns.of(office), level, held), 300_000, never).bound

    assert divided(office, level, held) * (1.0 - LITTLE) <= proven


@pytest.mark.parametrize("seed", [4, 7, 10, 40])
def test_the_peak_is_bounded_by_what_each_may_still_be_given_too(seed):
    """Who may get no more minutes or new cases of their own leaves them to others; desks have their share besides."""
    office = a_random_office(seed, 40, 8)
    problem = AssignmentProblem(office)
    held = {name: problem.value(name, problem.start()) for name in PLACED}
    peak = ask(office, Columns.of(office), "peak", held)

    proven = max(plain_bound(peak), priced(peak, problem.value("peak", problem.start()), never).bound)

    assert divided(office, "peak", held) * (1.0 - LITTLE) <= proven
