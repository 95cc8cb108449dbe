"""The question turned round as a form (反问表单): what shall be reached, what may be changed for it, how hard to look.

Nothing is judged here: what was typed becomes the targets file, whose reader says what is wrong with it, by a path.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from allocator.domain.scenarios.figures import FIGURES, SHOWN_TIMES
from allocator.files.scenario_writing import scenario_text
from allocator.services.staffing.scenario_forms import Row, two_names
from allocator.services.staffing.scenario_values import exact, typed_day_or_number, typed_value

LEAST, MOST = "at_least", "at_most"
ROWS: Mapping[str, tuple[str, ...]] = {
    "targets": ("figure", "side", "value"),
    "add": ("role", "teams", "cost"),
    "rules": ("path", "values", "cost"),
    "move": ("who", "teams", "cost"),
}
"""The rows of the form by their table of the file."""

HUNDRED = Decimal(100)
USUAL_SURE, USUAL_ZONE, USUAL_PROBABILITY = 0.95, 0.05, 0.9


@dataclass(frozen=True)
class TargetForm:
    """What a form says (反问表单), each field as it was typed; figures and shares are in the unit in which they are shown.

    `targets` are rows of figure, side and value, `add` of role, team ("" for every team) and cost, `rules` of path, value and
    cost, `move` of person, team and cost; a `vehicles` of "" allows none more.
    """

    name: str
    targets: tuple[Row, ...]
    add: tuple[Row, ...] = ()
    rules: tuple[Row, ...] = ()
    move: tuple[Row, ...] = ()
    vehicles: str = ""
    probability: str = "90"
    together: str = "2"
    sure: str = "95"
    zone: str = "10"
    budget: str = "400"


@dataclass(frozen=True, slots=True)
class Promise:
    """What a search promises (保证): how sure, and from which shares of futures on a change is told apart; as fractions."""

    sure: float
    probability: float
    zone: float


def written_targets(form: TargetForm) -> str:
    """Write a form as the targets file."""
    values: dict[str, Any] = {
        "name": two_names(form.name),
        "probability": _hundredth(form.probability),
        "together": typed_day_or_number(form.together),
        "targets": [_target(row) for row in form.targets],
        "add": [_allowed("role", row) for row in form.add],
        "vehicles": [{"cost": typed_day_or_number(form.vehicles)}] if form.vehicles else [],
        "rules": [_rule(row) for row in form.rules],
        "move": [_allowed("who", row) for row in form.move],
        "effort": _effort(form),
    }
    return scenario_text({name: value for name, value in values.items() if value != []})


def _target(row: Row) -> dict[str, Any]:
    figure, side, value = row
    times = SHOWN_TIMES.get(FIGURES[figure].unit, 1) if figure in FIGURES else 1
    number = exact(value)
    return {
        "figure": figure,
        side if side == MOST else LEAST: value if number is None else number / Decimal(str(times)),
    }


def _allowed(key: str, row: Row) -> dict[str, Any]:
    name, team, cost = row
    return {key: name, **({"teams": [team]} if team else {}), "cost": typed_day_or_number(cost)}


def _rule(row: Row) -> dict[str, Any]:
    path, value, cost = row
    return {"path": path, "values": [typed_value(value)], "cost": typed_day_or_number(cost)}


def _effort(form: TargetForm) -> dict[str, Any]:
    budget = typed_day_or_number(form.budget)
    return {"sure": _hundredth(form.sure), "zone": _hundredth(form.zone), "budget": budget, "most": budget}


def _hundredth(percent: str) -> object:
    number = exact(percent)
    return percent if number is None else number / HUNDRED


def promise_of(toml: str) -> Promise:
    """Give what the search of a targets file promises; the file was read before."""
    values = tomllib.loads(toml)
    effort = values.get("effort", {})
    return Promise(
        float(effort.get("sure", USUAL_SURE)),
        float(values.get("probability", USUAL_PROBABILITY)),
        float(effort.get("zone", USUAL_ZONE)),
    )


def target_form_of(toml: str) -> TargetForm:
    """Lay a targets file that this form wrote, or could have written, out as the form; what has no field is left out."""
    values = tomllib.loads(toml, parse_float=Decimal)
    name, effort, vehicles = values.get("name", ""), values.get("effort", {}), values.get("vehicles", [])
    return TargetForm(
        name=name if isinstance(name, str) else f"{name.get('zh', '')} / {name.get('en', '')}",
        targets=tuple(_target_row(row) for row in values.get("targets", ())),
        add=tuple(row for one in values.get("add", ()) for row in _allowed_rows("role", one)),
        rules=tuple(
            (one["path"], str(value), str(one["cost"])) for one in values.get("rules", ()) for value in one["values"]
        ),
        move=tuple(row for one in values.get("move", ()) for row in _allowed_rows("who", one)),
        vehicles=str(vehicles[0]["cost"]) if vehicles else "",
        probability=_percent(values.get("probability", Decimal("0.9"))),
        together=str(values.get("together", 2)),
        sure=_percent(effort.get("sure", Decimal("0.95"))),
        zone=_percent(effort.get("zone", Decimal("0.05"))),
        budget=str(effort.get("budget", 4000)),
    )


def _target_row(row: Mapping[str, Any]) -> Row:
    side = LEAST if LEAST in row else MOST
    times = SHOWN_TIMES.get(FIGURES[row["figure"]].unit, 1)
    return row["figure"], side, _plain(Decimal(str(row[side])) * Decimal(str(times)))


def _allowed_rows(key: str, row: Mapping[str, Any]) -> Sequence[Row]:
    return [(row[key], team, str(row["cost"])) for team in row.get("teams") or ("",)]


def _percent(share: object) -> str:
    return _plain(Decimal(str(share)) * HUNDRED)


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"
