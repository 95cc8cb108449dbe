"""Apprentices meet what their ladder asks for (学徒培养)."""

from hypothesis import given

from solver.assignment.rules.tally_rules import LearningCovered
from tests.solver.assignment.offices import LI, WANG, a_tally, an_office, few, offices_with_a_plan, plan, posted, to

RULE = LearningCovered()

# The apprentice Wang is to meet one case of the kind this month, as 1,000 thousandths; the case is of that kind.
BOTH = [to(LI, 60), to(WANG, 60)]
LADDER = a_tally(RULE.kind, (1, 1000), limit=1000, side=-1, person=WANG)


def test_who_has_met_the_kind_needs_no_more_of_it():
    """Already covered, the case may go to Li."""
    office = an_office(BOTH, **(LADDER | {"tally_held": [1000]}))

    assert posted(RULE, office, plan(0)) == 0
    assert RULE.measure(office, plan(0)) == ()


def test_a_kind_not_met_is_priced_and_named():
    """Li takes the case Wang would have learned from."""
    office = an_office(BOTH, **LADDER)

    assert posted(RULE, office, plan(0)) == 1000
    assert [(match.subjects, match.amount) for match in RULE.measure(office, plan(0))] == [((0, WANG), 1000)]


def test_a_kind_just_met_is_free():
    """At the boundary: 1,000 of 1,000; more would not cost anything either."""
    office = an_office(BOTH, **LADDER)

    assert posted(RULE, office, plan(1)) == 0
    assert RULE.amount(an_office(BOTH, **(LADDER | {"entry_amount": [1500]})), plan(1)) == 0


@few
@given(offices_with_a_plan())
def test_post_equals_measure(drawn):
    """Solver and measure add up the same, whatever is tallied."""
    office, given_plan = drawn

    assert posted(RULE, office, given_plan) == RULE.amount(office, given_plan)
