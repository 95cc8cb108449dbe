"""Changing single rows of an office's sheets (逐行变更): named by their key, cell by cell; the checks are the folder's own."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from allocator.domain.errors import BadInput, NotFound
from allocator.domain.words import Text
from allocator.files.office.findings import meant
from allocator.files.office.writing import TEAMS, WRITTEN, Cells, Sheets

KEYS: Mapping[str, tuple[str, ...]] = {
    "teams": ("code",),
    "people": ("code",),
    "pairings": ("mentor", "apprentice", "first"),
    "preferences": ("person", "other"),
    "absences": ("officer", "first"),
    "reductions": ("officer", "kind", "first"),
    "recusals": ("officer", "party", "identity", "case_no"),
    "vehicles": ("code",),
    "towns": ("name",),
    "town_minutes": ("origin", "target"),
    "calendar": ("day",),
    "resources": ("code",),
    "engagements": ("holder", "kind", "first", "begins"),
    "closures": ("town", "village", "first"),
}
"""The columns that name a row of each table (自然键)."""
UNTOLD = ("identity",)
"""Columns of a key that nobody is told."""
NTH = "#"
"""What stands before the place of a row among those alike in all that is told."""
LASTING = ("teams", "people", "vehicles", "towns", "resources")
"""Tables whose rows are known by their key elsewhere: it never changes."""


@dataclass(frozen=True, slots=True)
class RowChange:
    """A change of one row (行变更): `key` names it (empty: a new row), `cells` are what it holds from now on (None: it goes)."""

    table: str
    key: Mapping[str, str]
    cells: Mapping[str, str] | None


def changed(sheets: Sheets, changes: Iterable[RowChange]) -> Sheets:
    """Give the sheets with rows changed; raises NotFound for a table or row there is not, BadInput for a column."""
    tables = dict(sheets.tables)
    for change in changes:
        _check(change)
        rows = list(tables[change.table])
        if change.key:
            _change(rows, change)
        elif change.cells:
            _check_new(rows, change)
            rows.append(dict(change.cells))
        tables[change.table] = tuple(rows)
    return replace(sheets, tables=tables)


def _check_new(rows: list[Cells], change: RowChange) -> None:
    """Refuse a second team of one code, which bureau.toml cannot even say; other tables are checked when they are read."""
    code = (change.cells or {}).get("code", "")
    if change.table == "teams" and code in [row["code"] for row in rows]:
        text = Text(f"已有团队“{code}”。", f'There is a team "{code}" already.')
        raise BadInput(
            text,
            Text("请另取编号。", "Choose another code."),
            code="row-change",
            faults=[{"field": "code", "text": text.as_dict()}],
        )


def check_table(name: str) -> None:
    """Refuse a table the office has not; raises NotFound."""
    if name not in KEYS:
        text = Text(f"没有表“{name}”。", f'There is no table "{name}".')
        raise NotFound(text, meant(name, KEYS), code="table-unknown", facts={"table": name})


def _change(rows: list[Cells], change: RowChange) -> None:
    place = _place(rows, change)
    if change.cells is None:
        del rows[place]
    else:
        rows[place] = {**rows[place], **change.cells}


def row_named(rows: Sequence[Cells], table: str, key: Mapping[str, str]) -> int | None:
    """Give the place of the row a key names; None where none is, or several are.

    What nobody is told may be left out where one row alone bears the rest, or say which of those it is: #2 is the second.
    """
    alike, untold = _alike(rows, table, key), [name for name in KEYS[table] if name in UNTOLD]
    for name in untold:
        if key.get(name, "").startswith(NTH):
            nth = key[name].removeprefix(NTH)
            return next((at for place, at in enumerate(alike, start=1) if nth == str(place)), None)
    exact = [at for at in alike if all(rows[at].get(name, "") == key.get(name, "") for name in untold)]
    left_out = not any(name in key for name in untold)
    return exact[0] if exact else alike[0] if left_out and len(alike) == 1 else None


def row_or_new(rows: Sequence[Cells], table: str, given: Mapping[str, str]) -> int | None:
    """Give the place of the row that is there already, None for a new one; raises BadInput where several fit, NotFound for a #3 of two."""
    key = {name: given[name] for name in KEYS[table] if name in given}
    place, untold = row_named(rows, table, key), [key.get(name) for name in KEYS[table] if name in UNTOLD]
    several = untold == [None] and len(_alike(rows, table, key)) > 1
    if place is None and (several or any(one and one.startswith(NTH) for one in untold)):
        return _place(rows, RowChange(table, key, None))
    return place


def key_told(rows: Sequence[Cells], table: str, row: Mapping[str, str]) -> Cells:
    """Name a row as `row_named` finds it among these without what nobody is told (改动行的称法)."""
    told = {name: row[name] for name in KEYS[table] if name not in UNTOLD and row.get(name)}
    alike = [rows[at] for at in _alike(rows, table, row)]
    hidden = {name: f"{NTH}{alike.index(dict(row)) + 1}" for name in UNTOLD if len(alike) > 1 and row in alike}
    return told | hidden


def _alike(rows: Sequence[Cells], table: str, key: Mapping[str, str]) -> list[int]:
    names = [name for name in KEYS[table] if name not in UNTOLD]
    return [at for at, row in enumerate(rows) if all(row.get(name, "") == key.get(name, "") for name in names)]


def _place(rows: Sequence[Cells], change: RowChange) -> int:
    place = row_named(rows, change.table, change.key)
    if place is not None:
        return place
    said = " ".join(value for value in change.key.values() if value)
    facts: dict[str, object] = {"table": change.table, "key": dict(change.key)}
    if len(_alike(rows, change.table, change.key)) > 1 and not any(name in change.key for name in UNTOLD):
        raise BadInput(
            Text(f"“{change.table}”中有几行“{said}”。", f'There are several rows "{said}" in {change.table}.'),
            Text(
                "请写明证件号，或 identity=#2（其中第二行）。",
                "Give the identity, or identity=#2 for the second of them.",
            ),
            code="row-ambiguous",
            facts=facts,
        )
    raise NotFound(
        Text(f"“{change.table}”中没有“{said}”。", f'There is no "{said}" in {change.table}.'),
        Text("它可能已被更改，请刷新后再试。", "It may have been changed meanwhile: look again."),
        code="row-unknown",
        facts=facts,
    )


def _check(change: RowChange) -> None:
    columns = {form.stem: [column.field for column in form.columns] for form in (TEAMS, *WRITTEN)}
    check_table(change.table)
    for name in (*change.key, *(change.cells or {})):
        if name not in columns[change.table]:
            text = Text(f"“{change.table}”没有“{name}”一栏。", f'{change.table} has no column "{name}".')
            raise _wrong(name, text, columns[change.table])
    if change.table in LASTING and change.key and change.cells:
        _check_lasting(change, KEYS[change.table][0])


def _check_lasting(change: RowChange, name: str) -> None:
    if change.cells is not None and change.cells.get(name, change.key.get(name)) != change.key.get(name):
        text = Text("编号或名称不能更改，案件和任务都用它。", "A code never changes: cases and errands know it.")
        raise _wrong(name, text, [change.key.get(name, "")])


def _wrong(name: str, text: Text, known: Iterable[str]) -> BadInput:
    return BadInput(
        text,
        meant(name, known),
        code="row-change",
        faults=[{"field": name, "text": text.as_dict(), "remedy": meant(name, known).as_dict()}],
    )
