"""How a case goes from desk to desk (办案流程): stages with work, waits and what becomes known; read from process.toml.

Every figure is the office's own and carries its source. Shares are per mille, waits in thousandths of a day.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from allocator.domain.canonical import added_later, digest
from allocator.domain.rulebook.conditions import Condition, FactValue
from allocator.domain.words import Text

FIXED, UNIFORM, TRIANGULAR, LOGNORMAL, EXPONENTIAL = "fixed", "uniform", "triangular", "lognormal", "exponential"
SHAPES = (FIXED, UNIFORM, TRIANGULAR, LOGNORMAL, EXPONENTIAL)
CALENDAR, WORKING = "calendar", "working"
UNITS = (CALENDAR, WORKING)


@dataclass(frozen=True, slots=True)
class Duration:
    """How long something takes that nobody works on (历时), in thousandths of a day.

    `shape` says what the figures mean: fixed and exponential know only `typical` (the mean), uniform `low` and `high`,
    triangular all three, lognormal the median `typical` and `high`, under which nineteen in twenty stay. `unit` is
    "calendar" or "working" days.
    """

    shape: str
    typical: int
    low: int = 0
    high: int = 0
    unit: str = CALENDAR


AT_ONCE = Duration(FIXED, 0)


@dataclass(frozen=True, slots=True)
class Share:
    """A share that differs from case to case (到位比例): least, usual and most, per mille; a triangle between them."""

    low: int
    typical: int
    high: int


@dataclass(frozen=True, slots=True)
class ProcessStage:
    """One stage of the handling (办理环节): people work, then it waits, then something is known or over.

    `work` are weights by role: a role's minutes of the case are shared out among the stages the case passes, in
    proportion to them; `pooled` are those of the people who do a pool's part (事务集约), by their role. A case passes the
    stage if `when` holds for its true facts and its class is `track` ("" any) when it gets there. A `vehicle` is taken
    for so many working minutes; where weeks of field work are planned, the stage asks for an `errand` of that kind of the
    rulebook instead. At the end the facts `reveals` become known as they truly are and those of `sets` get
    their value; the rulebook's node `node` must be kept by then; with `not_before` (a node too) it does not end before
    that node's day. Its work is done by the people of `lane`'s team, where one is named and has the role, else by the
    handler's. `closes` names the way the case is closed (结案方式), with the share of the claim `recovers` (到位).
    """

    id: str
    text: Text
    work: Mapping[str, int] = field(default_factory=dict)
    pooled: Mapping[str, int] = field(default_factory=dict)
    wait: Duration = AT_ONCE
    when: Condition = True
    track: str = ""
    stops_clock: bool = False
    vehicle: int = 0
    reveals: tuple[str, ...] = ()
    sets: Mapping[str, FactValue] = field(default_factory=dict)
    node: str = ""
    not_before: str = ""
    closes: str = ""
    recovers: Share | None = None
    lane: str = ""
    source: str = ""
    errand: str = added_later("")


@dataclass(frozen=True, slots=True)
class Overstay:
    """Cases of a lane that are not closed after so many calendar days go to another lane (快执到期转普执).

    Days on which the clock stands still do not count; `when` is over the case's true facts.
    """

    lane: str
    days: int
    to: str
    when: Condition = True
    source: str = ""


@dataclass(frozen=True, slots=True)
class Resumption:
    """Dormant cases that come back (恢复执行): of those closed in way `closes` a share, after a time, as a new filing.

    `chance` is per mille, `kind` the new filing's kind, and `facts` is what is known of it from the start.
    """

    closes: str
    chance: int
    after: Duration
    kind: str
    facts: Mapping[str, FactValue] = field(default_factory=dict)
    source: str = ""


@dataclass(frozen=True, slots=True)
class Duty:
    """Work that comes in besides cases (案外事务): petitions, queries of dormant cases; done at desks of a lane's team.

    `per_year` is how often it comes, `minutes` what each takes by role, `rank` its place in the order of service.
    """

    id: str
    text: Text
    lane: str
    per_year: int
    minutes: Mapping[str, int]
    rank: int
    source: str = ""


@dataclass(frozen=True, slots=True)
class Sickness:
    """Sick leave nobody planned (病假): spells of one person in a year, in thousandths, and how long each lasts."""

    per_year: int
    lasts: Duration
    source: str = ""


@dataclass(frozen=True, slots=True)
class Help:
    """Who helps where (补位): people of a role at the desk of that role in a lane's team, when nothing of their own waits."""

    role: str
    lane: str
    source: str = ""


@dataclass(frozen=True)
class Process:
    """The whole way of a case (办案流程): its stages in order, and what happens beside them.

    A handler is chosen when the stage `assigned_after` ends. `effort_spread` is the sigma of the logarithm of a case's
    true minutes around its weight, per mille. `limit` is the node by which a case has to be closed (法定期限).
    """

    stages: tuple[ProcessStage, ...]
    assigned_after: str
    effort_spread: int
    limit: str
    overstays: tuple[Overstay, ...] = ()
    resumption: Resumption | None = None
    duties: tuple[Duty, ...] = ()
    sickness: Sickness | None = None
    helps: tuple[Help, ...] = ()

    @cached_property
    def digest(self) -> str:
        """Name this process by its content."""
        return digest(self)

    @property
    def without_errands(self) -> "Process":
        """Give the same way for an office whose vehicles are a pool: nobody asks which kind of errand a stage is (不排周计划)."""
        return replace(self, stages=tuple(replace(stage, errand="") for stage in self.stages))

    @cached_property
    def set_by_stages(self) -> frozenset[str]:
        """Name the facts that stages set: they tell how far a case has come, not what it is like."""
        return frozenset(name for stage in self.stages for name in stage.sets)
