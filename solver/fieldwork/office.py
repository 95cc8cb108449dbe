"""What is asked of the model of field work: measure a plan, score a plan."""

from collections.abc import Sequence

from solver.fieldwork.instance import Instance
from solver.fieldwork.must import MUST
from solver.fieldwork.plan import Plan
from solver.fieldwork.prefer import PREFER, levels
from solver.fieldwork.rule import Prefer
from solver.term import Match


def measure(instance: Instance, plan: Plan, terms: Sequence[Prefer] = PREFER) -> dict[str, tuple[Match, ...]]:
    """Give the matches of every hard rule (by its name; none when lawful) and of every level, without any solver."""
    rules = {term.name: term.measure(instance, plan) for term in MUST}
    return rules | {term.level: term.measure(instance, plan) for term in levels(instance, terms)}


def score(instance: Instance, plan: Plan, terms: Sequence[Prefer] = PREFER) -> dict[str, int]:
    """Give the value of every level of any plan, also of one edited by hand; the levels in their order."""
    return {term.level: term.amount(instance, plan) for term in levels(instance, terms)}
