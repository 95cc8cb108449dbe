"""Searching level by level (分层求解): each level is brought as low as it goes, then held, then the next one.

Knows nothing of cases: a `Problem` hands it levels, a start plan, bounds proven by other means, and models. The same
problem, seed and deterministic limit give the same plan; wall seconds are a safety net, and the certificate says so
when the net was needed.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from time import monotonic
from typing import Generic, Literal, Protocol, TypeVar

PlanT = TypeVar("PlanT")

MILLION = 1_000_000
DETERMINISTIC_SHARE = 0.5  # one deterministic second takes one to two seconds of one core

Status = Literal["proven", "within limits", "not improved"]


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
    """What a plan reaches on one level: value, proven lower bound, and the gap between them in millionths of the value."""

    name: str
    value: int
    bound: int
    gap: int
    unit: str
    status: Status


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


