"""What a planner asks (推演方案): who comes and goes, which teams, rules, arrivals and vehicles, for how long.

A scenario names people, teams and rules of an office by their codes; nothing of it is worked out here. Field names are
the keys of the scenario file, so that a fault found later still finds its line.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction
from functools import cached_property

from allocator.domain.canonical import added_later, digest
from allocator.domain.people import Period
from allocator.domain.words import Text

PERMILLE = 1000


class Policy(StrEnum):
    """Who gets the next case (分案方式): as recommended, all together each morning, fewest cases, least loaded, in turn, or one person to the end."""

    RECOMMEND = "recommend"
    ALLOCATE = "allocate"
    FEWEST = "fewest"
    LEAST_LOADED = "least_loaded"
    ROUND_ROBIN = "round_robin"
    ONE_PERSON = "one_person"


class Fieldwork(StrEnum):
    """How cases get their field work (外勤方式): a pool of vehicles each takes for its minutes, or weeks planned as in earnest."""

    POOL = "pool"
    WEEKS = "weeks"


@dataclass(frozen=True, slots=True)
class Campaign:
    """Weeks in which more is filed (集中收案，如专项行动期间): `factor` per mille on the filings of some causes, of all when none is named."""

    name: Text
    period: Period
    factor: int
    causes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Arrivals:
    """How many cases come in and which (收案假设); what is not said is as in the office's own filings.

    `per_year` counts filings of 365 days; `growth` is per mille on top of them; `season` has twelve weights, January
    first, their mean being usual; `mix` multiplies how often a cause comes, per mille.
    """

    per_year: int | None = None
    growth: int = 0
    season: tuple[int, ...] = ()
    mix: Mapping[str, int] = field(default_factory=dict)
    campaigns: tuple[Campaign, ...] = ()


@dataclass(frozen=True, slots=True)
class Join:
    """Somebody who comes (增员) on a day; what is not said is as with the colleague `like`. `share` is per mille."""

    code: str
    first: date
    like: str | None = None
    name: str = ""
    role: str | None = None
    team: str | None = None
    share: int | None = None
    skills: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Leave:
    """Somebody who goes (减员), with the last day of service."""

    who: str
    last: date


@dataclass(frozen=True, slots=True)
class Move:
    """Another team, role, share (per mille) or more skills for somebody from a day on (调整); the rest stays."""

    who: str
    first: date
    role: str | None = None
    team: str | None = None
    share: int | None = None
    skills: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Away:
    """Days on which somebody is not there (离岗), beside those the office knows."""

    who: str
    period: Period


@dataclass(frozen=True, slots=True)
class People:
    """Who comes, goes, changes and is away (人员变动)."""

    join: tuple[Join, ...] = ()
    leave: tuple[Leave, ...] = ()
    move: tuple[Move, ...] = ()
    away: tuple[Away, ...] = ()


@dataclass(frozen=True, slots=True)
class TeamFormed:
    """A team that is formed (新设团队) of people who leave their own for it; `first` None: from the beginning."""

    code: str
    name: Text
    lanes: tuple[str, ...]
    members: tuple[str, ...]
    lead: str | None = None
    first: date | None = None


@dataclass(frozen=True, slots=True)
class TeamsMerged:
    """Teams dissolved into one (合并团队), which takes their people and lanes."""

    into: str
    absorbs: tuple[str, ...]
    first: date | None = None


@dataclass(frozen=True, slots=True)
class LanesGiven:
    """The lanes (通道) a team has from a day on, instead of its own."""

    team: str
    lanes: tuple[str, ...]
    first: date | None = None


@dataclass(frozen=True, slots=True)
class Teams:
    """Teams formed, merged and given other lanes (团队调整)."""

    formed: tuple[TeamFormed, ...] = ()
    merged: tuple[TeamsMerged, ...] = ()
    lanes: tuple[LanesGiven, ...] = ()


@dataclass(frozen=True, slots=True)
class VehiclesChanged:
    """Vehicles that come, or go where `add` is negative (车辆增减); the last of the list go first."""

    add: int
    like: str | None = None
    first: date | None = None


@dataclass(frozen=True, slots=True)
class CalendarChanged:
    """Days off and days worked that the office's calendar does not have (日历更正)."""

    holidays: frozenset[date] = frozenset()
    workdays: frozenset[date] = frozenset()


@dataclass(frozen=True, slots=True)
class Rebalance:
    """How often the office levels its loads (定期再平衡): every so many days, by so many moves at most; None: it does not.

    `hand_over`: who leaves hands everything over by one plan (整体移交), not case by case.
    """

    every_days: int | None
    moves: int = 10
    hand_over: bool = False


@dataclass(frozen=True)
class Scenario:
    """One question (推演方案): `days` from `first` on, of which the first `warm_up_days` count for nothing.

    `warm_up_days` None: chosen from the runs themselves. `rules` gives values to paths of the rulebook's file;
    `rulebook` is another rulebook's source, {} for the office's own; `weights` multiplies the effort of causes, per
    mille, "every" that of all. `half_width` names figures and how narrow their intervals are wanted, in their own unit:
    then there are `replications` at least and `most_replications` at most. `rebalance` None: no case moves to level loads.
    """

    name: Text
    first: date
    days: int
    seed: int = 1
    policy: Policy = Policy.RECOMMEND
    warm_up_days: int | None = None
    arrivals: Arrivals = field(default_factory=Arrivals)
    people: People = field(default_factory=People)
    teams: Teams = field(default_factory=Teams)
    vehicles: tuple[VehiclesChanged, ...] = ()
    calendar: CalendarChanged = field(default_factory=CalendarChanged)
    rules: Mapping[str, object] = field(default_factory=dict)
    weights: Mapping[str, int] = field(default_factory=dict)
    rulebook: Mapping[str, object] = field(default_factory=dict)
    replications: int = 30
    half_width: Mapping[str, Fraction] = field(default_factory=dict)
    most_replications: int = 1000
    rebalance: Rebalance | None = added_later(None)  # noqa: RUF009 - nothing anybody could change
    fieldwork: Fieldwork = added_later(Fieldwork.POOL)  # noqa: RUF009 - a word, as it is declared

    @cached_property
    def digest(self) -> str:
        """Name what is asked, the same for the same question wherever it stands."""
        return digest(self)

    @property
    def last(self) -> date:
        """Give the last day looked at."""
        return self.first + timedelta(days=self.days - 1)
