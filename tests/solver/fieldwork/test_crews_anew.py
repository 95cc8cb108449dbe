"""Who goes is chosen anew: the trips stay, every rule of crews holds, and no level above gives way."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ortools.sat.python import cp_model

from solver.fieldwork import Plan, score
from solver.fieldwork.crews_anew import PREFER, crews_anew
from solver.fieldwork.engine import Engine
from solver.fieldwork.rules.prefer import levels
from tests.solver.fieldwork.weeks import (
    CREW,
    LI,
    WANG,
    ZHAO,
    a_part,
    a_plan,
    a_random_week,
    a_week,
    an_errand,
    away,
    lawful,
    there_and_back,
)

seeds = st.integers(0, 10_000_000)
SEEN = {term.level for term in PREFER}


def above(week, plan, level):
    """What a plan is worth on the levels above one."""
    values = score(week, plan)
    names = list(values)
    return {name: values[name] for name in names[: names.index(level)]}


def anew(week, plan, level):
    """The plan with the best crews for a level, and what the model says it is worth."""
    model = crews_anew(week, plan, level, above(week, plan, level))
    assert model is not None
    model.cp.minimize(model.objective)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers, solver.parameters.symmetry_level = 1, 0
    assert solver.solve(model.cp) == cp_model.OPTIMAL
    return model.read(solver), round(solver.objective_value)


@settings(max_examples=25, deadline=None)
@given(seeds, st.integers(2, 6), seeds)
def test_trips_stay_and_nothing_above_gives_way(seed, errands, other):
    """Whatever is booked, shared, barred or wished for; and the model counts as the measure does."""
    week = a_random_week(seed, errands, people=5, vehicles=2)
    engine = Engine(week, levels(week), other)
    plan = engine.fill(Plan.empty(week))

    for level in (term.level for term in levels(week)):
        if level in SEEN and plan.trips:
            found, value = anew(week, plan, level)
            assert lawful(week, found)
            assert (found.start, [trip.leaves for trip in found.trips]) == (
                plan.start,
                [trip.leaves for trip in plan.trips],
            )
            assert value == score(week, found)[level] <= score(week, plan)[level]
            assert all(above(week, found, level)[name] <= most for name, most in above(week, plan, level).items())


def test_who_has_room_goes_in_place_of_who_has_none():
    """A hundred hard minutes for each: Zhao has room for them, Wang has not."""
    week = a_week(an_errand(a_part(hard=100, need=((CREW, 2),))), hard_limit=[100, 0, 100])
    found, value = anew(week, a_plan(1, there_and_back(people=(LI, WANG))), "fair")

    assert value == 0
    assert found.trips[0].people == (LI, ZHAO)


def test_whoever_is_not_needed_stays_at_the_desk():
    """Three were aboard where two are asked for; the handler is one of them."""
    week = a_week(an_errand(a_part(need=((CREW, 2),), who=((WANG, 0), (ZHAO, 1)))))
    found, value = anew(week, a_plan(1, there_and_back(people=(LI, WANG, ZHAO))), "away")

    assert value == 2 * 120
    assert len(found.trips[0].people) == 2
    assert WANG in found.trips[0].people


def test_who_is_away_does_not_go():
    """Zhao has room, and is on leave."""
    week = a_week(an_errand(a_part(hard=100, need=((CREW, 2),))), hard_limit=[100, 0, 100], **away((ZHAO, 0, 480)))

    assert anew(week, a_plan(1, there_and_back(people=(LI, WANG))), "fair")[1] == 100


@pytest.mark.parametrize("level", ["placed:0", "late", "preferred", "travel"])
def test_levels_of_trips_alone_have_no_such_model(level):
    """Nor has a plan in which nobody goes anywhere."""
    week = a_week(an_errand(a_part(odd=1)))

    assert crews_anew(week, a_plan(1, there_and_back()), level, {}) is None
    assert crews_anew(week, Plan.empty(week), "fair", {}) is None
