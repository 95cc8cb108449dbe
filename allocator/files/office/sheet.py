"""One table of the folder while it is read: typed cells, and every fault with the row where it stands."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import TypeVar
from unicodedata import normalize

from allocator.domain.errors import BadInput
from allocator.domain.people import Period
from allocator.domain.words import Text
from allocator.files.faults import Fault, Place, UnreadableFile, ValueFault
from allocator.files.headless import with_columns
from allocator.files.nearness import nearest
from allocator.files.office.columns import TableForm
from allocator.files.office.findings import Findings
from allocator.files.tables import Table, read_table
from allocator.files.values import day

T = TypeVar("T")
ENDINGS = (".csv", ".tsv", ".xlsx", ".xls")
PERMILLE = 1000
YES, NO = ("是", "yes", "y", "true", "1"), ("", "否", "no", "n", "false", "0")
SHARE = re.compile(r"(\d+(?:\.\d+)?|\.\d+)(%?)")


class Names(dict[str, str]):
    """The ids of what is declared, by each name in the form in which names are compared; `written` are the names as declared."""

    written: tuple[str, ...] = ()


@dataclass(slots=True)
class Entry:
    """One row of a table: its cells by field, and the header each has there; a cell that cannot be read marks the row as faulty."""

    place: Place
    cells: Mapping[str, str]
    findings: Findings
    faulty: bool = field(default=False)
    headers: Mapping[str, str | Text] = field(default_factory=dict)

    def at(self, name: str) -> Place:
        """Give the place of one field of the row."""
        return Place(self.place.file, self.place.row, name)

    def fault(self, name: str, code: str, text: Text, remedy: Text) -> None:
        """Note a fault of one field."""
        self.faulty = True
        self.findings.fault(self.at(name), code, text, remedy)

    def cell(self, name: str) -> str:
        """Give a cell that may be blank."""
        return self.cells.get(name, "")

    def text(self, name: str) -> str:
        """Read a cell that must not be blank; the fault of a missing column is told once, by the header."""
        if name not in self.cells:
            self.faulty = True
        elif not self.cells[name]:
            called = self.headers.get(name, name)
            text = Text("“{called}”为空。", '"{called}" is blank.').fill(called=called)
            self.fault(name, "cell-blank", text, Text("请填写。", "Fill it in."))
        return self.cell(name)

    def known(self, name: str, what: Text, names: Names | None) -> str:
        """Read a cell that names something declared, by id or name; `names` None: it cannot be checked now."""
        return self.resolve(name, self.text(name), what, names)

    def resolve(self, name: str, word: str, what: Text, names: Names | None) -> str:
        """Find what a word names; a blank one is left to whoever needs it."""
        if names is None or not word:
            return word
        if plain_word(word) not in names:
            self.faulty = True
            self.findings.unknown(self.at(name), word, what, dict.fromkeys((*names.values(), *names.written)))
        return names.get(plain_word(word), word)

    def day(self, name: str) -> date | None:
        """Read a date; a blank one is None."""
        try:
            return day(self.cell(name))
        except ValueFault as fault:
            self.fault(name, fault.code, fault.text, fault.remedy)
            return None

    def first_day(self, name: str) -> date:
        """Read a date that must be there; date.min stands in for a faulty one."""
        self.text(name)
        return self.day(name) or date.min

    def period(self, first: str = "first", last: str = "last") -> Period:
        """Read a span of days, both ends included."""
        begin, end = self.first_day(first), self.day(last)
        if end is not None and end < begin:
            self.fault(
                last,
                "dates-reversed",
                Text(f"结束日期 {end} 早于开始日期 {begin}。", f"The last day {end} is before the first {begin}."),
                Text("请更正其中一个日期。", "Correct one of the dates."),
            )
            end = None
        return Period(begin, end)

    def permille(self, name: str) -> int:
        """Read a share such as 0.72 or 72% as per mille, never through a float."""
        word = normalize("NFKC", self.text(name)).replace(" ", "")
        found = SHARE.fullmatch(word)
        share = Fraction(found[1]) / (100 if found[2] else 1) if found else Fraction(-1)
        if 0 <= share <= 1:
            return round(share * PERMILLE)
        if word:
            text = Text(f"“{word}”不是 0 到 1 之间的比例。", f'"{word}" is no share from 0 to 1.')
            self.fault(name, "share-out-of-range", text, Text("例如 0.72 或 72%。", "For example 0.72 or 72%."))
        return 0

    def flag(self, name: str) -> bool:
        """Read yes or no; a blank cell is no."""
        word = plain_word(self.cell(name))
        if word not in (*YES, *NO):
            text = Text(f"“{self.cell(name)}”不是“是”或“否”。", f'"{self.cell(name)}" is neither yes nor no.')
            self.fault(name, "not-yes-or-no", text, Text("填“是”“否”或留空。", "Write yes, no or nothing."))
        return word in YES

    def integer(self, name: str, least: int, most: int) -> int:
        """Read a whole number within bounds."""
        word = normalize("NFKC", self.text(name)).strip()
        if re.fullmatch(r"\d{1,9}", word) and least <= int(word) <= most:
            return int(word)
        if word:
            text = Text(
                f"“{word}”不是 {least} 到 {most} 的整数。", f'"{word}" is no whole number from {least} to {most}.'
            )
            self.fault(name, "number-out-of-range", text, Text("请填整数。", "Write a whole number."))
        return least


@dataclass(frozen=True)
class Rows:
    """The rows of one table that were found in the folder."""

    form: TableForm
    file: str
    entries: tuple[Entry, ...]

    def built(self, build: Callable[[Entry], T]) -> tuple[tuple[Entry, T], ...]:
        """Build a value of every row; faulty rows are left out, their faults are noted."""
        made = [(entry, self._one(entry, build)) for entry in self.entries]
        return tuple((entry, value) for entry, value in made if value is not None and not entry.faulty)

    def _one(self, entry: Entry, build: Callable[[Entry], T]) -> T | None:
        try:
            return build(entry)
        except BadInput as error:
            if not entry.faulty:
                entry.faulty = True
                entry.findings.fault(entry.place, error.code, error.text, error.remedy)
            return None


def plain_word(word: str) -> str:
    """Write a name as it is compared: compatibility forms folded, without case, spaces, stars and brackets."""
    return re.sub(r"[\s*＊_()\[\]【】:：-]+", "", normalize("NFKC", word)).lower()


def names_of(pairs: Iterable[tuple[str, Iterable[str]]]) -> Names:
    """Map every written form of a thing to its id; an id stands above another thing's name."""
    pairs = tuple((identifier, tuple(filter(None, names))) for identifier, names in pairs)
    found = Names({plain_word(name): identifier for identifier, names in pairs for name in names})
    found.update({plain_word(identifier): identifier for identifier, _ in pairs})
    found.written = tuple(name for _, names in pairs for name in names)
    return found


