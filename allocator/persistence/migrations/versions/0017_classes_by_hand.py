"""Classes given by hand, and which are in dispute."""

import json

import sqlalchemy as sa
from alembic import op

from allocator.persistence.migrations.words import JSON, columns, text

revision = "0017"
down_revision = "0015"

DISPUTED = sa.text("dispute IS NOT NULL")
HELD_BACK = sa.text(
    "SELECT case_file.id, decision_log.body FROM case_file JOIN decision_log ON decision_log.seq = case_file.decision "
    "WHERE decision_log.kind = 'facts' AND case_file.state <> 'closed'"
)


def upgrade() -> None:
    """Add the columns; the facts of a case whose conversion was held back contradict the class it stands in."""
    for column in (*columns(JSON, "hand?", "asked?"), *text("dispute?")):
        op.add_column("case_file", column)
    held = [row.id for row in op.get_bind().execute(HELD_BACK) if json.loads(row.body)["held_back"]]
    table = sa.table("case_file", sa.column("id"), sa.column("dispute"))
    for number in held:
        op.execute(sa.update(table).where(table.c.id == number).values(dispute="facts"))
    op.create_index("ix_case_file_dispute", "case_file", ["dispute"], sqlite_where=DISPUTED, postgresql_where=DISPUTED)


def downgrade() -> None:
    """Take them away: every class is the one the case stands in."""
    op.drop_index("ix_case_file_dispute", "case_file")
    for name in ("dispute", "asked", "hand"):
        op.drop_column("case_file", name)
