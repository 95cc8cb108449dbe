"""Every page of the top bar, and those reached from them, in a real browser: clean for everybody, whole on a small screen."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from allocator.files.office import read_office as read_folder
from allocator.persistence.engine import open_database
from allocator.services.assignment.giving import assign
from allocator.services.context import Context
from allocator.services.fieldwork.errands import add_errand, add_errand_upload
from allocator.services.fieldwork.publishing import list_trips, publish_week
from allocator.services.fieldwork.views import week_name
from allocator.services.loads.board import page
from allocator.services.plans.asked_why import EXPLANATION, question_of
from allocator.services.plans.plans import read_draft
from allocator.services.run_kinds import run_now
from api.pages.plans.move_plans import NOTHING_MORE
from fixtures.guyang_week import guyang_week, sheet
from tests.api.signed import WORDS, a_user
from tests.browser.conftest import GUYANG, NAMES, THURSDAY_TEN, furnish
from tests.browser.test_sign_in import fill

GIVEN_OUT = 30
OFFICER, NEXT = "G08", date(2022, 9, 12)
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
PATHS = ("/", "/inbox", "/inbox?tab=disputes", "/inbox?tab=flags", "/inbox/given", "/intake", "/intake/new", "/board",
         "/board?person={officer}#cases", "/board/cases/1", "/board/plans/{plan}", "/board/plans/{plan}/handover",
         "/board/cases/1/why-not", "/board/why-not/{why}",
         "/field-week", "/field-week?week={week}", "/field-week/drafts/{draft}", "/field-week/trips/{trip}",
         "/field-week/errands/{errand}?week={week}", "/field-week/changes", "/field-week/calendars",
         "/clocks", "/clocks?list=long_pending", "/indicators", "/indicators/closing_rate", "/load-weeks", "/peers", "/campaigns",
         "/cases/1", "/cases/1/sheet", "/cases/1/handover", "/cases?q=1", "/draws", "/draws?day={day}", "/people", "/people/{officer}",
         "/vehicles", "/calendar", "/rulebook", "/users", "/users/all/sign-ins", "/own", "/sign-in",
         "/laboratory", "/laboratory/scenarios", "/releases", "/laboratory/targets",
         "/laboratory/scenarios?file=baseline.toml&file=third_regular_team.toml",
         "/api/v1/field-weeks/{week}/sheets")  # fmt: skip
DESKS = {
    "clerk": ("/", "/inbox", "/inbox/given", "/intake", "/intake/new", "/cases/1", "/cases/1/sheet", "/cases/1/handover", "/clocks",
              "/field-week?week={week}", "/draws?day={day}", "/people/{officer}", "/indicators", "/own", "/peers"),
    "supervisor": ("/", "/inbox", "/inbox?tab=flags", "/board?person={officer}#cases", "/board/cases/1", "/board/plans/{plan}",
                   "/board/plans/{plan}/handover", "/field-week?week={week}", "/field-week/drafts/{draft}", "/field-week/trips/{trip}",
                   "/field-week/errands/{errand}?week={week}", "/field-week/changes", "/cases/1", "/people/{officer}", "/draws",
                   "/api/v1/field-weeks/{week}/sheets"),
    "planner": ("/", "/laboratory", "/laboratory/scenarios", "/laboratory/targets", "/releases", "/rulebook", "/indicators", "/load-weeks"),
    "auditor": ("/", "/board", "/cases/1", "/draws?day={day}", "/users", "/people/{officer}", "/releases"),
    "staff": ("/", "/own"),
}  # fmt: skip
"""What each role has before it all day: fewer buttons than an administrator's, and other sentences in their places."""
DESK_PATHS = [(role, path) for role, paths in DESKS.items() for path in paths]


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
FOREIGN = r"""(sentence) => {
  const found = [], walk = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const text = walk.currentNode.data, around = walk.currentNode.parentElement;
    if (!around.checkVisibility() || around.closest("code, pre, script, style, template, textarea, option, bdi, kbd, .source, [lang]")) continue;
    if (new RegExp(sentence).test(text)) found.push(text.trim().slice(0, 120));
  }
  return found;
}"""
OTHERS = {"zh": r"[A-Za-z]{3,}[ ,]+[a-z]{2,}[ ,]+[a-z]{2,}", "en": r"[\u4e00-\u9fff]{4,}[，。；：]"}
"""What is a sentence of the other language: three English words in a row; a Chinese clause with its stop, as no name of people or towns is."""


