"""One case on its way through the office (一案一生): what it is like, where it stands, who works on it now."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from allocator.decisions.triage.routing import Routed, Seen
from allocator.domain.cases import CaseState
from allocator.domain.docket import Case, Standing
from allocator.domain.facts import CaseInput
from allocator.domain.rulebook.conditions import Facts
from allocator.domain.ties import Key
from allocator.domain.words import Text
from allocator.simulation.desks import Task
from allocator.simulation.ways import Way

POOL, LEAD, DESK, MENTOR, VEHICLE = "pool", "lead", "desk", "mentor", "vehicle"


@dataclass(frozen=True, slots=True)
class Moment:
    """Something that happened to a case (经过): when, what, and to whom or by whom, by code."""

    at: datetime
    text: Text
    who: str = ""


UNSEEN = Seen({}, ())
Pooled = list[tuple[str, str, int]]
"""What pools do of a case: desk, role there, minutes."""


@dataclass(eq=False, slots=True)
class Life:
    """A case from filing to closing.

    `facts` is what it is truly like, `minutes` what it truly takes by role in whatever lane; `filed` is the number of its
    filing's day, negative before the first. `place` is the stage it is in, begun at `since`, waiting from `waits_from`.
    `stopped` are the days its clock stood still; `asks` says that it waits for a handler, `late` that it was counted as
    given out too late. `split` is what pools and the team have to do of it, while that does not change; `settled` is
    the route by which it was last settled and the standing that made. `keys` tie it to other cases; `moved` is
    the day on which it last went from one handler to another; `case_no` is its number (案号).
    """

    case: Case
    number: int
    facts: Facts
    minutes: Mapping[str, float]
    filed: int
    seen: Seen
    way: Way
    place: int = 0
    since: float = 0.0
    waits_from: float = 0.0
    pieces: list["Piece"] = field(default_factory=list)
    assigned: int | None = None
    asks: bool = False
    rounds: int = 0
    stopped: float = 0.0
    late: bool = False
    closed: bool = False
    split: tuple[Pooled, dict[str, int]] | None = None
    settled: tuple[Routed, Standing] | None = None
    story: list[Moment] | None = None
    keys: tuple[Key, ...] = ()
    moved: date | None = None
    former: tuple[str | None, ...] = ()
    case_no: str = field(init=False)

    def __post_init__(self) -> None:
        self.case_no = self.case.input.filing.case_no

    def rest(self, day: date) -> None:
        """Close the case and forget what nobody asks of it any more: number, parties and handler stay, for cases tied to it come for years."""
        self.facts, self.seen, self.settled, self.split = {}, UNSEEN, None, None
        known = CaseInput(self.case.input.filing, self.case.input.in_series)
        self.case = replace(self.case, input=known, state=CaseState.CLOSED, closed_on=day)


@dataclass(eq=False, slots=True)
class Piece(Task):
    """A piece of a case's work in one stage (案件工作): of a pool, the lead, a desk, a mentor or a vehicle; of which role."""

    life: Life | None = None
    kind: str = DESK
    role: str = ""
