"""Every table, and the metadata that the migrations are compared with."""

from allocator.persistence.tables import access as access_tables
from allocator.persistence.tables import cases as case_tables
from allocator.persistence.tables import desk as desk_tables
from allocator.persistence.tables import drafts as draft_tables
from allocator.persistence.tables import events as event_tables
from allocator.persistence.tables import fieldwork as field_tables
from allocator.persistence.tables import log as log_tables
from allocator.persistence.tables import office as office_tables
from allocator.persistence.tables.base import Base

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
