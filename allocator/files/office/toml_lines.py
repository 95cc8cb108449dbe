"""On which line of a TOML file a path stands (行号): tables, keys, and each element of a list that takes several lines."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

TABLE = re.compile(r"^\s*\[(\[?)\s*([^\[\]]+?)\s*\]\]?\s*(#.*)?$")
LAST_STEP = re.compile(r"(\[\d+\]|\.?[^.\[\]]+|[.\[\]])$")
SIGN = re.compile(
    r'"""(?:\\.|[^\\])*?"""|\'\'\'.*?\'\'\'|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\'|#[^\n]*|[\[\]{},]|[^\s\[\]{},#"\']+',
    re.DOTALL,
)
"""What a value is made of: texts, remarks, brackets, commas, and whatever else stands in a row."""


def row_of_path(text: str, path: str) -> int | None:
    """Find the line of a path such as ``triage.rules[3].when``, ``triage.rules.L02.when`` or ``lanes[2]``; None if it is nowhere."""
    places = _Places(text).found
    wanted = path
    while wanted:
        if wanted in places:
            return places[wanted]
        wanted = LAST_STEP.sub("", wanted)
    return None


@dataclass
class _Places:
    """Every table, key and element of a list by its path, and (in lists of tables) by its id too, with its line."""

    text: str
    table: str = ""
    alias: str = ""
    counts: dict[str, int] = field(default_factory=dict)

    @cached_property
    def found(self) -> dict[str, int]:
        """Read the file once from top to bottom; what lies within a list is no key of its own."""
        places: dict[str, int] = {}
        last = 0
        for row, line in enumerate(self._lines, start=1):
            header = TABLE.match(line)
            if row <= last:
                continue
            if header:
                self.table, self.alias = self._name_of(header), ""
                places.setdefault(self.table, row)
            elif "=" in line and not line.lstrip().startswith("#"):
                last = self._note(row, line, places)
        return places

    @cached_property
    def _lines(self) -> list[str]:
        return self.text.splitlines(keepends=True)

    @cached_property
    def _begins(self) -> list[int]:
        begins = [0]
        for line in self._lines:
            begins.append(begins[-1] + len(line))
        return begins

    def _note(self, row: int, line: str, places: dict[str, int]) -> int:
        """Note a key and the elements of its list; gives the last line they take."""
        key, _, value = line.partition("=")
        name = key.strip().strip("\"'")
        if name == "id" and self.table.endswith("]"):
            self.alias = f"{self.table.rpartition('[')[0]}.{value.strip().strip(chr(34))}"
            places.setdefault(self.alias, row)
        rows = [self._row(at) for at in _elements(self.text, self._begins[row - 1] + len(key) + 1)]
        for owner in filter(None, (self.table, self.alias)) if self.table else ("",):
            place = f"{owner}.{name}" if owner else name
            places.setdefault(place, row)
            for number, one in enumerate(rows[:-1], start=1):
                places.setdefault(f"{place}[{number}]", one)
        return rows[-1] if rows else row

    def _row(self, at: int) -> int:
        return bisect_right(self._begins, at)

    def _name_of(self, header: re.Match[str]) -> str:
        name = ".".join(part.strip().strip("\"'") for part in header[2].split("."))
        if not header[1]:
            return name
        self.counts[name] = self.counts.get(name, 0) + 1
        return f"{name}[{self.counts[name]}]"


def _elements(text: str, at: int) -> Iterator[int]:
    """Give where each element of the list begins that stands at a place, and last where it ends; nothing for another value."""
    depth, awaited = 0, True
    for sign in SIGN.finditer(text, at):
        first = sign[0][0]
        if first == "#":
            continue
        if depth == 0 and first != "[":
            return
        if depth == 1 and awaited and first not in ",]":
            yield sign.start()
            awaited = False
        depth += (first in "[{") - (first in "]}")
        awaited = awaited or (depth == 1 and first == ",")
        if depth == 0:
            yield sign.start()
            return
