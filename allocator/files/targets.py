"""A targets file (目标文件): what shall be reached and what may be changed for it; every fault by file, line and field."""

import math
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from allocator.domain.errors import BadInput
from allocator.domain.office import Office
from allocator.domain.rulebook.book import Rulebook
from allocator.domain.rulebook.section import Section, note_unread, share_between
from allocator.domain.scenarios.choices import check_choices
from allocator.domain.scenarios.faults import ScenarioFaults, numbered
from allocator.domain.scenarios.figures import FIGURES, Unit
from allocator.domain.scenarios.rules import changed_rulebook
from allocator.domain.scenarios.scenario import Scenario
from allocator.domain.scenarios.targets import (
    Effort,
    PeopleAdded,
    PersonMoved,
    RuleChanged,
    Target,
    Targets,
    VehiclesAdded,
)
from allocator.domain.words import Count, Text
from allocator.domain.workload import PERMILLE
from allocator.files.faults import Place
from allocator.files.office.findings import Findings, meant
from allocator.files.office.toml import toml_of
from allocator.files.office.toml_lines import row_of_path

MOST_TOGETHER, MOST_TIMES, MOST_REPLICATIONS, DEAREST = 5, 10, 100_000, 10**9
EFFORT = Effort()
SHARE, NOT_NEGATIVE = share_between(0, PERMILLE), Text("不小于 0 的数", "a number, not negative")
LOADS = ("load_peak", "load_spread")
FIGURE, ROLE, TEAM, PERSON = Text("指标", "figure"), Text("岗位", "role"), Text("团队", "team"), Text("人员", "person")


def read_targets(text: str, file: str, office: Office, rulebook: Rulebook) -> Targets:
    """Read a targets file for an office; raises BadInput with every fault: file, row, field, text and remedy."""
    findings = Findings()
    top = toml_of(file, text, findings)
    if top is None:
        raise _faulty(file, findings)
    found = _targets(top)
    note_unread(top)
    faults = ScenarioFaults()
    for path, fault in top.faults.found:
        faults.add(path, fault.text, fault.remedy)
    _check(found, office, rulebook, faults)
    if not faults.found:
        check_choices(found, office, faults)
    for one in faults.found:
        remedy = meant(one.word, one.known) if one.known else one.remedy
        findings.fault(Place(file, row_of_path(text, one.path), one.path), "targets", one.text, remedy)
    if findings.found:
        raise _faulty(file, findings)
    return found


def _faulty(file: str, findings: Findings) -> BadInput:
    faults = sorted(findings.found, key=lambda fault: fault.row or 0)
    return BadInput(
        Text(
            f"目标文件“{file}”有 {len(faults)} 处错误，未作推演。",
            f'The targets file "{file}" has {Count(len(faults)):fault|faults}; nothing was simulated.',
        ),
        Text("请按行、项逐处更正。", "Correct each at its row and field."),
        code="targets-faulty",
        facts={"file": file, "count": len(faults)},
        faults=[fault.as_dict() for fault in faults],
    )


def _targets(top: Section) -> Targets:
    probability = top.permille("probability", 900, least=1, most=999)
    return Targets(
        name=top.called("name"),
        targets=tuple(_target(section, probability) for section in top.sections("targets")),
        scenario=top.text("scenario", ""),
        together=top.integer("together", 2, least=1, most=MOST_TOGETHER),
        add=tuple(
            PeopleAdded(one.text("role"), _cost(one), one.strings("teams"), _most(one)) for one in top.sections("add")
        ),
        vehicles=tuple(VehiclesAdded(_cost(one), _most(one)) for one in top.sections("vehicles")),
        rules=tuple(_rule(one) for one in top.sections("rules")),
        move=tuple(PersonMoved(one.text("who"), one.strings("teams"), _cost(one)) for one in top.sections("move")),
        effort=_effort(top.section("effort")) if "effort" in top.values else EFFORT,
    )


