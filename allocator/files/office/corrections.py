"""calendar.csv: days on which the office works, or does not, against the national calendar (日历更正表), each with its reason."""

from datetime import date

from allocator.domain.calendar import Correction
from allocator.domain.words import Text
from allocator.files.office.calendar import YEARS, is_known
from allocator.files.office.checks import once
from allocator.files.office.sheet import Entry, Rows

LONGEST_REASON = 200


def read_corrections(rows: Rows) -> tuple[Correction, ...]:
    """Read the corrections of a folder; a day may be corrected once, and never without a reason."""
    built = rows.built(_correction)
    once(built, "day", lambda row: (row.day,))
    return tuple(value for _, value in built)


def _correction(entry: Entry) -> Correction:
    because = entry.text("because")
    if len(because) > LONGEST_REASON:
        text = Text(f"事由超过 {LONGEST_REASON} 字。", f"The reason has more than {LONGEST_REASON} characters.")
        entry.fault("because", "reason-long", text, Text("请写得简短。", "Put it briefly."))
    entry.text("works")
    return Correction(_day(entry), entry.flag("works"), because, entry.cell("by"))


def _day(entry: Entry) -> date:
    """Read the day; one of a year whose calendar nobody knows is refused: no page shows it, so nobody could take it back."""
    entry.text("day")
    day = entry.day("day")
    if day is not None and not is_known(day.year):
        text = Text(f"没有 {day.year} 年的工作日历。", f"The calendar of {day.year} is not known.")
        years = Text(f"请给 {YEARS[0]} 至 {YEARS[-1]} 年的日期。", f"Give a day of {YEARS[0]} to {YEARS[-1]}.")
        entry.fault("day", "calendar-unknown", text, years)
    return day or date.min
