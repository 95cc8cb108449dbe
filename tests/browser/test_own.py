"""Somebody's own day in a real browser: what is due, where they go, and a calendar for the telephone."""

import pytest

from allocator.services.assignment.giving import assign
from allocator.services.fieldwork.publishing import publish_by_hand
from allocator.services.fieldwork.seeing import read_week
from allocator.services.loads.board import page
from fixtures.field_booking import book
from tests.allocator.services.fieldwork.house import MONDAY, a_place, an_errand
from tests.api.signed import WORDS, a_user
from tests.browser.test_sign_in import fill


@pytest.fixture
def rider(office):
    """Somebody with cases of their own, two of which take them out next week, who may sign in."""
    for case in page(office, limit=200, state="waiting"):
        assign(office, case.id)
    held = page(office, limit=200, state="assigned")
    code = held[0].holding.officer if held[0].holding else ""
    for number, case in enumerate([case for case in held if case.holding and case.holding.officer == code][:2]):
        an_errand(office, case_no=case.case_no, place=a_place(number))
    publish_by_hand(office, MONDAY, book(read_week(office, MONDAY)).trips)
    a_user(office, "own", "staff", code)
    return "own"


def test_somebody_sees_their_day_and_makes_a_calendar(browse, rider, language):
    """Signed in they are on their own page; one press makes the address, and it is shown once."""
    seen = browse(None, language, 1280, 720).go("/own")
    fill(seen, name=rider, password=WORDS)
    seen.go("/own")
    seen.fits()
    seen.is_clean()
    seen.picture("own")
    with seen.page.expect_navigation():
        seen.page.locator("form[action='/own/calendar'] button").click()
    seen.is_clean()
    assert seen.text("code").endswith(".ics")
    seen.go("/own")
    assert not seen.page.locator("code").count()
