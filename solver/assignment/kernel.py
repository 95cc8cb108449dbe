"""The assignment model of one level (分层模型), on all columns or on the kernel of those that prices make likely."""

from collections.abc import Mapping

import numpy as np
from ortools.sat.python import cp_model

from solver.assignment.columns import Floats
from solver.assignment.instance import Instance, Ints
from solver.assignment.must import MUST
from solver.assignment.plan import Plan
from solver.assignment.question import Question
from solver.assignment.regrets import regret
from solver.assignment.rule import Prefer
from solver.assignment.variables import Variables
from solver.problem import Model

WHOLE_COLUMNS = 6_000
KERNEL_COLUMNS = 9_000
KERNEL_PER_CASE = 3


def build(
    instance: Instance, terms: tuple[Prefer, ...], level: str, plan: Plan, held: Mapping[str, int], kept: Ints
) -> Model[Plan]:
    """Build the model of a level, those held above it at their values."""
    model = cp_model.CpModel()
    variables = Variables(model, instance, kept)
    for must in MUST:
        must.post(model, variables, instance)
    for term in terms:
        if term.level in held:
            model.add(term.post(model, variables, instance) <= held[term.level])
    objective = next(term for term in terms if term.level == level).post(model, variables, instance)
    variables.hint(plan)
    return Model(model, objective, variables.plan, whole=len(kept) >= int(instance.usable.sum()))


def kernel(question: Question, prices: Floats, plan: Plan) -> Ints:
    """Choose the options worth a model: all of a small instance, else those of least regret and those of the plan."""
    columns = question.columns
    if columns.size <= WHOLE_COLUMNS:
        return columns.option
    dear = regret(question, prices)
    order = np.lexsort((dear, columns.case))
    rank = np.arange(columns.size) - columns.case_start[columns.case[order]]
    kept = np.zeros(columns.size, dtype=np.bool_)
    kept[order[rank < KERNEL_PER_CASE]] = True
    more = max(0, KERNEL_COLUMNS - int(kept.sum()))
    kept[np.argsort(np.where(kept, np.inf, dear), kind="stable")[:more]] = True
    chosen = columns.chosen(plan)
    kept[chosen[chosen >= 0]] = True
    linked = np.array(sorted({case for group in question.instance.together for case in group}), dtype=np.int64)
    kept |= np.isin(columns.case, linked)
    return columns.option[kept]
