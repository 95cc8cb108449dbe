"""The index of clocks by node covers what lists of nodes count and leave out, so that their rows are read for one page only."""

from alembic import op

from allocator.persistence.migrations.words import index

revision = "0019"
down_revision = "0018"

NODES = "ix_node_clock_nodes"
COVERED = ("node", "until", "due", "case_id", "number", "since", "started", "warn_on", "earliest", "owner", "stopped")


def upgrade() -> None:
    """Put the wider index in place of the narrow one."""
    op.drop_index("ix_node_clock_node_until_due", "node_clock")
    op.create_index(NODES, "node_clock", list(COVERED))


def downgrade() -> None:
    """Put the narrow index back."""
    op.drop_index(NODES, "node_clock")
    index("node_clock", "node", "until", "due")
