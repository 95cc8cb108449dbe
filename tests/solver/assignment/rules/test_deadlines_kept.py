"""Work due can be done in time (期限内办得完)."""

from hypothesis import given

from solver.assignment.rules.tally_rules import DeadlinesKept
from tests.solver.assignment.offices import LI, WANG, a_tally, an_office, few, offices_with_a_plan, plan, posted, to

RULE = DeadlinesKept()

# Li has 300 minutes until the day on which the case (200 minutes for Li) is due, 150 of them taken already.
BOTH = [to(LI, 200), to(WANG, 200)]
DUE = a_tally(RULE.kind, (0, 200), held=150, limit=300, price=2)


def test_what_is_not_due_is_never_late():
    """Without a day by which anything is due there is no such level, and nothing to pay."""
    office = an_office(BOTH)

    assert posted(RULE, office, plan(0)) == 0
    assert RULE.measure(office, plan(0)) == ()
    assert RULE.parts(office) == ()


def test_minutes_due_beyond_those_left_are_priced_and_named():
    """With the case Li would have to do 350 minutes in 300: 50 too many, at 2 each."""
    office = an_office(BOTH, **DUE)

    assert posted(RULE, office, plan(0)) == 100
    assert [(match.subjects, match.amount) for match in RULE.measure(office, plan(0))] == [((0, LI), 100)]
    assert RULE.amount(office, plan(1)) == 0


def test_what_can_just_be_done_in_time_is_free():
    """At the boundary: 350 minutes of 350."""
    office = an_office(BOTH, **(DUE | {"tally_limit": [350]}))

    assert posted(RULE, office, plan(0)) == 0
    assert RULE.measure(office, plan(0)) == ()


@few
@given(offices_with_a_plan())
def test_post_equals_measure(drawn):
    """Solver and measure add up the same, whatever is tallied."""
    office, given_plan = drawn

    assert posted(RULE, office, given_plan) == RULE.amount(office, given_plan)
