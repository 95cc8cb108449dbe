"""Tables that leave the house (导出表格): no cell of theirs is ever taken for a formula (防公式注入)."""

import csv
import io
import re
from collections.abc import Iterable

MARK = "\ufeff"
"""The byte order mark by which spreadsheet programs know UTF-8."""

FORMULA = re.compile("'*[=+\\-@＝＋－＠\t\r\n]")


def sheltered(cell: str) -> str:
    """Give a cell that begins like a formula an apostrophe, which our readers take off again."""
    return f"'{cell}" if FORMULA.match(cell) else cell


def as_csv(rows: Iterable[Iterable[str]]) -> str:
    """Write rows as CSV for spreadsheet programs: the mark they want, their line ends, every cell sheltered."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerows([sheltered(cell) for cell in row] for row in rows)
    return MARK + out.getvalue()
