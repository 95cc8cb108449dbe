"""A plan is a choice of options; minutes and leads follow from it."""

import numpy as np
import pytest

from solver.assignment import Plan
from solver.assignment.plan import OncePerPlan, minutes, new_minutes
from tests.solver.assignment.offices import LI, WANG, an_office, plan, to


def test_minutes_add_up_what_is_held_and_what_is_new():
    """Two cases charge Li 90 minutes, and Wang 20 beside."""
    office = an_office([to(LI, 60, besides={WANG: 20})], [to(LI, 30)], held=[5, 0, 7])

    assert new_minutes(office, plan(0, 1)).tolist() == [90, 20, 0]
    assert minutes(office, plan(0, 1)).tolist() == [95, 20, 7]
    assert new_minutes(office, Plan.empty(office)).tolist() == [0, 0, 0]


def test_equal_plans_are_equal_and_survive_their_text():
    """What counts is the options taken."""
    assert plan(0, -1) == Plan.from_json(plan(0, -1).to_json())
    assert hash(plan(0, -1)) == hash(plan(0, -1))
    assert plan(0, -1) != plan(-1, 0)


def test_a_plan_cannot_be_changed():
    """A published plan stays what it is."""
    with pytest.raises(ValueError, match="read-only"):
        plan(0).chosen[0] = 1
    assert plan(0).chosen.dtype == np.int64


def test_what_a_plan_comes_to_is_worked_out_once_and_anew_for_another():
    """Each variable of a model asks for the loads of the plan it shall propose; the next plan has loads of its own."""
    office = an_office([to(LI, 60), to(WANG, 20)])
    asked, first, second = [], plan(0), plan(1)

    def work(given):
        asked.append(given)
        return minutes(office, given).tolist()

    loads = OncePerPlan(work)

    assert [loads(given) for given in (first, first, second, first)] == [[60, 0, 0], [60, 0, 0], [0, 20, 0], [60, 0, 0]]
    assert asked == [first, second, first]
