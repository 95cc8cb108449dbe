"""Every page of the top bar, and those reached from them, in a real browser: clean for everybody, whole on a small screen."""

import shutil

import pytest

from allocator.persistence.engine import open_database
from allocator.services.assignment.giving import assign
from allocator.services.context import Context
from allocator.services.loads.board import page
from tests.browser.conftest import NAMES, THURSDAY_TEN

GIVEN_OUT = 30
PICTURES = {
    "/board": "board",
    "/clocks": "clocks",
    "/indicators": "indicators",
    "/cases/1": "case",
    "/cases/1/sheet": "decision-sheet",
    "/users": "users",
    "/sign-in": "sign-in",
}
"""Pages whose picture no walk of their own takes."""
PATHS = ("/", "/inbox", "/intake", "/intake/new", "/board", "/field-week",
         "/field-week/changes", "/field-week/calendars", "/clocks", "/clocks?list=long_pending", "/indicators",
         "/indicators/closing_rate", "/load-weeks", "/peers", "/campaigns", "/cases/1", "/cases/1/sheet", "/cases?q=1", "/users", "/sign-in",
         "/laboratory", "/laboratory/scenarios", "/releases", "/laboratory/targets",
         "/laboratory/scenarios?file=baseline.toml&file=third_regular_team.toml")  # fmt: skip


RAW = r"""() => {
  const found = [], walk = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const text = walk.currentNode.data.replace(/[\w.-]+\.(toml|json|csv|xlsx|ics)\b/g, ""), around = walk.currentNode.parentElement;
    if (around.closest("code, pre, script, style, template, textarea, datalist")) continue;
    const raw = /\d{4}-\d\d-\d\dT\d\d|\b[a-z]{2,}_[a-z_]{2,}\b|\b(None|True|False|null|undefined)\b(?!\.)|\{[a-z_]+[:}]/;
    if (raw.test(text)) found.push(text.trim().slice(0, 120));
  }
  return found;
}"""
"""What is no word of any language: an instant as machines write it, a name of the code, a place that was not filled."""


@pytest.fixture(scope="session")
def furnished(furnished, tmp_path_factory):
    """The same office with most of its cases given out, so that no page is looked at empty."""
    path = tmp_path_factory.mktemp("given") / "office.db"
    shutil.copy(furnished[0], path)
    database = open_database(path)
    context = Context(database, lambda: THURSDAY_TEN, NAMES["supervisor"])
    for case in page(context, limit=GIVEN_OUT, state="waiting"):
        assign(context, case.id)
    database.close()
    return path, furnished[1]


@pytest.mark.parametrize("path", PATHS)
def test_a_page_is_clean_and_fits(browse, language, path):
    """No complaint, nobody outside asked, nothing for axe to find; nothing cut off at 1280 x 720."""
    seen = browse("admin", language, 1280, 720).go(path)

    seen.fits()
    seen.is_clean()
    assert seen.page.evaluate(RAW) == []
    if path in PICTURES:
        seen.picture(PICTURES[path])


ZOOMED = (640, 360)
"""A screen of 1280 x 720 at 200 %."""
PORTRAIT = 718
"""What an A4 sheet leaves between margins of 10 mm, in CSS pixels; across it is 1047."""
CONTROLS = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']"
UNSEEN = """(controls) => [...document.querySelectorAll(controls)]
  .filter((one) => one.checkVisibility() && !one.disabled && one.tabIndex >= 0)
  .filter((one) => {
    const look = () => { const is = getComputedStyle(one); return [is.outlineStyle, is.outlineWidth, is.boxShadow, is.backgroundColor].join(); };
    document.activeElement?.blur();
    const before = look();
    one.focus();
    return document.activeElement !== one || look() === before;
  }).map((one) => one.outerHTML.slice(0, 160))"""
UNREACHED = """(controls) => [...document.querySelectorAll("[data-opens], [data-closes], [data-prints], [data-key], [hx-get]:not([hx-trigger])")]
  .filter((one) => one.checkVisibility() && !one.matches(controls) && !one.matches("form")).map((one) => one.outerHTML.slice(0, 160))"""
CUT = """() => [...document.querySelectorAll("main table, main svg, main pre, main img")]
  .filter((one) => one.checkVisibility() && one.getBoundingClientRect().right > innerWidth + 1)
  .map((one) => `${Math.round(one.getBoundingClientRect().right)} ${one.outerHTML.slice(0, 120)}`)"""
ACROSS = "document.querySelector('main .across, main.across') !== null"


@pytest.mark.parametrize("path", PATHS)
def test_a_page_is_walked_by_keyboard_read_at_twice_the_size_and_printed_whole(browse, path):
    """Whatever can be pressed is reached and shows its focus; nothing is cut off at 200 %, nor on paper, upright or across."""
    seen = browse("admin", "zh", *ZOOMED).go(path)
    seen.fits()
    seen.page.set_viewport_size({"width": 1280, "height": 720})
    seen.press("Tab")
    assert seen.page.evaluate(UNSEEN, CONTROLS) == []
    assert seen.page.evaluate(UNREACHED, CONTROLS) == []

    seen.page.emulate_media(media="print")
    seen.page.set_viewport_size({"width": 1047 if seen.page.evaluate(ACROSS) else PORTRAIT, "height": 1000})
    assert seen.page.evaluate(CUT) == []
    assert seen.page.locator("main h1, main h2").first.is_visible() or path == "/sign-in"
