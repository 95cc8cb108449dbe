"""Setting up the market (摆摊): a question and its prices laid into the two flat arrays the kernels of `market` use."""

from dataclasses import dataclass

import numpy as np

from solver.assignment import market as at
from solver.assignment.columns import Floats
from solver.assignment.instance import Ints
from solver.assignment.offer import Table, case_table
from solver.assignment.question import NOWHERE, Question

PER_CASE = 16  # columns a case may choose from, the least dear; linked cases have all
STIFFER = 2.0  # a unit too much presses more than its price
LEAST_PRESSURE = 10.0  # of what is hardly dear, for each case that is too much
UNIT = 0.1  # a case left out, moved, or a group split is worth ten cases' cost
USUAL_SLOPE = 10.0  # of a line of the spread


@dataclass(frozen=True, eq=False)
class Stall:
    """The two arrays."""

    k: Ints
    x: Floats


def open_stall(question: Question, prices: Floats, chosen: Ints | None, seed: int, grain: float) -> Stall:
    """Lay out a question; the plan in the making is `chosen` (columns by case), or everything is still to be placed."""
    rows, cases = len(question.begin), len(question.must)
    table = case_table(question)
    start = np.concatenate([[0], np.cumsum(table.entries)]).astype(np.int64)
    wish_start, wish, dear = _wishes(question, prices, table, chosen, grain)
    whole = [start, table.coordinate, question.columns.lead, wish_start, wish, *_states(question), *_places(question)]
    whole.append(np.zeros(_most_entries(question, table), dtype=np.int64))
    stiff = _stiff(question, table, prices, grain)
    lines = [line.astype(np.float64) for line in question.shapes[1:]]
    sums = [_limits(question), _sums(question), stiff.copy(), stiff, np.zeros(len(prices))]
    parts: list[Floats] = [table.amount, dear, *lines, *sums]
    k = np.concatenate([np.zeros(at.HEAD, dtype=np.int64), *whole])
    x = np.concatenate([[np.inf], *parts])
    k[at.START : at.MEMBER + 1] = at.HEAD + np.concatenate([[0], np.cumsum([len(part) for part in whole])[:-1]])
    k[at.AMOUNT : at.HEAD] = 1 + np.concatenate([[0], np.cumsum([len(part) for part in parts])[:-1]])
    k[at.ROWS], k[at.QUANTITIES], k[at.CASES] = rows, len(question.most), cases
    k[at.SPLIT] = question.group_to + rows if question.group_to >= 0 else NOWHERE
    k[at.CHANCE], k[at.GROUPS] = seed % 2**31, len(_linked(question))
    return Stall(k, x)


def _states(question: Question) -> list[Ints]:
    """Give what is known of each case: leaving it out, its groups, its column, the best one met, when it last moved."""
    rows, cases = len(question.begin), len(question.must)
    out = np.where(question.out_to >= 0, question.out_to + rows, NOWHERE)
    free = [np.full(cases, state, dtype=np.int64) for state in (at.LIFTED, at.NONE, -at.TENURE)]
    return [out, *_groups_of(_linked(question), cases), *free]


def _places(question: Question) -> list[Ints]:
    """Give where rows add to and where their lines lie, the cases of each group, and room for who is in each row."""
    groups, rows = _linked(question), len(question.begin)
    to = np.where(question.row_to >= 0, question.row_to + rows, NOWHERE)
    case = np.array([one for group in groups for one in group], dtype=np.int64)
    start = np.cumsum([0, *(len(group) for group in groups)])
    return [to, question.shapes.start, start, case, np.zeros(rows + 1, dtype=np.int64)]


def _linked(question: Question) -> tuple[tuple[int, ...], ...]:
    return question.instance.together if question.group_to >= 0 else ()


