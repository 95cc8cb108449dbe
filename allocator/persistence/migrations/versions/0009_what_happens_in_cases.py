"""What happens in cases, and the clocks of their nodes."""

import sqlalchemy as sa
from alembic import op

from allocator.persistence.migrations.words import (
    BIG,
    CASE,
    FLAG,
    HASH,
    columns,
    dates,
    index,
    integers,
    references,
    text,
)

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Make the tables; clocks are worked out when they are first asked for."""
    op.create_table(
        "case_event",
        *references(CASE, "case_id", primary=True),
        *text("key", primary=True),
        *text("kind"),
        *dates("happened_on"),
        *text("item"),
        *columns(BIG, "amount?"),
        *dates("until?"),
        *text("approver", "note"),
        *columns(BIG, "entry"),
    )
    index("case_event", "kind", "happened_on")
    _clocks()
    op.create_table(
        "clock_state",
        *references(CASE, "case_id", primary=True),
        *integers("version"),
        sa.Column("basis", HASH, nullable=False),
        *dates("settled"),
    )
    index("clock_state", "settled")


def _clocks() -> None:
    op.create_table(
        "node_clock",
        *references(CASE, "case_id", primary=True),
        *text("node", primary=True),
        *integers("number", primary=True),
        *text("owner", "item"),
        *dates("started", "due?", "warn_on?"),
        *integers("stopped"),
        *dates("done_on?", "lapsed_on?"),
        *columns(BIG, "amount_left?"),
        *columns(FLAG, "earliest"),
        *dates("ended"),
    )
    index("node_clock", "ended", "due")
    index("node_clock", "node", "ended", "due")


def downgrade() -> None:
    """Remove them."""
    for table in ("clock_state", "node_clock", "case_event"):
        op.drop_table(table)