def read_rows(folder: Path, form: TableForm, findings: Findings) -> Rows:
    """Read one table of the folder, in whichever kind of file it is; an absent one is empty."""
    files = [folder / f"{form.stem}{ending}" for ending in ENDINGS if (folder / f"{form.stem}{ending}").is_file()]
    if not files:
        _note_absent(form, findings)
        return Rows(form, f"{form.stem}.csv", ())
    for other in files[1:]:
        text = Text(
            f"{form.name.zh}有两个文件：{files[0].name}。", f"The {form.name.en} is there twice: {files[0].name}."
        )
        findings.fault(Place(other.name), "table-twice", text, Text("请只保留一个。", "Keep one of them."))
    return read_table_of(files[0], form, findings)


def _note_absent(form: TableForm, findings: Findings) -> None:
    if form.needed:
        text = Text(f"缺少{form.name.zh}。", f"The {form.name.en} is missing.")
        columns = ", ".join(column.field for column in form.columns)
        remedy = Text(f"请添加，列名：{columns}。", f"Add it with the columns {columns}.")
        findings.fault(Place(f"{form.stem}.csv"), "table-missing", text, remedy)


def read_table_of(file: Path, form: TableForm, findings: Findings) -> Rows:
    """Read one table from its file; one that cannot be read at all is empty, which is noted."""
    headers = names_of(form.headers().items())
    try:
        table = read_table(file.name, file.read_bytes(), lambda name: plain_word(name) in headers)
    except UnreadableFile as error:
        findings.found.append(_of_this_table(error.fault, form))
        return Rows(form, file.name, ())
    findings.found.extend(table.faults)
    columns = _columns(table, form, headers, findings)
    return Rows(form, file.name, tuple(_entries(table, columns, findings)))


def _of_this_table(fault: Fault, form: TableForm) -> Fault:
    needed = [column for column in form.columns if column.needed]
    return with_columns(fault, [column.headers[1] for column in needed], [column.field for column in needed])


def _entries(table: Table, columns: Mapping[str, int], findings: Findings) -> Iterable[Entry]:
    headers = {name: table.header[column] for name, column in columns.items()}
    for row in table.rows:
        cells = {name: row.cells[column] for name, column in columns.items()}
        if any(cells.values()):
            yield Entry(Place(table.name, row.number), cells, findings, headers=headers)


def _columns(table: Table, form: TableForm, headers: Names, findings: Findings) -> dict[str, int]:
    """Find the column of every field; a needed one that is missing is a fault, one nobody reads a warning."""
    columns: dict[str, int] = {}
    for column, header in enumerate(table.header):
        name = headers.get(plain_word(header))
        if name is None:
            _note_unread(table, header, form, findings)
        elif columns.setdefault(name, column) != column:
            text = Text(f"两列都是“{name}”。", f'Two columns are "{name}".')
            place = Place(table.name, table.header_row, header)
            findings.fault(place, "column-twice", text, Text("请删除其中一列。", "Delete one of them."))
    for missing in (column for column in form.columns if column.needed and column.field not in columns):
        text = Text(f"缺少“{missing.called.zh}”一列。", f'The column "{missing.called.en}" is missing.')
        remedy = Text(
            f"请添加，列名可为：{'、'.join(missing.headers)}。", f"Add it; {', '.join(missing.headers)} will do."
        )
        findings.fault(Place(table.name, table.header_row, missing.field), "column-missing", text, remedy)
    return columns


def _note_unread(table: Table, header: str, form: TableForm, findings: Findings) -> None:
    if header:
        text = Text(f"不读取“{header}”一列。", f'The column "{header}" is not read.')
        near = nearest(header, [name for column in form.columns for name in column.headers], 1)
        remedy = Text("可删除该列。", "It may be deleted.")
        if near:
            remedy += Text(f"若指“{near[0]}”，请改列名。", f'If "{near[0]}" is meant, rename it.')
        findings.warn(Place(table.name, table.header_row, header), "column-unread", text, remedy)
