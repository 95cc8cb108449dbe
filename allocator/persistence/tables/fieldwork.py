"""The tables of field work (外勤): its means, errands, trips, who and what is booked, the ledger of hard work.

Moments of a trip are minutes of its week, as plans have them; bookings are instants, for two weeks may not overlap either.
"""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from allocator.persistence.tables.base import Base, UTCDateTime, json_column

STANDS = sa.text("stands")
BEFORE_NOTED = "2026-11-26 00:00:00"
"""When trips count as changed that were published before anybody noted it; any fixed instant will do."""


class HoursColumns:
    """Hours of some days, as columns: the period, minutes after midnight, weekdays (empty: every day)."""

    first: Mapped[date]
    last: Mapped[date | None]
    begins: Mapped[int]
    ends: Mapped[int]
    weekdays: Mapped[list[int]] = mapped_column(json_column())


class ResourceRow(HoursColumns, Base):
    """A shared thing or desk (共用资源)."""

    __tablename__ = "resource"
    __table_args__ = (sa.CheckConstraint("count > 0", name="count"),)

    code: Mapped[str] = mapped_column(sa.Text, primary_key=True)
    position: Mapped[int]
    name: Mapped[str] = mapped_column(sa.Text)
    kind: Mapped[str] = mapped_column(sa.Text)
    count: Mapped[int]
    town: Mapped[str | None] = mapped_column(sa.Text)


class EngagementRow(HoursColumns, Base):
    """Hours for which somebody or something is taken (占用); not `filed`: told by somebody, not by the office's files."""

    __tablename__ = "engagement"
    __table_args__ = (sa.CheckConstraint("count > 0", name="count"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    filed: Mapped[bool] = mapped_column(sa.Boolean)
    holder: Mapped[str] = mapped_column(sa.Text)
    kind: Mapped[str] = mapped_column(sa.Text)
    count: Mapped[int]


class ClosureRow(HoursColumns, Base):
    """Hours in which a place cannot be reached (封路)."""

    __tablename__ = "closure"

    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    town: Mapped[str] = mapped_column(sa.Text)
    village: Mapped[str | None] = mapped_column(sa.Text)
    reason: Mapped[str] = mapped_column(sa.Text)


class ErrandRow(Base):
    """An errand (外勤任务): what is asked, whole, as only the planner reads it, and where it stands.

    `case_key` is the number of its case in normal form; whether that case is on the docket, the docket knows.
    """

    __tablename__ = "errand"
    __table_args__ = (
        sa.CheckConstraint("state IN ('open', 'done', 'withdrawn')", name="state"),
        sa.CheckConstraint("source IN ('api', 'file', 'case')", name="source"),
        sa.Index(None, "state", "id"),
        sa.Index(None, "case_key"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int]
    code: Mapped[str] = mapped_column(sa.Text, unique=True)
    state: Mapped[str] = mapped_column(sa.Text)
    source: Mapped[str] = mapped_column(sa.Text)
    kind: Mapped[str] = mapped_column(sa.Text)
    case_key: Mapped[str] = mapped_column(sa.Text)
    asked: Mapped[dict[str, Any]] = mapped_column(json_column())


class TripRow(Base):
    """A trip that was published (出车): vehicle and people of one day of the week that begins on `monday`.

    For calendars: when its present version was made, and who was `formerly` to go and no longer is.
    """

    __tablename__ = "trip"
    __table_args__ = (
        sa.CheckConstraint("state IN ('published', 'started', 'finished', 'withdrawn')", name="state"),
        sa.CheckConstraint("leaves < back", name="span"),
        sa.UniqueConstraint("monday", "number"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int]
    code: Mapped[str] = mapped_column(sa.Text, unique=True)
    monday: Mapped[date]
    number: Mapped[int]
    vehicle: Mapped[str] = mapped_column(sa.Text)
    driver: Mapped[str] = mapped_column(sa.Text)
    people: Mapped[list[str]] = mapped_column(json_column())
    leaves: Mapped[int]
    back: Mapped[int]
    state: Mapped[str] = mapped_column(sa.Text)
    changed_at: Mapped[datetime] = mapped_column(UTCDateTime, server_default=BEFORE_NOTED)
    formerly: Mapped[list[str]] = mapped_column(json_column(), server_default="[]")


class StopRow(Base):
    """One errand's part on a trip (停靠); while it `stands`, no other trip may serve that part."""

    __tablename__ = "stop"
    __table_args__ = (
        sa.Index("uq_stop_standing", "errand", "part", unique=True, sqlite_where=STANDS, postgresql_where=STANDS),
    )

    trip: Mapped[int] = mapped_column(sa.ForeignKey("trip.id"), primary_key=True, autoincrement=False)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    errand: Mapped[int] = mapped_column(sa.ForeignKey("errand.id"))
    part: Mapped[int]
    starts: Mapped[int]
    stands: Mapped[bool] = mapped_column(sa.Boolean)


class BookableRow(Base):
    """Whom or what bookings take (预订对象): its number, the thousandfold of which begins the numbers of its units."""

    __tablename__ = "bookable"

    number: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(sa.Text, unique=True)


class BookingRow(Base):
    """A person, a vehicle or one unit of a thing, taken by a trip from when to when (预订).

    The database itself refuses two that share a unit and a moment: see `migrations/booking_guard.py`.
    """

    __tablename__ = "booking"
    __table_args__ = (
        sa.CheckConstraint("begins < ends", name="span"),
        sa.Index(None, "unit", "begins"),
        sa.Index(None, "trip"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    trip: Mapped[int] = mapped_column(sa.ForeignKey("trip.id"))
    code: Mapped[str] = mapped_column(sa.Text)
    unit: Mapped[int]
    begins: Mapped[datetime] = mapped_column(UTCDateTime)
    ends: Mapped[datetime] = mapped_column(UTCDateTime)


class HardWorkRow(Base):
    """Minutes of hard work of one person on a finished trip (重活台账)."""

    __tablename__ = "hard_work"
    __table_args__ = (sa.CheckConstraint("minutes > 0", name="minutes"), sa.Index(None, "day"))

    trip: Mapped[int] = mapped_column(sa.ForeignKey("trip.id"), primary_key=True, autoincrement=False)
    officer: Mapped[str] = mapped_column(sa.Text, primary_key=True)
    day: Mapped[date]
    minutes: Mapped[int]


class FeedRow(Base):
    """The secret address of somebody's calendar (日历订阅地址): only its SHA-256 is kept."""

    __tablename__ = "calendar_feed"

    officer: Mapped[str] = mapped_column(sa.Text, primary_key=True)
    hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
