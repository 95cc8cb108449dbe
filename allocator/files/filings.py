"""Filing sheets (收案登记表): a file as filings, with a report on each row; whoever takes it takes it whole or not at all."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from allocator.domain.cases import Filing, normal_name
from allocator.domain.errors import BadInput
from allocator.domain.rulebook.book import FactKind
from allocator.domain.words import Count, Text
from allocator.files.corrections import NOTHING_SAID, Corrections
from allocator.files.faults import Fault, Place, UnreadableFile
from allocator.files.filing_cells import Cells, Sheet
from allocator.files.filing_context import FilingContext
from allocator.files.filing_fields import FieldNames
from allocator.files.filing_rows import read_row
from allocator.files.header_names import amounts, may_be_meant, names_to_use, recogniser
from allocator.files.headers import Column, HeaderMatch, match_headers
from allocator.files.tables import Row, Table, read_table

NO_COLUMNS, NO_ROWS = HeaderMatch(()), "no-rows"


@dataclass(frozen=True, slots=True)
class RowReport:
    """What became of one row: ok, warning, error, skipped or unchanged (on the docket already), with all its faults.

    `filing` is None unless it can be taken; `restricted` says why not everybody may know of it, None when everybody may.
    """

    row: int
    case_no: str | None
    status: str
    faults: tuple[Fault, ...] = ()
    filing: Filing | None = None
    file: str = ""
    restricted: str | None = None

    def as_dict(self) -> dict[str, object]:
        """Give the row for the report."""
        return {
            "row": self.row,
            "case_no": self.case_no,
            "status": self.status,
            "faults": [fault.as_dict() for fault in self.faults],
        }


@dataclass(frozen=True)
class FilingSheet:
    """A filing sheet as it was read: rows, how its columns were understood, and all that is wrong or doubtful.

    `table` is what was read, with its cells put right, `brought` the same as it stands in the file.
    """

    name: str
    digest: str
    rows: tuple[RowReport, ...] = ()
    mapping: HeaderMatch = NO_COLUMNS
    file_faults: tuple[Fault, ...] = ()
    table: Table | None = None
    brought: Table | None = None

    @cached_property
    def filings(self) -> tuple[Filing, ...]:
        """The filings of the rows that can be taken, in their order."""
        return tuple(row.filing for row in self.rows if row.filing is not None)

    @cached_property
    def faults(self) -> tuple[Fault, ...]:
        """Every fault: of the whole file first, then row by row."""
        return (*self.file_faults, *(fault for row in self.rows for fault in row.faults))

    @property
    def errors(self) -> tuple[Fault, ...]:
        """The faults that keep the sheet from being taken."""
        return tuple(fault for fault in self.faults if fault.is_error)

    @property
    def skipped(self) -> tuple[int, ...]:
        """The rows left out: doubles of another row, totals, repeated headers."""
        left_out = (fault.row for fault in self.file_faults if fault.code == "row-skipped" and fault.row)
        return tuple(sorted({*left_out, *(row.row for row in self.rows if row.status == "skipped")}))

    def check(self) -> None:
        """Raise BadInput with every error if there is one: a sheet is taken whole or not at all."""
        errors = self.errors
        if errors:
            raise BadInput(
                Text(
                    f"“{self.name}”有 {len(errors)} 处错误，未导入。",
                    f'"{self.name}" has {Count(len(errors)):error|errors}; nothing was imported.',
                ),
                Text("请按行逐处更正后重新导入。", "Correct each at its row and import the file again."),
                code="import-faulty",
                facts={"file": self.name, "counts": self.counts()},
                faults=[fault.as_dict() for fault in errors],
            )

    def counts(self) -> dict[str, int]:
        """Count the rows by what became of them."""
        found = [row.status for row in self.rows]
        return {
            "rows": len(found),
            **{status: found.count(status) for status in ("ok", "warning", "error", "skipped", "unchanged")},
        }

    def as_dict(self) -> dict[str, object]:
        """Give the whole report as one JSON-ready document."""
        return {
            "file": self.name,
            "digest": self.digest,
            "read_as": self.table.about() if self.table else None,
            "columns": self.mapping.as_dict(),
            "counts": {**self.counts(), "errors": len(self.errors), "warnings": len(self.faults) - len(self.errors)},
            "file_faults": [fault.as_dict() for fault in self.file_faults],
            "rows": [row.as_dict() for row in self.rows],
            "skipped": list(self.skipped),
        }


def read_filings(
    name: str, data: bytes, context: FilingContext, corrections: Corrections = NOTHING_SAID
) -> FilingSheet:
    """Read a filing sheet for an office, as corrected; never raises for what it holds: see `errors` or call `check`."""
    digest = hashlib.sha256(data).hexdigest()
    try:
        brought = read_table(name, data, recogniser(context.fields), recogniser(context.fields[:1]))
    except UnreadableFile as error:
        return FilingSheet(name, digest, file_faults=(error.fault,))
    table = corrections.corrected(brought)
    header = Place(name, table.header_row)
    mapping = match_headers(table.header, context.fields, header, table.preamble, corrections.columns)
    missing, shape = _missing(table, mapping, context), _by_row(table)
    sheet = Sheet(name, mapping.by_field, _facts(mapping, context), context.called)
    found = _without(corrections.left_out, _reports(table, sheet, context, shape))
    reports = () if missing else tuple(_doubles(found))
    whole = (*shape.get(None, ()), *mapping.faults, *missing, *sheet.whole.values())
    return FilingSheet(name, digest, reports, mapping, whole, table, brought)


def _by_row(table: Table) -> dict[int | None, list[Fault]]:
    """Sort what was wrong in the shape of the table by row; None for what belongs to no row of data."""
    rows = {row.number for row in table.rows}
    found: dict[int | None, list[Fault]] = {}
    for fault in table.faults:
        found.setdefault(fault.row if fault.row in rows else None, []).append(fault)
    return found


def _facts(mapping: HeaderMatch, context: FilingContext) -> tuple[tuple[Column, FactKind], ...]:
    found = mapping.by_field
    return tuple((found[fact], kind) for fact, kind in context.traits.items() if fact in found)


def _missing(table: Table, mapping: HeaderMatch, context: FilingContext) -> list[Fault]:
    place = Place(table.name, table.header_row)
    told = mapping.by_field.keys() | {fault.field for fault in mapping.faults}
    missing = [
        _column_missing(field, mapping, place)
        for field in context.fields
        if field.id not in told and (field.id in context.needed or (field.id == "claim" and amounts(mapping.unread)))
    ]
    return missing if table.rows else [*missing, _no_rows(place)]


def _no_rows(place: Place) -> Fault:
    return place.fault(
        NO_ROWS,
        Text("表头之下没有数据。", "There are no rows below the header."),
        Text("请检查导出条件，或是否选错文件。", "Check what was exported and that it is the right file."),
    )


def _column_missing(field: FieldNames, mapping: HeaderMatch, place: Place) -> Fault:
    """Tell of a column without which no row can be taken, and of those unread that may be meant."""
    text = Text(f"缺少“{field.zh}”列。", f"There is no column for the {field.en}.")
    meant = may_be_meant(field, mapping.unread)
    if meant:
        text += Text(f"未读取的“{'”“'.join(meant)}”或许是它。", f"It may be one not read: {', '.join(meant)}.")
    chinese, english = names_to_use(field)
    remedy = Text(
        f"请补上或改列名，列名可为：{'、'.join(chinese)}。", f"Add or rename it; it may be called {', '.join(english)}."
    )
    return replace(place, field=field.id).fault("column-missing", text, remedy)


def _reports(
    table: Table, sheet: Sheet, context: FilingContext, shape: Mapping[int | None, list[Fault]]
) -> Iterable[tuple[RowReport, tuple[str, ...]]]:
    """Read every row, each with the cells it was read from."""
    for row in table.rows:
        cells = Cells(row, sheet)
        faults = shape.get(row.number, ())
        filing = read_row(cells, context)
        yield report_on(row, cells, filing, (*faults, *cells.faults)), _read_cells(row, sheet.columns)


def _read_cells(row: Row, columns: Mapping[str, Column]) -> tuple[str, ...]:
    return tuple(row.cells[column.place] for column in columns.values())


def report_on(row: Row, cells: Cells, filing: Filing | None, faults: tuple[Fault, ...]) -> RowReport:
    """Report on a row that was read: what it became, and all that is wrong or doubtful in it."""
    taken = None if any(fault.is_error for fault in faults) else filing
    status = "error" if taken is None else "warning" if faults else "ok"
    number = cells.number or cells.text("case_no") or None
    return RowReport(row.number, number, status, faults, taken, cells.sheet.file, cells.restricted)


def _without(
    left_out: frozenset[int], reports: Iterable[tuple[RowReport, tuple[str, ...]]]
) -> Iterable[tuple[RowReport, tuple[str, ...]]]:
    """Skip the rows that whoever brought the file leaves out, whatever is wrong with them."""
    for report, cells in reports:
        yield (_left_out(report) if report.row in left_out else report), cells


def _left_out(report: RowReport) -> RowReport:
    told = Place(report.file, report.row).warning(
        "row-left-out",
        Text("按您的选择不导入。", "Left out, as you chose."),
        Text("需要时可恢复该行。", "It can be taken back in."),
    )
    return RowReport(report.row, report.case_no, "skipped", (told,), None, report.file)


def _doubles(reports: Iterable[tuple[RowReport, tuple[str, ...]]]) -> Iterable[RowReport]:
    """Tell of case numbers that come twice: the same row again is skipped, another row of that number is an error."""
    first: dict[str, tuple[RowReport, tuple[str, ...]]] = {}
    for report, cells in reports:
        key = normal_name(report.case_no or "") if report.status != "skipped" else ""  # as the docket tells them apart
        earlier = first.setdefault(key, (report, cells)) if key else (report, cells)
        if earlier[0] is report:
            yield report
        else:
            yield _double(report, earlier[0], same=cells == earlier[1] or _same(report, earlier[0]))


def _same(one: RowReport, other: RowReport) -> bool:
    return one.filing is not None and (one.filing, one.restricted) == (other.filing, other.restricted)


def _double(report: RowReport, first: RowReport, *, same: bool) -> RowReport:
    """Report on a row whose case number stood on an earlier row."""
    place = Place(report.file, report.row, "case_no")
    if same:
        text = Text(f"与第 {first.row} 行完全相同，已跳过。", f"The same as row {first.row}; it was skipped.")
        told = place.warning("row-double", text, Text("可删除其中一行。", "One of them may be deleted."))
    else:
        text = Text(
            f"第 {first.row} 行和第 {report.row} 行案号相同（{report.case_no}），内容不同。",
            f"The rows {first.row} and {report.row} have one case number ({report.case_no}) but differ.",
        )
        told = place.fault(
            "case-no-double", text, Text("请更正案号，或只保留一行。", "Correct a number or keep one of the rows.")
        )
    status, faults = ("skipped", (told,)) if same else ("error", (*report.faults, told))
    return RowReport(report.row, report.case_no, status, faults, None, report.file)
