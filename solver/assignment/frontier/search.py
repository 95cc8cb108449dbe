"""The search for one point of the frontier (逐点求解): the peak with at most so many moves, then how even the rest can be.

Each level is reached in the cheapest way that does: bounds by counting and from prices, choices by walking, and the solver
for what is left, among the moves that may still stand in a better choice.
"""

import numpy as np

from solver.arrays import Ints
from solver.assignment.frontier.bound import FINE, PeakPrices, SpreadPrices
from solver.assignment.frontier.kernel import Asked, Found, Kernel
from solver.assignment.frontier.moves import OVER, Moves, Rows
from solver.assignment.frontier.part import Part
from solver.assignment.frontier.relief import Relief
from solver.assignment.frontier.walk import Aim, walk
from solver.assignment.instance import PERMILLE
from solver.limits import Watch

PEAK, SPREAD = "peak", "spread"
KERNEL_MOVES = 2_500
SHARE = 0.1
HARD = {PEAK: 0.4, SPREAD: 0.6}  # for the peak, and for a spread still farther from its bound than the part below
WIDE = 200
PROOFS = 12  # how often the solver is asked about the peak of one point
PROVING = 0.6  # deterministic seconds after which it is not asked again
SMALL = 1_000  # with so few moves the search goes on to the end, however near the bound
ENOUGH = 400  # a bound of the spread within such a part of the value needs no solver
FEW = 80  # so many of the best moves the solver sees first, where more may better the spread
LOOKED_PER_SECOND = 8_000_000  # moves looked at in one deterministic second
MOVES_WALKED = 60  # so many likely moves are walked among for each move allowed, and for six more


