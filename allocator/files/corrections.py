"""What whoever brings a sheet says of it besides (更正): which column is which, cells put right, rows left out."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from allocator.files.tables import Row, Table
from allocator.files.text_tables import tidy


@dataclass(frozen=True, slots=True)
class ColumnChoice:
    """What a column was said to be (列的指定): a field, or None for not to be read; `unit` of money, None as the header says."""

    field: str | None
    unit: str | None = None


@dataclass(frozen=True)
class Corrections:
    """All that was said of a sheet: columns by place, cells by row number and place, numbers of the rows left out.

    Rows are numbered as the clerk sees them, places count from 0. The file itself stays as it was brought.
    """

    columns: Mapping[int, ColumnChoice] = field(default_factory=dict)
    cells: Mapping[tuple[int, int], str] = field(default_factory=dict)
    left_out: frozenset[int] = frozenset()

    def corrected(self, table: Table) -> Table:
        """Give a table with its cells put right; cells that it does not have are none of it."""
        if not self.cells:
            return table
        found: dict[int, dict[int, str]] = {}
        for (number, place), text in self.cells.items():
            found.setdefault(number, {})[place] = tidy(text)
        return replace(table, rows=tuple(_corrected(row, found.get(row.number, {})) for row in table.rows))

    def as_dict(self) -> dict[str, Any]:
        """Give them as one JSON-ready document."""
        return {
            "columns": [[place, said.field, said.unit] for place, said in sorted(self.columns.items())],
            "cells": [[number, place, text] for (number, place), text in sorted(self.cells.items())],
            "left_out": sorted(self.left_out),
        }

    @classmethod
    def read(cls, document: Mapping[str, Any]) -> "Corrections":
        """Make them of such a document again."""
        return cls(
            {place: ColumnChoice(name, unit) for place, name, unit in document.get("columns", ())},
            {(number, place): text for number, place, text in document.get("cells", ())},
            frozenset(document.get("left_out", ())),
        )


NOTHING_SAID = Corrections()


def _corrected(row: Row, cells: Mapping[int, str]) -> Row:
    if not cells:
        return row
    return replace(row, cells=tuple(cells.get(place, cell) for place, cell in enumerate(row.cells)))
