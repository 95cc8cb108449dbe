"""A certificate of a week is held against its plan: each figure that is altered is found."""

from dataclasses import replace

import pytest
from hypothesis import given

from solver.fieldwork import Plan, Trip, solve
from solver.fieldwork.witnesses.recheck import recheck, unlawful
from solver.search import Limits
from tests.solver.fieldwork.weeks import LI, WANG, a_part, a_plan, a_week, an_errand, few, random_weeks, there_and_back

QUICK = Limits(seconds=20, deterministic=0.2)
ALTERED = ("value", "bound", "gap", "unit", "status", "reached", "held")


def a_result():
    """Two errands, one of them hard for whoever goes and already late."""
    week = a_week(an_errand(a_part(hard=60, due=10)), an_errand(a_part(place=2)))
    return week, solve(week, QUICK, seed=1)


@few
@given(random_weeks)
def test_what_is_stated_of_a_plan_is_so(week):
    """Every certificate made here passes."""
    result = solve(week, QUICK, seed=1)

    assert recheck(week, result.plan, result.certificate.levels) == ()


@pytest.mark.parametrize("figure", ALTERED)
def test_an_altered_figure_is_found(figure):
    """One figure of one level changed, on every level in turn."""
    week, result = a_result()
    levels = result.certificate.levels

    for place, level in enumerate(levels):
        stated = getattr(level, figure)
        false = replace(level, **{figure: stated + 1 if isinstance(stated, int) else "otherwise"})
        found = recheck(week, result.plan, (*levels[:place], false, *levels[place + 1 :]))

        assert {item.level for item in found} == {level.name}


def test_a_level_left_out_is_found():
    """A certificate tells of every level."""
    week, result = a_result()

    found = recheck(week, result.plan, result.certificate.levels[:-1])

    assert [(item.level, item.figure) for item in found] == [("levels", "names")]


@pytest.mark.parametrize(
    "plan, figure",
    [
        (Plan((), (-1,), (-1,)), "parts"),
        (Plan((), (0, -1), (30, -1)), "trips"),
        (Plan((Trip(0, 0, 9, ()),), (-1, -1), (-1, -1)), "trips"),
        (Plan((Trip(0, 7, 120, (LI, WANG)),), (0, -1), (30, -1)), "vehicles"),
        (Plan((Trip(0, 0, 120, (LI, 9)),), (0, -1), (30, -1)), "people"),
        (Plan((Trip(0, 0, 120, (LI, LI)),), (0, -1), (30, -1)), "people"),
        (Plan((Trip(0, 0, 120, (LI, WANG)),), (0, -1), (-1, -1)), "start"),
    ],
)
def test_a_plan_that_is_none_is_told_and_not_measured(plan, figure):
    """Too few parts; trips, vehicles and people nobody has; a trip for nothing; somebody twice; a start that is none."""
    week = a_week(an_errand(), an_errand())

    assert ("plan", figure) in {(item.level, item.figure) for item in unlawful(week, plan)}


def test_the_first_rule_a_plan_breaks_is_named_with_the_excess():
    """Nobody comes home in time for the next trip with the same car."""
    week = a_week(an_errand(), an_errand())
    lawful = a_plan(2, there_and_back(), there_and_back(start=150, part=1))
    twice = a_plan(2, there_and_back(), there_and_back(start=100, part=1, people=(2,)))

    assert list(unlawful(week, lawful)) == []
    assert [(item.level, item.found) for item in unlawful(week, twice)] == [("vehicle_once", 50)]
