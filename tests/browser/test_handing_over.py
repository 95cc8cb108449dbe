"""A handler named with a second person's yes, and a leaver's cases handed over from their page: both signed in, within their clicks."""

import pytest

from allocator.services.assignment.giving import assign
from allocator.services.cases.casework import read_case
from allocator.services.loads.board import page
from allocator.services.log_check import verify_log
from allocator.services.run_kinds import jobs_of
from allocator.services.runs import list_runs
from tests.api.signed import WORDS, a_user
from tests.browser.test_sign_in import fill

ASKER, SECOND = "高副局长", "苏组长"
LEAVER = "G08"


@pytest.fixture
def given_out(office):
    """The office with its waiting cases given out, and two people of it who may name handlers."""
    for case in page(office, limit=40, state="waiting"):
        assign(office, case.id)
    for name in (ASKER, SECOND):
        a_user(office, name, "supervisor")
    return office


@pytest.fixture
def signed_in(browse, language):
    """Somebody's browser once they are signed in, counting what they click from there on."""

    def sign_in(name):
        seen = browse(None, language, 1280, 720).go("/sign-in")
        fill(seen, name=name, password=WORDS)
        seen.clicks = 0
        return seen

    return sign_in


def click(seen, selector):
    """Click what opens a page, count it, and wait until the page is there."""
    seen.clicks += 1
    with seen.page.expect_navigation():
        seen.page.locator(selector).first.click()


def search(seen, case_no):
    """Find a case by its number from wherever one is, by keyboard alone."""
    seen.press("/")
    seen.page.keyboard.type(case_no)
    seen.turn("Enter")


def test_a_named_handler_is_asked_for_by_one_and_approved_by_another(given_out, signed_in):
    """Asked on the case's page in one form; the other finds the case under a tab of the inbox, and a click gives it; the asker cannot."""
    case = next(case for case in page(given_out, limit=200, state="assigned") if case.holding)
    asker = signed_in(ASKER)
    search(asker, case.case_no)
    form = "form[action$='/handler']"
    to = asker.page.locator(f"{form} select[name=officer] option").nth(1).get_attribute("value")
    asker.page.locator(f"{form} select[name=officer]").select_option(to)
    asker.page.locator(f"{form} select[name=reason]").select_option("integrity")
    asker.page.locator(f"{form} input[name=note]").fill("由分管领导交办")
    click(asker, f"{form} button[type=submit]")
    waiting = "form[action$='/handler/approval']"
    assert asker.page.locator(f"{waiting} button").get_attribute("name") == "withdraw"
    assert read_case(given_out, case.id)[0].holding == case.holding
    asker.is_clean()
    asker.fits()

    second = signed_in(SECOND).go("/inbox")
    second.clicks = 0
    click(second, "nav.tabs a[href*='tab=flags']")
    assert case.case_no in second.text("main")
    second.is_clean()
    second.fits()
    click(second, f"p.box a[href='/cases/{case.id}']")
    assert ASKER in second.text(waiting)
    second.is_clean()
    click(second, f"{waiting} button.btn-primary")
    holding = read_case(given_out, case.id)[0].holding

    assert holding
    assert holding.officer == to
    assert second.page.locator(waiting).count() == 0
    assert (asker.clicks, second.clicks) == (1, 3)
    second.is_clean()
    assert not verify_log(given_out).breaks


def work(office):
    """Draft what was asked, as the worker would."""
    jobs = jobs_of(office)
    for run in list_runs(office, 9):
        jobs.run_inline(run.id)
    jobs.close()


def test_a_leavers_cases_are_handed_over_from_their_page_with_packs(given_out, signed_in):
    """People, the person, one button: the plan is followed, its packs are looked at, and published it is done; seven clicks."""
    mine = {case.case_no for case in page(given_out, limit=200, handler=LEAVER)}
    seen = signed_in(ASKER)
    click(seen, ".entries a[href='/people']")
    click(seen, f"a[href='/people/{LEAVER}']")
    click(seen, "form[action='/board/plans/leaver'] button")
    work(given_out)
    seen.page.locator("#moves").wait_for()
    seen.is_clean()
    seen.fits()
    rows = seen.page.locator("input[name=case]")
    assert rows.count() == len(mine) > 0
    assert all(rows.nth(number).is_checked() for number in range(rows.count()))
    click(seen, "a[href$='/handover']")
    assert seen.page.locator("article.sheet").count() == len(mine)
    assert all(number in seen.text() for number in mine)
    seen.is_clean()
    click(seen, ".actions a.btn")
    click(seen, "form[action$='/publication'] button[type=submit]")

    assert page(given_out, limit=200, handler=LEAVER) == ()
    assert seen.clicks <= 7
    seen.is_clean()
    assert not verify_log(given_out).breaks
