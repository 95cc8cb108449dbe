"""Words in which the revisions are written. Released revisions rest on them: add words, never change one."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

BIG = sa.BigInteger()
INSTANT = sa.DateTime(timezone=True)
HASH = sa.String(64)
FLAG = sa.Boolean()
JSON = sa.JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")
CASE = "case_file.id"
OFFICER = "officer.code"


def columns(kind: sa.types.TypeEngine[Any], *names: str, primary: bool = False) -> list[sa.Column[Any]]:
    """Make columns of one kind; a name that ends in "?" may be null."""
    return [
        sa.Column(name.rstrip("?"), kind, nullable=name.endswith("?"), primary_key=primary, autoincrement=False)
        for name in names
    ]


def text(*names: str, primary: bool = False) -> list[sa.Column[Any]]:
    """Make text columns."""
    return columns(sa.Text(), *names, primary=primary)


def integers(*names: str, primary: bool = False) -> list[sa.Column[Any]]:
    """Make integer columns."""
    return columns(sa.Integer(), *names, primary=primary)


def dates(*names: str, primary: bool = False) -> list[sa.Column[Any]]:
    """Make date columns."""
    return columns(sa.Date(), *names, primary=primary)


def references(target: str, *names: str, primary: bool = False) -> list[sa.Column[Any]]:
    """Make columns that name a row of another table."""
    kind = sa.Integer() if target.endswith(".id") else sa.Text()
    return [
        sa.Column(
            name.rstrip("?"),
            kind,
            sa.ForeignKey(target),
            nullable=name.endswith("?"),
            primary_key=primary,
            autoincrement=False,
        )
        for name in names
    ]


def check(name: str, rule: str) -> sa.CheckConstraint:
    """Make a rule that the database keeps."""
    return sa.CheckConstraint(rule, name=name)


def index(table: str, *columns: str) -> None:
    """Make an index with its usual name."""
    op.create_index(f"ix_{table}_{'_'.join(columns)}", table, list(columns))
