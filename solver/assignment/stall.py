"""Setting up the market (摆摊): a question and its prices laid into the two flat arrays the kernels of `market` use."""

from dataclasses import dataclass

import numpy as np

from solver.assignment import market as at
from solver.assignment.columns import Floats
from solver.assignment.instance import Ints
from solver.assignment.offer import Table, case_table
from solver.assignment.question import NOWHERE, Question

STIFFER = 2.0
LEAST_PRESSURE = 1e-3  # of the highest price


@dataclass(frozen=True, eq=False)
class Stall:
    """The two arrays, and the costs of columns at the prices."""

    k: Ints
    x: Floats
    columns: int


def open_stall(question: Question, prices: Floats, per_case: int, chosen: Ints | None, seed: int, grain: float) -> Stall:
    """Lay out a question; the plan in the making is `chosen` (columns by case), or everything is still to be placed."""
    rows, cases = len(question.begin), len(question.must)
    table = case_table(question)
    start = np.concatenate([[0], np.cumsum(table.entries)]).astype(np.int64)
    wish_start, wish, dear = _wishes(question, prices, table, per_case, chosen, grain)
    groups = question.instance.together if question.group_to >= 0 else ()
    of_start, of_group = _groups_of(groups, cases)
    most_entries = _most_entries(question, table)
    whole: list[Ints] = [
        start,
        table.coordinate,
        question.columns.lead,
        wish_start,
        wish,
        np.where(question.out_to >= 0, question.out_to + rows, NOWHERE),
        of_start,
        of_group,
        np.full(cases, at.LIFTED),
        np.full(cases, at.NONE),
        np.full(cases, -at.TENURE),
        np.where(question.row_to >= 0, question.row_to + rows, NOWHERE),
        question.shapes.start,
        np.cumsum([0, *(len(group) for group in groups)]),
        np.array([case for group in groups for case in group], dtype=np.int64),
        np.zeros(rows + 1, dtype=np.int64),
        np.zeros(most_entries, dtype=np.int64),
    ]
    stiff = _stiff(prices, rows)
    parts: list[Floats] = [
        table.amount,
        dear,
        question.shapes.x.astype(np.float64),
        question.shapes.y.astype(np.float64),
        question.shapes.slope.astype(np.float64),
        _limits(question),
        _sums(question),
        stiff.copy(),
        stiff,
        np.zeros(len(prices)),
    ]
    k = np.concatenate([np.zeros(at.HEAD, dtype=np.int64), *whole])
    x = np.concatenate([[np.inf], *parts])
    k[at.START : at.MEMBER + 1] = at.HEAD + np.concatenate([[0], np.cumsum([len(part) for part in whole])[:-1]])
    k[at.AMOUNT : at.HEAD] = 1 + np.concatenate([[0], np.cumsum([len(part) for part in parts])[:-1]])
    k[at.ROWS], k[at.QUANTITIES], k[at.CASES] = rows, len(question.most), cases
    k[at.SPLIT] = question.group_to + rows if question.group_to >= 0 else NOWHERE
    k[at.CHANCE] = seed % 2**31
    return Stall(k, x, question.columns.size)


def _wishes(
    question: Question, prices: Floats, table: Table, per_case: int, chosen: Ints | None, grain: float
) -> tuple[Ints, Ints, Floats]:
    """List what each case may take, the least dear first, equal ones in turn by lead; leaving it out where it may be."""
    columns, cases = question.columns, len(question.must)
    cost = np.zeros(columns.size)
    np.add.at(cost, np.repeat(np.arange(columns.size), table.entries), prices[table.coordinate] * table.amount)
    may = np.flatnonzero(~question.must)
    out = np.where(question.out_to[may] >= 0, prices[len(question.begin) + question.out_to[may]], 0.0)
    column, case = np.concatenate([np.arange(columns.size), np.full(len(may), NOWHERE)]), np.concatenate([columns.case, may])
    cost = np.concatenate([cost, out])
    least = np.full(cases, np.inf)
    np.minimum.at(least, case, cost)
    dear = cost - least[case]
    turn = np.where(column >= 0, (columns.lead[column] + case) % max(1, question.instance.people), -1) if columns.size else column
    order = np.lexsort((turn, np.floor(dear / grain), case))
    first = np.searchsorted(case[order], np.arange(cases + 1))
    rank = np.arange(len(order)) - first[case[order]]
    linked = np.zeros(cases, dtype=np.bool_)
    linked[[one for group in question.instance.together for one in group]] = True
    kept = (rank < per_case) | linked[case[order]] | (column[order] < 0)
    if chosen is not None:
        kept |= column[order] == chosen[case[order]]
    order = order[kept]
    return np.searchsorted(case[order], np.arange(cases + 1)), column[order], dear[order]


def _groups_of(groups: tuple[tuple[int, ...], ...], cases: int) -> tuple[Ints, Ints]:
    case = np.array([one for group in groups for one in group], dtype=np.int64)
    number = np.array([place for place, group in enumerate(groups) for _ in group], dtype=np.int64)
    order = np.argsort(case, kind="stable")
    return np.searchsorted(case[order], np.arange(cases + 1)), number[order]


def _most_entries(question: Question, table: Table) -> int:
    most = np.zeros(len(question.must), dtype=np.int64)
    np.maximum.at(most, question.columns.case, table.entries)
    return int(most.sum())


def _stiff(prices: Floats, rows: int) -> Floats:
    """Let a unit too much press more than it is worth; the level itself weighs 1."""
    size = np.abs(prices)
    size[rows] = 0.0
    stiff: Floats = STIFFER * size + LEAST_PRESSURE * max(1.0, float(size.max()))
    stiff[rows] = 1.0
    return stiff


def _limits(question: Question) -> Floats:
    people = question.instance.people
    return np.concatenate([question.high[:people], np.full(question.instance.tallies, np.inf), question.most]).astype(np.float64)


def _sums(question: Question) -> Floats:
    """Give what coordinates come to before anything is placed, nothing being counted as left out either."""
    found = np.concatenate([question.begin.astype(np.float64), np.zeros(len(question.most))])
    for row, to in enumerate(question.row_to.tolist()):
        if to >= 0:
            found[len(question.begin) + to] += question.shapes.height(row, int(question.begin[row]))
    return found
