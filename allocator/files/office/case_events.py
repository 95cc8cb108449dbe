"""A file of what happened in cases (办案事件表): case, kind of event, day and what it concerns, a row for each event."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from allocator.domain.cases import normal_name
from allocator.domain.clocks.events import CaseEvent
from allocator.domain.clocks.nodes import FROM_CASE
from allocator.domain.errors import BadInput
from allocator.domain.rulebook.book import Rulebook
from allocator.domain.words import Text
from allocator.files.amounts import money
from allocator.files.faults import Place, ValueFault
from allocator.files.office.checks import once
from allocator.files.office.columns import CASE_EVENTS
from allocator.files.office.findings import Findings
from allocator.files.office.sheet import Entry, Names, Rows, names_of, read_table_of

KIND = Text("事件种类", "kind of event")
TYPED = "event"


@dataclass(frozen=True, slots=True)
class EventRow:
    """One row: the event, and where it is written."""

    place: Place
    event: CaseEvent


def read_event_rows(file: Path, rulebook: Rulebook) -> tuple[EventRow, ...]:
    """Read a CSV or XLSX file of events; amounts are in yuan unless their cell says otherwise.

    A row without a key is known by kind, day, item and amount. Raises BadInput with every fault by row and column;
    whether an event fits its case is for the history to say.
    """
    findings = Findings()
    table = read_table_of(file, CASE_EVENTS, findings)
    return _read(table, findings, rulebook, Text(f"“{file.name}”", f'"{file.name}"'))


def read_typed_event(cells: Mapping[str, str], rulebook: Rulebook) -> CaseEvent:
    """Read one event written field by field as in a file; raises BadInput with every fault by its field."""
    findings = Findings()
    table = Rows(CASE_EVENTS, TYPED, (Entry(Place(TYPED, None), cells, findings, headers=CASE_EVENTS.called()),))
    (row,) = _read(table, findings, rulebook, Text("所填事件", "The event"))
    return row.event


def _read(table: Rows, findings: Findings, rulebook: Rulebook, what: Text) -> tuple[EventRow, ...]:
    kinds = _kinds(rulebook)
    rows = table.built(lambda entry: _row(entry, kinds, rulebook))
    once(rows, "key", lambda row: (normal_name(row.event.case_no), row.event.key))
    faults = [fault.as_dict() for fault in findings.found if fault.is_error]
    if faults:
        raise BadInput(
            Text("{what}有 {n} 处错误，未作任何改动。", "{what} has {n:fault|faults}.").fill(what=what, n=len(faults)),
            Text("请逐处更正后重新提交。", "Correct each of them and send it again; nothing was changed."),
            code="events-faulty",
            faults=faults,
        )
    return tuple(row for _, row in rows)


def _kinds(rulebook: Rulebook) -> Names:
    own = [(name, (name,)) for name in FROM_CASE]
    return names_of([*own, *((kind.id, (kind.name.zh, kind.name.en)) for kind in rulebook.happenings.kinds.values())])


def _row(entry: Entry, kinds: Names, rulebook: Rulebook) -> EventRow:
    kind = entry.known("kind", KIND, kinds)
    on, until = entry.first_day("on"), entry.day("until")
    amount, item = _amount(entry), asset_first(entry.cell("item"), rulebook)
    key = entry.cell("key") or "/".join(filter(None, (kind, on.isoformat(), item, str(amount or ""))))
    approver, note = entry.cell("approver"), entry.cell("note")
    return EventRow(entry.place, CaseEvent(key, entry.text("case_no"), kind, on, item, amount, until, approver, note))


def asset_first(item: str, rulebook: Rulebook) -> str:
    """Write the kind of asset before a colon by its id, where an item begins with its name (存款:6222…)."""
    word, colon, rest = item.replace("：", ":").partition(":")
    kinds = names_of((asset, (name.zh, name.en)) for asset, name in rulebook.assets.items())
    asset = kinds.get(word.strip().lower())
    return f"{asset}{colon}{rest.strip()}" if asset else item


def _amount(entry: Entry) -> int | None:
    try:
        return money(entry.cell("amount"))
    except ValueFault as fault:
        entry.fault("amount", fault.code, fault.text, fault.remedy)
        return None
