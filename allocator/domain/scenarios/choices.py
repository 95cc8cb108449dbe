"""Whether targets and the changes allowed for them are worth a search (目标核对): nothing twice, nothing against another."""

from collections.abc import Iterator

from allocator.domain.office import Office
from allocator.domain.scenarios.faults import ScenarioFaults
from allocator.domain.scenarios.targets import Targets
from allocator.domain.words import Text

TWICE = Text("与前面一行重复。", "It is in a row before already.")
NAME_A_TEAM = Text("请写另一个团队。", "Name another team.")
KEEP_ONE = Text("请只保留一行。", "Keep one of the rows.")


def check_choices(targets: Targets, office: Office, faults: ScenarioFaults) -> None:
    """Note every row that is there twice, a target no future can meet beside another, and a move to the own team."""
    seen = set[object]()
    for path, what in _keys(targets):
        if what in seen:
            faults.add(path, TWICE, KEEP_ONE)
        seen.add(what)
    _check_against(targets, faults)
    for number, moved in enumerate(targets.move, start=1):
        if not moved.teams:
            faults.add(f"move[{number}].teams", Text("没有写明调入哪个团队。", "No team is named."), NAME_A_TEAM)
        own = office.officer_by_code.get(moved.who)
        if own is not None and own.team in moved.teams:
            text = Text(f"{moved.who} 已在“{own.team}”。", f'{moved.who} is in "{own.team}" already.')
            faults.add(f"move[{number}].teams", text, NAME_A_TEAM)


def _keys(targets: Targets) -> Iterator[tuple[str, object]]:
    """Walk what may be said only once, each with its path."""
    for number, target in enumerate(targets.targets, start=1):
        yield f"targets[{number}].figure", ("target", target.figure, target.at_least)
    for number, added in enumerate(targets.add, start=1):
        for team in added.teams or ("",):
            yield f"add[{number}].{'teams' if added.teams else 'role'}", ("add", added.role, team)
    for number, _ in enumerate(targets.vehicles, start=1):
        yield f"vehicles[{number}]", "vehicles"
    for number, moved in enumerate(targets.move, start=1):
        for team in moved.teams:
            yield f"move[{number}].teams", ("move", moved.who, team)
    for number, rule in enumerate(targets.rules, start=1):
        for value in rule.values:
            yield f"rules[{number}].values", ("rule", rule.path, str(value))


def _check_against(targets: Targets, faults: ScenarioFaults) -> None:
    """Note a target for at most less than what another asks for at least."""
    least = {one.figure: one.value for one in targets.targets if one.at_least}
    for number, target in enumerate(targets.targets, start=1):
        if not target.at_least and target.value < least.get(target.figure, target.value):
            text = Text(
                "低于另一目标的 at_least，不可能同时达到。",
                "It is below what another target asks at least: no future has both.",
            )
            faults.add(f"targets[{number}].at_most", text, Text("请更正其一。", "Correct one of them."))
