"""The office's own data as it is kept (机构资料): what its files were, and a changed office put in its place."""

from collections.abc import Mapping, Sequence
from typing import Any

from allocator.domain.office import Office
from allocator.persistence.unit_of_work import UnitOfWork
from allocator.services.context import Context, the_office

Edit = tuple[str, str, str | None]
"""A change of the office's own data: table, key of the row, the officer it concerns."""


def as_filed(uow: UnitOfWork) -> Office:
    """Give the office as its files were; raises NotFound before a folder was loaded."""
    return uow.office.as_loaded() or the_office(uow)


def keep_office_changed(
    uow: UnitOfWork, here: Context, office: Office, edits: Sequence[Edit], kind: str, body: Mapping[str, Any]
) -> int:
    """Put a changed office in place of the old one: the pool guard hears of each edit, the log of the decision."""
    day = here.today(office)
    stored = uow.office.save(office, day)
    for table, key, officer in edits:
        uow.edits.add(day, table, key, officer, here.now())
    return uow.log.append(here.now(), here.actor, kind, None, {**body, "office": stored.digest})
