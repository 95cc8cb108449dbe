"""Every rule of field work: what the solver makes of a plan is what the rule measures, whatever is planned."""

import pytest
from hypothesis import given

from solver.fieldwork import MUST, PREFER
from solver.fieldwork.rules.prefer import JOINT_VISITS, levels
from tests.solver.fieldwork.weeks import few, posted, weeks_with_any_plan


@pytest.mark.parametrize("rule", MUST, ids=lambda rule: rule.name)
def test_the_solver_forbids_what_is_measured(rule):
    """A plan is forbidden exactly when the measure finds something."""

    @few
    @given(weeks_with_any_plan)
    def holds(drawn):
        week, plan = drawn

        assert (posted(rule, week, plan) is None) == bool(rule.measure(week, plan))

    holds()


@pytest.mark.parametrize("rule", [*PREFER, *JOINT_VISITS[1:]], ids=lambda rule: rule.name)
def test_the_solver_counts_what_is_measured(rule):
    """The value of a level is the sum of its matches."""

    @few
    @given(weeks_with_any_plan)
    def holds(drawn):
        week, plan = drawn

        for level in levels(week, [rule]):
            assert posted(level, week, plan) == level.amount(week, plan)

    holds()


def test_every_rule_speaks_both_languages_and_names_its_source():
    """A rule without a word for people is no rule of an office."""
    rules = [*MUST, *PREFER]

    assert all(rule.zh and rule.en and rule.unit and rule.source for rule in rules)
    assert len({rule.name for rule in rules}) == len(rules)
