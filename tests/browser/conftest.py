"""The office behind a real browser: a live server over a database of its own, and a page that watches itself.

Skipped, saying so, where no Chromium is found (Debian: `apt-get install chromium fonts-noto-cjk`). Pictures are taken into
docs/pages only when FENLIU_PICTURES is set.
"""

import os
import shutil
import threading
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from werkzeug.serving import make_server

from allocator.files.office import read_office as read_folder
from allocator.persistence.engine import open_database
from allocator.services.access.permissions import ROLES, create_token
from allocator.services.context import Context
from allocator.services.intake.filings import import_file
from allocator.services.office.offices import load_office
from allocator.services.reading import read_office
from allocator.services.run_kinds import jobs_of
from api import create_app
from api.surroundings import Surroundings
from fixtures.generate import generate
from fixtures.sheets import Writer, as_csv
from tests.browser.watched import Watched

CHROMIUM = shutil.which("chromium")
GUYANG = Path(__file__).parents[2] / "fixtures" / "guyang"
PICTURES = Path(__file__).parents[2] / "docs" / "pages"
THURSDAY_TEN = datetime(2022, 9, 8, 2, 0, tzinfo=UTC)
THURSDAY = THURSDAY_TEN.date()
NAMES = {
    "clerk": "白云",
    "supervisor": "高岗",
    "planner": "苏木",
    "admin": "管理员",
    "auditor": "审计员",
    "staff": "戊二坡",
}
LOCALES = {"zh": "zh-CN", "en": "en-US"}


def pytest_collection_modifyitems(items):
    """Mark what needs a browser as slow; without one it is skipped."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.slow)
            if CHROMIUM is None:
                item.add_marker(pytest.mark.skip(reason="no chromium is installed"))


def filings(count=48, until=THURSDAY):
    """A few dozen filings of the fortnight before, as a file."""
    office = read_folder(GUYANG)
    drawn = generate(7, count, date(2022, 8, 25), until, office.rulebook, office.office, numbered_from=1200)
    return as_csv(Writer(office.office, office.rulebook, unit="万元").rows(drawn))


@pytest.fixture(scope="session")
def furnished(migrated_file, tmp_path_factory):
    """The Guyang office with its filings and a token of every role, to be copied."""
    return furnish(tmp_path_factory.mktemp("browser") / "office.db", migrated_file, THURSDAY_TEN)


def furnish(path, migrated_file, now):
    """Load the office and its filings into a new database at an instant; gives its path and the tokens."""
    shutil.copy(migrated_file, path)
    database = open_database(path)
    context = Context(database, lambda: now)
    load_office(context, GUYANG)
    tokens = {role: create_token(context, NAMES[role], role) for role in ROLES}
    report = import_file(context.by(NAMES["clerk"]), "filings.csv", filings(until=now.date()))
    assert report.applied, report.faults
    assert read_office(context)[1] == now.date()
    database.close()
    return path, tokens


@pytest.fixture(scope="session")
def served():
    """The application on a port of this machine, until the session ends; each test puts its own office behind it."""
    app = create_app(Context(None))  # type: ignore[arg-type]
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield app, f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()


@pytest.fixture
def office(served, furnished, tmp_path):
    """The context of this test's office, which the live server shows."""
    path = tmp_path / "office.db"
    shutil.copy(furnished[0], path)
    database = open_database(path)
    context = Context(database, lambda: THURSDAY_TEN)
    served[0].extensions["fenliu"] = Surroundings(context, jobs_of(context))
    yield context
    database.close()


@pytest.fixture(scope="session")
def chromium():
    """The browser of the session."""
    from playwright.sync_api import sync_playwright  # only here, so that the fast tests never wait for it

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM)
        yield browser
        browser.close()


@pytest.fixture
def browse(chromium, served, office, furnished):
    """Open the browser of somebody of a role (None: of nobody yet), in a language, at the size of an office screen."""
    opened = []

    def open_(role="clerk", language="zh", width=1280, height=800):
        window = chromium.new_context(
            viewport={"width": width, "height": height},
            locale=LOCALES[language],
            timezone_id="Asia/Shanghai",
            reduced_motion="reduce",  # a colour on its way to another is nobody's contrast
            base_url=served[1],
            extra_http_headers={"Authorization": f"Bearer {furnished[1][role]}"} if role else {},
        )
        opened.append(window)
        pictures = PICTURES if os.environ.get("FENLIU_PICTURES") else None
        return Watched(window.new_page(), served[1], language, pictures)

    yield open_
    for window in opened:
        window.close()


@pytest.fixture(params=["zh", "en"])
def language(request):
    """Each language in turn."""
    return request.param
