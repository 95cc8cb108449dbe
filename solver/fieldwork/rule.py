"""The two kinds of rules of field work: a MUST forbids, a PREFER prices one level."""

from ortools.sat.python import cp_model

from solver.fieldwork.instance import Instance
from solver.fieldwork.plan import Plan
from solver.fieldwork.variables import Variables
from solver.term import Term


class Must(Term[Instance, Variables, Plan]):
    """A hard rule of field work (外勤硬规则): its amounts say by how much a plan breaks it."""

    level = "must"


class Prefer(Term[Instance, Variables, Plan]):
    """A level of preference (分层偏好): its amounts add up to the value of the level, the smaller the better.

    `share` is the largest part of the whole search time the level may take.
    """

    share = 1.0

    def parts(self, instance: Instance) -> tuple["Prefer", ...]:
        """Give the levels this rule consists of for an instance, the first one first."""
        del instance
        return (self,)

    def post(self, model: cp_model.CpModel, variables: Variables, instance: Instance) -> cp_model.LinearExprT:
        """Post what the level needs and return the expression to be made small."""
        raise NotImplementedError
