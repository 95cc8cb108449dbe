"""Searching level by level (分层求解): each level is brought as low as it goes, then held, then the next one.

Knows nothing of cases: a `Problem` hands it levels, a start plan, bounds proven by other means, and models. The same
problem, seed and deterministic limit give the same plan; wall seconds are a safety net, and the certificate says so
when the net was needed.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from threading import Event, Thread
from time import monotonic
from typing import Generic, Literal, Protocol, TypeVar

import ortools
from ortools.sat.python import cp_model

PlanT = TypeVar("PlanT")

MILLION = 1_000_000
ROUNDING = 1e-6  # the solver gives its integer bound as a float
DETERMINISTIC_SHARE = 0.5  # one deterministic second takes one to two seconds of one core

Status = Literal["proven", "within tolerance", "within limits"]


@dataclass(frozen=True, slots=True)
class Limits:
    """How long to search: wall seconds at most, and deterministic seconds (None: half the wall seconds).

    With more than one worker the plan may differ from run to run; the certificate says how many there were.
    """

    seconds: float
    deterministic: float | None = None
    workers: int = 1

    def __post_init__(self) -> None:
        """Refuse a search without time."""
        if not self.seconds > 0 or (self.deterministic is not None and not self.deterministic > 0):
            raise ValueError("A search needs more than 0 seconds.")
        if self.workers < 1:
            raise ValueError("A search needs at least 1 worker.")

    @property
    def budget(self) -> float:
        """Deterministic seconds for the whole search."""
        return self.seconds * DETERMINISTIC_SHARE if self.deterministic is None else self.deterministic


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a search stands: the level, its value, the proven bound, wall seconds since the start."""

    level: str
    value: int
    bound: int
    seconds: float


@dataclass(frozen=True, slots=True)
class LevelResult:
    """What a plan is worth on one level: value, proven lower bound, and the gap between them in millionths of the value.

    `reached` is the lowest value found; the plan may be worse than that by the level's tolerance, for the good of the
    levels below. "proven": the value is the bound; "within tolerance": what was reached is.
    """

    name: str
    value: int
    bound: int
    gap: int
    unit: str
    status: Status
    reached: int


@dataclass(frozen=True, slots=True)
class Certificate:
    """What stands behind a plan (方案证明): all that is needed to check it or to find it again.

    `method` is "cp-sat" when the solver took part and "greedy" when the plan comes from the greedy alone. `safety_net`
    says that wall time ran out before the deterministic limit: the same input may then give another plan.
    `instance` is the digest of the instance.
    """

    levels: tuple[LevelResult, ...]
    seed: int
    seconds: int
    milliseconds: int
    deterministic_milliseconds: int
    workers: int
    solver_version: str
    method: Literal["cp-sat", "greedy"]
    instance: str
    safety_net: bool
    cancelled: bool
    trouble: str | None = None


@dataclass(frozen=True)
class Model(Generic[PlanT]):
    """A CP-SAT model of one level: what is made small, how a plan is read, and whether it holds every plan.

    `whole` is False for a kernel (a part of the choices): what is found in it counts, its bound does not.
    """

    cp: cp_model.CpModel
    objective: cp_model.LinearExprT
    read: Callable[[cp_model.CpSolver | cp_model.CpSolverSolutionCallback], PlanT]
    whole: bool


class Level(Protocol):
    """What the search needs to know of a level: its key, its unit, the largest share of the time it may take."""

    level: str
    share: float

    @property
    def unit(self) -> str: ...


