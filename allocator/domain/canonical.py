"""Values as plain JSON and back, and the digest (摘要) that names a state of the office for ever.

A stored decision must be run again from what was stored, so the plain form is exact: integers, text,
dates in ISO, nothing rounded, keys sorted.
"""

import hashlib
import json
import types
import typing
from collections.abc import Callable, Mapping
from dataclasses import field, fields, is_dataclass
from datetime import date, datetime, time
from enum import Enum
from fractions import Fraction
from functools import cache
from typing import Any, TypeVar

T = TypeVar("T")
LATER = "later"
_AS_THEY_ARE = frozenset((type(None), bool, int, str))


def plain(value: Any) -> Any:
    """Turn dataclasses, enums, dates and tuples into JSON-ready values; raises TypeError for what has no plain form."""
    kind: Any = type(value)
    return value if kind in _AS_THEY_ARE else _form(kind)(value)


@cache
def _form(kind: type) -> Callable[[Any], Any]:
    """Choose once for each type how its values are written: a file of filings brings a million of them."""
    for kinds, form in _FORMS:
        if issubclass(kind, kinds):
            return form
    if is_dataclass(kind):
        names = tuple(one.name for one in fields(kind))
        later = {one.name: one.default for one in fields(kind) if LATER in one.metadata}
        if later:
            return lambda value: _without_defaults(value, names, later)
        return lambda value: {name: plain(getattr(value, name)) for name in names}
    raise TypeError(f"{kind.__name__} has no plain form.")


def added_later(default: T) -> T:
    """Declare a field a dataclass got after offices were named (后增字段): its default leaves no trace in the plain form.

    So a state of the office that says nothing of it keeps the digest it had.
    """
    declared: T = field(default=default, metadata={LATER: True})
    return declared


def _without_defaults(value: Any, names: tuple[str, ...], later: Mapping[str, Any]) -> dict[str, Any]:
    parts = ((name, getattr(value, name)) for name in names)
    return {name: plain(part) for name, part in parts if name not in later or part != later[name]}


_FORMS: tuple[tuple[type | tuple[type, ...], Callable[[Any], Any]], ...] = (
    (Enum, lambda value: value.value),
    ((int, str), lambda value: value),
    ((date, time), lambda value: value.isoformat()),
    (Fraction, str),
    (Mapping, lambda value: {str(key): plain(item) for key, item in value.items()}),
    ((set, frozenset), lambda value: sorted(plain(item) for item in value)),
    ((list, tuple), lambda value: [item if type(item) in _AS_THEY_ARE else plain(item) for item in value]),
)
"""How the values of each type are written; the first that fits counts."""


_WRITER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), check_circular=False)
"""What goes round in circles has no plain form, so that nothing has to be looked for."""


def canonical(value: Any) -> str:
    """Write a value as the one JSON text that stands for it: sorted keys, no spaces, Chinese unescaped."""
    return _WRITER.encode(plain(value))


def digest(value: Any) -> str:
    """Name a value by the SHA-256 of its canonical text (64 hexadecimal digits)."""
    return digest_of_plain(plain(value))


def digest_of_plain(value: Any) -> str:
    """Name a value that is in its plain form already, as `digest` does: pools to draw from are named by the thousand."""
    return hashlib.sha256(_WRITER.encode(value).encode()).hexdigest()


@cache
def _hints(kind: type) -> dict[str, Any]:
    return typing.get_type_hints(kind)


def restore(kind: type[T], value: Any) -> T:
    """Build a dataclass again from its plain form; the reverse of `plain` for the types of this package."""
    restored: T = _restore(kind, value)
    return restored


def _restore(kind: Any, value: Any) -> Any:
    origin = typing.get_origin(kind)
    if origin in (typing.Union, types.UnionType):
        return _restore_union(typing.get_args(kind), value)
    if origin is not None:
        return _restore_generic(origin, typing.get_args(kind), value)
    if is_dataclass(kind) and isinstance(kind, type):
        return kind(**{name: _restore(hint, value[name]) for name, hint in _hints(kind).items() if name in value})
    if kind in (date, datetime):
        return kind.fromisoformat(value)
    return kind(value) if isinstance(kind, type) and issubclass(kind, (Enum, Fraction)) else value


def _restore_union(options: tuple[Any, ...], value: Any) -> Any:
    if value is None:
        return None
    kinds = [option for option in options if option is not type(None)]
    return _restore(kinds[0], value) if len(kinds) == 1 else value


def _restore_generic(origin: Any, args: tuple[Any, ...], value: Any) -> Any:
    if origin is tuple:
        inner = args[0] if len(args) == 2 and args[1] is Ellipsis else None
        return tuple(_restore(inner or args[place], item) for place, item in enumerate(value))
    if origin is frozenset:
        return frozenset(_restore(args[0], item) for item in value)
    if origin in (dict, Mapping):
        return {key: _restore(args[1], item) for key, item in value.items()}
    return value
