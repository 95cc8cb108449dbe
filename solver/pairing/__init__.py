"""Pairing (结对): which mentor takes which apprentice, stable by what both sides wish, and balanced among the stable.

`MUST` and `PREFER` in `rules/` are the table of contents: every rule is one class there.
"""

from solver.pairing.instance import Instance, Pair
from solver.pairing.office import Result, measure, solve
from solver.pairing.plan import Plan
from solver.pairing.rules.must import MUST
from solver.pairing.rules.prefer import PREFER

__all__ = ["MUST", "PREFER", "Instance", "Pair", "Plan", "Result", "measure", "solve"]
