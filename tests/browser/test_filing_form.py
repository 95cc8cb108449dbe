"""One filing typed in by hand, with what triage says of it while it is typed."""

from allocator.services.access.access_rules import AccessRules
from allocator.services.access.links import first_link
from tests.api.pages.cases.test_filing_form import TYPED
from tests.api.signed import WORDS
from tests.browser.test_intake import bring, on_docket, press_import
from tests.browser.test_sign_in import fill
from tests.intake_files import a_file, a_row


def type_in(seen):
    """Type a filing into the form of the page."""
    for name, text in TYPED.items():
        seen.page.locator(f"#in-{name}").fill(text)
    seen.page.locator("#suggestion .lead").wait_for()
    return seen


def test_what_triage_says_comes_while_one_types(browse, office, language):
    """No button until it is filed; Enter files it, and the form is ready for the next."""
    before = on_docket(office)
    seen = browse("clerk", language).go("/intake/new")
    seen.is_clean()
    seen.fits()
    type_in(seen)
    assert ("Ask next" in seen.text("#suggestion")) is (language == "en")
    assert on_docket(office) == before
    seen.is_clean()
    seen.picture("intake-form")

    with seen.page.expect_navigation():
        seen.page.locator("#in-town").press("Enter")
    assert on_docket(office) == before + 1
    assert seen.page.locator("#in-case_no").input_value() == ""
    seen.is_clean()
    browse("clerk", language, 640, 360).go("/intake/new").fits()


def lose_session(office):
    """End every session, as if the night had passed."""
    with office.database.writing() as uow:
        uow.sessions.end("head")
        uow.commit()


def sign_in_beside(seen):
    """Follow the note's link: sign in on another tab, and come back."""
    with seen.page.context.expect_page() as opened:
        seen.page.locator("#lost a").click()
    tab = opened.value
    tab.locator("main input[name=name]").fill("head")
    tab.locator("main input[name=password]").fill(WORDS)
    with tab.expect_navigation():
        tab.locator("main button[type=submit]").first.click()
    tab.close()


def test_who_loses_the_session_goes_on_with_the_work(browse, office):
    """A cell of a file put right, a filing half typed: both pages stay as they are; signed in beside them, one goes on."""
    before = on_docket(office)
    seen = browse(None).go(f"/enter/{first_link(office, AccessRules().links)}")
    fill(seen, name="head", password=WORDS)
    bring(seen.go("/intake"), a_file(a_row(1), a_row(2, day="昨天")))
    lose_session(office)
    cell = seen.page.locator("#row-3 input[aria-invalid]")
    cell.fill("2022-09-05")
    cell.press("Tab")
    sign_in_beside(seen)
    cell.fill("2022-09-06")
    cell.press("Tab")
    press_import(seen)
    assert on_docket(office) == before + 2

    type_in(seen.go("/intake/new"))
    lose_session(office)
    seen.page.locator("#in-cause").fill("买卖合同纠纷")
    sign_in_beside(seen)
    with seen.page.expect_navigation():
        seen.page.locator("#filing button.btn-primary").click()
    assert on_docket(office) == before + 3


def test_a_form_sent_after_the_session_was_lost_is_sent_on(browse, office):
    """Signed in again, one press sends what was filled in."""
    before = on_docket(office)
    seen = browse(None).go(f"/enter/{first_link(office, AccessRules().links)}")
    fill(seen, name="head", password=WORDS)
    type_in(seen.go("/intake/new"))
    lose_session(office)
    with seen.page.expect_navigation():
        seen.page.locator("#filing button.btn-primary").click()
    fill(seen, name="head", password=WORDS)
    with seen.page.expect_navigation():
        seen.page.locator("main button[type=submit]").first.click()

    assert on_docket(office) == before + 1


def test_the_note_that_the_session_is_over_moves_nothing(browse, office):
    """It comes while one presses a button, and the button must still be there when it is let go."""
    seen = browse(None).go(f"/enter/{first_link(office, AccessRules().links)}")
    fill(seen, name="head", password=WORDS)
    type_in(seen.go("/intake/new"))
    seen.page.wait_for_load_state("networkidle")
    button = seen.page.locator("#filing button.btn-primary")
    before = button.bounding_box()
    lose_session(office)
    seen.page.locator("#in-cause").fill("买卖合同纠纷")
    seen.page.locator("#lost .banner").wait_for()

    assert button.bounding_box() == before
