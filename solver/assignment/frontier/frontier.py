"""The frontier itself (移案前沿): point after point, each at least as good as the one before, each with its bounds."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from importlib.metadata import version
from math import ceil
from typing import Literal

import numpy as np

from solver.assignment.frontier.bound import NEAR, PeakPrices, Relief, SpreadPrices
from solver.assignment.frontier.kernel import Asked, Found, Kernel
from solver.assignment.frontier.moves import Moves, Rows
from solver.assignment.frontier.walk import walk
from solver.assignment.instance import Ints
from solver.assignment.load_rules import EvenLoad, PeakLoad
from solver.assignment.plan import Plan
from solver.assignment.prefer import AssignedByPriority
from solver.assignment.rule import Prefer
from solver.limits import Limits, Progress, Watch
from solver.search import Certificate, LevelResult

PEAK, SPREAD = "peak", "spread"
MILLION = 1_000_000
KERNEL_MOVES = {PEAK: 1_200, SPREAD: 150}
SHARE = {PEAK: 0.1, SPREAD: 0.02}
PROOFS = 8  # how often the solver is asked about the peak of one point
MOST_PROOFS = 40
SMALL = 1_000  # with so few moves the search goes on to the end, however near the bound
MOVES_WALKED = 60  # so many likely moves are walked among for each move allowed, and for six more
IDLE = 2
TERMS: tuple[Prefer, ...] = (AssignedByPriority(), PeakLoad(), EvenLoad())
ALL_PLACED = LevelResult("assigned:0", 0, 0, 0, AssignedByPriority.unit, "proven", 0, 0)

End = Literal["most", "nothing to gain", "no gain found", "limits"]


@dataclass(frozen=True)
class Point:
    """A point of the frontier: at most so many moves, the plan, the cases it moves, value, bound and gap of each level.

    The levels are those of TERMS: that nobody's case is left without a lead goes without saying, and comes first.
    """

    most: int
    plan: Plan
    moved: tuple[int, ...]
    levels: tuple[LevelResult, ...]


@dataclass(frozen=True)
class Frontier:
    """All points from none to the most moves, why it ends there, and what stands behind it.

    It ends with "most" (as many as asked for), "nothing to gain" (proven: no number of moves betters the last point),
    "no gain found" (some moves more found nothing better, unproven), or "limits" (time ran out, or called off).
    """

    points: tuple[Point, ...]
    end: End
    certificate: Certificate


def frontier(
    moves: Moves,
    most: int,
    limits: Limits,
    seed: int = 0,
    on_progress: Callable[[Progress], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
    *,
    only_last: bool = False,
) -> Frontier:
    """Give the best plan with at most 0, 1, 2, ... moves, up to `most`; or, with `only_last`, the first and the last one.

    Plans keep the limits of the moves; bounds are proven without those that lie below the ceiling of the instance, so that
    they hold for whoever knows the instance alone.
    """
    search = _Search(moves, Watch(limits, on_progress, cancelled), seed)
    points, end = search.points(most, only_last=only_last)
    return Frontier(_monotone(points), end, search.certificate(points[-1]))


class _Search:
    """One search: the prices of the peak, and the best choice so far, kept from point to point."""

    def __init__(self, moves: Moves, watch: Watch, seed: int) -> None:
        self._moves, self._watch, self._seed = moves, watch, seed
        self._prices = PeakPrices(moves)
        self._relief = Relief(moves)
        self._rows: Rows = ()

    def points(self, most: int, *, only_last: bool) -> tuple[list[Point], End]:
        """Go on until the most moves are reached, nothing more is to gain, or time is up."""
        present = self._moves.peak(self._moves.present)
        points = [self._point(0, present, self._moves.spread(self._moves.present))]
        for number in (most,) if only_last else range(1, most + 1):
            if self._watch.over():
                return points, "limits"
            points.append(self._next(number))
            if points[-1].moved == points[-2].moved and self._nothing_left(points[-1]):
                return points[:-1], "nothing to gain"
            if len(points) > IDLE and len({point.moved for point in points[-IDLE - 1 :]}) == 1:
                return points[:-IDLE], "no gain found"
        return points, "most"

    def _next(self, most: int) -> Point:
        peak = self._lower_peak(most)
        spread = self._lower_spread(most)
        return self._point(most, peak, spread)

    def _lower_peak(self, most: int) -> int:
        """Bring the peak down and give its bound: by walking, then by the solver, who also proves what cannot be."""
        bound = self._watch.guarded(PEAK, lambda: self._prices.bound(most, self._peak()), 0)
        failed = bound - 1
        while self._peak() > failed + 1 and not self._watch.over():
            aim = bound if failed < bound else (failed + self._peak()) // 2
            self._walk(most, aim)
            failed = aim if self._peak() > aim else failed
        bound = self._prove(most, bound)
        self._watch.tell(PEAK, self._peak(), bound)
        return bound

    def _prove(self, most: int, bound: int) -> int:
        """Raise the bound of the peak to the value where that can be shown, or find a lower peak."""
        bound = self._watch.guarded(PEAK, lambda: self._raise(most, bound), bound)
        aim, asked = self._peak() - 1, 0
        while bound <= aim < self._peak() and asked < self._proofs and not self._watch.over():
            among = self._hopeful(most, aim)
            found = Found(None, 0, none=False)
            if len(among) <= KERNEL_MOVES[PEAK]:
                asked += 1
                found = self._solve(PEAK, Asked(among, most, aim, self._rows, self._relief.needed(aim)))
            if found.none:
                bound, aim = aim + 1, self._peak() - 1
            elif found.rows is not None:
                self._try(found.rows)
                aim = self._peak() - 1
            else:  # too much is open there: ask nearer to the bound
                aim = (bound + aim) // 2 if aim > bound else bound - 1
        return bound

    @property
    def _proofs(self) -> int:
        return PROOFS if self._moves.size > SMALL else MOST_PROOFS

    def _raise(self, most: int, bound: int) -> int:
        """Give the lowest peak for which so few moves are not surely too few; where they are too few is an interval."""
        low, high = bound, self._peak()
        while low < high:
            middle = (low + high) // 2
            if self._relief.hopeless(middle, most):
                low = middle + 1
            else:
                high = middle
        return low

    def _hopeful(self, most: int, aim: int) -> Ints:
        return np.flatnonzero(self._prices.hopeful(most, aim + 1))

    def _lower_spread(self, most: int) -> int:
        """Even the loads out below the peak reached, and give the bound of that."""
        self._walk(most, self._peak())
        prices = SpreadPrices.below(self._moves, most, self._peak(), self._loads())
        bound = self._watch.guarded(SPREAD, lambda: prices.bound(self._spread()), 0)
        among = np.flatnonzero(prices.hopeful(self._spread()))
        near = bound >= self._spread() - self._spread() // NEAR
        if bound < self._spread() and (self._moves.size <= SMALL or not near):
            found = self._solve(SPREAD, Asked(among, most, self._peak(), self._rows, {}, even=True, bound=bound))
            if found.rows is not None:
                self._try(found.rows)
            bound = self._spread() if found.none else max(bound, min(found.bound, self._spread()))
        self._watch.tell(SPREAD, self._spread(), bound)
        return bound

    def _walk(self, most: int, aim: int) -> None:
        """Walk from the choice in hand among the moves that promise most at the present loads and prices."""
        keep = MOVES_WALKED * (most + 6)
        likely = [self._moves.added(self._moves.slopes(self._loads()))]
        likely += [self._moves.added(self._prices.weight)] if len(self._prices.weight) else []
        best = [np.argpartition(values, min(keep, len(values)) - 1)[:keep] for values in likely if len(values)]
        among = np.unique(np.concatenate([*best, self._rows]).astype(np.int64))
        start = tuple(np.searchsorted(among, self._rows).tolist())
        found = walk(self._moves.part(among), start, most, aim)
        self._try(tuple(among[list(found)].tolist()))

    def _solve(self, level: str, asked: Asked) -> Found:
        """Let the solver choose among the hopeful moves; all others are proven to better nothing, so its word holds."""
        nothing = Found(None, asked.bound, none=False)
        if len(asked.among) > KERNEL_MOVES[level] or self._watch.over():
            return nothing
        found = self._watch.guarded(level, lambda: self._run(level, asked), nothing)
        if found.rows is None or self._moves.lawful(self._moves.loads(found.rows)):
            return found
        limited = self._watch.guarded(level, lambda: self._run(level, replace(asked, limited=True)), nothing)
        return Found(limited.rows, found.bound, none=False)

    def _run(self, level: str, asked: Asked) -> Found:
        return Kernel(self._moves, asked).solve(self._watch, SHARE[level], self._seed)

    def _try(self, rows: Rows) -> None:
        """Keep a choice that is better than the one in hand: a lower peak, or as low a one and more even."""
        loads = self._moves.loads(rows)
        if self._moves.lawful(loads) and self._worth(rows) < self._worth(self._rows):
            self._rows = tuple(sorted(rows))

    def _worth(self, rows: Rows) -> tuple[int, int, int]:
        loads = self._moves.loads(rows)
        return self._moves.peak(loads), self._moves.spread(loads), len(rows)

    def _nothing_left(self, point: Point) -> bool:
        """Say whether no number of moves whatever would better a point."""
        peak, spread = point.levels[-2:]
        if peak.value > peak.bound or spread.value > spread.bound:
            return False
        everything = len(self._moves.case_start) - 1
        if SpreadPrices.below(self._moves, everything, peak.value, self._loads()).bound(spread.value) < spread.value:
            return False
        return PeakPrices(self._moves).bound(everything, peak.value) >= peak.value

    def _loads(self) -> Ints:
        return self._moves.loads(self._rows)

    def _peak(self) -> int:
        return self._moves.peak(self._loads())

    def _spread(self) -> int:
        return self._moves.spread(self._loads())

    def _point(self, most: int, peak: int, spread: int) -> Point:
        placed = (ALL_PLACED,) if self._moves.instance.cases else ()
        levels = (*placed, _level(PeakLoad(), self._peak(), peak), _level(EvenLoad(), self._spread(), spread))
        moved = tuple(sorted(int(case) for case in self._moves.case[list(self._rows)]))
        return Point(most, self._moves.plan(self._rows), moved, levels)

    def certificate(self, last: Point) -> Certificate:
        """Say what stands behind the last point."""
        watch = self._watch
        return Certificate(
            levels=last.levels,
            seed=self._seed,
            seconds=ceil(watch.seconds),
            milliseconds=round(watch.seconds * 1000),
            deterministic_milliseconds=round((watch.limits.budget - watch.left) * 1000),
            workers=1,
            solver_version=f"OR-Tools {version('ortools')}",
            method="cp-sat" if watch.searched else "greedy",
            instance=self._moves.instance.digest,
            safety_net=watch.net,
            cancelled=watch.stopped,
            trouble=watch.trouble,
        )


def _level(term: Prefer, value: int, bound: int) -> LevelResult:
    """Say what a level comes to; nothing of it is given up again, so that what is reached is what is held."""
    gap = (value - bound) * MILLION // max(1, value)
    status: Literal["proven", "within limits"] = "proven" if value <= bound else "within limits"
    return LevelResult(term.level, value, bound, gap, term.unit, status, value, value)


def _monotone(points: list[Point]) -> tuple[Point, ...]:
    """Raise the bounds of fewer moves to those of more: whatever few moves can do, more can do too.

    How even loads can be is comparable only below the same peak.
    """
    found = points[-1:]
    for point in reversed(points[:-1]):
        *placed, peak, spread = point.levels
        later_peak, later_spread = found[-1].levels[-2:]
        low = max(peak.bound, min(peak.value, later_peak.bound))
        even = max(spread.bound, min(spread.value, later_spread.bound if later_peak.value == peak.value else 0))
        levels = (*placed, _level(PeakLoad(), peak.value, low), _level(EvenLoad(), spread.value, even))
        found.append(replace(point, levels=levels))
    return tuple(reversed(found))
