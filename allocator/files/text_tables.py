"""CSV and its kin: bytes to text without guessing, text to records with the line each begins on."""

import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import islice

from allocator.domain.words import Text
from allocator.files.faults import Place, UnreadableFile
from allocator.files.folding import seen

DELIMITERS = (",", "\t", ";", "，", "|")
UTF8_BOM, UTF16_BOMS = b"\xef\xbb\xbf", (b"\xff\xfe", b"\xfe\xff")
PROOF_OF_UTF8, MOST_SIGNS_FOR_A_NUL = 10, 40
THREE_BYTES = re.compile(rb"[\xe3-\xe9][\x80-\xbf]{2}")
LOOKED_AT = 30
FORMULA_TEXT = re.compile(r'^="(.*)"$', re.DOTALL)
SHELTERED = re.compile("'+[=+\\-@＝＋－＠\t\r\n]")
Record = tuple[int, list[str]]


def decode(data: bytes, place: Place) -> tuple[str, str]:
    """Give the text of a file and its encoding: BOM, the NULs of UTF-16, strict UTF-8, else GB18030; never a guess.

    Raises UnreadableFile naming the byte that no encoding explains.
    """
    if data.startswith(UTF8_BOM):
        return _strict(data, "utf-8-sig", place)
    if data.startswith(UTF16_BOMS):
        return _strict(data, "utf-16", place)
    if b"\0" in data and (order := _byte_order(data)):
        return _strict(data, order, place)
    try:
        return _without_nul(data.decode("utf-8"), place), "utf-8"
    except UnicodeDecodeError as error:
        if len(THREE_BYTES.findall(data[: error.start])) >= PROOF_OF_UTF8 and _is_utf8(data[: error.start]):
            raise _undecodable(place, "UTF-8", error.start) from error
    return _strict(data, "gb18030", place)


def _byte_order(data: bytes) -> str:
    """Tell UTF-16 without a mark by its NULs, which stand at every second byte only: one for each comma and digit."""
    low, high = data[::2].count(0), data[1::2].count(0)
    if len(data) % 2 or min(low, high) or max(low, high) * MOST_SIGNS_FOR_A_NUL < len(data):
        return ""
    return "utf-16-be" if low else "utf-16-le"


def _is_utf8(head: bytes) -> bool:
    """Say whether bytes are UTF-8 throughout; after ten Chinese characters that is no accident of another encoding."""
    try:
        head.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _strict(data: bytes, encoding: str, place: Place) -> tuple[str, str]:
    try:
        return _without_nul(data.decode(encoding), place), encoding
    except UnicodeDecodeError as error:
        raise _undecodable(place, encoding.upper(), error.start) from error


def _without_nul(text: str, place: Place) -> str:
    where = text.find("\0")
    if where < 0:
        return text
    raise UnreadableFile(
        place.fault(
            "file-not-text",
            Text(
                f"第 {where} 个字符为空字节，不是文本表格。", f"Character {where} is a NUL: this is not a text table."
            ),
            Text("请另存为 UTF-8 的 CSV 或 XLSX。", "Save it as CSV in UTF-8 or as XLSX."),
        )
    )


def _undecodable(place: Place, encoding: str, offset: int) -> UnreadableFile:
    return UnreadableFile(
        place.fault(
            "file-undecodable",
            Text(
                f"第 {offset} 字节处不是有效的 {encoding} 文字。",
                f"The byte at offset {offset} is not valid {encoding}.",
            ),
            Text(
                "文件可能被截断或损坏；请重新导出，或另存为 UTF-8 的 CSV 或 XLSX。",
                "The file may be cut off or damaged: export it again, or save it as CSV in UTF-8 or as XLSX.",
            ),
        )
    )


def records(text: str, delimiter: str, place: Place) -> Iterator[Record]:
    """Walk the records of a text table, each with the physical line it begins on; blank ones are left out."""
    lines = io.StringIO(text, newline="")
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    begins = 1
    try:
        for cells in reader:
            if any(cell and not cell.isspace() for cell in cells):
                yield begins, [tidy(cell) for cell in cells]
            begins = reader.line_num + 1
    except csv.Error as error:
        raise _broken_quotes(place, begins) from error


def _broken_quotes(place: Place, line: int) -> UnreadableFile:
    return UnreadableFile(
        Place(place.file, line).fault(
            "file-quotes",
            Text(
                f"从第 {line} 行开始的记录引号不成对，或单元格过长。",
                f"The record that begins on line {line} has an unbalanced quotation mark, or a cell without end.",
            ),
            Text(
                "单元格内的英文引号须写成两个，并以引号结束；或另存为 XLSX。",
                'Write a quotation mark inside a cell twice ("") and close the cell with one; or save as XLSX.',
            ),
        )
    )


def tidy(cell: str) -> str:
    """Rid a cell of marks nobody sees, of blanks around it, and of what protects it: ="…" a long number, ' what looks like a formula."""
    cell = seen(cell).strip(" \t\r\n\v\f\u3000\xa0")
    if SHELTERED.match(cell):
        return cell[1:]
    return cell[2:-1] if cell.startswith('="') and FORMULA_TEXT.match(cell) else cell


def find_delimiter(text: str, place: Place, recognise: Callable[[str], bool] | None = None) -> str:
    """Find what divides the columns: that which yields the most known names, else divides the most records alike."""
    fits = {delimiter: _fit(text, delimiter, place, recognise) for delimiter in DELIMITERS}
    return max(DELIMITERS, key=lambda delimiter: fits[delimiter])


def _fit(text: str, delimiter: str, place: Place, recognise: Callable[[str], bool] | None) -> tuple[int, int, int]:
    """Weigh a delimiter: names it uncovers, records of the usual width, that width."""
    first: list[Record] = []
    with suppress(UnreadableFile):  # told when the file is read; here the records before it suffice
        first.extend(islice(records(text, delimiter, place), LOOKED_AT))
    known = max((sum(map(recognise, cells)) for _, cells in first), default=0) if recognise else 0
    widths = Counter(len(cells) for _, cells in first if len(cells) > 1)
    usual = max(widths, key=lambda width: (widths[width], width), default=0)
    return (known if known > 1 else 0, widths[usual], usual)
