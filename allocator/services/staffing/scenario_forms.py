"""A scenario as a form (推演表单): the changes planners ask most as rows to fill in, the rest in the words of its file.

Nothing is judged here: what was typed is written into the scenario's file as it is, and whoever reads that file says what
is wrong with it, by a path that the form knows too.
"""

import json
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from allocator.domain.office import Office
from allocator.domain.rulebook.book import Rulebook
from allocator.files.scenario_writing import scenario_text
from allocator.services.staffing.scenario_values import exact, is_plain, typed_day_or_number, typed_value
from allocator.services.staffing.scenario_ways import ways_of, written_rebalance

FRAME = ("first", "days", "replications", "warm_up_days")
Row = tuple[str, ...]
PEOPLE: Mapping[str, tuple[str, ...]] = {
    "leave": ("who", "last"),
    "away": ("who", "first", "last"),
    "move": ("who", "team", "first"),
}
"""Tables of people that stand in the form as they stand in the file, with their keys."""

BETWEEN = " / "
"""Stands between the two languages of a name."""

TAKEN_FROM, TAKEN = ("people", "teams", "arrivals", "rules"), (*PEOPLE, "join", "lanes")
JOIN = {"code", "like", "team", "first"}


class SaidTwice(ValueError):
    """A field and the remainder say one thing and another; its text is the path."""


@dataclass(frozen=True)
class ScenarioForm:
    """What a form says of one scenario (推演表单), each field as it was typed.

    `join` are rows of team, role and first day; `lanes` of a team and a lane it takes besides its own; `rules` of a path of
    the rulebook and a value; `growth` is in percent; `fieldwork` is "" for a pool of vehicles; `every_days`, `moves` and
    `hand_over` ("yes" or "") say when loads are levelled; `more` is TOML for whatever has no field.
    """

    name: str = ""
    leave: tuple[Row, ...] = ()
    away: tuple[Row, ...] = ()
    move: tuple[Row, ...] = ()
    join: tuple[Row, ...] = ()
    lanes: tuple[Row, ...] = ()
    rules: tuple[Row, ...] = ()
    growth: str = ""
    vehicles: str = ""
    fieldwork: str = ""
    every_days: str = ""
    moves: str = ""
    hand_over: str = ""
    more: str = ""


@dataclass(frozen=True)
class Frame:
    """What all scenarios of one question share (共同条件): the first day, how many, runs of each, days of warm-up."""

    first: str
    days: str
    replications: str
    warm_up_days: str = "0"

    def values(self) -> dict[str, Any]:
        """Give the frame as keys of a scenario's file; what was left empty is left out."""
        typed = {name: getattr(self, name) for name in FRAME}
        return {name: typed_day_or_number(text) for name, text in typed.items() if text}


def written(form: ScenarioForm, frame: Frame, office: Office) -> str:
    """Write a form as the scenario's file; raises TOMLDecodeError for a remainder that is no TOML, SaidTwice for what is said otherwise."""
    return scenario_text(
        _merged({"name": two_names(form.name), **frame.values(), **_tables(form, office)}, tomllib.loads(form.more))
    )


def two_names(typed: str) -> object:
    """Read a name that is typed in both languages with a stroke between them; one alone stands for both."""
    zh, stroke, en = typed.partition(BETWEEN)
    return {"zh": zh, "en": en} if stroke and zh and en else typed


def _one_name(name: object) -> str:
    return BETWEEN.join(str(name.get(key, "")) for key in ("zh", "en")) if isinstance(name, Mapping) else str(name)


def _tables(form: ScenarioForm, office: Office) -> dict[str, Any]:
    """Give the tables of the rows that were filled in."""
    people: dict[str, Any] = {"join": list(_joins(form.join, office))}
    for table, keys in PEOPLE.items():
        people[table] = [_row(keys, row) for row in getattr(form, table)]
    tables = {
        "people": {name: rows for name, rows in people.items() if rows},
        "teams": {"lanes": list(_lanes(form.lanes, office))} if form.lanes else {},
        "vehicles": [{"add": typed_day_or_number(form.vehicles)}] if form.vehicles else [],
        "arrivals": {"growth": _share(form.growth)} if form.growth else {},
        "rules": {path: typed_value(text) for path, text in form.rules},
        "rebalance": written_rebalance(form.every_days, form.moves, form.hand_over),
        "fieldwork": form.fieldwork,
    }
    return {name: table for name, table in tables.items() if table}


def _row(keys: Sequence[str], row: Row) -> dict[str, Any]:
    return {key: typed_day_or_number(text) for key, text in zip(keys, row, strict=True) if text}


def _joins(rows: Iterable[Row], office: Office) -> Iterator[dict[str, Any]]:
    """Write who comes like the first of that role in the office, of the same team where there is one."""
    for number, (team, role, first) in enumerate(rows, start=1):
        alike = [one for one in office.officers if one.role == role]
        like = next((one for one in alike if one.team == team), alike[0] if alike else None)
        row = {"code": f"新{number}", "like": like.code if like else role, "team": team}
        yield row | ({"first": typed_day_or_number(first)} if first else {})


def _lanes(rows: Iterable[Row], office: Office) -> Iterator[dict[str, Any]]:
    """Write the lanes of a team: its own, and those it takes besides."""
    more: dict[str, list[str]] = {}
    for team, lane in rows:
        own = office.team_by_code[team].lanes if team in office.team_by_code else ()
        more.setdefault(team, [*own]).append(lane)
    return ({"team": team, "lanes": lanes} for team, lanes in more.items())


def _share(percent: str) -> object:
    number = exact(percent)
    return percent if number is None else number / 100


