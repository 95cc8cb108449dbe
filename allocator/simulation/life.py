"""One case on its way through the office (一案一生): what it is like, where it stands, who works on it now."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from allocator.decisions.triage.routing import Routed, Seen
from allocator.domain.docket import Case, Standing
from allocator.domain.facts import CaseInput
from allocator.domain.rulebook.conditions import Facts
from allocator.domain.ties import Key
from allocator.domain.words import Text
from allocator.simulation.desks import Task

POOL, LEAD, DESK, MENTOR, VEHICLE = "pool", "lead", "desk", "mentor", "vehicle"


@dataclass(frozen=True, slots=True)
class Moment:
    """Something that happened to a case (经过): when, what, and to whom or by whom, by code."""

    at: datetime
    text: Text
    who: str = ""


@dataclass(eq=False, slots=True)
class Way:
    """The stages a case passes (办案路径) by their places in the process, and each role's weights over them added up."""

    places: tuple[int, ...]
    work: Mapping[str, int]
    pooled: Mapping[str, int]
    _after: dict[int, int] = field(default_factory=dict, repr=False)

    def after(self, place: int) -> int:
        """Give the next place; the last stage of a way closes the case, so that there is one."""
        found = self._after.get(place)
        if found is None:  # a case may come here from a stage that is not of this way
            found = self._after[place] = next(other for other in self.places if other > place)
        return found


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
    the route by which it was last settled and the standing that made. `keys` tie it to other cases; `case_no` is its number (案号).
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
    case_no: str = field(init=False)

    def __post_init__(self) -> None:
        self.case_no = self.case.input.filing.case_no

    def rest(self) -> None:
        """Forget what nobody asks of a closed case: number, parties and handler stay, for cases tied to it come for years."""
        self.facts, self.seen, self.settled, self.split = {}, UNSEEN, None, None
        known = self.case.input
        self.case = self.case.stands(CaseInput(known.filing, known.in_series), self.case.standing, self.case.holding)


@dataclass(eq=False, slots=True)
class Piece(Task):
    """A piece of a case's work in one stage (案件工作): of a pool, the lead, a desk, a mentor or a vehicle; of which role."""

    life: Life | None = None
    kind: str = DESK
    role: str = ""
