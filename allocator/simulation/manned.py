"""Is anybody left to lead the cases (有人承办)? A scenario in which a lane loses everybody is refused: its cases would only wait."""

from collections.abc import Iterator
from datetime import date, timedelta

from allocator.domain.office import Office
from allocator.domain.rulebook.book import Rulebook
from allocator.domain.scenarios.faults import ScenarioFaults
from allocator.domain.scenarios.scenario import Scenario
from allocator.domain.words import Text
from allocator.simulation.opening import Opening
from allocator.simulation.staging import Staged


def check_manned(opening: Opening, staging: Staged, scenario: Scenario, faults: ScenarioFaults) -> None:
    """Note for each lane that has somebody today the first day of the scenario on which it has nobody any more."""
    served = _lanes_led(opening.office, opening.rulebook, staging.first)
    for day in _days(staging):
        gone = served - _lanes_led(staging.office_on(day), staging.rulebook, day)
        for lane in sorted(gone & staging.rulebook.lanes.keys()):
            faults.add(_place(scenario, opening.office, lane), *_nobody(staging.rulebook, lane, day))
        served -= gone


def _lanes_led(office: Office, rulebook: Rulebook, day: date) -> set[str]:
    """Give the lanes in whose teams somebody serves who leads cases."""
    teams = {one.team for one in office.officers if one.serves(day) and _leads(rulebook, one.role)}
    return {lane for team in office.teams if team.code in teams for lane in team.lanes}


def _leads(rulebook: Rulebook, role: str) -> bool:
    return role in rulebook.roles and rulebook.roles[role].leads


def _days(staging: Staged) -> Iterator[date]:
    """Give the days on which the office is arranged anew or somebody is there no more, in order."""
    last = staging.first + timedelta(days=staging.days - 1)
    gone = {one.left for one in staging.office.officers if one.left is not None and one.left < last}
    after = {day + timedelta(days=1) for day in gone}
    yield from sorted(day for day in after | {phase.first for phase in staging.phases} if staging.first <= day <= last)


def _place(scenario: Scenario, office: Office, lane: str) -> str:
    """Name the row of the scenario that takes the last one away: the last of those who leave or go elsewhere, else of the teams."""
    found = [*_people_gone(scenario, office, lane)] or [*_teams_gone(scenario, office, lane)]
    return found[-1] if found else "rules"


def _people_gone(scenario: Scenario, office: Office, lane: str) -> Iterator[str]:
    teams = {team.code for team in office.teams if lane in team.lanes}
    own = {key: one.team for one in office.officers for key in (one.code, one.name)}
    for number, move in enumerate(scenario.people.move, start=1):
        if move.team not in (None, *teams) and own.get(move.who) in teams:
            yield f"people.move[{number}].team"
    for number, leave in enumerate(scenario.people.leave, start=1):
        if own.get(leave.who) in (None, *teams):
            yield f"people.leave[{number}].who"


def _teams_gone(scenario: Scenario, office: Office, lane: str) -> Iterator[str]:
    teams = {team.code for team in office.teams if lane in team.lanes}
    own = {key: one.team for one in office.officers for key in (one.code, one.name)}
    for number, formed in enumerate(scenario.teams.formed, start=1):
        if teams & {own.get(member) for member in formed.members} and lane not in formed.lanes:
            yield f"teams.formed[{number}].members"
    for number, given in enumerate(scenario.teams.lanes, start=1):
        if given.team in teams and lane not in given.lanes:
            yield f"teams.lanes[{number}].lanes"


def _nobody(rulebook: Rulebook, lane: str, day: date) -> tuple[Text, Text]:
    name = rulebook.lanes[lane].name
    text = Text(
        f"自 {day} 起，“{name.zh}”再无人承办，案件只能等待。",
        f"From {day} on nobody leads cases of {name.en} any more: they would only wait.",
    )
    return text, Text(
        "请留下一人、增补一人，或让别的团队兼办该通道。",
        "Keep somebody, let somebody join, or give the lane to another team too.",
    )
