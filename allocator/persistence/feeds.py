"""Secret addresses of calendars (日历订阅地址): one a person, kept by their SHA-256, changed whenever wanted."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from allocator.persistence.tables.fieldwork import FeedRow


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

    def since(self) -> dict[str, datetime]:
        """Give since when each who has an address has it."""
        rows = self.session.execute(sa.select(FeedRow.officer, FeedRow.created_at))
        return {row.officer: row.created_at for row in rows}

    def remove(self, officer: str) -> bool:
        """Take somebody's address away; False where there was none."""
        gone = sa.delete(FeedRow).where(FeedRow.officer == officer).returning(FeedRow.officer)
        return self.session.execute(gone).one_or_none() is not None
