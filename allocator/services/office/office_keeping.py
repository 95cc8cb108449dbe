"""The office's own data as it is kept (机构资料): what its files were, and a changed office put in its place."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from allocator.domain.difference import Change
from allocator.domain.office import Office
from allocator.persistence.unit_of_work import UnitOfWork
from allocator.services.context import Context
from allocator.services.transaction import the_office

ENTRY = "office"
Edit = tuple[str, str, str | None]
"""A change of the office's own data: table, key of the row, the officer it concerns."""


def as_filed(uow: UnitOfWork) -> Office:
    """Give the office as its files were; raises NotFound before a folder was loaded."""
    return uow.office.as_loaded() or the_office(uow)


def edits_of(changes: Iterable[Change], office: Office) -> list[Edit]:
    """Give what the pool guard must know of changes: the table, the row, and whom it concerns."""
    return [(change.table, change.key, _officer(change, office)) for change in changes]


def keep_changes(
    uow: UnitOfWork,
    here: Context,
    office: Office,
    changes: Sequence[Change],
    body: Mapping[str, Any],
    edits: Sequence[Edit] | None = None,
) -> int:
    """Put a changed office in place of the old one, each difference in the log; `edits` where the guard hears of others than these."""
    told = [[change.kind, change.table, change.key, change.field] for change in changes]
    heard = edits_of(changes, office) if edits is None else edits
    return keep_office_changed(uow, here, office, heard, ENTRY, {**body, "changes": told})


def keep_office_changed(
    uow: UnitOfWork, here: Context, office: Office, edits: Sequence[Edit], kind: str, body: Mapping[str, Any]
) -> int:
    """Put a changed office in place of the old one: the pool guard hears of each edit, the log of the decision."""
    day = here.today(office)
    stored = uow.office.save(office, day)
    for table, key, officer in edits:
        uow.edits.add(day, table, key, officer, here.now())
    return uow.log.append(here.now(), here.actor, kind, None, {**body, "office": stored.digest})


def _officer(change: Change, office: Office) -> str | None:
    """Name the officer a change concerns: the first part of the key, where it is a code."""
    first = next((part for part in change.key.split(" ") if part in office.officer_by_code), None)
    return change.key.split(" ")[1] if change.table == "pairings" and " " in change.key else first
