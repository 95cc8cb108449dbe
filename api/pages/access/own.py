"""One's own work (本人工作): the load, what is due, the trips, the open cases and of each why it is here; nothing of anybody else."""

from flask import Response, request, url_for

from allocator.domain.errors import AllocatorError
from allocator.domain.words import Text
from allocator.services.loads.own import end_own_calendar, own_calendar, own_case, own_days, own_work
from api.errors import status_of
from api.pages.access.calendars import ADDRESS_ENDED, ADDRESS_SHOWN, address_of
from api.pages.fieldwork.field_week import WEEKDAYS
from api.pages.forms import new_key, once, once_secret
from api.pages.said import Done
from api.pages.shell import Entry, Page, show
from api.pages.wording import LIGHTS
from api.surroundings import acting, asking
from api.tidy import after_id

page = Page(
    "own",
    "/own",
    Entry(
        Text("本人工作", "My work"),
        Text(
            "本人负荷、期限、外勤、在办案件及分案理由。",
            "Your load, clocks, trips and cases, and why each case is yours.",
        ),
        "own:read",
    ),
)


@page.get("")
@page.needs("own:read")
def index() -> Response:
    """Show what whoever asks carries; who is none of the officers is told where that is set."""
    return _shown()


@page.get("/<id:case_id>")
@page.needs("own:read")
def one(case_id: int) -> Response:
    """Show why a case is one's own."""
    return show("own/one.html", found=own_case(acting(), asking(), case_id))


@page.post("/calendar")
@page.needs("account:own")
def make_calendar() -> Response:
    """Make a new address of one's own calendar and show it this once; the old one is good no more.

    Kept nowhere, so that nobody finds the secret later; the page loaded anew makes no other.
    """
    try:
        return once_secret(_make_calendar, _made, Done(url_for("own.index"), ADDRESS_SHOWN))
    except AllocatorError as error:
        return _shown(status_of(error), error=error)


def _make_calendar() -> str:
    return address_of(own_calendar(acting(), asking()))


def _made(address: str) -> Response:
    return _shown(address=address)


@page.post("/calendar/revocation")
@page.needs("account:own")
def end_calendar() -> Response:
    """Take the address of one's own calendar away: whoever holds it reads nothing any more."""
    try:
        return once(_end_calendar)()
    except AllocatorError as error:
        return _shown(status_of(error), error=error)


def _end_calendar() -> Done:
    end_own_calendar(acting(), asking())
    return Done(url_for("own.index"), ADDRESS_ENDED)


def _shown(status: int = 200, address: str | None = None, error: AllocatorError | None = None) -> Response:
    known = asking().officer is not None
    answer = show(
        "own/index.html",
        status,
        work=own_work(acting(), asking(), after_id(request.args)) if known else None,
        ahead=own_days(acting(), asking()) if known else None,
        lights=LIGHTS,
        weekdays=WEEKDAYS,
        address=address,
        key=new_key,
        error=error,
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer
