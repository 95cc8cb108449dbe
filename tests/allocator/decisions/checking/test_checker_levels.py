"""The checker's own count of every level: what the solver measures, worked out again without it."""

from random import Random

import numpy as np
import pytest

from allocator.decisions.allocation.translate import chosen, translate
from allocator.decisions.allocation.translate_classes import hindrances
from allocator.decisions.checking.checker import Placement, check_plan, may_lead, mentor_beside
from allocator.decisions.checking.checker_levels import check_levels, measure_plan
from allocator.decisions.recommendation.eligibility import leads_cases, mentor_for
from solver.assignment import Plan, score
from tests.allocator.decisions.offices import a_random_office, lots

SEEDS = range(20)


def any_plan(translation, chance):
    """Take any option of each case, or none, whatever it does to the loads."""
    found = []
    for case in range(len(translation.cases)):
        options = translation.instance.options_of(case).tolist()
        found.append(chance.choice([-1, *options]))
    return Plan(np.array(found, dtype=np.int64))


def placements(translation, plan):
    taken = (option for option in chosen(translation, plan) if option is not None)
    return [Placement(translation.cases[one.case].case.filing.case_no, one.lead, one.mentor) for one in taken]


@pytest.mark.parametrize("seed", SEEDS)
def test_the_checker_counts_every_level_as_the_solver_does(seed):
    """Of any plan, good or bad: assigned, deadlines, peak, spread, fair, learning, together, rotation, fit, moves, lots."""
    cases, seen = (found := a_random_office(seed)).cases, found.seen
    translation = translate(cases, seen, lots)
    for turn in range(3):
        plan = any_plan(translation, Random(100 * seed + turn))
        measured = measure_plan(cases, placements(translation, plan), seen, lots)

        assert check_levels(score(translation.instance, plan), measured) == ()


def test_the_levels_are_all_met_in_the_random_offices():
    """None of the levels is nothing in all of them, or the test above would prove nothing of it."""
    met = set()
    for seed in SEEDS:
        cases, seen = (found := a_random_office(seed)).cases, found.seen
        translation = translate(cases, seen, lots)
        rows = placements(translation, any_plan(translation, Random(seed)))
        met |= {name.partition(":")[0] for name, value in measure_plan(cases, rows, seen, lots).items() if value}

    assert met == {
        "assigned", "deadlines", "peak", "spread", "fair", "learning", "together", "rotation", "misfit", "moves", "lots",
    }  # fmt: skip


@pytest.mark.parametrize("seed", SEEDS)
def test_the_checker_lets_lead_whom_the_rules_of_recommendation_let(seed):
    """Two tellings of who may lead which case, and of the mentor beside, agree on everybody and every case."""
    cases, seen = (found := a_random_office(seed)).cases, found.seen
    for case in cases:
        for place, officer in enumerate(seen.office.officers):
            if leads_cases(officer, seen):
                mentor = mentor_beside(officer, case, seen)
                row = Placement(case.case.filing.case_no, officer.code, mentor)
                assert may_lead(row, case, seen) == (not hindrances(place, case, seen)), (officer, case)
                assert mentor == mentor_for(officer, case, seen)


def test_a_value_that_differs_is_an_objection_with_both_figures():
    """Nobody need trust the solver's word for what a plan is worth."""
    (found,) = check_levels({"peak": 800, "spread": 5}, {"peak": 801, "spread": 5, "fair": 0})

    assert (found.rule, found.facts) == ("level_value", {"level": "peak", "stated": 800, "measured": 801})


def test_a_level_the_plan_does_not_state_counts_as_nothing():
    """A plan silent about what is late says that nothing is late."""
    (found,) = check_levels({}, {"deadlines": 30})

    assert found.facts == {"level": "deadlines", "stated": 0, "measured": 30}


def test_the_plan_of_nothing_is_lawful_and_leaves_everything_out():
    """No placement, no objection; every case counts as left out."""
    cases, seen = (found := a_random_office(1)).cases, found.seen
    measured = measure_plan(cases, [], seen, lots)

    assert check_plan(cases, [], seen) == ()
    assert sum(value for name, value in measured.items() if name.startswith("assigned")) == len(cases)
