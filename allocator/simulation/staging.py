"""A scenario put on an office's stage (方案落地): who serves when, in which teams, by which rules, with which vehicles."""

import pickle
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, lru_cache

from allocator.domain.calendar import WorkCalendar
from allocator.domain.canonical import digest
from allocator.domain.docket import Case
from allocator.domain.facts import CaseInput
from allocator.domain.office import Office
from allocator.domain.people import Absence, Officer, Skill, Team, Vehicle
from allocator.domain.rulebook.book import Rulebook
from allocator.domain.scenarios.check import check_scenario
from allocator.domain.scenarios.faults import ScenarioFaults
from allocator.domain.scenarios.process import Process
from allocator.domain.scenarios.process_check import names_gone
from allocator.domain.scenarios.rules import rulebook_for
from allocator.domain.scenarios.scenario import (
    Arrivals,
    Join,
    LanesGiven,
    Leave,
    Move,
    Policy,
    Scenario,
    TeamFormed,
    TeamsMerged,
    VehiclesChanged,
)
from allocator.domain.special_actions import SpecialAction
from allocator.domain.words import Text
from allocator.simulation.flood import check_flood
from allocator.simulation.opening import Opening

Change = TeamFormed | TeamsMerged | LanesGiven | Move | VehiclesChanged
UNPACKED = 4  # stagings kept as they were sent, as many as timetables are
EVIDENCE = "推演方案 scenario"
ADDED = "（增）"


@dataclass(frozen=True, slots=True)
class Phase:
    """The office from a day on until the next phase (阶段); every phase lists the same people in the same order."""

    first: date
    office: Office


@dataclass(frozen=True)
class Staged:
    """All that a run needs (落地方案); equal stagings and replications give equal paths.

    `warm_up_days` None: the runs themselves tell. Who joins or leaves is in every phase and serves between two dates.
    """

    name: Text
    first: date
    days: int
    warm_up_days: int | None
    seed: int
    policy: Policy
    rulebook: Rulebook
    process: Process
    arrivals: Arrivals
    phases: tuple[Phase, ...]
    stock: tuple[Case, ...]
    bank: tuple[CaseInput, ...]
    actions: tuple[SpecialAction, ...] = ()

    @property
    def office(self) -> Office:
        """Give the office of the first day."""
        return self.phases[0].office

    def office_on(self, day: date) -> Office:
        """Give the office as it is arranged on a day."""
        return next((phase.office for phase in reversed(self.phases) if phase.first <= day), self.office)

    @cached_property
    def digest(self) -> str:
        """Name what is simulated: two stagings of one digest give the same figures."""
        offices = [[phase.first, phase.office.digest] for phase in self.phases]
        frame = [self.first, self.days, self.warm_up_days, self.seed, self.policy, self.arrivals]
        parts = [frame, offices, self.rulebook.digest, self.process.digest, self.stock, self.bank]
        return digest([*parts, self.actions] if self.actions else parts)

    @cached_property
    def ground(self) -> str:
        """Name all but seed and warm-up: what is worked out before a run begins is the same on one ground."""
        offices = [[phase.first, phase.office.digest] for phase in self.phases]
        frame = [self.first, self.days, self.policy, self.arrivals]
        return digest([frame, offices, self.rulebook.digest, self.process.digest, self.stock, self.bank, self.actions])

    def under(self, seed: int, warm_up_days: int | None) -> "Staged":
        """Give the same under another luck and warm-up, on the same ground."""
        found = replace(self, seed=seed, warm_up_days=warm_up_days)
        vars(found)["ground"] = self.ground
        return found

    @cached_property
    def _sent(self) -> bytes:
        _ = self.digest, self.ground
        return pickle.dumps(vars(self))

    def __reduce__(self) -> tuple[Callable[[bytes], "Staged"], tuple[bytes]]:
        """Pack and unpack once what is sent again and again: to each helping process with every run."""
        return unpacked, (self._sent,)


