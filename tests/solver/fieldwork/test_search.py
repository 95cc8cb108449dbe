"""What a search goes on from: in big weeks, as long as it is warm, rather from what takes little of the vehicles."""

import numpy as np
import pytest

from solver.fieldwork import score
from solver.fieldwork.engine import Engine
from solver.fieldwork.kernel import names as k
from solver.fieldwork.kernel.search import is_taken
from solver.fieldwork.layout import SMALL_WEEK, Layout
from solver.fieldwork.plan import Plan, Trip
from solver.fieldwork.problem import FieldProblem
from solver.fieldwork.rules.prefer import levels
from tests.solver.fieldwork.weeks import LI, a_part, a_random_week, a_week, an_errand, lawful


def many(count, **more):
    """A week of so many errands of one part."""
    return a_week(*(an_errand(a_part()) for _ in range(count - 1)), an_errand(a_part(**more)))


@pytest.mark.parametrize(
    "week, does",
    [(many(SMALL_WEEK), False), (many(SMALL_WEEK + 1), True), (many(SMALL_WEEK + 1, booked=(30, 0)), False)],
)
def test_big_weeks_of_which_nothing_is_published_are_packed(week, does):
    """As long as an errand is left out that is not proven to find no place; what is left out beside those changes nothing."""
    problem = FieldProblem(week, levels(week), 1, 1.0)
    on_one_day = Plan.of(week.parts, [(Trip(0, 0, 90, (LI,)), [(part, 30) for part in range(week.parts)])])

    assert problem._may_be_packed(Plan.empty(week)) is does
    assert not problem._may_be_packed(on_one_day)


def test_an_errand_that_can_be_nowhere_is_no_reason_to_pack():
    """It is proven to find no place."""
    week = many(SMALL_WEEK + 1, windows=())
    served = Plan.of(week.parts, [(Trip(0, 0, 90, (LI,)), [(part, 30) for part in range(week.parts - 1)])])

    assert not FieldProblem(week, levels(week), 1, 1.0)._may_be_packed(served)


@pytest.mark.parametrize("warmth, dear, goes", [(1.0, 100.0, True), (0.0, 100.0, False), (1.0, 0.0, False)])
def test_what_takes_less_of_the_vehicles_may_be_later_while_it_is_warm(warmth, dear, goes):
    """Fifty minutes later and ten fewer on the road: taken where a minute of a vehicle counts for more than five, at no heat at all."""
    week = many(2)
    layout = Layout.of(week, levels(week))
    prices = layout.prices.copy()
    prices[k.F_WARMTH], prices[k.F_CAR] = warmth, dear
    names = [level.level for level in levels(week)]
    old = np.full(len(names) + 1, 100)
    new = old.copy()
    new[names.index("late")] += 50
    new[-1] -= 10

    assert is_taken(layout.data, new, old, prices, 0.0) is goes


@pytest.mark.parametrize("seed", range(1, 9))
def test_what_a_search_counts_is_what_its_best_plan_is(seed):
    """The trips of each day are listed with it, each once; and the minutes of vehicles are those of the trips."""
    week = a_random_week(seed, errands=14, people=6, vehicles=3)
    layout, engine = Layout.of(week, levels(week)), Engine(week, levels(week), seed)
    engine.fill(Plan.empty(week))
    found = engine.search(0.02, bool)
    state, data = engine._states[2], layout.data
    listed: dict[int, list[int]] = {}
    for day in range(week.days):
        trip = int(state[data[k.S_FIRST] + day])
        while trip >= 0:
            listed.setdefault(trip, []).append(day)
            trip = int(state[data[k.S_ROWS] + trip * data[k.S_ROW] + k.T_NEXT])

    days = [int(state[data[k.S_ROWS] + trip * data[k.S_ROW] + k.T_DAY]) for trip in range(len(found.trips))]
    assert listed == {trip: [day] for trip, day in enumerate(days)}
    assert int(engine._values[2, -1]) == sum(trip.back - trip.leaves for trip in found.trips)


def test_the_better_of_two_searches_at_a_time_is_the_plan_and_always_the_same():
    """One packs the week, one does not: what comes of it is lawful, no worse than what they begin from, and goes on from there."""
    week = a_random_week(3, errands=75, people=7, vehicles=3)

    def searched():
        problem = FieldProblem(week, levels(week), 1, 1.0)
        begun = problem.start()
        found = problem._packed(0.05, bool)
        assert problem._engine.best == found
        return begun, found

    begun, found = searched()

    assert searched() == (begun, found)
    assert lawful(week, found)
    assert list(score(week, found).values()) < list(score(week, begun).values())
