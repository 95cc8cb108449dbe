"""The tables of the desk's own business: runs of jobs, repeated requests, the secrets of the draw, tokens."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from allocator.persistence.tables.base import Base, UTCDateTime, json_column


class RunRow(Base):
    """A run of a job (运行): what was asked, how far it is, and the document it ended in; of which case, if it is of one."""

    __tablename__ = "run"
    __table_args__ = (
        sa.CheckConstraint("state IN ('queued', 'running', 'done', 'failed', 'cancelled')", name="state"),
        sa.CheckConstraint("progress BETWEEN 0 AND 1000", name="progress"),
        sa.Index(None, "state", "number"),
        sa.UniqueConstraint("actor", "key"),
    )

    number: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(sa.String(36), unique=True)
    kind: Mapped[str] = mapped_column(sa.Text)
    params: Mapped[dict[str, Any]] = mapped_column(json_column())
    actor: Mapped[str] = mapped_column(sa.Text)
    key: Mapped[str | None] = mapped_column(sa.Text)
    inline: Mapped[bool] = mapped_column(sa.Boolean)
    state: Mapped[str] = mapped_column(sa.Text)
    progress: Mapped[int]
    value: Mapped[int | None] = mapped_column(sa.BigInteger)
    bound: Mapped[int | None] = mapped_column(sa.BigInteger)
    message_zh: Mapped[str] = mapped_column(sa.Text)
    message_en: Mapped[str] = mapped_column(sa.Text)
    error: Mapped[dict[str, Any] | None] = mapped_column(json_column())
    result: Mapped[str | None] = mapped_column(sa.String(64), sa.ForeignKey("document.digest"))
    cancel_asked: Mapped[bool] = mapped_column(sa.Boolean)
    starts: Mapped[int]
    holder: Mapped[str | None] = mapped_column(sa.Text)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    started_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    finished_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    case_id: Mapped[int | None] = mapped_column(sa.BigInteger)


class RequestRow(Base):
    """A request with an Idempotency-Key and the answer it got, so that sending it again does nothing new."""

    __tablename__ = "idempotent_request"
    __table_args__ = (sa.Index(None, "at"),)

    actor: Mapped[str] = mapped_column(sa.Text, primary_key=True)
    key: Mapped[str] = mapped_column(sa.Text, primary_key=True)
    request_digest: Mapped[str] = mapped_column(sa.String(64))
    status: Mapped[int]
    body: Mapped[str] = mapped_column(sa.Text)
    at: Mapped[datetime] = mapped_column(UTCDateTime)


class DrawDayRow(Base):
    """A day of draws (分案日): its commitment, and the secret that is shown only after the day."""

    __tablename__ = "draw_day"

    day: Mapped[date] = mapped_column(primary_key=True)
    commitment: Mapped[str] = mapped_column(sa.String(64))
    secret: Mapped[bytes] = mapped_column(sa.LargeBinary)
    committed_at: Mapped[datetime] = mapped_column(UTCDateTime)
    revealed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class TokenRow(Base):
    """A machine's token (访问令牌): only its SHA-256 is kept, never the token itself."""

    __tablename__ = "token"

    hash: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    actor: Mapped[str] = mapped_column(sa.Text)
    role: Mapped[str] = mapped_column(sa.Text)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    expires_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
