"""Reading the office as it is (机构现状)."""

from collections.abc import Mapping
from datetime import date, tzinfo

from allocator.domain.office import Office
from allocator.domain.words import Text
from allocator.services.context import Context
from allocator.services.transaction import the_office


def read_office(context: Context) -> tuple[Office, date]:
    """Give the office and its own day; raises NotFound when no folder was loaded yet."""
    with context.database.reading() as uow:
        office = the_office(uow)
        return office, context.today(office)


def read_sources(context: Context) -> Mapping[str, Text]:
    """Give what the marks of sources mean in the rulebook in force (依据全称); nothing before one is."""
    with context.database.reading() as uow:
        office = uow.office.load()
        rulebook = uow.rulebooks.in_force(context.today(office)) if office else None
        return rulebook.sources if rulebook else {}


def office_zone(context: Context) -> tzinfo:
    """Give the time zone by whose clock the office works (机构所在时区); UTC before a folder was loaded."""
    with context.database.reading() as uow:
        return uow.zone