class Problem(Protocol[PlanT]):
    """What is searched: levels, a start plan, bounds proven without search, and models."""

    @property
    def levels(self) -> Sequence[Level]: ...

    @property
    def digest(self) -> str: ...

    def start(self) -> PlanT:
        """Give a lawful plan without any solver."""
        ...

    def value(self, level: str, plan: PlanT) -> int:
        """Measure a plan on a level."""
        ...

    def tolerance(self, level: str, value: int) -> int:
        """Say how much of a value reached may be given up again for the levels below."""
        ...

    def polish(self, level: str, plan: PlanT, held: Mapping[str, int], bound: int) -> PlanT:
        """Give a plan no worse on the levels held and on this one, found without the solver."""
        ...

    def floor(self, level: str, held: Mapping[str, int], *, quick: bool) -> int:
        """Give a proven bound of a level while the levels above are held; quick: without any solver."""
        ...

    def model(self, level: str, plan: PlanT, held: Mapping[str, int]) -> Model[PlanT]:
        """Build the model of a level, with a plan as hint."""
        ...


@dataclass(frozen=True)
class Answer(Generic[PlanT]):
    """The plan with its certificate."""

    plan: PlanT
    certificate: Certificate


class _Watch:
    """Keeps the clocks of one search: wall seconds, deterministic seconds left, cancellation, trouble."""

    def __init__(self, limits: Limits, on_progress: Callable[[Progress], None] | None, cancelled: Callable[[], bool] | None) -> None:
        self.limits = limits
        self.left = limits.budget
        self.net = False
        self.stopped = False
        self.trouble: str | None = None
        self.searched = False
        self._began = monotonic()
        self._on_progress = on_progress
        self._cancelled = cancelled

    @property
    def seconds(self) -> float:
        """Wall seconds since the start."""
        return monotonic() - self._began

    def cancelled(self) -> bool:
        """Say whether the search was called off."""
        self.stopped = self.stopped or (self._cancelled is not None and self._cancelled())
        return self.stopped

    def over(self) -> bool:
        """Say whether nothing more may be searched, and note why."""
        self.net = self.net or self.seconds >= self.limits.seconds
        return self.cancelled() or self.net or self.left <= 0

    def tell(self, level: str, value: int, bound: int) -> None:
        """Report progress."""
        if self._on_progress is not None:
            self._on_progress(Progress(level, value, bound, self.seconds))