def _target(section: Section, probability: int) -> Target:
    at_least = "at_least" in section.values
    if at_least == ("at_most" in section.values):
        text = Text("须写 at_least 或 at_most 之一。", "Give one of at_least and at_most.")
        section.faults.add(section.at("figure"), text, Text("例如 at_least = 0.9。", "For example at_least = 0.9."))
        section.value("at_most")
    key = "at_least" if at_least or "at_most" not in section.values else "at_most"
    figure, known = section.text("figure"), len(section.faults.found)
    value = section.number(key)
    if len(section.faults.found) == known and not 0 <= value <= _highest(figure):
        section.wrong(key, SHARE if _highest(figure) == 1 else NOT_NEGATIVE)
    return Target(figure, value, at_least, section.permille("probability", probability, 999, 1))


def _highest(figure: str) -> float:
    """Give what a figure can come to at most: a share is no more than the whole, but a load may be above it."""
    part = figure in FIGURES and FIGURES[figure].unit == Unit.SHARE and figure not in LOADS
    return 1 if part else math.inf


def _cost(section: Section) -> int:
    return section.integer("cost", most=DEAREST)


def _most(section: Section) -> int:
    return section.integer("most", 1, least=1, most=MOST_TIMES)


def _rule(section: Section) -> RuleChanged:
    path = section.text("path")
    values = section.value("values", [])
    if not isinstance(values, list) or not values:
        section.wrong("values", Text("至少一个值的列表", "a list of at least one value"))
        values = []
    named = "zh" in section.values or "en" in section.values
    return RuleChanged(path, tuple(values), _cost(section), section.names() if named else Text(path, path))


def _effort(section: Section) -> Effort:
    return Effort(
        sure=section.permille("sure", EFFORT.sure, least=500, most=999),
        zone=section.permille("zone", EFFORT.zone, least=1, most=500),
        batch=section.integer("batch", EFFORT.batch, least=1, most=MOST_REPLICATIONS),
        most=section.integer("most", EFFORT.most, least=1, most=MOST_REPLICATIONS),
        budget=section.integer("budget", EFFORT.budget, least=1, most=MOST_REPLICATIONS),
        runners_up=section.integer("runners_up", EFFORT.runners_up, most=100),
        beyond=section.permille("beyond", EFFORT.beyond, 10_000),
        worth=section.integer("worth", EFFORT.worth, most=MOST_REPLICATIONS),
    )


def _check(found: Targets, office: Office, rulebook: Rulebook, faults: ScenarioFaults) -> None:
    """Note every place where the file names what there is not, or asks for nothing."""
    if not found.targets:
        text = Text("没有写明目标。", "No target is given.")
        faults.add("targets", text, Text("请写至少一个 [[targets]]。", "Give at least one [[targets]]."))
    roles = dict.fromkeys(officer.role for officer in office.officers)
    known: dict[str, tuple[Text, tuple[str, ...]]] = {
        "figure": (FIGURE, tuple(FIGURES)),
        "role": (ROLE, tuple(roles)),
        "teams": (TEAM, tuple(office.team_by_code)),
        "who": (PERSON, tuple(office.officer_by_code)),
    }
    for path, word in _named(found):
        what, names = known[path.rpartition(".")[2].partition("[")[0]]
        if word and word not in names:
            faults.unknown(path, word, what, names)
    _check_rules(found, rulebook, faults)


def _named(found: Targets) -> Iterator[tuple[str, str]]:
    for number, target in enumerate(found.targets, start=1):
        yield f"targets[{number}].figure", target.figure
    for number, one in enumerate(found.add, start=1):
        yield f"add[{number}].role", one.role
        yield from numbered(f"add[{number}].teams", one.teams)
    for number, moved in enumerate(found.move, start=1):
        yield f"move[{number}].who", moved.who
        yield from numbered(f"move[{number}].teams", moved.teams)


def _check_rules(found: Targets, rulebook: Rulebook, faults: ScenarioFaults) -> None:
    """Try each value of a rule as a scenario would have it: what the rulebook's reader refuses is told at its row."""
    for number, rule in enumerate(found.rules, start=1):
        for place, value in numbered(f"rules[{number}].values", rule.values):
            told = ScenarioFaults()
            tried = Scenario(found.name, date.min, 1, rules={rule.path: value})
            changed_rulebook(tried, rulebook, told)
            for fault in told.found:
                faults.found.append(replace(fault, path=f"rules[{number}].path" if fault.known else place))
