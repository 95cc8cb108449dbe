"""A year of the office's calendar (工作日历): its months day by day, what is corrected, and corrections made and taken back."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from allocator.domain.calendar import SATURDAY, Correction
from allocator.domain.errors import BadInput
from allocator.domain.office import Office
from allocator.domain.words import Text
from allocator.files.office.calendar import YEARS, holiday_names, is_known
from allocator.files.office.editing import RowChange
from allocator.services.context import Context
from allocator.services.office.office_changes import CALENDAR, OfficeChanged, change_office
from allocator.services.transaction import the_office

WEEK = 7
MONTHS = range(1, 13)


class DayKind(StrEnum):
    """What a day is (日期类别): a working day as its weekday says, a weekend, a holiday, or a make-up day."""

    WORKING = "working"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    MAKE_UP = "make_up"


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the calendar: what it is, the holiday's name, and the correction that made it so."""

    day: date
    kind: DayKind
    name: Text | None = None
    correction: Correction | None = None

    @property
    def works(self) -> bool:
        """Say whether the office works."""
        return self.kind in (DayKind.WORKING, DayKind.MAKE_UP)


@dataclass(frozen=True, slots=True)
class Month:
    """A month in weeks of seven days from Monday on; None stands for days of other months."""

    number: int
    weeks: tuple[tuple[Day | None, ...], ...]

    @property
    def days(self) -> tuple[Day, ...]:
        """Give the days of the month."""
        return tuple(day for week in self.weeks for day in week if day)

    @property
    def working(self) -> int:
        """Count the days on which the office works."""
        return sum(day.works for day in self.days)


@dataclass(frozen=True, slots=True)
class Year:
    """A year of the calendar (年历): `estimated` while its make-up days are not proclaimed; `version` is the office's."""

    year: int
    today: date
    months: tuple[Month, ...]
    estimated: bool
    corrections: tuple[Correction, ...]
    version: int

    @property
    def working(self) -> int:
        """Count the days on which the office works."""
        return sum(month.working for month in self.months)


def read_year(context: Context, year: int | None = None) -> Year:
    """Give a year of the calendar, the present one where none is named; raises BadInput for one whose holidays are not known."""
    with context.database.reading() as uow:
        office, version = the_office(uow), uow.office.version()
    today = context.today(office)
    number = today.year if year is None else year
    if not is_known(number):
        raise BadInput(
            Text(f"没有 {number} 年的节假日。", f"The public holidays of {number} are not known."),
            Text(f"可查 {YEARS[0]} 至 {YEARS[-1]} 年。", f"Ask for {YEARS[0]} to {YEARS[-1]}."),
            code="year-unknown",
        )
    corrections = tuple(one for one in office.corrections if one.day.year == number)
    months = tuple(_month(office, number, month) for month in MONTHS)
    return Year(number, today, months, office.calendar.is_estimated(number), corrections, version)


def correct_day(
    context: Context, day: date, expected: int | None, because: str, *, works: bool, dry_run: bool = False
) -> OfficeChanged:
    """Let the office work on a day, or not, whatever the national calendar says (更正日历); another correction of it goes.

    Raises like `change_office`.
    """
    change = correction_of(context, day.isoformat(), works=works)
    return change_office(context, [change], expected, because, dry_run=dry_run)


def correction_of(context: Context, day: str, *, works: bool) -> RowChange:
    """Give the row that corrects a day, in place of the one that corrects it now."""
    with context.database.reading() as uow:
        there = any(one.day.isoformat() == day for one in the_office(uow).corrections)
    return RowChange(CALENDAR, {"day": day} if there else {}, {"day": day, "works": "yes" if works else "no"})


def take_back_day(
    context: Context, day: date, expected: int | None, because: str, *, dry_run: bool = False
) -> OfficeChanged:
    """Take the correction of a day back, so that it is as the national calendar says (撤回更正); raises like `change_office`."""
    change = RowChange(CALENDAR, {"day": day.isoformat()}, None)
    return change_office(context, [change], expected, because, dry_run=dry_run)


def year_view(found: Year) -> dict[str, Any]:
    """Show a year: its days that are not what their weekday says, and those corrected."""
    special = [day for month in found.months for day in month.days if _is_special(day)]
    return {
        "year": found.year,
        "estimated": found.estimated,
        "working_days": found.working,
        "version": found.version,
        "days": [_day_view(day) for day in special],
    }


def _is_special(day: Day) -> bool:
    return day.correction is not None or day.kind in (DayKind.HOLIDAY, DayKind.MAKE_UP)


def _day_view(day: Day) -> dict[str, Any]:
    made = day.correction
    return {
        "day": day.day.isoformat(),
        "kind": day.kind.value,
        "works": day.works,
        "name": day.name.as_dict() if day.name else None,
        "correction": {"because": made.because, "by": made.by} if made else None,
    }


def _month(office: Office, year: int, number: int) -> Month:
    first = date(year, number, 1)
    days = list(_days(office, first))
    cells: list[Day | None] = [*([None] * first.weekday()), *days]
    cells += [None] * (-len(cells) % WEEK)
    return Month(number, tuple(tuple(cells[start : start + WEEK]) for start in range(0, len(cells), WEEK)))


def _days(office: Office, first: date) -> Iterator[Day]:
    names = holiday_names(office.bureau.country, first.year)
    made = {one.day: one for one in office.corrections}
    day = first
    while day.month == first.month:
        kind = _kind(office, day)
        yield Day(day, kind, names.get(day) if kind is DayKind.HOLIDAY else None, made.get(day))
        day += timedelta(days=1)


def _kind(office: Office, day: date) -> DayKind:
    weekday = day.weekday() < SATURDAY
    if office.calendar.is_working(day):
        return DayKind.WORKING if weekday else DayKind.MAKE_UP
    return DayKind.HOLIDAY if weekday or day in office.calendar.holidays else DayKind.WEEKEND
