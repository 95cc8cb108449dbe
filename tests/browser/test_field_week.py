"""The planner's week in a real browser: drafted, looked at, published, by mouse and by keyboard."""

from datetime import date

import pytest

from allocator.files.office import read_office
from allocator.services.fieldwork.errands import add_errand_upload
from allocator.services.fieldwork.publishing import list_trips
from allocator.services.runs import run_now
from fixtures.guyang_week import guyang_week, sheet
from tests.browser.conftest import GUYANG

WEEK, MONDAY = "2022-W37", date(2022, 9, 12)
SCREEN = (1280, 720)


@pytest.fixture
def asked(office):
    """Two dozen errands of next week on the books."""
    add_errand_upload(office, "errands.csv", sheet(guyang_week(read_office(GUYANG), MONDAY, count=24)))
    return office


@pytest.fixture
def drafted(asked):
    """The run of a plan of next week, done."""
    return run_now(asked, "field-week", {"week": MONDAY.isoformat(), "seconds": 3})


def click(seen, selector):
    """Press a button or a link, and wait for the page it opens."""
    with seen.page.expect_navigation():
        seen.page.locator(selector).first.click()


def test_a_drafted_week_is_seen_beside_what_stands_and_published(browse, office, drafted, language):
    """From the week one click to the draft, one to publish; a second press publishes nothing more."""
    seen = browse("supervisor", language, *SCREEN).go(f"/field-week?week={WEEK}")
    click(seen, "a[href*='/field-week/drafts/']")
    seen.fits()
    seen.is_clean()
    seen.picture("field-week-draft")
    click(seen, "form[action$='/publication'] button[type=submit]")
    out = len(list_trips(office, MONDAY))
    seen.fits()
    seen.is_clean()
    seen.picture("field-week")
    assert out
