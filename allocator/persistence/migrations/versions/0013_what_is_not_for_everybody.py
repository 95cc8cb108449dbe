"""Cases that are not for everybody to know of."""

from alembic import op

from allocator.persistence.migrations.words import CASE, INSTANT, columns, references, text

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Make the table; no case is restricted yet."""
    op.create_table(
        "restriction",
        *references(CASE, "case_id", primary=True),
        *columns(INSTANT, "at"),
        *text("by", "because"),
    )


def downgrade() -> None:
    """Remove it: everybody who may read cases reads all of them."""
    op.drop_table("restriction")
