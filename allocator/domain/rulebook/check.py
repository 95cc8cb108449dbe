"""What a rulebook must hold together (规则手册一致性): names that exist, rules that can be decided exactly."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Protocol, TypeAlias

from allocator.domain.cases import normal_name
from allocator.domain.fieldwork.errand_kinds import NodeErrand
from allocator.domain.indicators.reading import check_indicators
from allocator.domain.rulebook.book import (
    Adder,
    Cause,
    Factor,
    Label,
    PointRule,
    Priority,
    Rulebook,
    TriageRule,
)
from allocator.domain.rulebook.conditions import AtLeastZero, Condition, OneOf, atoms
from allocator.domain.rulebook.field_reading import check_field
from allocator.domain.rulebook.learning import Coverage
from allocator.domain.rulebook.node_reading import check_happenings
from allocator.domain.rulebook.planning import MoveStage
from allocator.domain.rulebook.planning_reading import STARTS, check_planning
from allocator.domain.rulebook.section import Faults
from allocator.domain.words import Text

Row: TypeAlias = TriageRule | PointRule | Adder | Factor | Label | Priority | Coverage | MoveStage | NodeErrand
PERMILLE = 1000
TRACKS = ("fast", "regular")
LANE, RECUSES = "lane", "recuses"
USES = ("designate", "override", "reassign", RECUSES, LANE)
TIES = ("resumed", "series", "debtor", "creditor_is_debtor")


class Identified(Protocol):
    """A row of a table with an id (编号)."""

    @property
    def id(self) -> str:
        """Name the row."""


def check(rulebook: Rulebook, faults: Faults) -> None:
    """Note every place where the parts of a rulebook contradict each other."""
    _check_lanes(rulebook, faults)
    _check_roles(rulebook, faults)
    _check_words(rulebook, faults)
    _check_ladder(rulebook, faults)
    _check_causes(rulebook, faults)
    _check_choices(rulebook, faults)
    _check_chances(rulebook, faults)
    _check_ids(rulebook, faults)
    _check_planning(rulebook, faults)
    _check_field(rulebook, faults)
    _check_closings(rulebook, faults)
    _check_happenings(rulebook, faults)
    check_indicators(rulebook, faults)
    for path, condition in conditions(rulebook):
        _check_exact(path, condition, rulebook, faults)


def conditions(rulebook: Rulebook) -> Iterator[tuple[str, Condition]]:
    """Walk every condition of the rulebook with the path where it stands."""
    tables: dict[str, tuple[Row, ...]] = {
        "triage.rules": rulebook.triage.rules,
        "triage.points": rulebook.triage.points,
        "weights.adders": rulebook.weights.adders,
        "weights.factors": rulebook.weights.factors,
        "livelihood": rulebook.livelihood,
        "priorities": rulebook.priorities,
        "skill_rules": rulebook.skills,
        "learning.coverage": rulebook.learning.coverage,
        "moves.stages": rulebook.moves.stages,
        "field.nodes": rulebook.fieldwork.nodes,
    }
    for table, rows in tables.items():
        for row in rows:
            yield f"{table}.{row.id}.when", row.when
    yield from ((f"nodes.{node.id}.begun_when", node.begun_when) for node in rulebook.nodes)
    yield from ((f"nodes.{node.id}.when", node.when) for node in rulebook.nodes)
    yield from ((f"nodes.{node.id}.variants", row.when) for node in rulebook.nodes for row in node.variants)
    for name, way in rulebook.closings.items():
        yield from ((f"closings.{name}.checks.{row.id}.when", row.when) for row in way.checks)
    yield "triage.provisional_when", rulebook.triage.provisional_when


def _check_lanes(rulebook: Rulebook, faults: Faults) -> None:
    triage = rulebook.triage
    used = [(f"triage.rules.{rule.id}.lane", rule.lane) for rule in triage.rules]
    used += [("triage.score.at_or_above", triage.at_or_above), ("triage.score.below", triage.below)]
    used += [("charging.pools.lane", pool.lane) for pool in rulebook.charging.pools]
    for path, lane in used:
        if lane and lane not in rulebook.lanes:
            _unknown(faults, path, lane, "[lanes]", rulebook.lanes)


def _check_roles(rulebook: Rulebook, faults: Faults) -> None:
    used = [("charging.lead_role", rulebook.charging.lead_role)]
    used += [("charging.pools.role", pool.role) for pool in rulebook.charging.pools]
    used += [("charging.pools.by", pool.by) for pool in rulebook.charging.pools if pool.by]
    used += [(f"weights.causes.{row.id}.hours", role) for row in rulebook.weights.causes for role in row.minutes]
    used += [(f"weights.adders.{row.id}.hours", role) for row in rulebook.weights.adders for role in row.minutes]
    for path, role in used:
        if role and role not in rulebook.roles:
            _unknown(faults, path, role, "[roles]", rulebook.roles)


def _check_words(rulebook: Rulebook, faults: Faults) -> None:
    """Words with a fixed meaning, and skills a rule asks for: a misspelt one would silently never apply."""
    used: list[tuple[str, str, tuple[str, ...]]]
    used = [(f"charging.mentor.{track}", track, TRACKS) for track in rulebook.charging.mentor]
    used += [(f"continuity.credit.{tie}", tie, TIES) for tie in rulebook.continuity.credit]
    used += [(f"reasons.{reason.id}.uses", use, USES) for reason in rulebook.reasons.values() for use in reason.uses]
    used += [(f"skill_rules.{rule.id}.id", rule.id, tuple(rulebook.skill_names)) for rule in rulebook.skills]
    for reason in rulebook.reasons.values():
        if LANE in reason.uses and reason.approval:
            text = Text(
                "变更繁简的事由不写批准人：转简一律由第二人批准。",
                "a reason for a class names nobody who approves: to simple a second person always does.",
            )
            remedy = Text("请删去 approval。", "Leave approval out.")
            faults.add(f"reasons.{reason.id}.approval", text, remedy)
    for path, word, known in used:
        if word not in known:
            _unknown(faults, path, word, path.split(".", 1)[0], known)


def _check_ladder(rulebook: Rulebook, faults: Faults) -> None:
    """The ladder rises month by month and its last step is open, so that everybody who learns stands on one step."""
    months = [step.until_month for step in rulebook.ladder]
    closed = [month for month in months[:-1] if month is not None]
    if months and (months[-1] is not None or len(closed) < len(months) - 1 or closed != sorted(set(closed))):
        text = Text("成长阶梯须按月递增，末级不写月份。", "The ladder must rise by months, its last step without one.")
        faults.add("ladder", text, Text("请更正 until_month。", "Correct until_month."))


def _check_causes(rulebook: Rulebook, faults: Faults) -> None:
    causes = rulebook.weights.causes
    if not causes:
        faults.add(
            "weights.causes", Text("没有任何案由。", "There is no cause."), Text("至少写一个。", "Add at least one.")
        )
    for row in causes:
        if not sum(row.minutes.values()):
            text = Text("案由没有任何工时；任何案件都不能不计工作量。", "It takes no hours; no case may weigh nothing.")
            faults.add(f"weights.causes.{row.id}.hours", text, Text("至少写一个岗位的工时。", "Give one role's hours."))
        if row.high < PERMILLE:
            text = Text("工作量区间上限低于估计值。", "The upper end of the effort lies under the estimate.")
            faults.add(f"weights.causes.{row.id}.high", text, Text("写 1 或更大。", "Give 1 or more."))
    _check_cause_names(causes, faults)


def _check_cause_names(causes: Iterable[Cause], faults: Faults) -> None:
    owners: dict[str, str] = {}
    for row in causes:
        for name in (*filter(None, (row.id, row.name.zh, row.name.en)), *row.aliases):
            if not normal_name(name) or owners.setdefault(normal_name(name), row.id) != row.id:
                text = Text(f"案由名称“{name}”为空或属于两个案由。", f'The name "{name}" is empty or of two causes.')
                faults.add(f"weights.causes.{row.id}.aliases", text, Text("只留一处。", "Keep it in one place."))


def _check_choices(rulebook: Rulebook, faults: Faults) -> None:
    for path, condition in conditions(rulebook):
        for atom in atoms(condition):
            if isinstance(atom, OneOf):
                known = rulebook.facts[atom.fact].values
                for value in sorted(atom.values - set(known)):
                    _unknown(faults, path, value, atom.fact, known)
    for fact in rulebook.facts.values():
        if fact.kind == "choice" and fact.assume is not None and fact.assume not in fact.values:
            _unknown(faults, f"facts.{fact.id}.assume", str(fact.assume), fact.id, fact.values)


def _check_chances(rulebook: Rulebook, faults: Faults) -> None:
    for fact in rulebook.facts.values():
        if fact.kind == "yes_no" and fact.may_be_unknown and not 0 < fact.chance < PERMILLE:
            text = Text("概率为 0 或 1 的事实不算未知。", "A fact with chance 0 or 1 is not unknown.")
            faults.add(f"facts.{fact.id}.chance", text, Text("写 0 与 1 之间的数。", "Give a number between 0 and 1."))


def _check_ids(rulebook: Rulebook, faults: Faults) -> None:
    """One id names one row: reasons and logs speak of the rows of the first group without saying their table."""
    triage, weights = rulebook.triage, rulebook.weights
    groups: tuple[dict[str, Iterable[Identified]], ...] = (
        {
            "triage.rules": triage.rules,
            "triage.points": triage.points,
            "weights.adders": weights.adders,
            "weights.factors": weights.factors,
            "weights.causes": weights.causes,
        },
        {"livelihood": rulebook.livelihood},
        {"priorities": rulebook.priorities},
        {"nodes": rulebook.nodes},
        {"stops": rulebook.happenings.stops},
        {"learning.coverage": rulebook.learning.coverage},
        {"field.nodes": rulebook.fieldwork.nodes},
        {"moves.stages": rulebook.moves.stages},
    )
    for group in groups:
        _check_group(group, faults)


def _check_group(group: Mapping[str, Iterable[Identified]], faults: Faults) -> None:
    seen: set[str] = set()
    for table, rows in group.items():
        for row in rows:
            if row.id and row.id in seen:
                text = Text(f"编号“{row.id}”用了两次。", f'The id "{row.id}" is used twice.')
                faults.add(f"{table}.{row.id}.id", text, Text("每条规则编号须唯一。", "Give every row its own id."))
            seen.add(row.id)


def _check_planning(rulebook: Rulebook, faults: Faults) -> None:
    """What plans heed must exist, and start on a day that is known when cases are given out."""
    parts = (rulebook.deadlines, rulebook.fairness, rulebook.rotation, rulebook.reserves)
    known = {
        "nodes": [node.id for node in rulebook.nodes if node.start in STARTS and node.unit != "hours"],
        "causes": [row.id for row in rulebook.weights.causes],
        "kinds": rulebook.kinds,
        "lanes": rulebook.lanes,
    }
    check_planning(parts, known, faults)


def _check_field(rulebook: Rulebook, faults: Faults) -> None:
    known = {
        "roles": rulebook.roles,
        "skills": (*rulebook.skill_names, *(rule.id for rule in rulebook.skills)),
        "errands": rulebook.errands,
        "reductions": rulebook.reductions,
        "nodes": [node.id for node in rulebook.nodes],
        "field.things": rulebook.fieldwork.things,
    }
    check_field(rulebook.errands, rulebook.fieldwork, known, faults)


def _check_closings(rulebook: Rulebook, faults: Faults) -> None:
    nodes = [node.id for node in rulebook.nodes]
    for name, way in rulebook.closings.items():
        for kind in (kind for kind in way.kinds if kind not in rulebook.kinds):
            _unknown(faults, f"closings.{name}.kinds", kind, "kinds", rulebook.kinds)
        if way.earliest and way.earliest not in nodes:
            _unknown(faults, f"closings.{name}.earliest", way.earliest, "nodes", nodes)
        for path, word, known, table in _checked(rulebook, name, nodes):
            if word not in known:
                _unknown(faults, path, word, table, known)


def _checked(rulebook: Rulebook, name: str, nodes: list[str]) -> Iterator[tuple[str, str, Iterable[str], str]]:
    kinds = list(rulebook.happenings.kinds)
    for row in rulebook.closings[name].checks:
        path = f"closings.{name}.checks.{row.id}"
        yield from ((f"{path}.happened", kind, kinds, "happenings") for kind in row.happened)
        yield from ((f"{path}.no_open", node, nodes, "nodes") for node in row.no_open)


def _check_happenings(rulebook: Rulebook, faults: Faults) -> None:
    known = {
        "lanes": rulebook.lanes,
        "closings": rulebook.closings,
        "assets": rulebook.assets,
        "ruled": [way.happens for way in rulebook.closings.values() if way.happens],
    }
    check_happenings(rulebook.happenings, rulebook.nodes, known, faults)


def _check_exact(path: str, condition: Condition, rulebook: Rulebook, faults: Faults) -> None:
    """Certain and provisional are exact only if a comparison has at most one fact that may be open."""
    for atom in atoms(condition):
        open_facts = [name for name in atom.facts() if rulebook.facts[name].may_be_unknown]
        if isinstance(atom, AtLeastZero) and len(open_facts) > 1:
            names = ", ".join(open_facts)
            text = Text(f"一个比较里有两个可能未知的数：{names}。", f"One comparison holds two open amounts: {names}.")
            faults.add(path, text, Text("请拆成分别与已知数的比较。", "Compare each with a known amount instead."))


def _unknown(faults: Faults, path: str, name: str, where: str, known: Iterable[str]) -> None:
    listed = ", ".join(known)
    text = Text(f"“{name}”不在 {where} 中。", f'"{name}" is not in {where}.')
    faults.add(path, text, Text(f"可用：{listed}。", f"Use one of: {listed}."))
