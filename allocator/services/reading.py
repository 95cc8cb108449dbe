"""Reading the office as it is (机构现状)."""

from datetime import date, tzinfo

from allocator.domain.office import Office
from allocator.services.context import Context
from allocator.services.transaction import the_office


def read_office(context: Context) -> tuple[Office, date]:
    """Give the office and its own day; raises NotFound when no folder was loaded yet."""
    with context.database.reading() as uow:
        office = the_office(uow)
        return office, context.today(office)


def office_zone(context: Context) -> tzinfo:
    """Give the time zone by whose clock the office works (机构所在时区); UTC before a folder was loaded."""
    with context.database.reading() as uow:
        return uow.zone
