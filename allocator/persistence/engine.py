"""Opening the database (数据库): SQLite by default, PostgreSQL by URL, with units of work that behave alike on both.

A decision reads the loads of the whole office and then changes one of them. Two such decisions at once would each see
the loads without the other, so there is one writer at a time on either database: SQLite by BEGIN IMMEDIATE, PostgreSQL
by an advisory lock taken before the first read. Readers never wait for the writer and see one instant of the office.
"""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.exc import ArgumentError, DataError, DBAPIError, OperationalError

from allocator.domain.errors import AllocatorError, BadInput, Unavailable
from allocator.domain.hidden import NOTHING, Hidden
from allocator.domain.words import Text
from allocator.persistence.driver_words import refused_by_database
from allocator.persistence.unit_of_work import PartOfUnit, UnitOfWork
from allocator.persistence.veil import OfficeSession, hide, veil

DEFAULT_DATABASE = "sqlite:///var/fenliu.db"
WRITER_LOCK = 0x66656E6C6975  # "fenliu", the key of the advisory lock that makes writers take turns
WAIT_SECONDS = 30
_READ_ONLY = "fenliu_read_only"
_to_json = partial(json.dumps, ensure_ascii=False, sort_keys=True)


@dataclass(frozen=True)
class Database:
    """The office's database; opened once in a process and shared by its threads."""

    engine: sa.Engine
    known_documents: set[str] = field(default_factory=set, repr=False, compare=False)
    hidden: Hidden = NOTHING

    @property
    def is_sqlite(self) -> bool:
        """Say whether it is the embedded database (one file), and not a server."""
        return self.engine.dialect.name == "sqlite"

    @property
    def path(self) -> Path | None:
        """The file of the embedded database; None on a server."""
        return Path(str(self.engine.url.database)) if self.is_sqlite else None

    @property
    def url(self) -> str:
        """The URL with driver and password, as `open_database` takes it again."""
        return self.engine.url.render_as_string(hide_password=False)

    @contextmanager
    def reading(self) -> Iterator[UnitOfWork]:
        """Read one instant of the office, as far as it is for whoever asks; writing inside is refused by the database itself."""
        with _told(), self._unit(self._reader) as uow, veil(uow.session):
            yield uow

    @contextmanager
    def writing(self) -> Iterator[UnitOfWork]:
        """Change the office: kept whole by `uow.commit()`, undone when the block is left without it.

        Raises Unavailable ("database-busy") when another writer keeps its turn for half a minute.
        """
        with _told(), self._unit(self.engine) as uow:
            if not self.is_sqlite:
                uow.session.execute(sa.select(sa.func.pg_advisory_xact_lock(WRITER_LOCK)))
            yield uow

    @contextmanager
    def noting(self) -> Iterator[UnitOfWork]:
        """Write what no decision reads (progress of a run): like `writing`, but on a server without taking the turn."""
        with _told(), self._unit(self.engine) as uow:
            yield uow

    @contextmanager
    def reshaping(self) -> Iterator[sa.Connection]:
        """Change the tables themselves, whole or not at all; raises Unavailable like `writing`."""
        with _told(), self.engine.begin() as connection:
            yield connection

    def within(self, uow: UnitOfWork) -> "Database":
        """Give the database as seen from within a unit of work: what is read and written joins it, for it to keep."""
        return _Within(self.engine, self.known_documents, self.hidden, uow)

    def hiding(self, hidden: Hidden) -> "Database":
        """Give the database as somebody sees it: what is hidden from them is left out of whatever is read."""
        return replace(self, hidden=hidden)

    def close(self) -> None:
        """Let go of every connection."""
        self.engine.dispose()

    @contextmanager
    def _unit(self, engine: sa.Engine) -> Iterator[UnitOfWork]:
        with OfficeSession(engine, autobegin=False, expire_on_commit=False) as session:
            hide(session, self.hidden)
            session.begin()
            session.connection()  # the turn is taken now, not at the first statement
            yield UnitOfWork(session, self.known_documents)

    @cached_property
    def _reader(self) -> sa.Engine:
        options: dict[str, Any] = {_READ_ONLY: True}
        if not self.is_sqlite:
            options |= {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        return self.engine.execution_options(**options)


@dataclass(frozen=True)
class _Within(Database):
    """The database from within a unit of work, whose own commit alone keeps what was done."""

    uow: UnitOfWork | None = None

    @contextmanager
    def _unit(self, engine: sa.Engine) -> Iterator[UnitOfWork]:  # noqa: ARG002
        if self.uow is None:
            raise TypeError("There is no unit of work to be within.")
        yield PartOfUnit(self.uow.session, self.known_documents)


def open_database(url: str | os.PathLike[str]) -> Database:
    """Open a database named by `sqlite:///path`, a bare path or `postgresql://…`; raises Unavailable with a remedy.

    The file of an embedded database is made when missing; its folder only where it is the default one.
    """
    parsed = _parse(os.fspath(url))
    engine = _sqlite(parsed) if parsed.get_backend_name() == "sqlite" else _postgresql(parsed)
    try:
        with _told(parsed), engine.connect():
            return Database(engine)
    except AllocatorError:
        engine.dispose()
        raise


def _make_private(file: Path) -> None:
    """Make a new database file that its owner alone may read: it holds the secret of the running day."""
    with suppress(OSError):  # what cannot be made is told when it is opened
        os.close(os.open(file, os.O_CREAT | os.O_EXCL, 0o600))


def _parse(url: str) -> sa.URL:
    if "://" not in url:
        return sa.URL.create("sqlite", database=url)
    try:
        parsed = sa.make_url(url.replace("postgres://", "postgresql://", 1))
    except ArgumentError as error:
        raise _unusable(url) from error
    if parsed.get_backend_name() == "postgresql":
        return parsed.set(drivername="postgresql+psycopg")
    if parsed.get_backend_name() != "sqlite" or not parsed.database or parsed.database == ":memory:":
        raise _unusable(parsed.render_as_string())
    return parsed


def _sqlite(url: sa.URL) -> sa.Engine:
    folder = Path(str(url.database)).absolute().parent
    if url == sa.make_url(DEFAULT_DATABASE):
        folder.mkdir(exist_ok=True)
    if not folder.is_dir():
        text = Text(f"文件夹 {folder} 不存在，无法打开数据库。", f"The folder {folder} of the database does not exist.")
        remedy = Text("请先建立该文件夹，或改用其他路径。", "Make the folder, or name another path.")
        raise Unavailable(text, remedy, code="database-unopenable", facts={"path": str(url.database)})
    _make_private(Path(str(url.database)))
    engine = sa.create_engine(
        url,
        json_serializer=_to_json,
        hide_parameters=True,  # names and amounts belong in no log
        pool_size=16,
        max_overflow=64,
        pool_timeout=WAIT_SECONDS,
        connect_args={"timeout": WAIT_SECONDS, "check_same_thread": False},
    )
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:
    """Hand transactions to us (the stock driver's deferred ones lose updates); WAL lets readers go on beside the writer.

    WAL with synchronous NORMAL keeps every commit over kill -9; a power cut may lose the last ones, never tear one.
    """
    connection.isolation_level = None
    for pragma in (
        "journal_mode=WAL",
        "synchronous=NORMAL",
        "foreign_keys=ON",
        "cache_size=-65536",
        "mmap_size=268435456",
    ):
        connection.execute(f"PRAGMA {pragma}").close()


def _begin_sqlite(connection: sa.Connection) -> None:
    """Begin by intention: a reader takes no lock and may not write; a writer takes its turn before it reads."""
    read_only = connection.get_execution_options().get(_READ_ONLY, False)
    connection.exec_driver_sql(f"PRAGMA query_only={'ON' if read_only else 'OFF'}")
    connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")


def _postgresql(url: sa.URL) -> sa.Engine:
    options = f"-c lock_timeout={WAIT_SECONDS * 1000} -c timezone=UTC"
    return sa.create_engine(
        url,
        json_serializer=_to_json,
        hide_parameters=True,  # names and amounts belong in no log
        pool_size=10,
        max_overflow=20,
        pool_timeout=WAIT_SECONDS,
        pool_pre_ping=True,
        connect_args={"options": options, "connect_timeout": 10, "application_name": "fenliu"},
    )


@contextmanager
def _told(url: sa.URL | None = None) -> Iterator[None]:
    """Turn the driver's complaints about the database itself into an error with a next step."""
    try:
        yield
    except OperationalError as error:
        raise _unopenable(url, error) if url else _busy_or_gone(error) from error
    except sa.exc.TimeoutError as error:
        raise _busy(str(error)) from error
    except (DataError, OverflowError, UnicodeEncodeError) as error:
        raise _unkeepable(error) from error
    except DBAPIError as error:
        if url is None:
            raise
        raise _unopenable(url, error) from error


def _busy_or_gone(error: OperationalError) -> AllocatorError | OperationalError:
    said = str(error.orig)
    if "locked" in said or "lock timeout" in said:
        return _busy(said)
    if error.connection_invalidated or "connection" in said or "unable to open" in said or "disk" in said:
        text = Text("数据库连接中断：{why}。", "The database cannot be reached any more: {why}.")
        return Unavailable(
            text.fill(why=refused_by_database(error)),
            Text("请检查数据库后重试。", "Check the database and try again."),
            code="database-gone",
        )
    return error


def _busy(said: str) -> Unavailable:
    return Unavailable(
        Text("数据库正忙，本次操作未保存。", "The database is busy; nothing of this was saved."),
        Text(
            "请稍后重试；若一直如此，请查看是否有导入正在进行。",
            "Try again; if it lasts, see whether an import is running.",
        ),
        code="database-busy",
        facts={"said": said},
    )


def _unkeepable(error: Exception) -> BadInput:
    return BadInput(
        Text("有数值或字符超出数据库能保存的范围。", "A number or character is beyond what the database can keep."),
        Text("请检查金额位数及特殊字符。", "Check the size of amounts, and special characters."),
        code="value-refused",
        facts={"error": type(getattr(error, "orig", None) or error).__name__},
    )


def _unusable(url: str) -> Unavailable:
    return Unavailable(
        Text(f"不能使用数据库地址 {url}。", f"The database address {url} cannot be used."),
        Text(
            "请用文件路径、sqlite:///路径 或 postgresql://用户@主机/库名。",
            "Give a file path, sqlite:///path or postgresql://user@host/name.",
        ),
        code="database-unopenable",
    )


def _unopenable(url: sa.URL, error: DBAPIError) -> Unavailable:
    place = url.render_as_string()
    text = Text("无法打开数据库 {place}：{why}。", "The database {place} cannot be opened: {why}.")
    return Unavailable(
        text.fill(place=place, why=refused_by_database(error)),
        Text("请检查路径、权限、地址和口令。", "Check path, permissions, address and password."),
        code="database-unopenable",
        facts={"url": place},
    )
