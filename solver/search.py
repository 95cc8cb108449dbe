"""Searching level by level (分层求解): each level is brought as low as it goes, then held, then the next one.

Knows nothing of cases: a `Problem` hands it levels, a start plan, bounds proven by other means, and models. The same
problem, seed and deterministic limit give the same plan; wall seconds are a safety net, and the certificate says so
when the net was needed.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from math import ceil
from typing import Generic, Literal, TypeVar

from solver.cpsat import Run
from solver.limits import Allowance, Limits, Progress, Watch
from solver.problem import Finished, Level, PlanT, Problem

__all__ = ["Answer", "Certificate", "LevelResult", "Limits", "Progress", "descend", "reach"]

MILLION = 1_000_000
LEVELS_AHEAD = 3  # a level leaves at least time for so many in all, as far as there are any

ResultT = TypeVar("ResultT")

Status = Literal["proven", "within tolerance", "within limits"]


@dataclass(frozen=True, slots=True)
class LevelResult:
    """What a plan is worth on one level: value, proven lower bound, and the gap between them in millionths of the value.

    `reached` is the lowest value found; the plan may be worse than that by the level's tolerance, for the good of the
    levels below: up to `held`. "proven": the value is the bound; "within tolerance": it is as near as the office asks
    for.
    """

    name: str
    value: int
    bound: int
    gap: int
    unit: str
    status: Status
    reached: int
    held: int


@dataclass(frozen=True, slots=True)
class Certificate:
    """What stands behind a plan (方案证明): all that is needed to check it or to find it again.

    `method` is "cp-sat" when the solver took part, "moves" when the plan comes from prices and moves, and "greedy" when
    from the greedy alone. `safety_net` says that wall time ran out before the deterministic limit: the same input may
    then give another plan. `instance` is the digest of the instance.
    """

    levels: tuple[LevelResult, ...]
    seed: int
    seconds: int
    milliseconds: int
    deterministic_milliseconds: int
    workers: int
    solver_version: str
    method: Literal["cp-sat", "moves", "greedy"]
    instance: str
    safety_net: bool
    cancelled: bool
    trouble: str | None = None


@dataclass(frozen=True)
class Answer(Generic[PlanT]):
    """The plan with its certificate; `settled` is the plan as all levels but the last had left it.

    Where the last one found something better for a level above it, that plan is `settled` too: the draw cost nothing.
    """

    plan: PlanT
    certificate: Certificate
    settled: PlanT


@dataclass(frozen=True, slots=True)
class _Found:
    """What the search has found out about each level: bound, lowest value, and how high it may rise again."""

    bound: dict[str, int] = field(default_factory=dict)
    reached: dict[str, int] = field(default_factory=dict)
    held: dict[str, int] = field(default_factory=dict)


def descend(
    problem: Problem[PlanT],
    limits: Limits,
    seed: int,
    on_progress: Callable[[Progress], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Answer[PlanT]:
    """Bring one level after the other as low as it goes and hold it.

    There is always a plan: when the solver fails or time runs out, the best one found so far, and the certificate
    says so. Where bounds cost little up to a tenth of the wall seconds is kept for those of the levels that no time
    is left to search, and what is counted may be exceeded by as much as the bounds of all levels cost. `on_progress`
    and `cancelled` are called from other threads too.
    """
    watch = Watch(limits, on_progress, cancelled, problem.proving)
    plan = problem.start()
    found = _Found(held=dict(problem.given))
    met, settled = [plan], plan
    for place, level in enumerate(problem.levels):
        name, settled = level.level, plan
        plan = _best_met(problem, name, met, found.held)
        share, watch.behind = _share(watch, problem.levels[place:]), 1.0 - (place + 1) / len(problem.levels)
        plan, found.bound[name] = _lower(problem, name, plan, found.held, watch, share, seed)
        met.append(plan)
        settled = plan if _note(problem, plan, found) else settled
    return Answer(plan, _certificate(problem, plan, found, watch, seed, moved=plan is not met[0]), settled)


def reach(problem: Problem[PlanT], limits: Limits, seed: int) -> PlanT:
    """Bring one level after the other down to the floor the problem names, as far as the first that stays above it.

    Where only that first level is asked for, nothing is searched below it. The same input gives the same plan.
    """
    watch, held = Watch(limits, None, None), dict(problem.given)
    plan = problem.start()
    for level in problem.levels:
        floor = problem.floor(level.level, held, quick=True)
        plan = _lower(problem, level.level, plan, held, watch, watch.left / LEVELS_AHEAD, seed)[0]
        if problem.value(level.level, plan) > floor:
            break
        held[level.level] = floor
    return plan


def _share(watch: Watch, levels: Sequence[Level]) -> float:
    """Say how long the first of some levels may take: what those behind it cannot use anyway, and a fair part of the rest."""
    budget = watch.limits.budget
    behind = budget * sum(level.share for level in levels[1:])
    fair = watch.left / min(LEVELS_AHEAD, (len(levels) + 1) / 2)
    return min(max(fair, watch.left - behind), budget * levels[0].share)


def _best_met(problem: Problem[PlanT], level: str, met: Sequence[PlanT], held: Mapping[str, int]) -> PlanT:
    """Choose the best plan for a level among those met so far that keep what is held; the last one always does."""
    kept = [plan for plan in met if all(problem.value(name, plan) <= most for name, most in held.items())]
    return min(reversed(kept), key=lambda plan: problem.value(level, plan))


def _note(problem: Problem[PlanT], plan: PlanT, found: _Found) -> bool:
    """Hold what a plan reaches on the levels so far; says whether it does better on one above than was reached there."""
    better = False
    for name, bound in found.bound.items():
        value = problem.value(name, plan)
        if value < found.reached.get(name, value + 1):
            better = better or name in found.reached
            found.reached[name], found.held[name] = value, _hold(problem, name, value, bound)
    return better


def _hold(problem: Problem[PlanT], level: str, value: int, bound: int) -> int:
    """Say how high a level may rise again: by its tolerance above the bound, or above what was reached."""
    allowed = bound + problem.tolerance(level, bound)
    return allowed if value <= allowed else value + problem.tolerance(level, value)


def _lower(
    problem: Problem[PlanT],
    level: str,
    plan: PlanT,
    held: Mapping[str, int],
    watch: Watch,
    share: float,
    seed: int,
) -> tuple[PlanT, int]:
    """Bring one level down; gives the plan and the bound of the level."""
    bound, below = problem.floor(level, held, quick=True), watch.left - share
    closed = watch.closed if problem.proving else watch.over

    def open_() -> bool:
        return problem.value(level, plan) > bound + problem.tolerance(level, bound) and not watch.over()

    def allowance() -> Allowance:
        return Allowance(
            watch.left - below, watch.limits.workers, seed, watch.over, lambda b: b + problem.tolerance(level, b)
        )

    def polished() -> PlanT:
        return _charged(problem, level, watch, lambda: problem.polish(level, plan, held, bound, allowance()), plan)

    begun = problem.polishes_first(level, held) and open_()
    plan = polished() if begun else plan
    if problem.value(level, plan) > bound and not closed():
        bound = max(
            bound,
            _charged(problem, level, watch, lambda: problem.floor(level, held, quick=False, stop=closed), bound),
        )
    if open_() and watch.left > below:
        done = _finish(problem, level, (plan, bound), held, watch, allowance())
        plan, bound = done.plan, max(bound, done.bound)
    if open_() and not begun:
        plan = polished()
    watch.tell(level, problem.value(level, plan), bound)
    if open_() and watch.left > below:
        plan, bound = Run(problem, level, plan, held, bound, watch).search(watch.left - below, seed)
        watch.tell(level, problem.value(level, plan), bound)
    return plan, bound


def _charged(
    problem: Problem[PlanT], level: str, watch: Watch, call: Callable[[], ResultT], otherwise: ResultT
) -> ResultT:
    """Let the problem reckon by itself, and take what that cost off the time left."""
    before = problem.spent
    done = watch.guarded(level, call, otherwise)
    watch.left -= problem.spent - before
    return done


def _finish(
    problem: Problem[PlanT],
    level: str,
    at: tuple[PlanT, int],
    held: Mapping[str, int],
    watch: Watch,
    allowance: Allowance,
) -> Finished[PlanT]:
    """Let the problem's own finisher try from a plan and a bound, where it has one for the level."""
    done = watch.guarded(level, lambda: problem.finish(level, *at, held, allowance), None)
    watch.left -= done.seconds if done else 0.0
    return done or Finished(*at, 0.0)


def _certificate(
    problem: Problem[PlanT], plan: PlanT, found: _Found, watch: Watch, seed: int, *, moved: bool
) -> Certificate:
    return Certificate(
        levels=tuple(_result(problem, level, plan, found) for level in problem.levels),
        seed=seed,
        seconds=ceil(watch.seconds),
        milliseconds=round(watch.seconds * 1000),
        deterministic_milliseconds=round((watch.limits.budget - watch.left) * 1000),
        workers=watch.limits.workers,
        solver_version=f"OR-Tools {version('ortools')}",
        method="cp-sat" if watch.searched else "moves" if moved else "greedy",
        instance=problem.digest,
        safety_net=watch.net,
        cancelled=watch.stopped,
        trouble=watch.trouble,
    )


def _result(problem: Problem[PlanT], level: Level, plan: PlanT, found: _Found) -> LevelResult:
    name = level.level
    value, bound = problem.value(name, plan), found.bound[name]
    allowed = bound + problem.tolerance(name, bound)
    status: Status = "within tolerance" if value <= allowed else "within limits"
    gap = (value - bound) * MILLION // max(1, value)
    proven: Status = "proven" if value <= bound else status
    return LevelResult(name, value, bound, gap, level.unit, proven, found.reached[name], found.held[name])
