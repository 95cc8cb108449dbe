"""The decision log and the office: the first form of the database, as far as the office's own files fill it."""

import sqlalchemy as sa
from alembic import op

from allocator.persistence.migrations import log_guard
from allocator.persistence.migrations.words import (
    BIG,
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

revision = "0001"
down_revision = None

TABLES = (
    *("decision_log", "log_head", "bureau", "document", "officer_skill", "pairing", "absence", "reduction", "recusal"),
    *("officer", "team", "vehicle", "town", "town_minutes", "calendar_day", "rulebook", "office_edit"),
)


def upgrade() -> None:
    """Make the tables, the empty log and its guard."""
    _log()
    _bureau()
    _people()
    _periods()
    _recusals()
    _resources()
    _rulebooks()
    _edits()
    log_guard.put_up()


def downgrade() -> None:
    """Remove everything."""
    for table in TABLES:
        op.drop_table(table)
    log_guard.take_down()


def _log() -> None:
    seq = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "decision_log",
        *columns(seq, "seq", primary=True),
        *text("at", "actor", "kind", "body"),
        *columns(BIG, "case_id?"),
        *columns(HASH, "prev_hash", "hash"),
        check("seq", "seq > 0"),
    )
    index("decision_log", "case_id")
    index("decision_log", "kind", "at")
    head = op.create_table(
        "log_head",
        *integers("id", primary=True),
        *columns(BIG, "seq"),
        *columns(HASH, "hash"),
        check("one_row", "id = 1"),
    )
    op.bulk_insert(head, [{"id": 1, "seq": 0, "hash": "0" * 64}])
    op.create_table(
        "document",
        *columns(HASH, "digest", primary=True),
        *text("kind"),
        *columns(sa.LargeBinary(), "body"),
    )


def _bureau() -> None:
    op.create_table(
        "bureau",
        *integers("id", primary=True),
        *text("code", "name_zh", "name_en", "court_zh", "court_en", "timezone", "country", "opens", "closes"),
        *text("case_no_pattern", "command_centre_zh?", "command_centre_en?", "seat?"),
        *integers("day_minutes", "version"),
        sa.Column("office_digest", HASH, sa.ForeignKey("document.digest"), nullable=False),
        check("one_row", "id = 1"),
        check("day_minutes", "day_minutes BETWEEN 1 AND 1440"),
    )


def _people() -> None:
    op.create_table(
        "team",
        *text("code", primary=True),
        *integers("position"),
        *text("name_zh", "name_en", "lead?"),
        *columns(JSON, "lanes"),
    )
    op.create_table(
        "officer",
        *text("code", primary=True),
        *integers("position", "share"),
        *text("name", "role"),
        *references("team.code", "team?"),
        *dates("entered", "left_on?"),
        *columns(FLAG, "filed"),
        check("share", "share BETWEEN 0 AND 1000"),
    )
    op.create_table(
        "officer_skill",
        *integers("position", primary=True),
        *references(OFFICER, "officer"),
        *text("skill", "evidence"),
        *dates("expires?"),
    )
    index("officer_skill", "officer")


def _periods() -> None:
    op.create_table(
        "pairing",
        *integers("position", primary=True),
        *references(OFFICER, "mentor", "apprentice"),
        *dates("first", "last?"),
        check("two_people", "mentor <> apprentice"),
        check("period", "last IS NULL OR last >= first"),
    )
    op.create_table(
        "absence",
        *integers("position", primary=True),
        *references(OFFICER, "officer"),
        *dates("first", "last?"),
        *text("reason"),
        check("period", "last IS NULL OR last >= first"),
    )
    op.create_table(
        "reduction",
        *integers("position", primary=True),
        *references(OFFICER, "officer"),
        *text("kind"),
        *integers("permille"),
        *dates("first", "last?"),
        check("permille", "permille BETWEEN 0 AND 1000"),
        check("period", "last IS NULL OR last >= first"),
    )
    index("absence", "officer")
    index("reduction", "officer")


def _recusals() -> None:
    op.create_table(
        "recusal",
        *integers("position", primary=True),
        *references(OFFICER, "officer"),
        *text("relation", "state", "party?", "identity?", "case_no?"),
        *dates("since?"),
        check("state", "state IN ('declared', 'challenged', 'upheld', 'dismissed')"),
    )
    index("recusal", "officer")


def _resources() -> None:
    op.create_table(
        "vehicle",
        *text("code", primary=True),
        *integers("position", "seats"),
        *text("name", "kind"),
        check("seats", "seats > 0"),
    )
    op.create_table(
        "town",
        *text("name", primary=True),
        *integers("position", "minutes"),
        *text("name_en", "code", "lat", "lon", "source"),
        *columns(JSON, "aliases"),
        check("minutes", "minutes >= 0"),
    )
    op.create_table(
        "town_minutes",
        *integers("position", primary=True),
        *text("origin", "target", "source"),
        *integers("minutes"),
        check("minutes", "minutes >= 0"),
    )
    op.create_table("calendar_day", *dates("day", primary=True), *columns(FLAG, "working", primary=True))


def _rulebooks() -> None:
    op.create_table(
        "rulebook",
        *columns(HASH, "digest", primary=True),
        *text("version", "toml"),
        *dates("effective_from"),
        *integers("loaded_seq"),
        sa.UniqueConstraint("loaded_seq"),
    )


def _edits() -> None:
    op.create_table(
        "office_edit",
        sa.Column("number", sa.Integer(), primary_key=True),
        *dates("day"),
        *text("table", "key", "officer?"),
        *columns(INSTANT, "at"),
    )
    index("office_edit", "day")
