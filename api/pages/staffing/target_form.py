"""达标反问 Targets: which least change of people, vehicles or rules reaches what is wanted, asked as a form."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from flask import Response

from allocator.domain.errors import AllocatorError
from allocator.domain.scenarios.figures import FIGURES, UNIT_NAMES
from allocator.domain.words import Text
from allocator.services.reading import read_office
from allocator.services.rules.rehearsal import rulebook_of
from allocator.services.staffing.laboratory import read_experiment
from allocator.services.staffing.least_changes import AS_IT_IS, STAFFING, check_question
from allocator.services.staffing.percent_faults import in_percent
from allocator.services.staffing.scenario_forms import (
    BETWEEN,
    FRAME,
    Frame,
    ScenarioForm,
    form_of,
    usual_rules,
    written,
)
from allocator.services.staffing.target_forms import LEAST, MOST, ROWS, TargetForm, target_form_of, written_targets
from api.errors import status_of
from api.pages.asked import choice
from api.pages.forms import column, field, new_key
from api.pages.shell import Page, show
from api.pages.staffing.laboratory import submitted
from api.surroundings import acting

page = Page("target_form", "/laboratory/targets")
FILE, START = "targets.toml", "start.toml"
SINGLE = ("vehicles", "probability", "together", "sure", "zone", "budget")
SIDES = {LEAST: Text("至少", "at least"), MOST: Text("至多", "at most")}
USUAL = TargetForm(
    name="怎样达到九成 / what would reach 90 %",
    targets=(("within_limit", LEAST, "90"),),
    add=(("officer", "", "120"), ("clerk", "", "70")),
    vehicles="60",
)
USUAL_FRAME = Frame(first="", days="90", replications="")
PLACE = re.compile(r"(targets|add|rules|move)\[(\d+)\]")
TARGET = re.compile(r"targets(\d+)")


@page.get("")
@page.needs("runs:write")
def index() -> Response:
    """Show the form, with a usual question or that of an earlier run."""
    run = choice("from")
    _, today = read_office(acting())
    frame = replace(USUAL_FRAME, first=(today + timedelta(days=1)).isoformat())
    if not run:
        return _show(frame, USUAL)
    params = read_experiment(acting(), run).run.params
    return _show(_frame_of(params, frame), target_form_of(params["targets"]["toml"]))


def _frame_of(params: Mapping[str, Any], usual: Frame) -> Frame:
    start = params.get("scenario")
    named = form_of(start["toml"], read_office(acting())[0])[1] if start else {}
    return replace(usual, **{name: named[name] for name in ("first", "days") if name in named})


@page.post("")
@page.needs("runs:write")
def ask() -> Response:
    """Have the least change looked for; refused, every fault stands beside its field and nothing typed is lost."""
    frame, form = _typed()
    try:
        params = _params(frame, form)
        check_question(acting(), params)
        return submitted(STAFFING, params)
    except AllocatorError as error:
        return _show(frame, form, error)


def _typed() -> tuple[Frame, TargetForm]:
    frame = replace(USUAL_FRAME, **{name: field(name, needed=False) for name in ("first", "days")})
    rows: dict[str, Any] = {table: tuple(_rows(table, keys)) for table, keys in ROWS.items()}
    single: dict[str, Any] = {name: field(name, needed=False) for name in SINGLE}
    return frame, TargetForm(name=field("name", needed=False), **rows, **single)


def _rows(table: str, keys: Sequence[str]) -> Iterator[tuple[str, ...]]:
    columns = [column(f"{table}_{key}") for key in keys]
    return (row for row in zip(*columns, strict=False) if row[0])


def _params(frame: Frame, form: TargetForm) -> dict[str, Any]:
    start = written(ScenarioForm(name=f"{AS_IT_IS.zh}{BETWEEN}{AS_IT_IS.en}"), frame, read_office(acting())[0])
    return {"targets": {"name": FILE, "toml": written_targets(form)}, "scenario": {"name": START, "toml": start}}


def _show(frame: Frame, form: TargetForm, error: AllocatorError | None = None) -> Response:
    office, _ = read_office(acting())
    rulebook = rulebook_of(acting())
    return show(
        "laboratory/targets.html",
        status_of(error) if error else 200,
        frame=frame,
        form=form,
        error=error,
        spots=_spots(error, form),
        office=office,
        rulebook=rulebook,
        roles=dict.fromkeys(one.role for one in office.officers),
        figures=[(figure, UNIT_NAMES[figure.unit]) for figure in FIGURES.values()],
        sides=SIDES,
        rules=usual_rules(rulebook),
        key=new_key,
    )


def _spots(error: AllocatorError | None, form: TargetForm) -> dict[tuple[int, str], list[Mapping[str, Any]]]:
    """Sort faults by the spot of the form beside which each is shown."""
    found: dict[tuple[int, str], list[Mapping[str, Any]]] = {}
    for fault in error.faults if error else ():
        spot = _spot(str(fault.get("field") or ""))
        found.setdefault((0, spot), []).append(_in_percent(fault, spot, form))
    return found


def _in_percent(fault: Mapping[str, Any], spot: str, form: TargetForm) -> Mapping[str, Any]:
    row = TARGET.fullmatch(spot)
    name, typed = ("targets", form.targets[int(row[1]) - 1][2]) if row else (spot, getattr(form, spot, ""))
    return in_percent(fault, name, str(typed))


def _spot(path: str) -> str:
    row = PLACE.match(path)
    if row:
        return f"{row[1]}{row[2]}"
    last = path.rpartition(".")[2].partition("[")[0]
    return (
        "name"
        if path.startswith("name")
        else last
        if last in (*SINGLE, *FRAME, "targets")
        else "vehicles"
        if path.startswith("vehicles")
        else ""
    )
