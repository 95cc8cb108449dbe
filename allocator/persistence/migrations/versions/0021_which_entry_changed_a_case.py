"""Which entry of the log the clocks of a case were kept with, so that the cases changed since are found without looking at all."""

import sqlalchemy as sa
from alembic import op

from allocator.persistence.migrations.words import BIG, index

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    """Add the column; a process that has met nothing reads every case, so what was before counts as the beginning."""
    op.add_column("clock_state", sa.Column("entry", BIG, nullable=False, server_default="0"))
    index("clock_state", "entry")


def downgrade() -> None:
    """Take it away: every case is looked at again."""
    op.drop_index("ix_clock_state_entry", "clock_state")
    op.drop_column("clock_state", "entry")
