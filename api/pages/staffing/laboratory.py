"""推演 Laboratory: what a change of people, rules, filings or vehicles would do, against the office as it is."""

from collections.abc import Mapping
from typing import Any

from flask import Response, url_for

from allocator.domain.errors import AllocatorError
from allocator.domain.scenarios.figures import FIGURES, SERIES, SHOWN_TIMES, UNIT_NAMES, Series
from allocator.domain.words import Text
from allocator.services.run_words import STATES
from allocator.services.runs import run_view
from allocator.services.staffing.laboratory import (
    Experiment,
    experiments,
    one_leaves,
    read_experiment,
    ready_questions,
    titles_of,
)
from allocator.services.staffing.least_changes import STAFFING
from allocator.services.staffing.scenario_files import scenario_files
from allocator.services.staffing.simulation_documents import simulation_word
from allocator.services.staffing.simulations import SIMULATION, figures_text, without_run
from allocator.services.staffing.target_forms import promise_of
from allocator.simulation.comparison import Compared, Difference, compared, conclusions
from allocator.simulation.fieldwork_told import fieldwork_told
from allocator.simulation.report import Report
from allocator.simulation.report_tables import shown, weeks_table
from allocator.simulation.sequential import FAILS, OPEN, REACHES
from allocator.simulation.statistics import Estimate
from api.errors import status_of
from api.pages.charts import Courses, courses, share_mark, whiskers
from api.pages.forms import KEY, field, new_key
from api.pages.shell import Entry, Page, show
from api.pages.words import language, percent
from api.reports import DOCX
from api.surroundings import acting, asking, engine

NAME = Text("推演", "Laboratory")
PURPOSE = Text(
    "少一人、加一车、收案增两成会怎样：先推演，再决定。",
    "One officer less, a car more, a fifth more filings: try it before you decide.",
)
page = Page("laboratory", "/laboratory", Entry(NAME, PURPOSE, "runs:write"))
MOST_LISTED = 20
CHIEF = ("closing_rate", "within_limit", "days_fast", "days_regular", "open_at_end", "overload_weeks", "vehicle_use")
DRAWN = ("open", "load_mean")
PERMILLE = 1000
VERDICTS = {
    REACHES: Text("达到", "reaches"),
    FAILS: Text("达不到", "fails"),
    OPEN: Text("未能判定", "not to be told yet"),
}
KINDS = {SIMULATION: Text("方案对比", "scenarios compared"), STAFFING: Text("达标反问", "what would reach it?")}


@page.get("")
@page.needs("runs:read")
def index() -> Response:
    """Show the questions that stand ready and what was asked before."""
    return _index(None)


def _index(error: AllocatorError | None) -> Response:
    found, ready = experiments(acting(), MOST_LISTED + 1), ready_questions(acting())
    return show(
        "laboratory/index.html",
        status_of(error) if error else 200,
        ready=ready,
        files=scenario_files(acting()),
        usual=max(ready, key=lambda one: one.count, default=None),
        found=[(run_view(run), titles_of(run)) for run in found[:MOST_LISTED]],
        more=len(found) > MOST_LISTED,
        states=STATES,
        kinds=KINDS,
        key=new_key,
        error=error,
        may_ask=asking().may("runs:write"),
    )


@page.post("/one-less")
@page.needs("runs:write")
def one_less() -> Response:
    """Ask what the next quarter would be with one of a role less; pressed twice it is one question."""
    try:
        return submitted(SIMULATION, one_leaves(acting(), field("post")))
    except AllocatorError as error:
        return _index(error)


def submitted(kind: str, params: dict[str, Any]) -> Response:
    """Have a question answered by a worker, once for one form, and lead to where it can be followed."""
    return _to(engine().submit(kind, params, acting().actor, f"form-{field(KEY)}").id)


def _to(run_id: str) -> Response:
    return Response(status=303, headers={"Location": url_for("laboratory.run", run_id=run_id)})


@page.get("/runs/<uuid:run_id>")
@page.needs("runs:read")
def run(run_id: object) -> Response:
    """Show how far an experiment is, and once there is one its answer."""
    found = read_experiment(acting(), str(run_id))
    return show(
        "laboratory/run.html",
        found=found,
        run=run_view(found.run),
        titles=titles_of(found.run),
        states=STATES,
        key=new_key,
        may_ask=asking().may("runs:write"),
        **_answer(found),
    )


