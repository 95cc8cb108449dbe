"""A certificate is held against its plan: each figure that is altered is found."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solver.assignment import score, solve
from solver.assignment.witnesses.recheck import draw_price, recheck, unlawful
from solver.search import Limits
from tests.solver.assignment.offices import LI, WANG, ZHAO, a_random_office, an_office, plan, to

QUICK = Limits(seconds=20, deterministic=4)
ALTERED = ("value", "bound", "gap", "unit", "status", "reached", "held")


def a_result():
    """Six cases for three people, with something on every level that counts load."""
    office = an_office(
        *([to(LI, 130, lot=5), to(WANG, 120, misfit=3), to(ZHAO, 110, lot=2)] for _ in range(6)), peak_tolerance=20
    )
    return office, solve(office, QUICK, seed=1)


@settings(max_examples=12, deadline=None)
@given(st.integers(0, 10_000_000), st.integers(0, 50))
def test_what_is_stated_of_a_plan_is_so(seed, tolerance):
    """Every certificate made here passes."""
    office = a_random_office(seed, peak_tolerance=tolerance, spread_tolerance=tolerance)
    result = solve(office, QUICK, seed=1)

    assert recheck(office, result.plan, result.certificate.levels) == ()


@pytest.mark.parametrize("figure", ALTERED)
def test_an_altered_figure_is_found(figure):
    """One figure of one level changed, on every level in turn."""
    office, result = a_result()
    levels = result.certificate.levels

    for place, level in enumerate(levels):
        stated = getattr(level, figure)
        false = replace(level, **{figure: stated + 1 if isinstance(stated, int) else "otherwise"})
        found = recheck(office, result.plan, (*levels[:place], false, *levels[place + 1 :]))

        assert {item.level for item in found} == {level.name}


def test_a_level_left_out_is_found():
    """A certificate tells of every level."""
    office, result = a_result()

    found = recheck(office, result.plan, result.certificate.levels[:-1])

    assert [(item.level, item.figure) for item in found] == [("levels", "names")]


def test_a_plan_that_is_none_is_told_and_not_measured():
    """Too few cases, an option that does not exist, a number below "none", somebody above the ceiling."""
    office = an_office([to(LI, 600)], [to(LI, 600)])

    found = [next(unlawful(office, wrong)) for wrong in (plan(0), plan(0, 7), plan(0, -2), plan(0, 1))]

    assert [(item.level, item.figure) for item in found] == [
        ("plan", "cases"), ("one_lead_per_case", "excess"), ("plan", "options"), ("within_ceiling", "excess"),
    ]  # fmt: skip
    assert list(unlawful(office, plan(0, -1))) == []


def test_the_price_of_the_draw_is_what_the_lots_gave_away():
    """Two equal cases, Li's lots low: with a tolerance the lots may lift the peak, and that is told."""
    office = an_office([to(LI, 300, lot=0), to(WANG, 300, lot=9)], [to(LI, 300, lot=0), to(WANG, 300, lot=9)])
    apart, both = plan(0, 3), plan(0, 2)

    price = draw_price(office, both, apart)

    assert price["peak"] == score(office, both)["peak"] - score(office, apart)["peak"] == 300
    assert "lots" not in price
