"""What cases choose from that are linked to no other (单独选择): the least dear of their columns at some prices."""

import numpy as np

from solver.arrays import Flags, Ints
from solver.assignment.columns import Floats
from solver.assignment.prices.choices import Choices, places
from solver.assignment.prices.offer import Table
from solver.assignment.prices.question import NOWHERE, Question
from solver.assignment.prices.regrets import Regrets
from solver.compiled import compiled

PER_CASE = 6  # columns a case keeps on average
MOST_PER_CASE, MOST_EQUALS, NEXT = 16, 10, 3
SAMPLE = 50_000  # regrets looked at to say what is dear


def lone(question: Question, table: Table, regrets: Regrets, alone: Flags, chosen: Ints | None) -> Choices:
    """Lay out the choices of the cases that stand alone."""
    columns, dear, out = question.columns, regrets.dear, regrets.out
    kept = np.zeros(columns.size, dtype=np.bool_)
    _pick(columns.case_start, dear, regrets.equal, max(regrets.equal, _usual(dear, len(alone))), kept)
    if chosen is not None:
        kept[chosen[chosen >= 0]] = True
    column = np.flatnonzero(kept & alone[columns.case])
    left = np.flatnonzero(alone & np.isfinite(out))
    case = np.concatenate([columns.case[column], left])
    order = np.argsort(case, kind="stable")
    taken = np.concatenate([column, np.full(len(left), NOWHERE)])[order]
    case, size = case[order], len(order)
    start, coordinate, amount = _entries(question, table, case, taken)
    return Choices(
        first=np.concatenate([[0], np.flatnonzero(np.diff(case)) + 1, [size]]) if size else np.zeros(1, dtype=np.int64),
        start=start,
        coordinate=coordinate,
        amount=amount,
        regret=np.concatenate([dear[column], out[left]])[order],
        part=np.arange(size + 1),
        case=case,
        column=taken,
    )


def _entries(question: Question, table: Table, case: Ints, taken: Ints) -> tuple[Ints, Ints, Floats]:
    """Give the entries of some columns; leaving a case out counts one where that is counted."""
    begin = np.concatenate([[0], np.cumsum(table.entries)])
    out, to = taken < 0, question.out_to[case]
    width = np.where(out, to >= 0, table.entries[np.maximum(taken, 0)] if len(table.entries) else 0)
    start = np.concatenate([[0], np.cumsum(width)])
    coordinate, amount = np.empty(start[-1], dtype=np.int64), np.ones(start[-1])
    source = places(begin[np.maximum(taken, 0)], width)
    inside = np.repeat(~out, width)
    coordinate[inside], amount[inside] = table.coordinate[source[inside]], table.amount[source[inside]]
    coordinate[~inside] = len(question.begin) + np.repeat(to, width)[~inside]
    return start, coordinate, amount


def _usual(dear: Floats, cases: int) -> float:
    """Say how dear a column may be so that cases keep a few on average, told from a sample."""
    if len(dear) <= PER_CASE * cases:
        return np.inf
    sample = dear[:: len(dear) // SAMPLE + 1]
    place = min(len(sample) - 1, len(sample) * PER_CASE * cases // len(dear))
    return float(np.partition(sample, place)[place])


@compiled
def _pick(first: Ints, dear: Floats, equal: float, usual: float, kept: Flags) -> None:
    """Mark a few columns of each case: equals, beginning somewhere else each time, what is not dear, and the next dearer."""
    for case in range(len(first) - 1):
        begin, size, count, others = first[case], first[case + 1] - first[case], 0, 0
        for place in range(size):
            column = begin + (place + case) % size
            if dear[column] <= equal and count < MOST_EQUALS:
                kept[column] = True
                count += 1
        for place in range(size):
            column = begin + (place + case) % size
            if equal < dear[column] <= usual and count < MOST_PER_CASE:
                kept[column] = True
                count, others = count + 1, others + 1
        while others < NEXT:
            best = -1
            for column in range(begin, begin + size):
                if dear[column] > equal and not kept[column] and (best < 0 or dear[column] < dear[best]):
                    best = column
            if best < 0:
                break
            kept[best] = True
            others += 1