@pytest.fixture(scope="session")
def furnished(migrated_file, tmp_path_factory):
    """An office in the middle of its work, with what single pages show by name: draws of yesterday, plans, a week published and one drafted."""
    folder = tmp_path_factory.mktemp("at_work")
    path, tokens = furnish(folder / "office.db", migrated_file, THURSDAY_TEN - timedelta(days=1))
    database = open_database(path)
    context = Context(database, lambda: THURSDAY_TEN - timedelta(days=1), NAMES["supervisor"])
    _give_out(context, GIVEN_OUT // 2)
    context = replace(context, clock=lambda: THURSDAY_TEN)
    _give_out(context, GIVEN_OUT // 2)
    names = {
        **_planned(context),
        **_weeks(context),
        "officer": OFFICER,
        "day": f"{THURSDAY_TEN - timedelta(days=1):%Y-%m-%d}",
    }
    database.close()
    return path, tokens, names


def _give_out(context, count):
    for case in page(context, limit=count, state="waiting"):
        assign(context, case.id)


def _planned(context):
    """A plan in which somebody's cases are handed over."""
    asked = {**NOTHING_MORE, "absent": OFFICER, "seconds": 2}
    batch = read_draft(context, run_now(context, "allocate", {"seconds": 2}).id)
    question = question_of(context, batch.document["rows"][0]["case_no"], batch.run, OFFICER)
    return {"plan": run_now(context, "rebalance", asked).id, "why": run_now(context, EXPLANATION, question).id}


def _weeks(context):
    """Next week published, with an errand left; the week after drafted."""
    for monday, letter in ((NEXT, "A"), (NEXT + timedelta(days=7), "B")):
        asked = [replace(one, code=f"{letter}{one.code}") for one in guyang_week(read_folder(GUYANG), monday, count=12)]
        add_errand_upload(context, "errands.csv", sheet(asked))
    drafts = [
        run_now(context, "field-week", {"week": f"{NEXT + timedelta(days=after)}", "seconds": 1}) for after in (0, 7)
    ]
    publish_week(context, drafts[0].id)
    left = add_errand(context, {"code": "S1", "kind": "service", "case_no": "（2022）内0222执99号",
                                "place": {"town": "银号镇", "village": "", "minutes": 0}})  # fmt: skip
    return {"draft": drafts[1].id, "week": week_name(NEXT), "trip": list_trips(context, NEXT)[0].id, "errand": left.id}


@pytest.mark.parametrize("path", PATHS)
def test_a_page_is_clean_and_fits(browse, furnished, language, path):
    """No complaint, nobody outside asked, nothing for axe to find; nothing cut off at 1280 x 720."""
    seen = browse("admin", language, 1280, 720).go(path.format(**furnished[2]))

    seen.fits()
    seen.is_clean()
    assert seen.page.evaluate(RAW) == []
    assert seen.page.evaluate(FOREIGN, OTHERS[language]) == []
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


def is_walked(seen):
    """Whatever can be pressed is reached and shows its focus; nothing is cut off at 200 %, nor on paper, upright or across."""
    seen.page.set_viewport_size({"width": ZOOMED[0], "height": ZOOMED[1]})
    seen.fits()
    seen.page.set_viewport_size({"width": 1280, "height": 720})
    seen.press("Tab")
    assert seen.page.evaluate(UNSEEN, CONTROLS) == []
    assert seen.page.evaluate(UNREACHED, CONTROLS) == []

    seen.page.emulate_media(media="print")
    seen.page.set_viewport_size({"width": 1047 if seen.page.evaluate(ACROSS) else PORTRAIT, "height": 1000})
    assert seen.page.evaluate(CUT) == []


@pytest.mark.parametrize("path", PATHS)
def test_a_page_is_walked_by_keyboard_read_at_twice_the_size_and_printed_whole(browse, furnished, language, path):
    """As the administrator, who sees most of each page, in both languages."""
    seen = browse("admin", language, *ZOOMED).go(path.format(**furnished[2]))

    is_walked(seen)
    assert seen.page.locator("main h1, main h2").first.is_visible() or path == "/sign-in"


def test_ones_own_account_is_clean_fits_and_is_walked(browse, office, language):
    """Where one is signed in, and another password: for a session alone, as a token has no account."""
    a_user(office, "own", "staff", OFFICER)
    seen = browse(None, language, 1280, 720).go("/sign-in?next=/account")
    fill(seen, name="own", password=WORDS)

    assert seen.page.url.endswith("/account")
    seen.fits()
    seen.is_clean()
    assert seen.page.evaluate(RAW) == []
    assert seen.page.evaluate(FOREIGN, OTHERS[language]) == []
    is_walked(seen)


@pytest.mark.parametrize("role, path", DESK_PATHS)
def test_what_a_role_works_with_is_clean_fits_and_is_walked(browse, furnished, language, role, path):
    """As that role, with the buttons and sentences it has."""
    seen = browse(role, language, 1280, 720).go(path.format(**furnished[2]))

    seen.fits()
    seen.is_clean()
    assert seen.page.evaluate(RAW) == []
    assert seen.page.evaluate(FOREIGN, OTHERS[language]) == []
    is_walked(seen)
