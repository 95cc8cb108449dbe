"""A table that somebody brings, as CSV or as a workbook: one header, rows with the numbers the clerk sees."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice

from allocator.domain.words import Text
from allocator.files.faults import Fault, Place, UnreadableFile
from allocator.files.headless import no_header
from allocator.files.sheet_tables import Holding, read_sheet, too_large
from allocator.files.text_tables import Record, decode, find_delimiter, records

MOST_BYTES, MOST_ROWS = 20 * 1024 * 1024, 100_000
WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
OTHER_TYPES = {
    b"%PDF": "PDF", b"\x89PNG": "PNG", b"\xff\xd8\xff": "JPEG", b"GIF8": "GIF", b"Rar!": "RAR", b"7z\xbc\xaf": "7z",
    b"\x1f\x8b": "gzip", b"{\\rtf": "RTF", b"<html": "HTML", b"<!doctype": "HTML", b"<table": "HTML", b"<?xml": "XML",
}  # fmt: skip
HEADER_WITHIN, LEAST_HEADERS = 30, 2
# A row is a total when its first cell says so, alone or with a count: 合计, 本页小计：, 9月小计, 合计（1件）, 共1件, Grand total.
TOTAL = re.compile(
    r"(?:本[页月季年]|\d{1,2}月|第.季度|\d{4}年)?(?:合计|总计|小计|共计|累计)(?:[(（:：\d].*)?|共\d+[件案宗].*|总?共计?[:：]?\d+[件案宗]?"
    r"|(?:grand|sub|page|monthly)?-?totals?(?:[(（:：\d].*)?",
    re.IGNORECASE,
)
FOOTER = re.compile(
    r"^(合计|总计|小计|共计|累计|制表|填表|审核|审批|备注|说明|注)[人单位日期]*[:：]|^(合计|总计|共计|累计)\s*\d+"
)
AMOUNT = re.compile(r"[¥￥]?\d[\d,]*(?:\.\d+)?(?:万?元)?")
REPLACEMENT = "\ufffd"
Recognise = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table: its number as the clerk sees it, and a text for each column."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A file as a table (表格).

    `preamble` are the cells above the header (a title, "单位：万元"); `faults` what was doubtful or wrong in the shape;
    `encoding` and `delimiter` are those of a text file, `sheet` that of a workbook.
    """

    name: str
    header: tuple[str, ...]
    rows: tuple[Row, ...]
    header_row: int = 1
    preamble: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = ()
    encoding: str | None = None
    delimiter: str | None = None
    sheet: str | None = None

    def about(self) -> dict[str, object]:
        """Tell how the file was read, for the report."""
        return {
            "file": self.name,
            "encoding": self.encoding,
            "delimiter": self.delimiter,
            "sheet": self.sheet,
            "header_row": self.header_row,
            "rows": len(self.rows),
        }


def read_table(
    name: str,
    data: bytes,
    recognise: Recognise | None = None,
    key: Recognise | None = None,
    most_rows: int | None = None,
) -> Table:
    """Read a CSV, TSV, XLSX or XLS file as a table; the content says which it is, not the name.

    `recognise` says whether a cell is a known column name; with it title lines above the header are skipped whatever
    they hold, without it the header is the first row with two cells. `key` knows the column without which a row is no
    data: two sheets that have it are refused, as one of them would be left out. A table of more than `most_rows` (else 100,000)
    is refused. Raises UnreadableFile with the one fault.
    """
    place, most = Place(name), most_rows or MOST_ROWS
    _check_content(data, place)
    if data.startswith(WORKBOOKS):
        sheet = read_sheet(data, place, most + HEADER_WITHIN, partial(_holds, recognise=recognise, key=key))
        about = Table(name, (), (), faults=sheet.faults, sheet=sheet.name)
        return _table(place, sheet.records, recognise, about, key, most)
    text, encoding = decode(data, place)
    delimiter = find_delimiter(text, place, recognise)
    found = list(islice(records(text, delimiter, place), most + HEADER_WITHIN + 1))
    return _table(place, found, recognise, Table(name, (), (), encoding=encoding, delimiter=delimiter), key, most)


def _holds(found: Sequence[Record], recognise: Recognise | None, key: Recognise | None) -> Holding:
    """Say what a sheet holds: nothing known, a known header, or rows of the table itself."""
    at = _header_at(found, recognise)
    if at is None:
        return Holding.NOTHING
    keyed = key is not None and any(map(key, found[at][1])) and len(found) > at + 1
    return Holding.ROWS if keyed else Holding.HEADER


def _check_content(data: bytes, place: Place) -> None:
    if len(data) > MOST_BYTES:
        raise too_large(place, Text(f"超过 {MOST_BYTES >> 20} MB", f"has more than {MOST_BYTES >> 20} MB"))
    if not data.strip(b" \t\r\n\xef\xbb\xbf"):
        raise _empty(place)
    start = data.lstrip(b" \t\r\n\xef\xbb\xbf")[:9].lower()
    for mark, kind in OTHER_TYPES.items():
        if start.startswith(mark.lower()):
            raise _other_type(place, kind)


def _empty(place: Place) -> UnreadableFile:
    return UnreadableFile(
        place.fault(
            "file-empty",
            Text("文件是空的。", "The file is empty."),
            Text(
                "请检查是否选错文件，或导出时没有数据。",
                "Check that it is the right file and that the export had data.",
            ),
        )
    )