class Search:
    """The best choice so far, and what was learnt on the way, kept from point to point."""

    def __init__(self, moves: Moves, watch: Watch, seed: int) -> None:
        self.rows: Rows = ()
        self._moves, self._watch, self._seed = moves, watch, seed
        self._part = Part(moves)
        self._prices = PeakPrices(moves, self._part)
        self._relief = Relief(moves)
        self._counts: dict[int, int] = {}

    @property
    def loads(self) -> Ints:
        """Everybody's minutes under the choice in hand."""
        return self._moves.loads(self.rows)

    @property
    def peak(self) -> int:
        """The peak of the choice in hand."""
        return self._moves.peak(self.loads)

    @property
    def spread(self) -> int:
        """The spread of the choice in hand."""
        return self._moves.spread(self.loads)

    def lower_peak(self, most: int) -> int:
        """Bring the peak down with at most so many moves, and give the bound of that."""
        bound = self._counted(most)
        self._walk(most, bound)
        if self.peak > bound:
            bound = max(bound, self._priced(most))
            self._halve(most, bound)
            bound = self._prove(most, bound)
        self._watch.tell(PEAK, self.peak, bound)
        return bound

    def lower_spread(self, most: int) -> int:
        """Even the loads out below the peak reached, and give the bound of that."""
        self._walk(most, self.peak)
        prices = self._spread_prices(most)
        bound = self._watch.guarded(SPREAD, lambda: prices.bound(self.spread, self._tangent(), self.rows), 0)
        near = 0 if self._moves.size <= SMALL else self.spread // ENOUGH
        if bound < self.spread - near:
            self._walk_beyond(most, self.peak)
        if bound < self.spread - near:
            bound = self._even_out(most, prices, bound)
        self._watch.tell(SPREAD, self.spread, bound)
        return bound

    def cheapest(self, spread: int) -> Rows:
        """Give the choice in hand with cheaper moves (变更代价) where the peak stays and the spread is at most so much.

        As many moves as before, the dearest changed first: each for the cheapest that will do, of those the most even.
        """
        rows = list(self.rows)
        for row in sorted(self.rows, key=lambda one: -int(self._moves.price[one])):
            others = [one for one in rows if one != row]
            cheaper = self._cheaper(row, others, spread)
            rows = [*others, row if cheaper is None else cheaper]
        return tuple(sorted(rows))

    def _cheaper(self, row: int, others: list[int], spread: int) -> int | None:
        known = np.isin(self._moves.case, self._moves.case[others])
        cheaper = (self._moves.price < self._moves.price[row]) & ~known & ~self._moves.full(tuple(others))
        among = np.flatnonzero(cheaper)
        loads = self._moves.loads(tuple(others))
        if not len(among) or not self._moves.lawful(loads):
            return None
        worth = self._moves.part(among).worth(loads, self.peak)
        fit = np.flatnonzero(self._moves.cost(loads, self.peak) + worth <= spread)
        return int(among[fit[np.lexsort((worth[fit], self._moves.price[among[fit]]))[0]]]) if len(fit) else None

    def nothing_left(self, most: int) -> bool:
        """Say whether it is proven that no choice of at most so many moves is better than the one in hand."""
        if self.peak > self._counted(most) and self.peak > self._priced(most):
            return False
        prices = self._spread_prices(most)
        return (
            self._watch.guarded(SPREAD, lambda: prices.bound(self.spread, self._tangent(), self.rows), 0) >= self.spread
        )

    def _counted(self, most: int) -> int:
        """Give the bound of the peak by counting, reckoned once for each number of moves."""
        if most not in self._counts:
            found = self._watch.guarded(PEAK, lambda: self._relief.bound(most, self._watch, self._seed), 0)
            self._counts[most] = found
        return self._counts[most]

    def _priced(self, most: int) -> int:
        return self._watch.guarded(PEAK, lambda: self._prices.bound(most, self.peak), 0)

    def _halve(self, most: int, bound: int) -> None:
        """Walk towards peaks between what is found and what is proven, each time half the way nearer to what is found."""
        failed = bound - 1
        while self.peak > failed + 1 and not self._watch.over():
            aim = bound if failed < bound else (failed + self.peak) // 2
            self._walk(most, aim)
            if self.peak > aim:
                self._walk_beyond(most, aim)
            failed = aim if self.peak > aim else failed

    def _prove(self, most: int, bound: int) -> int:
        """Find a choice at the bound, or raise the bound to where one is: by halves, as far as the solver can tell."""
        aim, open_at, least = bound, self.peak, self._watch.left - PROVING
        for _ in range(PROOFS):
            if not bound <= aim < open_at or self._watch.left < least or self._watch.over():
                break
            asked = Asked(self._hopeful(most, aim), most, aim, self.rows, self._relief.needed(aim))
            found = self._solve(PEAK, asked, HARD[PEAK])
            if found.none:
                bound = aim + 1
            elif found.rows is not None:
                self._try(found.rows)
            open_at = min(self.peak, open_at if found.none else aim)
            aim = (bound + open_at - 1) // 2
        return bound

    def _hopeful(self, most: int, aim: int) -> Ints:
        """Give the moves among which there is a choice with a peak of at most the aim if there is any at all."""
        among = np.flatnonzero(self._prices.hopeful(most, aim + 1))
        return self._relief.telling(among, most, aim, all_relieve=self._all_relieve(most, aim))

    def _all_relieve(self, most: int, peak: int) -> bool:
        """Say whether each of so many moves must relieve somebody who is above a peak: one fewer cannot be enough."""
        return self._counted(most - 1) > peak

    def _even_out(self, most: int, prices: SpreadPrices, bound: int) -> int:
        """Let the solver even the loads out; what it proves is a bound if it saw all moves that may better what is found."""
        for count in (FEW, KERNEL_MOVES):
            hopeful = np.flatnonzero(prices.hopeful(self.spread))
            whole = len(hopeful) <= count
            among = np.union1d(hopeful if whole else prices.best_of(hopeful, count), self.rows)
            asked = Asked(among, most, self.peak, self.rows, prices.needed, even=True, bound=bound)
            wide = whole and bound < self.spread - self.spread // WIDE
            found = self._solve(SPREAD, asked, HARD[SPREAD] if wide else SHARE)
            if found.rows is not None:
                self._try(found.rows)
            if whole:
                return self.spread if found.none else max(bound, min(found.bound, self.spread))
        return bound

    def _spread_prices(self, most: int) -> SpreadPrices:
        low = self._relief.reached(most)
        caps = self.peak * self._moves.instance.capacity // PERMILLE
        needed = self._relief.needed(self.peak)
        may = self._prices.hopeful(most, self.peak + 1)
        if self._all_relieve(most, self.peak):
            may &= self._relief.relieving(self.peak)
        high = np.maximum(low, np.minimum(caps, self._moves.limit))
        return SpreadPrices(self._moves, self._part, most, may, low, high, needed)

    def _tangent(self) -> Ints:
        """Give the prices that the next minute of each person costs under the choice in hand."""
        return FINE * self._moves.slopes(self.loads)

    def _walk(self, most: int, aim: int) -> None:
        """Walk from the choice in hand to a better lawful one."""
        self._try(self._walked(self.rows, most, Aim(aim)))

    def _walk_beyond(self, most: int, aim: int) -> None:
        """Walk through choices that lift people above their limits, dearer from turn to turn, to a lawful one."""
        steepest = int(self._moves.slopes(self._moves.present).max(initial=0))
        for toll in (steepest, 4 * steepest, OVER):
            rows = self.rows
            for dear in (toll, OVER):
                rows = self._walked(rows, most, Aim(aim, dear))
            if self._moves.keeps(rows):
                self._try(rows)
                self._walk(most, aim)

    def _walked(self, rows: Rows, most: int, aim: Aim) -> Rows:
        """Walk from a choice among the moves that promise most at the present loads and prices."""
        keep = MOVES_WALKED * (most + 6)
        likely = [self._moves.added(self._moves.slopes(self.loads))]
        likely += [self._moves.added(self._prices.weight)] if len(self._prices.weight) else []
        best = [np.argpartition(values, min(keep, len(values)) - 1)[:keep] for values in likely if len(values)]
        among = np.unique(np.concatenate([*best, rows]).astype(np.int64))
        start = tuple(np.searchsorted(among, rows).tolist())
        found = walk(self._moves.part(among), start, most, aim, self._looked)
        return tuple(among[list(found)].tolist())

    def _looked(self, moves: int) -> bool:
        self._watch.left -= moves / LOOKED_PER_SECOND
        return self._watch.over()

    def _solve(self, level: str, asked: Asked, share: float) -> Found:
        """Let the solver choose among the hopeful moves; all others are proven to better nothing, so its word holds."""
        nothing = Found(None, asked.bound, none=False)
        if len(asked.among) > KERNEL_MOVES or self._watch.over():
            return nothing
        return self._watch.guarded(level, lambda: self._run(asked, share), nothing)

    def _run(self, asked: Asked, share: float) -> Found:
        return Kernel(self._moves, asked).solve(self._watch, share, self._seed)

    def _try(self, rows: Rows) -> None:
        """Keep a choice that is better than the one in hand: a lower peak, or as low a one and more even."""
        if self._moves.keeps(rows) and self._worth(rows) < self._worth(self.rows):
            self.rows = tuple(sorted(rows))

    def _worth(self, rows: Rows) -> tuple[int, int, int]:
        loads = self._moves.loads(rows)
        return self._moves.peak(loads), self._moves.spread(loads), len(rows)
