"""An office on its first day: nobody filed a case, nothing was drafted, nobody goes out. Each page leads on."""

import shutil

import pytest

from allocator.persistence.engine import open_database
from allocator.services.access.permissions import create_token
from allocator.services.context import Context
from allocator.services.office.offices import load_office
from tests.browser.conftest import GUYANG, NAMES, THURSDAY_TEN

WITHOUT_CASES = (
    "/inbox", "/inbox?tab=disputes", "/inbox?tab=flags", "/inbox/given", "/intake", "/board", "/board?person=G01", "/field-week",
    "/clocks", "/clocks?list=long_pending", "/indicators/closing_rate", "/load-weeks", "/peers", "/cases?q=1",
    "/laboratory", "/releases", "/draws", "/users", "/users/all/sign-ins", "/own",
)  # fmt: skip
"""Pages that show nothing before the first case; the others are forms, or show people and rules."""
UNLED = """() => [...document.querySelectorAll("main .empty")].filter((one) => one.checkVisibility() && !one.querySelector("a[href], button"))
  .map((one) => one.innerText)"""
PLACES = """() => [...document.querySelectorAll("main .empty a[href^='#']")].map((one) => one.getAttribute("href"))
  .filter((place) => !document.querySelector(place))"""


def loaded(path, migrated_file, folder):
    """A database with the office of a folder just loaded, and a token of every role."""
    shutil.copy(migrated_file, path)
    database = open_database(path)
    context = Context(database, lambda: THURSDAY_TEN)
    load_office(context, folder)
    tokens = {role: create_token(context, NAMES[role], role) for role in NAMES}
    database.close()
    return path, tokens


@pytest.fixture(scope="session")
def furnished(migrated_file, tmp_path_factory):
    """The Guyang office just loaded, people and rules but no case."""
    return loaded(tmp_path_factory.mktemp("first_day") / "office.db", migrated_file, GUYANG)


def leads_on(seen):
    """Whatever is empty has a link or a button to what fills it, and no link leads to a place that is not there."""
    assert seen.page.locator("main .empty").count()
    assert seen.page.evaluate(UNLED) == []
    assert seen.page.evaluate(PLACES) == []
    seen.fits()
    seen.is_clean()


@pytest.mark.parametrize("path", WITHOUT_CASES)
def test_a_page_without_cases_says_what_to_do_and_leads_there(browse, language, path):
    """On the first day, as the administrator who set the office up."""
    leads_on(browse("admin", language, 1280, 720).go(path))
