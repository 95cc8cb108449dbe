"""What every use case is handed (用例上下文): the database, a clock, and who is acting."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from allocator.domain.office import Office
from allocator.persistence.engine import Database


def utc_now() -> datetime:
    """Give the present instant."""
    return datetime.now(UTC)


def whole_seconds(instant: datetime) -> datetime:
    """Give an instant in UTC and whole seconds: the one precision in which instants are kept."""
    return instant.astimezone(UTC).replace(microsecond=0)


@dataclass(frozen=True)
class Context:
    """The surroundings of one call; nothing below reads the clock or the environment by itself."""

    database: Database
    clock: Callable[[], datetime] = utc_now
    actor: str = "console"
    signed_in: bool = (
        False  # the actor is a user who proved it by a session, not a name that was typed or given to a token
    )

    def by(self, actor: str, *, signed_in: bool = False) -> "Context":
        """Act as somebody else."""
        return replace(self, actor=actor, signed_in=signed_in)

    def now(self) -> datetime:
        """Give the present instant in whole seconds, UTC."""
        return whole_seconds(self.clock())

    def today(self, office: Office) -> date:
        """Give the office's own day."""
        return day_of(office, self.clock())


def day_of(office: Office, now: datetime) -> date:
    """Give an office's own day at an instant."""
    return now.astimezone(ZoneInfo(office.bureau.timezone)).date()
