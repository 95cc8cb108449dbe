"""The tables of the cases (案件): filings, parties, classes, who holds them and whose minutes they take.

Amounts are integer fen, effort integer minutes. That a case has at most one handler is kept by the database itself:
`assignment` has one row a case.
"""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from allocator.persistence.tables.base import Base, UTCDateTime, json_column


def _case(**options: Any) -> Mapped[int]:
    return mapped_column(sa.ForeignKey("case_file.id"), **options)


FLAGGED = sa.text("flags IS NOT NULL")
DISPUTED = sa.text("dispute IS NOT NULL")
"""Few cases are in dispute: an index of those alone finds and counts them."""


class CaseRow(Base):
    """A case: the filing, what was learned since, what triage said last, and the version that guards lost updates.

    `case_key` is the case number in normal form, so that half-width and full-width brackets mean one case.
    """

    __tablename__ = "case_file"
    __table_args__ = (
        sa.CheckConstraint("claim >= 0", name="claim"),
        sa.CheckConstraint("preserved IS NULL OR preserved >= 0", name="preserved"),
        sa.CheckConstraint("state IN ('waiting', 'assigned', 'closed')", name="state"),
        sa.CheckConstraint("(state = 'closed') = (closed_on IS NOT NULL)", name="closed_on"),
        sa.Index(None, "state", "id"),
        sa.Index("ix_case_file_dispute", "dispute", sqlite_where=DISPUTED, postgresql_where=DISPUTED),
        sa.Index("ix_case_file_flags", "id", sqlite_where=FLAGGED, postgresql_where=FLAGGED),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    version: Mapped[int]
    case_key: Mapped[str] = mapped_column(sa.Text, unique=True)
    case_no: Mapped[str] = mapped_column(sa.Text)
    kind: Mapped[str] = mapped_column(sa.Text)
    title: Mapped[str] = mapped_column(sa.Text)
    cause: Mapped[str | None] = mapped_column(sa.Text)
    claim: Mapped[int] = mapped_column(sa.BigInteger)
    filed_on: Mapped[date]
    town: Mapped[str | None] = mapped_column(sa.Text)
    preserved: Mapped[int | None] = mapped_column(sa.BigInteger)
    assets: Mapped[list[str] | None] = mapped_column(json_column())
    origin_case_no: Mapped[str | None] = mapped_column(sa.Text)
    previous_handler: Mapped[str | None] = mapped_column(sa.Text)
    series: Mapped[str | None] = mapped_column(sa.Text)
    traits: Mapped[dict[str, Any]] = mapped_column(json_column())
    learned: Mapped[dict[str, Any] | None] = mapped_column(json_column())
    in_series: Mapped[bool] = mapped_column(sa.Boolean)
    received: Mapped[datetime] = mapped_column(UTCDateTime)
    state: Mapped[str] = mapped_column(sa.Text)
    closed_on: Mapped[date | None]
    closed_as: Mapped[str | None] = mapped_column(sa.Text)
    recovered: Mapped[int | None] = mapped_column(sa.BigInteger)
    lane: Mapped[str] = mapped_column(sa.Text)
    track: Mapped[str] = mapped_column(sa.Text)
    certain: Mapped[bool] = mapped_column(sa.Boolean)
    priority: Mapped[int]
    minutes: Mapped[dict[str, int]] = mapped_column(json_column())
    skills: Mapped[list[str]] = mapped_column(json_column())
    livelihood: Mapped[str | None] = mapped_column(sa.Text)
    conversions: Mapped[dict[str, int]] = mapped_column(json_column())
    hand: Mapped[dict[str, Any] | None] = mapped_column(json_column())
    asked: Mapped[dict[str, Any] | None] = mapped_column(json_column())
    dispute: Mapped[str | None] = mapped_column(sa.Text)
    flags: Mapped[list[dict[str, Any]] | None] = mapped_column(json_column())
    decision: Mapped[int] = mapped_column(sa.BigInteger)


class PartyRow(Base):
    """A party of a case (当事人), in the order of the filing."""

    __tablename__ = "party"
    __table_args__ = (
        sa.CheckConstraint("side IN ('creditor', 'debtor')", name="side"),
        sa.CheckConstraint("kind IN ('person', 'enterprise', 'organ')", name="kind"),
    )

    case_id: Mapped[int] = _case(primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    side: Mapped[str] = mapped_column(sa.Text)
    name: Mapped[str] = mapped_column(sa.Text)
    kind: Mapped[str] = mapped_column(sa.Text)
    identity: Mapped[str | None] = mapped_column(sa.Text)


class PartyKeyRow(Base):
    """A key by which tied cases are found: of a creditor, of a debtor (当事人标识), or of a series (系列案).

    `sure` unless it is only a person's name; `identity` beside a name tells namesakes apart.
    """

    __tablename__ = "party_key"
    __table_args__ = (
        sa.CheckConstraint("side IN ('creditor', 'debtor', 'series')", name="side"),
        sa.Index(None, "key", "side", "case_id"),
    )

    case_id: Mapped[int] = _case(primary_key=True)
    side: Mapped[str] = mapped_column(sa.Text, primary_key=True)
    key: Mapped[str] = mapped_column(sa.Text, primary_key=True)
    sure: Mapped[bool] = mapped_column(sa.Boolean)
    identity: Mapped[str | None] = mapped_column(sa.Text)


class AssignmentRow(Base):
    """Who holds a case (承办人): one row a case, so that no case has two handlers; a closed case keeps its last."""

    __tablename__ = "assignment"
    __table_args__ = (
        sa.CheckConstraint("mentor IS NULL OR mentor <> handler", name="two_people"),
        sa.Index(None, "handler"),
    )

    case_id: Mapped[int] = _case(primary_key=True, autoincrement=False)
    handler: Mapped[str] = mapped_column(sa.Text, sa.ForeignKey("officer.code"))
    mentor: Mapped[str | None] = mapped_column(sa.Text, sa.ForeignKey("officer.code"))
    how: Mapped[str] = mapped_column(sa.Text)
    since: Mapped[date]
    charges: Mapped[dict[str, int]] = mapped_column(json_column())
    decision: Mapped[int] = mapped_column(sa.BigInteger)


class AssignmentHistoryRow(Base):
    """Every assignment there was, the present one included (承办历史), in order."""

    __tablename__ = "assignment_history"
    __table_args__ = (sa.Index(None, "since", "handler", "case_id"),)

    case_id: Mapped[int] = _case(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    handler: Mapped[str] = mapped_column(sa.Text, sa.ForeignKey("officer.code"))
    mentor: Mapped[str | None] = mapped_column(sa.Text, sa.ForeignKey("officer.code"))
    how: Mapped[str] = mapped_column(sa.Text)
    since: Mapped[date]
    decision: Mapped[int] = mapped_column(sa.BigInteger)


class ChargeRow(Base):
    """Minutes of an open case which a person or a desk carries (工作量归属); a closed case has none.

    Narrow on purpose: all loads are one GROUP BY over an index that covers it.
    """

    __tablename__ = "charge"
    __table_args__ = (sa.CheckConstraint("minutes > 0", name="minutes"), sa.Index(None, "holder", "minutes"))

    case_id: Mapped[int] = _case(primary_key=True)
    holder: Mapped[str] = mapped_column(sa.Text, primary_key=True)
    minutes: Mapped[int]


class RestrictionRow(Base):
    """That a case is restricted (限制知悉): since when, by whom and why; lifting it takes the row away, the log keeps both."""

    __tablename__ = "restriction"

    case_id: Mapped[int] = _case(primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    by: Mapped[str] = mapped_column(sa.Text)
    because: Mapped[str] = mapped_column(sa.Text)
