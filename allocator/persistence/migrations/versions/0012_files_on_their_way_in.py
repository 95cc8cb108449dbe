"""Files that were brought and are not imported yet."""

import sqlalchemy as sa
from alembic import op

from allocator.persistence.migrations.words import HASH, INSTANT, JSON, columns, index, integers, text

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "import_draft",
        sa.Column("id", sa.String(32), primary_key=True),
        *integers("version"),
        *text("owner", "name"),
        *columns(HASH, "digest"),
        *columns(sa.LargeBinary(), "content?"),
        *integers("rows"),
        *columns(JSON, "said", "done?"),
        *columns(INSTANT, "created_at", "changed_at"),
    )
    index("import_draft", "owner")
    index("import_draft", "changed_at")


def downgrade() -> None:
    """Remove it."""
    op.drop_table("import_draft")
