"""The assignment model of one level (分层模型), where an instance is small enough for a search tree."""

from collections.abc import Mapping

import numpy as np
from ortools.sat.python import cp_model

from solver.assignment.instance import Instance
from solver.assignment.plan import Plan
from solver.assignment.rules.must import MUST
from solver.assignment.rules.rule import Prefer
from solver.assignment.rules.variables import Variables
from solver.problem import Model

MODEL_ENTRIES = 20_000  # of columns; above, chains of moves find more than a search tree in the same time


def build(
    instance: Instance, terms: tuple[Prefer, ...], level: str, plan: Plan, held: Mapping[str, int]
) -> Model[Plan]:
    """Build the model of a level on all options that can be lawful, those held above it at their values."""
    model = cp_model.CpModel()
    variables = Variables(model, instance, np.flatnonzero(instance.usable))
    for must in MUST:
        must.post(model, variables, instance)
    for term in terms:
        if term.level in held:
            model.add(term.post(model, variables, instance) <= held[term.level])
    objective = next(term for term in terms if term.level == level).post(model, variables, instance)
    variables.hint(plan)
    return Model(model, objective, variables.plan, whole=True)
