"""What the history of a case tells indicators, kept with its clocks."""

import sqlalchemy as sa
from alembic import op

from allocator.persistence.migrations.words import JSON

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    """Add the column; every case is worked out anew, as none that is kept has it."""
    op.execute(sa.text("DELETE FROM clock_state"))
    op.add_column("clock_state", sa.Column("told", JSON, nullable=False, server_default="[]"))


def downgrade() -> None:
    """Take it away again."""
    op.drop_column("clock_state", "told")
