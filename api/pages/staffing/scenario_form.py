"""推演方案 Scenarios: several changes written down as a form, from the office as it is, its own files, or an earlier question."""

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from flask import Response, request

from allocator.domain.errors import AllocatorError, BadInput
from allocator.domain.toml_words import not_toml
from allocator.domain.words import Text
from allocator.services.reading import read_office
from allocator.services.rules.rehearsal import rulebook_of
from allocator.services.staffing.laboratory import read_experiment
from allocator.services.staffing.least_changes import AS_IT_IS
from allocator.services.staffing.percent_faults import in_percent
from allocator.services.staffing.scenario_files import scenario_file
from allocator.services.staffing.scenario_forms import (
    BETWEEN,
    FRAME,
    Frame,
    SaidTwice,
    ScenarioForm,
    form_of,
    usual_rules,
    written,
)
from allocator.services.staffing.simulations import SIMULATION, check_simulation
from api.errors import status_of
from api.pages.asked import choice
from api.pages.forms import column, field, new_key, number
from api.pages.shell import Page, show
from api.pages.staffing.laboratory import submitted
from api.surroundings import acting

page = Page("scenario_form", "/laboratory/scenarios")
MOST_SCENARIOS = 8
MORE_ROWS = 2
USUAL = Frame(first="", days="90", replications="20")
TABLES: Mapping[str, tuple[str, ...]] = {
    "leave": ("who", "last"),
    "away": ("who", "first", "last"),
    "move": ("who", "team", "first"),
    "join": ("team", "role", "first"),
    "lanes": ("team", "lane"),
    "rules": ("path", "value"),
}
SINGLE = ("name", "growth", "vehicles", "fieldwork", "every_days", "moves", "hand_over")
SPOTS = {
    "arrivals.growth": "growth",
    "vehicles[1].add": "vehicles",
    "vehicles[1]": "vehicles",
    "fieldwork": "fieldwork",
    "rebalance": "every_days",
    "rebalance.every_days": "every_days",
    "rebalance.moves": "moves",
    "more": "more",
}
"""The fields of single values, by their paths in the file."""

FILE = re.compile(r"scenario-(\d)\.toml")
ROW = re.compile(r"people\.(\w+)\[(\d+)\]")
Forms = Sequence[ScenarioForm]
Spots = Mapping[tuple[int, str], Sequence[Mapping[str, Any]]]


@page.get("")
@page.needs("runs:write")
def index() -> Response:
    """Show the form: empty, or as the files or the earlier question say that it begins with."""
    run, files = choice("from"), request.args.getlist("file")
    texts = [scenario_file(acting(), name) for name in files[:MOST_SCENARIOS]]
    if run:
        texts = [one["toml"] for one in read_experiment(acting(), run).run.params.get("scenarios", ())]
    return _show(*_begun(texts))


@page.post("")
@page.needs("runs:write")
def ask() -> Response:
    """Have the scenarios played; refused, every fault stands beside its field and nothing typed is lost."""
    frame, forms = _typed()
    if "add" in request.form:
        return _show(frame, [*forms, ScenarioForm()][:MOST_SCENARIOS])
    if "rows" in request.form or any(name.startswith("drop") for name in request.form):
        return _show(frame, forms, spare=1 + MORE_ROWS * ("rows" in request.form))
    try:
        params = _params(frame, forms)
        check_simulation(acting(), params)
        return submitted(SIMULATION, params)
    except AllocatorError as error:
        return _show(frame, forms, error=error)


def _begun(texts: Sequence[str]) -> tuple[Frame, list[ScenarioForm]]:
    """Lay files out as forms, the first being the baseline; its frame is that of all."""
    office, today = read_office(acting())
    frame = replace(USUAL, first=(today + timedelta(days=1)).isoformat())
    read = [form_of(text, office) for text in texts]
    if not read:
        return frame, [ScenarioForm(name=f"{AS_IT_IS.zh}{BETWEEN}{AS_IT_IS.en}"), ScenarioForm()]
    named = {name: read[0][1].get(name, "") for name in FRAME}
    frame = replace(frame, **{name: text for name, text in named.items() if text or name == "warm_up_days"})
    return frame, [form for form, _ in read]


