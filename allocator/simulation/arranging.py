"""The office a scenario makes of an office (机构调整): phase by phase, as people, teams and vehicles come, go and change."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from allocator.domain.calendar import WorkCalendar
from allocator.domain.office import Office
from allocator.domain.people import Absence, Officer, Skill, Team, Vehicle
from allocator.domain.scenarios.scenario import (
    Join,
    LanesGiven,
    Leave,
    Move,
    Scenario,
    TeamFormed,
    TeamsMerged,
    VehiclesChanged,
)

Change = TeamFormed | TeamsMerged | LanesGiven | Move | VehiclesChanged
EVIDENCE = "推演方案 scenario"
ADDED = "（增）"


@dataclass(frozen=True, slots=True)
class Phase:
    """The office from a day on until the next phase (阶段); every phase lists the same people in the same order."""

    first: date
    office: Office


def phases(office: Office, scenario: Scenario) -> Iterator[Phase]:
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
