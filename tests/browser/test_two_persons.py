"""What takes two persons, walked by both: a clerk says that a search is needed, a supervisor decides."""

from allocator.services.cases.casework import read_case
from allocator.services.loads.board import page
from allocator.services.log_check import verify_log

SEARCH = "search_or_detain"


def a_case(office):
    """The first case of which nothing waits, and nobody knows whether a search is needed."""
    return next(case for case in page(office, limit=200, flagged=False) if case.input.filing.traits.get(SEARCH) is None)


def opened(seen, link):
    """Click what opens a page, and wait until it is there."""
    with seen.page.expect_navigation():
        link.click()


def test_a_search_is_said_by_one_and_approved_by_another(browse, office, language):
    """Said on the case's page in one form; decided in the tab of the desk by one click; clean at every step."""
    case = a_case(office)
    clerk = browse("clerk", language).go(f"/cases/{case.id}")
    form = clerk.page.locator("form[action$='/facts']")
    clerk.page.locator("details:has(form[action$='/facts']) summary").click()
    form.locator("select").select_option(SEARCH)
    form.locator("input[name=value]").fill("yes" if language == "en" else "是")
    form.locator("input[name=because]").fill("现场有人转移粮食")
    opened(clerk, form.locator("button[type=submit]"))
    clerk.is_clean()
    clerk.fits()
    assert clerk.page.locator(f"#flag-{SEARCH} form[action$='/withdrawal']").count() == 1
    assert read_case(office, case.id)[0].flags[0].because == "现场有人转移粮食"

    boss = browse("supervisor", language).go("/inbox?tab=flags")
    before = boss.page.locator(".queue tbody tr").count()
    boss.picture("inbox-two-persons")
    boss.is_clean()
    boss.fits()
    opened(boss, boss.page.locator(f".queue a:text-is('{case.case_no}')"))
    opened(boss, boss.page.locator(f"#flag-{SEARCH} button[value=approve]"))
    assert boss.page.locator(".queue tbody tr").count() == before - 1
    boss.is_clean()
    assert read_case(office, case.id)[0].input.learned == {SEARCH: True}
    assert not verify_log(office).breaks
