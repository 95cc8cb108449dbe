"""Writing workbooks (导出工作簿): text as text, whatever it begins with; the same bytes from the same rows."""

import io
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

import xlsxwriter

WRITTEN = datetime(2022, 1, 1, tzinfo=UTC)  # a workbook says when it was made; ours says the same each time
WIDEST = 40

Cell = str | int | None


def as_workbook(sheets: Mapping[str, Sequence[Sequence[Cell]]]) -> bytes:
    """Write sheets by name, each with a header row that stays in sight; numbers as numbers, text never as a formula."""
    data = io.BytesIO()
    with xlsxwriter.Workbook(data, {"in_memory": True}) as book:
        book.set_properties({"created": WRITTEN.replace(tzinfo=None)})
        bold = book.add_format({"bold": True})
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            sheet.freeze_panes(1, 0)
            for number, row in enumerate(rows):
                for column, cell in enumerate(row):
                    _write(sheet, number, column, cell, None if number else bold)
            for column in range(len(rows[0]) if rows else 0):
                sheet.set_column(column, column, _width([row[column] for row in rows]))
    return data.getvalue()


def _write(sheet: xlsxwriter.worksheet.Worksheet, number: int, column: int, cell: Cell, form: object) -> None:
    if isinstance(cell, int) and abs(cell) < 10**15:
        sheet.write_number(number, column, cell, form)
    elif cell is not None:
        sheet.write_string(number, column, str(cell), form)


def _width(cells: Sequence[Cell]) -> int:
    """Make a column as wide as its longest cell, a Chinese character being two wide."""
    longest = max(
        (sum(1 + (ord(letter) > 255) for letter in str(cell)) for cell in cells[:200] if cell is not None), default=8
    )
    return min(WIDEST, longest + 2)
