"""Workbooks (XLSX, XLS): which sheet to read, and every cell as the text the clerk meant."""

import io
import re
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import IntEnum
from typing import Any

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError, SheetVisibleEnum

from allocator.domain.words import Text
from allocator.files.faults import Fault, Place, UnreadableFile
from allocator.files.text_tables import Record, tidy

EXACT_DIGITS = 10**15
MOST_UNPACKED = 500 * 1024 * 1024
ERROR_CELL = re.compile(rb'<c r="([A-Z]+)(\d+)"[^>]*\bt="e"')
SHOWN = 5


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet as records with the rows they stand on, and what was doubtful in it."""

    name: str
    records: list[Record]
    faults: tuple[Fault, ...]


class Holding(IntEnum):
    """What a sheet holds: nothing known, the header of the table, or rows of it as well."""

    NOTHING = 0
    HEADER = 1
    ROWS = 2


def read_sheet(data: bytes, place: Place, most_rows: int, holds: Callable[[Sequence[Record]], Holding]) -> Sheet:
    """Read the first sheet whose header is known, else the first with anything in it, visible ones first.

    Two visible sheets with rows of the table are refused: half of the file must not be left out. At most `most_rows`
    rows and one more are read, so that the caller sees that there are too many.
    """
    _check_unpacked(data, place)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        return _choose(book, data, place, most_rows, holds)
    except PasswordError as error:
        raise _locked(place) from error
    except CalamineError as error:
        raise _broken(place) from error
    # The reader is compiled code: what it does not expect it throws as a panic, which is no Exception.
    except BaseException as error:
        if type(error).__name__ == "PanicException":
            raise _broken(place) from error
        raise


def _choose(
    book: CalamineWorkbook, data: bytes, place: Place, most_rows: int, holds: Callable[[Sequence[Record]], Holding]
) -> Sheet:
    metadata = [sheet for sheet in book.sheets_metadata if book.get_sheet_by_name(sheet.name).height]
    visible = [sheet.name for sheet in metadata if sheet.visible == SheetVisibleEnum.Visible]
    names = [*visible, *(sheet.name for sheet in metadata if sheet.name not in visible)]
    if not names:
        return Sheet("", [], ())
    sheets = {name: _read(book.get_sheet_by_name(name), place, most_rows) for name in names}
    held = {name: holds(sheet.records) for name, sheet in sheets.items()}
    full = [name for name in visible if held[name] == Holding.ROWS]
    if len(full) > 1:
        raise _several(full, place)
    name = next(iter(full), next((name for name in names if held[name]), names[0]))
    others = [other for other in names if other != name and (other in visible or held[other])]
    faults = (*_unread(others, name, place), *_error_cells(data, place), *sheets[name].faults)
    return Sheet(name, sheets[name].records, faults)


def _several(names: list[str], place: Place) -> UnreadableFile:
    listed = Text("、".join(f"“{name}”" for name in names), ", ".join(f'"{name}"' for name in names))
    return UnreadableFile(
        place.fault(
            "sheets-several",
            Text("{listed}这几个工作表都有案件。", "The sheets {listed} all hold cases.").fill(listed=listed),
            Text(
                "请只保留一个工作表，或把各表分别另存为文件后逐个导入；未导入任何一行。",
                "Keep one sheet, or save each as a file of its own and import them one by one; no row was taken.",
            ),
        )
    )


def _read(sheet: CalamineSheet, place: Place, most_rows: int) -> Sheet:
    rows: list[list[Any]] = sheet.to_python(skip_empty_area=False, nrows=most_rows + 1)
    faults = [
        _lost_digits(Place(place.file, number))
        for number, row in enumerate(rows, start=1)
        if any(type(cell) is float and abs(cell) >= EXACT_DIGITS for cell in row)
    ]
    _fill_merged(rows, sheet.merged_cell_ranges or [])
    found = ((number, [cell_text(cell) for cell in row]) for number, row in enumerate(rows, start=1))
    return Sheet(sheet.name, [(number, cells) for number, cells in found if any(cells)], tuple(faults))


def _fill_merged(rows: list[list[Any]], ranges: list[tuple[tuple[int, int], tuple[int, int]]]) -> None:
    """Write a cell merged over several rows into each of them; a title merged over columns stays one cell."""
    for (top, left), (bottom, right) in ranges:
        if left == right and bottom > top:
            for row in rows[top + 1 : bottom + 1]:
                row[left] = rows[top][left]


def cell_text(cell: object) -> str:
    """Give a cell as text: whole numbers without ".0", numbers with the 15 digits Excel holds, dates in ISO.

    A truth is TRUE or FALSE, so that no amount is made of it; a number whose last digits Excel has lost is written as a
    power of ten, as Excel shows it, so that nobody takes it for the number it was.
    """
    if isinstance(cell, str):
        return tidy(cell)
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return _number_text(cell)
    if isinstance(cell, datetime):
        return cell.isoformat(" ", "seconds") if cell.time() != datetime.min.time() else cell.date().isoformat()
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def _number_text(number: float) -> str:
    """Write a number as Excel shows it: 0.1 + 0.2 is 0.3."""
    if abs(number) >= EXACT_DIGITS:
        return f"{number:.14E}"
    if number == int(number):
        return str(int(number))
    return format(Decimal(f"{number:.15g}"), "f")


def _lost_digits(place: Place) -> Fault:
    return place.warning(
        "number-too-long",
        Text(
            "有超过 15 位的数字以数值保存，Excel 已丢失末尾几位（多见于身份证号）。",
            "A number of more than 15 digits was stored as a number; Excel has lost its last digits (often an ID number).",
        ),
        Text("请将该列设为文本格式后重新录入。", "Format the column as text and type the number again."),
    )


def _unread(others: list[str], name: str, place: Place) -> tuple[Fault, ...]:
    if not others:
        return ()
    listed = "、".join(others[:SHOWN])
    text = Text(
        f"只读取了工作表“{name}”，另有非空工作表未读取：{listed}。",
        f'Only the sheet "{name}" was read; other sheets hold something too: {", ".join(others[:SHOWN])}.',
    )
    return (
        place.warning(
            "sheets-unread", text, Text("需要时请分别另存后导入。", "Save and import them separately if needed.")
        ),
    )


def _error_cells(data: bytes, place: Place) -> tuple[Fault, ...]:
    """Tell of formula errors (#N/A, #DIV/0!), which the reader gives as blank cells."""
    if not data.startswith(b"PK"):
        return ()
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        sheets = [parts.read(name) for name in parts.namelist() if "worksheets/sheet" in name]
    cells = [f"{column.decode()}{row.decode()}" for sheet in sheets for column, row in ERROR_CELL.findall(sheet)]
    if not cells:
        return ()
    listed = ", ".join(cells[:SHOWN])
    text = Text(
        f"单元格 {listed} 是公式错误，按空白读取。", f"The cells {listed} hold formula errors and are read as blank."
    )
    return (place.warning("cell-formula-error", text, Text("请改成数值。", "Replace them by values.")),)


def _check_unpacked(data: bytes, place: Place) -> None:
    if not data.startswith(b"PK"):
        return
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            size = sum(part.file_size for part in parts.infolist())
    except (zipfile.BadZipFile, ValueError) as error:
        raise _broken(place) from error
    if size > MOST_UNPACKED:
        raise too_large(place, Text("展开后超过 500 MB", "unpacks to more than 500 MB"))


def too_large(place: Place, how: Text) -> UnreadableFile:
    """Make the error for a file above the limits; `how` says which."""
    return UnreadableFile(
        place.fault(
            "file-too-large",
            Text("文件太大：{how}。", "The file is too large: it {how}.").fill(how=how),
            Text("请分成几个文件导入。", "Divide it into several files."),
        )
    )


def _broken(place: Place) -> UnreadableFile:
    return UnreadableFile(
        place.fault(
            "file-broken",
            Text("工作簿已损坏或不是 Excel 工作簿。", "The workbook is damaged or no Excel workbook."),
            Text("请用 Excel 打开并另存为 XLSX，再导入。", "Open it in Excel, save it as XLSX, and import that."),
        )
    )


def _locked(place: Place) -> UnreadableFile:
    return UnreadableFile(
        place.fault(
            "file-locked",
            Text("工作簿设有密码。", "The workbook is protected by a password."),
            Text("请取消密码后另存，再导入。", "Remove the password, save it, and import that."),
        )
    )
