"""What was said of a case and waits for a second person."""

import sqlalchemy as sa
from alembic import op

from allocator.persistence.migrations.words import JSON

revision = "0018"
down_revision = "0017"

FLAGGED = sa.text("flags IS NOT NULL")


def upgrade() -> None:
    """Add the column; what was known of a case before stays known, for nobody was asked for a second word then."""
    op.add_column("case_file", sa.Column("flags", JSON, nullable=True))
    op.create_index("ix_case_file_flags", "case_file", ["id"], sqlite_where=FLAGGED, postgresql_where=FLAGGED)


def downgrade() -> None:
    """Take it away: what waits is unknown, and somebody has to say it anew."""
    op.drop_index("ix_case_file_flags", "case_file")
    op.drop_column("case_file", "flags")
