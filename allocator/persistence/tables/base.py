"""What all tables share: names of constraints, and columns that mean the same on both databases."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from typing import Any, TypeAlias, cast

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, Session

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """The parent of every table."""

    metadata = sa.MetaData(naming_convention=NAMES)


AnyRow: TypeAlias = sa.Row[*tuple[Any, ...]]
"""A row of any columns."""


class UTCDateTime(sa.types.TypeDecorator[datetime]):
    """An instant: aware on both sides, in UTC; SQLite, which has no zones, keeps the bare UTC time."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        """Bring an instant to UTC; one without a zone is refused."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value} has no time zone.")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        """Give the zone back."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if dialect.name == "sqlite" else value.astimezone(UTC)


def json_column() -> sa.types.TypeEngine[Any]:
    """A JSON value; Python's None is SQL's NULL (unknown), never JSON's null."""
    return sa.JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")


def core(table: type[Base]) -> sa.Table:
    """Give the table itself: whole lists of rows are written without the weight of objects."""
    return cast("sa.Table", table.__table__)


def put_rows(session: Session, table: type[Base], names: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Write very many rows at once, as the driver takes them: dates as the database keeps them, no documents among them."""
    if not rows:
        return
    place, plain = ("?", _as_text) if is_sqlite(session) else ("%s", tuple)
    columns, places = ", ".join(names), ", ".join([place] * len(names))
    insert = f"INSERT INTO {core(table).name} ({columns}) VALUES ({places})"  # noqa: S608 - names of ours
    session.connection().exec_driver_sql(insert, [plain(row) for row in rows])


def _as_text(row: Iterable[Any]) -> tuple[Any, ...]:
    return tuple([value.isoformat() if isinstance(value, date) else value for value in row])


def is_sqlite(session: Session) -> bool:
    """Say whether a session speaks to the embedded database."""
    return session.get_bind().dialect.name == "sqlite"


def is_in(session: Session, column: Any, values: Iterable[Any]) -> sa.ColumnElement[bool]:
    """Say that a column has one of any number of values: one parameter, so one statement whatever the size."""
    listed = list(values)
    found: sa.ColumnElement[bool]
    if is_sqlite(session):
        among = sa.func.json_each(sa.literal(listed, sa.JSON())).table_valued("value")
        found = column.in_(sa.select(among.c.value))
    else:
        found = column == sa.any_(sa.literal(listed, sa.ARRAY(column.type)))
    return found
