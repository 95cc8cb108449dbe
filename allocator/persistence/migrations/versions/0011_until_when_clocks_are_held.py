"""Until when clocks are held by a stop, and the index that covers every list of them."""

import sqlalchemy as sa
from alembic import op

from allocator.persistence.migrations.words import dates, index

revision = "0011"
down_revision = "0010"

LISTS = "ix_node_clock_lists"
LISTED = ("ended", "due", "case_id", "node", "number", "started", "warn_on", "earliest", "owner")


def upgrade() -> None:
    """Add the column; every clock is worked out anew, as the ones that are kept do not know it."""
    op.drop_index("ix_node_clock_ended_due", "node_clock")
    for column in dates("held_until?"):
        op.add_column("node_clock", column)
    op.create_index(LISTS, "node_clock", list(LISTED))
    op.execute(sa.text("DELETE FROM clock_state"))


def downgrade() -> None:
    """Take it away again."""
    op.drop_index(LISTS, "node_clock")
    op.drop_column("node_clock", "held_until")
    index("node_clock", "ended", "due")
