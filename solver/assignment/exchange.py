"""Exchange at prices (影子价格引导的调整): a plan near the bound of a level, found without search trees.

With the prices of a level each case knows its cheapest column. Taken together these lift some desks above what is
allowed; chains of moves repair that, each time by the move that weighs least. Afterwards each case that still has a
dear column tries for its cheapest, and a chain makes room for it. Steps are counted, not timed.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from solver.assignment.columns import Columns, Floats
from solver.assignment.instance import Flags, Instance, Ints
from solver.assignment.ledger import Ledger
from solver.assignment.question import Question

PER_CASE = 10  # columns of least regret a case may choose from
CHAIN = 5  # moves in one chain
TENURE = 10  # steps for which a case that has just moved stays
LOOK = 48  # cases of one desk looked at in one step, drawn when there are more
LEAST_GAIN = 1e-6
STEP = 1_500  # what a step costs at least, in cells


@dataclass
class Market:
    """A plan in the making: each case's column, everybody's load, and what that costs and spends."""

    instance: Instance
    columns: Columns
    ledger: Ledger
    wishes: Ints
    wish_start: Ints
    chosen: Ints
    effort: int
    stop: Callable[[], bool]
    load: Ints = field(init=False)
    spent: Ints = field(init=False)
    cost: int = field(init=False)
    moved: Ints = field(init=False)
    clock: int = 0
    draw: int = 0

    def __post_init__(self) -> None:
        """Add up the present choice."""
        taken = self.chosen[self.chosen >= 0]
        self._budgets = [budget.cost for budget in self.ledger.question.budgets]
        self.load = self.columns.load(self.instance.held, taken)
        self.spent = np.array([cost[taken].sum() for cost in self._budgets], dtype=np.int64)
        self.cost = int(self.ledger.question.cost[taken].sum())
        self.chance = np.random.default_rng(self.draw)
        self.charged = np.zeros((self.columns.people + 1, self.instance.cases), dtype=np.bool_)
        places = self.columns.charges(taken)
        row = np.repeat(taken, self.columns.start[taken + 1] - self.columns.start[taken])
        self.charged[self.columns.person[places], self.columns.case[row]] = True
        self.moved = np.full(self.instance.cases, -TENURE, dtype=np.int64)

    def over(self) -> bool:
        """Say whether the effort is spent or somebody says stop."""
        return self.effort <= 0 or self.stop()

    def weight(self) -> float:
        """Weigh the present choice."""
        return float(self.ledger.weigh(self.load, np.array(self.cost), self.spent))

    def broken(self) -> bool:
        """Say whether something held is broken."""
        over, above = self.ledger.excess(self.load, self.spent)
        return bool(over.any() or above.any())

    def put(self, column: int) -> int:
        """Let a case take another column; gives the one it had."""
        case = int(self.columns.case[column])
        before = int(self.chosen[case])
        pair = np.array([before, column])
        rows, cost = self.columns.rows(pair), self.ledger.question.cost[pair]
        self.load = self.load + rows[1] - rows[0]
        self.cost += int(cost[1] - cost[0])
        self.spent = self.spent + np.array([spent[column] - spent[before] for spent in self._budgets], dtype=np.int64)
        self.chosen[case] = column
        self.charged[:, case] = False
        self.charged[self.columns.person[self.columns.start[column] : self.columns.start[column + 1]], case] = True
        self.clock += 1
        self.moved[case] = self.clock
        return before

    def best_move(self, cases: Ints) -> tuple[int, float]:
        """Find the move out of some cases after which the plan weighs least; (-1, inf) when there is none."""
        cases = cases[self.moved[cases] <= self.clock - TENURE]
        if len(cases) > LOOK:
            cases = cases[np.sort(self.chance.choice(len(cases), LOOK, replace=False))]
        moves = self._moves(cases)
        if not len(moves):
            return -1, float("inf")
        before = self.chosen[self.columns.case[moves]]
        loads = self.load + self.columns.rows(moves) - self.columns.rows(before)
        cost = self.cost + self.ledger.question.cost[moves] - self.ledger.question.cost[before]
        spent = np.zeros((len(moves), len(self._budgets)), dtype=np.int64)
        for place, price in enumerate(self._budgets):
            spent[:, place] = self.spent[place] + price[moves] - price[before]
        weights = self.ledger.weigh(loads, cost, spent)
        self.effort -= max(loads.size, STEP)
        best = int(np.argmin(weights))
        return int(moves[best]), float(weights[best])

    def cases_of(self, person: int) -> Ints:
        """Give the cases whose present column charges a person."""
        return np.flatnonzero(self.charged[person])

    def busiest(self) -> int:
        """Name whose desk is most in the way: the most minutes above what is allowed, else the highest load."""
        over = self.ledger.over(self.load)
        if over.any():
            return int(np.argmax(over))
        share = self.load / np.maximum(self.instance.capacity, 1)
        return int(np.argmax(np.where(self.instance.chargeable, share, -1.0)))

    def drawn(self) -> int:
        """Draw whose desk to look at: half the time one above what is allowed, else any that counts."""
        over = np.flatnonzero(self.ledger.over(self.load))
        among = over if len(over) and self.chance.random() < 0.5 else np.flatnonzero(self.instance.chargeable)
        return int(among[self.chance.integers(len(among))])

    def _moves(self, cases: Ints) -> Ints:
        first, after = self.wish_start[cases], self.wish_start[cases + 1]
        width = after - first
        places = np.repeat(first - (np.cumsum(width) - width), width) + np.arange(int(width.sum()))
        moves = self.wishes[places]
        found: Ints = moves[self.chosen[self.columns.case[moves]] != moves]
        return found


@dataclass(frozen=True)
class Effort:
    """How long to go on: cells of tables looked at, and somebody who may say stop before, and which draw of chance."""

    cells: int
    stop: Callable[[], bool]
    draw: int = 0


def exchange(
    instance: Instance,
    columns: Columns,
    question: Question,
    regret: Floats,
    chosen: Ints,
    effort: Effort,
    *,
    fresh: bool,
) -> Ints | None:
    """Give a choice that keeps what is held, as near to the level's bound as chains of moves come; None if none does.

    `chosen` says which cases are placed at all; `fresh` starts from the cheapest column of each, else from `chosen`
    itself. Linked cases keep their columns, so that no group is split.
    """
    fixed = chosen < 0
    fixed[[case for group in instance.together for case in group]] = True
    wishes, start = _wishes(columns, regret, fixed)
    stiff = 4.0 * _dearest(columns, question, wishes)
    begin = chosen.copy()
    if fresh:
        begin[~fixed] = wishes[start[:-1][~fixed]]
    ledger = Ledger.of(instance, question, stiff)
    market = Market(instance, columns, ledger, wishes, start, begin, effort.cells, effort.stop, draw=effort.draw)
    if not _repair(market):
        return None
    if not question.peak:
        _refine(market, regret)
    return market.chosen


def _wishes(columns: Columns, regret: Floats, fixed: Flags) -> tuple[Ints, Ints]:
    """List the columns of least regret of each case that may move, the least first; equal ones in turn by lead."""
    turn = (columns.lead + columns.case) % columns.people
    order = np.lexsort((turn, regret, columns.case))
    rank = np.arange(columns.size) - columns.case_start[columns.case[order]]
    kept = order[(rank < PER_CASE) & ~fixed[columns.case[order]]]
    start = np.searchsorted(columns.case[kept], np.arange(len(fixed) + 1))
    return kept, start


def _dearest(columns: Columns, question: Question, wishes: Ints) -> float:
    """Give what the dearest case costs by minute, as a measure of how stiff the limits must be."""
    minutes = np.add.reduceat(columns.minutes, columns.start[:-1])[wishes] if len(wishes) else np.ones(1)
    cost = question.cost[wishes] if len(wishes) else np.ones(1)
    return 1.0 + float((cost / np.maximum(minutes, 1)).max()) + 20.0 * question.spread


def _repair(market: Market) -> bool:
    """Move cases away from the desk most in the way until nothing held is broken."""
    while market.broken():
        if market.over():
            return False
        column, _ = market.best_move(market.cases_of(market.drawn()))
        if column >= 0:
            market.put(column)
        market.clock += 1
        market.effort -= STEP
        market.ledger.press(market.load, market.spent)
    return True


def _refine(market: Market, regret: Floats) -> None:
    """Let each case with a dear column try for a cheaper one, again and again while that helps."""
    improved = True
    while improved and not market.over():
        improved = False
        placed = np.flatnonzero(market.chosen >= 0)
        dear = placed[np.argsort(-regret[market.chosen[placed]], kind="stable")]
        for case in dear[regret[market.chosen[dear]] > 0].tolist():
            if market.over():
                return
            improved |= _chain(market, case)


def _chain(market: Market, case: int) -> bool:
    """Give one case its cheapest column and make room by further moves; take all back unless the plan gets lighter."""
    before, undo = market.weight(), []
    market.moved[:] = market.clock - TENURE
    if market.wish_start[case] == market.wish_start[case + 1]:
        return False
    column = int(market.wishes[market.wish_start[case]])
    for _ in range(CHAIN):
        if column < 0:
            break
        undo.append(market.put(column))
        if market.weight() < before - LEAST_GAIN and not market.broken():
            return True
        column, _ = market.best_move(market.cases_of(market.busiest()))
    for earlier in reversed(undo):
        market.put(earlier)
    return False
