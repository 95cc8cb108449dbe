"""A second solver speaks on the bounds: it confirms true ones and refutes false ones with a plan."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ortools.math_opt.python import mathopt

from solver.assignment import PREFER, score, solve
from solver.assignment.rules.prefer import levels
from solver.assignment.witnesses.restated import Restated
from solver.assignment.witnesses.witness import hear
from solver.search import Limits
from tests.solver.assignment.offices import (
    LI,
    WANG,
    a_random_office,
    an_office,
    lawful,
    offices_with_a_plan,
    random_offices,
    to,
)

QUICK = Limits(seconds=20, deterministic=4)
once_or_so = settings(max_examples=8, deadline=None)


def above(certificate, level):
    """What is held above a level."""
    names = [item.name for item in certificate.levels]
    return {item.name: item.held for item in certificate.levels[: names.index(level)]}


@once_or_so
@given(st.integers(0, 10_000_000), st.integers(0, 50))
def test_true_bounds_are_confirmed(seed, tolerance):
    """Whatever is proven here, HiGHS proves from its own statement of the level."""
    office = a_random_office(seed, peak_tolerance=tolerance, spread_tolerance=tolerance)
    certificate = solve(office, QUICK, seed=1).certificate

    heard = [hear(office, level.name, above(certificate, level.name), level.bound, 20) for level in certificate.levels]

    assert [said.word for said in heard] == ["confirmed"] * len(heard)


@once_or_so
@given(random_offices)
def test_a_bound_that_is_too_high_is_refuted_by_a_plan(office):
    """The plan shown is lawful, keeps what is held, and lies below what was stated."""
    result = solve(office, QUICK, seed=1)

    for level in result.certificate.levels:
        held = above(result.certificate, level.name)
        said = hear(office, level.name, held, level.bound + 1, 20)

        assert (said.word, said.found) == ("refuted", level.bound)
        assert said.plan is not None
        assert lawful(office, said.plan)
        assert all(score(office, said.plan)[name] <= most for name, most in held.items())


@once_or_so
@given(offices_with_a_plan())
def test_the_restatement_means_what_is_measured(drawn):
    """With the plan fixed, the lowest value each level can have in the restatement is the measured one."""
    office, plan = drawn

    for term in levels(office, PREFER):
        assert score(office, plan)[term.level] == lowest(office, term.level, plan)


def lowest(office, level, plan):
    """The lowest value of a level when nothing but a plan is allowed."""
    restated = Restated(office)
    taken = set(plan.taken.tolist())
    for option, take in restated.take.items():
        restated.model.add_linear_constraint(take == (1.0 if option in taken else 0.0))
    restated.aim(level)
    return round(mathopt.solve(restated.model, mathopt.SolverType.HIGHS).objective_value())


@pytest.mark.parametrize("step", [50, 1])
def test_somebodys_new_minutes_are_said_once_however_narrow_the_steps(step):
    """With steps of a thousandth there are hundreds of rows a person; each names the person's minutes, not every option again."""
    office = an_office(*[[to(LI, 6), to(WANG, 6)] for _ in range(40)], capacity=(300, 300), spread_step=step)
    restated = Restated(office)

    restated.aim("spread")

    steps = 2 * (1000 // step) + 4
    options = 80
    assert sum(1 for _ in restated.model.linear_constraint_matrix_entries()) <= 2 * steps + 4 * options


def test_every_level_there_is_can_be_restated():
    """A rule that is added to the list of levels is added to the restatement too."""
    restated = Restated(an_office([to(LI, 60)], capacity=(100,)))

    assert [term.name for term in PREFER if not restated.knows(term.name)] == []


def test_what_cannot_be_settled_in_time_stays_open():
    """No time, a level nobody knows, too many options: the bound is neither true nor false."""
    office = an_office([to(LI, 60), to(WANG, 60)], [to(LI, 60), to(WANG, 60)])

    assert hear(office, "peak", {}, 60, 0.0).word == "open"
    assert hear(office, "luck", {}, 60, 5.0).word == "open"


def test_a_solver_that_fails_is_no_witness(monkeypatch):
    """When HiGHS breaks down the bound stays open, and nobody is told otherwise."""
    office = an_office([to(LI, 60), to(WANG, 60)], [to(LI, 60), to(WANG, 60)])

    def fail(*_given, **_more):
        raise RuntimeError("out of memory")

    monkeypatch.setattr("solver.witness.mathopt.solve", fail)

    assert hear(office, "peak", {"assigned:0": 0}, 60, 5.0).word == "open"
