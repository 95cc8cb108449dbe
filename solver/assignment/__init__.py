"""Assignment (分案): who leads which case, level by level, with a certificate; or how good a given plan is.

`MUST` and `PREFER` in `rules/` are the table of contents: every rule is one class there.
"""

from solver.assignment.instance import Instance
from solver.assignment.office import Result, excess, measure, obstacles, score, solve
from solver.assignment.plan import Plan
from solver.assignment.rules.must import MUST
from solver.assignment.rules.prefer import PREFER

__all__ = ["MUST", "PREFER", "Instance", "Plan", "Result", "excess", "measure", "obstacles", "score", "solve"]
