"""What a scenario must agree with (方案核对): people, teams, roles, skills and causes that exist, days it looks at."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TypeAlias

from allocator.domain.office import Office
from allocator.domain.rulebook.book import Rulebook
from allocator.domain.scenarios.faults import ScenarioFaults, numbered
from allocator.domain.scenarios.figures import FIELD_FIGURES, FIGURES, NONE_OF_IT
from allocator.domain.scenarios.rules import changed_rulebook
from allocator.domain.scenarios.scenario import (
    Away,
    Fieldwork,
    Join,
    LanesGiven,
    Leave,
    Move,
    Policy,
    Scenario,
    TeamFormed,
    VehiclesChanged,
)
from allocator.domain.words import Text

PERSON, TEAM, ROLE = Text("人员", "person"), Text("团队", "team"), Text("岗位", "role")
LANE, SKILL, CAUSE = Text("通道", "lane"), Text("技能", "skill"), Text("案由", "cause")
VEHICLE, FIGURE = Text("车辆", "vehicle"), Text("指标", "figure")
EARLIEST, LATEST = date(1950, 1, 1), date(2199, 12, 31)
"""Between these days calendars, deadlines and years of service can be counted."""

Named: TypeAlias = Iterator[tuple[str, str]]


def check_scenario(scenario: Scenario, office: Office, rulebook: Rulebook, faults: ScenarioFaults) -> None:
    """Note every place where a scenario names what its office does not have, or a day it does not reach."""
    if not EARLIEST <= scenario.first <= LATEST:
        text = Text(f"首日 {scenario.first} 不可推演。", f"Nothing can be simulated from {scenario.first} on.")
        remedy = Text(f"请写 {EARLIEST} 至 {LATEST} 之间的日期。", f"Give a day from {EARLIEST} to {LATEST}.")
        faults.add("first", text, remedy)
        return
    rules = changed_rulebook(scenario, rulebook, faults)
    known = _Known(scenario, office)
    _check_people(known, rules, faults)
    _check_teams(known, rules, faults)
    causes = [row.id for row in rules.weights.causes]
    _names(faults, _causes(scenario), CAUSE, causes)
    _names(faults, ((f"half_width.{name}", name) for name in scenario.half_width), FIGURE, FIGURES)
    vehicles = [vehicle.code for vehicle in office.vehicles]
    likes = [(place, change.like) for place, change in numbered("vehicles", scenario.vehicles) if change.like]
    _names(faults, ((f"{place}.like", like) for place, like in likes), VEHICLE, vehicles)
    _check_vehicles(scenario.vehicles, len(vehicles), faults)
    _check_days(scenario, faults)
    _check_rebalance(scenario, faults)
    _check_told(scenario, faults)


@dataclass(frozen=True)
class _Known:
    """What a scenario may name: whom and which teams there are, or will be."""

    scenario: Scenario
    office: Office

    @cached_property
    def people(self) -> tuple[str, ...]:
        """Give every code, and every name that only one person bears."""
        officers = self.office.officers
        names = [officer.name for officer in officers]
        once = (name for name in names if names.count(name) == 1)
        return (*(officer.code for officer in officers), *once, *(join.code for join in self.scenario.people.join))

    @cached_property
    def teams(self) -> tuple[str, ...]:
        """Give every team there is or will be."""
        return (*self.office.team_by_code, *(team.code for team in self.scenario.teams.formed))


def _check_people(known: _Known, rules: Rulebook, faults: ScenarioFaults) -> None:
    people = known.scenario.people
    joins, moves = list(numbered("people.join", people.join)), list(numbered("people.move", people.move))
    changes: list[tuple[str, Join | Move]] = [*joins, *moves]
    own = known.office.officer_by_code
    _names(faults, ((f"{place}.like", join.like) for place, join in joins if join.like), PERSON, known.people)
    whos: list[tuple[str, Move | Leave | Away]] = [*moves, *numbered("people.leave", people.leave)]
    whos += numbered("people.away", people.away)
    _names(faults, ((f"{place}.who", change.who) for place, change in whos), PERSON, known.people)
    _names(faults, ((f"{place}.team", change.team) for place, change in changes if change.team), TEAM, known.teams)
    _names(faults, ((f"{place}.role", change.role) for place, change in changes if change.role), ROLE, rules.roles)
    _check_leaves(known, faults)
    skills = (one for place, change in changes for one in numbered(f"{place}.skills", change.skills or ()))
    _names(faults, skills, SKILL, rules.skill_names)
    taken: set[str] = set(own)
    for place, join in joins:
        _check_join(place, join, taken, faults)
        taken.add(join.code)


def _check_join(place: str, join: Join, taken: Iterable[str], faults: ScenarioFaults) -> None:
    if join.code in taken:
        text = Text(f"编号“{join.code}”已有人使用。", f'The code "{join.code}" is somebody\'s already.')
        faults.add(f"{place}.code", text, Text("请换一个编号。", "Give another code."))
    if join.like is None and (join.role is None or join.share is None):
        text = Text("没有写明岗位和办案时间占比。", "Neither role and share nor a colleague to copy are given.")
        remedy = Text("请写 like = 同事编号，或写 role 和 share。", "Give like = CODE, or role and share.")
        faults.add(place, text, remedy)


def _check_leaves(known: _Known, faults: ScenarioFaults) -> None:
    """Nobody leaves twice, be it once by code and once by name."""
    codes = {officer.name: officer.code for officer in known.office.officers}
    gone: dict[str, date] = {}
    for place, leave in numbered("people.leave", known.scenario.people.leave):
        who = codes.get(leave.who, leave.who)
        if who in gone:
            text = Text(f"{leave.who} 已于 {gone[who]} 离任。", f"{leave.who} has left on {gone[who]} already.")
            faults.add(f"{place}.who", text, Text("请只保留一行。", "Keep one of the rows."))
        gone.setdefault(who, leave.last)


def _check_teams(known: _Known, rules: Rulebook, faults: ScenarioFaults) -> None:
    teams = known.scenario.teams
    formed, merged = list(numbered("teams.formed", teams.formed)), list(numbered("teams.merged", teams.merged))
    given = list(numbered("teams.lanes", teams.lanes))
    members = (one for place, team in formed for one in numbered(f"{place}.members", team.members))
    leads = ((f"{place}.lead", team.lead) for place, team in formed if team.lead)
    _names(faults, (*members, *leads), PERSON, known.people)
    laned: list[tuple[str, TeamFormed | LanesGiven]] = [*formed, *given]
    lanes = (one for place, team in laned for one in numbered(f"{place}.lanes", team.lanes))
    _names(faults, lanes, LANE, rules.lanes)
    absorbed = (one for place, merge in merged for one in numbered(f"{place}.absorbs", merge.absorbs))
    into = ((f"{place}.into", merge.into) for place, merge in merged)
    _names(faults, (*absorbed, *into, *((f"{place}.team", one.team) for place, one in given)), TEAM, known.teams)
    for place, merge in merged:
        if merge.into in merge.absorbs:
            text = Text(f"团队“{merge.into}”不能并入自己。", f'The team "{merge.into}" cannot absorb itself.')
            own = merge.absorbs.index(merge.into) + 1
            faults.add(f"{place}.absorbs[{own}]", text, Text("请从 absorbs 中删去它。", "Take it out of absorbs."))
    for place, team in formed:
        if team.code in known.office.team_by_code:
            text = Text(f"团队“{team.code}”已经有了。", f'There is a team "{team.code}" already.')
            faults.add(f"{place}.code", text, Text("请换一个编号。", "Give another code."))


def _check_vehicles(changes: tuple[VehiclesChanged, ...], have: int, faults: ScenarioFaults) -> None:
    order = sorted(enumerate(changes, start=1), key=lambda pair: (pair[1].first or date.min, pair[0]))
    for number, change in order:
        have += change.add
        if have < 0:
            text = Text("减去的车辆比现有的多。", "More vehicles are taken away than there are.")
            faults.add(f"vehicles[{number}].add", text, Text("请减少数目。", "Take away fewer."))
        if change.add > 0 and change.like is None and have == change.add:
            text = Text("没有可参照的车辆。", "There is no vehicle to copy.")
            faults.add(
                f"vehicles[{number}]", text, Text("请先在 vehicles.csv 中登记一辆。", "Enter one in vehicles.csv.")
            )


def _check_days(scenario: Scenario, faults: ScenarioFaults) -> None:
    for place, day in _days(scenario):
        if day is not None and day > scenario.last:
            text = Text(f"{day} 晚于推演的最后一天 {scenario.last}。", f"{day} is after the last day, {scenario.last}.")
            faults.add(place, text, Text("请更正日期或延长 days。", "Correct the day, or look at more days."))
    both = scenario.calendar.holidays & scenario.calendar.workdays
    if both:
        text = Text(f"{min(both)} 既放假又上班。", f"{min(both)} is both a day off and a day worked.")
        faults.add("calendar.workdays", text, Text("请只写在一处。", "Give it in one of the two."))
    if scenario.warm_up_days is not None and scenario.warm_up_days >= scenario.days:
        text = Text("预热不短于全部天数。", "The warm-up is as long as all days.")
        faults.add("warm_up_days", text, Text(f"应小于 {scenario.days}。", f"Give less than {scenario.days}."))


def _check_rebalance(scenario: Scenario, faults: ScenarioFaults) -> None:
    """A move shares a case out by desks and roles: who does all of a case alone has nothing of that kind to move."""
    if scenario.rebalance is not None and scenario.policy == Policy.ONE_PERSON:
        text = Text("一人包案到底时不作再平衡。", "Where one person does all of a case, loads are not levelled.")
        remedy = Text("请删去 [rebalance]，或换一种 policy。", "Leave [rebalance] out, or choose another policy.")
        faults.add("rebalance", text, remedy)


def _check_told(scenario: Scenario, faults: ScenarioFaults) -> None:
    """An interval can be as narrow as asked only of a figure that the scenario tells."""
    for name in scenario.half_width:
        lacking = key_lacking(name, scenario)
        if lacking is not None:
            faults.add(f"half_width.{name}", *untold(name, lacking))


def key_lacking(figure: str, scenario: Scenario) -> str | None:
    """Give what a scenario would have to say to tell a figure; None where it tells it."""
    if figure in FIELD_FIGURES and scenario.fieldwork != Fieldwork.WEEKS:
        return 'fieldwork = "weeks"'
    return "[rebalance]" if figure in NONE_OF_IT and scenario.rebalance is None else None


def untold(figure: str, lacking: str) -> tuple[Text, Text]:
    """Say that a scenario does not tell a figure, and what it would have to say."""
    text = Text(f"本方案没有指标“{figure}”。", f'This scenario does not tell the figure "{figure}".')
    return text, Text(f"请在方案中写 {lacking}，或删去此项。", f"Write {lacking} in the scenario, or leave this out.")


def _days(scenario: Scenario) -> Iterator[tuple[str, date | None]]:
    """Walk the first day of every change, with its path."""
    people, teams, arrivals = scenario.people, scenario.teams, scenario.arrivals
    yield from ((f"{place}.first", join.first) for place, join in numbered("people.join", people.join))
    yield from ((f"{place}.first", move.first) for place, move in numbered("people.move", people.move))
    yield from ((f"{place}.last", leave.last) for place, leave in numbered("people.leave", people.leave))
    yield from ((f"{place}.first", away.period.first) for place, away in numbered("people.away", people.away))
    yield from ((f"{place}.first", team.first) for place, team in numbered("teams.formed", teams.formed))
    yield from ((f"{place}.first", merge.first) for place, merge in numbered("teams.merged", teams.merged))
    yield from ((f"{place}.first", given.first) for place, given in numbered("teams.lanes", teams.lanes))
    yield from ((f"{place}.first", change.first) for place, change in numbered("vehicles", scenario.vehicles))
    campaigns = numbered("arrivals.campaigns", arrivals.campaigns)
    yield from ((f"{place}.first", campaign.period.first) for place, campaign in campaigns)


def _causes(scenario: Scenario) -> Named:
    yield from ((f"arrivals.mix.{cause}", cause) for cause in scenario.arrivals.mix)
    for place, campaign in numbered("arrivals.campaigns", scenario.arrivals.campaigns):
        yield from numbered(f"{place}.causes", campaign.causes)


def _names(faults: ScenarioFaults, used: Iterable[tuple[str, str]], what: Text, known: Iterable[str]) -> None:
    names = tuple(known)
    for path, word in used:
        if word not in names:
            faults.unknown(path, word, what, names)
