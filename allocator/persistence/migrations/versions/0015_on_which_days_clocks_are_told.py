"""On which days each clock is told so, and on which rules and calendar it rests: kept with every change of its case."""

import sqlalchemy as sa
from alembic import op

from allocator.persistence.migrations.words import BIG, CASE, FLAG, columns, dates, index, integers, references, text

revision = "0015"
down_revision = "0014"

LISTS = "ix_node_clock_lists"
LISTED = ("until", "due", "case_id", "node", "number", "since", "started", "warn_on", "earliest", "owner")
BEFORE = ("ended", "due", "case_id", "node", "number", "started", "warn_on", "earliest", "owner")
SAME = (
    "case_id, node, number, owner, item, started, due, warn_on, stopped, done_on, lapsed_on, amount_left, earliest, "
    "held_until"
)


def upgrade() -> None:
    """Carry over what is kept: it tells today; the days gone by are told when the clocks were worked out anew."""
    _set_aside()
    op.create_table(
        "node_clock",
        *references(CASE, "case_id", primary=True),
        *text("node", primary=True),
        *integers("number", primary=True),
        *dates("since", primary=True),
        *dates("until"),
        *columns(FLAG, "final"),
        *_told(),
    )
    op.create_index(LISTS, "node_clock", list(LISTED))
    index("node_clock", "node", "until", "due")
    _bring_back(f"{SAME}, since, until, final", f"{SAME}, started, ended, true")
    op.drop_column("clock_state", "version")
    index("clock_state", "basis", "case_id")
    op.execute(sa.text("UPDATE clock_state SET basis = ''"))
    op.execute(
        sa.text(
            "INSERT INTO clock_state (case_id, basis, settled, told) SELECT id, '', '0001-01-01', '[]' FROM case_file "
            "WHERE id NOT IN (SELECT case_id FROM clock_state)"
        )
    )


def downgrade() -> None:
    """Keep of every clock how it stands; whoever reads works the days gone by out again."""
    op.drop_index("ix_clock_state_basis_case_id", "clock_state")
    op.execute(sa.text("DELETE FROM clock_state"))
    op.add_column("clock_state", sa.Column("version", sa.Integer(), nullable=False))
    op.execute(sa.text("DELETE FROM node_clock WHERE NOT final"))
    _set_aside()
    op.create_table(
        "node_clock",
        *references(CASE, "case_id", primary=True),
        *text("node", primary=True),
        *integers("number", primary=True),
        *_told(),
        *dates("ended"),
    )
    op.create_index(LISTS, "node_clock", list(BEFORE))
    index("node_clock", "node", "ended", "due")
    _bring_back(f"{SAME}, ended", f"{SAME}, until")


def _told() -> list[sa.Column[object]]:
    return [
        *text("owner", "item"),
        *dates("started", "due?", "warn_on?"),
        *integers("stopped"),
        *dates("done_on?", "lapsed_on?"),
        *columns(BIG, "amount_left?"),
        *columns(FLAG, "earliest"),
        *dates("held_until?"),
    ]


def _set_aside() -> None:
    op.execute(sa.text("CREATE TABLE node_clock_before AS SELECT * FROM node_clock"))
    op.drop_table("node_clock")


def _bring_back(into: str, what: str) -> None:
    op.execute(sa.text(f"INSERT INTO node_clock ({into}) SELECT {what} FROM node_clock_before"))  # noqa: S608 - names of columns, from here
    op.drop_table("node_clock_before")
