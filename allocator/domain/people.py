"""People and what they share (人员与共享资源): officers, teams, pairs, absences, recusals, vehicles, towns."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from allocator.domain.canonical import added_later
from allocator.domain.errors import BadInput
from allocator.domain.words import Text


@dataclass(frozen=True, slots=True)
class Period:
    """A span of days, both ends included (起止日期); an open end is None."""

    first: date
    last: date | None = None

    def __post_init__(self) -> None:
        if self.last is not None and self.last < self.first:
            raise BadInput(
                Text(
                    f"结束日期 {self.last} 早于开始日期 {self.first}。",
                    f"The last day {self.last} is before the first {self.first}.",
                ),
                Text("请更正日期。", "Correct the dates."),
            )

    def covers(self, day: date) -> bool:
        """Say whether a day lies in the span."""
        return self.first <= day and (self.last is None or day <= self.last)

    def meets(self, other: "Period") -> bool:
        """Say whether two spans share a day."""
        return self.covers(other.first) or other.covers(self.first)


@dataclass(frozen=True, slots=True)
class Team:
    """A team (团队) and the lanes whose cases its people may lead; `lead` is an officer's code."""

    code: str
    name: Text
    lanes: tuple[str, ...]
    lead: str | None = None


@dataclass(frozen=True, slots=True)
class Skill:
    """A proven ability or authorisation (技能、授权) of one officer, with its evidence and last valid day."""

    id: str
    evidence: str
    expires: date | None = None

    def valid(self, day: date) -> bool:
        """Say whether it may be relied on that day."""
        return self.expires is None or day <= self.expires


@dataclass(frozen=True, slots=True)
class Officer:
    """A member of the office (工作人员), from judge to driver.

    `share` is the part of the working day for cases, per mille; `entered` the first day, `left` the last one. `step` is
    the step of the ladder (成长阶梯) a person decided on, 1 the lowest; None: the months of service tell it.
    """

    code: str
    name: str
    role: str
    team: str | None
    share: int
    entered: date
    left: date | None = None
    skills: tuple[Skill, ...] = ()
    step: int | None = added_later(None)

    def __post_init__(self) -> None:
        if not 0 <= self.share <= 1000:
            raise BadInput(
                Text(
                    f"{self.name}：办案时间占比须在 0 到 1 之间。", f"{self.name}: the working share must lie in 0..1."
                ),
                Text("例如 0.72。", "For example 0.72."),
            )

    def serves(self, day: date) -> bool:
        """Say whether the officer belongs to the office that day."""
        return self.entered <= day and (self.left is None or day <= self.left)

    def months_served(self, day: date) -> int:
        """Count full months since entry."""
        months = (day.year - self.entered.year) * 12 + day.month - self.entered.month
        return months - (1 if day.day < self.entered.day else 0)


@dataclass(frozen=True, slots=True)
class Pairing:
    """A mentor-apprentice pair (师徒结对) for a span of days.

    A `cover` stands beside the apprentice while the mentor is away (代管), and counts among the cover's apprentices.
    """

    mentor: str
    apprentice: str
    period: Period
    cover: bool = added_later(False)


@dataclass(frozen=True, slots=True)
class Preference:
    """What one of two people thinks of pairing with the other (结对意愿): apprentice of mentor, or mentor of apprentice.

    `rank` 1 is liked best, equal ranks equally; None: not acceptable. Whom nobody ranked comes after all who are ranked.
    """

    person: str
    other: str
    rank: int | None


@dataclass(frozen=True, slots=True)
class Absence:
    """Days on which an officer is away (请假、外派). The reason is for the supervisor alone and enters no decision."""

    officer: str
    period: Period
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Reduction:
    """A dated reduction of somebody's capacity (减量), of a kind from the rulebook's catalogue; per mille."""

    officer: str
    kind: str
    permille: int
    period: Period


@dataclass(frozen=True, slots=True)
class Lending:
    """What a special action (专项行动) takes while it lasts: a part of an officer's time, per mille, or a vehicle whole."""

    action: str
    holder: str
    permille: int
    period: Period


class RecusalState(StrEnum):
    """Where a recusal stands (回避状态): declared, challenged and pending, upheld, or dismissed."""

    DECLARED = "declared"
    CHALLENGED = "challenged"
    UPHELD = "upheld"
    DISMISSED = "dismissed"


@dataclass(frozen=True, slots=True)
class Recusal:
    """A tie that bars an officer from a case (回避; REC 1-3, 14): to a party by name or identity, or to one case."""

    officer: str
    relation: str
    state: RecusalState
    party: str | None = None
    identity: str | None = None
    case_no: str | None = None
    since: date | None = None

    @property
    def bars(self) -> bool:
        """Say whether it keeps the officer away: also while a challenge is undecided (民诉法 48 条)."""
        return self.state != RecusalState.DISMISSED


@dataclass(frozen=True, slots=True)
class Vehicle:
    """A shared vehicle (执法车辆)."""

    code: str
    name: str
    kind: str
    seats: int


VEHICLE_KINDS: Mapping[str, Text] = {
    "off_road": Text("越野车", "off-road car"),
    "van": Text("面包车", "van"),
    "car": Text("轿车", "car"),
    "bus": Text("客车", "bus"),
    "truck": Text("货车", "lorry"),
}
"""What kinds of vehicles are called; an office may name others by words of its own, which are shown as they are."""


def vehicle_kind(kind: str) -> Text:
    """Name a kind of vehicle."""
    return VEHICLE_KINDS.get(kind, Text(kind, kind))


@dataclass(frozen=True, slots=True)
class Town:
    """A town of the court's area (乡镇): `minutes` is the drive to the seat one way; `aliases` other written forms."""

    name: str
    name_en: str
    minutes: int
    code: str = ""
    aliases: tuple[str, ...] = ()
    lat: str = ""
    lon: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class TownMinutes:
    """The drive between two towns, one way, in minutes."""

    origin: str
    target: str
    minutes: int
    source: str = ""
