"""Users, sessions, one-time links, sign-ins and grants for a time."""

import sqlalchemy as sa
from alembic import op

from allocator.persistence.migrations.words import FLAG, HASH, INSTANT, OFFICER, check, columns, index, references, text

revision = "0008"
down_revision = "0007"

ACCOUNT = "account.name"
TABLES = ("access_grant", "sign_in", "one_time_link", "web_session", "account")


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "account",
        *text("name", primary=True),
        *text("display", "role"),
        *references(OFFICER, "officer?"),
        *text("password?"),
        *columns(FLAG, "disabled"),
        *columns(INSTANT, "created_at"),
    )
    _sessions()
    _sign_ins()
    _grants()


def _sessions() -> None:
    op.create_table(
        "web_session",
        sa.Column("number", sa.Integer, primary_key=True),
        *columns(HASH, "hash"),
        *references(ACCOUNT, "user"),
        *columns(INSTANT, "created_at", "seen_at"),
        *text("address", "browser"),
        sa.UniqueConstraint("hash"),
    )
    index("web_session", "user")
    op.create_table(
        "one_time_link",
        *columns(HASH, "hash", primary=True),
        *references(ACCOUNT, "user?"),
        *columns(INSTANT, "created_at", "expires_at"),
    )


def _sign_ins() -> None:
    op.create_table(
        "sign_in",
        sa.Column("number", sa.Integer, primary_key=True),
        *columns(INSTANT, "at"),
        *columns(sa.String(8), "account"),
        *references(ACCOUNT, "user?"),
        *text("address"),
        *columns(HASH, "device"),
        *text("outcome"),
        check("outcome", "outcome IN ('in', 'failed')"),
    )
    index("sign_in", "account", "at")
    index("sign_in", "address", "at")
    index("sign_in", "at")


def _grants() -> None:
    op.create_table(
        "access_grant",
        sa.Column("number", sa.Integer, primary_key=True),
        *references(ACCOUNT, "user"),
        *text("kind", "what", "because", "given_by"),
        *columns(INSTANT, "given_at", "until"),
        check("kind", "kind IN ('permission', 'role')"),
    )
    index("access_grant", "user")


def downgrade() -> None:
    """Remove them."""
    for table in TABLES:
        op.drop_table(table)