def _other_type(place: Place, kind: str) -> UnreadableFile:
    return UnreadableFile(
        place.fault(
            "file-type",
            Text(f"这是 {kind} 文件，不是可读取的表格。", f"This is a {kind} file, not a table that can be read."),
            Text(
                "请用 Excel 或 WPS 另存为 XLSX 或 CSV（UTF-8），再导入。",
                "Save it as XLSX or CSV (UTF-8) in Excel or WPS, and import that.",
            ),
        )
    )


def _table(
    place: Place,
    found: Sequence[Record],
    recognise: Recognise | None,
    about: Table,
    key: Recognise | None,
    most: int,
) -> Table:
    """Put header, rows and faults together; `about` holds how the file was read."""
    if not found:
        raise _empty(place)
    at = _header_at(found, recognise)
    if at is None:
        raise no_header(place, found[0], HEADER_WITHIN)
    header_row, header = found[at][0], _header(found[at:])
    if len(found) - at - 1 > most:
        raise too_large(place, Text(f"超过 {most} 行", f"has more than {most} rows"))
    keyed = next((column for column, cell in enumerate(header) if key and key(cell)), None)
    body, skipped = _without_totals(found[at + 1 :], found[at][1], keyed, place)
    shape = [fault for number, cells in body for fault in _shape_faults(number, cells, header, place, about)]
    return Table(
        name=place.file,
        header=header,
        rows=tuple(Row(number, _fitted(cells, len(header))) for number, cells in body),
        header_row=header_row,
        preamble=tuple(cell for _, cells in found[:at] for cell in cells if cell),
        faults=(*about.faults, *skipped, *shape),
        encoding=about.encoding,
        delimiter=about.delimiter,
        sheet=about.sheet,
    )


def _header_at(found: Sequence[Record], recognise: Recognise | None) -> int | None:
    """Find the header: the first of the rows with most known names; without names the first with two cells."""
    if recognise is None:
        wide = (place for place, (_, cells) in enumerate(found) if sum(map(bool, cells)) >= LEAST_HEADERS)
        return next(wide, 0 if found else None)
    known = [sum(map(recognise, filter(None, cells))) for _, cells in found[:HEADER_WITHIN]]
    most = max(known, default=0)
    return known.index(most) if most >= LEAST_HEADERS else None


def _header(found: Sequence[Record]) -> tuple[str, ...]:
    """Give the header without trailing columns that hold nothing at all."""
    names = found[0][1]
    used = len(names)
    while used and not names[used - 1] and not any(cells[used - 1] for _, cells in found if len(cells) >= used):
        used -= 1
    return tuple(names[:used])


def _fitted(cells: list[str], width: int) -> tuple[str, ...]:
    return tuple(cells[:width]) + ("",) * (width - len(cells))


def _without_totals(
    body: Sequence[Record], header: list[str], keyed: int | None, place: Place
) -> tuple[list[Record], list[Fault]]:
    """Leave out totals, repeated headers and what stands below the table; each is told as a warning."""
    kept, faults = list(body), []
    while kept and FOOTER.match(_first(kept[-1][1])):
        faults.append(_skipped(place, kept.pop()))
    repeated = [
        record
        for at, record in enumerate(kept)
        if record[1] == header or TOTAL.fullmatch(_first(record[1])) or (at and _only_amounts(record[1], keyed))
    ]
    faults += [_skipped(place, record) for record in repeated]
    numbers = {number for number, _ in repeated}
    return [record for record in kept if record[0] not in numbers], sorted(faults, key=lambda fault: fault.row or 0)


def _only_amounts(cells: list[str], keyed: int | None) -> bool:
    """Say whether a row below others holds amounts and nothing else: a total nobody named."""
    if keyed is None or keyed >= len(cells) or cells[keyed]:
        return False
    return all(AMOUNT.fullmatch(cell) for cell in cells if cell)


def _first(cells: list[str]) -> str:
    return "".join(next(filter(None, cells), "").split())


def _skipped(place: Place, record: Record) -> Fault:
    number, cells = record
    said = _first(cells)[:20]
    return Place(place.file, number).warning(
        "row-skipped",
        Text(f"第 {number} 行“{said}”不是数据，已跳过。", f'Row {number} ("{said}") is no data and was skipped.'),
        Text("若它是数据，请更正首个单元格。", "If it is data, correct its first cell."),
    )


def _shape_faults(number: int, cells: list[str], header: tuple[str, ...], place: Place, about: Table) -> list[Fault]:
    row, faults = Place(place.file, number), []
    if len(cells) > len(header) and any(cells[len(header) :]):
        faults.append(_too_long(row, len(cells), len(header)))
    if about.delimiter and len(cells) < len(header):
        faults.append(_too_short(row, len(cells), len(header)))
    if any(REPLACEMENT in cell for cell in cells):
        faults.append(_lost_characters(row))
    return faults


def _too_long(row: Place, cells: int, header: int) -> Fault:
    return row.fault(
        "row-too-long",
        Text(f"该行有 {cells} 格，表头只有 {header} 列。", f"The row has {cells} cells, the header only {header}."),
        Text('含逗号的内容须加英文引号，如 "12,345"。', 'Put a cell with a comma in quotation marks, as "12,345".'),
    )


def _too_short(row: Place, cells: int, header: int) -> Fault:
    return row.warning(
        "row-too-short",
        Text(
            f"该行只有 {cells} 格，表头有 {header} 列；其余按空白。",
            f"The row has {cells} cells, the header {header}; the rest is blank.",
        ),
        Text("请核对该行是否错位。", "Check that its cells stand in the right columns."),
    )


def _lost_characters(row: Place) -> Fault:
    return row.warning(
        "characters-lost",
        Text("该行有已损坏的文字（�）。", "The row holds characters lost before (�)."),
        Text("请从原系统重新导出。", "Export it again from where it came."),
    )
