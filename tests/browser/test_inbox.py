"""The clerk's main job by keyboard alone: one key a plain case."""

from allocator.services.cases.lanes import change_lane
from allocator.services.loads.board import page
from allocator.services.log_check import verify_log


def given(office):
    """How many cases somebody holds."""
    return len(page(office, limit=200, state="assigned"))


def test_the_inbox_is_clean_and_fits(browse, language):
    """No complaint, nobody outside asked, nothing for axe to find; whole on a small screen and at 200 % zoom."""
    seen = browse("clerk", language).go("/inbox")
    seen.is_clean()
    seen.picture("inbox")

    for width, height in ((1280, 720), (640, 360)):
        browse("clerk", language, width, height).go("/inbox").fits()


def test_a_plain_case_takes_one_key(browse, office, language):
    """Enter gives it out and shows the next; five cases are five keys."""
    seen = browse("clerk", language).go("/inbox").turn("Enter")

    assert given(office) == 1
    assert ("was given to" in seen.text(".good")) is (language == "en")
    seen.picture("inbox-given")
    seen.is_clean()
    seen.turn(*["Enter"] * 4)
    assert given(office) == 5
    assert not verify_log(office).breaks


def test_each_tab_is_one_click_and_clean(browse, office, language):
    """What hangs on an unknown fact, and what was given out today with the way to take it back."""
    seen = browse("clerk", language, 1280, 480).go("/inbox")
    with seen.page.expect_navigation():
        seen.page.locator(".tabs a").nth(1).click()
    seen.is_clean()
    seen.fits()
    seen.picture("inbox-waiting")
    seen.turn("Enter")
    with seen.page.expect_navigation():
        seen.page.locator(".tabs a").last.click()
    seen.is_clean()
    with seen.page.expect_navigation():
        seen.page.locator("form[action$='/undo'] button").click()
    assert given(office) == 0


def test_keys_move_undo_and_help(browse, office):
    """J and K move, U takes back, ? shows the keys and Escape puts them away."""
    seen = browse().go("/inbox")
    first = seen.text(".case-head h2")
    second = seen.turn("j").text(".case-head h2")

    assert second != first
    assert seen.turn("k").text(".case-head h2") == first
    seen.turn("Enter", "u")
    assert given(office) == 0
    seen.press("?")
    assert seen.page.locator("dialog").is_visible()
    seen.is_clean()
    seen.press("Escape")
    assert not seen.page.locator("dialog").is_visible()


def classes(office):
    """The classes of the cases that wait, by id."""
    return {case.id: (case.standing.track, case.standing.dispute) for case in page(office, limit=200, state="waiting")}


def test_a_class_is_changed_by_one_key_and_one_answer(browse, office, language):
    """S or C opens the reasons with the first under the finger, Enter takes it; the banner says so, U takes it back."""
    seen = browse("clerk", language).go("/inbox")
    before = classes(office)
    key = seen.page.locator("details.say-class summary").get_attribute("data-key")
    seen.press(key)
    seen.page.locator("[name=reason]:focus").wait_for()
    seen.is_clean()
    seen.fits()
    seen.picture("inbox-lane")

    seen.turn("Enter")
    assert len([number for number in before if classes(office)[number] != before[number]]) == 1
    assert seen.page.locator(".good").count() == 1
    seen.is_clean()
    seen.turn("u")
    assert classes(office) == before
    assert not verify_log(office).breaks


def test_a_dispute_is_settled_by_one_key(browse, office, language):
    """The clerk makes two cases complex; the supervisor confirms one and asks back for the other, each by a key."""
    for number, (track, _) in list(classes(office).items()):
        if track == "fast":
            change_lane(office.by("白云"), number, "regular", "conflict_feared", "被执行人曾到庭闹访")
    seen = browse("supervisor", language, 1280, 720).go("/inbox")
    with seen.page.expect_navigation():
        seen.page.locator(".tabs a").nth(2).click()
    count = seen.page.locator(".queue tbody tr").count()
    seen.is_clean()
    seen.fits()
    seen.picture("inbox-disputes")

    assert count > 2
    seen.turn("c")
    assert seen.page.locator(".queue tbody tr").count() == count - 1
    seen.turn("j", "s")
    assert sorted(str(dispute) for _, dispute in classes(office).values() if dispute).count("clerks") == 1
    seen.is_clean()
    assert not verify_log(office).breaks


def test_a_supervisor_names_somebody_in_one_click_and_a_reason(browse, office, language):
    """A number key chooses, a listed reason is chosen too, one click gives; without a reason nothing is given."""
    seen = browse("supervisor", language).go("/inbox").press("2")
    wanted = seen.page.locator("input[name=named]").nth(1).get_attribute("value")
    seen.is_clean()
    with seen.page.expect_navigation():
        seen.page.locator("button[name=by_name]").click()
    assert given(office) == 0
    seen.press("2").page.locator("#override select[name=reason]").select_option("better_knowledge")
    with seen.page.expect_navigation():
        seen.page.locator("button[name=by_name]").click()

    assert [case.holding and case.holding.officer for case in page(office, state="assigned")] == [wanted]


def test_two_tabs_and_an_old_one_give_a_case_once(browse, office):
    """The stale tab is told who was quicker, and nothing is given twice."""
    first, stale = browse("clerk"), browse("supervisor")
    first.go("/inbox")
    stale.go("/inbox")
    first.turn("Enter")
    stale.turn("Enter")

    assert "白云" in stale.text(".bad")
    assert given(office) == 1


def test_everything_works_without_a_script(chromium, served, office, furnished):
    """The same form, the same case, the same redirect."""
    window = chromium.new_context(
        java_script_enabled=False,
        base_url=served[1],
        extra_http_headers={"Authorization": f"Bearer {furnished[1]['clerk']}"},
    )
    tab = window.new_page()
    tab.goto("/inbox")
    with tab.expect_navigation():
        tab.locator("button[data-key=Enter]").click()
    window.close()

    assert given(office) == 1


def test_the_first_page_is_clean(browse, language):
    """And so is what an unknown address gives, but for the browser's own word on it."""
    seen = browse("clerk", language).go("/")
    seen.is_clean()
    seen.picture("start")
    seen.go("/nowhere")
    seen.complaints.clear()
    seen.is_clean()
