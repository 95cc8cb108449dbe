"""What was tried at the door (登录记录), and who was let further for a time (临时授权)."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from allocator.persistence.tables.access import GrantRow, SignInRow

IN, FAILED = "in", "failed"


@dataclass(frozen=True, slots=True)
class Attempt:
    """A sign-in or a failed one (登录记录): when, by whom if the name was known, from which address."""

    at: datetime
    user: str | None
    address: str
    outcome: str


@dataclass(frozen=True)
class SignIns:
    """The attempts of one unit of work."""

    session: Session

    def add(self, at: datetime, account: str, user: str | None, address: str, device: str, outcome: str) -> int:
        """Put an attempt down and give its number."""
        row = SignInRow(at=at, account=account, user=user, address=address, device=device, outcome=outcome)
        self.session.add(row)
        self.session.flush()
        return row.number

    def succeeded(self, number: int) -> None:
        """Note that an attempt ended well."""
        self.session.execute(sa.update(SignInRow).where(SignInRow.number == number).values(outcome=IN))

    def name(self, number: int, account: str, user: str | None) -> None:
        """Note who an attempt was, where that came to light afterwards."""
        values = {"account": account, "user": user}
        self.session.execute(sa.update(SignInRow).where(SignInRow.number == number).values(values))

    def is_familiar(self, account: str | None, device: str, since: datetime) -> bool:
        """Say whether somebody signed in with a browser since an instant, to an account or (None) to any."""
        row = SignInRow
        mine = [row.device == device, row.outcome == IN, row.at >= since]
        mine += [] if account is None else [row.account == account]
        return self.session.scalar(sa.select(row.number).where(*mine).limit(1)) is not None

    def failures(
        self, since: datetime, *, account: str | None = None, address: str | None = None, device: str | None = None
    ) -> tuple[datetime, ...]:
        """Give the instants after `since` of failed attempts, newest first, at an account, from an address, with a browser."""
        row = SignInRow
        given = ((row.account, account), (row.address, address), (row.device, device))
        wanted = [column == value for column, value in given if value is not None]
        query = sa.select(row.at).where(row.outcome == FAILED, row.at > since, *wanted)
        return tuple(self.session.scalars(query.order_by(row.at.desc())))

    def latest(self, limit: int) -> tuple[Attempt, ...]:
        """List attempts, newest first."""
        row = SignInRow
        query = sa.select(row.at, row.user, row.address, row.outcome).order_by(row.number.desc()).limit(limit)
        return tuple(Attempt(*found) for found in self.session.execute(query))

    def forget(self, before: datetime) -> None:
        """Let go of attempts older than an instant."""
        self.session.execute(sa.delete(SignInRow).where(SignInRow.at < before))


@dataclass(frozen=True, slots=True)
class Grant:
    """A grant for a time (临时授权): to whom, what, why, by whom, from when to when (UTC)."""

    number: int
    user: str
    kind: str
    what: str
    because: str
    given_by: str
    given_at: datetime
    until: datetime


@dataclass(frozen=True)
class Grants:
    """The grants of one unit of work."""

    session: Session

    def add(self, grant: Grant) -> Grant:
        """Put a grant down and give it with its number."""
        values = {name: getattr(grant, name) for name in Grant.__slots__ if name != "number"}
        row = GrantRow(**values)
        self.session.add(row)
        self.session.flush()
        return _grant(row)

    def of(self, user: str, at: datetime) -> tuple[Grant, ...]:
        """Give the grants a user has at an instant."""
        return self._list(GrantRow.user == user, GrantRow.until > at)

    def all(self, at: datetime) -> tuple[Grant, ...]:
        """Give the grants of everybody at an instant."""
        return self._list(GrantRow.until > at)

    def find(self, number: int) -> Grant | None:
        """Find a grant by its number."""
        row = self.session.get(GrantRow, number)
        return _grant(row) if row else None

    def end(self, number: int, at: datetime) -> None:
        """End a grant at an instant."""
        self.session.execute(sa.update(GrantRow).where(GrantRow.number == number).values(until=at))

    def _list(self, *wanted: sa.ColumnElement[bool]) -> tuple[Grant, ...]:
        query = sa.select(GrantRow).where(*wanted).order_by(GrantRow.until, GrantRow.number)
        return tuple(_grant(row) for row in self.session.scalars(query))


def _grant(row: GrantRow) -> Grant:
    return Grant(**{name: getattr(row, name) for name in Grant.__slots__})
