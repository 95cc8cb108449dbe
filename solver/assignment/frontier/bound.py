"""What no choice of so many moves can undercut (移案下界): bounds in whole numbers, from prices of people's minutes.

For any prices, a choice of at most k moves saves at most what the k best cases save by their best move; that is a bound
whatever the prices are. Good prices come from the relaxation in which moves may be made in part.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from solver.arrays import Flags, Ints
from solver.assignment.columns import Floats
from solver.assignment.frontier.moves import Moves, Rows
from solver.assignment.frontier.part import Part, joining, saved
from solver.assignment.instance import PERMILLE

SCALE = 2**20
FINE = 2**10  # parts of a step in which prices of the spread are counted
DEAREST = 1e5  # steps; no minute is taken to cost more
ROUNDS = 12
ROUNDING = 1e-6
NEAR = 1_000  # a bound of the spread within a thousandth of the value is as good as any


@dataclass
class PeakPrices:
    """Prices for the peak of a stock; what is learnt for one number of moves helps with the next."""

    moves: Moves
    part: Part
    weight: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))

    def bound(self, most: int, enough: int) -> int:
        """Give a proven lower bound of the peak with at most so many moves; looks no further once it reaches `enough`."""
        if not len(self.moves.busiest) or not self.moves.size:
            return self.moves.peak(self.moves.present)
        best = 0
        self.part.begin(np.ones(self.moves.size, dtype=np.bool_))
        self.weight = np.zeros(0, dtype=np.int64)
        for _ in range(ROUNDS):
            solved = self._relaxed(most)
            if solved is None:
                break
            weight, hoped = solved
            values = self.moves.added(weight)
            found = self._proven(weight, saved(self.moves, values, most)[0])
            if found > best or not len(self.weight):
                best, self.weight = max(best, found), weight
            if best >= min(enough, hoped - ROUNDING) or not self.part.join(joining(self.moves, values, most)):
                break
        return best

    def _relaxed(self, most: int) -> tuple[Ints, float] | None:
        """Give prices of people's minutes at the best choice of the moves in hand, and the peak of that."""
        instance, people = self.moves.instance, self.moves.busiest
        sheet, take = self.part.sheet(most)
        peak = sheet.columns(np.zeros(1), np.full(1, np.inf), np.ones(1))
        scale = PERMILLE / np.maximum(instance.capacity, 1)
        rows = sheet.rows((self.moves.present * scale)[people], np.full(len(people), np.inf))
        sheet.fill(rows, np.repeat(peak, len(people)), np.ones(len(people)))
        self.part.fill_changes(sheet, take, people, rows, -scale)
        solved = sheet.solve()
        if solved is None:
            return None
        self.part.note(solved[0][take])
        weight = np.zeros(instance.people, dtype=np.int64)
        weight[people] = _whole(np.maximum(0.0, solved[1][rows]), instance.capacity[people])
        return weight, solved[2]

    def _proven(self, weight: Ints, less: int) -> int:
        held = sum(price * load for price, load in zip(weight.tolist(), self.moves.present.tolist(), strict=True))
        found: int = -(PERMILLE * -(held + less) // max(1, self._room(weight)))
        return found

    def _room(self, weight: Ints) -> int:
        return sum(p * c for p, c in zip(weight.tolist(), self.moves.instance.capacity.tolist(), strict=True))

    def hopeful(self, most: int, below: int) -> Flags:
        """Say which moves may stand in a choice whose peak is below a value; the others are proven to stand in none."""
        if not len(self.weight):
            return np.ones(self.moves.size, dtype=np.bool_)
        values = self.moves.added(self.weight)
        rest, _ = saved(self.moves, values, most - 1)
        held = int((self.weight * self.moves.present).sum()) + rest
        found: Flags = PERMILLE * (held + values) <= (below - 1) * self._room(self.weight)
        return found


def _whole(share: Floats, capacity: Ints) -> Ints:
    """Turn shares into whole prices of a minute."""
    price = share / capacity
    whole: Ints = np.floor(price * (SCALE / max(price.max(), 1e-12))).astype(np.int64)
    return whole


@dataclass
class SpreadPrices:
    """Prices for the spread of choices below a peak: of a minute of each person, and of each move that must relieve somebody.

    `low` and `high` are the least and the most each person may come to hold with at most so many moves; `may` says which
    moves may stand in such a choice at all, `needed` by how many of them people must be relieved at least.
    """

    moves: Moves
    part: Part
    most: int
    may: Flags
    low: Ints
    high: Ints
    needed: Mapping[int, int]
    best: int = -1
    weight: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    reward: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))

    def bound(self, enough: int, weight: Ints, rows: Rows) -> int:
        """Give a proven lower bound, looking no further once it comes near `enough`; begins with some prices and moves."""
        self.part.begin(self.may)
        self.part.join(np.array(rows, dtype=np.int64))
        self._learn(weight, np.zeros(len(weight), dtype=np.int64))
        for _ in range(ROUNDS):
            solved = None if self.best >= enough - enough // NEAR or not self.moves.size else self._relaxed()
            if solved is None:
                break
            new = self._learn(*solved[:2])
            if self.best >= solved[2] - 1 or not new:
                break
        return self.best

    def _learn(self, weight: Ints, reward: Ints) -> bool:
        """Prove what some prices prove; moves that look good at them join, and it says whether any was new."""
        values = self._values(weight, reward)
        found = -(-(self._fixed(weight, reward) + saved(self.moves, values, self.most)[0]) // FINE)
        if found > self.best:
            self.best, self.weight, self.reward = found, weight, reward
        return self.part.join(joining(self.moves, values, self.most))

    def _values(self, weight: Ints, reward: Ints) -> Ints:
        """Give what each move costs at some prices; what may not be made costs nothing, as if it were not made."""
        relief = np.where(self.moves.change < 0, reward[self.moves.person], 0)
        values = self.moves.added(weight) - self.moves.summed(relief)
        return np.where(self.may, values, 0)

    def _fixed(self, weight: Ints, reward: Ints) -> int:
        """Give what remains of the spread when each minute is charged its price, at the load best for that."""
        people = np.arange(len(weight))
        heights = (weight // FINE + 1) * self.moves.instance.capacity * self.moves.instance.spread_step // PERMILLE
        best = np.clip(heights, self.low, self.high)
        cost = FINE * self.moves.steep(best, people) - weight * (best - self.moves.present)
        return int(cost[self.moves.busiest].sum()) + sum(int(reward[one]) * count for one, count in self.needed.items())

    def _relaxed(self) -> tuple[Ints, Ints, float] | None:
        """Give prices at the best choice of the moves in hand, and the spread of that."""
        people, every = self.moves.busiest, self.moves.instance.people
        sheet, take = self.part.sheet(self.most)
        owner, width, slope = self._pieces
        piece = sheet.columns(np.zeros(len(owner)), width, slope)
        rest = (self.moves.present - self.low)[people].astype(np.float64)
        rows = sheet.rows(rest, rest)
        sheet.fill(rows[np.searchsorted(people, owner)], piece, np.ones(len(owner)))
        self.part.fill_changes(sheet, take, people, rows, np.full(every, -1.0))
        relieved = np.array(list(self.needed), dtype=np.int64)
        often = sheet.rows(np.array(list(self.needed.values()), dtype=np.float64), np.full(len(relieved), np.inf))
        self.part.fill_relief(sheet, take, relieved, often)
        solved = sheet.solve()
        if solved is None:
            return None
        self.part.note(solved[0][take])
        least = int(self.moves.steep(self.low, np.arange(every))[people].sum())
        weight, reward = (_fine(solved[1][lines], who, every) for lines, who in ((rows, people), (often, relieved)))
        return weight, reward, least + solved[2]

    @cached_property
    def _pieces(self) -> tuple[Ints, Floats, Floats]:
        """Cut what each person may come to hold at the steps: whose piece, how wide, what a minute of it costs."""
        step = self.moves.instance.capacity * self.moves.instance.spread_step
        everybody = np.arange(self.moves.instance.people)
        first, last = self.moves.steps(self.low, everybody), self.moves.steps(self.high, everybody)
        owner = np.repeat(self.moves.busiest, (last - first + 1)[self.moves.busiest])
        begins = np.flatnonzero(np.diff(owner, prepend=-1))
        number = first[owner] + np.arange(len(owner)) - np.repeat(begins, np.diff(np.append(begins, len(owner))))
        lower = np.maximum(self.low[owner], number * step[owner] // PERMILLE)
        upper = np.minimum(self.high[owner], (number + 1) * step[owner] // PERMILLE)
        return owner, np.maximum(0, upper - lower).astype(np.float64), number.astype(np.float64)

    def hopeful(self, below: int) -> Flags:
        """Say which moves may stand in a choice with a spread below a value; the others are proven to stand in none."""
        values = self._values(self.weight, self.reward)
        rest, _ = saved(self.moves, values, self.most - 1)
        found: Flags = self._fixed(self.weight, self.reward) + rest + values <= (below - 1) * FINE
        return found & self.may

    def best_of(self, rows: Ints, count: int) -> Ints:
        """Give those of some moves that look best at the prices."""
        return rows[np.argsort(self._values(self.weight, self.reward)[rows], kind="stable")[:count]]


def _fine(prices: Floats, people: Ints, every: int) -> Ints:
    """Turn prices of some people in steps into whole parts of a step, nothing for the others."""
    found = np.zeros(every, dtype=np.int64)
    found[people] = np.floor(FINE * np.clip(prices, 0.0, DEAREST)).astype(np.int64)
    return found
