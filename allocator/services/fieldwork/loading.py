"""Field work from an office's folder (载入外勤资料): its means take the place of the old ones, its errands join those asked for."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields, replace
from datetime import date, timedelta
from typing import Any

from allocator.domain.canonical import plain
from allocator.domain.difference import Change, ChangeKind, changed_rows
from allocator.domain.errors import Conflict
from allocator.domain.fieldwork.trips import Errand, Hours
from allocator.domain.office import Office
from allocator.domain.rulebook.book import Rulebook
from allocator.domain.words import Text
from allocator.files.office.field import FieldFiles
from allocator.persistence.errands import OPEN
from allocator.persistence.unit_of_work import UnitOfWork
from allocator.services.context import Context
from allocator.services.fieldwork.errands import put_down, remember
from allocator.services.fieldwork.seeing import is_known

FILE = "file"
Rows = dict[str, dict[str, object]]


def load_means(uow: UnitOfWork, found: FieldFiles) -> tuple[Change, ...]:
    """Put shared things, engagements and closed roads in place of those loaded before, and tell what changed."""
    before = _tables(uow.means.resources(), uow.means.engagements(only_filed=True), uow.means.closures())
    after = _tables(found.resources, found.engagements, found.closures)
    changes = tuple(change for table in after for change in changed_rows(table, before[table], after[table]))
    if changes:
        uow.means.save(found.resources, found.engagements, found.closures)
    return changes


def check_served(uow: UnitOfWork, day: date, office: Office, rulebook: Rulebook) -> None:
    """Refuse an office that knows no more what published trips of this week or later serve (在途任务的类型、乡镇); raises Conflict."""
    trips = uow.trips.ahead(day - timedelta(days=day.weekday()))
    asked = uow.errands.by_code({stop.errand for kept in trips for stop in kept.trip.stops})
    gone = {code for code, kept in asked.items() if not is_known(kept.errand, office, rulebook)}
    served = [kept.trip.code for kept in trips if not gone.isdisjoint(stop.errand for stop in kept.trip.stops)]
    if not served:
        return
    codes, errands = ", ".join(served), ", ".join(sorted(gone))
    raise Conflict(
        Text(
            f"已发布的出车 {codes} 须办理任务 {errands}，其任务类型或乡镇在新资料中已不存在。",
            f"Published trips ({codes}) serve errands ({errands}) whose kind or town is in the new files no more.",
        ),
        Text(
            "请先撤回这些出车，或将该类型、乡镇保留到该周结束。",
            "Withdraw these trips first, or leave the kind or town in the files until their week is over.",
        ),
        code="errand-kind-served",
        facts={"trips": served, "errands": sorted(gone)},
    )


def load_errands(uow: UnitOfWork, here: Context, errands: Iterable[Errand]) -> tuple[Change, ...]:
    """Add a file's errands; one that is there from a file and still open becomes what its row says now."""
    listed = list(errands)
    known = uow.errands.by_code([errand.code for errand in listed])
    changes = list[Change]()
    for errand in listed:
        kept = known.get(errand.code)
        if kept is None:
            put_down(uow, here, errand, FILE)
            changes.append(Change(ChangeKind.ADDED, "errands", errand.code, after=plain(errand)))
        elif kept.source == FILE and kept.state == OPEN and kept.errand != errand:
            remember(uow, here, uow.errands.save(replace(kept, errand=errand), kept.version), "changed")
            changes += changed_rows("errands", {errand.code: plain(kept.errand)}, {errand.code: plain(errand)})
    return tuple(changes)


def _tables(resources: Iterable[Any], engagements: Iterable[Any], closures: Iterable[Any]) -> dict[str, Rows]:
    return {
        "resources": _keyed(resources, lambda one: (one.code,)),
        "engagements": _keyed(engagements, lambda one: (one.holder, one.kind.value, *_when(one.hours))),
        "closures": _keyed(closures, lambda one: (one.town, one.village, *_when(one.hours))),
    }


def _keyed(rows: Iterable[Any], key: Callable[[Any], tuple[object, ...]]) -> Rows:
    return {" ".join(str(part) for part in key(row) if part is not None): dict(_values(row)) for row in rows}


def _when(hours: Hours) -> tuple[object, ...]:
    return (hours.period.first, hours.begins, *hours.weekdays)


def _values(row: Any) -> Iterator[tuple[str, object]]:
    yield from ((one.name, plain(getattr(row, one.name))) for one in fields(row))
