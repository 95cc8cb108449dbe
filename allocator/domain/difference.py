"""What changed between two states of the office (机构变动), told by table, natural key and field."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from typing import Any

from allocator.domain.canonical import plain
from allocator.domain.office import Office
from allocator.domain.people import Period


class ChangeKind(StrEnum):
    """What happened to a row or a value (变动方式): added, changed or removed."""

    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Change:
    """One change (变动): `before` and `after` are plain values; `field` is "" when a whole row came or went."""

    kind: ChangeKind
    table: str
    key: str
    field: str = ""
    before: object = None
    after: object = None


Fields = dict[str, object]
Rows = dict[str, Fields]


def describe(old: Office | None, new: Office) -> tuple[Change, ...]:
    """Tell every difference by natural key (自然键); an office not there before is all additions."""
    before = {} if old is None else _tables(old)
    after = _tables(new)
    return tuple(change for table in after for change in changed_rows(table, before.get(table, {}), after[table]))


def _tables(office: Office) -> dict[str, Rows]:
    return {
        "bureau": _keyed((office.bureau,), lambda bureau: (bureau.code,)),
        "teams": _keyed(office.teams, lambda team: (team.code,)),
        "people": _keyed(office.officers, lambda officer: (officer.code,)),
        "pairings": _keyed(office.pairings, lambda pair: (pair.mentor, pair.apprentice, pair.period.first)),
        "preferences": _keyed(office.preferences, lambda wish: (wish.person, wish.other)),
        "absences": _keyed(office.absences, lambda absence: (absence.officer, absence.period.first)),
        "reductions": _keyed(office.reductions, lambda item: (item.officer, item.kind, item.period.first)),
        "recusals": _keyed(office.recusals, lambda tie: (tie.officer, tie.party, tie.identity, tie.case_no)),
        "vehicles": _keyed(office.vehicles, lambda vehicle: (vehicle.code,)),
        "towns": _keyed(office.towns, lambda town: (town.name,)),
        "town_minutes": _keyed(office.town_minutes, lambda drive: (drive.origin, drive.target)),
        "calendar": _keyed(office.corrections, lambda one: (one.day,)),
        "holidays": _days(office.calendar.holidays),
        "extra_workdays": _days(office.calendar.extra_workdays),
    }


def _keyed(rows: tuple[Any, ...], key: Callable[[Any], tuple[object, ...]]) -> Rows:
    return {" ".join(str(part) for part in key(row) if part is not None): dict(_fields(row)) for row in rows}


def _days(days: frozenset[date]) -> Rows:
    return {day.isoformat(): {} for day in sorted(days)}


def _fields(row: Any) -> Iterator[tuple[str, object]]:
    """Walk a row's fields as the files name them: a period is its first and last day."""
    for field in fields(row):
        value = getattr(row, field.name)
        if isinstance(value, Period):
            yield from _fields(value)
        else:
            yield field.name, plain(value)


def changed_rows(table: str, before: Rows, after: Rows) -> Iterator[Change]:
    """Walk what changed between two states of one table."""
    for key, row in after.items():
        if key in before:
            yield from _values(table, key, before[key], row)
        else:
            yield Change(ChangeKind.ADDED, table, key, after=row)
    for key, row in before.items():
        if key not in after:
            yield Change(ChangeKind.REMOVED, table, key, before=row)


def _values(table: str, key: str, before: Mapping[str, object], after: Mapping[str, object]) -> Iterator[Change]:
    for field in dict.fromkeys((*after, *before)):
        old, new = before.get(field), after.get(field)
        if old != new:
            yield Change(ChangeKind.CHANGED, table, key, field, old, new)
