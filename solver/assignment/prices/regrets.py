"""What is regretted (影子价格下的遗憾值): how much dearer a choice of a case is than its least dear one at some prices."""

from dataclasses import dataclass

import numpy as np

from solver.assignment.columns import Floats
from solver.assignment.prices.offer import Table, case_table
from solver.assignment.prices.question import Question


@dataclass(frozen=True, eq=False)
class Regrets:
    """How much dearer each column, and leaving each case out, is than the least dear choice of its case.

    `split` is the price of a split group; what is no dearer than `equal` is about equally dear.
    """

    dear: Floats
    out: Floats
    split: float
    equal: float


def regrets(question: Question, table: Table, prices: Floats, equal: float = 0.0) -> Regrets:
    """Say what is regretted at some prices."""
    cost, out = _costs(question, table, prices)
    least = out.copy()
    np.minimum.at(least, question.columns.case, cost)
    split = float(prices[len(question.begin) + question.group_to]) if question.group_to >= 0 else 0.0
    return Regrets(cost - least[question.columns.case], out - least, split, equal)


def regret(question: Question, prices: Floats) -> Floats:
    """Say how much dearer each column is than the least dear choice of its case at some prices."""
    return regrets(question, case_table(question), prices).dear


def _costs(question: Question, table: Table, prices: Floats) -> tuple[Floats, Floats]:
    """Price each column, and leaving each case out (infinite where it must not be)."""
    added = np.concatenate([[0.0], np.cumsum(prices[table.coordinate] * table.amount)])
    end = np.cumsum(table.entries)
    counted = np.where(question.out_to >= 0, prices[len(question.begin) + question.out_to], 0.0)
    return added[end] - added[end - table.entries], np.where(question.must, np.inf, counted)
