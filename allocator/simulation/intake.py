"""Filings come in (收案), dormant cases come back, and work besides cases: all that enters a simulated office."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time

from allocator.decisions.triage.relearning import standing_of
from allocator.decisions.triage.routing import Seen
from allocator.domain.cases import CaseState
from allocator.domain.docket import Case
from allocator.domain.facts import CaseInput, facts_of
from allocator.simulation.arrivals import Drawn, Source
from allocator.simulation.chance import count, spread
from allocator.simulation.desks import Task
from allocator.simulation.handling import begin
from allocator.simulation.lent import out_with_actions
from allocator.simulation.life import Life
from allocator.simulation.truth import open_facts, truth_of
from allocator.simulation.working_time import DAY
from allocator.simulation.world import World

NOON = time(12)
BEFORE_ALL = -1
"""The rank of what comes before any case."""


@dataclass
class Intake:
    """What comes into one run: filings by day."""

    world: World
    source: Source
    later: dict[int, list[Drawn]] = field(default_factory=dict)

    def open_day(self, day: int) -> None:
        """Take in a working day's filings, spread over its hours, and its work besides cases."""
        opens = self.world.table.opening.opens
        length = self.world.table.opening.closes - opens
        for on, case in self.source.begun(day, self.world.chance):
            self.later.setdefault(on, []).append(case)
        for case in self._due(day):
            at = opens + length * self.world.chance.uniform("hour", case.case.filing.case_no)
            self.world.clock.at(day * DAY + at, self._file, case)
        self._send_out(day)
        for duty in self.world.process.duties:
            mean = duty.per_year / self.source.working_days
            for number in range(count(mean, self.world.chance.uniform(f"duty {duty.id}", str(day)))):
                at = opens + length * self.world.chance.uniform(f"duty {duty.id}", f"{day} {number}")
                self.world.clock.at(day * DAY + at, self._attend, (duty.lane, duty.minutes, duty.rank))

    def _send_out(self, day: int) -> None:
        """Let who is lent to a special action be out with it for what its own cases with him leave of the day's lent time."""
        world = self.world
        for code, minutes in out_with_actions(world.table, day, world.capacity().filled).items():
            if code in world.desks.workers:
                world.desks.put(code, Task(float(minutes), BEFORE_ALL, _nothing))

    def _due(self, day: int) -> list[Drawn]:
        """Give what was to come by a day; what fell on a day off comes on the next day worked."""
        days = sorted(on for on in self.later if on <= day)
        return [case for on in days for case in self.later.pop(on)]

    def _file(self, drawn: Drawn) -> None:
        self.world.tally.filed += 1
        begin(self.world, born(self.world, drawn))

    def _attend(self, work: tuple[str, Mapping[str, int], int]) -> None:
        lane, minutes, rank = work
        capacity = self.world.capacity()
        for role, length in minutes.items():
            desk = capacity.desk_of_pool(lane, role) or capacity.desk_of_role(role)
            if desk:
                self.world.desks.put(desk, Task(float(length), rank, _nothing))

    def come_back(self, old: Life) -> None:
        """File a dormant case anew: what was found of assets then is open again."""
        rule, day = self.world.process.resumption, self.world.table.on(self.world.clock.now)
        if rule is None:
            return
        filing, number = old.case.input.filing, f"{old.case_no}{rule.kind}"
        while self.world.docket.knows(number):
            number += rule.kind
        fresh = replace(
            filing,
            case_no=number,
            kind=rule.kind,
            filed_on=day,
            preserved=None,
            assets=None,
            origin_case_no=filing.case_no,
            traits={**filing.traits, **rule.facts},
        )
        self._file(Drawn(CaseInput(fresh), ""))


def _nothing(task: Task) -> None:
    """Work besides cases leads to nothing more."""


def born(world: World, drawn: Drawn) -> Life:
    """Put a filing on the docket, triaged by what is known of it, with its truth under its own name."""
    case = drawn.case
    seen, truth = first_look(world, case, drawn.template)
    standing = standing_of(world.router.route(seen))
    noon = datetime.combine(case.filing.filed_on, NOON, UTC)
    return entered(world, Case(world.numbers + 1, 1, case, CaseState.WAITING, standing, noon), seen, truth)


def first_look(world: World, case: CaseInput, template: str = "") -> tuple[Seen, Seen]:
    """See a case as it is known, and as it truly is; filings of one template look alike, whoever the parties are."""
    office, rulebook = world.table.offices[world.today], world.rulebook
    look = world.table.looks.get(template)
    if look is None:
        seen = world.router.see(facts_of(case, office, rulebook))
        look = seen, open_facts(seen.facts, rulebook, world.process)
        if template:
            world.table.looks[template] = look
    seen, unknown = look
    truth = truth_of(case, seen.facts, unknown, office, rulebook, world.chance)
    return seen, world.router.see(truth, seen, [*[fact.id for _, fact, _ in unknown], *rulebook.following])


def entered(world: World, case: Case, seen: Seen, truth: Seen) -> Life:
    """Put a case on the docket."""
    world.numbers += 1
    number, day, facts = case.case_no, case.input.filing.filed_on, truth.facts
    gross = world.router.gross(truth)
    luck = spread(world.process.effort_spread, world.chance.uniform("effort", number))
    minutes = {role: count * luck for role, count in gross.items()}
    filed = (day - world.staged.first).days
    way = world.way(facts, case.standing.track)
    life = Life(case, world.numbers, facts, minutes, filed, seen, way)
    life.place = way.places[0]
    life.story = world.story if number == world.listens else None
    life.stopped = float(world.staged.stopped.get(number, 0))
    world.docket.add(life)
    _watch_stay(world, life)
    return life


def _watch_stay(world: World, life: Life) -> None:
    """Look after a case on the day on which it will have stayed too long, where that is to come."""
    for rule, applies in zip(world.process.overstays, world.overstays, strict=True):
        due = life.filed + rule.days + life.stopped
        if due >= 0 and applies(life.facts):
            world.watch(life, rule, float(due * DAY))
