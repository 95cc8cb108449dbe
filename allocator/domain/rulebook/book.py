"""The rulebook (规则手册): triage rules, weights, caps and levers as versioned data with a source for each figure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from allocator.domain.canonical import added_later, digest, plain
from allocator.domain.cases import normal_name
from allocator.domain.clocks.nodes import Happenings, Node
from allocator.domain.clocks.plans import ClockPlan
from allocator.domain.fieldwork.errand_kinds import ErrandKind, FieldRules
from allocator.domain.indicators.definitions import Indicator
from allocator.domain.rulebook.closing_ways import ClosingWay
from allocator.domain.rulebook.condition_reading import Linear
from allocator.domain.rulebook.conditions import Condition, FactValue
from allocator.domain.rulebook.learning import Learning
from allocator.domain.rulebook.planning import Deadlines, Fairness, Moves, Reserve, Rotation
from allocator.domain.rulebook.releasing import Releasing
from allocator.domain.rulebook.signal_rules import SignalRules
from allocator.domain.words import Text

Minutes = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Lane:
    """A way through the office (通道): who may lead such cases, and its class ("fast" or "regular").

    `effort` is what a case takes in this lane of its weight, per mille: a team that does nothing else is quicker.
    """

    id: str
    track: str
    name: Text
    effort: int = 1000


@dataclass(frozen=True, slots=True)
class CaseKind:
    """A kind of case by the word in its number (案件类型: 执, 执恢, 执保…).

    `needs_claim` kinds may not be filed without an amount unless their cause asks for none, `needs_debtor` kinds not
    without a debtor: nobody's recusal could be seen; `resumes` kinds continue an earlier case; `reviews` kinds
    examine what a handler did, who may then not sit on them.
    """

    id: str
    name: Text
    needs_claim: bool = False
    resumes: bool = False
    reviews: bool = False
    aliases: tuple[str, ...] = ()
    needs_debtor: bool = False


@dataclass(frozen=True, slots=True)
class FactKind:
    """A fact of a case the rules may ask for (要素).

    `kind` is yes_no, money (fen), count, choice or text; `may_be_unknown` facts are open until somebody answers;
    `chance` is how often a yes/no fact is true, per mille; `assume` stands in while the fact is open. A fact
    `from_assets` is true where the assets are known to be none, false where there is one, unless somebody said; a
    `later` fact arises while the case is handled, so that nobody knows it at filing. One of `two_persons` opens coercive
    measures against somebody: that it is so takes two persons to say, that it is not takes one.
    """

    id: str
    kind: str
    name: Text
    question: Text
    may_be_unknown: bool = True
    chance: int = 500
    assume: FactValue = None
    values: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    source: str = ""
    from_assets: bool = False
    later: bool = False
    two_persons: bool = added_later(default=False)


@dataclass(frozen=True, slots=True)
class TriageRule:
    """A row of the decision table (分流规则): when it holds and no earlier row does, the case takes its lane."""

    id: str
    when: Condition
    lane: str
    text: Text
    source: str = ""


@dataclass(frozen=True, slots=True)
class PointRule:
    """A row of the score (计分项) that decides when no row of the table does."""

    id: str
    when: Condition
    points: int
    text: Text
    source: str = ""


@dataclass(frozen=True, slots=True)
class Triage:
    """The decision table: rows in order, then points against a threshold.

    While `provisional_when` holds every class is provisional (待查控反馈): what is known may yet be overturned.
    """

    rules: tuple[TriageRule, ...]
    points: tuple[PointRule, ...]
    threshold: int
    at_or_above: str
    below: str
    provisional_when: Condition = False


@dataclass(frozen=True, slots=True)
class Cause:
    """A kind of case by its cause (案由) with the effort it takes: minutes by role, and an interval per mille.

    `without_claim` causes ask for an act or a thing (行为、物之交付给付), so that no amount need stand in the filing.
    """

    id: str
    name: Text
    minutes: Minutes
    low: int
    high: int
    share: int = 0
    aliases: tuple[str, ...] = ()
    source: str = ""
    without_claim: bool = False


@dataclass(frozen=True, slots=True)
class Adder:
    """Effort a trait adds (加权项): minutes by role, times an amount where one is given, at most `at_most` times."""

    id: str
    when: Condition
    minutes: Minutes
    text: Text
    times: Linear | None = None
    at_most: int = 1
    source: str = ""


@dataclass(frozen=True, slots=True)
class Factor:
    """A factor on the whole effort (系数), per mille: the discount of a series, for example."""

    id: str
    when: Condition
    permille: int
    text: Text
    source: str = ""


@dataclass(frozen=True, slots=True)
class Weights:
    """How effort is found (案件权重): by cause, adders and factors; unknown traits weigh their upper quantile."""

    causes: tuple[Cause, ...]
    other: Cause
    adders: tuple[Adder, ...]
    factors: tuple[Factor, ...]
    quantile: int
    least: int


@dataclass(frozen=True, slots=True)
class Label:
    """A named rule that types a case: a livelihood kind (涉民生类型), a required skill."""

    id: str
    when: Condition
    text: Text
    source: str = ""


@dataclass(frozen=True, slots=True)
class Priority:
    """A rank in the order of service (优先级), 0 first."""

    id: str
    when: Condition
    rank: int
    text: Text
    source: str = ""


@dataclass(frozen=True, slots=True)
class Role:
    """A role (岗位): whether it leads cases, signs for a team, learns as an apprentice, or may mentor (带教)."""

    id: str
    name: Text
    leads: bool = False
    signs: bool = False
    learns: bool = False
    mentors: bool = False


@dataclass(frozen=True, slots=True)
class LadderStep:
    """A step of the apprentice's ladder (成长阶梯) up to a number of months: capacity per mille, and what may be led.

    `leads` maps a track ("fast", "regular") to "alone", "with_mentor" or "no".
    """

    until_month: int | None
    capacity: int
    leads: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class PoolShare:
    """A share of one role's minutes that a team of some lane does for all (事务集约), per mille, plus fixed minutes.

    `by` is the role that does it there ("" for the same role).
    """

    lane: str
    role: str
    permille: int
    fixed: int = 0
    by: str = ""


@dataclass(frozen=True, slots=True)
class Charging:
    """Who carries which minutes of a case (工作量归属).

    The minutes of `lead_role` fall on the handler, those of every other role on that role's people in the handler's
    team; `mentor` is what a mentor gives of an apprentice's minutes, per mille by track.
    """

    lead_role: str
    pools: tuple[PoolShare, ...]
    mentor: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class ReductionKind:
    """A reason of the reduction catalogue (减量事由) with its highest share (per mille) and longest time in months."""

    id: str
    name: Text
    most: int
    months: int | None
    stops_intake: bool = False


@dataclass(frozen=True, slots=True)
class Continuity:
    """How much a former handler of linked cases is preferred (承办连续性): per mille of load, halving with time."""

    credit: Mapping[str, int]
    half_life_days: int
    most: int


@dataclass(frozen=True, slots=True)
class Levers:
    """What a court may turn (参数): horizon in working days, caps, tolerances, guards.

    Of a plan for many cases: `spread_step` is the width of a step of load within which all loads are equal; the peak's
    tolerance is what may be given up of it for the levels below, per mille of load, the spread's and the misfit's per
    mille of their values. So the first two are what keeping linked and resumed cases with one handler may cost (承办连续).
    """

    horizon_days: int
    most_load: int
    most_new_in_7_days: int | None
    most_apprentices: int
    tolerance: int
    least_pool: int
    guard_days: int
    assign_within_days: int
    spread_step: int = 50
    peak_tolerance: int = 3
    spread_tolerance: int = 4
    misfit_tolerance: int = 2
    undo_minutes: int = 10


@dataclass(frozen=True, slots=True)
class ReasonCode:
    """A listed reason (事由) for naming or changing a handler, or a class; `approval` names who must agree ("" nobody).

    One whose uses have "recuses" bars whoever held the case from it for good (回避).
    """

    id: str
    name: Text
    uses: tuple[str, ...]
    approval: str = ""


@dataclass(frozen=True)
class Rulebook:
    """One version of the office's rules, in force from a day; `source` is the file as it was read, `sources` what marks in it mean."""

    version: str
    effective_from: date
    name: Text
    lanes: Mapping[str, Lane]
    facts: Mapping[str, FactKind]
    kinds: Mapping[str, CaseKind]
    assets: Mapping[str, Text]
    triage: Triage
    weights: Weights
    roles: Mapping[str, Role]
    ladder: tuple[LadderStep, ...]
    charging: Charging
    reductions: Mapping[str, ReductionKind]
    continuity: Continuity
    levers: Levers
    reasons: Mapping[str, ReasonCode]
    livelihood: tuple[Label, ...] = ()
    priorities: tuple[Priority, ...] = ()
    skills: tuple[Label, ...] = ()
    skill_names: Mapping[str, Text] = field(default_factory=dict)
    nodes: tuple[Node, ...] = ()
    learning: Learning = field(default_factory=Learning)
    moves: Moves = field(default_factory=Moves)
    deadlines: Deadlines = field(default_factory=Deadlines)
    fairness: Fairness = field(default_factory=Fairness)
    rotation: Rotation = field(default_factory=Rotation)
    reserves: tuple[Reserve, ...] = ()
    errands: Mapping[str, ErrandKind] = field(default_factory=dict)
    fieldwork: FieldRules = field(default_factory=FieldRules)
    release: Releasing = field(default_factory=Releasing)
    closings: Mapping[str, ClosingWay] = field(default_factory=dict)
    happenings: Happenings = field(default_factory=Happenings)
    indicators: Mapping[str, Indicator] = field(default_factory=dict)
    signals: SignalRules = field(default_factory=SignalRules)
    sources: Mapping[str, Text] = field(default_factory=dict)
    source: Mapping[str, object] = field(default_factory=dict)

    @cached_property
    def digest(self) -> str:
        """Name this version by its content."""
        return digest(self.source)

    @cached_property
    def clock_digest(self) -> str:
        """Name all that clocks ask of the rules beside nodes: events, ways of closing, and how facts are drawn from a case."""
        causes = [(cause.id, cause.name, cause.aliases) for cause in self.weights.causes]
        read = (self.happenings, self.closings, self.facts, self.kinds, self.assets, causes)
        return digest(plain(read))

    @cached_property
    def node_digests(self) -> dict[str, str]:
        """Name what each node is, so that two versions can be told apart node by node."""
        return {node.id: digest(plain(node)) for node in self.nodes}

    @cached_property
    def clock_plan(self) -> ClockPlan:
        """Lay out what clocks ask of the nodes, once for all cases."""
        return ClockPlan.of(self.nodes, self.happenings)

    @cached_property
    def cause_names(self) -> dict[str, str]:
        """Find a cause's id by every name it goes by, in normal form."""
        rows = self.weights.causes
        return {normal_name(name): row.id for row in rows for name in (row.id, row.name.zh, row.name.en, *row.aliases)}

    @cached_property
    def from_assets(self) -> tuple[str, ...]:
        """Name the facts that follow from the assets known."""
        return tuple(fact.id for fact in self.facts.values() if fact.from_assets)

    @cached_property
    def following(self) -> tuple[str, ...]:
        """Name the facts that follow from others where nobody said them: they may change with any new one."""
        return (*self.from_assets, "town_minutes")

    @cached_property
    def causes_met(self) -> dict[str, str]:
        """Remember which cause each written form was found to be."""
        return {}

    def lane_kept(self, lane: str, track: str) -> str | None:
        """Give the lane in which a case stays: its own, else one of its class the score leads to, else any of it."""
        return lane if lane in self.lanes else self.lane_of(track)

    def lane_of(self, track: str) -> str | None:
        """Give the lane of a class: the one the score leads to, else any of it."""
        wanted = (self.triage.at_or_above, self.triage.below, *self.lanes)
        return next((lane for lane in wanted if self.lanes[lane].track == track), None)

    @property
    def last_rank(self) -> int:
        """Give the rank of a case that no priority rule lifts."""
        return max((rule.rank for rule in self.priorities), default=-1) + 1