@lru_cache(maxsize=UNPACKED)
def unpacked(sent: bytes) -> Staged:
    """Give a staging that was sent here; the last few are kept, for runs of one come one after the other."""
    found = object.__new__(Staged)
    vars(found).update(pickle.loads(sent))  # noqa: S301 - packed by our own process
    return found


def staged(opening: Opening, scenario: Scenario) -> Staged:
    """Put a scenario on an office's stage; raises BadInput with each fault at the scenario's own field."""
    faults = ScenarioFaults()
    check_scenario(scenario, opening.office, opening.rulebook, faults)
    _check_stock(opening, scenario, faults)
    check_flood(scenario.arrivals, opening.bank, faults)
    faults.stop_if_any()
    rulebook = rulebook_for(scenario, opening.rulebook)
    _check_process(opening, rulebook, faults)
    faults.stop_if_any()
    return Staged(
        name=scenario.name,
        first=scenario.first,
        days=scenario.days,
        warm_up_days=scenario.warm_up_days,
        seed=scenario.seed,
        policy=scenario.policy,
        rulebook=rulebook,
        process=opening.process,
        arrivals=scenario.arrivals,
        phases=tuple(_phases(opening.office, scenario)),
        stock=opening.stock,
        bank=opening.bank,
        actions=opening.actions,
    )


def _check_stock(opening: Opening, scenario: Scenario, faults: ScenarioFaults) -> None:
    """What is open stands as it does today: days before it came in, or was given to somebody, cannot be played with it."""
    days = [case.holding.since if case.holding else case.input.filing.filed_on for case in opening.stock]
    last = max([*days, *([opening.changed] if opening.changed else [])], default=scenario.first)
    if last > scenario.first:
        text = Text(
            f"首日 {scenario.first} 早于在办案件的最近变动 {last}。",
            f"{scenario.first} is before {last}, when open cases last came in or were given to somebody.",
        )
        remedy = Text(
            f"请把 first 改为 {last} 或以后；或用 --office 推演没有存量的机构。",
            f"Begin on {last} or later, or play an office without a stock by --office.",
        )
        faults.add("first", text, remedy)


def _check_process(opening: Opening, rulebook: Rulebook, faults: ScenarioFaults) -> None:
    """The way of handling goes on under other rules: what it names there must still be named by them."""
    missing = set(names_gone(opening.process, opening.rulebook))
    for path, name, where in (gone for gone in names_gone(opening.process, rulebook) if gone not in missing):
        text = Text(
            f"办案流程的 {path} 用到“{name}”，改后规则的 {where} 中没有。",
            f'The process names "{name}" at {path}; the rules as changed have it no more in {where}.',
        )
        faults.add(
            "rules", text, Text("请保留它，或同时修改 process.toml。", "Keep it, or change process.toml as well.")
        )


def _phases(office: Office, scenario: Scenario) -> Iterator[Phase]:
    """Give a phase for the first day and for each later day on which something is arranged anew."""
    office = _with_people(_with_calendar(office, scenario), scenario)
    changes = [(max(change.first or scenario.first, scenario.first), change) for change in _changes(scenario)]
    for day in sorted({scenario.first, *(day for day, _ in changes)}):
        for _, change in (pair for pair in changes if pair[0] == day):
            office = _changed(office, change)
        yield Phase(day, office)


def _changes(scenario: Scenario) -> Iterator[Change]:
    """Walk what is arranged anew in the order in which it is done on one day: teams before the people of them."""
    teams = scenario.teams
    yield from teams.merged
    yield from teams.formed
    yield from teams.lanes
    yield from scenario.people.move
    yield from scenario.vehicles


def _with_calendar(office: Office, scenario: Scenario) -> Office:
    off, worked = scenario.calendar.holidays, scenario.calendar.workdays
    own = office.calendar
    if not off | worked:
        return office
    return replace(office, calendar=WorkCalendar((own.holidays | off) - worked, (own.extra_workdays | worked) - off))


