"""A case that is not for everybody: marked on its page with a reason, found by nobody else, and lifted again."""

from allocator.services.loads.board import page
from allocator.services.log_check import verify_log

FORM = "form[action$='/restriction']"


def press(seen, because):
    """Give the reason, and send the form."""
    seen.page.locator(f"{FORM} input[name=because]").fill(because)
    with seen.page.expect_navigation():
        seen.page.locator(f"{FORM} button").click()


def test_a_case_is_restricted_and_lifted_on_its_page(browse, office, language):
    """Two clicks and a sentence; the clerk who had it on the desk finds it nowhere, and again once it is lifted."""
    case = page(office, limit=1)[0]
    boss, clerk = browse("admin", language), browse("clerk", language)
    boss.go(f"/cases/{case.id}")
    boss.page.locator(FORM).scroll_into_view_if_needed()
    boss.is_clean()
    press(boss, "涉及本院工作人员")

    assert boss.page.locator("p.banner.good").count() == 1
    assert "涉及本院工作人员" in boss.text(".banner:not(.good)")
    boss.is_clean()
    boss.fits()
    boss.picture("case-restricted")
    assert clerk.page.goto(f"/cases/{case.id}").status == 404
    clerk.complaints.clear()  # the browser's own word on 404
    assert case.case_no not in clerk.go("/inbox").text()
    clerk.is_clean()
    press(boss, "事由已消除")
    assert boss.page.locator("p.banner:not(.good)").count() == 0
    assert clerk.page.goto(f"/cases/{case.id}").status == 200
    assert not verify_log(office).breaks


def test_a_reason_is_asked_for_before_anything_is_marked(browse, office):
    """The form does not go off without one, and a clerk has none."""
    case = page(office, limit=1)[0]
    boss = browse("admin").go(f"/cases/{case.id}")
    boss.page.locator(f"{FORM} button").click()

    assert boss.page.evaluate("document.activeElement.name") == "because"
    assert browse("clerk").go(f"/cases/{case.id}").page.locator(FORM).count() == 0
