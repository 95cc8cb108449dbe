"""Runs (运行): a plan for all waiting cases is drafted by a worker, looked at, published or cancelled."""

import json
import time
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from flask import Response, current_app

from allocator.decisions.certificates.certificate import ALLOCATE
from allocator.domain.canonical import plain
from allocator.services.context import Context
from allocator.services.plans.asked_why import EXPLANATION, read_explanation
from allocator.services.plans.certificates import export_certificate
from allocator.services.plans.differences import compare_runs, difference_view
from allocator.services.plans.explanations import explain_person, explain_run, explained_view
from allocator.services.plans.handovers import packs_of, packs_view
from allocator.services.plans.plans import REBALANCE
from allocator.services.plans.publishing import publish, withdraw
from allocator.services.plans.rebalance import check_asked
from allocator.services.runs import is_run, list_runs, plan_of, plan_view, read_run, run_view
from allocator.services.staffing.least_changes import STAFFING, check_question, read_answer
from allocator.services.staffing.simulation_documents import simulation_word
from allocator.services.staffing.simulations import SIMULATION, check_simulation, read_simulation
from allocator.services.staffing.work_logs import (
    CALIBRATION,
    FORECAST,
    check_calibration,
    check_forecast,
    read_calibration,
    read_forecast,
)
from api.access import check, check_own
from api.language import asked_language
from api.noun import LOCATION, Noun, key_of_request
from api.reports import BYTES, DOCX
from api.schemas.explanations import Certificate, Difference, Explanation, OtherPlan, PlanQuestion
from api.schemas.fields import cursor
from api.schemas.handovers import HandoverQuery, Packs
from api.schemas.runs import (
    Publication,
    PublicationIn,
    Run,
    RunIn,
    RunPage,
    RunQuery,
    RunWithPlan,
    Withdrawal,
)
from api.schemas.simulations import Simulation, Staffing
from api.schemas.work_logs import Calibration, LoadForecast
from api.sheets import in_language
from api.spec import PREFIX
from api.surroundings import acting, asking, engine
from api.tidy import foreign_cursor
from api.views import published_view

runs = Noun("runs", "运行 Plans for all waiting cases, and simulations: asked for, followed, cancelled, published.")
POLL_SECONDS = 0.5
HEARTBEAT = 20
ASKED = {
    ALLOCATE: {"seconds"},
    SIMULATION: {"scenarios", "replications", "half_width"},
    STAFFING: {"targets", "scenario", "budget", "minutes"},
    CALIBRATION: {"log"},
    FORECAST: {"log", "start", "months", "seed", "backtest"},
}
MOVES = {"seconds", "moves", "frontier", "most", "absent", "until", "keep", "refuse", "take", "second", "because"}
CHECKS = {
    REBALANCE: check_asked,
    SIMULATION: check_simulation,
    STAFFING: check_question,
    CALIBRATION: check_calibration,
    FORECAST: check_forecast,
}
EVENTS = "text/event-stream"
EVENT = {
    "type": "object",
    "properties": {
        "event": {"type": "string", "description": "The run's state."},
        "data": {"type": "string", "description": "The run as JSON."},
    },
    "required": ["event", "data"],
}


@runs.post("")
@runs.needs("runs:write")
@runs.arguments(RunIn, example={"kind": "allocate", "seconds": 60})
@runs.keyed
@runs.alt_response(404, "NOT_FOUND")
@runs.alt_response(409, "CONFLICT")
@runs.alt_response(422, "UNPROCESSABLE_ENTITY")
@runs.response(202, Run, headers=LOCATION)
def create(body: Mapping[str, Any]) -> Any:
    """Ask for a plan for all waiting cases, for moves of held ones, or for what the simulated office tells; a worker does it.

    Scenarios and targets are refused at once, with every fault by file, row and field; so are moves settled on that are not
    lawful, with the refused moves that would make them so.
    """
    params = params_of(body)
    if body["kind"] in CHECKS:
        CHECKS[body["kind"]](acting(), params)
    run = engine().submit(body["kind"], params, acting().actor, key_of_request())
    return run_view(run), 202, {"Location": f"{PREFIX}/runs/{run.id}"}


