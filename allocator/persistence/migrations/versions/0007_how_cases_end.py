"""How a case was closed, and what was recovered."""

import sqlalchemy as sa
from alembic import op

from allocator.persistence.migrations.words import BIG

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Make the columns; of cases closed before nothing is known."""
    op.add_column("case_file", sa.Column("closed_as", sa.Text))
    op.add_column("case_file", sa.Column("recovered", BIG))


def downgrade() -> None:
    """Remove them."""
    op.drop_column("case_file", "recovered")
    op.drop_column("case_file", "closed_as")
