"""The table of files that were brought and are not imported yet (导入草稿)."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from allocator.persistence.tables.base import Base, UTCDateTime, json_column


class ImportDraftRow(Base):
    """A file as it was brought, whose it is, what was said of it since, and what its import did.

    An imported one keeps no content: it only answers who comes late. All of them are let go of after some days.
    """

    __tablename__ = "import_draft"
    __table_args__ = (sa.Index(None, "owner"), sa.Index(None, "changed_at"))

    id: Mapped[str] = mapped_column(sa.String(32), primary_key=True)
    version: Mapped[int]
    owner: Mapped[str] = mapped_column(sa.Text)
    name: Mapped[str] = mapped_column(sa.Text)
    digest: Mapped[str] = mapped_column(sa.String(64))
    content: Mapped[bytes | None] = mapped_column(sa.LargeBinary)
    rows: Mapped[int]
    said: Mapped[dict[str, Any]] = mapped_column(json_column())
    done: Mapped[dict[str, Any] | None] = mapped_column(json_column())
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    changed_at: Mapped[datetime] = mapped_column(UTCDateTime)