def _typed() -> tuple[Frame, list[ScenarioForm]]:
    frame = Frame(**{name: field(name, needed=False) for name in FRAME})
    count = min(number("count"), MOST_SCENARIOS)
    return frame, [_form(place) for place in range(count) if f"drop{place}" not in request.form]


def _form(place: int) -> ScenarioForm:
    """Read one scenario of the form; rows in which nothing was chosen are none."""
    rows: dict[str, Any] = {table: tuple(_rows(place, table, keys)) for table, keys in TABLES.items()}
    single: dict[str, Any] = {name: field(f"{name}{place}", needed=False) for name in SINGLE}
    return ScenarioForm(**single, **rows, more=field(f"more{place}", needed=False))


def _rows(place: int, table: str, keys: Sequence[str]) -> Iterator[tuple[str, ...]]:
    columns = [column(f"{table}_{key}{place}") for key in keys]
    yield from (row for row in zip(*columns, strict=False) if row[0])


def _params(frame: Frame, forms: Forms) -> dict[str, Any]:
    office, _ = read_office(acting())
    scenarios = []
    for place, form in enumerate(forms):
        try:
            scenarios.append({"name": _file(place), "toml": written(form, frame, office)})
        except SaidTwice as error:
            text = Text(f"“{error}”已在上面的栏目中另有填写。", f'"{error}" is said otherwise by a field above.')
            raise _refused(place, text, Text("请只在一处填写。", "Say it in one place only.")) from error
        except (tomllib.TOMLDecodeError, ValueError, RecursionError) as error:
            text = Text("“其他”一栏不是有效的 TOML：{why}。", "The further changes are not valid TOML: {why}.")
            remedy = Text("请按方案文件的写法更正。", "Write them as in a scenario file.")
            raise _refused(place, text.fill(why=not_toml(error)), remedy) from error
    return {"scenarios": scenarios, "replications": None, "half_width": {}}


def _file(place: int) -> str:
    return f"scenario-{place}.toml"


def _refused(place: int, text: Text, remedy: Text) -> BadInput:
    """Refuse the further changes of a scenario."""
    fault: dict[str, object] = {
        "file": _file(place),
        "field": "more",
        "text": text.as_dict(),
        "remedy": remedy.as_dict(),
    }
    return BadInput(
        Text("推演方案有误，未作推演。", "A scenario has a fault; nothing was simulated."),
        Text("请按标出之处更正。", "Correct the marked places."),
        code="scenario-faulty",
        faults=[fault],
    )


def _show(frame: Frame, forms: Forms, *, spare: int = 1, error: AllocatorError | None = None) -> Response:
    office, today = read_office(acting())
    rulebook = rulebook_of(acting())
    return show(
        "laboratory/form.html",
        status_of(error) if error else 200,
        frame=frame,
        forms=forms,
        spare=spare,
        error=error,
        spots=_spots(error, forms),
        office=office,
        rulebook=rulebook,
        today=today.isoformat(),
        roles=dict.fromkeys(one.role for one in office.officers),
        rules=usual_rules(rulebook),
        most=MOST_SCENARIOS,
        unchanged=not forms or forms[0] == ScenarioForm(name=forms[0].name),
        key=new_key,
    )


def _spots(error: AllocatorError | None, forms: Forms) -> Spots:
    """Sort faults by the scenario and the spot of the form beside which each is shown."""
    found = defaultdict[tuple[int, str], list[Mapping[str, Any]]](list)
    for fault in error.faults if error else ():
        file = FILE.fullmatch(str(fault.get("file")))
        place = int(file[1]) if file else 0
        spot = _spot(str(fault.get("field") or ""))
        if spot not in FRAME or place == 0:
            found[place, spot].append(in_percent(fault, spot, forms[place].growth))
    return found


def _spot(path: str) -> str:
    """Name the spot of the form for a path of the file; "" for what has no field of its own."""
    row = ROW.match(path)
    if row:
        return f"{row[1]}{row[2]}"
    if path in SPOTS or path in FRAME or path.startswith("name"):
        return SPOTS.get(path, path.partition(".")[0])
    if path.startswith("rules."):
        return path
    return "lanes" if path.startswith("teams.lanes") else ""
