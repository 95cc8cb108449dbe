"""Trading (调整): a better plan of one level, found without search trees by the moves and swaps of `market`.

Steps are counted, never timed, so that the same plan comes out every time.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from solver.assignment import market as at
from solver.assignment.columns import Floats
from solver.assignment.instance import Ints
from solver.assignment.question import Question
from solver.assignment.stall import Stall, open_stall

CHUNK = 100_000  # columns looked at before somebody may say stop
TOGETHER = 1e6  # what a split presses at first, so that groups begin together
GRAIN = 0.02  # of what a case costs on average: columns nearer than that are equally dear


@dataclass(frozen=True)
class Effort:
    """How long to go on (columns looked at), what is good enough, which draw of chance, and who may say stop before.

    `spend` is told how many columns it were in the end.
    """

    steps: int
    enough: int
    seed: int
    stop: Callable[[], bool]
    spend: Callable[[int], None]


def better(question: Question, prices: Floats, chosen: Ints, value: int, effort: Effort) -> Ints | None:
    """Improve a choice of columns by case, which breaks nothing; None when nothing better was found."""
    stall = open_stall(question, prices, chosen, effort.seed, _grain(question, value))
    for case, column in enumerate(chosen.tolist()):
        at.weight_of(stall.k, stall.x, case, column, 1)
    return _trade(stall, effort)


def afresh(question: Question, prices: Floats, value: int, effort: Effort) -> Ints | None:
    """Choose for all cases anew, the surest first, and mend what that breaks; None when that does not succeed."""
    stall = open_stall(question, prices, None, effort.seed, _grain(question, value))
    own, part_of_dear = int(stall.k[at.PRESS]) + len(question.begin), bool((question.dense_to == 0).any())
    stall.x[own] = 0.0 if part_of_dear else 1.0
    order = _surest_first(question, stall, _grain(question, value) if part_of_dear else np.inf)
    alone = np.diff(stall.k[stall.k[at.OF_START] : stall.k[at.OF_START] + len(order) + 1])[order] == 0
    at.settle(stall.k, stall.x, order[~alone])
    _gather(stall)
    at.settle(stall.k, stall.x, order[alone])
    stall.x[own] = 1.0
    return _trade(stall, effort)


def _gather(stall: Stall) -> None:
    """Let each linked group begin with one lead, while there is room everywhere."""
    if stall.k[at.SPLIT] >= 0:
        split = int(stall.k[at.PRESS] + stall.k[at.SPLIT])
        usual, stall.x[split] = float(stall.x[split]), TOGETHER
        for group in range(int(stall.k[at.GROUPS])):
            at.gather(stall.k, stall.x, group, 1.0)
        stall.x[split] = usual


def _grain(question: Question, value: int) -> float:
    return GRAIN * max(value, 1) / max(1, question.instance.cases)


def _trade(stall: Stall, effort: Effort) -> Ints | None:
    k, x = stall.k, stall.x
    begun = int(k[at.CLOCK])
    until = begun + effort.steps
    while k[at.CLOCK] < until and x[at.WORTH] > effort.enough and not effort.stop():
        at.trade(k, x, min(until, int(k[at.CLOCK]) + CHUNK), float(effort.enough))
    effort.spend(int(k[at.CLOCK]) - begun)
    best: Ints = k[k[at.BEST] : k[at.BEST] + k[at.CASES]].copy()
    return best if np.isfinite(x[at.WORTH]) else None


def _surest_first(question: Question, stall: Stall, grain: float) -> Ints:
    """Order the cases: those whose second choice is much dearer than the first come first, of like ones the biggest."""
    k, cases = stall.k, question.instance.cases
    first: Ints = k[k[at.WISH_START] : k[at.WISH_START] + cases + 1]
    dear = np.append(stall.x[k[at.DEAR] : k[at.DEAR] + first[-1]], np.zeros(2))
    gap = np.where(np.diff(first) > 1, dear[first[:-1] + 1], np.inf)
    columns = question.columns
    size = np.zeros(cases)
    whole = np.concatenate([[0], np.cumsum(np.where(columns.row < question.instance.people, columns.amount, 0))])
    size[columns.case[::-1]] = np.diff(whole[columns.start])[::-1]
    order: Ints = np.lexsort((-size, -np.floor(np.minimum(gap, 1e12) / max(grain, 1e-9))))
    return order
