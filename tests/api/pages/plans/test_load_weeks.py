"""The page of past weeks: each team at every week's end, how many people over the cap, and no names."""

import pytest


@pytest.fixture
def a_week_later(clerk, filed, clock):
    """A case given out, and the Monday after."""
    clerk.put(f"/cases/{filed['id']}/assignment", {}, version=filed["version"])
    clock.forward(days=7)


def test_every_week_that_ended_is_a_row_in_both_languages(a_week_later, visitor, language):
    """One Sunday has passed since the office was loaded; the teams are its columns."""
    seen = visitor("clerk", language).get("/load-weeks")
    head, *rows = seen.tree.one("table", class_="list").all("tr")

    assert seen.status == 200
    assert len(rows) == 1
    assert rows[0].one("th").text == "2022-09-11"
    assert len(rows[0].all("td")) == len(head.all("th")) - 1
    assert ("person-weeks" in seen.text) is (language == "en")


def test_before_a_week_has_ended_the_page_says_so(visitor, language):
    """With what to do."""
    empty = visitor("clerk", language).get("/load-weeks").tree.one("p", class_="empty")

    assert ("Monday" in empty.text) is (language == "en")


@pytest.mark.parametrize(
    "query,word",
    [
        ("from=yesterday", "须为日期"),
        ("from=2022-09-05&to=2022-09-01", "起日须早于止日"),
        ("from=2019-01-01", "最多两年"),
    ],
)
def test_what_cannot_be_asked_is_said_beside_the_form(visitor, query, word):
    """And the form keeps what was typed."""
    seen = visitor("clerk").get(f"/load-weeks?{query}")

    assert (seen.status, word in seen.tree.one(role="alert").text) == (422, True)
    assert query.split("&")[0].split("=")[1] in {
        field["value"] for field in seen.tree.one("form", class_="asking").all("input")
    }