def params_of(body: Mapping[str, Any]) -> dict[str, Any]:
    """Give what is kept of a request: each kind of run has nothing to say of what the others ask."""
    return {name: plain(body[name]) for name in sorted(ASKED.get(body["kind"], MOVES))}


@runs.get("")
@runs.needs("runs:read")
@runs.arguments(RunQuery, location="query")
@runs.response(200, RunPage)
def index(query: Mapping[str, Any]) -> Any:
    """List runs, newest first."""
    limit, after = query["limit"], query.get("after")
    if after is not None and not is_run(acting(), after):
        raise foreign_cursor()
    found = list_runs(acting(), limit + 1, after)
    shown = found[:limit]
    return {"items": [run_view(run) for run in shown], "next": cursor(shown[-1].id) if len(found) > limit else None}


@runs.get("/<uuid:run_id>")
@runs.needs("runs:read")
@runs.response(200, RunWithPlan)
def read(run_id: object) -> Any:
    """Read how far a run is, and its plan once it is done."""
    run = read_run(acting(), str(run_id))
    return {**run_view(run), "plan": plan_view(plan_of(acting(), run))}


@runs.delete("/<uuid:run_id>")
@runs.needs("runs:read")
@runs.response(200, Run)
def cancel(run_id: object) -> Any:
    """Stop a run of one's own, or any with the right to start plans: at once while it waits, soon while it works.

    One that has ended stays as it is.
    """
    check_own(read_run(acting(), str(run_id)).actor)
    return run_view(engine().cancel(str(run_id), acting().actor))


