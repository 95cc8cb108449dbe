"""Pairing (结对): which mentor takes which apprentice, stable by what both sides wish, and balanced among the stable.

`must.MUST` and `prefer.PREFER` are the table of contents: every rule is one class there.
"""

from solver.pairing.desk import Result, measure, solve
from solver.pairing.instance import Instance, Pair
from solver.pairing.must import MUST
from solver.pairing.plan import Plan
from solver.pairing.prefer import PREFER

__all__ = ["MUST", "PREFER", "Instance", "Pair", "Plan", "Result", "measure", "solve"]
