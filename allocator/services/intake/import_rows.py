"""What of a file on its way in somebody should look at (待核行): rows with faults or corrections, doubts, rows that are skipped."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from allocator.domain.words import Text
from allocator.files.docket_check import UNCHANGED
from allocator.files.faults import Fault
from allocator.files.filings import RowReport
from allocator.files.headers import Column
from allocator.services.intake.import_drafts import Look

SHOWN, SAMPLES, KINDS_SHOWN = 50, 3, 12
ALWAYS = ("case_no", "debtors")


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a row that is shown: as corrected, as it stands in the file, whether it may be put right here, and is wrong."""

    place: int
    text: str
    brought: str
    open: bool
    wrong: bool


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A row with a fault or a correction: its number in the file, its cells, and what is wrong with it."""

    number: int
    cells: tuple[Cell, ...]
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class Skipped:
    """Rows that an import leaves out (跳过), by why: on the docket already, double, left out by whoever brought them."""

    filed: tuple[RowReport, ...]
    double: tuple[RowReport, ...]
    left_out: tuple[RowReport, ...]

    @property
    def count(self) -> int:
        """Count them all."""
        return len(self.filed) + len(self.double) + len(self.left_out)


@dataclass(frozen=True, slots=True)
class Doubt:
    """One kind of fault or doubt in many rows: in which column, how many rows, the first of them as an example."""

    first: Fault
    rows: int


@dataclass(frozen=True, slots=True)
class ShownColumn:
    """A column with the first cells in it, so that its field and its unit can be judged by eye."""

    column: Column
    samples: tuple[str, ...]
    money: bool


@dataclass(frozen=True, slots=True)
class ImportPage:
    """All of a look that is shown: never more than fifty rows, however long the file."""

    columns: tuple[ShownColumn, ...]
    shown_columns: tuple[Column, ...]
    rows: tuple[ShownRow, ...]
    more_rows: int
    wrong: int
    kinds: tuple[Doubt, ...]
    doubts: tuple[Doubt, ...]
    skipped: Skipped
    file_errors: tuple[Fault, ...]
    file_doubts: tuple[Fault, ...]
    names: Mapping[str, Text]


def import_page(look: Look) -> ImportPage:
    """Choose what is shown of a draft."""
    sheet = look.sheet
    wrong = [row for row in sheet.rows if row.status == "error"]
    corrected = {number for number, _ in look.said.cells}
    attention = [
        row for row in sheet.rows if row.status == "error" or (row.row in corrected and row.status != "skipped")
    ]
    columns = _columns(look, attention[:SHOWN])
    return ImportPage(
        _all_columns(look),
        columns,
        tuple(_rows(look, attention[:SHOWN], columns)),
        max(0, len(attention) - SHOWN),
        len(wrong),
        _kinds(fault for row in wrong for fault in row.faults if fault.is_error),
        _kinds(fault for row in sheet.rows for fault in row.faults if not fault.is_error and row.status == "warning"),
        _skipped(sheet.rows),
        tuple(fault for fault in sheet.file_faults if fault.is_error),
        tuple(fault for fault in sheet.file_faults if not fault.is_error),
        {field.id: Text(field.zh, field.en) for field in look.fields},
    )


def _all_columns(look: Look) -> tuple[ShownColumn, ...]:
    rows = look.sheet.table.rows[:SAMPLES] if look.sheet.table else ()
    money = {field.id for field in look.fields if field.money}
    return tuple(
        ShownColumn(column, tuple(row.cells[column.place] for row in rows), column.field in money)
        for column in look.sheet.mapping.columns
    )


def _columns(look: Look, rows: Sequence[RowReport]) -> tuple[Column, ...]:
    """Give the columns of the rows shown: number and debtors, and each with a fault or a correction in one of the rows."""
    told = {*ALWAYS, *(fault.field for row in rows for fault in row.faults)}
    corrected = {place for _, place in look.said.cells}
    read = [column for column in look.sheet.mapping.columns if column.field is not None]
    return tuple(column for column in read if column.field in told or column.place in corrected)


def _rows(look: Look, rows: Iterable[RowReport], columns: Sequence[Column]) -> Iterable[ShownRow]:
    now = {row.number: row.cells for row in look.sheet.table.rows} if look.sheet.table else {}
    brought = {row.number: row.cells for row in look.sheet.brought.rows} if look.sheet.brought else {}
    for row in rows:
        errors = {fault.field for fault in row.faults if fault.is_error}
        told = {"case_no", *(fault.field for fault in row.faults)}
        cells = tuple(
            Cell(
                column.place,
                now[row.row][column.place],
                brought[row.row][column.place],
                open=column.field in told or (row.row, column.place) in look.said.cells,
                wrong=column.field in errors,
            )
            for column in columns
        )
        yield ShownRow(row.row, cells, tuple(sorted(row.faults, key=lambda fault: not fault.is_error)))


def _kinds(faults: Iterable[Fault]) -> tuple[Doubt, ...]:
    """Count faults by column and kind, the most frequent first."""
    first: dict[tuple[str | None, str], Fault] = {}
    counts: Counter[tuple[str | None, str]] = Counter()
    for fault in faults:
        first.setdefault((fault.field, fault.code), fault)
        counts[fault.field, fault.code] += 1
    return tuple(Doubt(first[key], count) for key, count in counts.most_common(KINDS_SHOWN))


def _skipped(rows: Iterable[RowReport]) -> Skipped:
    found: dict[str, list[RowReport]] = {"filed": [], "double": [], "left": []}
    for row in rows:
        if row.status == UNCHANGED:
            found["filed"].append(row)
        elif row.status == "skipped":
            chosen = any(fault.code == "row-left-out" for fault in row.faults)
            found["left" if chosen else "double"].append(row)
    return Skipped(tuple(found["filed"]), tuple(found["double"]), tuple(found["left"]))
