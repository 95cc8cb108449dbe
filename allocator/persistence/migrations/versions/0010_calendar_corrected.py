"""Corrections of the calendar: a day, whether the office works on it, why, and by whom."""

import sqlalchemy as sa
from alembic import op

from allocator.persistence.migrations.words import FLAG, columns, dates, integers, text

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Make the table; days that a folder added before stand in the calendar without a reason."""
    op.create_table(
        "calendar_correction",
        *integers("position", primary=True),
        *dates("day"),
        *columns(FLAG, "works"),
        *text("because", "by"),
        sa.UniqueConstraint("day"),
    )


def downgrade() -> None:
    """Remove it."""
    op.drop_table("calendar_correction")
