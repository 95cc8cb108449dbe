"""What no choice of so many moves can undercut (移案下界): bounds in whole numbers, from prices of people's minutes.

For any prices that are not negative, a choice of at most k moves saves at most what the k best cases save by their best
move; that is a bound whatever the prices are. Good prices come from a game: who sets prices against who chooses moves.
"""

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from solver.assignment.columns import Floats
from solver.assignment.frontier.moves import NEVER, Moves, Rows
from solver.assignment.frontier.relaxation import Sheet
from solver.assignment.instance import PERMILLE, Flags, Ints

SCALE = 2**20
FINE = 64  # parts of a step in which prices of the peak are counted
DEAREST = 100.0  # steps; no minute above the peak is taken to be worth more
ROUNDS = 60
SPREAD_ROUNDS = 16
ROUNDING = 1e-6
MOST_COVERED = 60  # people told apart when moves are sorted by whom they relieve
NEAR = 1_000  # a bound of the spread within a thousandth of the value is as good as any


def saved(moves: Moves, values: Ints, most: int) -> tuple[int, Rows]:
    """Give the least sum of at most so many values, one for each case, and the moves it takes; none above 0."""
    if not moves.size or most < 1:
        return 0, ()
    best = np.minimum.reduceat(values, moves.case_start[:-1])
    few = np.argpartition(best, min(most, len(best)) - 1)[:most]
    few = np.sort(few[best[few] < 0])
    reached = np.flatnonzero(values == best[moves.of_case])
    rows = reached[np.searchsorted(moves.of_case[reached], few)].tolist()
    return int(best[few].sum()), tuple(rows)


