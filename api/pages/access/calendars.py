"""个人日历 Calendars: a secret address for somebody's trips, made and shown once, or taken away."""

from functools import partial

from flask import Response, url_for

from allocator.domain.errors import AllocatorError
from allocator.domain.words import Text
from allocator.services.fieldwork.feeds import list_feeds, make_feed, revoke_feed
from api.errors import status_of
from api.pages.forms import new_key, once, once_secret
from api.pages.said import Done
from api.pages.shell import Page, show
from api.surroundings import acting

page = Page("calendars", "/field-week/calendars")
ADDRESS_SHOWN = Text(
    "地址已生成并显示过一次。如未记下，请重新生成，旧地址随即作废。",
    "The address was made and shown once. If nobody kept it, make another: that ends the old one.",
)
ADDRESS_ENDED = Text(
    "地址已作废，持有者不再读到任何内容。", "The address is good no more: whoever holds it reads nothing."
)


@page.get("")
@page.needs("calendars:write")
def index() -> Response:
    """List everybody of the office, and who has an address."""
    return _listed()


@page.post("/<code>")
@page.needs("calendars:write")
def make(code: str) -> Response:
    """Make a new address and show it this once; the old one is good no more.

    Kept nowhere, so that nobody finds the secret later; the page loaded anew makes no other.
    """
    try:
        return once_secret(partial(_make, code), partial(_made, code), Done(url_for("calendars.index"), ADDRESS_SHOWN))
    except AllocatorError as error:
        return _listed(status_of(error), error=error)


def _make(code: str) -> str:
    return address_of(make_feed(acting(), code)[1])


def _made(code: str, address: str) -> Response:
    return _listed(officer=code, address=address)


@page.post("/<code>/revocation")
@page.needs("calendars:write")
def revoke(code: str) -> Response:
    """Take an address away: whoever holds it reads nothing any more."""
    try:
        return once(partial(_revoke, code))()
    except AllocatorError as error:
        return _listed(status_of(error), error=error)


def _revoke(code: str) -> Done:
    revoke_feed(acting(), code)
    return Done(url_for("calendars.index"), ADDRESS_ENDED)


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
