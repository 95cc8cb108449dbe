"""The changes a planner may make (可选措施), one by one and together, and what each makes of a scenario."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations_with_replacement

from allocator.domain.office import Office
from allocator.domain.rulebook.book import Rulebook
from allocator.domain.scenarios.scenario import Join, Move, Scenario, VehiclesChanged
from allocator.domain.scenarios.targets import Targets
from allocator.domain.words import Text, listed

NOTHING = Text("不作变动", "no change")
VEHICLE = Text("增加一辆车", "one more vehicle")


@dataclass(frozen=True, slots=True)
class Step:
    """One unit of change (单项措施): a person more in a team, a vehicle more, a rule's value, or a person moved.

    `group` names what excludes one another (values of one rule, teams for one person), `most` how often it may be made;
    `like` is a colleague of the same role and team, whose skills the new one has.
    """

    group: str
    name: Text
    cost: int
    most: int = 1
    role: str = ""
    team: str = ""
    like: str | None = None
    who: str = ""
    path: str = ""
    value: object = None


Bundle = tuple[Step, ...]
"""Steps made together; none of them is "no change"."""


def cost_of(bundle: Bundle) -> int:
    """Give what a bundle costs."""
    return sum(step.cost for step in bundle)


def name_of(bundle: Bundle) -> Text:
    """Say what a bundle changes."""
    return listed(step.name for step in bundle) if bundle else NOTHING


def bundles(steps: Sequence[Step], together: int) -> tuple[Bundle, ...]:
    """Give every way to make at most so many of the steps together, "no change" first."""
    found = (bundle for size in range(together + 1) for bundle in combinations_with_replacement(steps, size))
    return tuple(bundle for bundle in found if _go_together(bundle))


def _go_together(bundle: Bundle) -> bool:
    times = Counter(step.group for step in bundle)
    kinds = {step.group: step for step in bundle}
    alike = all(step == kinds[step.group] for step in bundle)
    return alike and all(times[group] <= step.most for group, step in kinds.items())


def steps_of(asked: Targets, office: Office, rulebook: Rulebook) -> tuple[Step, ...]:
    """Give the steps a targets file allows in an office."""
    return (
        *_people(asked, office, rulebook),
        *(Step("vehicle", VEHICLE, item.cost, item.most) for item in asked.vehicles),
        *_rules(asked),
        *_moves(asked, office),
    )


def _people(asked: Targets, office: Office, rulebook: Rulebook) -> Iterator[Step]:
    for item in asked.add:
        for team in item.teams or teams_with(item.role, office):
            yield one_more(item.role, team, office, rulebook, item.cost, item.most)


def one_more(role: str, team: str, office: Office, rulebook: Rulebook, cost: int = 0, most: int = 1) -> Step:
    """Give the step of one more person of a role in a team."""
    name = Text("{team}增加{role}一名", "one more {role} in {team}").fill(
        team=office.team_by_code[team].name, role=rulebook.roles[role].name
    )
    alike = sorted((one for one in office.officers if one.role == role), key=lambda one: one.team != team)
    like = alike[0].code if alike else None  # of the team if the role is there, else of any
    return Step(f"{role}@{team}", name, cost, most, role, team, like)


def teams_with(role: str, office: Office) -> tuple[str, ...]:
    """Give the teams somebody of a role works in, in the office's order."""
    there = {officer.team for officer in office.officers if officer.role == role}
    return tuple(team.code for team in office.teams if team.code in there)


def _rules(asked: Targets) -> Iterator[Step]:
    for rule in asked.rules:
        for value in rule.values:
            name = Text("{name}改为{value}", "{name}: {value}").fill(name=rule.name, value=value)
            yield Step(rule.path, name, rule.cost, path=rule.path, value=value)


def _moves(asked: Targets, office: Office) -> Iterator[Step]:
    for item in asked.move:
        for team in item.teams:
            name = Text("{who}调入{team}", "{who} moves to {team}").fill(
                who=office.officer(item.who).name, team=office.team_by_code[team].name
            )
            yield Step(f"move {item.who}", name, item.cost, who=item.who, team=team)


def one_more_of_each(office: Office, rulebook: Rulebook) -> tuple[Step, ...]:
    """Give one more of each role that carries work for each team that has any, and one more vehicle (增量价值)."""
    people = [
        one_more(role, team.code, office, rulebook)
        for team in office.teams
        for role in _carrying(rulebook)
        if team.code in teams_with(role, office)
    ]
    return (*people, Step("vehicle", VEHICLE, 0)) if office.vehicles else tuple(people)


def _carrying(rulebook: Rulebook) -> tuple[str, ...]:
    """Give the roles of which some cause asks minutes, in the rulebook's order: what one more of another does, no weight tells."""
    causes = (*rulebook.weights.causes, rulebook.weights.other)
    asked = {role for cause in causes for role, minutes in cause.minutes.items() if minutes}
    return tuple(role for role in rulebook.roles if role in asked)


def changed(scenario: Scenario, bundle: Bundle) -> Scenario:
    """Give a scenario with the steps of a bundle made from its first day on."""
    joins = tuple(_join(step, place, scenario) for place, step in enumerate(bundle, start=1) if step.role)
    moves = tuple(Move(step.who, scenario.first, team=step.team) for step in bundle if step.who)
    count = sum(step.group == "vehicle" for step in bundle)
    return replace(
        scenario,
        name=name_of(bundle) if bundle else scenario.name,
        people=replace(scenario.people, join=(*scenario.people.join, *joins), move=(*scenario.people.move, *moves)),
        vehicles=(*scenario.vehicles, *([VehiclesChanged(count)] if count else [])),
        rules={**scenario.rules, **{step.path: step.value for step in bundle if step.path}},
    )


def _join(step: Step, place: int, scenario: Scenario) -> Join:
    return Join(f"+{place}:{step.role}@{step.team}", scenario.first, step.like, role=step.role, team=step.team)
