"""All parts of one run in one place (推演现场): clock, desks, docket, chance, what is counted, and the ways cases take."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from functools import partial

from allocator.decisions.recommendation.duty import Duty
from allocator.decisions.triage.routing import Router
from allocator.domain.clocks.nodes import Node
from allocator.domain.rulebook.book import Rulebook
from allocator.domain.rulebook.conditions import Facts
from allocator.domain.scenarios.process import Overstay, Process, ProcessStage
from allocator.domain.snapshot import Snapshot
from allocator.domain.words import Text
from allocator.domain.workload import Capacity
from allocator.simulation.chance import Chance
from allocator.simulation.clock import Clock
from allocator.simulation.desks import Desks, Task
from allocator.simulation.docket import Docket
from allocator.simulation.lent import filled
from allocator.simulation.life import Life, Moment
from allocator.simulation.outings.book import Outings
from allocator.simulation.staging import Staged
from allocator.simulation.tally import Tally
from allocator.simulation.timetable import Timetable
from allocator.simulation.truth import Test, holds
from allocator.simulation.ways import Way
from allocator.simulation.working_time import DAY

Carried = tuple[str, str, str]
Carrier = tuple[str, bool]
"""At whose queue a role's work waits, and whether it is the lead's own."""


@dataclass(frozen=True, slots=True)
class Acts:
    """What follows from what (后续动作): handed in, so that no part of a run needs to know the others."""

    finished: Callable[["World", Task], None]
    ended: Callable[["World", Life], None]
    go_on: Callable[["World", Life], None]
    overstayed: Callable[["World", Life, Overstay], None]


@dataclass(eq=False)
class World:
    """One run; `today` is the number of the day it is, `acts` what follows from what, `listens` the case, person or vehicle whose story is wanted.

    `levelled` is the span of days for which loads were levelled last.
    """

    staged: Staged
    table: Timetable
    chance: Chance
    acts: "Acts"
    listens: str = ""
    rulebook: Rulebook = field(init=False)
    process: Process = field(init=False)
    stages: tuple[ProcessStage, ...] = field(init=False)
    clock: Clock = field(init=False)
    desks: Desks = field(init=False)
    docket: Docket = field(init=False)
    tally: Tally = field(init=False)
    outings: Outings = field(init=False)
    router: Router = field(init=False)
    overstays: list[Test] = field(init=False)
    nodes: Mapping[str, Node] = field(init=False)
    finished: Callable[[Task], None] = field(init=False)
    ended: Callable[[Life], None] = field(init=False)
    resumed: Callable[[Life], None] = field(init=False)
    today: int = 0
    numbers: int = 0
    levelled: int = 0
    last_in_turn: dict[str, str] = field(default_factory=dict)
    story: list[Moment] = field(default_factory=list)
    _seen: tuple[Capacity, Snapshot] | None = None
    _carriers: tuple[Capacity, dict[Carried, Carrier]] | None = None
    _lent: tuple[tuple[int, int], Capacity] | None = None
    _duty: Duty | None = None
    _days: tuple[int, Capacity] | None = None

    def __post_init__(self) -> None:
        self.rulebook, self.process = self.staged.rulebook, self.staged.process
        self.stages = self.process.stages
        self.clock = Clock()
        self.desks, self.docket, self.tally = Desks(self.clock), Docket(), Tally(self.staged, self.table)
        self.outings = self.tally.outings
        self.router = self.table.router
        self.overstays = [holds(rule.when) for rule in self.process.overstays]
        self.finished, self.ended = partial(self.acts.finished, self), partial(self.acts.ended, self)
        self.nodes = {node.id: node for node in self.rulebook.nodes}

    def snapshot(self) -> Snapshot:
        """Give the office as a decision may see it now; what a day's decisions change of it is kept up in one for all of them."""
        capacity = self.capacity()
        if self._seen is None or self._seen[0] is not capacity:
            seen = self.table.snapshot(self.today, self.docket.held, self.docket.recent(self.today), capacity)
            self._seen = capacity, seen
        return self._seen[1]

    def capacity(self) -> Capacity:
        """Give what everybody has to give: the day's, and where special actions take time, as far as their cases fill it now."""
        if self._days is not None and self._days[0] == self.today:
            return self._days[1]
        if not self.staged.actions:
            self._days = self.today, self.table.capacity(self.today)
            return self._days[1]
        key = self.today, self.docket.held.changes
        if self._lent is None or self._lent[0] != key:
            before, minutes = self._lent, filled(self.table, self.today, self.docket.open.values())
            same = before is not None and before[0][0] == self.today and before[1].filled == minutes
            self._lent = key, before[1] if before is not None and same else self.table.filled(self.today, minutes)
        return self._lent[1]

    def duty(self) -> Duty:
        """Give who may lead cases today."""
        capacity = self.capacity()
        if not capacity.filled:
            return self.table.duty(self.today)
        if self._duty is None or self._duty.capacity is not capacity:
            self._duty = self.table.duty_with(capacity)
        return self._duty

    def carriers(self) -> dict[Carried, Carrier]:
        """Give who carries what today, as far as it was asked: by the lane of a stage, the role and the lead."""
        capacity = self.capacity()
        if self._carriers is None or self._carriers[0] is not capacity:
            self._carriers = capacity, {}
        return self._carriers[1]

    def way(self, facts: Facts, track: str) -> Way:
        """Give the stages a case of a class passes, up to the one that closes it."""
        return self.table.ways.way(facts, track)

    def watch(self, life: Life, rule: Overstay, at: float) -> None:
        """Look after a case again when it may have stayed too long in its lane, if that is to come."""
        at = self.table.open_from(at)
        if at < self.staged.days * DAY:
            self.clock.at(at, self._look_after, (life, rule))

    def _look_after(self, what: tuple[Life, Overstay]) -> None:
        self.acts.overstayed(self, *what)

    def tell(self, life: Life, zh: str, en: str, who: str = "") -> None:
        """Write down what happened, if the story of this case is wanted."""
        if who and who == self.listens:
            self.note_for(who, Text(zh, en), life.case_no)
        if life.story is not None:
            life.story.append(Moment(self._instant, Text(zh, en), who))

    def note_for(self, code: str, text: Text, about: str = "") -> None:
        """Write down what happened to a person or vehicle, if its story is wanted."""
        if code == self.listens:
            self.story.append(Moment(self._instant, text, about))

    @property
    def _instant(self) -> datetime:
        return datetime.combine(self.staged.first, time()) + timedelta(minutes=round(self.clock.now))

    def end(self) -> None:
        """Let go of what holds a run that is over together, so that nothing of it has to be looked for as rubbish."""
        for life in self.docket.open.values():
            life.pieces.clear()
        self.desks.end()
        vars(self).clear()