def _wishes(
    question: Question, prices: Floats, table: Table, chosen: Ints | None, grain: float
) -> tuple[Ints, Ints, Floats]:
    """List what each case may take, the least dear first, equal ones in turn by lead; leaving it out where it may be."""
    columns, cases = question.columns, len(question.must)
    cost = _costs(table, prices)
    may = np.flatnonzero(~question.must)
    out = np.where(question.out_to[may] >= 0, prices[len(question.begin) + question.out_to[may]], 0.0)
    column, case = (
        np.concatenate([np.arange(columns.size), np.full(len(may), NOWHERE)]),
        np.concatenate([columns.case, may]),
    )
    cost = np.concatenate([cost, out])
    least = np.full(cases, np.inf)
    np.minimum.at(least, case, cost)
    dear = cost - least[case]
    turn = (
        np.where(column >= 0, (columns.lead[column] + case) % max(1, question.instance.people), -1)
        if columns.size
        else column
    )
    order = np.lexsort((turn, np.floor(dear / grain), case))
    first = np.searchsorted(case[order], np.arange(cases + 1))
    rank = np.arange(len(order)) - first[case[order]]
    linked = np.zeros(cases, dtype=np.bool_)
    linked[[one for group in question.instance.together for one in group]] = True
    kept = (rank < PER_CASE) | linked[case[order]] | (column[order] < 0)
    if chosen is not None:
        kept |= column[order] == chosen[case[order]]
    order = order[kept]
    return np.searchsorted(case[order], np.arange(cases + 1)), column[order], dear[order]


def _costs(table: Table, prices: Floats) -> Floats:
    added = np.concatenate([[0.0], np.cumsum(prices[table.coordinate] * table.amount)])
    end = np.cumsum(table.entries)
    costs: Floats = added[end] - added[end - table.entries]
    return costs


def regret(question: Question, prices: Floats) -> Floats:
    """Say how much dearer a column is than the cheapest of its case at some prices."""
    cost, columns = _costs(case_table(question), prices), question.columns
    least = np.full(question.instance.cases, np.inf)
    np.minimum.at(least, columns.case, cost)
    dear: Floats = cost - least[columns.case]
    return dear


def _groups_of(groups: tuple[tuple[int, ...], ...], cases: int) -> tuple[Ints, Ints]:
    case = np.array([one for group in groups for one in group], dtype=np.int64)
    number = np.array([place for place, group in enumerate(groups) for _ in group], dtype=np.int64)
    order = np.argsort(case, kind="stable")
    return np.searchsorted(case[order], np.arange(cases + 1)), number[order]


def _most_entries(question: Question, table: Table) -> int:
    most = np.zeros(len(question.must), dtype=np.int64)
    np.maximum.at(most, question.columns.case, table.entries)
    return int(most.sum())


def _stiff(question: Question, table: Table, prices: Floats, cost: float) -> Floats:
    """Let a unit too much press more than it is worth, and at least as a case's cost does; the level itself weighs 1."""
    rows, people = len(question.begin), question.instance.people
    count, size = np.ones(len(prices)), np.ones(len(prices))
    np.add.at(count, table.coordinate, 1.0)
    np.add.at(size, table.coordinate, np.abs(table.amount))
    usual = size / count
    usual[rows + np.unique(question.row_to[question.row_to >= 0])] = USUAL_SLOPE * float(usual[:people].mean())
    usual[rows + 1 :][usual[rows + 1 :] <= 1.0] = UNIT
    stiff: Floats = STIFFER * np.abs(prices) + LEAST_PRESSURE * cost / usual
    stiff[rows] = 1.0
    return stiff


def _limits(question: Question) -> Floats:
    people = question.instance.people
    return np.concatenate([question.high[:people], np.full(question.instance.tallies, np.inf), question.most]).astype(
        np.float64
    )


def _sums(question: Question) -> Floats:
    """Give what coordinates come to before anything is placed, nothing being counted as left out either."""
    found = np.concatenate([question.begin.astype(np.float64), np.zeros(len(question.most))])
    for row, to in enumerate(question.row_to.tolist()):
        if to >= 0:
            found[len(question.begin) + to] += question.shapes.height(row, int(question.begin[row]))
    return found