@dataclass
class PeakPrices:
    """Prices for the peak of a stock, and the choices made against them, kept from one number of moves to the next.

    To be asked for ever more moves only: a choice of few is one of more, but not the other way round.
    """

    moves: Moves
    answers: list[Ints] = field(default_factory=list)
    weight: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))

    def bound(self, most: int, enough: int) -> int:
        """Give a proven lower bound of the peak with at most so many moves; looks no further once it reaches `enough`."""
        people = self.moves.busiest
        if not len(people):
            return 0
        if not self.answers:
            self.answers.append(self.moves.present)
        best = 0
        for _ in range(ROUNDS):
            game = _game(self.moves, people, self.answers)
            if game is None:
                break
            found, rows, weight = self._answer(people, game[0], most)
            if found > best or not len(self.weight):
                best, self.weight = max(best, found), weight
            if best >= min(enough, game[1]) or not self._remember(self.moves.loads(rows)):
                break
        return best

    def _remember(self, loads: Ints) -> bool:
        new = not any(np.array_equal(loads, known) for known in self.answers)
        if new:
            self.answers.append(loads)
        return new

    def _answer(self, people: Ints, share: Floats, most: int) -> tuple[int, Rows, Ints]:
        """Give the bound that some shares prove, and the choice of moves against them."""
        weight = np.zeros(self.moves.instance.people, dtype=np.int64)
        weight[people] = _whole(share, self.moves.instance.capacity[people])
        less, rows = saved(self.moves, self.moves.added(weight), most)
        held = sum(price * load for price, load in zip(weight.tolist(), self.moves.present.tolist(), strict=True))
        room = sum(p * c for p, c in zip(weight.tolist(), self.moves.instance.capacity.tolist(), strict=True))
        return -(PERMILLE * -(held + less) // max(1, room)), rows, weight

    def hopeful(self, most: int, below: int) -> Flags:
        """Say which moves may stand in a choice whose peak is below a value; the others are proven to stand in none."""
        if not len(self.weight):
            return np.ones(self.moves.size, dtype=np.bool_)
        values = self.moves.added(self.weight)
        rest, _ = saved(self.moves, values, most - 1)
        held = int((self.weight * self.moves.present).sum()) + rest
        room = int((self.weight * self.moves.instance.capacity).sum())
        found: Flags = PERMILLE * (held + values) <= (below - 1) * room
        return found


@dataclass(frozen=True, eq=False)
class Relief:
    """How far each person can be relieved: by case, the most minutes a move of it takes away, the most first."""

    moves: Moves

    @cached_property
    def _best(self) -> dict[int, Ints]:
        taken = self.moves.change < 0
        row = np.repeat(np.arange(self.moves.size), np.diff(self.moves.start))[taken]
        person, less = self.moves.person[taken], -self.moves.change[taken]
        order = np.lexsort((-less, self.moves.case[row], person))
        case, person, less = self.moves.case[row][order], person[order], less[order]
        first = (np.diff(case, prepend=-1) != 0) | (np.diff(person, prepend=-1) != 0)
        parts = ((int(one), less[first & (person == one)]) for one in np.unique(person))
        return {one: np.cumsum(np.sort(part)[::-1]) for one, part in parts}

    def needed(self, aim: int) -> dict[int, int]:
        """Give for everybody above an aimed-at peak how many moves at least must relieve them to come down to it."""
        caps = aim * self.moves.instance.capacity // PERMILLE
        over = (self.moves.present - caps).tolist()
        return {one: self._moves_for(one, over[one]) for one in self.moves.busiest.tolist() if over[one] > 0}

    def _moves_for(self, person: int, minutes: int) -> int:
        sums = self._best.get(person, np.zeros(0, dtype=np.int64))
        return int(np.searchsorted(sums, minutes)) + 1 if len(sums) and sums[-1] >= minutes else NEVER

    def hopeless(self, aim: int, most: int) -> bool:
        """Say whether so few moves surely miss the aim: everybody above it must be relieved often enough, some by one move.

        Moves are alike here when they relieve the same people; how many are needed is a covering of those people, bounded
        by its linear relaxation.
        """
        needed = dict(list(self.needed(aim).items())[:MOST_COVERED])
        if not needed or max(needed.values()) > most:
            return bool(needed)
        kinds = self._kinds(list(needed))
        count = len(kinds)
        sheet = Sheet()
        times = sheet.columns(np.zeros(count), np.full(count, float(most)), np.ones(count))
        rows = sheet.rows(np.array(list(needed.values()), dtype=np.float64), np.full(len(needed), np.inf))
        sheet.fill(np.repeat(rows, count), np.tile(times, len(rows)), kinds.T.astype(np.float64).ravel())
        solved = sheet.solve()
        return solved is not None and float(solved[0].sum()) > most + ROUNDING

    def _kinds(self, people: list[int]) -> Flags:
        """Give the kinds of moves there are by whom of some people they relieve, a row each."""
        mine = self._helps[:, people]
        _, first = np.unique(mine @ (1 << np.arange(len(people), dtype=np.int64)), return_index=True)
        kinds: Flags = mine[first]
        return kinds

    @cached_property
    def _helps(self) -> Flags:
        """Say whom each move relieves: a row for each move, a place for each person."""
        helps = np.zeros((self.moves.size, self.moves.instance.people), dtype=np.bool_)
        row = np.repeat(np.arange(self.moves.size), np.diff(self.moves.start))
        helps[row, self.moves.person] = self.moves.change < 0
        return helps


def _game(moves: Moves, people: Ints, answers: list[Ints]) -> tuple[Floats, float] | None:
    """Find how to weigh people so that the best of the known choices is as bad as can be; with that value, per mille."""
    loads = np.array([PERMILLE * known[people] / moves.instance.capacity[people] for known in answers])
    return _worst_case(loads, np.zeros(len(answers)), np.ones(len(people)), 1.0)


def _whole(share: Floats, capacity: Ints) -> Ints:
    """Turn shares into whole prices of a minute."""
    price = share / capacity
    whole: Ints = np.floor(price * (SCALE / max(price.max(), 1e-12))).astype(np.int64)
    return whole


@dataclass
class SpreadPrices:
    """Prices for the spread below a peak: the tangent at some loads (the spread is convex), and what the peak costs."""

    moves: Moves
    most: int
    caps: Ints
    at: Ints
    best: int = -NEVER
    weight: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))

    @classmethod
    def below(cls, moves: Moves, most: int, peak: int, at: Ints) -> "SpreadPrices":
        """Ask what at most so many moves can do for the spread while nobody who counts is above a peak."""
        return cls(moves, most, peak * moves.instance.capacity // PERMILLE, at)

    @cached_property
    def _slopes(self) -> Ints:
        return self.moves.slopes(self.at)

    @cached_property
    def _level(self) -> int:
        """The tangent at nobody's moves."""
        return self.moves.spread(self.at) + int((self._slopes * (self.moves.present - self.at)).sum())

    def bound(self, enough: int) -> int:
        """Give a proven lower bound; looks no further once it comes near `enough`."""
        people = self.moves.busiest
        answers = [self._try(np.zeros(self.moves.instance.people, dtype=np.int64))]
        for _ in range(SPREAD_ROUNDS):
            if self.best >= enough - enough // NEAR or not len(people):
                break
            prices = self._priced(people, answers)
            if prices is None or self.best >= prices[1]:
                break
            answer = self._try(prices[0])
            if any(np.array_equal(answer, known) for known in answers):
                break
            answers.append(answer)
        return self.best

    def hopeful(self, below: int) -> Flags:
        """Say which moves may stand in a choice with a spread below a value; the others are proven to stand in none."""
        values = self.moves.added(FINE * self._slopes + self.weight)
        rest, _ = saved(self.moves, values, self.most - 1)
        found: Flags = self._fixed(self.weight) + rest + values <= (below - 1) * FINE
        return found

    def _fixed(self, weight: Ints) -> int:
        return FINE * self._level + int((weight * (self.moves.present - self.caps)).sum())

    def _try(self, weight: Ints) -> Ints:
        """Prove what some prices of the peak prove; gives the loads of the choice against them."""
        less, rows = saved(self.moves, self.moves.added(FINE * self._slopes + weight), self.most)
        found = -(-(self._fixed(weight) + less) // FINE)
        if found > self.best:
            self.best, self.weight = found, weight
        return self.moves.loads(rows)

    def _priced(self, people: Ints, answers: list[Ints]) -> tuple[Ints, float] | None:
        """Find the prices at which the best of the known choices is as bad as can be; with that value."""
        even = np.array([self._level + (self._slopes * (known - self.moves.present)).sum() for known in answers])
        over = np.array([(known - self.caps)[people] for known in answers], dtype=np.float64)
        solved = _worst_case(over, even.astype(np.float64), np.full(len(people), DEAREST))
        if solved is None:
            return None
        weight = np.zeros(self.moves.instance.people, dtype=np.int64)
        weight[people] = np.floor(FINE * solved[0]).astype(np.int64)
        return weight, solved[1]


def _worst_case(over: Floats, fixed: Floats, most: Floats, whole: float | None = None) -> tuple[Floats, float] | None:
    """Price people, each at most so much (and all together `whole`), so that the best row of a table is dearest."""
    count = len(most)
    sheet = Sheet()
    price = sheet.columns(np.zeros(count), most, np.zeros(count))
    value = sheet.columns(np.array([-np.inf]), np.array([np.inf]), np.array([-1.0]))
    rows = sheet.rows(-fixed, np.full(len(fixed), np.inf))
    sheet.fill(np.repeat(rows, count), np.tile(price, len(fixed)), over.ravel())
    sheet.fill(rows, np.repeat(value, len(fixed)), np.full(len(fixed), -1.0))
    if whole is not None:
        sheet.fill(np.repeat(sheet.rows(np.full(1, whole), np.full(1, whole)), count), price, np.ones(count))
    solved = sheet.solve()
    return None if solved is None else (np.maximum(0.0, solved[0][price]), float(solved[0][value[0]]))
