"""Secret addresses of calendars (日历订阅地址): one a person, kept by their SHA-256, changed whenever wanted."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from allocator.persistence.field_tables import FeedRow


@dataclass(frozen=True)
class Feeds:
    """The calendar addresses of one unit of work."""

    session: Session

    def put(self, officer: str, hash: str, at: datetime) -> None:  # noqa: A002
        """Give somebody a new address, by its SHA-256; the old one is good no more."""
        self.session.execute(sa.delete(FeedRow).where(FeedRow.officer == officer))
        self.session.execute(sa.insert(FeedRow).values(officer=officer, hash=hash, created_at=at))

    def holder(self, hash: str) -> str | None:  # noqa: A002
        """Say whose address it is."""
        return self.session.scalar(sa.select(FeedRow.officer).where(FeedRow.hash == hash))
