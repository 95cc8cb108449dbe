"""What a level adds up to is what it names, one by one."""

from hypothesis import given

from solver.assignment.rules.prefer import HOLDABLE, levels
from tests.solver.assignment.offices import few, offices_with_any_plan


@few
@given(offices_with_any_plan())
def test_a_level_is_worth_what_its_matches_are(drawn):
    """Adding up without naming anybody gives the same for every rule."""
    office, plan = drawn

    for term in (*levels(office), *HOLDABLE):
        assert term.amount(office, plan) == sum(match.amount for match in term.measure(office, plan)), term.level