def _with_people(office: Office, scenario: Scenario) -> Office:
    """Add who joins, end who leaves, and note who is away."""
    people = scenario.people
    for join in people.join:
        office = replace(office, officers=(*office.officers, _joined(office, join)))
    for leave in people.leave:
        office = _left(office, leave)
    away = tuple(Absence(office.officer(one.who).code, one.period) for one in people.away)
    return replace(office, absences=(*office.absences, *away)) if away else office


def _joined(office: Office, join: Join) -> Officer:
    """Make an officer who joins; `like` gives what is not said, also of somebody who joins by the same scenario."""
    like = office.officer(join.like) if join.like else None
    skills = None if join.skills is None else tuple(Skill(name, EVIDENCE) for name in join.skills)
    share = join.share if join.share is not None else like.share if like else 0
    return Officer(
        code=join.code,
        name=join.name or join.code,
        role=join.role or (like.role if like else ""),
        team=join.team or (like.team if like else None),
        share=share,
        entered=join.first,
        skills=skills if skills is not None else like.skills if like else (),
        step=like.step if like else None,
    )


def _left(office: Office, leave: Leave) -> Office:
    officer = office.officer(leave.who)
    last = leave.last if officer.left is None else min(officer.left, leave.last)
    return _put(office, replace(officer, left=last))


def _put(office: Office, officer: Officer) -> Office:
    """Put an officer in the place of the one who had the code."""
    return replace(office, officers=tuple(officer if one.code == officer.code else one for one in office.officers))


def _changed(office: Office, change: Change) -> Office:
    match change:
        case TeamFormed():
            return _formed(office, change)
        case TeamsMerged():
            return _merged(office, change)
        case LanesGiven():
            teams = (replace(one, lanes=change.lanes) if one.code == change.team else one for one in office.teams)
            return replace(office, teams=tuple(teams))
        case Move():
            return _moved(office, change)
        case VehiclesChanged():
            return replace(office, vehicles=_vehicles(office.vehicles, change))


def _formed(office: Office, formed: TeamFormed) -> Office:
    lead = office.officer(formed.lead).code if formed.lead else None
    members = {office.officer(member).code for member in (*formed.members, *((lead,) if lead else ()))}
    office = replace(office, teams=(*office.teams, Team(formed.code, formed.name, formed.lanes, lead)))
    return _sent(office, members, formed.code)


def _merged(office: Office, merged: TeamsMerged) -> Office:
    gone = set(merged.absorbs) - {merged.into}
    lanes = dict.fromkeys(
        lane for team in office.teams if team.code == merged.into or team.code in gone for lane in team.lanes
    )
    people = {officer.code for officer in office.officers if officer.team in gone}
    kept = (team for team in office.teams if team.code not in gone)
    teams = tuple(replace(team, lanes=tuple(lanes)) if team.code == merged.into else team for team in kept)
    return _sent(replace(office, teams=teams), people, merged.into)


def _sent(office: Office, members: set[str], team: str) -> Office:
    """Send people to a team; a team whose lead went has none."""
    officers = tuple(replace(one, team=team) if one.code in members else one for one in office.officers)
    teams = tuple(replace(one, lead=None) if one.lead in members and one.code != team else one for one in office.teams)
    return replace(office, officers=officers, teams=teams)


def _moved(office: Office, move: Move) -> Office:
    officer = office.officer(move.who)
    had = {skill.id for skill in officer.skills}
    skills = (*officer.skills, *(Skill(name, EVIDENCE) for name in move.skills if name not in had))
    share = officer.share if move.share is None else move.share
    office = _put(office, replace(officer, role=move.role or officer.role, share=share, skills=skills))
    return _sent(office, {officer.code}, move.team) if move.team else office


def _vehicles(have: tuple[Vehicle, ...], change: VehiclesChanged) -> tuple[Vehicle, ...]:
    if change.add <= 0:
        return have[: len(have) + change.add]
    like = next(one for one in have if one.code == (change.like or have[0].code))
    taken = {one.code for one in have}
    free = (code for number in range(1, len(have) + change.add + 1) if (code := f"{like.code}+{number}") not in taken)
    return (*have, *(replace(like, code=next(free), name=like.name + ADDED) for _ in range(change.add)))
