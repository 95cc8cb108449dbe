"""The two kinds of rules of field work: a MUST forbids, a PREFER prices one level."""

from solver import term
from solver.fieldwork.instance import Instance
from solver.fieldwork.plan import Plan
from solver.fieldwork.rules.variables import Variables

Must = term.Must[Instance, Variables, Plan]
Prefer = term.Prefer[Instance, Variables, Plan]
