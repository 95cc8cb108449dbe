"""The finisher (收尾): exactness for levels of a plain shape, where each option charges one person.

`packing` says which levels those are; `search` looks for better plans by regrouping a few people's cases at once, `proof`
raises the bound by exact knapsacks. The kernels they share (`regroup`, `walk`, `sacks`) work on plain arrays.
"""

from solver.assignment.finish.finisher import Choice, finish
from solver.assignment.finish.packing import Packing

__all__ = ["Choice", "Packing", "finish"]
