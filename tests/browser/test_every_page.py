"""Every page of the top bar, and those reached from them, in a real browser: clean for everybody, whole on a small screen."""

import shutil

import pytest

from allocator.persistence.engine import open_database
from allocator.services.assignment.giving import assign
from allocator.services.context import Context
from allocator.services.loads.board import page
from tests.browser.conftest import NAMES, THURSDAY_TEN

GIVEN_OUT = 30
PICTURES = {
    "/board": "board",
    "/clocks": "clocks",
    "/indicators": "indicators",
    "/cases/1": "case",
    "/cases/1/sheet": "decision-sheet",
    "/users": "users",
    "/sign-in": "sign-in",
}
"""Pages whose picture no walk of their own takes."""
PATHS = ("/", "/inbox", "/intake", "/intake/new", "/board", "/field-week",
         "/field-week/changes", "/field-week/calendars", "/clocks", "/clocks?list=long_pending", "/indicators",
         "/indicators/closing_rate", "/load-weeks", "/peers", "/cases/1", "/cases/1/sheet", "/cases?q=1", "/users", "/sign-in",
         "/laboratory", "/laboratory/scenarios", "/releases", "/laboratory/targets",
         "/laboratory/scenarios?file=baseline.toml&file=third_regular_team.toml")  # fmt: skip


@pytest.fixture(scope="session")
def furnished(furnished, tmp_path_factory):
    """The same office with most of its cases given out, so that no page is looked at empty."""
    path = tmp_path_factory.mktemp("given") / "office.db"
    shutil.copy(furnished[0], path)
    database = open_database(path)
    context = Context(database, lambda: THURSDAY_TEN, NAMES["supervisor"])
    for case in page(context, limit=GIVEN_OUT, state="waiting"):
        assign(context, case.id)
    database.close()
    return path, furnished[1]


@pytest.mark.parametrize("path", PATHS)
def test_a_page_is_clean_and_fits(browse, language, path):
    """No complaint, nobody outside asked, nothing for axe to find; nothing cut off at 1280 x 720."""
    seen = browse("admin", language, 1280, 720).go(path)

    seen.fits()
    seen.is_clean()
    if path in PICTURES:
        seen.picture(PICTURES[path])
