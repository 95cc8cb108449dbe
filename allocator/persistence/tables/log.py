"""The tables of the decision log (决策日志) and of the documents it names."""

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from allocator.persistence.tables.base import Base


class LogRow(Base):
    """One entry of the log as it is stored; `body` is canonical JSON, `at` an RFC 3339 text, so that the hash is exact."""

    __tablename__ = "decision_log"
    __table_args__ = (
        sa.CheckConstraint("seq > 0", name="seq"),
        sa.Index(None, "case_id"),
        sa.Index(None, "kind", "at"),
    )

    seq: Mapped[int] = mapped_column(
        sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True, autoincrement=False
    )
    at: Mapped[str] = mapped_column(sa.Text)
    actor: Mapped[str] = mapped_column(sa.Text)
    kind: Mapped[str] = mapped_column(sa.Text)
    case_id: Mapped[int | None] = mapped_column(sa.BigInteger)
    body: Mapped[str] = mapped_column(sa.Text)
    prev_hash: Mapped[str] = mapped_column(sa.String(64))
    hash: Mapped[str] = mapped_column(sa.String(64))


class LogHead(Base):
    """Where the log ends: one row, so that a missing tail is noticed."""

    __tablename__ = "log_head"
    __table_args__ = (sa.CheckConstraint("id = 1", name="one_row"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    seq: Mapped[int] = mapped_column(sa.BigInteger)
    hash: Mapped[str] = mapped_column(sa.String(64))


class DocumentRow(Base):
    """A document named by its content: a rulebook, a state of the office, a solver instance, a plan."""

    __tablename__ = "document"

    digest: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    kind: Mapped[str] = mapped_column(sa.Text)
    body: Mapped[bytes] = mapped_column(sa.LargeBinary)
