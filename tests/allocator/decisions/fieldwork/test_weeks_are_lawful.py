"""Two hundred weeks of field work, from quiet to twice overloaded: no plan collides, and no plan is worth what it does not say."""

import pytest

from allocator.decisions.fieldwork.checker import check_week
from allocator.decisions.fieldwork.instance import translate_week
from allocator.decisions.fieldwork.levels import measure_week
from fixtures.field_weeks import any_week
from solver.fieldwork import solve
from solver.limits import Limits

BRIEF = Limits(60, deterministic=0.1)


@pytest.mark.slow
@pytest.mark.parametrize("first", range(0, 200, 20))
def test_twenty_weeks_are_lawful_worth_what_they_say_and_above_their_bounds(first):
    """The checker has no objection, every level's value is what the week itself says, and no bound lies above it."""
    for seed in range(first, first + 20):
        week = any_week(seed)
        meaning, instance = translate_week(week)
        result = solve(instance, BRIEF, seed)
        plan = meaning.week_plan(result.plan)
        worth = measure_week(week, plan)

        assert check_week(week, plan) == ()
        assert all(level.value == worth[level.name] for level in result.certificate.levels)
        assert all(level.bound <= level.value for level in result.certificate.levels)
