"""The cells of one row of a filing sheet, by field; what is wrong with them is collected with its place."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from allocator.domain.rulebook.book import FactKind
from allocator.domain.words import Text
from allocator.files.faults import Fault, Place, Severity, ValueFault
from allocator.files.filing_fields import FILING_FIELDS
from allocator.files.headers import Column
from allocator.files.tables import Row

T = TypeVar("T")
CALLED = {names.id: Text(names.zh, names.en) for names in FILING_FIELDS}


@dataclass(slots=True)
class Sheet:
    """What the rows of one sheet share: file, columns by field, and those that hold facts, in the rulebook's order.

    `called` is what the office calls each field.
    `whole` collects what is doubtful in every row because a column is missing: told once, for the whole file.
    """

    file: str
    columns: Mapping[str, Column]
    facts: tuple[tuple[Column, FactKind], ...] = ()
    called: Mapping[str, Text] = field(default_factory=lambda: CALLED)
    whole: dict[tuple[str, str], Fault] = field(default_factory=dict)


@dataclass(slots=True)
class Cells:
    """One row while it is read; `number` is its case number in canonical form as soon as it is known.

    `restricted` says why not everybody may know of the case (限制知悉), None when everybody may.
    """

    row: Row
    sheet: Sheet
    faults: list[Fault] = field(default_factory=list)
    broken: bool = False
    number: str = ""
    restricted: str | None = None

    @property
    def columns(self) -> Mapping[str, Column]:
        """The columns of the sheet by field."""
        return self.sheet.columns

    def text(self, name: str) -> str:
        """Give the cell of a field; "" when it is blank or the column is missing."""
        column = self.sheet.columns.get(name)
        return self.row.cells[column.place] if column else ""

    def header(self, name: str) -> str:
        """Give the header of a field as written; "" when the column is missing."""
        column = self.sheet.columns.get(name)
        return column.header if column else ""

    def unit(self, name: str) -> str:
        """Give the unit of a money column."""
        column = self.sheet.columns.get(name)
        return (column.unit if column else None) or "元"

    def read(self, name: str, reader: Callable[[str], T]) -> T | None:
        """Read the cell of a field; what cannot be read is a fault, and None."""
        try:
            return reader(self.text(name))
        except ValueFault as fault:
            self.error(name, fault.code, fault.text, fault.remedy)
            return None

    def error(self, name: str, code: str, text: Text, remedy: Text) -> None:
        """Note what keeps the row from being taken."""
        self.broken = True
        self._note(name, code, text, remedy, "error")

    def warn(self, name: str, code: str, text: Text, remedy: Text) -> None:
        """Note what the clerk should look at."""
        self._note(name, code, text, remedy, "warning")

    def _note(self, name: str, code: str, text: Text, remedy: Text, severity: Severity) -> None:
        column = self.sheet.columns.get(name)
        header = column.header if column else ""
        called = Text(header, header) if header else self.sheet.called.get(name) or Text(name, name)
        if column is None and severity == "warning":
            missing = Text(f"没有“{called.zh}”列：", f'No column "{called.en}":') + text
            self.sheet.whole.setdefault((name, code), Place(self.sheet.file, None, name).warning(code, missing, remedy))
            return
        named = Text(f"{called.zh}：{text.zh}", f"{called.en}: {text.en}")
        self.faults.append(Place(self.sheet.file, self.row.number, name).fault(code, named, remedy, severity))
