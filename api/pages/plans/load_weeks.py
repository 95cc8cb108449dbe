"""每周负荷 Past weeks: each team's load at the end of every week, and the person-weeks of sustained overload."""

from flask import Response

from allocator.domain.errors import BadInput
from allocator.services.loads.load_weeks import load_weeks_view, read_load_weeks
from api.errors import status_of
from api.pages.asked import day, typed
from api.pages.shell import Page, show
from api.surroundings import acting

page = Page("load_weeks", "/load-weeks")


@page.get("")
@page.needs("indicators:read")
def index() -> Response:
    """Show the weeks asked for, the last thirteen at first."""
    asked = {name: typed(name) for name in ("from", "to")}
    try:
        found = load_weeks_view(read_load_weeks(acting(), day("from"), day("to")))
    except BadInput as error:
        return show("load_weeks/index.html", status_of(error), asked=asked, error=error)
    return show("load_weeks/index.html", asked=asked, found=found)
