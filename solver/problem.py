"""What a search needs to know (求解对象) of whatever is planned: levels, a start, bounds, models."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from ortools.sat.python import cp_model

from solver.limits import Allowance

PlanT = TypeVar("PlanT")


@dataclass(frozen=True)
class Model(Generic[PlanT]):
    """A CP-SAT model of one level: what is made small, how a plan is read, and whether it holds every plan.

    `whole` is False for a part of the choices: what is found in it counts, its bound does not.
    """

    cp: cp_model.CpModel
    objective: cp_model.LinearExprT
    read: Callable[[cp_model.CpSolver | cp_model.CpSolverSolutionCallback], PlanT]
    whole: bool


@dataclass(frozen=True)
class Finished(Generic[PlanT]):
    """What a finisher made of a level: the best plan, the bound, and the deterministic seconds it took."""

    plan: PlanT
    bound: int
    seconds: float


class Level(Protocol):
    """What the search needs to know of a level: its key, its unit, the largest share of the time it may take."""

    level: str
    share: float

    @property
    def unit(self) -> str:
        """The unit of the level's value."""
        ...


class Problem(Protocol[PlanT]):
    """What is searched: levels, a start plan, bounds proven without search, and models."""

    @property
    def levels(self) -> Sequence[Level]:
        """The levels in their order."""
        ...

    @property
    def given(self) -> Mapping[str, int]:
        """What no plan may exceed from the first level on, by the name of what is measured."""
        ...

    @property
    def digest(self) -> str:
        """The name of what is solved, by its content."""
        ...

    @property
    def spent(self) -> float:
        """Deterministic seconds which bounds and polishing have cost so far."""
        ...

    @property
    def proving(self) -> float:
        """Deterministic seconds that the bounds of all levels take, where these are reckoned when time is up too; else 0."""
        ...

    def start(self) -> PlanT:
        """Give a lawful plan without any solver."""
        ...

    def value(self, level: str, plan: PlanT) -> int:
        """Measure a plan on a level."""
        ...

    def tolerance(self, level: str, value: int) -> int:
        """Say how much of a value reached may be given up again for the levels below."""
        ...

    def polish(self, level: str, plan: PlanT, held: Mapping[str, int], bound: int, allowance: Allowance) -> PlanT:
        """Give a plan no worse on the levels held and on this one, found without the solver within its allowance."""
        ...

    def polishes_first(self, level: str, held: Mapping[str, int]) -> bool:
        """Say whether polishing a level needs no bound, so that proving one may turn out to be needless."""
        ...

    def floor(self, level: str, held: Mapping[str, int], *, quick: bool, stop: Callable[[], bool] = bool) -> int:
        """Give a proven bound of a level while the levels above are held; quick: without any solver."""
        ...

    def finish(
        self, level: str, plan: PlanT, bound: int, held: Mapping[str, int], allowance: Allowance
    ) -> Finished[PlanT] | None:
        """Search and prove a level by other means than polish and models; None where they don't fit its shape."""
        ...

    def model(self, level: str, plan: PlanT, held: Mapping[str, int]) -> Model[PlanT] | None:
        """Build the model of a level, with a plan as hint; None where a search tree would be of no use."""
        ...
