"""Every table, and the metadata that the migrations are compared with."""

from allocator.persistence import (
    access_tables,
    case_tables,
    desk_tables,
    draft_tables,
    event_tables,
    field_tables,
    log_tables,
    office_tables,
)
from allocator.persistence.base import Base

metadata = Base.metadata

__all__ = [
    "access_tables",
    "case_tables",
    "desk_tables",
    "draft_tables",
    "event_tables",
    "field_tables",
    "log_tables",
    "metadata",
    "office_tables",
]
