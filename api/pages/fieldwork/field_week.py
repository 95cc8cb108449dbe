"""外勤日程 Field week: people and vehicles by day, errands without a place with the cheapest hours for each, and the map."""

from datetime import date, timedelta
from typing import Any

from flask import Response, request

from allocator.decisions.fieldwork.words import TRIP_STATES
from allocator.domain.words import Text
from allocator.services.fieldwork.outings import Outing
from allocator.services.fieldwork.seeing import the_monday
from allocator.services.fieldwork.week_plans import recent_plans
from allocator.services.fieldwork.week_sheet import WeekSheet, read_week_sheet
from allocator.services.reading import read_office
from api.pages.fieldwork.timeline import drawn, off
from api.pages.forms import new_key
from api.pages.shell import Entry, Page, show
from api.surroundings import acting, asking

NAME = Text("外勤日程", "Field week")
PURPOSE = Text("一周外勤：人员、车辆、待排任务。", "Who goes where this week, and which errands still wait.")
page = Page("field_week", "/field-week", Entry(NAME, PURPOSE, "field:read"))
WEEKDAYS = (
    Text("周一", "Mon"), Text("周二", "Tue"), Text("周三", "Wed"), Text("周四", "Thu"),
    Text("周五", "Fri"), Text("周六", "Sat"), Text("周日", "Sun"),
)  # fmt: skip
PUBLISHED = Text("已发布 {n} 趟出车。", "{n:trip was|trips were} published.")
PLACED = Text("{code} 已安排并发布。", "{code} has its place; it is published.")
DROPPED = Text("任务 {code} 已撤回，不再排入。", "Errand {code} is withdrawn and planned no more.")


@page.get("")
@page.needs("field:read")
def index() -> Response:
    """Show a week (`week`, this one without), with the trips of one day on the map (`day`)."""
    _, today = read_office(acting())
    asked = request.args.get("week")
    monday = the_monday(asked) if asked else today - timedelta(days=today.weekday())
    sheet = read_week_sheet(acting(), monday)
    return show(
        "field_week/index.html",
        sheet=sheet,
        drawing=drawn(sheet.days, sheet.works, sheet.hours, sheet.vehicles, sheet.people),
        plans=recent_plans(acting(), monday),
        may_press=asking().may("errands:urgent") and not sheet.is_over,
        may_share=asking().may("calendars:write"),
        key=new_key,
        off=off,
        may_move=asking().may("field:publish") and not sheet.is_over,
        may_plan=asking().may("field:write") and not sheet.is_over,
        **_of_a_day(sheet),
    )


def _of_a_day(sheet: WeekSheet) -> dict[str, Any]:
    """Give the trips of the day that is asked for, of the whole week without one."""
    day = next((one for one in sheet.days if one.isoformat() == request.args.get("day")), None)
    return {"day": day, "routes": _routes(sheet, day), "weekdays": WEEKDAYS, "states": TRIP_STATES}


def _routes(sheet: WeekSheet, day: date | None) -> list[Outing]:
    number = None if day is None else sheet.days.index(day)
    listed = (one for one in sheet.outings if number in (None, one.day))
    return sorted(listed, key=lambda one: (one.leaves, one.code))
