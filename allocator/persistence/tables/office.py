"""The tables of the office (机构): teams, people and shared resources; rows of one office, in the order of its files.

Codes are the natural keys everybody speaks, so they are the foreign keys too.
"""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from allocator.persistence.tables.base import Base, UTCDateTime, json_column


def _officer(**options: Any) -> Mapped[str]:
    return mapped_column(sa.Text, sa.ForeignKey("officer.code"), **options)


class BureauRow(Base):
    """The bureau itself, one row; `office_digest` names the whole state of the office tables."""

    __tablename__ = "bureau"
    __table_args__ = (
        sa.CheckConstraint("id = 1", name="one_row"),
        sa.CheckConstraint("day_minutes BETWEEN 1 AND 1440", name="day_minutes"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    code: Mapped[str] = mapped_column(sa.Text)
    name_zh: Mapped[str] = mapped_column(sa.Text)
    name_en: Mapped[str] = mapped_column(sa.Text)
    court_zh: Mapped[str] = mapped_column(sa.Text)
    court_en: Mapped[str] = mapped_column(sa.Text)
    timezone: Mapped[str] = mapped_column(sa.Text)
    country: Mapped[str] = mapped_column(sa.Text)
    day_minutes: Mapped[int]
    opens: Mapped[str] = mapped_column(sa.Text)
    closes: Mapped[str] = mapped_column(sa.Text)
    case_no_pattern: Mapped[str] = mapped_column(sa.Text)
    command_centre_zh: Mapped[str | None] = mapped_column(sa.Text)
    command_centre_en: Mapped[str | None] = mapped_column(sa.Text)
    seat: Mapped[str | None] = mapped_column(sa.Text)
    office_digest: Mapped[str] = mapped_column(sa.String(64), sa.ForeignKey("document.digest"))
    version: Mapped[int]


class TeamRow(Base):
    """A team (团队)."""

    __tablename__ = "team"

    code: Mapped[str] = mapped_column(sa.Text, primary_key=True)
    position: Mapped[int]
    name_zh: Mapped[str] = mapped_column(sa.Text)
    name_en: Mapped[str] = mapped_column(sa.Text)
    lanes: Mapped[list[str]] = mapped_column(json_column())
    lead: Mapped[str | None] = mapped_column(sa.Text)


class OfficerRow(Base):
    """A member of the office (工作人员); `share` per mille of the working day.

    Who is gone from the files but held cases stays known: no longer `filed`, and `left_on` says since when.
    """

    __tablename__ = "officer"
    __table_args__ = (
        sa.CheckConstraint("share BETWEEN 0 AND 1000", name="share"),
        sa.CheckConstraint("step >= 1", name="step"),
    )

    code: Mapped[str] = mapped_column(sa.Text, primary_key=True)
    position: Mapped[int]
    name: Mapped[str] = mapped_column(sa.Text)
    role: Mapped[str] = mapped_column(sa.Text)
    team: Mapped[str | None] = mapped_column(sa.Text, sa.ForeignKey("team.code"))
    share: Mapped[int]
    entered: Mapped[date]
    left_on: Mapped[date | None]
    filed: Mapped[bool] = mapped_column(sa.Boolean)
    step: Mapped[int | None]


class SkillRow(Base):
    """A proven ability (技能、授权) of one officer."""

    __tablename__ = "officer_skill"

    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    officer: Mapped[str] = _officer(index=True)
    skill: Mapped[str] = mapped_column(sa.Text)
    evidence: Mapped[str] = mapped_column(sa.Text)
    expires: Mapped[date | None]


class PairingRow(Base):
    """A mentor-apprentice pair (师徒结对), or who covers for a mentor (代管); nobody is his own mentor."""

    __tablename__ = "pairing"
    __table_args__ = (
        sa.CheckConstraint("mentor <> apprentice", name="two_people"),
        sa.CheckConstraint("last IS NULL OR last >= first", name="period"),
    )

    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    mentor: Mapped[str] = _officer()
    apprentice: Mapped[str] = _officer()
    first: Mapped[date]
    last: Mapped[date | None]
    cover: Mapped[bool] = mapped_column(sa.Boolean, server_default=sa.false())


class PreferenceRow(Base):
    """What one person thinks of pairing with another (结对意愿); a rank of null: not acceptable."""

    __tablename__ = "preference"
    __table_args__ = (
        sa.CheckConstraint("person <> other", name="two_people"),
        sa.CheckConstraint("rank >= 1", name="rank"),
        sa.UniqueConstraint("person", "other"),
    )

    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    person: Mapped[str] = _officer()
    other: Mapped[str] = _officer()
    rank: Mapped[int | None]


class AbsenceRow(Base):
    """Days on which an officer is away (请假、外派)."""

    __tablename__ = "absence"
    __table_args__ = (sa.CheckConstraint("last IS NULL OR last >= first", name="period"),)

    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    officer: Mapped[str] = _officer(index=True)
    first: Mapped[date]
    last: Mapped[date | None]
    reason: Mapped[str] = mapped_column(sa.Text)


class ReductionRow(Base):
    """A dated reduction of capacity (减量), per mille."""

    __tablename__ = "reduction"
    __table_args__ = (
        sa.CheckConstraint("permille BETWEEN 0 AND 1000", name="permille"),
        sa.CheckConstraint("last IS NULL OR last >= first", name="period"),
    )

    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    officer: Mapped[str] = _officer(index=True)
    kind: Mapped[str] = mapped_column(sa.Text)
    permille: Mapped[int]
    first: Mapped[date]
    last: Mapped[date | None]


class LendingRow(Base):
    """What a special action takes of a person or a vehicle while it lasts (专项抽调), per mille; the files know nothing of it."""

    __tablename__ = "lending"
    __table_args__ = (
        sa.CheckConstraint("permille BETWEEN 1 AND 1000", name="permille"),
        sa.CheckConstraint("last >= first", name="period"),
    )

    action: Mapped[str] = mapped_column(sa.Text, primary_key=True)
    holder: Mapped[str] = mapped_column(sa.Text, primary_key=True)
    position: Mapped[int]
    permille: Mapped[int]
    first: Mapped[date]
    last: Mapped[date | None]


class RecusalRow(Base):
    """A tie that bars an officer from a case (回避)."""

    __tablename__ = "recusal"
    __table_args__ = (sa.CheckConstraint("state IN ('declared', 'challenged', 'upheld', 'dismissed')", name="state"),)

    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    officer: Mapped[str] = _officer(index=True)
    relation: Mapped[str] = mapped_column(sa.Text)
    state: Mapped[str] = mapped_column(sa.Text)
    party: Mapped[str | None] = mapped_column(sa.Text)
    identity: Mapped[str | None] = mapped_column(sa.Text)
    case_no: Mapped[str | None] = mapped_column(sa.Text)
    since: Mapped[date | None]


class VehicleRow(Base):
    """A shared vehicle (执法车辆)."""

    __tablename__ = "vehicle"
    __table_args__ = (sa.CheckConstraint("seats > 0", name="seats"),)

    code: Mapped[str] = mapped_column(sa.Text, primary_key=True)
    position: Mapped[int]
    name: Mapped[str] = mapped_column(sa.Text)
    kind: Mapped[str] = mapped_column(sa.Text)
    seats: Mapped[int]


class TownRow(Base):
    """A town of the court's area (乡镇); `minutes` one way from the seat."""

    __tablename__ = "town"
    __table_args__ = (sa.CheckConstraint("minutes >= 0", name="minutes"),)

    name: Mapped[str] = mapped_column(sa.Text, primary_key=True)
    position: Mapped[int]
    name_en: Mapped[str] = mapped_column(sa.Text)
    minutes: Mapped[int]
    code: Mapped[str] = mapped_column(sa.Text)
    aliases: Mapped[list[str]] = mapped_column(json_column())
    lat: Mapped[str] = mapped_column(sa.Text)
    lon: Mapped[str] = mapped_column(sa.Text)
    source: Mapped[str] = mapped_column(sa.Text)


class TownMinutesRow(Base):
    """The drive between two towns, one way, in minutes."""

    __tablename__ = "town_minutes"
    __table_args__ = (sa.CheckConstraint("minutes >= 0", name="minutes"),)

    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    origin: Mapped[str] = mapped_column(sa.Text)
    target: Mapped[str] = mapped_column(sa.Text)
    minutes: Mapped[int]
    source: Mapped[str] = mapped_column(sa.Text)


class CalendarDayRow(Base):
    """A day that is not what its weekday says (节假日、调休): a holiday, or a make-up day."""

    __tablename__ = "calendar_day"

    day: Mapped[date] = mapped_column(primary_key=True)
    working: Mapped[bool] = mapped_column(sa.Boolean, primary_key=True)


class CorrectionRow(Base):
    """A correction of the calendar (日历更正): a day, whether the office works on it, why, and by whom."""

    __tablename__ = "calendar_correction"

    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    day: Mapped[date] = mapped_column(unique=True)
    works: Mapped[bool] = mapped_column(sa.Boolean)
    because: Mapped[str] = mapped_column(sa.Text)
    by: Mapped[str] = mapped_column(sa.Text)


class RulebookRow(Base):
    """A version of the rulebook as its file was written; `loaded_seq` orders versions that begin on the same day.

    From `retired_on` on it holds no more: it was taken back.
    """

    __tablename__ = "rulebook"

    digest: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    version: Mapped[str] = mapped_column(sa.Text)
    effective_from: Mapped[date]
    toml: Mapped[str] = mapped_column(sa.Text)
    loaded_seq: Mapped[int] = mapped_column(unique=True)
    retired_on: Mapped[date | None]


class OfficeEditRow(Base):
    """An entry in the office's own data (变更记录): which table, whose row, on which day; the pool guard reads it."""

    __tablename__ = "office_edit"
    __table_args__ = (sa.Index(None, "day"),)

    number: Mapped[int] = mapped_column(primary_key=True)
    day: Mapped[date]
    table: Mapped[str] = mapped_column(sa.Text)
    key: Mapped[str] = mapped_column(sa.Text)
    officer: Mapped[str | None] = mapped_column(sa.Text)
    at: Mapped[datetime] = mapped_column(UTCDateTime)
