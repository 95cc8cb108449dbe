"""The rulebook as tables people read, its versions, and what differs between two."""

import shutil

import pytest

from allocator.domain.rulebook.newer import Lack
from allocator.domain.words import Text
from allocator.services.office.offices import load_office
from allocator.services.rules import rule_books
from fixtures.guyang_month import GUYANG


@pytest.fixture
def two_versions(context, tmp_path):
    """Guyang with a second version that sets another threshold."""
    folder = tmp_path / "guyang"
    shutil.copytree(GUYANG, folder)
    book = folder / "rulebook.toml"
    text = (
        book.read_text(encoding="utf-8").replace("threshold = 60", "threshold = 45").replace('"2022-1"', '"2022-2"', 1)
    )
    book.write_text(text, encoding="utf-8")
    load_office(context, folder)


def test_the_rulebook_in_force_stands_in_tables(visitor, language):
    """Lanes with their teams, rules in words and as written, nodes with their basis and whether it was seen."""
    seen = visitor("clerk", language).get("/rulebook")

    assert seen.status == 200
    assert "petition_high and was_dormant" in seen.text
    assert {"zh": "院长", "en": "the president of the court"}[language] in seen.tree.all("table")[-2].text
    assert ("待核对" if language == "zh" else "to be confirmed") in seen.text
    assert {"lanes", "rules", "points", "nodes", "weights", "adders", "facts", "reasons", "levers"} <= {
        node["id"] for node in seen.tree.all("h2")
    }
    assert not seen.tree.all("a", href="/releases")
    assert visitor("planner", language).get("/rulebook").tree.all("a", href="/releases")


def test_versions_are_listed_and_compared(visitor, language, two_versions):
    """The one before can still be read; the difference names table, key, before and after."""
    browser = visitor("clerk", language)
    seen = browser.get("/rulebook")
    [link] = [node["href"] for node in seen.tree.all("a") if "/rulebook/compare" in (node["href"] or "")]
    told = browser.get(link)

    row = next(row for row in told.tree.all("tr") if "threshold" in row.text)
    assert "60 45" in row.text
    old = link.partition("old=")[2].partition("&")[0]
    assert ("已被替代" if language == "zh" else "replaced") in browser.get(f"/rulebook?version={old}").tree.one(
        "h1"
    ).text
    assert browser.get("/rulebook?version=0").status == 404


def test_the_same_version_against_itself_differs_in_nothing(visitor, language):
    """Said so, in words."""
    browser = visitor("clerk", language)
    digest = browser.get("/rulebook").tree.all("code")[0].text

    assert browser.get(f"/rulebook/compare?old={digest}&new={digest}").tree.all("p", class_="empty")


def test_who_keeps_the_rules_is_told_what_they_could_say_besides(visitor, language, monkeypatch):
    """The lines to add stand on the page of whoever may rehearse rules; a clerk reads the rules without them."""
    lack = Lack("facts", Text("须另一人复核", "a second person"), ("[facts.search_or_detain]", "two_persons = true"))
    monkeypatch.setattr(rule_books, "lacking", lambda book: (lack,))
    seen = visitor("planner", language).get("/rulebook")

    assert lack.text.as_dict()[language] in seen.text
    assert "two_persons = true" in seen.tree.one("pre").text
    assert visitor("clerk", language).get("/rulebook").tree.all("pre") == []