@page.post("/runs/<uuid:run_id>/stop")
@page.needs("runs:write")
def stop(run_id: object) -> Response:
    """Call an experiment off; what is known by then stays."""
    found = read_experiment(acting(), str(run_id))
    engine().cancel(found.run.id, acting().actor)
    return _to(found.run.id)


@page.get("/runs/<uuid:run_id>/report.json")
@page.needs("runs:read")
def as_json(run_id: object) -> Response:
    """Give the report as the file a machine reads: equal questions, equal bytes."""
    found = read_experiment(acting(), str(run_id))
    text = figures_text(without_run(found.document or {}))
    disposition = f'attachment; filename="simulation-{found.run.id[:8]}.json"'
    return Response(text, mimetype="application/json", headers={"Content-Disposition": disposition})


@page.get("/runs/<uuid:run_id>/report.docx")
@page.needs("runs:read")
def as_word(run_id: object) -> Response:
    """Give the report as a Word file in the language of the page."""
    data = simulation_word(acting(), str(run_id), language())
    disposition = f'attachment; filename="simulation-{str(run_id)[:8]}.docx"'
    return Response(data, mimetype=DOCX, headers={"Content-Disposition": disposition})


def _answer(found: Experiment) -> dict[str, Any]:
    """Lay out a report: its conclusions, its figures with drawings, its series; or what a search found."""
    report = found.report
    if found.document and found.run.kind == STAFFING:
        return {"report": None, **_searched(found)}
    if report is None:
        return {"report": None}
    weekly = [name for name in DRAWN if name in report.outcomes[0].weeks]
    return {
        "report": report,
        "concluded": [conclusions(report, place) for place in range(1, len(report.outcomes))],
        **figures_shown(report),
        "series": [_course(report, name) for name in weekly],
        "tables": [weeks_table(report, name) for name in weekly],
        "fieldwork": list(fieldwork_told(report)),
        "missed": [FIGURES[name].name for name in report.missed],
    }


def _searched(found: Experiment) -> dict[str, Any]:
    """Lay out what a search found: each change that was tried with the shares of futures that met its targets."""
    document: Any = found.document
    return {
        "promise": promise_of(found.run.params["targets"]["toml"]),
        "tried": [(one, [_met(item) for item in one["targets"]]) for one in document["tried"]],
        "wanted": [_wanted(item) for item in document["tried"][0]["targets"]] if document["tried"] else [],
        "verdicts": VERDICTS,
    }


def _wanted(item: Mapping[str, Any]) -> Text:
    """Say what is wanted of a figure, in its unit."""
    figure = FIGURES[item["figure"]]
    value = f"{item['value'] * SHOWN_TIMES.get(figure.unit, 1):g}"
    sign = "≥" if item["at_least"] else "≤"
    return Text("{figure} {sign} {value} {unit}", "{figure} {sign} {value} {unit}").fill(
        figure=figure.name, sign=sign, value=value, unit=UNIT_NAMES[figure.unit]
    )


def _met(item: Mapping[str, Any]) -> dict[str, Any]:
    """Give in how many futures a target was met, and the interval of that share with its drawing."""
    low, high = item["low"], item["high"]
    mark = share_mark(low, (low + high) / 2, high, item["probability"])
    return {"met": item["met"], "low": percent(low * PERMILLE), "high": percent(high * PERMILLE), "mark": mark}


def figures_shown(report: Report) -> dict[str, Any]:
    """Lay out the figures that are looked at first, and the others, each difference with its drawing."""
    rows = compared(report)
    return {
        "chief": [_drawn(row) for row in rows if row.figure.id in CHIEF],
        "others": [_drawn(row) for row in rows if row.figure.id not in CHIEF],
    }


def _drawn(row: Compared) -> tuple[Compared, list[tuple[Difference, Any]]]:
    """Give a figure with the drawing of each difference, all on one scale."""
    laid = whiskers([_ends(one.found) for one in row.differences])
    return row, list(zip(row.differences, laid, strict=True))


def _ends(found: Estimate) -> tuple[float, float, float] | None:
    if found.mean is None:
        return None
    half = found.half_width or 0.0
    return found.mean - half, found.mean, found.mean + half


def _course(report: Report, name: str) -> tuple[Series, Courses | None, str]:
    """Give a series with its drawing and the value at the top of it."""
    known = [[_ends(week) or (0.0, 0.0, 0.0) for week in outcome.weeks[name]] for outcome in report.outcomes]
    drawn, series = courses(known), SERIES[name]
    return series, drawn, shown(Estimate(drawn.highest, None, 1), series.unit) if drawn else ""
