"""Plans of field work: made of trips, written and read, measured and scored."""

from hypothesis import given

from solver.fieldwork import MUST, Plan, Trip, measure, score
from tests.solver.fieldwork.weeks import LI, a_plan, a_week, an_errand, few, there_and_back, weeks_with_any_plan


@few
@given(weeks_with_any_plan)
def test_a_plan_is_read_as_it_was_written(drawn):
    """The text stands for the plan."""
    _, plan = drawn

    assert Plan.from_json(plan.to_json()) == plan


@few
@given(weeks_with_any_plan)
def test_the_same_trips_make_the_same_plan(drawn):
    """In whatever order the trips are given."""
    _, plan = drawn
    trips = [
        (trip, [(part, plan.start[part]) for part in plan.stops[number]]) for number, trip in enumerate(plan.trips)
    ]

    assert Plan.of(len(plan.trip), trips[::-1]) == plan


def test_a_trip_that_serves_nothing_is_left_out():
    """Nobody drives out for nothing."""
    assert Plan.of(1, [(Trip(0, 0, 10, (LI,)), [])]) == Plan.empty(a_week(an_errand()))


def test_parts_of_a_trip_stand_in_the_order_of_their_starts():
    """The day sheet reads from morning to evening."""
    plan = a_plan(2, (0, 0, 240, (LI,), {1: 30, 0: 120}))

    assert plan.stops == ((1, 0),)
    assert plan.trip_of(1).people == (LI,)


def test_a_plan_is_measured_by_every_rule_and_scored_by_every_level():
    """The explanation of a plan is made of these."""
    week = a_week(an_errand(), an_errand(rank=1))
    plan = a_plan(2, there_and_back())

    assert {rule.name for rule in MUST} <= measure(week, plan).keys()
    assert score(week, plan) == {
        "placed:0": 0,
        "placed:1": 1,
        "late": 0,
        "fair": 0,
        "standin": 0,
        "away": 240,
        "travel": 60,
    }
