"""Field work: means, errands, trips and what they book, so that nobody and nothing is in two places."""

import sqlalchemy as sa
from alembic import op

from allocator.persistence.migrations import booking_guard
from allocator.persistence.migrations.words import (
    FLAG,
    HASH,
    INSTANT,
    JSON,
    check,
    columns,
    dates,
    index,
    integers,
    references,
    text,
)

revision = "0004"
down_revision = "0003"

TABLES = (
    *("calendar_feed", "hard_work", "booking", "bookable", "stop", "trip", "errand", "closure", "engagement"),
    "resource",
)


def upgrade() -> None:
    """Make the tables and the guard of bookings."""
    _means()
    _errands()
    _trips()
    _bookings()
    _books()
    booking_guard.put_up()


def downgrade() -> None:
    """Remove them."""
    for table in TABLES:
        op.drop_table(table)


def _numbered(name: str = "id") -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), primary_key=True)


def _hours() -> list[sa.Column[object]]:
    return [*dates("first", "last?"), *integers("begins", "ends"), *columns(JSON, "weekdays")]


def _means() -> None:
    op.create_table(
        "resource",
        *text("code", primary=True),
        *integers("position", "count"),
        *text("name", "kind", "town?"),
        *_hours(),
        check("count", "count > 0"),
    )
    op.create_table(
        "engagement",
        _numbered(),
        *columns(FLAG, "filed"),
        *text("holder", "kind"),
        *integers("count"),
        *_hours(),
        check("count", "count > 0"),
    )
    op.create_table(
        "closure",
        *integers("position", primary=True),
        *text("town", "village?", "reason"),
        *_hours(),
    )


def _errands() -> None:
    op.create_table(
        "errand",
        _numbered(),
        *integers("version"),
        *text("code", "state", "source", "kind", "case_key"),
        *columns(JSON, "asked"),
        sa.UniqueConstraint("code"),
        check("state", "state IN ('open', 'done', 'withdrawn')"),
        check("source", "source IN ('api', 'file', 'case')"),
    )
    index("errand", "state", "id")
    index("errand", "case_key")


def _trips() -> None:
    op.create_table(
        "trip",
        _numbered(),
        *integers("version", "number", "leaves", "back"),
        *text("code", "vehicle", "driver", "state"),
        *dates("monday"),
        *columns(JSON, "people"),
        sa.UniqueConstraint("code"),
        sa.UniqueConstraint("monday", "number"),
        check("state", "state IN ('published', 'started', 'finished', 'withdrawn')"),
        check("span", "leaves < back"),
    )
    op.create_table(
        "stop",
        *references("trip.id", "trip", primary=True),
        *integers("position", primary=True),
        *references("errand.id", "errand"),
        *integers("part", "starts"),
        *columns(FLAG, "stands"),
    )
    stands = sa.text("stands")
    op.create_index(
        "uq_stop_standing", "stop", ["errand", "part"], unique=True, sqlite_where=stands, postgresql_where=stands
    )


def _bookings() -> None:
    op.create_table("bookable", _numbered("number"), *text("code"), sa.UniqueConstraint("code"))
    op.create_table(
        "booking",
        _numbered(),
        *references("trip.id", "trip"),
        *text("code"),
        *integers("unit"),
        *columns(INSTANT, "begins", "ends"),
        check("span", "begins < ends"),
    )
    index("booking", "unit", "begins")
    index("booking", "trip")


def _books() -> None:
    op.create_table(
        "hard_work",
        *references("trip.id", "trip", primary=True),
        *text("officer", primary=True),
        *dates("day"),
        *integers("minutes"),
        check("minutes", "minutes > 0"),
    )
    index("hard_work", "day")
    op.create_table(
        "calendar_feed",
        *text("officer", primary=True),
        *columns(HASH, "hash"),
        *columns(INSTANT, "created_at"),
        sa.UniqueConstraint("hash"),
    )
