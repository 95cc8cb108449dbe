"""The frontier itself (移案前沿): point after point, each at least as good as the one before, each with its bounds."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from importlib.metadata import version
from math import ceil
from typing import Literal

from solver.assignment.frontier.moves import Moves, Rows
from solver.assignment.frontier.search import Search
from solver.assignment.instance import Instance
from solver.assignment.plan import Plan
from solver.assignment.rules.load_rules import EvenLoad, PeakLoad
from solver.assignment.rules.prefer import AssignedByPriority
from solver.assignment.rules.rule import Prefer
from solver.limits import Limits, Progress, Watch
from solver.search import Certificate, LevelResult, Status

MILLION = 1_000_000
TERMS: tuple[Prefer, ...] = (AssignedByPriority(), PeakLoad(), EvenLoad())
KNOWN: Mapping[str, Prefer] = {term.level: term for term in TERMS}
ALL_PLACED = LevelResult("assigned:0", 0, 0, 0, AssignedByPriority.unit, "proven", 0, 0)

End = Literal["most", "nothing to gain", "limits"]


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

    It ends with "most" (as many as asked for), "nothing to gain" (proven: no plan with up to as many moves as asked for
    betters the last point), or "limits" (time ran out, or called off).
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
    """Give the best plan with at most 0, 1, 2, ... moves, up to `most`; or, with `only_last`, the first and the last one."""
    search = _Points(moves, Watch(limits, on_progress, cancelled), seed)
    points, end = search.points(most, only_last=only_last)
    return Frontier(_monotone(points, moves.instance), end, search.certificate(points[-1]))


class _Points:
    """The points one after the other, by one search."""

    def __init__(self, moves: Moves, watch: Watch, seed: int) -> None:
        self._moves, self._watch, self._seed = moves, watch, seed
        self._search = Search(moves, watch, seed)

    def points(self, most: int, *, only_last: bool) -> tuple[list[Point], End]:
        """Go on until the most moves are reached, nothing more is to gain, or time is up."""
        peak, spread = self._search.peak, self._search.spread
        points = [self._point(0, (), peak, self._level(EvenLoad(), spread, spread, spread, spread))]
        for number in range(most if only_last else 1, most + 1) if most else ():
            if self._watch.over():
                return points, "limits"
            points.append(self._next(number, points[-1]))
            if points[-1].moved == points[-2].moved and self._search.nothing_left(most):
                return points[:-1], "nothing to gain"
        return _without_repeats(points)

    def _next(self, most: int, before: Point) -> Point:
        """Give the next point: of plans as even as the office tells apart the one with the cheapest moves."""
        peak, spread = self._search.lower_peak(most), self._search.lower_spread(most)
        reached, earlier = self._search.spread, before.levels[-2:]
        within = max(reached, spread + EvenLoad().tolerance(self._moves.instance, spread))
        if earlier[0].value == self._search.peak:
            within = min(within, earlier[1].value)
        rows = self._search.cheapest(within)
        even = self._moves.spread(self._moves.loads(rows))
        return self._point(most, rows, peak, self._level(EvenLoad(), even, spread, reached, within))

    def _level(self, term: Prefer, value: int, bound: int, reached: int, held: int) -> LevelResult:
        return _level(
            self._moves.instance, LevelResult(term.level, value, bound, 0, term.unit, "proven", reached, held)
        )

    def _point(self, most: int, rows: Rows, peak: int, spread: LevelResult) -> Point:
        placed = (ALL_PLACED,) if self._moves.instance.cases else ()
        moved = tuple(sorted(int(case) for case in self._moves.case[list(rows)]))
        value = self._search.peak
        levels = (*placed, self._level(PeakLoad(), value, peak, value, value), spread)
        return Point(most, self._moves.plan(rows), moved, levels)

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
            method="cp-sat" if watch.searched else "moves",
            instance=self._moves.instance.digest,
            safety_net=watch.net,
            cancelled=watch.stopped,
            trouble=watch.trouble,
        )


def _level(instance: Instance, found: LevelResult) -> LevelResult:
    """Say how far a level's value lies above its bound, and whether that is within what the office asks for."""
    term, bound = KNOWN[found.name], found.bound
    near = bound + term.tolerance(instance, bound)
    status: Status = (
        "proven" if found.value <= bound else "within tolerance" if found.value <= near else "within limits"
    )
    return replace(found, gap=(found.value - bound) * MILLION // max(1, found.value), status=status)


def _without_repeats(points: list[Point]) -> tuple[list[Point], End]:
    """End at the first point that is as good as the last, where the last proves that nothing betters it."""
    last = points[-1]
    first = next(
        place for place, point in enumerate(points) if (point.moved, _values(point)) == (last.moved, _values(last))
    )
    if first == len(points) - 1 or any(level.bound < level.value for level in last.levels):
        return points, "most"
    return [*points[:first], replace(last, most=points[first].most)], "nothing to gain"


def _values(point: Point) -> tuple[int, ...]:
    return tuple(level.value for level in point.levels)


def _monotone(points: list[Point], instance: Instance) -> tuple[Point, ...]:
    """Raise the bounds of fewer moves to those of more: whatever few moves can do, more can do too.

    How even loads can be is comparable only below the same peak.
    """
    found = points[-1:]
    for point in reversed(points[:-1]):
        *placed, peak, spread = point.levels
        later_peak, later_spread = found[-1].levels[-2:]
        low = max(peak.bound, min(peak.value, later_peak.bound))
        even = max(spread.bound, min(spread.reached, later_spread.bound if later_peak.value == peak.value else 0))
        raised = (_level(instance, replace(level, bound=bound)) for level, bound in ((peak, low), (spread, even)))
        found.append(replace(point, levels=(*placed, *raised)))
    return tuple(reversed(found))
