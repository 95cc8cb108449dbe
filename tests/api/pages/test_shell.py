"""The frame of every page: who sees it, its language, its policy, its problems, its files."""

import gzip
import re

import pytest

from allocator.services.access.permissions import LEAST_ROLE, ROLES, may_of
from api.access import OPEN, permission_of
from api.pages.shell import POLICY
from api.roles import PERMISSION_NAMES, ROLE_NAMES

MOST_SHARED = 130_000  # bytes on the first visit, of 200,000 a page may weigh with everything it brings


def page_rules(app):
    """Every address of a page for people."""
    pages = {page.name for page in app.extensions["fenliu.pages"]}
    return [rule for rule in app.url_map.iter_rules() if rule.endpoint.partition(".")[0] in pages]


def test_every_page_names_a_permission_some_role_has(app):
    """A page that names none lets nobody in."""
    closed = [rule.endpoint for rule in page_rules(app) if rule.endpoint not in OPEN]
    named = {endpoint: permission_of(app.view_functions[endpoint]) for endpoint in closed}

    assert {endpoint for endpoint, permission in named.items() if permission not in LEAST_ROLE} == set()


@pytest.mark.parametrize("role", ROLES)
def test_the_top_bar_offers_what_a_role_may_see_and_nothing_else(app, visitor, role):
    """Every entry leads to a page that opens; those of others are not there."""
    seen = visitor(role).get("/")
    offered = {link["href"] for link in seen.tree.one("nav", class_="entries").all("a")}

    assert all(visitor(role).get(address).status == 200 for address in offered)
    mine = [page for page in app.extensions["fenliu.pages"] if page.entry and page.entry.permission in may_of(role)]
    assert len(offered) == len(mine)


def test_a_page_is_in_the_language_chosen_and_stays_so(app, guyang):
    """By header at first; by `?lang=` from then on, kept by the browser."""
    client = app.test_client()
    sent = {"Accept": "text/html", "Accept-Language": "en", "Authorization": f"Bearer {guyang[1]['clerk']}"}

    assert '<html lang="en">' in client.get("/", headers=sent).get_data(as_text=True)
    assert '<html lang="zh-CN">' in client.get("/?lang=zh", headers=sent).get_data(as_text=True)
    again = client.get("/", headers=sent)
    assert '<html lang="zh-CN">' in again.get_data(as_text=True)
    assert again.headers["Content-Language"] == "zh"


def test_a_refused_form_leads_to_its_own_page_in_the_other_language(visitor, language):
    """Not to the start; and whichever language its address named before is named no more."""
    who = visitor("supervisor", language)
    page = "http://localhost/board?person=G08&lang=zh"
    told = who.post("/board/plans", {"most": "x", "seconds": "1", "key": "k"}, headers={"Referer": page})

    assert told.status == 422
    assert {node["href"] for node in told.tree.one("nav", class_="languages").all("a")} == {
        "/board?person=G08&lang=zh",
        "/board?person=G08&lang=en",
    }


def test_a_page_allows_no_script_or_style_of_its_own(visitor, language):
    """Nothing inline, nothing from outside, and a policy that would refuse both."""
    seen = visitor("clerk", language).get("/")
    html = seen.answer.get_data(as_text=True)

    assert seen.answer.headers["Content-Security-Policy"] == POLICY
    assert "unsafe" not in POLICY
    assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\son\w+=|\sstyle=|hx-on", html)
    assert not re.search(r"""(?:src|href|action)=["']?(?:https?:)?//""", html)


@pytest.mark.parametrize("path, status, word", [("/nowhere", 404, ("不存在", "Not found"))])
def test_a_browser_gets_its_problems_as_a_page(visitor, language, path, status, word):
    """With what to do next, in the language of the page, in the same frame."""
    seen = visitor(None, language).get(path)

    assert seen.status == status
    assert seen.answer.mimetype == "text/html"
    assert word[language == "en"] in seen.tree.one("main", id="main").text


def test_a_problem_leads_back_to_where_one_was(visitor, language):
    """To the pages the address belongs to, and to the start; where nothing is near, to the start alone."""
    who = visitor("supervisor", language)
    near, nowhere = who.get("/field-week/errands/999?week=2022-W37"), who.get("/nowhere")

    assert near.status in (404, 409)
    assert [node["href"] for node in near.tree.one("p", class_="actions").all("a")] == ["/field-week", "/"]
    assert [node["href"] for node in nowhere.tree.one("p", class_="actions").all("a")] == ["/"]


def test_a_program_gets_its_problems_as_documents(app):
    """Outside the API too, unless it says that it reads HTML first."""
    answer = app.test_client().get("/nowhere", headers={"Accept": "*/*"})

    assert answer.mimetype == "application/problem+json"


def test_a_role_without_the_permission_is_turned_away_by_a_page(app, visitor, monkeypatch):
    """403 with who may, as a page."""
    monkeypatch.setitem(app.view_functions["start.index"].__dict__, "needs", "log:verify")
    seen = visitor("clerk", "en").get("/")

    assert seen.status == 403
    assert "admin" in seen.text


def test_files_come_compressed_under_a_name_that_changes_with_them(app, at_desk):
    """For good under the name of their content, for an hour under any other; the same bytes either way."""
    client = app.test_client()
    for node in at_desk.get("/").tree.walk():
        address = node["src"] or (node["href"] if node.tag == "link" else None)
        if address:
            plain = client.get(address)
            squeezed = client.get(address, headers={"Accept-Encoding": "gzip"})
            assert "immutable" in plain.headers["Cache-Control"], address
            assert gzip.decompress(squeezed.data) == plain.data
            assert client.get(address, headers={"If-None-Match": plain.headers["ETag"]}).status_code == 304
    assert "immutable" not in client.get("/static/app.css?v=0").headers["Cache-Control"]


def test_what_every_page_brings_is_light(app, at_desk):
    """Styles and scripts of the first visit, compressed, leave room for the page itself within 200 kB."""
    client = app.test_client()
    files = {node["src"] or node["href"] for node in at_desk.get("/").tree.walk() if node.tag in ("link", "script")}
    weights = {file: len(client.get(file, headers={"Accept-Encoding": "gzip"}).data) for file in files}

    assert sum(weights.values()) < MOST_SHARED, weights


def test_the_first_page_tells_what_to_do_here(visitor, language):
    """The office, its day, and each entry with a sentence."""
    seen = visitor("clerk", language).get("/")

    assert "2022-09-05" in seen.text
    assert ("固阳县人民法院执行局" in seen.text) is (language == "zh")


def test_every_role_and_permission_has_a_name_for_people():
    """No code of either stands on a page."""
    assert set(ROLE_NAMES) == set(ROLES)
    assert set(PERMISSION_NAMES) == set(LEAST_ROLE)
