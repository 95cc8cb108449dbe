"""A scenario written as its file (推演方案成文): what a form asked, in the words a file would have used."""

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

MOST_DIGITS = 30  # beyond which a number is left in the form in which it stands
BARE = re.compile(r"[A-Za-z0-9_-]+")


def scenario_text(values: Mapping[str, Any]) -> str:
    """Write values as TOML: single values first, then tables, then lists of tables; read again they are the same."""
    return "\n".join(_table("", values)).lstrip("\n") + "\n"


def _table(path: str, values: Mapping[str, Any]) -> Iterator[str]:
    below = {key: value for key, value in values.items() if _is_table(value) or _is_tables(value)}
    for key, value in values.items():
        if key not in below:
            yield f"{_key(key)} = {_value(value)}"
    for key, value in below.items():
        place = f"{path}.{_key(key)}" if path else _key(key)
        for row in [value] if _is_table(value) else value:
            yield f"\n[{place}]" if _is_table(value) else f"\n[[{place}]]"
            yield from _table(place, row)


def _is_table(value: object) -> bool:
    """Say whether a value is a table of its own; a name in two languages stands on one line."""
    return isinstance(value, Mapping) and not value.keys() <= {"zh", "en"}


def _is_tables(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(row, Mapping) for row in value)


def _key(key: str) -> str:
    return key if BARE.fullmatch(key) else quoted(key)


def _value(value: object) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_key(key)} = {_value(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_value, value)) + "]"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal) and abs(value.adjusted()) < MOST_DIGITS:
        return f"{value:f}"
    return quoted(value) if isinstance(value, str) else value.isoformat() if isinstance(value, date) else str(value)


def quoted(text: str) -> str:
    """Write a text as TOML has it, with JSON's escapes, which are TOML's too but for the sign of deletion."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
