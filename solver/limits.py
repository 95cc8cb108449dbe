"""How long to search, where a search stands, and the clocks of one search (时限与进度)."""

from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic
from typing import TypeVar

ValueT = TypeVar("ValueT")

RESERVE = 0.1  # of the wall seconds, at most, for the bounds of levels that no time is left to search
DETERMINISTIC_SHARE = 0.4  # one deterministic second takes one to two of a quiet core; the rest is for the net


@dataclass(frozen=True, slots=True)
class Limits:
    """How long to search: wall seconds at most, and deterministic seconds (None: two fifths of the wall seconds).

    What is counted may be exceeded by the last step of a search and by the bounds of levels that it left nothing for.
    The plan is the same with any number of workers unless the clock cuts a search short; a second one makes some searches
    quicker by the clock.
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


@dataclass(frozen=True)
class Allowance:
    """What one level may use: deterministic seconds, workers, seed; who says stop, and how high is near enough a bound."""

    seconds: float
    workers: int
    seed: int
    over: Callable[[], bool]
    near: Callable[[int], int]


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a search stands: the level, its value, the proven bound, wall seconds since the start."""

    level: str
    value: int
    bound: int
    seconds: float


class Watch:
    """Keeps the clocks of one search: wall seconds, deterministic seconds left, cancellation, trouble."""

    def __init__(
        self,
        limits: Limits,
        on_progress: Callable[[Progress], None] | None,
        cancelled: Callable[[], bool] | None,
        proving: float = 0.0,
    ) -> None:
        """`proving`: deterministic seconds of bounds to keep time for; `behind`: the part of it that other levels still need."""
        self.limits = limits
        self.behind = 0.0
        self.left = limits.budget
        self.net = False
        self.stopped = False
        self.trouble: str | None = None
        self.searched = False
        self._began, self._reserve = monotonic(), min(RESERVE * limits.seconds, proving / DETERMINISTIC_SHARE)
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

    @property
    def clock(self) -> float:
        """Wall seconds left to search."""
        return self.limits.seconds - self._reserve - self.seconds

    def over(self) -> bool:
        """Say whether nothing more may be searched, and note why."""
        self.net = self.net or self.clock <= 0
        return self.cancelled() or self.net or self.left <= 0

    def closed(self) -> bool:
        """Say whether no bound may be reckoned any more either, but for those of the levels behind, and note why."""
        late = self.clock + (1.0 - self.behind) * self._reserve <= 0
        self.net = self.net or late
        return self.cancelled() or late

    def guarded(self, level: str, call: Callable[[], ValueT], otherwise: ValueT) -> ValueT:
        """Do something that may fail; then note the trouble and go on with something else."""
        try:
            return call()
        except Exception as trouble:  # noqa: BLE001  (whatever a solver does, there is an answer)
            self.trouble = f"{level}: {type(trouble).__name__}: {trouble}"
            return otherwise

    def tell(self, level: str, value: int, bound: int) -> None:
        """Report progress."""
        if self._on_progress is not None:
            self._on_progress(Progress(level, value, bound, self.seconds))
