"""A case as the office keeps it (在册案件): its input, what triage said last, who holds it and since when."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from allocator.domain.cases import CaseState
from allocator.domain.facts import CaseInput
from allocator.domain.rulebook.conditions import FactValue
from allocator.domain.words import Text

HOW: Mapping[str, Text] = {
    "draw": Text("随机抽签", "by the draw"),
    "override": Text("人工变更建议", "by a person, against the suggestion"),
    "designated": Text("指定", "designated"),
    "reassign": Text("改派", "reassigned"),
    "plan": Text("批量方案", "by a plan"),
    "rebalance": Text("均衡方案", "by a rebalancing"),
    "conversion": Text("简繁转换", "by a conversion"),
}
"""In which ways a case came to its holder (承办来由), in words."""


class Dispute(StrEnum):
    """Why the class of a case is in dispute (争议).

    Somebody's word that it is simple waits for a second person; a class given by hand stands against the rules; facts or
    rules that came later contradict the class it stands in; or two people differ.
    """

    ASKED = "asked"
    RULE = "rule"
    FACTS = "facts"
    CLERKS = "clerks"


@dataclass(frozen=True, slots=True)
class Hand:
    """A class that a person gave (人工定类): which, by whom, and the lane and the rules that stood against it then.

    The rule that decided stands first; `decision` is the number of the log entry with the reason.
    """

    track: str
    by: str
    lane: str
    rules: tuple[str, ...]
    decision: int = 0


@dataclass(frozen=True, slots=True)
class Standing:
    """What triage said of a case last, as far as lists, loads and plans need it.

    `decision` is the number of the log entry that holds the whole decision; `conversions` counts the class changes
    since filing by direction ("to_regular", "to_fast"): each may happen once (简转繁、繁转简).
    `hand` is there while the class is a person's and not the rules'; `asked` while somebody's word that the case is
    simple waits for a second person; `dispute` says who differs, None when nobody does.
    """

    track: str
    lane: str
    certain: bool
    minutes: Mapping[str, int]
    priority: int
    skills: tuple[str, ...] = ()
    livelihood: str | None = None
    decision: int = 0
    conversions: Mapping[str, int] = field(default_factory=dict)
    hand: Hand | None = None
    asked: Hand | None = None
    dispute: Dispute | None = None


@dataclass(frozen=True, slots=True)
class Holding:
    """Who holds a case (承办): officer and mentor by code, how they came to it, since when, who carries which minutes.

    `how` is "draw", "override", "designated", "plan", "rebalance" or "conversion".
    """

    officer: str
    mentor: str | None
    how: str
    since: date
    charges: Mapping[str, int]
    decision: int = 0

    def charged(self, charges: Mapping[str, int]) -> "Holding":
        """Give the holding with other minutes taken (工作量重算): simulated offices ask it by the ten thousand."""
        return Holding(self.officer, self.mentor, self.how, self.since, charges, self.decision)


@dataclass(frozen=True, slots=True)
class WaitingFlag:
    """A fact that takes two persons, said by one (待复核事项): which, by whom, when, why, and what was known before.

    Until somebody else approves, the fact is unknown. `because` is empty for what came with the filing; `decision` is the
    number of the log entry.
    """

    fact: str
    by: str
    at: datetime
    because: str
    was: FactValue = None
    decision: int = 0


@dataclass(frozen=True, slots=True)
class Case:
    """A case on the docket. `version` grows with every change; `received` is the instant it came in (UTC).

    A closed one has the day, the way by id (None where nobody said) and what was recovered in fen. `flags` wait for a
    second person.
    """

    id: int
    version: int
    input: CaseInput
    state: CaseState
    standing: Standing
    received: datetime
    holding: Holding | None = None
    closed_on: date | None = None
    closed_as: str | None = None
    recovered: int | None = None
    flags: tuple[WaitingFlag, ...] = ()

    @property
    def case_no(self) -> str:
        """Give the case number (案号)."""
        return self.input.filing.case_no

    def stands(self, learned: CaseInput, standing: Standing, holding: Holding | None) -> "Case":
        """Give the case as it is known and stands after another triage; simulated offices ask it by the ten thousand."""
        own = self.id, self.version, learned, self.state, standing, self.received, holding
        return Case(*own, self.closed_on, self.closed_as, self.recovered, self.flags)

    def given(self, holding: Holding) -> "Case":
        """Give the case with somebody who has just got it (已分)."""
        own = self.id, self.version, self.input, CaseState.ASSIGNED, self.standing, self.received, holding
        return Case(*own, self.closed_on, self.closed_as, self.recovered, self.flags)
