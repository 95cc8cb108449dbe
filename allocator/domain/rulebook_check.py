"""What a rulebook must hold together (规则手册一致性): names that exist, rules that can be decided exactly."""

from collections.abc import Iterator

from allocator.domain.conditions import AtLeastZero, Condition, OneOf, atoms
from allocator.domain.rulebook import Rulebook
from allocator.domain.rulebook_section import Faults
from allocator.domain.words import Text


def check(rulebook: Rulebook, faults: Faults) -> None:
    """Note every place where the parts of a rulebook contradict each other."""
    _check_lanes(rulebook, faults)
    _check_roles(rulebook, faults)
    _check_choices(rulebook, faults)
    _check_chances(rulebook, faults)
    _check_ids(rulebook, faults)
    for path, condition in conditions(rulebook):
        _check_exact(path, condition, rulebook, faults)


def conditions(rulebook: Rulebook) -> Iterator[tuple[str, Condition]]:
    """Walk every condition of the rulebook with the path where it stands."""
    tables = {
        "triage.rules": rulebook.triage.rules,
        "triage.points": rulebook.triage.points,
        "weights.adders": rulebook.weights.adders,
        "weights.factors": rulebook.weights.factors,
        "livelihood": rulebook.livelihood,
        "priorities": rulebook.priorities,
        "skill_rules": rulebook.skills,
    }
    for table, rows in tables.items():
        for row in rows:
            yield f"{table}.{row.id}.when", row.when


def _check_lanes(rulebook: Rulebook, faults: Faults) -> None:
    triage = rulebook.triage
    used = [(f"triage.rules.{rule.id}.lane", rule.lane) for rule in triage.rules]
    used += [("triage.score.at_or_above", triage.at_or_above), ("triage.score.below", triage.below)]
    used += [("charging.pools.lane", pool.lane) for pool in rulebook.charging.pools]
    used += [("levers.assign_without_confirmation", lane) for lane in rulebook.levers.auto_lanes]
    for path, lane in used:
        if lane not in rulebook.lanes:
            _unknown(faults, path, lane, "[lanes]", rulebook.lanes)


def _check_roles(rulebook: Rulebook, faults: Faults) -> None:
    used = [("charging.lead_role", rulebook.charging.lead_role)]
    used += [("charging.pools.role", pool.role) for pool in rulebook.charging.pools]
    used += [(f"weights.causes.{row.id}.hours", role) for row in rulebook.weights.causes for role in row.minutes]
    used += [(f"weights.adders.{row.id}.hours", role) for row in rulebook.weights.adders for role in row.minutes]
    for path, role in used:
        if role not in rulebook.roles:
            _unknown(faults, path, role, "[roles]", rulebook.roles)
    if not rulebook.weights.causes:
        faults.add("weights.causes", Text("没有任何案由。", "There is no cause."), Text("至少写一个。", "Add at least one."))


def _check_choices(rulebook: Rulebook, faults: Faults) -> None:
    for path, condition in conditions(rulebook):
        for atom in atoms(condition):
            if isinstance(atom, OneOf):
                known = rulebook.facts[atom.fact].values
                for value in sorted(atom.values - set(known)):
                    _unknown(faults, path, value, atom.fact, known)


def _check_chances(rulebook: Rulebook, faults: Faults) -> None:
    for fact in rulebook.facts.values():
        if fact.kind == "yes_no" and fact.may_be_unknown and not 0 < fact.chance < 1000:
            text = Text("概率为 0 或 1 的事实不算未知。", "A fact with chance 0 or 1 is not unknown.")
            faults.add(f"facts.{fact.id}.chance", text, Text("写 0 与 1 之间的数。", "Give a number between 0 and 1."))


def _check_ids(rulebook: Rulebook, faults: Faults) -> None:
    tables = (rulebook.triage.rules, rulebook.triage.points, rulebook.weights.adders, rulebook.weights.causes)
    seen: set[str] = set()
    for identifier in (row.id for table in tables for row in table):
        if identifier in seen:
            text = Text(f"编号“{identifier}”用了两次。", f'The id "{identifier}" is used twice.')
            faults.add(identifier, text, Text("每条规则编号须唯一。", "Give every row its own id."))
        seen.add(identifier)


def _check_exact(path: str, condition: Condition, rulebook: Rulebook, faults: Faults) -> None:
    """Certain and provisional are exact only if a comparison has at most one fact that may be open."""
    for atom in atoms(condition):
        open_facts = [name for name in atom.facts() if rulebook.facts[name].may_be_unknown]
        if isinstance(atom, AtLeastZero) and len(open_facts) > 1:
            names = ", ".join(open_facts)
            text = Text(f"一个比较里有两个可能未知的数：{names}。", f"One comparison holds two open amounts: {names}.")
            faults.add(path, text, Text("请拆成分别与已知数的比较。", "Compare each with a known amount instead."))


def _unknown(faults: Faults, path: str, name: str, where: str, known: object) -> None:
    listed = ", ".join(str(item) for item in known) if hasattr(known, "__iter__") else ""
    text = Text(f"“{name}”不在 {where} 中。", f'"{name}" is not in {where}.')
    faults.add(path, text, Text(f"可用：{listed}。", f"Use one of: {listed}."))
