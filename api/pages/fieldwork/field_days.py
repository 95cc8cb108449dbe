"""当日变动 The day goes wrong: an urgent errand, somebody or something out; the fewest moves are seen before they are made."""

from datetime import date, timedelta
from functools import partial
from urllib.parse import urlencode

from flask import Response, request, url_for

from allocator.domain.errors import AllocatorError
from allocator.domain.fieldwork.trips import DAY, Hours, hours_between
from allocator.domain.words import Text
from allocator.services.fieldwork import repairs
from allocator.services.fieldwork.answers import Answered
from allocator.services.fieldwork.choices import read_choices
from allocator.services.fieldwork.errands import add_errand_row
from allocator.services.fieldwork.seeing import the_monday
from allocator.services.fieldwork.told_answers import tell
from allocator.services.fieldwork.views import week_name
from allocator.services.reading import read_office
from api.errors import status_of
from api.pages.asked import day, minute, typed
from api.pages.fieldwork.answers import answer_page, told_anew
from api.pages.fieldwork.field_week import PLACED, WEEKDAYS
from api.pages.forms import field, new_key, once
from api.pages.said import Done
from api.pages.shell import Page, show
from api.surroundings import acting

page = Page("field_days", "/field-week/changes")
OUT = ("holder", "first", "begins", "last", "ends")
ASKED = ("case_no", "kind", "town", "village", "due", "approved_on", "warranted_on", "noticed_on", "booked_on")
SIGN = "是"
OUTAGE_KEPT = Text("停用已登记，改动已发布。", "The outage is kept, and the changes are published.")


@page.get("")
@page.needs("errands:urgent")
def index() -> Response:
    """Show the forms for an outage and an urgent errand; with somebody or something chosen (`holder`) what its outage moves."""
    return _changes()


@page.post("")
@page.needs("errands:urgent")
def confirm() -> Response:
    """Do without somebody or something exactly as it was shown; of two who confirm at once the second is told."""
    try:
        return once(_out)()
    except AllocatorError as error:
        return _changes(error)


def _out() -> Done:
    monday = the_monday(field("week"))
    repairs.outage(acting(), field("holder"), (), monday, field("confirm"))
    return Done(url_for("field_week.index", week=week_name(monday)), OUTAGE_KEPT)


def _changes(error: AllocatorError | None = None) -> Response:
    first = day("first")
    monday = first - timedelta(days=first.weekday()) if first else _monday()
    asked = bool(typed("holder") and first)
    ask = partial(_ask, monday, first or monday)
    return show(
        "field_week/changes.html",
        status_of(error) if error else 200,
        choices=read_choices(acting(), monday),
        told=(told_anew(ask) if error else tell(acting(), ask())) if asked else None,
        action=f"{url_for('field_days.confirm')}?{urlencode({name: typed(name) for name in OUT if typed(name)})}",
        fields={"week": week_name(monday), "holder": typed("holder")},
        wish={name: typed(name) for name in OUT},
        typed=request.form,
        weekdays=WEEKDAYS,
        key=new_key,
        error=error,
    )


def _monday() -> date:
    _, today = read_office(acting())
    return the_monday(typed("week")) if typed("week") else today - timedelta(days=today.weekday())


def _ask(monday: date, first: date) -> Answered:
    return repairs.outage(acting(), typed("holder"), _hours(first), monday)


def _hours(first: date) -> tuple[Hours, ...]:
    """Give how long somebody or something is out: the whole of the days, where no time is given."""
    return hours_between(first, minute("begins", 0), day("last") or first, minute("ends", DAY))


@page.post("/urgent")
@page.needs("errands:urgent")
def add() -> Response:
    """Put an urgent errand down; what it moves is shown next."""
    try:
        return once(_add)()
    except AllocatorError as error:
        return _changes(error)


def _add() -> str:
    cells = {name: field(name, needed=name in ASKED[:3]) for name in ASKED}
    kept = add_errand_row(acting(), {**cells, "urgent": SIGN})
    return url_for("field_days.press", errand_id=kept.id, week=field("week"))


@page.get("/urgent/<id:errand_id>")
@page.needs("errands:urgent")
def press(errand_id: int) -> Response:
    """Show a place for an errand that cannot wait, with the fewest published bookings moved."""
    return _press(errand_id, the_monday(typed("week")))


@page.post("/urgent/<id:errand_id>")
@page.needs("errands:urgent")
def pressed(errand_id: int) -> Response:
    """Put the errand in exactly as it was shown; of two who confirm at once the second is told."""
    try:
        return once(partial(_pressed, errand_id))()
    except AllocatorError as error:
        return _press(errand_id, the_monday(field("week")), error)


def _pressed(errand_id: int) -> Done:
    done = repairs.urgent(acting(), errand_id, the_monday(field("week")), field("confirm"))
    return Done(url_for("field_week.index", week=field("week")), PLACED.fill(code=done.document["errand"]))


def _press(errand_id: int, monday: date, error: AllocatorError | None = None) -> Response:
    week = week_name(monday)
    return answer_page(
        partial(repairs.urgent, acting(), errand_id, monday),
        Text("紧急任务：改动最少的插入", "An urgent errand: the fewest moves"),
        back=url_for("placing.index", errand_id=errand_id, week=week),
        action=url_for("field_days.pressed", errand_id=errand_id),
        fields={"week": week},
        error=error,
    )
