"""Solving on from a plan in hand (接续求解): whatever is found is no worse than it, so that two answers can be compared."""

from collections.abc import Sequence

import numpy as np

from solver.assignment.instance import Instance
from solver.assignment.office import Result, measure
from solver.assignment.plan import Plan, new_minutes
from solver.assignment.prefer import PREFER
from solver.assignment.problem import AssignmentProblem
from solver.assignment.rule import Prefer
from solver.search import Limits, descend


class Resumed(AssignmentProblem):
    """The assignment problem, begun from a lawful plan."""

    def __init__(self, instance: Instance, terms: Sequence[Prefer], plan: Plan) -> None:
        super().__init__(instance, terms)
        self._begun = plan

    def start(self) -> Plan:
        """Give the plan in hand."""
        return self._begun


def resume(instance: Instance, plan: Plan, limits: Limits, seed: int, terms: Sequence[Prefer] = PREFER) -> Result:
    """Solve on from a plan, which is first made lawful; what is found is no worse, but for the tolerances."""
    answer = descend(Resumed(instance, terms, fitting(instance, plan)), limits, seed)
    return Result(answer.plan, answer.certificate, measure(instance, answer.plan, terms), answer.settled)


def fitting(instance: Instance, plan: Plan, keep: int = -1) -> Plan:
    """Leave out the least urgent and then the biggest cases of whoever would go over the ceiling, but for one kept."""
    if not instance.options:
        return Plan.empty(instance)
    chosen = plan.chosen.copy()
    chosen[(chosen >= 0) & ~instance.usable[chosen]] = -1
    while len(over := np.flatnonzero(new_minutes(instance, Plan(chosen)) > instance.room)):
        out = _heaviest(instance, Plan(chosen), int(over[0]), keep)
        if out < 0:
            return Plan.empty(instance)
        chosen[out] = -1
    return Plan(chosen)


def _heaviest(instance: Instance, plan: Plan, person: int, keep: int) -> int:
    """Find the case to leave out of somebody's; -1 when there is none but the one kept."""
    places = instance.charges_of(plan.taken)
    mine = places[(instance.charge_person[places] == person) & (instance.charge_minutes[places] > 0)]
    cases = instance.option_case[instance.charge_option[mine]]
    free = cases != keep
    if not free.any():
        return -1
    order = np.lexsort((cases[free], -instance.charge_minutes[mine][free], -instance.priority[cases[free]]))
    return int(cases[free][order[0]])
