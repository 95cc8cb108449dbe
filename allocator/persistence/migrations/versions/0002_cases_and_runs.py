"""The cases, who holds them, and the desk's own business: runs, repeated requests, draws, tokens."""

import sqlalchemy as sa
from alembic import op

from allocator.persistence.migrations.words import (
    BIG,
    CASE,
    FLAG,
    HASH,
    INSTANT,
    JSON,
    OFFICER,
    check,
    columns,
    dates,
    index,
    integers,
    references,
    text,
)

revision = "0002"
down_revision = "0001"

TABLES = (
    *("token", "draw_day", "idempotent_request", "run", "charge", "assignment_history", "assignment"),
    *("party_key", "party", "case_file"),
)


def upgrade() -> None:
    """Make the tables."""
    _cases()
    _parties()
    _assignments()
    _charges()
    _runs()
    _desk()


def downgrade() -> None:
    """Remove them."""
    for table in TABLES:
        op.drop_table(table)


def _cases() -> None:
    op.create_table(
        "case_file",
        *integers("id", primary=True),
        *integers("version", "priority"),
        *text(
            "case_key", "case_no", "kind", "title", "cause?", "town?", "origin_case_no?", "previous_handler?", "series?"
        ),
        *text("state", "lane", "track", "livelihood?"),
        *columns(BIG, "claim", "preserved?", "decision"),
        *dates("filed_on", "closed_on?"),
        *columns(INSTANT, "received"),
        *columns(JSON, "assets?", "traits", "learned?", "minutes", "skills", "conversions"),
        *columns(FLAG, "in_series", "certain"),
        sa.UniqueConstraint("case_key"),
        check("claim", "claim >= 0"),
        check("preserved", "preserved IS NULL OR preserved >= 0"),
        check("state", "state IN ('waiting', 'assigned', 'closed')"),
        check("closed_on", "(state = 'closed') = (closed_on IS NOT NULL)"),
    )
    index("case_file", "state", "id")


def _parties() -> None:
    op.create_table(
        "party",
        *references(CASE, "case_id", primary=True),
        *integers("position", primary=True),
        *text("side", "name", "kind", "identity?"),
        check("side", "side IN ('creditor', 'debtor')"),
        check("kind", "kind IN ('person', 'enterprise', 'organ')"),
    )
    op.create_table(
        "party_key",
        *references(CASE, "case_id", primary=True),
        *text("side", "key", primary=True),
        *columns(FLAG, "sure"),
        *text("identity?"),
        check("side", "side IN ('creditor', 'debtor', 'series')"),
    )
    index("party_key", "key", "side", "case_id")


def _assignments() -> None:
    op.create_table(
        "assignment",
        *references(CASE, "case_id", primary=True),
        *references(OFFICER, "handler", "mentor?"),
        *text("how"),
        *dates("since"),
        *columns(JSON, "charges"),
        *columns(BIG, "decision"),
        check("two_people", "mentor IS NULL OR mentor <> handler"),
    )
    index("assignment", "handler")
    op.create_table(
        "assignment_history",
        *references(CASE, "case_id", primary=True),
        *integers("number", primary=True),
        *references(OFFICER, "handler", "mentor?"),
        *text("how"),
        *dates("since"),
        *columns(BIG, "decision"),
    )
    index("assignment_history", "since", "handler", "case_id")


def _charges() -> None:
    op.create_table(
        "charge",
        *references(CASE, "case_id", primary=True),
        *text("holder", primary=True),
        *integers("minutes"),
        check("minutes", "minutes > 0"),
    )
    index("charge", "holder", "minutes")


def _runs() -> None:
    op.create_table(
        "run",
        sa.Column("number", sa.Integer(), primary_key=True),
        *columns(sa.String(36), "id"),
        *text("kind", "actor", "key?", "state", "message_zh", "message_en", "holder?"),
        *columns(JSON, "params", "error?"),
        *columns(FLAG, "inline", "cancel_asked"),
        *integers("progress", "starts"),
        *columns(BIG, "value?", "bound?"),
        sa.Column("result", HASH, sa.ForeignKey("document.digest")),
        *columns(INSTANT, "created_at", "started_at?", "finished_at?"),
        sa.UniqueConstraint("id"),
        sa.UniqueConstraint("actor", "key"),
        check("state", "state IN ('queued', 'running', 'done', 'failed', 'cancelled')"),
        check("progress", "progress BETWEEN 0 AND 1000"),
    )
    index("run", "state", "number")


def _desk() -> None:
    op.create_table(
        "idempotent_request",
        *text("actor", "key", primary=True),
        *columns(HASH, "request_digest"),
        *integers("status"),
        *text("body"),
        *columns(INSTANT, "at"),
    )
    index("idempotent_request", "at")
    op.create_table(
        "draw_day",
        *dates("day", primary=True),
        *columns(HASH, "commitment"),
        *columns(sa.LargeBinary(), "secret"),
        *columns(INSTANT, "committed_at", "revealed_at?"),
    )
    op.create_table(
        "token",
        *columns(HASH, "hash", primary=True),
        *text("actor", "role"),
        *columns(INSTANT, "created_at", "expires_at?"),
    )
