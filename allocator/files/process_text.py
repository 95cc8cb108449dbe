"""Figures of a process file changed in its text (流程改值): each where it stands, and beside it, in the row's source, what it rests on."""

import tomllib
from collections.abc import Iterable, Mapping
from typing import Any

from allocator.files.rulebook_text import with_values

Told = tuple[str, str, str]
"""Path, what to write there, and what that rests on."""


def with_figures(text: str, figures: Iterable[Told]) -> str:
    """Give a process file's text with some figures in place of others; all around them stays as it is written."""
    values, grounds = dict[str, str](), dict[str, list[str]]()
    for path, value, basis in figures:
        values[path] = value
        grounds.setdefault(path.rpartition(".")[0], []).append(basis)
    sources = _sources(tomllib.loads(text))
    said = {f"{row}.source": "; ".join([sources[row], *told]) for row, told in grounds.items()}
    return with_values(text, {**values, **said})


def _sources(values: Mapping[str, Any]) -> dict[str, str]:
    """Give what each row of a list says of its source, by its path."""
    rows = ((name, row) for name, found in values.items() if isinstance(found, list) for row in found)
    return {f"{name}.{row['id']}": str(row.get("source", "")) for name, row in rows if "id" in row}
