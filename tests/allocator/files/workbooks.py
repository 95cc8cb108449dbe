"""Workbooks for the tests of reading."""

import io
from collections.abc import Callable, Sequence
from typing import Any

import xlsxwriter

DAY, MOMENT = {"num_format": "yyyy-mm-dd"}, {"num_format": "yyyy/m/d h:mm"}


def a_workbook(**sheets: Sequence[Sequence[Any]]) -> bytes:
    """A workbook with these sheets, each a list of rows."""

    def fill(book: Any) -> None:
        for name, rows in sheets.items():
            _write(book, name, rows)

    return built(fill)


def built(build: Callable[[Any], object]) -> bytes:
    """A workbook that a function fills."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"default_date_format": "yyyy-mm-dd"}) as book:
        build(book)
    return target.getvalue()


def _write(book: Any, name: str, rows: Sequence[Sequence[Any]]) -> None:
    sheet = book.add_worksheet(name)
    for number, row in enumerate(rows):
        sheet.write_row(number, 0, row)
