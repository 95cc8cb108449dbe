"""The two kinds of rules of assignment: a MUST forbids, a PREFER prices one level."""

from solver import term
from solver.assignment.instance import Instance
from solver.assignment.plan import Plan
from solver.assignment.rules.variables import Variables

Must = term.Must[Instance, Variables, Plan]
Prefer = term.Prefer[Instance, Variables, Plan]
