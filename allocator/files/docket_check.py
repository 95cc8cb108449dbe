"""A filing sheet held against the docket (与案件簿比对): rows already there, and rows that say something else of a case."""

from collections.abc import Iterator, Mapping
from dataclasses import fields, replace

from allocator.domain.canonical import plain
from allocator.domain.cases import Filing, Party
from allocator.domain.words import Text, listed
from allocator.files.amounts import YUAN
from allocator.files.faults import Fault, Place
from allocator.files.filing_cells import CALLED
from allocator.files.filings import FilingSheet, RowReport

UNCHANGED = "unchanged"
UNKNOWN, NONE = Text("未知", "unknown"), Text("无", "none")
PARTIES = Text("当事人", "parties")
MOST_SHOWN = 3
REMEDY = Text(
    "案件簿以立案时的内容为准：请删去该行；新查明的事实请在案件上补充（收案分流页或 fenliu facts）。",
    "The docket keeps what was filed: leave the row out; add what was learned since to the case (in the inbox, or by `fenliu facts`).",
)


def against_docket(sheet: FilingSheet, known: Mapping[str, Filing]) -> FilingSheet:
    """Mark the rows whose case is on the docket: unchanged, or an error that names what differs.

    `known` gives what was filed, by the case number as the sheet writes it.
    """
    return replace(sheet, rows=tuple(_row(row, known) for row in sheet.rows))


def _row(row: RowReport, known: Mapping[str, Filing]) -> RowReport:
    filed = known.get(row.filing.case_no) if row.filing else None
    if row.filing is None or filed is None:
        return row
    changed = list(_differences(filed, row.filing))
    if not changed:
        return replace(row, status=UNCHANGED)
    return replace(row, status="error", filing=None, faults=(*row.faults, _differs(row, changed)))


def _differs(row: RowReport, changed: list[tuple[str, Text]]) -> Fault:
    shown = [text for _, text in changed[:MOST_SHOWN]]
    more = len(changed) - len(shown)
    text = Text(
        f"{row.case_no} 已在册，且内容不同：{'；'.join(part.zh for part in shown)}{f'；另有 {more} 项' if more else ''}。",
        f"{row.case_no} is on the docket with other content: {'; '.join(part.en for part in shown)}"
        f"{f'; and {more} more' if more else ''}.",
    )
    return Place(row.file, row.row, changed[0][0]).fault("case-differs", text, REMEDY)


def _differences(filed: Filing, given: Filing) -> Iterator[tuple[str, Text]]:
    """Give each field that differs, with what was filed and what the row says; the number's own form is no difference."""
    for name in (field.name for field in fields(Filing) if field.name not in ("case_no", "traits")):
        old, new = getattr(filed, name), getattr(given, name)
        if old != new:
            yield name, _change(CALLED.get(name, PARTIES), _shown(name, old), _shown(name, new))
    for name in sorted({*filed.traits, *given.traits}):
        old, new = filed.traits.get(name), given.traits.get(name)
        if old != new:
            yield name, _change(Text(name, name), _shown(name, old), _shown(name, new))


def _change(called: Text, old: Text, new: Text) -> Text:
    return Text(f"{called.zh} {old.zh} → {new.zh}", f"{called.en} {old.en} → {new.en}")


def _shown(name: str, value: object) -> Text:
    if value is None:
        return UNKNOWN
    if isinstance(value, bool):
        return Text("是", "yes") if value else Text("否", "no")
    if name in ("claim", "preserved") and isinstance(value, int):
        amount = f"{value // YUAN}.{value % YUAN:02}"
        return Text(f"{amount} 元", f"{amount} yuan")
    if isinstance(value, tuple):
        return listed(party.name for party in value if isinstance(party, Party))
    if isinstance(value, frozenset):
        return listed(sorted(value)) if value else NONE
    return Text(str(plain(value)), str(plain(value)))
