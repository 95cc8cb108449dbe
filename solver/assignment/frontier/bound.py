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

SCALE = 2**20  # the highest price of a minute towards the peak
HIGHEST = 2.0**30  # no price is taken to be more, so that no sum leaves 63 bits
FINE = 2**10  # parts of a step in which prices of the spread are counted
DEAREST = 1e5  # steps; no minute is taken to cost more
ROUNDS = 12
ROUNDING = 1e-6
NEAR = 1_000  # a bound of the spread within a thousandth of the value is as good as any


@dataclass(frozen=True, slots=True)
class Tolls:
    """What a minute of somebody costs towards the peak, what one costs towards the own limit, and what a new case costs."""

    peak: Ints
    limit: Ints
    new: Ints

    @property
    def weight(self) -> Ints:
        """What a minute of each person costs in all."""
        return self.peak + self.limit


@dataclass
class PeakPrices:
    """Prices for the peak of a stock; what is learnt for one number of moves helps with the next."""

    moves: Moves
    part: Part
    tolls: Tolls | None = None

    def bound(self, most: int, enough: int) -> int:
        """Give a proven lower bound of the peak with at most so many moves; looks no further once it reaches `enough`."""
        if not len(self.moves.busiest) or not self.moves.size:
            return self.moves.peak(self.moves.present)
        best = 0
        self.part.begin(np.ones(self.moves.size, dtype=np.bool_))
        self.tolls = None
        for _ in range(ROUNDS):
            solved = self._relaxed(most)
            if solved is None:
                break
            tolls, hoped = solved
            values = self._values(tolls)
            found = self._proven(tolls, saved(self.moves, values, most)[0])
            if found > best or self.tolls is None:
                best, self.tolls = max(best, found), tolls
            if best >= min(enough, hoped - ROUNDING) or not self.part.join(joining(self.moves, values, most)):
                break
        return best

    @property
    def weight(self) -> Ints:
        """What a minute of each person costs at the best prices so far; nothing before there are any."""
        return np.zeros(0, dtype=np.int64) if self.tolls is None else self.tolls.weight

    def _values(self, tolls: Tolls) -> Ints:
        """Give what each move costs at some prices."""
        found: Ints = self.moves.added(tolls.weight) + tolls.new[self.moves.lead]
        return found

    @cached_property
    def _barred(self) -> Ints:
        """People who count and whom moves could lift above their limit."""
        most = np.zeros(self.moves.instance.people, dtype=np.int64)
        np.add.at(most, self.moves.person, np.maximum(0, self.moves.change))
        people = self.moves.busiest
        return people[(self.moves.present + most > self.moves.limit)[people]]

    def _relaxed(self, most: int) -> tuple[Tolls, float] | None:
        """Give prices of people's minutes at the best choice of the moves in hand, and the peak of that."""
        instance, people = self.moves.instance, self.moves.busiest
        sheet, take = self.part.sheet(most)
        peak = sheet.columns(np.zeros(1), np.full(1, np.inf), np.ones(1))
        scale = PERMILLE / np.maximum(instance.capacity, 1)
        rows = sheet.rows((self.moves.present * scale)[people], np.full(len(people), np.inf))
        sheet.fill(rows, np.repeat(peak, len(people)), np.ones(len(people)))
        self.part.fill_changes(sheet, take, people, rows, -scale)
        room = ((self.moves.limit - self.moves.present) * scale)[self._barred]
        kept = sheet.rows(np.full(len(room), -np.inf), room)
        self.part.fill_changes(sheet, take, self._barred, kept, scale)
        given = sheet.rows(
            np.full(len(instance.rationed), -np.inf), instance.most_new[instance.rationed].astype(np.float64)
        )
        self.part.fill_new(sheet, take, given)
        solved = sheet.solve()
        if solved is None:
            return None
        self.part.note(solved[0][take])
        return self._tolls(solved[1][rows], -solved[1][kept], -solved[1][given]), solved[2]

    def _tolls(self, peak: Floats, limit: Floats, new: Floats) -> Tolls:
        """Turn the prices of the rows into whole ones, on one scale; a rough price is a price all the same."""
        instance, people = self.moves.instance, self.moves.busiest
        share = np.maximum(0.0, peak) / instance.capacity[people]
        scale = SCALE / max(share.max(), 1e-12)
        return Tolls(
            _spread_out(share * scale, people, instance.people),
            _spread_out(limit / instance.capacity[self._barred] * scale, self._barred, instance.people),
            _spread_out(new * scale / PERMILLE, instance.rationed, instance.people),
        )

    def _fixed(self, tolls: Tolls) -> int:
        """Give what the present state costs at some prices, each limit counted as if it were reached."""
        minutes, most = self.moves.present.tolist(), self.moves.limit.tolist()
        held: int = sum(price * load for price, load in zip(tolls.weight.tolist(), minutes, strict=True))
        kept: int = sum(price * load for price, load in zip(tolls.limit.tolist(), most, strict=True))
        rationed = self.moves.instance.rationed.tolist()
        return held - kept - sum(int(tolls.new[one]) * int(self.moves.instance.most_new[one]) for one in rationed)

    def _proven(self, tolls: Tolls, less: int) -> int:
        found: int = -(PERMILLE * -(self._fixed(tolls) + less) // max(1, self._room(tolls)))
        return found

    def _room(self, tolls: Tolls) -> int:
        return sum(p * c for p, c in zip(tolls.peak.tolist(), self.moves.instance.capacity.tolist(), strict=True))

    def hopeful(self, most: int, below: int) -> Flags:
        """Say which moves may stand in a choice whose peak is below a value; the others are proven to stand in none."""
        if self.tolls is None:
            return np.ones(self.moves.size, dtype=np.bool_)
        values = self._values(self.tolls)
        rest, _ = saved(self.moves, values, most - 1)
        allowed = (below - 1) * self._room(self.tolls) // PERMILLE - self._fixed(self.tolls) - rest
        found: Flags = values <= allowed
        return found


def _spread_out(prices: Floats, people: Ints, every: int) -> Ints:
    """Turn prices of some people into whole ones, nothing for the others."""
    found = np.zeros(every, dtype=np.int64)
    found[people] = np.floor(np.clip(prices, 0.0, HIGHEST)).astype(np.int64)
    return found


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
