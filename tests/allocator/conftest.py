"""A bureau for the tests of the use cases: Guyang loaded once, copied for every test."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from allocator.persistence.engine import open_database
from allocator.persistence.migrate import upgrade
from allocator.services.context import Context
from allocator.services.intake.filings import import_file
from allocator.services.office.offices import load_office
from fixtures.guyang_month import GUYANG
from tests.allocator.services.laboratory import filings_of_a_year

MORNING = datetime(2022, 9, 30, 1, 0, tzinfo=UTC)


@dataclass
class Clock:
    """A clock a test can set."""

    now: datetime = MORNING

    def __call__(self) -> datetime:
        return self.now

    def next_day(self) -> None:
        """Let a night pass."""
        self.now += timedelta(days=1)


@dataclass
class BureauAtWork:
    """The bureau of the fixture on a database of its own."""

    context: Context
    clock: Clock
    path: Path
    folder: Path = field(default=GUYANG)

    def by(self, actor: str) -> Context:
        """Act as somebody."""
        return replace(self.context, actor=actor)


@pytest.fixture(scope="session")
def guyang_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One database with the bureau loaded, made once a session."""
    path = tmp_path_factory.mktemp("guyang") / "template.db"
    database = open_database(path)
    upgrade(database)
    load_office(Context(database, Clock(), "head"), GUYANG)
    database.close()
    return path


@contextmanager
def at_work(template: Path, folder: Path, now: datetime = MORNING) -> Iterator[BureauAtWork]:
    """Copy a bureau's database into a folder and open it, on some morning."""
    path = folder / "bureau.db"
    shutil.copy(template, path)
    clock = Clock(now)
    database = open_database(path)
    yield BureauAtWork(Context(database, clock, "clerk"), clock, path)
    database.close()


@pytest.fixture
def bureau(guyang_template: Path, tmp_path: Path) -> Iterator[BureauAtWork]:
    """The bureau on the last morning of September 2022, nothing filed yet."""
    with at_work(guyang_template, tmp_path) as bureau:
        yield bureau


@pytest.fixture(scope="session")
def template_of_a_year(guyang_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The fixture bureau with the filings of a year, made once a session."""
    with at_work(guyang_template, tmp_path_factory.mktemp("year")) as bureau:
        import_file(bureau.context, "year.csv", filings_of_a_year())
    return bureau.path


@pytest.fixture
def bureau_of_a_year(template_of_a_year: Path, tmp_path: Path) -> Iterator[BureauAtWork]:
    """The bureau of a test that simulates it, with the filings of a year."""
    with at_work(template_of_a_year, tmp_path) as bureau:
        yield bureau
