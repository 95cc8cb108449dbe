"""个人日历 Calendars: a secret address for somebody's trips, made and shown once, or taken away."""

from functools import partial

from flask import Response, url_for

from allocator.domain.errors import AllocatorError
from allocator.services.fieldwork.feeds import list_feeds, make_feed, revoke_feed
from api.errors import status_of
from api.pages.forms import new_key, once
from api.pages.shell import Page, show
from api.surroundings import acting

page = Page("calendars", "/field-week/calendars")


@page.get("")
@page.needs("calendars:write")
def index() -> Response:
    """List everybody of the office, and who has an address."""
    return _listed()


@page.post("/<code>")
@page.needs("calendars:write")
def make(code: str) -> Response:
    """Make a new address and show it this once; the old one is good no more.

    Not kept as the answer of a form, as other forms are: nobody may find the secret later. Sent twice, the second holds.
    """
    try:
        officer, secret = make_feed(acting(), code)
    except AllocatorError as error:
        return _listed(status_of(error), error=error)
    return _listed(officer=officer, address=address_of(secret))


@page.post("/<code>/revocation")
@page.needs("calendars:write")
def revoke(code: str) -> Response:
    """Take an address away: whoever holds it reads nothing any more."""
    try:
        return once(partial(_revoke, code))()
    except AllocatorError as error:
        return _listed(status_of(error), error=error)


def _revoke(code: str) -> str:
    revoke_feed(acting(), code)
    return url_for("calendars.index")


def address_of(secret: str) -> str:
    """Give the whole address of a calendar, as a telephone takes it."""
    return url_for("pages.calendar", secret=secret, _external=True)


def _listed(
    status: int = 200, officer: str | None = None, address: str | None = None, error: AllocatorError | None = None
) -> Response:
    answer = show(
        "field_week/calendars.html",
        status,
        feeds=list_feeds(acting()),
        officer=officer,
        address=address,
        key=new_key,
        error=error,
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer
