"""What special actions take of people and vehicles while they last."""

import sqlalchemy as sa
from alembic import op

from allocator.persistence.migrations.words import check, dates, integers, text

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    """Add the table; an action opened before took nothing, as was said then, and goes on taking nothing."""
    op.create_table(
        "lending",
        *text("action", "holder"),
        *integers("position", "permille"),
        *dates("first", "last?"),
        sa.PrimaryKeyConstraint("action", "holder"),
        check("permille", "permille BETWEEN 1 AND 1000"),
        check("period", "last >= first"),
    )


def downgrade() -> None:
    """Take it away: everybody has all hours again."""
    op.drop_table("lending")
