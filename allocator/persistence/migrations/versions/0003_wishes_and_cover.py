"""Pairs: what people wish of each other, who covers for a mentor, and the step of the ladder somebody decided on."""

import sqlalchemy as sa
from alembic import op

from allocator.persistence.migrations.words import FLAG, OFFICER, check, integers, references

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Make the table of wishes and the two columns; the pairs there are cover nobody, and steps go by months."""
    op.create_table(
        "preference",
        *integers("position", primary=True),
        *references(OFFICER, "person", "other"),
        *integers("rank?"),
        sa.UniqueConstraint("person", "other"),
        check("two_people", "person <> other"),
        check("rank", "rank >= 1"),
    )
    op.add_column("pairing", sa.Column("cover", FLAG, nullable=False, server_default=sa.false()))
    # In one statement: other tables name officers, so the table may not be made anew to get the rule in afterwards.
    op.execute("ALTER TABLE officer ADD COLUMN step INTEGER CONSTRAINT ck_officer_step CHECK (step >= 1)")


def downgrade() -> None:
    """Remove them; covers were no pairs before, so they go too."""
    op.execute("DELETE FROM pairing WHERE cover")
    op.drop_column("pairing", "cover")
    op.drop_column("officer", "step")
    op.drop_table("preference")
