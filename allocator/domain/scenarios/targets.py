"""What a planner wants reached, and what may be changed for it (目标与可选措施): read from a targets file.

Nothing is worked out here. Field names are the keys of the file, so that a fault found later still finds its line.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property

from allocator.domain.canonical import added_later, digest
from allocator.domain.scenarios.figures import told
from allocator.domain.words import Text


@dataclass(frozen=True, slots=True)
class Target:
    """A figure that has to lie on the right side of a value in a share of the futures (目标).

    `figure` names one of the simulated figures, the value is in its own unit (shares from 0 to 1), `probability` is per
    mille of the futures.
    """

    figure: str
    value: Fraction
    at_least: bool
    probability: int

    def is_met(self, figures: Mapping[str, float]) -> bool:
        """Say whether one future meets it; a figure that is not a number never does."""
        figure, value = told(figures, self.figure), float(self.value)
        return figure >= value if self.at_least else figure <= value


@dataclass(frozen=True, slots=True)
class Effort:
    """How hard to look (搜索力度): how sure, how near a probability counts as the same, when to give up.

    `sure` and `zone` are per mille, `batch`, `most` (for one change) and `budget` (for all) numbers of replications,
    `runners_up` how many more changes that reach the targets are wanted behind the cheapest, `worth` the replications
    by which one more of everything is valued (0: it is not). When the answer is known, runners-up are looked for with so many
    more runs at most as `beyond` says, per mille of those it took.
    """

    sure: int = 950
    zone: int = 50
    batch: int = 8
    most: int = 400
    budget: int = 4000
    runners_up: int = 2
    worth: int = 0
    beyond: int = added_later(1000)


@dataclass(frozen=True, slots=True)
class PeopleAdded:
    """One more of a role (增员) in each of some teams, every team that has the role if none is named; `most` a team."""

    role: str
    cost: int
    teams: tuple[str, ...] = ()
    most: int = 1


@dataclass(frozen=True, slots=True)
class VehiclesAdded:
    """One more vehicle (增车), at most so many."""

    cost: int
    most: int = 1


@dataclass(frozen=True, slots=True)
class RuleChanged:
    """A value of the rulebook's file (规则调整) that may be another; `path` is written with dots."""

    path: str
    values: tuple[object, ...]
    cost: int
    name: Text


@dataclass(frozen=True, slots=True)
class PersonMoved:
    """Somebody who may go to another team (调队); `teams` are those there are to choose from."""

    who: str
    teams: tuple[str, ...]
    cost: int


@dataclass(frozen=True)
class Targets:
    """The question turned round (反问): which of the changes, `together` at most, reach all `targets` at the least cost.

    `scenario` is the file of the scenario to start from, beside this one ("" for the office as it is, a year from
    today). Costs are in whatever the office counts in, as long as it is the same for all.
    """

    name: Text
    targets: tuple[Target, ...]
    scenario: str = ""
    together: int = 2
    add: tuple[PeopleAdded, ...] = ()
    vehicles: tuple[VehiclesAdded, ...] = ()
    rules: tuple[RuleChanged, ...] = ()
    move: tuple[PersonMoved, ...] = ()
    effort: Effort = field(default_factory=Effort)

    @cached_property
    def digest(self) -> str:
        """Name what is asked, the same for the same question wherever it stands."""
        return digest(self)
