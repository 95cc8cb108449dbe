"""出车 One trip: what it is, another hour, car or person with what that does seen first; on its day it starts and comes back."""

from functools import partial
from urllib.parse import urlencode

from flask import Response, request, url_for

from allocator.decisions.fieldwork.placing import Rearrangement
from allocator.decisions.fieldwork.words import TRIP_STATES
from allocator.domain.errors import AllocatorError
from allocator.domain.words import Text
from allocator.services.fieldwork.answers import Answered
from allocator.services.fieldwork.by_hand import rearrange_trip
from allocator.services.fieldwork.days import finish_trip, start_trip
from allocator.services.fieldwork.one_trip import TripSeen, read_outing
from allocator.services.fieldwork.publishing import withdraw_trip
from allocator.services.fieldwork.told_answers import tell
from api.errors import status_of
from api.pages.asked import moment, typed
from api.pages.fieldwork.answers import told_anew
from api.pages.fieldwork.field_week import WEEKDAYS
from api.pages.forms import field, new_key, number, once
from api.pages.said import Done
from api.pages.shell import Page, show
from api.surroundings import acting, asking

page = Page("outings", "/field-week/trips")
CHANGED = Text("已更改并发布，须通知的人见上一页清单。", "Changed and published; tell those who were named.")
STARTED = Text("已出发，此后不再变动。", "It is under way; nothing moves it now.")
BACK = Text("已返回，完成的任务已办结。", "It is back; what it did is done.")
WITHDRAWN = Text("出车 {code} 已撤回，其任务重新待排。", "Trip {code} is withdrawn; its errands wait again.")
WISHES = ("day", "time", "vehicle", "out", "into")


@page.get("/<id:trip_id>")
@page.needs("field:read")
def index(trip_id: int) -> Response:
    """Show a trip; with a wish (`day` and `time`, `vehicle`, `into` instead of `out`) what that would do."""
    return _trip(trip_id)


@page.post("/<id:trip_id>")
@page.needs("field:publish")
def change(trip_id: int) -> Response:
    """Do exactly what was shown; of two who do it at once the second is told."""
    return _done(trip_id, partial(_change, trip_id))


@page.post("/<id:trip_id>/start")
@page.needs("trips:run")
def start(trip_id: int) -> Response:
    """Let the trip start: from now on nothing moves it."""
    return _done(trip_id, partial(_start, trip_id))


@page.post("/<id:trip_id>/return")
@page.needs("trips:run")
def back(trip_id: int) -> Response:
    """Let the trip come back; what it could not do waits again."""
    return _done(trip_id, partial(_back, trip_id))


@page.post("/<id:trip_id>/withdrawal")
@page.needs("field:publish")
def withdrawal(trip_id: int) -> Response:
    """Withdraw the trip before it starts: what it took is free, its errands wait again."""
    return _done(trip_id, partial(_withdraw, trip_id))


def _done(trip_id: int, act: partial[Done]) -> Response:
    try:
        return once(act)()
    except AllocatorError as error:
        return _trip(trip_id, error)


def _change(trip_id: int) -> Done:
    rearrange_trip(acting(), trip_id, Rearrangement(), field("confirm"))
    return Done(url_for("outings.index", trip_id=trip_id), CHANGED)


def _start(trip_id: int) -> Done:
    start_trip(acting(), trip_id, number("version"))
    return Done(url_for("outings.index", trip_id=trip_id), STARTED)


def _back(trip_id: int) -> Done:
    finish_trip(acting(), trip_id, number("version"), request.form.getlist("undone"))
    return Done(url_for("outings.index", trip_id=trip_id), BACK)


def _withdraw(trip_id: int) -> Done:
    gone = withdraw_trip(acting(), trip_id, number("version"))
    return Done(url_for("field_week.index", week=gone.monday.isoformat()), WITHDRAWN.fill(code=gone.trip.code))


def _trip(trip_id: int, error: AllocatorError | None = None) -> Response:
    seen = read_outing(acting(), trip_id)
    wished = any(typed(name) for name in WISHES) and asking().may("field:publish") and seen.outing.state == "published"
    ask = partial(_ask, seen)
    told = (told_anew(ask) if error else tell(acting(), ask())) if wished else None
    return show(
        "field_week/trip.html",
        status_of(error) if error else 200,
        seen=seen,
        one=seen.outing,
        told=told,
        action=f"{url_for('outings.change', trip_id=trip_id)}?{urlencode(_wishes())}",
        wish=_wishes(),
        key=new_key,
        error=error,
        weekdays=WEEKDAYS,
        states=TRIP_STATES,
        may_publish=asking().may("field:publish"),
        may_run=asking().may("trips:run"),
    )


def _wishes() -> dict[str, str]:
    return {name: typed(name) for name in WISHES if typed(name)}


def _ask(seen: TripSeen) -> Answered:
    wish = Rearrangement(moment(seen.monday), typed("vehicle") or None, typed("out") or None, typed("into") or None)
    return rearrange_trip(acting(), seen.outing.id, wish)
