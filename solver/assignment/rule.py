"""The two kinds of rules of assignment: a MUST forbids, a PREFER prices one level."""

from ortools.sat.python import cp_model

from solver.assignment.instance import Instance
from solver.assignment.plan import Plan
from solver.assignment.variables import Variables
from solver.term import Term


class Must(Term[Instance, Variables, Plan]):
    """A hard rule of assignment (分案硬规则): its amounts say by how much a plan breaks it."""

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

    def tolerance(self, instance: Instance, value: int) -> int:
        """Say how much of a value reached may be given up again for the levels below (容差); nothing by default."""
        del instance, value
        return 0

    def post(self, model: cp_model.CpModel, variables: Variables, instance: Instance) -> cp_model.LinearExprT:
        """Post what the level needs and return the expression to be made small."""
        raise NotImplementedError
