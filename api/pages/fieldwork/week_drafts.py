"""周方案草案 Drafts of a week: a run with its progress, the draft beside what is published, trips ticked, and published."""

from collections.abc import Callable
from functools import partial

from flask import Response, request, url_for

from allocator.decisions.fieldwork.certificate import FIELD
from allocator.decisions.fieldwork.words import TRIP_STATES
from allocator.domain.errors import AllocatorError
from allocator.domain.fieldwork.trips import Span
from allocator.services.fieldwork.publishing import publish_week, withdraw_week
from allocator.services.fieldwork.seeing import the_monday, week_ahead
from allocator.services.fieldwork.week_plans import WeekPlanSeen, read_week_plan
from allocator.services.runs import run_view
from api.errors import status_of
from api.pages.fieldwork.field_week import PUBLISHED, WEEKDAYS
from api.pages.fieldwork.timeline import Timeline, drawn, off
from api.pages.forms import KEY, field, new_key, number, once
from api.pages.said import Done
from api.pages.shell import Page, show
from api.surroundings import acting, asking, engine

page = Page("week_drafts", "/field-week/drafts")
MOST_SECONDS = 600


@page.post("")
@page.needs("field:write")
def index() -> Response:
    """Ask for a plan of a week; pressed twice it is one plan. A week that is over is refused."""
    monday = week_ahead(acting(), the_monday(field("week"))).monday
    seconds = max(1, min(number("seconds"), MOST_SECONDS))
    params = {"week": monday.isoformat(), "seconds": seconds}
    return _to(engine().submit(FIELD, params, acting().actor, f"form-{field(KEY)}").id)


def _to(run_id: str) -> Response:
    return Response(status=303, headers={"Location": url_for("week_drafts.plan", run_id=run_id)})


@page.get("/<uuid:run_id>")
@page.needs("field:read")
def plan(run_id: object) -> Response:
    """Show how far a draft is; once it is done its trips beside those that stand, and what it leaves out."""
    return _plan(str(run_id))


@page.post("/<uuid:run_id>/stop")
@page.needs("field:write")
def stop(run_id: object) -> Response:
    """Stop a plan that is still being drafted."""
    seen = read_week_plan(acting(), str(run_id))
    engine().cancel(seen.run.id, acting().actor)
    return _to(seen.run.id)


@page.post("/<uuid:run_id>/publication")
@page.needs("field:publish")
def publication(run_id: object) -> Response:
    """Publish the trips that are ticked, all or none; a draft the office has left behind is refused with what changed."""
    return _done(str(run_id), partial(_publish, str(run_id)))


@page.post("/<uuid:run_id>/withdrawal")
@page.needs("field:publish")
def withdrawal(run_id: object) -> Response:
    """Put a draft away: what is not published yet cannot be any more."""
    return _done(str(run_id), partial(_withdraw, str(run_id)))


def _done(run_id: str, act: Callable[[], str | Done]) -> Response:
    try:
        return once(act)()
    except AllocatorError as error:
        return _plan(run_id, error)


def _publish(run_id: str) -> Done:
    seen = read_week_plan(acting(), run_id)
    ticked = request.form.getlist("trip")
    everything = bool(ticked) and {one.code for one in seen.open} <= set(ticked)
    done = publish_week(acting(), run_id, None if everything else ticked)
    return Done(url_for("field_week.index", week=seen.week), PUBLISHED.fill(n=len(done.codes)))


def _withdraw(run_id: str) -> str:
    gone = withdraw_week(acting(), run_id)
    return url_for("week_drafts.plan", run_id=gone.run)


def _plan(run_id: str, error: AllocatorError | None = None) -> Response:
    seen = read_week_plan(acting(), run_id)
    return show(
        "field_week/draft.html",
        status_of(error) if error else 200,
        plan=seen,
        run=run_view(seen.run),
        drawing=_drawing(seen),
        ticked=set(request.form.getlist("trip")) if error else {one.code for one in seen.open},
        key=new_key,
        off=off,
        error=error,
        weekdays=WEEKDAYS,
        states=TRIP_STATES,
        may_write=asking().may("field:write"),
        may_publish=asking().may("field:publish"),
    )


def _drawing(seen: WeekPlanSeen) -> Timeline | None:
    if seen.seen is None:
        return None
    rules, calendar = seen.seen.rulebook.fieldwork, seen.seen.office.calendar
    works = [calendar.is_working(day) for day in seen.seen.days]
    return drawn(seen.seen.days, works, Span(rules.out_from, rules.back_by), seen.vehicles, seen.people)
