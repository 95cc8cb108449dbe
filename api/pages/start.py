"""The first page (首页): what one may do here, each entry with a sentence; the entries of one's role only."""

from flask import Response

from allocator.services.reading import read_office
from api.pages.shell import Page, show
from api.surroundings import acting

page = Page("start", "/")


@page.get("/")
@page.needs("account:own")
def index() -> Response:
    """Show the office, its day, and the entries of the role."""
    office, today = read_office(acting())
    return show("start.html", office=office, today=today)
