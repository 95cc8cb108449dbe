"""A week of field work drawn by hand (自排外勤表): a table with a row for each stop; rows of one trip say the same of it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from allocator.domain.errors import BadInput
from allocator.domain.fieldwork.trips import DAY, WEEK_DAYS, Stop, Trip
from allocator.domain.office import Office
from allocator.domain.words import Count, Text
from allocator.files.faults import Fault
from allocator.files.office.columns import PLAN
from allocator.files.office.field_cells import parts
from allocator.files.office.findings import Findings
from allocator.files.office.hours import minute_of
from allocator.files.office.sheet import Entry, Names, names_of, read_table_of

MOST_PARTS = 9
OF_TRIP = ("vehicle", "driver", "people", "leaves", "back")
"""The columns in which all rows of a trip say the same; its day is part of its hours."""

SAME = Text("同一车次各行须相同。", "Every row of a trip says the same of it.")
ERRAND = Text("本周外勤任务", "errand of this week")
VEHICLE, PERSON = Text("车辆", "vehicle"), Text("人员", "officer")
Row = tuple[Entry, Trip]


@dataclass(frozen=True)
class PlanKnown:
    """What a table drawn by hand may name (可用名称): vehicles and people by code or name, errands by code with their parts."""

    vehicles: Names
    people: Names
    errands: Mapping[str, int]


def read_week_plan(file: Path, office: Office, monday: date, errands: Mapping[str, int]) -> tuple[Trip, ...]:
    """Read the trips of a week from a CSV or XLSX file; `errands` are those of the week, each with the number of its parts.

    Raises BadInput with every fault by row and column: a column nobody reads, a name nobody knows, an errand drawn twice,
    rows of one trip that differ. Whether the trips are lawful is left for the checker to say.
    """
    findings = Findings()
    known = PlanKnown(
        names_of((one.code, (one.name,)) for one in office.vehicles),
        names_of((one.code, (one.name,)) for one in office.officers),
        errands,
    )
    rows = read_table_of(file, PLAN, findings).built(lambda entry: _row(entry, known, monday))
    _check_once(rows)
    _check_alike(rows)
    faults = [_told(fault) for fault in findings.found if fault.is_error or fault.code == "column-unread"]
    if faults:
        raise BadInput(
            Text(f"“{file.name}”有 {len(faults)} 处错误。", f'"{file.name}" has {Count(len(faults)):fault|faults}.'),
            Text("请逐行更正后再核对。", "Correct each row and check it again."),
            code="plan-faulty",
            faults=faults,
        )
    return tuple(_trips(trip for _, trip in rows))


def _told(fault: Fault) -> dict[str, object]:
    """Tell a fault; a column nobody reads is one here, for a plan without it would be judged as another plan."""
    return replace(fault, severity="error").as_dict()


def _row(entry: Entry, known: PlanKnown, monday: date) -> Trip:
    """Build the trip of one row, as if its stop were the only one."""
    day = (entry.first_day("day") - monday).days
    if entry.cell("day") and not entry.faulty and not 0 <= day < WEEK_DAYS:
        text = Text("不在所核对的一周内。", "It is not in the week that is checked.")
        entry.fault("day", "day-outside", text, Text("请核对日期或周次。", "Correct the day, or name its week."))
    leaves, back, starts = (day * DAY + minute_of(entry, name) for name in ("leaves", "back", "start"))
    if not entry.faulty and back <= leaves:
        text = Text("返回不晚于出发。", "It is back no later than it leaves.")
        entry.fault("back", "hours-reversed", text, Text("请更正其中一个时刻。", "Correct one of the two times."))
    vehicle, driver = entry.known("vehicle", VEHICLE, known.vehicles), entry.known("driver", PERSON, known.people)
    words = list(parts(entry.text("people")))
    people = [entry.resolve("people", word, PERSON, known.people) for word in words]
    aboard = tuple(dict.fromkeys((*people, driver)))
    return Trip(entry.text("trip"), vehicle, driver, aboard, leaves, back, (_stop(entry, known, starts),))


def _stop(entry: Entry, known: PlanKnown, starts: int) -> Stop:
    """Read which part of which errand is served; the first where none is said."""
    code = entry.text("errand")
    if code and code not in known.errands:
        entry.faulty = True
        entry.findings.unknown(entry.at("errand"), code, ERRAND, known.errands)
    most = known.errands.get(code, MOST_PARTS)
    return Stop(code, starts, entry.integer("part", 1, most) - 1 if entry.cell("part") else 0)


def _check_once(rows: Iterable[Row]) -> None:
    """Refuse a part of an errand that stands in two rows (一事一行)."""
    seen: dict[tuple[str, int], Entry] = {}
    for entry, trip in rows:
        (stop,) = trip.stops
        first = seen.setdefault((stop.errand, stop.part), entry)
        if first is not entry:
            text = Text(
                f"任务 {stop.errand} 已在第 {first.place.row} 行。",
                f"The errand {stop.errand} is in row {first.place.row} already.",
            )
            remedy = Text("请删除其中一行；多车同办的填“第几车”。", "Delete one; of a convoy say which part it is.")
            entry.fault("errand", "errand-twice", text, remedy)


def _check_alike(rows: Iterable[Row]) -> None:
    """Refuse a row that says another thing of its trip than the trip's first row (同车同说)."""
    first: dict[str, Row] = {}
    for entry, trip in rows:
        head, said = first.setdefault(trip.code, (entry, trip))
        for name in (name for name in OF_TRIP if _said(trip, name) != _said(said, name)):
            column = "day" if name in ("leaves", "back") and trip.leaves // DAY != said.leaves // DAY else name
            text = Text(
                f"与车次 {trip.code} 的第 {head.place.row} 行不同。",
                f"It differs from row {head.place.row} of trip {trip.code}.",
            )
            entry.fault(column, "trip-differs", text, SAME)


def _said(trip: Trip, name: str) -> object:
    return frozenset(trip.people) if name == "people" else getattr(trip, name)


def _trips(rows: Iterable[Trip]) -> Iterator[Trip]:
    """Put the stops of each trip together, in the order of their hours."""
    listed: dict[str, list[Trip]] = {}
    for trip in rows:
        listed.setdefault(trip.code, []).append(trip)
    for trips in listed.values():
        stops = (trip.stops[0] for trip in trips)
        yield replace(trips[0], stops=tuple(sorted(stops, key=lambda stop: stop.starts)))
