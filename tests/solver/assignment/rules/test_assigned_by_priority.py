"""Assigned, the most urgent first (按缓急分配到位)."""

from hypothesis import given
from hypothesis import strategies as st

from solver.assignment.rules.prefer import AssignedByPriority, levels
from tests.solver.assignment.offices import LI, an_office, few, offices_with_a_plan, plan, posted, to


def test_everything_assigned_costs_nothing():
    """With every case placed the level is 0."""
    office = an_office([to(LI, 60)], [to(LI, 60)])

    assert posted(AssignedByPriority(0), office, plan(0, 1)) == 0
    assert AssignedByPriority(0).measure(office, plan(0, 1)) == ()


def test_each_case_left_out_costs_one():
    """The cases left out are counted and named."""
    office = an_office([to(LI, 60)], [to(LI, 60)], [to(LI, 60)])

    assert posted(AssignedByPriority(0), office, plan(-1, 1, -1)) == 2
    assert [match.subjects for match in AssignedByPriority(0).measure(office, plan(-1, 1, -1))] == [(0,), (2,)]


def test_a_rank_counts_its_own_cases_only():
    """At the boundary: a less urgent case left out is no loss to the urgent rank."""
    office = an_office([to(LI, 60)], [to(LI, 60)], priority=[0, 3])

    assert posted(AssignedByPriority(0), office, plan(0, -1)) == 0
    assert posted(AssignedByPriority(3), office, plan(0, -1)) == 1


def test_ranks_are_levels_in_the_order_of_urgency():
    """One case of an urgent rank outweighs any number of the next, because it is a level of its own."""
    office = an_office([to(LI, 60)], [to(LI, 60)], [to(LI, 60)], priority=[7, 0, 3])

    assert [term.level for term in levels(office)][:4] == ["assigned:0", "assigned:3", "assigned:7", "peak"]


@few
@given(offices_with_a_plan(), st.integers(0, 2))
def test_post_equals_measure(drawn, rank):
    """Solver and measure count the same cases."""
    office, given_plan = drawn

    assert posted(AssignedByPriority(rank), office, given_plan) == AssignedByPriority(rank).amount(office, given_plan)