def _merged(form: Mapping[str, Any], more: Mapping[str, Any], at: str = "") -> dict[str, Any]:
    """Put a remainder behind what the form says: tables key by key, lists one behind the other; one value is said once."""
    found = dict(form)
    for key, value in more.items():
        if isinstance(value, Mapping) and isinstance(found.get(key), Mapping):
            found[key] = _merged(found[key], value, f"{at}{key}.")
        elif isinstance(value, list) and isinstance(found.get(key), list):
            found[key] = [*found[key], *value]
        elif found.get(key, value) != value:
            raise SaidTwice(f"{at}{key}")
        else:
            found[key] = value
    return found


def form_of(toml: str, office: Office) -> tuple[ScenarioForm, dict[str, str]]:
    """Lay a scenario's file out as a form, and give the frame it names; raises tomllib.TOMLDecodeError for no TOML."""
    values = tomllib.loads(toml, parse_float=Decimal)
    frame = {name: str(values.pop(name)) for name in FRAME if name in values}
    name = values.pop("name", "")
    fields: dict[str, Any] = {"name": _one_name(name)}
    fields |= {table: tuple(_taken(values, ("people", table), keys)) for table, keys in PEOPLE.items()}
    fields |= {"join": _joined(values, office), "lanes": _laned(values, office), "rules": _ruled(values)}
    fields |= {"growth": _grown(values), "vehicles": _added(values), **ways_of(values)}
    rest = _without_empty(values)
    return ScenarioForm(**fields, more=scenario_text(rest) if rest else ""), frame


def _rows_at(values: Mapping[str, Any], path: Sequence[str]) -> list[Any]:
    table: Any = values
    for step in path:
        table = table.get(step) if isinstance(table, Mapping) else None
    return table if isinstance(table, list) else []


def _taken(values: Mapping[str, Any], path: Sequence[str], keys: Sequence[str]) -> Iterator[Row]:
    """Take the rows out that say nothing beside some keys."""
    rows = _rows_at(values, path)
    for row in [row for row in rows if isinstance(row, Mapping) and row.keys() <= set(keys)]:
        rows.remove(row)
        yield tuple(str(row.get(key, "")) for key in keys)


def _joined(values: Mapping[str, Any], office: Office) -> tuple[Row, ...]:
    rows, found = _rows_at(values, ("people", "join")), []
    for row in list(rows):
        like = office.officer_by_code.get(row.get("like", "")) if isinstance(row, Mapping) else None
        if like is not None and row.keys() <= JOIN:
            rows.remove(row)
            found.append((str(row.get("team") or like.team or ""), like.role, str(row.get("first", ""))))
    return tuple(found)


def _laned(values: Mapping[str, Any], office: Office) -> tuple[Row, ...]:
    rows, found = _rows_at(values, ("teams", "lanes")), list[Row]()
    for row in list(rows):
        team = office.team_by_code.get(row.get("team", "")) if isinstance(row, Mapping) else None
        if team is not None and row.keys() == {"team", "lanes"} and set(team.lanes) <= set(row["lanes"]):
            rows.remove(row)
            found += [(team.code, lane) for lane in row["lanes"] if lane not in team.lanes]
    return tuple(found)


def _ruled(values: dict[str, Any]) -> tuple[Row, ...]:
    rules = values.get("rules")
    if not isinstance(rules, dict):
        return ()
    plain = [path for path, value in rules.items() if not isinstance(value, Mapping | list)]
    return tuple((path, _shown(rules.pop(path))) for path in plain)


def _shown(value: object) -> str:
    """Write a value of a rule as it is typed: a text that would be read as something else stands in its signs."""
    if isinstance(value, bool):
        return str(value).lower()
    text = str(value)
    return json.dumps(text, ensure_ascii=False) if isinstance(value, str) and typed_value(text) != text else text


def _grown(values: Mapping[str, Any]) -> str:
    arrivals = values.get("arrivals")
    growth = arrivals.get("growth") if isinstance(arrivals, dict) else None
    if not isinstance(arrivals, dict) or not isinstance(growth, int | Decimal) or not is_plain(growth):
        return ""
    del arrivals["growth"]
    return f"{(growth * 100):f}".rstrip("0").rstrip(".") if growth * 100 % 1 else str(int(growth * 100))


def _added(values: dict[str, Any]) -> str:
    rows = _rows_at(values, ("vehicles",))
    if len(rows) != 1 or not isinstance(rows[0], Mapping) or rows[0].keys() != {"add"}:
        return ""
    return str(values.pop("vehicles")[0]["add"])


def _without_empty(values: Mapping[str, Any]) -> dict[str, Any]:
    """Leave tables and lists of tables out of which everything was taken."""
    found = {key: _without_empty(value) if key in TAKEN_FROM else value for key, value in values.items()}
    return {key: value for key, value in found.items() if value or key not in (*TAKEN_FROM, *TAKEN)}


def usual_rules(rulebook: Rulebook) -> tuple[tuple[str, str], ...]:
    """Give the paths of the rulebook that are asked after most, each with its value as it is typed: levers, conditions, efforts."""
    source: Any = rulebook.source
    score = [(f"triage.score.{key}", value) for key, value in source.get("triage", {}).get("score", {}).items()]
    conditions = [(f"triage.rules.{row['id']}.when", row["when"]) for row in source.get("triage", {}).get("rules", ())]
    efforts = [(f"lanes.{lane}.effort", row["effort"]) for lane, row in source["lanes"].items() if "effort" in row]
    levers = [(f"levers.{key}", value) for key, value in source.get("levers", {}).items()]
    return tuple((path, str(value)) for path, value in (*conditions, *score, *efforts, *levers))
