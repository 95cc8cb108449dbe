"""Reading the office as it is (机构现状)."""

from datetime import date

from allocator.domain.office import Office
from allocator.services.context import Context, the_office


def read_office(context: Context) -> tuple[Office, date]:
    """Give the office and its own day; raises NotFound when no folder was loaded yet."""
    with context.database.reading() as uow:
        office = the_office(uow)
        return office, context.today(office)
