"""均衡方案 Moves: a run with its progress, the frontier of moves against gain, moves ticked or refused, and published."""

from functools import partial
from typing import Any

from flask import Response, request, url_for

from allocator.decisions.allocation.handover_words import lines
from allocator.domain.errors import AllocatorError
from allocator.domain.words import Text
from allocator.services.plans.handovers import packs_of
from allocator.services.plans.move_plans import FrontierPoint, MovePlan, Said, asked_again, read_move_plan
from allocator.services.plans.plans import REBALANCE
from allocator.services.plans.publishing import publish
from allocator.services.plans.rebalance import check_asked
from allocator.services.runs import run_view
from api.errors import status_of
from api.pages.charts import Curve, curve
from api.pages.forms import KEY, field, new_key, number, once
from api.pages.said import Done
from api.pages.shell import Page, show
from api.surroundings import acting, asking, engine
from api.tidy import IMPOSSIBLE

PUBLISHED = Text("已发布 {n} 件移交。", "{n:move was|moves were} published.")
page = Page("move_plans", "/board/plans")
MOST_MOVES, MOST_SECONDS = 100, 600
HAND_OVER_SECONDS = 20
LONGEST_NUMBER = 100
NOTHING_MORE: dict[str, Any] = {
    "moves": None, "absent": None, "until": None, "keep": [], "refuse": [], "take": [], "second": [], "because": "",
}  # fmt: skip


@page.post("")
@page.needs("runs:write")
def index() -> Response:
    """Ask for a plan of moves; pressed twice it is one plan."""
    most, seconds = min(number("most"), MOST_MOVES), min(number("seconds"), MOST_SECONDS)
    return _submitted({**NOTHING_MORE, "frontier": True, "most": most, "seconds": seconds})


@page.post("/leaver")
@page.needs("runs:write")
def leaver() -> Response:
    """Ask for a plan that hands over all cases of somebody who leaves, or is away; pressed twice it is one plan."""
    return _submitted({**NOTHING_MORE, "absent": field("person"), "seconds": HAND_OVER_SECONDS})


def _submitted(params: dict[str, Any]) -> Response:
    run = engine().submit(REBALANCE, params, acting().actor, f"form-{field(KEY)}")
    return _to(run.id)


def _to(run_id: str) -> Response:
    return Response(status=303, headers={"Location": url_for("move_plans.plan", run_id=run_id)})


@page.get("/<uuid:run_id>")
@page.needs("runs:read")
def plan(run_id: object) -> Response:
    """Show how far a plan is; once it is done its frontier, and the moves of the point chosen, ticked."""
    return _plan(str(run_id))


@page.get("/<uuid:run_id>/handover")
@page.needs("runs:read")
def packs(run_id: object) -> Response:
    """Show the hand-over pack of each move of a plan, or of one case of it, to print and sign."""
    wanted = request.args.get("case", "")
    chosen = wanted if wanted and len(wanted) <= LONGEST_NUMBER and not IMPOSSIBLE.search(wanted) else None
    found = packs_of(acting(), str(run_id), chosen)
    return show("board/packs.html", packs=[lines(one, found.names, found.rules) for one in found.packs], run=found.run)


@page.post("/<uuid:run_id>/stop")
@page.needs("runs:write")
def stop(run_id: object) -> Response:
    """Stop a plan that is still being drafted."""
    seen = read_move_plan(acting(), str(run_id))
    engine().cancel(seen.run.id, acting().actor)
    return _to(seen.run.id)


@page.post("/<uuid:run_id>/again")
@page.needs("runs:write")
def again(run_id: object) -> Response:
    """Draft anew: ticked moves stand, others are refused, cases said to stay do so; refused where a tick is unlawful now."""
    seen = read_move_plan(acting(), str(run_id))
    said = Said(*(frozenset(request.form.getlist(name)) for name in ("case", "shown", "stay")))
    params = asked_again(seen, said)
    try:
        check_asked(acting(), params)
    except AllocatorError as error:
        return _plan(str(run_id), error)
    return _submitted(params)


@page.post("/<uuid:run_id>/point")
@page.needs("runs:write")
def point(run_id: object) -> Response:
    """Draft anew for exactly the number of moves of one point of the frontier."""
    seen = read_move_plan(acting(), str(run_id))
    return _submitted({**seen.run.params, "frontier": False, "moves": min(number("moves"), MOST_MOVES)})


@page.post("/<uuid:run_id>/publication")
@page.needs("runs:publish")
def publication(run_id: object) -> Response:
    """Publish the moves that are ticked, all or none; a plan the office has left behind is refused."""
    try:
        return once(partial(_publish, str(run_id)))()
    except AllocatorError as error:
        return _plan(str(run_id), error)


@page.post("/<uuid:run_id>/loads")
@page.needs("runs:read")
def loads(run_id: object) -> Response:
    """Show the loads with the moves that are ticked; nothing changes."""
    return _plan(str(run_id), ticked=set(request.form.getlist("case")))


def _publish(run_id: str) -> Done:
    done = publish(acting(), run_id, request.form.getlist("case"))
    return Done(url_for("move_plans.plan", run_id=run_id), PUBLISHED.fill(n=len(done)))


def _plan(run_id: str, error: AllocatorError | None = None, ticked: set[str] | None = None) -> Response:
    seen = read_move_plan(acting(), run_id)
    chosen = _chosen(seen)
    if ticked is None:
        ticked = set(request.form.getlist("case")) if error else _proposed(seen, chosen)
    return show(
        "board/plan.html",
        status_of(error) if error else 200,
        plan=seen,
        run=run_view(seen.run),
        chosen=chosen,
        ticked=ticked,
        staying=set(request.form.getlist("stay")),
        turns=seen.turns(ticked),
        chart=_gains(seen),
        key=new_key,
        error=error,
        may_write=asking().may("runs:write"),
        may_publish=asking().may("runs:publish"),
    )


def _proposed(seen: MovePlan, chosen: FrontierPoint | None) -> set[str]:
    """Give the cases to tick at first: those of the point chosen; of a handing over all."""
    return set(chosen.cases) if chosen else {row["case_no"] for row in seen.open}


def _gains(seen: MovePlan) -> Curve | None:
    """Draw by how much the highest load falls with so many moves, from the fewest on; None of a plan without a frontier."""
    return curve([(one.moves, seen.points[0].peak - one.peak) for one in seen.points])


def _chosen(seen: MovePlan) -> FrontierPoint | None:
    """Give the point of the frontier that is asked for; else the knee, or the next one whose moves are all in the draft."""
    asked = request.args.get("point", "")
    wanted = [one for one in seen.points if str(one.moves) == asked]
    ready = (one for one in seen.points[seen.knee :] if one.at_hand and one.cases)
    return wanted[0] if wanted else next(ready, seen.points[seen.knee] if seen.points else None)
