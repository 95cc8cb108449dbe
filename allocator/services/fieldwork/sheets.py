"""What is published of a week, to be taken along (带走的材料): day sheets to print, the table of its bookings."""

from datetime import date

from allocator.decisions.fieldwork.sheets import Sheet, day_sheet, sheets_of_day
from allocator.decisions.fieldwork.table import week_table
from allocator.domain.errors import BadInput, NotFound
from allocator.domain.fieldwork.snapshot import FieldWeek
from allocator.domain.fieldwork.trips import WEEK_DAYS, WeekPlan
from allocator.domain.words import Text
from allocator.services.context import Context
from allocator.services.fieldwork.seeing import read_week, told_week


def week_sheets(context: Context, monday: date, code: str | None = None, day: date | None = None) -> tuple[Sheet, ...]:
    """Give the day sheets of a week's published trips: of all who go, or of a person or vehicle; of all days, or of one.

    Asked for somebody and a day the sheet is there also when nothing is on it. Raises NotFound for a code nobody knows, BadInput
    for a day of another week.
    """
    week = told_week(context, read_week(context, monday))
    numbers = range(WEEK_DAYS) if day is None else (_number(week, day),)
    plan = WeekPlan(week.trips)
    if code is None:
        return tuple(sheet for number in numbers for sheet in sheets_of_day(week, plan, number))
    _check_known(week, code)
    found = [day_sheet(week, plan, code, number) for number in numbers]
    return tuple(sheet for sheet in found if sheet.trips or day is not None)


def bookings_table(context: Context, monday: date, language: str = "zh") -> str:
    """Give the published trips of a week as CSV, a row for each stop, in the form in which a plan drawn by hand is read."""
    week = told_week(context, read_week(context, monday))
    return week_table(week, WeekPlan(week.trips), language)


def _number(week: FieldWeek, day: date) -> int:
    if day not in week.days:
        raise BadInput(
            Text(f"{day} 不在这一周。", f"{day} is not in that week."),
            Text(f"请选 {week.days[0]} 至 {week.days[-1]}。", f"Choose a day from {week.days[0]} to {week.days[-1]}."),
            code="day-outside",
            facts={"day": day.isoformat(), "monday": week.monday.isoformat()},
        )
    return week.days.index(day)


def _check_known(week: FieldWeek, code: str) -> None:
    if code not in week.office.officer_by_code and code not in week.vehicle_by_code:
        raise NotFound(
            Text(f"没有人员或车辆“{code}”。", f'There is no officer or vehicle "{code}".'),
            Text("请给出编号。", "Give the code."),
            code="resource-unknown",
            facts={"holder": code},
        )
