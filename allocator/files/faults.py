"""What is wrong in a file, and where: one fault names file, row, field and the next step."""

from dataclasses import dataclass
from typing import Literal

from allocator.domain.errors import BadInput
from allocator.domain.words import Text

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Fault:
    """One place of a file that is wrong (error) or doubtful (warning) (差错).

    `row` is the row as the clerk sees it in Excel or a text editor, the first line being 1; None for the whole file.
    `field` is the name of the field, or the header as written; None for the whole row.
    """

    file: str
    row: int | None
    field: str | None
    code: str
    zh: str
    en: str
    remedy_zh: str
    remedy_en: str
    severity: Severity = "error"

    @property
    def is_error(self) -> bool:
        """Say whether it keeps the file from being taken."""
        return self.severity == "error"

    @property
    def place(self) -> Text:
        """Name the place as the clerk would look for it."""
        row = "" if self.row is None else str(self.row)
        zh = self.file + (f" 第 {row} 行" if row else "") + (f" {self.field}" if self.field else "")
        en = self.file + (f", row {row}" if row else "") + (f", {self.field}" if self.field else "")
        return Text(zh, en)

    def as_dict(self) -> dict[str, object]:
        """Give the fault as one JSON-ready document."""
        return {
            "file": self.file,
            "row": self.row,
            "field": self.field,
            "code": self.code,
            "severity": self.severity,
            "text": {"zh": self.zh, "en": self.en},
            "remedy": {"zh": self.remedy_zh, "en": self.remedy_en},
        }


@dataclass(frozen=True, slots=True)
class Place:
    """Where a fault stands: file, row and field, any of the last two open."""

    file: str
    row: int | None = None
    field: str | None = None

    def fault(self, code: str, text: Text, remedy: Text, severity: Severity = "error") -> Fault:
        """Make the fault of this place."""
        return Fault(self.file, self.row, self.field, code, text.zh, text.en, remedy.zh, remedy.en, severity)

    def warning(self, code: str, text: Text, remedy: Text) -> Fault:
        """Make the warning of this place."""
        return self.fault(code, text, remedy, "warning")


class ValueFault(BadInput):
    """A cell that cannot be read as what it should be; whoever knows the place turns it into a `Fault`."""

    code = "value"

    def __init__(self, code: str, text: Text, remedy: Text) -> None:
        super().__init__(text, remedy, code=code)

    def at(self, place: Place, severity: Severity = "error") -> Fault:
        """Make the fault of the cell at a place."""
        return place.fault(self.code, self.text, self.remedy, severity)


class UnreadableFile(BadInput):
    """A file that cannot be read as a table at all; `fault` says where and why."""

    code = "file-unreadable"

    def __init__(self, fault: Fault) -> None:
        super().__init__(
            Text(fault.zh, fault.en),
            Text(fault.remedy_zh, fault.remedy_en),
            code=fault.code,
            facts={"file": fault.file, "row": fault.row},
            faults=[fault.as_dict()],
        )
        self.fault = fault
