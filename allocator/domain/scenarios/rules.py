"""The rulebook of a scenario (方案规则手册): the office's own, or another, with values changed at paths of its file.

The changed file is read by the reader every rulebook is read by, so that a rehearsed rule is a rule that could be put
in force; what the reader refuses is told at the key of the scenario that caused it.
"""

import copy
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from allocator.domain.errors import BadInput
from allocator.domain.rulebook.book import Rulebook
from allocator.domain.rulebook.reading import rulebook_of
from allocator.domain.rulebook.section import NO_SUCH_KEY
from allocator.domain.scenarios.faults import ScenarioFaults
from allocator.domain.scenarios.scenario import PERMILLE, Scenario
from allocator.domain.words import Text

EVERY = "every"
NUMBERED = re.compile(r"(.+)\[(\d+)\]")
WEIGHED = ("weights.", "charging.pools")
"""Where a scenario's weights change a rulebook."""

THING = Text("规则手册路径", "path of the rulebook")
CAUSE = Text("案由", "cause")


def rulebook_for(scenario: Scenario, own: Rulebook) -> Rulebook:
    """Give the rulebook by which a scenario is played; raises BadInput naming the scenario's fields."""
    faults = ScenarioFaults()
    found = changed_rulebook(scenario, own, faults)
    faults.stop_if_any()
    return found


def changed_rulebook(scenario: Scenario, own: Rulebook, faults: ScenarioFaults) -> Rulebook:
    """Give the rulebook of a scenario, noting what is wrong; where something is, the office's own is given."""
    if not (scenario.rules or scenario.weights or scenario.rulebook):
        return own
    changed, file = own, _File(copy.deepcopy(dict(scenario.rulebook or own.source)))
    for path, value in scenario.rules.items():
        file.put(path, value, faults)
    _weigh(file.values, scenario.weights, faults)
    file.values["effective_from"] = date.fromisoformat(str(file.values.get("effective_from", own.effective_from)))
    try:
        changed = rulebook_of(file.values)
    except BadInput as refused:
        for fault in refused.faults:
            _tell(file, scenario, fault, faults)
    return own if faults.found else changed


@dataclass
class _File:
    """The values of a rulebook's file, at which place each path of the scenario put its value, and what stood beside it."""

    values: dict[str, Any]
    places: dict[str, str] = field(default_factory=dict)
    beside: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def put(self, path: str, value: object, faults: ScenarioFaults) -> None:
        """Set the value at a path; a row of a table is named by its id, or by its number in brackets."""
        table: Any = self.values
        place = ""
        *steps, last = path.split(".")
        for step in steps:
            key, row = _step(table, step)
            if row is None:
                faults.unknown(f"rules.{path}", ".".join(filter(None, (place, step))), THING, _below(table, place))
                return
            table, place = row, f"{place}{key}" if key.startswith("[") else ".".join(filter(None, (place, key)))
        if not isinstance(table, dict):
            faults.unknown(f"rules.{path}", path, THING, _below(table, place))
            return
        self.beside[path] = tuple(_below(table, place))
        table[last] = value
        self.places[path] = f"{place}.{last}" if place else last

    def cause_of(self, fault: str) -> str | None:
        """Find the path of the scenario that put what the reader refuses."""
        for path, place in self.places.items():
            if any(_within(fault, one) for one in (path, place)):
                return path
        return None


def _step(table: Any, step: str) -> tuple[str, Any]:
    """Go one step down: to a key of a table, or to the row of a list that bears an id or number."""
    numbered = NUMBERED.fullmatch(step)
    if isinstance(table, dict) and numbered and isinstance(table.get(numbered[1]), list):
        rows, number = table[numbered[1]], int(numbered[2])
        return step, rows[number - 1] if 0 < number <= len(rows) else None
    if isinstance(table, dict):
        found = table.get(step)
        return step, found if isinstance(found, (dict, list)) else None
    rows = ((number, row) for number, row in enumerate(table, start=1) if isinstance(row, dict))
    return next(((f"[{number}]", row) for number, row in rows if row.get("id") == step), ("", None))


def _below(table: Any, place: str) -> Iterator[str]:
    names = table if isinstance(table, dict) else [row["id"] for row in table if isinstance(row, dict) and "id" in row]
    return (".".join(filter(None, (place, str(name)))) for name in names)


def _within(fault: str, place: str) -> bool:
    """Say whether a refused path lies at, below or right above a place."""
    return fault == place or fault.startswith((f"{place}.", f"{place}[")) or place.startswith(f"{fault}.")


def _tell(file: _File, scenario: Scenario, fault: Mapping[str, Any], faults: ScenarioFaults) -> None:
    path = file.cause_of(str(fault["field"]))
    text, remedy = Text(**fault["text"]), Text(**fault["remedy"])
    if path is not None and text == NO_SUCH_KEY:
        faults.unknown(f"rules.{path}", path, THING, file.beside[path])
        return
    if path is not None:
        faults.add(f"rules.{path}", text, remedy)
        return
    owner = _owner(scenario, str(fault["field"]))
    where = Text(f"规则手册 {fault['field']}：", f"At {fault['field']} of the rulebook:")
    faults.add(owner, where + text, remedy)


def _owner(scenario: Scenario, fault: str) -> str:
    """Name the key of the scenario that a fault of no path put by its rules is due to, as far as can be told."""
    if scenario.weights and fault.startswith(WEIGHED):
        cause = next((name for name in scenario.weights if f".{name}." in fault), EVERY)
        return f"weights.{cause}" if cause in scenario.weights else "weights"
    return "rulebook" if scenario.rulebook else "rules" if scenario.rules else "weights"


def _weigh(values: dict[str, Any], factors: Mapping[str, int], faults: ScenarioFaults) -> None:
    """Multiply the hours of causes; "every" takes in all causes, what traits add, and the intake of each case."""
    weights = values.get("weights", {})
    causes = {str(row.get("id")): row for row in weights.get("causes", [])}
    for name in factors:
        if name != EVERY and name not in causes:
            faults.unknown(f"weights.{name}", name, CAUSE, (EVERY, *causes))
    for name, row in causes.items():
        factor = Fraction(factors.get(name, PERMILLE) * factors.get(EVERY, PERMILLE), PERMILLE**2)
        _multiply(row, ("hours", "trips"), factor)
    every = Fraction(factors.get(EVERY, PERMILLE), PERMILLE)
    _multiply(weights, ("intake_hours",), every)
    for row in weights.get("adders", []):
        _multiply(row, ("hours",), every)
    for row in values.get("charging", {}).get("pools", []):
        _multiply(row, ("fixed_hours",), every)


def _multiply(row: dict[str, Any], keys: tuple[str, ...], factor: Fraction) -> None:
    for key in keys:
        if key in row and factor != 1:
            value = row[key]
            row[key] = (
                {role: _times(hours, factor) for role, hours in value.items()}
                if isinstance(value, dict)
                else _times(value, factor)
            )


def _times(value: object, factor: Fraction) -> object:
    """Multiply a number as it is written, exactly; what is no number is left for the reader to refuse."""
    try:
        product = Fraction(str(value)) * factor
    except ValueError:
        return value
    return f"{Decimal(product.numerator) / Decimal(product.denominator):f}"
