"""From which day a version of the rulebook holds no more, because it was taken back."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Make the column; no version was taken back before."""
    op.add_column("rulebook", sa.Column("retired_on", sa.Date))


def downgrade() -> None:
    """Remove it."""
    op.drop_column("rulebook", "retired_on")