@runs.get("/<uuid:run_id>/events")
@runs.needs("runs:read")
@runs.alt_response(200, schema=EVENT, content_type=EVENTS, description="Server-sent events", success=True)
def events(run_id: object) -> Response:
    """Follow a run: an event for each change until it ends; a client that is cut off connects again."""
    read_run(acting(), str(run_id))
    following = follow(acting(), str(run_id), current_app.config["EVENT_SECONDS"], current_app.config["STOPPING"])
    return Response(following, mimetype=EVENTS, headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"})


def follow(context: Context, run_id: str, seconds: float, stopping: Callable[[], bool]) -> Iterator[str]:
    """Tell each change of a run as a server-sent event, for at most so many seconds or until the service stops."""
    told, waits, end = "", 0, time.monotonic() + seconds
    while True:
        run = read_run(context, run_id)
        news = json.dumps(context.database.hidden.told(run_view(run)), ensure_ascii=False)
        if news != told:
            told, waits = news, 0
            yield f"event: {run.state}\ndata: {news}\n\n"
        if run.ended or stopping() or time.monotonic() >= end:
            return
        waits += 1
        if waits % HEARTBEAT == 0:
            yield ": waiting\n\n"
        time.sleep(POLL_SECONDS)


@runs.post("/<uuid:run_id>/publication")
@runs.needs("runs:publish")
@runs.arguments(PublicationIn, example={"cases": None})
@runs.alt_response(412, "PRECONDITION_FAILED")
@runs.response(200, Publication)
def publication(body: Mapping[str, Any], run_id: object) -> Any:
    """Publish a plan, whole or some cases of it.

    Refused as stale (412) when the office, the rulebook or one of the cases changed since it was drafted.
    """
    return published_view(str(run_id), publish(acting(), str(run_id), body["cases"]))


@runs.post("/<uuid:run_id>/withdrawal")
@runs.needs("runs:publish")
@runs.response(200, Withdrawal)
def withdrawal(run_id: object) -> Any:
    """Withdraw a draft: what is not published yet cannot be any more. Asked again, it answers as before."""
    draft = withdraw(acting(), str(run_id))
    return {"run": draft.run, "withdrawn": draft.withdrawn, "published": list(draft.published)}


@runs.get("/<uuid:run_id>/handover")
@runs.needs("runs:read")
@runs.arguments(HandoverQuery, location="query")
@runs.alt_response(409, "CONFLICT")
@runs.alt_response(422, "UNPROCESSABLE_ENTITY")
@runs.response(200, Packs)
def handover(query: Mapping[str, Any], run_id: object) -> Any:
    """Give what goes along with each move of a plan: clocks running, money, dates set, open questions, the next step."""
    return packs_view(packs_of(acting(), str(run_id), query["case"]))


@runs.get("/<uuid:run_id>/certificate")
@runs.needs("certificates:read")
@runs.alt_response(409, "CONFLICT")
@runs.response(200, Certificate)
def certificate(run_id: object) -> Any:
    """Take a plan's certificate along: the plan, the instance as exact arrays, every level's value, bound and gap."""
    return export_certificate(acting(), str(run_id))


@runs.get("/<uuid:run_id>/explanation")
@runs.needs("runs:read")
@runs.arguments(PlanQuestion, location="query")
@runs.alt_response(409, "CONFLICT")
@runs.alt_response(422, "UNPROCESSABLE_ENTITY")
@runs.response(200, Explanation)
def explanation(query: Mapping[str, Any], run_id: object) -> Any:
    """Say what a plan achieves, or with `person` what it means for somebody; of a run that was asked why, its answer.

    A question is about whom it asked about and nobody else. Everybody may ask about the own share; about somebody else's a supervisor may.
    """
    person = query.get("person")
    if read_run(acting(), str(run_id)).kind == EXPLANATION:
        return read_explanation(acting(), str(run_id), person)
    if person is None:
        return explained_view(explain_run(acting(), str(run_id)))
    if person != asking().actor:
        check("people:explain")
    return explained_view(explain_person(acting(), person, str(run_id)))


@runs.get("/<uuid:run_id>/difference")
@runs.needs("runs:read")
@runs.arguments(OtherPlan, location="query")
@runs.alt_response(409, "CONFLICT")
@runs.alt_response(422, "UNPROCESSABLE_ENTITY")
@runs.response(200, Difference)
def difference(query: Mapping[str, Any], run_id: object) -> Any:
    """Hold a plan against another: cases that change hands, what each level becomes, whose load rises or falls."""
    return difference_view(compare_runs(acting(), str(run_id), str(query["other"])))


@runs.get("/<uuid:run_id>/simulation")
@runs.needs("runs:read")
@runs.alt_response(409, "CONFLICT")
@runs.response(200, Simulation)
def simulation(run_id: object) -> Any:
    """Read the report of a simulation: every figure and every difference with its interval; what is known so far while it runs."""
    return read_simulation(acting(), str(run_id))


@runs.get("/<uuid:run_id>/simulation.docx")
@runs.needs("runs:read")
@runs.alt_response(409, "CONFLICT")
@runs.response(200, BYTES, content_type=DOCX)
def simulation_docx(run_id: object) -> Response:
    """Give the report of a simulation as a Word file, in the language asked for."""
    data = simulation_word(acting(), str(run_id), asked_language())
    headers = {"Content-Disposition": 'attachment; filename="simulation.docx"'}
    return in_language(Response(data, mimetype=DOCX, headers=headers), asked_language())


@runs.get("/<uuid:run_id>/staffing")
@runs.needs("runs:read")
@runs.alt_response(409, "CONFLICT")
@runs.response(200, Staffing)
def staffing(run_id: object) -> Any:
    """Read the least change that reaches the targets, its runners-up and how sure each is."""
    return read_answer(acting(), str(run_id))


@runs.get("/<uuid:run_id>/calibration")
@runs.needs("runs:write")
@runs.alt_response(409, "CONFLICT")
@runs.response(200, Calibration)
def calibration(run_id: object) -> Any:
    """Read what was fitted from a log of work: arrivals, paths, calendars, minutes, each with its interval."""
    return read_calibration(acting(), str(run_id))


@runs.get("/<uuid:run_id>/forecast")
@runs.needs("runs:read")
@runs.alt_response(409, "CONFLICT")
@runs.response(200, LoadForecast)
def forecast(run_id: object) -> Any:
    """Read the forecast of the coming months with its bands, and how often they held before if that was asked."""
    return read_forecast(acting(), str(run_id))
