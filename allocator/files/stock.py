"""A sheet of open cases read (在办案件表): each row as the case it tells of, as the docket of a database would hold it.

What the columns cannot say of a case stands in `kept` as the program wrote it (内部记录), and counts as long as nobody has changed the row.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, TypeVar

from allocator.domain.canonical import digest, plain, restore
from allocator.domain.cases import normal_name
from allocator.domain.docket import Case
from allocator.domain.errors import BadInput
from allocator.domain.facts import CaseInput
from allocator.domain.words import Count, Text
from allocator.files.faults import Fault, Place
from allocator.files.filing_cells import Cells, Sheet
from allocator.files.filings import NO_ROWS, FilingSheet, read_filings
from allocator.files.stock_columns import KEPT, StockContext, Told, told_by

T = TypeVar("T", bound=Case | CaseInput)
Make = Callable[[Told, int], Case]
"""Makes the case a row tells of, given its number among the rows."""

DIGITS = 16
INNER = ("input", "filing", "standing", "holding")
"""Parts of a case that are looked into; any other is one value."""


@dataclass(frozen=True)
class Stock:
    """The open cases of a sheet (期初存量), and by number when one last changed hands, the stage it is in and the days its clock stood still.

    The last two are only there where the sheet says them.
    """

    cases: tuple[Case, ...] = ()
    moved: Mapping[str, date] = field(default_factory=dict)
    reached: Mapping[str, str] = field(default_factory=dict)
    stopped: Mapping[str, int] = field(default_factory=dict)


NO_STOCK = Stock()


def read_stock(name: str, data: bytes, context: StockContext, make: Make) -> Stock:
    """Read a sheet of open cases, of none as well; raises BadInput with every fault by row and field."""
    sheet = read_filings(name, data, context)
    rows = list(rows_of(sheet, context))
    whole = [(number, told, cells) for number, (told, cells) in enumerate(rows, start=1) if not cells.broken]
    cases = [kept_as(make(told, number), told, cells) for number, told, cells in whole]
    faults = [fault for fault in sheet.errors if fault.code != NO_ROWS]
    _check(name, [*faults, *_told_twice(sheet, context), *(fault for _, cells in rows for fault in cells.faults)])
    moved = {told.filing.case_no: told.moved for told, _ in rows if told.moved}
    reached = {told.filing.case_no: told.stage for told, _ in rows if told.stage}
    stopped = {told.filing.case_no: told.stopped for told, _ in rows if told.stopped}
    return Stock(tuple(cases), moved, reached, stopped)


def inputs_of(sheet: FilingSheet, context: StockContext) -> tuple[CaseInput, ...]:
    """Give the filings of a sheet as triage sees them; raises BadInput with every fault by row and field.

    A sheet without a row is a slip, unless an export wrote it: of an office to which nothing came in for a year.
    """
    if not (KEPT in sheet.mapping.by_field and {fault.code for fault in sheet.errors} == {NO_ROWS}):
        sheet.check()
    rows = list(rows_of(sheet, context))
    found = tuple(kept_as(input_of(told), told, cells) for told, cells in rows)
    _check(sheet.name, [fault for _, cells in rows for fault in cells.faults])
    return found


def _told_twice(sheet: FilingSheet, context: StockContext) -> Iterator[Fault]:
    """Tell of a case in two rows that differ in who has it or how far it is: as filings they are the same row again."""
    lines = {row.number: row.cells for row in sheet.table.rows} if sheet.table else {}
    places = [column.place for name, column in sheet.mapping.by_field.items() if name in context.states]
    first: dict[str, tuple[int, list[str]]] = {}
    for report in sheet.rows:
        said = [lines[report.row][place] for place in places]
        row, before = first.setdefault(normal_name(report.case_no or ""), (report.row, said))
        if report.status == "skipped" and said != before:
            text = Text(
                f"与第 {row} 行是同一案件，所写承办情况不同。",
                f"The case of row {row} again, and it is told otherwise here.",
            )
            place = Place(sheet.name, report.row, "case_no")
            yield place.fault("case-told-twice", text, Text("请只保留一行。", "Keep one of the rows."))


def _check(name: str, faults: Sequence[Fault]) -> None:
    if faults:
        raise BadInput(
            Text(
                f"“{name}”有 {len(faults)} 处错误，未作推演。",
                f'"{name}" has {Count(len(faults)):error|errors}; nothing was simulated.',
            ),
            Text("请按行逐处更正。", "Correct each at its row."),
            code="stock-faulty",
            facts={"file": name},
            faults=[fault.as_dict() for fault in faults],
        )


def rows_of(sheet: FilingSheet, context: StockContext) -> Iterator[tuple[Told, Cells]]:
    """Walk the rows that can be taken, each with what it says; of a series all but the first are tied to an earlier one."""
    lines = {row.number: row for row in sheet.table.rows} if sheet.table else {}
    columns = Sheet(sheet.name, sheet.mapping.by_field, called=context.called)
    series: set[str] = set()
    for report in sheet.rows:
        if report.filing is not None:
            cells, filing = Cells(lines[report.row], columns), report.filing
            told = told_by(cells, filing, context)
            yield (told if told.tied is not None else replace(told, tied=filing.series in series)), cells
            series.update([filing.series] if filing.series else [])


def input_of(told: Told) -> CaseInput:
    """Give a row's case as triage sees it."""
    return CaseInput(told.filing, bool(told.tied), told.learned or None)


def kept_as(base: T, told: Told, cells: Cells) -> T:
    """Give a case with what was kept of it beside its columns; a row that somebody changed since counts as it stands."""
    written = cells.text(KEPT)
    if not written:
        return base
    try:
        kept = json.loads(written)
        return base if kept["of"] != _name(told) else restore(type(base), _with(plain(base), kept["is"]))
    except (ValueError, KeyError, TypeError, AttributeError):
        text = Text("不是程序写的内容。", "This is not what the program wrote.")
        cells.error(KEPT, "kept-unreadable", text, Text("请清空该格。", "Clear the cell."))
        return base


def kept(told: Told, base: T, true: T) -> str:
    """Write what a row's columns do not say of a case, under the name of what they say."""
    said, meant = _flat(plain(base)), _flat(plain(true))
    more = {path: value for path, value in meant.items() if path not in said or said[path] != value}
    return json.dumps({"of": _name(told), "is": more}, ensure_ascii=False, separators=(",", ":")) if more else ""


def _name(told: Told) -> str:
    return digest(told)[:DIGITS]


def _flat(value: Mapping[str, Any], before: str = "") -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, part in value.items():
        inner = name in INNER and isinstance(part, dict)
        found |= _flat(part, f"{before}{name}.") if inner else {f"{before}{name}": part}
    return found


def _with(base: dict[str, Any], more: Mapping[str, Any]) -> dict[str, Any]:
    for path, value in more.items():
        *above, name = path.split(".")
        part = base
        for step in above:
            part = part[step]
        part[name] = value
    return base
