"""Users, their sessions and one-time links (账户)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session as Connection

from allocator.persistence.tables.access import AccountRow, LinkRow, SessionRow


@dataclass(frozen=True, slots=True)
class User:
    """A user (用户): the name they sign in with, the name shown, the role, and which officer they are if any."""

    name: str
    display: str
    role: str
    officer: str | None
    disabled: bool
    created_at: datetime
    password: str | None = None

    @property
    def has_password(self) -> bool:
        """Say whether they can sign in with a password as yet."""
        return self.password is not None


@dataclass(frozen=True, slots=True)
class Session:
    """A session (会话): whose, since when, last used when, at which address and with which browser."""

    number: int
    user: str
    created_at: datetime
    seen_at: datetime
    address: str
    browser: str


@dataclass(frozen=True, slots=True)
class Link:
    """A one-time link (一次性链接): for which user, or none for the first administrator, and until when."""

    user: str | None
    expires_at: datetime


@dataclass(frozen=True)
class Users:
    """The users of one unit of work."""

    session: Connection

    def add(self, user: User) -> bool:
        """Put a user down; False when there is one of that name."""
        if self.session.get(AccountRow, user.name) is not None:
            return False
        self.session.add(AccountRow(**{name: getattr(user, name) for name in User.__slots__}))
        self.session.flush()
        return True

    def find(self, name: str) -> User | None:
        """Find a user by the name they sign in with."""
        row = self.session.get(AccountRow, name, populate_existing=True)
        return _user(row) if row else None

    def all(self) -> tuple[User, ...]:
        """List the users by name."""
        return tuple(_user(row) for row in self.session.scalars(sa.select(AccountRow).order_by(AccountRow.name)))

    def shown(self, name: str) -> str:
        """Give the name shown of a user; of who is none, the name as it is."""
        return self.session.scalar(sa.select(AccountRow.display).where(AccountRow.name == name)) or name

    def displays(self) -> dict[str, str]:
        """Give the name shown of every user, whoever left too, by the name they sign in with."""
        rows = self.session.execute(sa.select(AccountRow.name, AccountRow.display))
        return {row.name: row.display for row in rows}

    def change(self, name: str, **values: Any) -> None:
        """Change columns of a user."""
        self.session.execute(sa.update(AccountRow).where(AccountRow.name == name).values(values))


def _user(row: AccountRow) -> User:
    return User(**{name: getattr(row, name) for name in User.__slots__})


@dataclass(frozen=True)
class Sessions:
    """The sessions of one unit of work."""

    session: Connection

    def add(self, hash: str, user: str, at: datetime, address: str, browser: str) -> int:  # noqa: A002
        """Keep a session by the SHA-256 of its cookie, and give its number."""
        row = SessionRow(hash=hash, user=user, created_at=at, seen_at=at, address=address, browser=browser)
        self.session.add(row)
        self.session.flush()
        return row.number

    def find(self, hash: str) -> tuple[Session, User] | None:  # noqa: A002
        """Find a session with its user by the SHA-256 of its cookie; whether it is over is for the caller's clock to say."""
        query = sa.select(SessionRow, AccountRow).join(AccountRow, AccountRow.name == SessionRow.user)
        found = self.session.execute(query.where(SessionRow.hash == hash)).one_or_none()
        return (_session(found[0]), _user(found[1])) if found else None

    def of(self, user: str) -> tuple[Session, ...]:
        """List a user's sessions, the one used last first."""
        query = sa.select(SessionRow).where(SessionRow.user == user).order_by(SessionRow.seen_at.desc())
        return tuple(_session(row) for row in self.session.scalars(query))

    def touch(self, number: int, at: datetime) -> None:
        """Note that a session was used."""
        self.session.execute(sa.update(SessionRow).where(SessionRow.number == number).values(seen_at=at))

    def end(self, user: str, number: int | None = None, *, but: int | None = None) -> int:
        """End one session of a user, or all but one; gives how many ended."""
        ended = sa.delete(SessionRow).where(SessionRow.user == user)
        if number is not None:
            ended = ended.where(SessionRow.number == number)
        if but is not None:
            ended = ended.where(SessionRow.number != but)
        return len(self.session.execute(ended.returning(SessionRow.number)).all())

    def forget(self, begun_before: datetime, idle_since: datetime) -> None:
        """Let go of sessions that are over."""
        over = sa.or_(SessionRow.created_at <= begun_before, SessionRow.seen_at <= idle_since)
        self.session.execute(sa.delete(SessionRow).where(over))


def _session(row: SessionRow) -> Session:
    return Session(**{name: getattr(row, name) for name in Session.__slots__})


@dataclass(frozen=True)
class Links:
    """The one-time links of one unit of work."""

    session: Connection

    def add(self, hash: str, user: str | None, at: datetime, expires_at: datetime) -> None:  # noqa: A002
        """Keep a link by its SHA-256; the one before it for the same user is void."""
        self.void(user)
        self.session.add(LinkRow(hash=hash, user=user, created_at=at, expires_at=expires_at))
        self.session.flush()

    def find(self, hash: str) -> Link | None:  # noqa: A002
        """Find a link by its SHA-256."""
        row = self.session.get(LinkRow, hash)
        return Link(row.user, row.expires_at) if row else None

    def void(self, user: str | None) -> None:
        """Let go of the links of a user, or of those for the first administrator."""
        whose = LinkRow.user.is_(None) if user is None else LinkRow.user == user
        self.session.execute(sa.delete(LinkRow).where(whose))
