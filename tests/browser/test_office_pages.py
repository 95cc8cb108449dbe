"""The administrator's jobs in a real browser: people, vehicles, calendar, rulebook; each within its clicks, clean in both languages."""

import pytest

from allocator.services.office.calendar_years import read_year
from allocator.services.office.people_pages import read_people
from allocator.services.reading import read_office

PAGES = {
    "people": "/people",
    "person": "/people/G09",
    "vehicles": "/vehicles",
    "calendar": "/calendar",
    "rulebook": "/rulebook",
    "draws": "/draws",
}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_of_the_office_is_clean_and_fits(browse, language, name):
    """No complaint, nobody outside asked, nothing for axe to find; whole on a small screen and at 200 % zoom."""
    seen = browse("admin", language).go(PAGES[name])
    seen.is_clean()
    seen.picture(name)

    for width, height in ((1280, 720), (640, 360)):
        browse("admin", language, width, height).go(PAGES[name]).fits()


def test_a_day_is_corrected_in_three_clicks_from_the_first_page(browse, office, language):
    """The office, its calendar, the day with its reason; it stands marked in its month."""
    seen = browse("admin", language).go("/")
    seen.page.locator(".entries a[href='/people']").click()
    seen.page.locator(".sub a[href='/calendar']").click()
    seen.page.locator("#day").fill("2022-10-10")
    seen.page.locator("#because").fill("停电检修")
    with seen.page.expect_navigation():
        seen.page.locator("form[action='/calendar'] button").click()

    assert [str(one.day) for one in read_year(office).corrections] == ["2022-10-10"]
    assert seen.page.locator(".month .corrected").count() == 1
    seen.is_clean()


def test_whoever_leaves_is_told_what_that_touches(browse, office, language):
    """A mentor's pair goes on: told, confirmed by Enter, kept."""
    seen = browse("admin", language).go("/people/G14")
    seen.page.locator("#left").fill("2022-09-30")
    seen.page.locator("section[aria-labelledby=change] input[name=because]").fill("调令 2022-9")
    with seen.page.expect_navigation():
        seen.page.locator("section[aria-labelledby=change] button").click()
    seen.is_clean()
    seen.picture("office-told")
    assert read_office(office)[0].officer("G14").left is None
    seen.turn("Enter")

    assert str(read_office(office)[0].officer("G14").left) == "2022-09-30"


def test_a_double_click_puts_an_absence_down_once(browse, office):
    """The form goes off once, and a second time would be told apart."""
    seen = browse("supervisor").go("/people/G08")
    form = seen.page.locator("section[aria-labelledby=absences] form").last
    form.locator("input[name=first]").fill("2022-10-10")
    form.locator("input[name=last]").fill("2022-10-12")
    with seen.page.expect_navigation():
        form.locator("button").dblclick()

    assert len(read_people(office).office.absences_of("G08")) == 1
    seen.is_clean()
