"""A file of closings (结案登记表): case, day, way and what was recovered, a row for each case."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from allocator.domain.cases import normal_name
from allocator.domain.clocks.closing import Closing
from allocator.domain.errors import BadInput
from allocator.domain.rulebook.book import Rulebook
from allocator.domain.words import Count, Text
from allocator.files.amounts import money
from allocator.files.faults import Place, ValueFault
from allocator.files.office.checks import once
from allocator.files.office.columns import CLOSINGS
from allocator.files.office.findings import Findings
from allocator.files.office.sheet import Entry, Names, Rows, names_of, read_table_of
from allocator.files.text_tables import tidy

WAY = Text("结案方式", "way of closing")


@dataclass(frozen=True, slots=True)
class ClosingRow:
    """One row: which case is closed how, and where that is written."""

    place: Place
    case_no: str
    closing: Closing


def read_closings(file: Path, rulebook: Rulebook) -> tuple[ClosingRow, ...]:
    """Read a CSV or XLSX file of closings; amounts are in yuan unless their cell says otherwise.

    Raises BadInput with every fault by row and column; whether a closing fits its case is for the docket to say.
    """
    findings = Findings()
    ways = _ways(rulebook)
    rows = read_table_of(file, CLOSINGS, findings).built(lambda entry: _row(entry, ways))
    once(rows, "case_no", lambda row: (normal_name(row.case_no),))
    faults = [fault.as_dict() for fault in findings.found if fault.is_error]
    if faults:
        raise BadInput(
            Text(
                f"“{file.name}”有 {len(faults)} 处错误，未作任何改动。",
                f'"{file.name}" has {Count(len(faults)):fault|faults}.',
            ),
            Text("请逐行更正后重新载入。", "Correct each row and bring it in again; nothing was changed."),
            code="closings-faulty",
            faults=faults,
        )
    return tuple(row for _, row in rows)


def read_closing(cells: Mapping[str, str], rulebook: Rulebook) -> Closing:
    """Read one closing written field by field, as in a row of a file; raises BadInput with every fault by field."""
    findings = Findings()
    blank = {column.field: "" for column in CLOSINGS.columns}
    written = {**blank, "case_no": "-", **{name: tidy(cell) for name, cell in cells.items()}}
    entry = Entry(Place("closing"), written, findings, headers=CLOSINGS.called())
    rows = Rows(CLOSINGS, "closing", (entry,)).built(lambda row: _row(row, _ways(rulebook)))
    if not rows:
        raise BadInput(
            Text(
                f"结案登记有 {len(findings.found)} 处错误。",
                f"The closing has {Count(len(findings.found)):fault|faults}.",
            ),
            Text("请更正所列各处。", "Correct each field; nothing was changed."),
            code="closing-faulty",
            faults=[fault.as_dict() for fault in findings.found],
        )
    return rows[0][1].closing


def _ways(rulebook: Rulebook) -> Names:
    return names_of((name, (way.name.zh, way.name.en)) for name, way in rulebook.closings.items())


def _row(entry: Entry, ways: Names) -> ClosingRow:
    closing = Closing(
        entry.known("way", WAY, ways), entry.first_day("closed_on"), _recovered(entry), entry.cell("note")
    )
    return ClosingRow(entry.place, entry.text("case_no"), closing)


def _recovered(entry: Entry) -> int | None:
    try:
        return money(entry.cell("recovered"))
    except ValueFault as fault:
        entry.fault("recovered", fault.code, fault.text, fault.remedy)
        return None
