"""Field work (外勤): which vehicle goes where with whom and when, level by level; or how good a given plan is.

`MUST` and `PREFER` in `rules/` are the table of contents: every rule is one class there.
"""

from solver.fieldwork.instance import Instance
from solver.fieldwork.office import Result, fill, measure, repair, score, solve
from solver.fieldwork.plan import Plan, Trip
from solver.fieldwork.rules.must import MUST
from solver.fieldwork.rules.prefer import PREFER

__all__ = ["MUST", "PREFER", "Instance", "Plan", "Result", "Trip", "fill", "measure", "repair", "score", "solve"]
