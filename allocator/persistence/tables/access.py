"""The tables of who may come in (账户与登录): users, their sessions, one-time links, sign-ins, grants for a time.

Of a password, a cookie and a link only a hash is kept.
"""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from allocator.persistence.tables.base import Base, UTCDateTime


def _user(**options: Any) -> Mapped[str]:
    return mapped_column(sa.ForeignKey("account.name"), **options)


class AccountRow(Base):
    """A user (用户): how they sign in, in which role, and for staff which officer they are."""

    __tablename__ = "account"

    name: Mapped[str] = mapped_column(sa.Text, primary_key=True)
    display: Mapped[str] = mapped_column(sa.Text)
    role: Mapped[str] = mapped_column(sa.Text)
    officer: Mapped[str | None] = mapped_column(sa.Text, sa.ForeignKey("officer.code"))
    password: Mapped[str | None] = mapped_column(sa.Text)
    disabled: Mapped[bool] = mapped_column(sa.Boolean)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)


class SessionRow(Base):
    """A session (会话): somebody signed in at a browser, until it has been idle too long or has lasted too long."""

    __tablename__ = "web_session"
    __table_args__ = (sa.Index(None, "user"),)

    number: Mapped[int] = mapped_column(primary_key=True)
    hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    user: Mapped[str] = _user()
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    seen_at: Mapped[datetime] = mapped_column(UTCDateTime)
    address: Mapped[str] = mapped_column(sa.Text)
    browser: Mapped[str] = mapped_column(sa.Text)


class LinkRow(Base):
    """A one-time link (一次性链接): lets a user set a password; without a user it makes the first administrator."""

    __tablename__ = "one_time_link"

    hash: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    user: Mapped[str | None] = mapped_column(sa.ForeignKey("account.name"))
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    expires_at: Mapped[datetime] = mapped_column(UTCDateTime)


class SignInRow(Base):
    """A sign-in or a failed one (登录记录), kept apart from the decision log: addresses are nobody's to publish.

    `account` is a short hash of the name typed, which may have been a password; `user` is there when the name was known.
    """

    __tablename__ = "sign_in"
    __table_args__ = (
        sa.CheckConstraint("outcome IN ('in', 'failed')", name="outcome"),
        sa.Index(None, "account", "at"),
        sa.Index(None, "address", "at"),
        sa.Index(None, "at"),
    )

    number: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    account: Mapped[str] = mapped_column(sa.String(8))
    user: Mapped[str | None] = mapped_column(sa.ForeignKey("account.name"))
    address: Mapped[str] = mapped_column(sa.Text)
    device: Mapped[str] = mapped_column(sa.String(64))
    outcome: Mapped[str] = mapped_column(sa.Text)


class GrantRow(Base):
    """A grant for a time (临时授权): a permission, or all of a role's, until an instant."""

    __tablename__ = "access_grant"
    __table_args__ = (sa.CheckConstraint("kind IN ('permission', 'role')", name="kind"), sa.Index(None, "user"))

    number: Mapped[int] = mapped_column(primary_key=True)
    user: Mapped[str] = _user()
    kind: Mapped[str] = mapped_column(sa.Text)
    what: Mapped[str] = mapped_column(sa.Text)
    because: Mapped[str] = mapped_column(sa.Text)
    given_by: Mapped[str] = mapped_column(sa.Text)
    given_at: Mapped[datetime] = mapped_column(UTCDateTime)
    until: Mapped[datetime] = mapped_column(UTCDateTime)
