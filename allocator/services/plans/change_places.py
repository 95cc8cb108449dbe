"""Where a change told of would be made (改动出处): the file of the office's folder, the row and the cells, as `office set` names them."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from allocator.decisions.explaining.changes import Change, made
from allocator.domain.office import Office
from allocator.domain.snapshot import CaseToPlace, Snapshot
from allocator.domain.words import Text
from allocator.domain.workload import PERMILLE
from allocator.files.office.bureau import FILE as BUREAU
from allocator.files.office.editing import KEYS, key_told
from allocator.files.office.folder import RULEBOOK
from allocator.files.office.writing import Cells, tables_of

Row = dict[str, Any]
IN_HAND = {"less_load": -1, "more_load": 1, "others_more_load": 1}
"""What stands in no file: the open work somebody holds, with its sign."""
LEVERS = {"raise_cap": "most_load", "new_cap": "most_new_in_7_days"}
ELSEWHERE = ("name", "more_moves")
"""What is no change of the office: a word of the supervisor's, or of whoever asks for the plan."""


def changes_told(facts: Mapping[str, Any], snapshot: Snapshot, case: CaseToPlace) -> tuple[Row, ...]:
    """Give the changes an answer tells of, those of a flip or a way out, each with the rows it would be made in."""
    flip = facts.get("flip") or {}
    found: Sequence[Mapping[str, Any]] = flip.get("changes") or facts.get("way_out") or ()
    return tuple(_in_turn(found, snapshot, case))


def _in_turn(found: Sequence[Mapping[str, Any]], snapshot: Snapshot, case: CaseToPlace) -> Iterator[Row]:
    """Tell each change in the office in which those before it are made: two of one cell do not overwrite each other."""
    for one in found:
        rows = list(rows_of(one, snapshot, case))
        yield {**one, "people": one.get("people", [one["officer"]]), "rows": rows}
        if _is_of_office(one["kind"]):
            snapshot = made(snapshot, case, _change(one))


def _is_of_office(kind: str) -> bool:
    """Say whether a change is made in the tables of the office."""
    return not (kind in IN_HAND or kind in LEVERS or kind in ("tolerance", "no_reserve") or kind in ELSEWHERE)


def _change(told: Mapping[str, Any]) -> Change:
    return Change(told["kind"], told["officer"], told["amount"], told["what"])


def rows_of(change: Mapping[str, Any], snapshot: Snapshot, case: CaseToPlace) -> Iterator[Row]:
    """List the rows a change is made in; `cells` are what they hold from then on, null where the row goes."""
    kind = change["kind"]
    if kind in IN_HAND:
        yield from _in_hand(change)
    elif kind in LEVERS or kind == "tolerance":
        lever = LEVERS.get(kind, f"{change['what']}_tolerance")
        times = 1 if kind == "new_cap" else PERMILLE
        yield _row(RULEBOOK, "levers", {}, {lever: f"{change['amount'] / times:g}"})
    elif kind == "no_reserve":
        yield from (_row(RULEBOOK, f"reserves.{one.lane}", {}, None) for one in snapshot.rulebook.reserves)
    elif _is_of_office(kind):
        yield from _differences(snapshot.office, made(snapshot, case, _change(change)).office)


def row_words(row: Mapping[str, Any]) -> Text:
    """Say in a line where a change would be made."""
    cells = row["cells"]
    named = " ".join(f"{name}={value}" for name, value in row["row"].items())
    place = " ".join(part for part in (row["file"], f"[{row['table']}]", named) if part)
    if cells is None:
        return Text(f"{place}：删去", f"{place}: goes")
    held = " ".join(f"{name}={value}" for name, value in cells.items())
    new = Text("（新增）", " (new)") if row["new"] else Text("", "")
    return Text(f"{place}{new.zh}：{held}", f"{place}{new.en}: {held}")


def _in_hand(change: Mapping[str, Any]) -> Iterator[Row]:
    minutes = f"{IN_HAND[change['kind']] * change['amount']:+d}"
    for person in change.get("people", [change["officer"]]):
        yield _row(None, "cases", {"handler": person}, {"minutes": minutes})


def _row(
    file: str | None, table: str, row: Mapping[str, str], cells: Mapping[str, str] | None, *, new: bool = False
) -> Row:
    return {"file": file, "table": table, "row": dict(row), "cells": None if cells is None else dict(cells), "new": new}


def _differences(before: Office, after: Office) -> Iterator[Row]:
    """Hold two offices against each other as the tables of their folders."""
    old, new = tables_of(before), tables_of(after)
    for table in old:
        if old[table] != new[table]:
            yield from _of_table(table, _by_key(table, old[table]), _by_key(table, new[table]))


def _by_key(table: str, rows: Sequence[Cells]) -> dict[tuple[str, ...], Cells]:
    return {tuple(row[name] for name in KEYS[table]): row for row in rows}


def _of_table(table: str, old: Mapping[tuple[str, ...], Cells], new: Mapping[tuple[str, ...], Cells]) -> Iterator[Row]:
    file, there = BUREAU if table == "teams" else f"{table}.csv", list(old.values())
    for row in (row for key, row in old.items() if key not in new):
        yield _row(file, table, key_told(there, table, row), None)
    for key, cells in new.items():
        before = old.get(key, {})
        changed = {name: value for name, value in cells.items() if value != before.get(name, "")}
        if changed:
            yield _row(file, table, key_told(there, table, before or cells), changed, new=not before)
