"""Bringing a database to the present form (数据库迁移): written against PostgreSQL, the same steps on SQLite."""

from functools import cache
from typing import Any

import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from allocator.domain.errors import Unavailable
from allocator.domain.words import Text
from allocator.persistence.engine import Database
from allocator.persistence.tables.whole import metadata

UPGRADE_LOCK = 0x66656E6C6976  # another key than the writers' turn
HEAD = "head"
_SCRIPTS = "allocator.persistence:migrations"


def upgrade(database: Database, revision: str = HEAD) -> None:
    """Bring the database to the present form, whole or not at all; safe when several processes start at once.

    One that has it already is only read, so that nobody who looks waits for a writer. Raises Unavailable when a newer version
    of the program has already changed it, and when another writer keeps its turn for half a minute.
    """
    if revision == HEAD and is_current(database):
        return
    with database.reshaping() as connection:
        _take_turn(connection)
        _refuse_newer(current(connection))
        command.upgrade(_config(connection), revision)


def downgrade(database: Database, revision: str) -> None:
    """Take the database back to an earlier form ("base" empties it); for tests and for going back after a bad release."""
    with database.engine.begin() as connection:
        _take_turn(connection)
        command.downgrade(_config(connection), revision)


def is_current(database: Database) -> bool:
    """Say whether the database has the present form: asked by the readiness check."""
    with database.reading() as uow:
        return current(uow.session.connection()) == _present()


def current(connection: sa.Connection) -> str | None:
    """Give the revision a database is at; None when it is empty."""
    return MigrationContext.configure(connection).get_current_revision()


def differences(database: Database) -> list[Any]:
    """List where the tables of the database are not those the program declares; empty when they agree."""
    options = {"compare_type": True, "compare_server_default": True, "include_object": _ours}
    with database.engine.connect() as connection:
        return list(compare_metadata(MigrationContext.configure(connection, opts=options), metadata))


def _ours(_item: object, name: str | None, kind: str, reflected: bool, _other: object) -> bool:  # noqa: FBT001
    """Leave out what the job engine keeps in the same database."""
    return kind != "table" or not reflected or name in metadata.tables


def _take_turn(connection: sa.Connection) -> None:
    """Let one process migrate at a time; on SQLite the transaction itself is the turn."""
    if connection.dialect.name == "postgresql":
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(UPGRADE_LOCK)))


def _refuse_newer(found: str | None) -> None:
    if found is None or found in {script.revision for script in _scripts().walk_revisions()}:
        return
    raise Unavailable(
        Text(f"数据库版本 {found} 比本程序新。", f"The database is at {found}, which this program does not know."),
        Text(
            "请使用较新的 fenliu，或恢复升级前的备份。",
            "Use a newer fenliu, or restore the backup made before the upgrade.",
        ),
        code="database-newer",
        facts={"revision": found},
    )


@cache
def _present() -> str | None:
    """Give the present form: the steps are part of the program, so every command and readiness check need not read them anew."""
    return _scripts().get_current_head()


def _scripts() -> ScriptDirectory:
    return ScriptDirectory.from_config(_config(None))


def _config(connection: sa.Connection | None) -> Config:
    config = Config()
    config.set_main_option("script_location", _SCRIPTS)
    config.attributes["connection"] = connection
    return config
