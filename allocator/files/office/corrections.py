"""calendar.csv: days on which the office works, or does not, against the national calendar (日历更正表), each with its reason."""

from allocator.domain.calendar import Correction
from allocator.domain.words import Text
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
    return Correction(entry.first_day("day"), entry.flag("works"), because, entry.cell("by"))
