"""What calendars tell of a trip: when it was last changed, and who was to go and no longer is."""

import sqlalchemy as sa
from alembic import op

from allocator.persistence.migrations.words import INSTANT, JSON

revision = "0005"
down_revision = "0004"

BEFORE = "2026-11-26 00:00:00"


def upgrade() -> None:
    """Make the two columns; of trips that are there nobody is known to have fallen away."""
    op.add_column("trip", sa.Column("changed_at", INSTANT, nullable=False, server_default=BEFORE))
    op.add_column("trip", sa.Column("formerly", JSON, nullable=False, server_default="[]"))


def downgrade() -> None:
    """Remove them."""
    op.drop_column("trip", "formerly")
    op.drop_column("trip", "changed_at")
