"""Which case a run is about, so that a run about a hidden case is none for those who may not know of it."""

import sqlalchemy as sa
from alembic import op

from allocator.persistence.migrations.words import BIG

revision = "0022"
down_revision = "0021"


def upgrade() -> None:
    """Add the column; no run there was is about one case."""
    op.add_column("run", sa.Column("case_id", BIG, nullable=True))


def downgrade() -> None:
    """Take it away, with the runs that would then be told of to everybody."""
    op.execute("DELETE FROM run WHERE case_id IS NOT NULL")
    op.drop_column("run", "case_id")
