"""Coming in as people do: by a link once, then by name and password, with a session instead of a token."""

from urllib.parse import urlsplit

from allocator.services.access.access_rules import AccessRules
from allocator.services.access.links import first_link
from allocator.services.access.sign_in import attempts
from allocator.services.loads.board import page
from tests.api.signed import WORDS


def fill(seen, **fields):
    """Fill in the form of the page and send it, until the next page is there."""
    for name, words in fields.items():
        seen.page.locator(f"main input[name={name}]").fill(words)
    with seen.page.expect_navigation():
        seen.page.locator("main button[type=submit]").first.click()


def test_the_first_administrator_comes_in_works_and_comes_back(browse, office, language):
    """The printed link, a case given out by key, out by the top bar, and in again: every form is taken as our own."""
    seen = browse(None, language).go(f"/enter/{first_link(office, AccessRules().links)}")
    seen.is_clean()
    fill(seen, name="head", password=WORDS)
    seen.go("/inbox").turn("Enter")
    assert len(page(office, limit=200, state="assigned")) == 1

    seen.go("/account")
    seen.is_clean()
    with seen.page.expect_navigation():
        seen.page.locator("form[action='/sign-out'] button").first.click()
    seen.go("/inbox")
    assert urlsplit(seen.page.url).path == "/sign-in"
    seen.is_clean()
    fill(seen, name="head", password=WORDS)
    assert urlsplit(seen.page.url).path == "/inbox"


def test_coming_back_to_a_refused_form_sends_nothing_again(browse, office, language):
    """Neither by the back button nor by loading the page again: the form is there, to be filled in."""
    seen = browse(None, language).go("/sign-in?next=/account")
    fill(seen, name="nobody", password="wrong")
    assert seen.page.locator("[role=alert]").count() == 1
    assert seen.page.url.endswith("/sign-in?next=/account")
    seen.page.reload()
    seen.go("/livez")
    seen.page.go_back()

    assert seen.page.locator("main input[name=password]").count() == 1
    assert seen.page.locator("[role=alert]").count() == 0
    assert len(attempts(office)) == 1