def descend(
    problem: Problem[PlanT],
    limits: Limits,
    seed: int,
    on_progress: Callable[[Progress], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Answer[PlanT]:
    """Bring one level after the other as low as it goes and hold it.

    There is always a plan: when the solver fails or time runs out, the best one found so far, and the certificate
    says so. `on_progress` and `cancelled` are called from other threads too.
    """
    watch = _Watch(limits, on_progress, cancelled)
    plan = problem.start()
    held: dict[str, int] = {}
    bounds: dict[str, int] = {}
    reached: dict[str, int] = {}
    for place, level in enumerate(problem.levels):
        share = min(watch.left / (len(problem.levels) - place), limits.budget * level.share)
        plan, bounds[level.level] = _lower(problem, level.level, plan, held, watch, share, seed)
        reached[level.level] = problem.value(level.level, plan)
        held[level.level] = reached[level.level] + problem.tolerance(level.level, reached[level.level])
    return Answer(plan, _certificate(problem, plan, bounds, reached, watch, seed))


def _lower(
    problem: Problem[PlanT],
    level: str,
    plan: PlanT,
    held: Mapping[str, int],
    watch: _Watch,
    share: float,
    seed: int,
) -> tuple[PlanT, int]:
    """Bring one level down; gives the plan and the bound of the level."""
    bound = problem.floor(level, held, quick=True)
    if problem.value(level, plan) > bound and not watch.over():
        bound = max(bound, problem.floor(level, held, quick=False))
    if problem.value(level, plan) > bound and not watch.over():
        plan = problem.polish(level, plan, held, bound)
    value = problem.value(level, plan)
    watch.tell(level, value, bound)
    if value <= bound or watch.over():
        return plan, bound
    run = _Run(problem, level, plan, held, bound, watch)
    plan, bound = run.search(share, seed)
    watch.tell(level, problem.value(level, plan), bound)
    return plan, bound


class _Run(cp_model.CpSolverSolutionCallback, Generic[PlanT]):
    """One run of CP-SAT on one level; keeps the best plan it meets."""

    def __init__(
        self, problem: Problem[PlanT], level: str, plan: PlanT, held: Mapping[str, int], bound: int, watch: _Watch
    ) -> None:
        super().__init__()
        self._problem, self._level, self._held, self._watch = problem, level, held, watch
        self._plan, self._value, self._bound = plan, problem.value(level, plan), bound
        self._solver = cp_model.CpSolver()

    def on_solution_callback(self) -> None:
        """Report each better plan as it is found."""
        self._watch.tell(self._level, min(self._value, round(self.objective_value)), self._bound)

    def search(self, share: float, seed: int) -> tuple[PlanT, int]:
        """Search within a share of the deterministic time; whatever goes wrong, the plan in hand is kept."""
        self._set(share, seed)
        try:
            self._solve(share)
        except Exception as trouble:  # noqa: BLE001  (whatever the solver does, there is an answer)
            self._watch.trouble = f"{self._level}: {type(trouble).__name__}: {trouble}"
        return self._plan, self._bound

    def _set(self, share: float, seed: int) -> None:
        parameters, limits = self._solver.parameters, self._watch.limits
        parameters.num_workers = limits.workers
        parameters.random_seed = seed % 2**31
        parameters.max_deterministic_time = share
        parameters.max_time_in_seconds = max(0.01, limits.seconds - self._watch.seconds)
        parameters.catch_sigint_signal = False

    def _solve(self, share: float) -> None:
        model = self._problem.model(self._level, self._plan, self._held)
        model.cp.add(model.objective >= self._bound)
        model.cp.minimize(model.objective)
        done = Event()
        Thread(target=self._attend, args=(done,), daemon=True).start()
        status = self._solver.solve(model.cp, self)
        done.set()
        self._watch.left -= self._solver.deterministic_time
        cut = status != cp_model.OPTIMAL and self._solver.deterministic_time < share
        self._watch.net = self._watch.net or (cut and self._watch.seconds >= self._watch.limits.seconds)
        self._read(model, status)

    def _attend(self, done: Event) -> None:
        while not done.wait(0.1):
            if self._watch.cancelled():
                self._solver.stop_search()

    def _read(self, model: Model[PlanT], status: cp_model.CpSolverStatus) -> None:
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            if status not in (cp_model.UNKNOWN,):
                self._watch.trouble = f"{self._level}: {self._solver.status_name(status)}"
            return
        found = model.read(self._solver)
        value = self._problem.value(self._level, found)
        if value <= self._value:
            self._plan, self._value = found, value
            self._watch.searched = True
        if model.whole:
            self._bound = max(self._bound, ceil(self._solver.best_objective_bound - ROUNDING))


def _certificate(
    problem: Problem[PlanT],
    plan: PlanT,
    bounds: Mapping[str, int],
    reached: Mapping[str, int],
    watch: _Watch,
    seed: int,
) -> Certificate:
    return Certificate(
        levels=tuple(_result(problem, level, plan, bounds, reached) for level in problem.levels),
        seed=seed,
        seconds=ceil(watch.seconds),
        milliseconds=round(watch.seconds * 1000),
        deterministic_milliseconds=round((watch.limits.budget - watch.left) * 1000),
        workers=watch.limits.workers,
        solver_version=f"OR-Tools {ortools.__version__}",
        method="cp-sat" if watch.searched else "greedy",
        instance=problem.digest,
        safety_net=watch.net,
        cancelled=watch.stopped,
        trouble=watch.trouble,
    )


def _result(
    problem: Problem[PlanT], level: Level, plan: PlanT, bounds: Mapping[str, int], reached: Mapping[str, int]
) -> LevelResult:
    name = level.level
    value, bound = problem.value(name, plan), bounds[name]
    best = min(value, reached[name])
    status: Status = "within tolerance" if best <= bound else "within limits"
    gap = (value - bound) * MILLION // max(1, value)
    return LevelResult(name, value, bound, gap, level.unit, "proven" if value <= bound else status, best)
