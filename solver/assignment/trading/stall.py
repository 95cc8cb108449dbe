"""Setting up the market (摆摊): a question and its prices laid into the two flat arrays the kernels of `market` use."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from solver.arrays import Ints
from solver.assignment.columns import Floats
from solver.assignment.prices.choices import Choices
from solver.assignment.prices.linked import linked
from solver.assignment.prices.lone import lone
from solver.assignment.prices.offer import Table, case_table
from solver.assignment.prices.prices import left_open, usual_cost
from solver.assignment.prices.question import NOWHERE, Question
from solver.assignment.prices.regrets import Regrets, regrets
from solver.assignment.trading import market as at

EQUAL = 10.0  # times what prices leave open: columns nearer than that are about equally dear
GRAIN = 0.02  # of what a case costs on average: what is hardly dear
LEAST_PRESSURE = 30.0  # of what is hardly dear, for each case that is too much
UNIT = 0.1  # a case left out, moved, or a group split is worth ten cases' cost


@dataclass(frozen=True, slots=True)
class Grain:
    """What a case costs on average, and how dear a column may seem at the prices in hand that is not dear."""

    cost: float
    open: float

    @property
    def equal(self) -> float:
        """Up to which regret columns are about equally dear."""
        return EQUAL * self.open


def grain_of(question: Question, value: int) -> Grain:
    """Say how fine prices are where a plan is worth so much."""
    return Grain(usual_cost(question, value), left_open(question, value))


@dataclass(frozen=True, eq=False)
class Stall:
    """The two arrays, and what is chosen among."""

    k: Ints
    x: Floats
    choices: Choices

    @cached_property
    def others(self) -> Floats:
        """How much dearer choosers' columns are than their least dear one, that one left out, the least first."""
        regret, owner, begin = self.choices.regret, self.choices.owner, self.choices.first[:-1]
        least = np.flatnonzero(regret == np.minimum.reduceat(regret, begin)[owner]) if len(begin) else begin
        return np.sort(np.delete(regret, least[np.diff(owner[least], prepend=NOWHERE) > 0]))


def open_stall(question: Question, prices: Floats, chosen: Ints | None, seed: int, grain: Grain) -> Stall:
    """Lay out a question; the plan in the making is `chosen` (columns by case), or everything is still to be chosen."""
    table = case_table(question)
    choices = _choices(question, table, regrets(question, table, prices, grain.equal), chosen)
    *by_row, adds = _by_row(choices, len(question.begin))
    whole = _numbers(question, choices, by_row)
    stiff = _stiff(question, table, prices, GRAIN * grain.cost)
    lines = [line.astype(np.float64) for line in question.shapes[1:]]
    sums = [
        prices,
        _limits(question),
        _sums(question),
        stiff,
        stiff,
        _floors(question, prices),
        np.zeros(len(prices)),
        np.zeros(len(question.begin)),
    ]
    parts: list[Floats] = [choices.amount, choices.regret, adds, *lines, *sums]
    k = np.concatenate([np.zeros(at.HEAD, dtype=np.int64), *whole])
    x = np.concatenate([[np.inf, np.inf], np.zeros(at.X_HEAD - 2), *parts])
    k[at.FIRST : at.LOG + 1] = at.HEAD + np.concatenate([[0], np.cumsum([len(part) for part in whole])[:-1]])
    k[at.AMOUNT : at.OFF + 1] = at.X_HEAD + np.concatenate([[0], np.cumsum([len(part) for part in parts])[:-1]])
    k[at.ROWS], k[at.QUANTITIES], k[at.CHOOSERS] = len(question.begin), len(question.most), len(choices.first) - 1
    k[at.CHANCE] = seed % 2**31
    return Stall(k, x, choices)


def _choices(question: Question, table: Table, found: Regrets, chosen: Ints | None) -> Choices:
    together = linked(question, table, found, chosen)
    alone = np.ones(len(found.out), dtype=np.bool_)
    alone[together.case] = False
    return lone(question, table, found, alone, chosen).beside(together)


def _numbers(question: Question, choices: Choices, by_row: list[Ints]) -> list[Ints]:
    """Give the tables of whole numbers."""
    rows, free = len(question.begin), np.full(len(choices.first) - 1, at.NONE, dtype=np.int64)
    to = np.where(question.row_to >= 0, question.row_to + rows, NOWHERE)
    own = [choices.first, choices.start, choices.coordinate, choices.owner, to, question.shapes.start]
    near, piece = np.zeros(rows, dtype=np.int64), question.shapes.start[:-1].copy()
    return [*own, *by_row, near, piece, free, free, np.zeros(1 + at.LOGGED, dtype=np.int64)]


def _by_row(choices: Choices, rows: int) -> tuple[Ints, Ints, Floats]:
    """List by row the columns with an entry in it whose choosers have a choice, those of least regret first, and what they add."""
    column = np.repeat(np.arange(len(choices.regret)), np.diff(choices.start))
    free = (np.diff(choices.first) > 1)[choices.owner[column]] & (choices.coordinate < rows)
    order = np.lexsort((choices.regret[column[free]], choices.coordinate[free]))
    row = choices.coordinate[free][order]
    return np.searchsorted(row, np.arange(rows + 1)), column[free][order], choices.amount[free][order]


def _floors(question: Question, prices: Floats) -> Floats:
    """Say what each row weighs where its price wants it."""
    row, x = question.all_ends()
    worth = np.where(question.row_to >= 0, prices[len(question.begin) + question.row_to], 0.0)
    floors = np.full(len(question.begin), np.inf)
    np.minimum.at(floors, row, worth[row] * question.shapes.heights(row, x) - prices[row] * x)
    return floors


def _stiff(question: Question, table: Table, prices: Floats, cost: float) -> Floats:
    """Let a unit too much press beyond its price as much again, and at least as a case's cost does."""
    rows = len(question.begin)
    count, size = np.ones(len(prices)), np.ones(len(prices))
    np.add.at(count, table.coordinate, 1.0)
    np.add.at(size, table.coordinate, np.abs(table.amount))
    usual = size / count
    for to in np.unique(question.row_to[question.row_to >= 0]).tolist():
        mine = question.row_to == to
        usual[rows + to] = float((usual[:rows] * _slopes(question))[mine].mean())
    usual[rows + 1 :][usual[rows + 1 :] <= 1.0] = UNIT
    stiff: Floats = np.abs(prices) + LEAST_PRESSURE * cost / usual
    stiff[rows] = 0.0
    return stiff


def _slopes(question: Question) -> Floats:
    """Say how steep the line of each row is on average."""
    slope, start = np.abs(question.shapes.slope).astype(np.float64), question.shapes.start
    slopes: Floats = np.add.reduceat(slope, start[:-1]) / np.diff(start)
    return slopes


def _limits(question: Question) -> Floats:
    limits: Floats = np.concatenate([np.where(question.capped, question.high, np.inf), question.most]).astype(
        np.float64
    )
    return limits


def _sums(question: Question) -> Floats:
    """Give what coordinates come to before anything is chosen."""
    rows = np.flatnonzero(question.row_to >= 0)
    found = np.concatenate([question.begin.astype(np.float64), np.zeros(len(question.most))])
    np.add.at(found, len(question.begin) + question.row_to[rows], question.shapes.heights(rows, question.begin[rows]))
    return found
