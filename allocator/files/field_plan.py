"""A week of field work drawn by hand (自排外勤表): a table with a row for each stop; rows of one trip say the same of it."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from allocator.domain.errors import BadInput
from allocator.domain.fieldwork import DAY, WEEK_DAYS, Stop, Trip
from allocator.domain.office import Office
from allocator.domain.words import Text
from allocator.files.office_columns import PLAN
from allocator.files.office_field import PARTS
from allocator.files.office_findings import Findings
from allocator.files.office_hours import minute_of
from allocator.files.office_sheet import Entry, Names, names_of, plain_word, read_table_of

MOST_PARTS = 9
Row = tuple[Trip, Stop]


def read_week_plan(file: Path, office: Office, monday: date) -> tuple[Trip, ...]:
    """Read the trips of a week from a CSV or XLSX file; people and vehicles by code or name.

    Raises BadInput with every fault by row. Whom or what nobody knows is left for the checker to say.
    """
    findings = Findings()
    people = [(one.code, (one.name,)) for one in office.officers]
    known = names_of([*people, *((one.code, (one.name,)) for one in office.vehicles)])
    rows = read_table_of(file, PLAN, findings).built(lambda entry: _row(entry, known, monday))
    faults = [fault.as_dict() for fault in findings.found if fault.is_error]
    if faults:
        raise BadInput(
            Text(f"“{file.name}”有 {len(faults)} 处错误。", f'"{file.name}" has {len(faults)} fault(s).'),
            Text("请逐行更正后再核对。", "Correct each row and check it again."),
            code="plan-faulty",
            faults=faults,
        )
    return _trips([value for _, value in rows])


def _row(entry: Entry, known: Names, monday: date) -> Row:
    """Build one stop, with its trip as if it were the only one."""
    day = (entry.first_day("day") - monday).days
    if not 0 <= day < WEEK_DAYS:
        text = Text("不在所核对的一周内。", "It is not in the week that is checked.")
        entry.fault("day", "day-outside", text, Text("请核对日期或周次。", "Correct the day, or name its week."))
    leaves, back, starts = (day * DAY + minute_of(entry, name) for name in ("leaves", "back", "start"))
    people = [_code(word, known) for word in PARTS.split(entry.text("people")) if word.strip()]
    part = entry.integer("part", 1, MOST_PARTS) - 1 if entry.cell("part") else 0
    stop = Stop(entry.text("errand"), starts, part)
    vehicle, driver = _code(entry.text("vehicle"), known), _code(entry.text("driver"), known)
    aboard = tuple(dict.fromkeys((*people, driver)))
    return Trip(entry.text("trip"), vehicle, driver, aboard, leaves, back, (stop,)), stop


def _code(word: str, known: Names) -> str:
    return known.get(plain_word(word), word.strip())


def _trips(rows: Sequence[Row]) -> tuple[Trip, ...]:
    """Put the stops of each trip together, in the order of their hours; what a trip's first row says holds for it."""
    first: dict[str, Trip] = {}
    stops: dict[str, list[Stop]] = {}
    for trip, stop in rows:
        first.setdefault(trip.code, trip)
        stops.setdefault(trip.code, []).append(stop)
    return tuple(
        Trip(
            trip.code,
            trip.vehicle,
            trip.driver,
            trip.people,
            trip.leaves,
            trip.back,
            tuple(sorted(stops[code], key=lambda stop: stop.starts)),
        )
        for code, trip in first.items()
    )
