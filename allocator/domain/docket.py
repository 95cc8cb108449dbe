"""A case as the office keeps it (在册案件): its input, what triage said last, who holds it and since when."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from allocator.domain.cases import CaseState
from allocator.domain.facts import CaseInput


@dataclass(frozen=True, slots=True)
class Standing:
    """What triage said of a case last, as far as lists, loads and plans need it.

    `decision` is the number of the log entry that holds the whole decision; `conversions` counts the class changes
    since filing by direction ("to_regular", "to_fast"): each may happen once (简转繁、繁转简).
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


@dataclass(frozen=True, slots=True)
class Case:
    """A case on the docket. `version` grows with every change; `received` is the instant it came in (UTC).

    A closed one has the day, the way by id (None where nobody said) and what was recovered in fen.
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

    @property
    def case_no(self) -> str:
        """Give the case number (案号)."""
        return self.input.filing.case_no
