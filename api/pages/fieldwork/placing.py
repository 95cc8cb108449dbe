"""安排任务 Placing an errand: the hours that cost least with one click each, or by hand with what it does seen first."""

from datetime import date
from functools import partial
from urllib.parse import urlencode

from flask import Response, request, url_for

from allocator.decisions.fieldwork.placing import Spot
from allocator.domain.errors import AllocatorError
from allocator.domain.words import Text
from allocator.services.fieldwork.by_hand import place_errand, take_offer
from allocator.services.fieldwork.errands import withdraw_errand
from allocator.services.fieldwork.seeing import the_monday
from allocator.services.fieldwork.tray import read_waiting
from allocator.services.fieldwork.views import week_name
from api.errors import status_of
from api.pages.asked import moment, typed
from api.pages.fieldwork.answers import answer_page
from api.pages.fieldwork.field_week import DROPPED, PLACED, WEEKDAYS
from api.pages.forms import field, new_key, number, once
from api.pages.said import Done
from api.pages.shell import Page, show
from api.surroundings import acting, asking

page = Page("placing", "/field-week/errands")


@page.get("/<id:errand_id>")
@page.needs("field:read")
def index(errand_id: int) -> Response:
    """Show the cheapest hours of a week to place an errand, the trips it could join, or why there are none and what would help."""
    return _hours(errand_id, the_monday(typed("week")))


@page.post("/<id:errand_id>")
@page.needs("field:publish")
def take(errand_id: int) -> Response:
    """Book the errand at an hour that was offered, exactly so; pressed twice it is booked once."""
    try:
        return once(partial(_take, errand_id))()
    except AllocatorError as error:
        return _hours(errand_id, the_monday(field("week")), error)


def _take(errand_id: int) -> Done:
    at = number("starts"), field("vehicle")
    done = take_offer(acting(), errand_id, the_monday(field("week")), at, field("state"))
    return Done(url_for("field_week.index", week=field("week")), PLACED.fill(code=done.document["errand"]))


def _hours(errand_id: int, monday: date, error: AllocatorError | None = None) -> Response:
    return show(
        "field_week/hours.html",
        status_of(error) if error else 200,
        seen=read_waiting(acting(), errand_id, monday),
        key=new_key,
        error=error,
        weekdays=WEEKDAYS,
        may_publish=asking().may("field:publish"),
        may_press=asking().may("errands:urgent"),
        may_withdraw=asking().may("errands:write"),
    )


@page.post("/<id:errand_id>/withdrawal")
@page.needs("errands:write")
def withdraw(errand_id: int) -> Response:
    """Withdraw an errand that waits: no draft plans it any more, and the log keeps it."""
    try:
        return once(partial(_withdraw, errand_id))()
    except AllocatorError as error:
        return _hours(errand_id, the_monday(field("week")), error)


def _withdraw(errand_id: int) -> Done:
    gone = withdraw_errand(acting(), errand_id, number("version"))
    return Done(url_for("field_week.index", week=field("week")), DROPPED.fill(code=gone.errand.code))


@page.get("/<id:errand_id>/place")
@page.needs("field:publish")
def place(errand_id: int) -> Response:
    """Show what placing the errand on a trip (`trip`), or at an hour (`day`, `time`) in a vehicle, does; nothing changes."""
    monday = the_monday(typed("week"))
    return _place(errand_id, monday, _spot(monday))


@page.post("/<id:errand_id>/place")
@page.needs("field:publish")
def confirm(errand_id: int) -> Response:
    """Do exactly what was shown; of two who do it at once the second is told."""
    try:
        return once(partial(_confirm, errand_id))()
    except AllocatorError as error:
        monday = the_monday(field("week"))
        return _place(errand_id, monday, _spot(monday), error)


def _confirm(errand_id: int) -> Done:
    done = place_errand(acting(), errand_id, the_monday(field("week")), Spot(), field("confirm"))
    return Done(url_for("field_week.index", week=field("week")), PLACED.fill(code=done.document["errand"]))


def _spot(monday: date) -> Spot:
    if typed("trip"):
        return Spot(trip=typed("trip"))
    return Spot(moment(monday), typed("vehicle") or None)


def _place(errand_id: int, monday: date, spot: Spot, error: AllocatorError | None = None) -> Response:
    """Show the answer to a wish; its form leads to the same address, so that after a refusal the same is asked anew."""
    week, wish = week_name(monday), {name: value for name, value in request.args.items() if name != "lang"}
    return answer_page(
        lambda: place_errand(acting(), errand_id, monday, spot),
        Text("手工安排任务", "Place an errand by hand"),
        back=url_for("placing.index", errand_id=errand_id, week=week),
        action=f"{url_for('placing.confirm', errand_id=errand_id)}?{urlencode(wish)}",
        fields={"week": week},
        error=error,
    )
