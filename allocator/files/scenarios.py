"""A scenario as a file (推演方案文件): TOML read whole and checked whole; every fault by file, line and field."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from allocator.domain.errors import BadInput
from allocator.domain.office import Office
from allocator.domain.rulebook.book import Rulebook
from allocator.domain.rulebook.reading import rulebook_of
from allocator.domain.rulebook.section import NO_SUCH_KEY, Faults, Section, note_unread
from allocator.domain.scenarios.check import check_scenario
from allocator.domain.scenarios.faults import ScenarioFault, ScenarioFaults
from allocator.domain.scenarios.order import check_order
from allocator.domain.scenarios.scenario import (
    Arrivals,
    Away,
    CalendarChanged,
    Campaign,
    Join,
    LanesGiven,
    Leave,
    Move,
    People,
    Rebalance,
    Scenario,
    TeamFormed,
    Teams,
    TeamsMerged,
    VehiclesChanged,
)
from allocator.domain.words import Count, Text
from allocator.files.faults import Place
from allocator.files.office.findings import Findings, meant
from allocator.files.office.toml import note_error, open_toml, read_text, toml_of
from allocator.files.office.toml_lines import row_of_path
from allocator.files.scenario_tables import read_tables

ROW = re.compile(r"\[\d+\]")
KEYS: dict[str, type] = {
    "": Scenario, "arrivals": Arrivals, "arrivals.campaigns": Campaign, "people": People, "people.join": Join,
    "people.leave": Leave, "people.move": Move, "people.away": Away, "teams": Teams, "teams.formed": TeamFormed,
    "teams.merged": TeamsMerged, "teams.lanes": LanesGiven, "vehicles": VehiclesChanged, "calendar": CalendarChanged,
    "rebalance": Rebalance,
}  # fmt: skip
"""The tables of the file, each with the type whose fields are its keys."""

SPAN = {"period": ("first", "last")}
"""A span of days is written with two keys."""

FREE = ("rules", "weights", "half_width", "arrivals.mix")
"""Tables whose keys are names of the rulebook or of figures; whether they exist is asked with the values."""


@dataclass(frozen=True, slots=True)
class ScenarioText:
    """The text of a scenario file with its name; `folder` is where another rulebook it names would lie (None: nowhere)."""

    name: str
    text: str
    folder: Path | None = None


def read_scenario(file: Path, office: Office, rulebook: Rulebook) -> Scenario:
    """Read a scenario for an office; raises BadInput with every fault by file, row and field: whole or nothing."""
    findings = Findings()
    text = read_text(file, findings)
    if text is None:
        raise _faulty(file.name, findings)
    return scenario_of(ScenarioText(file.name, text, file.parent), office, rulebook)


def scenario_of(source: ScenarioText, office: Office, rulebook: Rulebook) -> Scenario:
    """Read a scenario from its text, as `read_scenario` does."""
    findings = Findings()
    top = toml_of(source.name, source.text, findings)
    if top is None:
        raise _faulty(source.name, findings)
    scenario = read_tables(top, _rulebook(top, source, findings))
    _note_unread(top)
    _note(source, _all_faults(top, scenario, office, rulebook), findings)
    if findings.found:
        raise _faulty(source.name, findings)
    return scenario


def _rulebook(top: Section, source: ScenarioText, findings: Findings) -> dict[str, object]:
    """Read the other rulebook a scenario names, whose faults are told by its own file and lines; {} for none."""
    named = top.text("rulebook", "")
    if not named:
        return {}
    if source.folder is None:
        text = Text("此处不能读取另一个文件。", "No other file can be read here.")
        top.faults.add("rulebook", text, Text("请改用 [rules] 逐项写明。", "Give its values under [rules]."))
        return {}
    file = source.folder / named
    if not file.is_file():
        text = Text(f"旁边没有文件“{named}”。", f'There is no file "{named}" beside it.')
        top.faults.add("rulebook", text, Text("请更正文件名，或放入该文件。", "Correct the name, or put it there."))
        return {}
    opened = open_toml(file, findings)
    if opened is None:
        return {}
    try:
        return dict(rulebook_of(opened[1].values).source)
    except BadInput as error:
        note_error(Path(named).name, opened[0], error, findings)
        return {}


def _note_unread(top: Section) -> None:
    """Note keys nobody asked for; those of free tables were all asked for."""
    for path in FREE:
        _ask_for_all(top.values, path.split("."), "", top.faults)
    note_unread(top)


def _ask_for_all(values: Any, steps: Sequence[str], path: str, faults: Faults) -> None:
    for key, value in values.items() if isinstance(values, dict) else ():
        place = f"{path}.{key}" if path else key
        if not steps:
            faults.read.add(place)
        if not steps or key == steps[0]:
            _ask_for_all(value, steps[1:], place, faults)


def _all_faults(top: Section, scenario: Scenario, office: Office, rulebook: Rulebook) -> Iterator[ScenarioFault]:
    """Give the faults of shape, then those of meaning that do not follow from one of shape."""
    shape = {path for path, _ in top.faults.found}
    for path, fault in top.faults.found:
        unread = fault.text == NO_SUCH_KEY
        yield ScenarioFault(path, fault.text, fault.remedy, _last(path), _keys_beside(path) if unread else ())
    found = ScenarioFaults()
    check_scenario(scenario, office, rulebook, found)
    if not shape:
        check_order(scenario, office, found)
    lost = shape & {"first", "days"}
    for one in found.found:
        follows = lost and (_last(one.path) in ("first", "last") or one.path == "warm_up_days")
        if one.path not in shape and not follows:
            yield one


def _last(path: str) -> str:
    return path.rpartition(".")[2]


def _keys_beside(path: str) -> tuple[str, ...]:
    """Name the keys of the table in which a key stands."""
    kind = KEYS.get(ROW.sub("", path.rpartition(".")[0]))
    names = [one.name for one in fields(kind)] if kind else ["zh", "en"]
    return tuple(key for name in names for key in SPAN.get(name, (name,)))


def _note(source: ScenarioText, faults: Iterable[ScenarioFault], findings: Findings) -> None:
    for fault in faults:
        place = Place(source.name, row_of_path(source.text, fault.path), fault.path)
        remedy = meant(fault.word, fault.known) if fault.known else fault.remedy
        findings.fault(place, "scenario", fault.text, remedy)


def _faulty(name: str, findings: Findings) -> BadInput:
    faults = sorted(findings.found, key=lambda fault: (fault.file != name, fault.row or 0))
    return BadInput(
        Text(
            f"推演方案“{name}”有 {len(faults)} 处错误，未作推演。",
            f'The scenario "{name}" has {Count(len(faults)):fault|faults}; nothing was simulated.',
        ),
        Text("请按行、项逐处更正。", "Correct each at its row and field."),
        code="scenario-faulty",
        facts={"file": name, "count": len(faults)},
        faults=[fault.as_dict() for fault in faults],
    )
