"""One mentor for each apprentice (一徒一师)."""

from hypothesis import given
from ortools.sat.python import cp_model

from solver.pairing import Plan
from solver.pairing.rules.must import OneMentorPerApprentice
from solver.pairing.rules.variables import Variables
from tests.solver.pairing.desks import a_desk, a_pair, desks_with_any_plan, few, posted

RULE = OneMentorPerApprentice()
TWO = a_desk(a_pair(0, 0), a_pair(0, 1), a_pair(1, 0), slots=[1, 1])


def test_nobody_paired_breaks_nothing():
    """Where no pair is made the rule is silent."""
    assert posted(RULE, TWO, Plan((-1, -1))) == 0
    assert RULE.measure(TWO, Plan((-1, -1))) == ()


def test_two_mentors_at_once_are_forbidden():
    """The solver cannot make both pairs of an apprentice."""
    model = cp_model.CpModel()
    variables = Variables(model, TWO)
    RULE.post(model, variables, TWO)
    model.add(variables.take[0] + variables.take[1] == 2)

    assert cp_model.CpSolver().solve(model) == cp_model.INFEASIBLE


def test_somebody_elses_pair_is_no_pair():
    """A plan that gives an apprentice the pair of another is told by the apprentice."""
    assert [match.subjects for match in RULE.measure(TWO, Plan((2, -1)))] == [(0,)]


def test_one_mentor_is_allowed():
    """At the boundary: one pair each."""
    assert posted(RULE, TWO, Plan((1, 2))) == 0
    assert RULE.measure(TWO, Plan((1, 2))) == ()


@few
@given(desks_with_any_plan())
def test_post_equals_measure(drawn):
    """A plan names one pair for each apprentice at most, and both faces allow it."""
    desk, plan = drawn

    assert (posted(RULE, desk, plan) is None) == bool(RULE.measure(desk, plan))
