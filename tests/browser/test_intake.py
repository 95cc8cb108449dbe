"""A file becomes cases: at most three clicks for a clean one, faults put right in place, nothing lost and nothing twice."""

import pytest

from allocator.services.intake.import_drafts import kept_files
from tests.browser.conftest import NAMES
from tests.intake_files import FAULTS, HEADER, a_file, a_row, forty_seven_rows, two_hundred_rows


def on_docket(office):
    """How many cases there are."""
    with office.database.reading() as uow:
        return sum(uow.cases.count_by_state().values())


def bring(seen, data, name="收案.csv"):
    """Choose a file; a script sends it at once, and the page about it comes."""
    with seen.page.expect_navigation():
        seen.page.locator("input[type=file]").set_input_files({"name": name, "mimeType": "text/csv", "buffer": data})
    return seen


def press_import(seen):
    """Press the one button that imports."""
    with seen.page.expect_navigation():
        seen.page.locator(".sum form[action$='/import'] button").click()
    return seen


def test_a_clean_file_takes_two_clicks(browse, office, language):
    """Choose it, press import; the columns with units and samples stand on the page, and a link leads to the inbox."""
    before = on_docket(office)
    seen = browse("clerk", language).go("/intake")
    seen.is_clean()
    seen.picture("intake")
    bring(seen, forty_seven_rows())

    assert ("Import 47, skip 0" in seen.text(".sum")) is (language == "en")
    assert seen.page.locator("#mapping tbody tr").count() > 7
    seen.is_clean()
    seen.fits()
    seen.picture("intake-mapping")
    press_import(seen)
    assert on_docket(office) == before + 47
    seen.is_clean()
    seen.turn("Enter")
    assert seen.page.url.endswith("/inbox")


def test_nine_faults_in_two_hundred_rows_are_put_right_in_place(browse, office, language):
    """Only the faulty rows are shown; what is typed is kept cell by cell, and the rest goes in whole."""
    before = on_docket(office)
    seen = bring(browse("clerk", language, 1280, 640).go("/intake"), two_hundred_rows())
    assert seen.page.locator(".repairs tbody.wrong").count() == len(FAULTS)
    seen.is_clean()
    seen.fits()
    seen.picture("intake-repair")

    for number, mended in FAULTS.items():
        cell = seen.page.locator(f"#row-{number} input.cell[aria-invalid]").first
        cell.fill(mended)
        cell.press("Tab")
        seen.page.locator(f"#row-{number}.mended").wait_for()
    seen.is_clean()
    press_import(seen)
    assert on_docket(office) == before + 200


def test_the_faulty_rows_are_left_out_by_one_click(browse, office):
    """Choose the file, leave them out, import: three clicks; the rows left out are listed and can come back."""
    seen = bring(browse().go("/intake"), a_file(a_row(1), a_row(2, day="昨天"), a_row(3, claim="很多")))
    with seen.page.expect_navigation():
        seen.page.locator(".sum form[action$='/faulty'] button").click()

    assert "导入 1 件，跳过 2 件" in seen.text(".sum")
    seen.is_clean()
    with seen.page.expect_navigation():
        seen.page.locator("button[name=back]").first.click()
    assert "1 行有错" in seen.text(".sum")


def test_a_reload_a_second_tab_and_the_back_button_lose_nothing(browse, office):
    """What was put right in one tab is there in another; a tab that is older imports nothing it did not show."""
    seen = bring(browse().go("/intake"), a_file(a_row(1), a_row(2, day="昨天")))
    stale = browse().go(seen.page.url)
    cell = seen.page.locator("#row-3 input[aria-invalid]")
    cell.fill("2022-09-05")
    cell.press("Tab")
    seen.page.locator("#row-3.mended").wait_for()

    seen.page.reload()
    assert seen.page.locator("#row-3 input[value='2022-09-05']").count() == 2  # typed, and as it was shown
    stale.page.locator("#row-3 button[name=leave]").click()
    stale.page.locator(".sum.ready").wait_for()
    assert "别处更改" in press_import(seen).text(".bad")
    press_import(seen.go(stale.page.url))
    seen.page.go_back()
    assert "已导入 1 件，跳过 1 件" in seen.text(".good")
    assert kept_files(office.by(NAMES["clerk"])) == ()


def test_a_double_click_and_two_clerks_import_once(browse, office):
    """The second click gets the answer of the first; the second clerk is told that the rows are on the docket."""
    before, data = on_docket(office), a_file(a_row(1), a_row(2))
    first, second = (bring(browse(role).go("/intake"), data) for role in ("clerk", "supervisor"))
    with first.page.expect_navigation():
        first.page.locator(".sum form[action$='/import'] button").dblclick()
    press_import(second)

    assert on_docket(office) == before + 2
    assert "已导入 2 件" in first.text(".good")
    assert "已导入 0 件，跳过 2 件" in second.text(".good")


def test_a_file_is_dropped_anywhere_and_refused_in_words(browse, language):
    """Drag and drop; what is no table is said in words, and the page is as it was."""
    seen = browse("clerk", language).go("/intake")
    seen.page.evaluate(
        """text => { const moved = new DataTransfer(); moved.items.add(new File([text], "a.csv"));
        document.body.dispatchEvent(new DragEvent("drop", {dataTransfer: moved, bubbles: true, cancelable: true})); }""",
        HEADER + a_row(1) + "\n",
    )
    seen.page.locator(".sum.ready").wait_for()
    bring(seen.go("/intake"), b"%PDF-1.7 no table", "x.pdf")

    assert "PDF" in seen.text(".bad")
    assert ("not a table" in seen.text(".bad")) is (language == "en")
    seen.complaints.clear()  # the browser's own word on the refusal
    seen.is_clean()


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_without_a_script_the_same_in_three_clicks(chromium, served, office, furnished, encoding):
    """Choose, read, import."""
    window = chromium.new_context(
        java_script_enabled=False,
        base_url=served[1],
        extra_http_headers={"Authorization": f"Bearer {furnished[1]['clerk']}"},
    )
    tab, before = window.new_page(), on_docket(office)
    tab.goto("/intake")
    data = a_file(a_row(1), a_row(2), encoding=encoding)
    tab.locator("input[type=file]").set_input_files({"name": "a.csv", "mimeType": "text/csv", "buffer": data})
    for button in (".drop button", ".sum form[action$='/import'] button"):
        with tab.expect_navigation():
            tab.locator(button).click()
    window.close()

    assert on_docket(office) == before + 2
