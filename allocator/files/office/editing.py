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
"""Columns of a key that nobody is told: left out, the others suffice where they name one row."""
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
    """Give the place of the row a key names; None where there is none, or what it leaves out nobody but the row can tell."""
    names = KEYS[table]
    told = [name for name in names if name in key or name not in UNTOLD]
    for columns in (names, told):
        found = [at for at, row in enumerate(rows) if all(row.get(name, "") == key.get(name, "") for name in columns)]
        if len(found) == 1 or (found and columns is names):
            return found[0]
    return None


def _place(rows: Sequence[Cells], change: RowChange) -> int:
    place = row_named(rows, change.table, change.key)
    if place is not None:
        return place
    said = " ".join(value for value in change.key.values() if value)
    raise NotFound(
        Text(f"“{change.table}”中没有“{said}”。", f'There is no "{said}" in {change.table}.'),
        Text("它可能已被更改，请刷新后再试。", "It may have been changed meanwhile: look again."),
        code="row-unknown",
        facts={"table": change.table, "key": dict(change.key)},
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
