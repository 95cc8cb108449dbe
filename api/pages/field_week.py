"""外勤日程 Field week: people and vehicles by day, errands without a place with the cheapest hours for each, and the map."""

from datetime import date, timedelta

from flask import Response, request

from allocator.domain.fieldwork import clock
from allocator.domain.words import Text
from allocator.services.fieldwork.errands import read_errand
from allocator.services.fieldwork.reviews import offers, offers_view
from allocator.services.fieldwork.seeing import the_monday
from allocator.services.fieldwork.week_sheet import Outing, WeekRow, read_week_sheet
from allocator.services.reading import read_office
from api.pages.shell import Entry, Page, show
from api.surroundings import acting

NAME = Text("外勤日程", "Field week")
PURPOSE = Text("一周外勤：人员、车辆、待排任务。", "Who goes where this week, and which errands still wait.")
page = Page("field_week", "/field-week", Entry(NAME, PURPOSE, "field:read"))
WEEKDAYS = (
    Text("周一", "Mon"), Text("周二", "Tue"), Text("周三", "Wed"), Text("周四", "Thu"),
    Text("周五", "Fri"), Text("周六", "Sat"), Text("周日", "Sun"),
)  # fmt: skip


@page.get("")
@page.needs("field:read")
def index() -> Response:
    """Show a week (`week`, this one without), with the trips of one day on the map (`day`)."""
    _, today = read_office(acting())
    asked = request.args.get("week")
    monday = the_monday(asked) if asked else today - timedelta(days=today.weekday())
    sheet = read_week_sheet(acting(), monday)
    day = next((one for one in sheet.days if one.isoformat() == request.args.get("day")), None)
    return show(
        "field_week/index.html",
        sheet=sheet,
        day=day,
        routes=_routes(sheet.vehicles, day, sheet.days),
        weekdays=WEEKDAYS,
    )


def _routes(vehicles: tuple[WeekRow, ...], day: date | None, days: tuple[date, ...]) -> list[tuple[str, Outing]]:
    """Give the trips of a day, of the whole week without one, each with the name of its vehicle."""
    wanted = range(len(days)) if day is None else (days.index(day),)
    return [(row.name, outing) for row in vehicles for number in wanted for outing in row.days[number]]


@page.get("/errands/<id:errand_id>")
@page.needs("field:read")
def hours(errand_id: int) -> Response:
    """Show the cheapest hours of a week to place an errand, or why there are none and what would help."""
    monday = the_monday(request.args.get("week", ""))
    found = offers(acting(), errand_id, monday)
    office = found.week.office
    people = {one.code: one.name for one in office.officers}
    cars = {one.code: one.name for one in office.vehicles}
    kept = read_errand(acting(), errand_id)
    return show(
        "field_week/hours.html",
        errand=kept.errand,
        found=offers_view(found),
        people=people,
        cars=cars,
        clock=clock,
        week=request.args["week"],
    )
