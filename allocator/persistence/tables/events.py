"""The tables of what happened in cases (办案事件) and of the clocks that follow from it (节点时钟)."""

from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from allocator.persistence.tables.base import Base, json_column


class CaseEventRow(Base):
    """An event of a case, written once: a mistake is taken back by another event. Amounts are integer fen."""

    __tablename__ = "case_event"
    __table_args__ = (sa.Index(None, "kind", "happened_on"),)

    case_id: Mapped[int] = mapped_column(sa.ForeignKey("case_file.id"), primary_key=True, autoincrement=False)
    key: Mapped[str] = mapped_column(sa.Text, primary_key=True)
    kind: Mapped[str] = mapped_column(sa.Text)
    happened_on: Mapped[date]
    item: Mapped[str] = mapped_column(sa.Text)
    amount: Mapped[int | None] = mapped_column(sa.BigInteger)
    until: Mapped[date | None]
    approver: Mapped[str] = mapped_column(sa.Text)
    note: Mapped[str] = mapped_column(sa.Text)
    entry: Mapped[int] = mapped_column(sa.BigInteger)


_LISTED = ("case_id", "node", "number", "since", "started", "warn_on", "earliest", "owner")
_OF_NODES = ("case_id", "number", "since", "started", "warn_on", "earliest", "owner", "stopped")


class NodeClockRow(Base):
    """A clock of a case as it is told on the days from `since` to before `until` on which it is open; derived from its events.

    `until` is far ahead while it is open. The `final` row of a clock tells how things stand, open or not.
    """

    __tablename__ = "node_clock"
    __table_args__ = (
        sa.Index("ix_node_clock_lists", "until", "due", *_LISTED),  # covers the counting of every list
        sa.Index("ix_node_clock_nodes", "node", "until", "due", *_OF_NODES),  # covers the lists of some nodes
    )

    case_id: Mapped[int] = mapped_column(sa.ForeignKey("case_file.id"), primary_key=True, autoincrement=False)
    node: Mapped[str] = mapped_column(sa.Text, primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    since: Mapped[date] = mapped_column(primary_key=True)
    until: Mapped[date]
    final: Mapped[bool] = mapped_column(sa.Boolean)
    owner: Mapped[str] = mapped_column(sa.Text)
    item: Mapped[str] = mapped_column(sa.Text)
    started: Mapped[date]
    due: Mapped[date | None]
    warn_on: Mapped[date | None]
    stopped: Mapped[int]
    done_on: Mapped[date | None]
    lapsed_on: Mapped[date | None]
    amount_left: Mapped[int | None] = mapped_column(sa.BigInteger)
    earliest: Mapped[bool] = mapped_column(sa.Boolean)
    held_until: Mapped[date | None]


class ClockStateRow(Base):
    """On which rules and calendar the clocks of a case rest (`basis`), and what indicators ask of its events (`told`).

    On days before `settled` its events told of stops and limits otherwise. `entry` is the last one of the log at the time:
    whoever knows the log up to another one finds by it which cases have changed since.
    """

    __tablename__ = "clock_state"
    __table_args__ = (sa.Index(None, "settled"), sa.Index(None, "basis", "case_id"), sa.Index(None, "entry"))

    case_id: Mapped[int] = mapped_column(sa.ForeignKey("case_file.id"), primary_key=True, autoincrement=False)
    basis: Mapped[str] = mapped_column(sa.String(64))
    settled: Mapped[date]
    told: Mapped[list[Any]] = mapped_column(json_column(), server_default="[]")
    entry: Mapped[int] = mapped_column(sa.BigInteger, server_default="0")
