"""工作日历 Calendar: a year by months with working days, holidays, make-up days; corrections with a reason, taken back likewise."""

from flask import Response, request, url_for

from allocator.domain.errors import AllocatorError
from allocator.domain.words import Text
from allocator.files.office.calendar import YEARS
from allocator.files.office.editing import RowChange
from allocator.services.office.calendar_years import correction_of, read_year
from allocator.services.office.office_changes import CALENDAR
from api.errors import status_of
from api.pages.forms import field, new_key
from api.pages.office.office_forms import change
from api.pages.shell import Page, show
from api.surroundings import acting, asking

page = Page("calendar", "/calendar")
MONTHS = (
    Text("一月", "January"), Text("二月", "February"), Text("三月", "March"), Text("四月", "April"),
    Text("五月", "May"), Text("六月", "June"), Text("七月", "July"), Text("八月", "August"),
    Text("九月", "September"), Text("十月", "October"), Text("十一月", "November"), Text("十二月", "December"),
)  # fmt: skip
WEEKDAYS = (
    Text("一", "Mo"), Text("二", "Tu"), Text("三", "We"), Text("四", "Th"), Text("五", "Fr"), Text("六", "Sa"), Text("日", "Su"),
)  # fmt: skip
MARKS = {
    "working": Text("", ""),
    "weekend": Text("", ""),
    "holiday": Text("休", "off"),
    "make_up": Text("班", "on"),
}


@page.get("")
@page.needs("office:read")
def index() -> Response:
    """Show a year, the present one without `year`."""
    return _shown(request.args.get("year", ""))


@page.post("")
@page.needs("office:write")
def correct() -> Response:
    """Correct a day."""
    day = field("day", needed=False)
    wanted = correction_of(acting(), day, works=field("works", needed=False) == "yes")
    return _change(wanted, day)


@page.post("/back")
@page.needs("office:write")
def take_back() -> Response:
    """Take a correction back."""
    day = field("day", needed=False)
    return _change(RowChange(CALENDAR, {"day": day}, None), day)


def _change(wanted: RowChange, day: str) -> Response:
    year = day[:4]
    return change([wanted], url_for("calendar.index", year=year), lambda error: _shown("", error))


def _shown(year: str, error: AllocatorError | None = None) -> Response:
    found = read_year(acting(), int(year) if year.isdecimal() and len(year) == 4 else None)
    return show(
        "calendar/index.html",
        status_of(error) if error else 200,
        found=found,
        years=YEARS,
        months=MONTHS,
        weekdays=WEEKDAYS,
        marks=MARKS,
        error=error,
        typed=request.form if error else {},
        key=new_key,
        may_write=asking().may("office:write"),
    )
