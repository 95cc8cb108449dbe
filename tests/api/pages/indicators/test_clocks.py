"""The page of clocks: what is due and whose it is, with lights that are words."""

import pytest
from flask import Flask, g

from allocator.domain.words import Text
from allocator.services.clocks.deadlines import LISTS
from api.pages.indicators import clocks
from api.pages.words import concerned


@pytest.fixture
def waiting(clerk, filing):
    """A case filed on the day, waiting for a handler."""
    return clerk.post("/filings", filing()).json


def rows(seen):
    """The rows of the table, each as the texts of its cells."""
    return [[cell.text for cell in line.all("td")] for line in seen.tree.all("tr")[1:]]


def test_no_list_of_the_office_is_without_a_name_here():
    """Each list of the service can be opened, in the service's order."""
    assert tuple(clocks.LISTS) == LISTS


def test_what_is_due_stands_with_its_day_light_case_and_owner(waiting, at_desk):
    """The file has to go to enforcement within three days, and the page says who answers for that."""
    seen = at_desk.get("/clocks")
    given = next(row for row in rows(seen) if row[3].startswith("移送执行"))

    assert waiting["case_no"] in given[2]
    assert "余" in given[1]
    assert "立案庭" in given[4]


@pytest.mark.parametrize("chosen, said", [("zh", "不动产 东街房"), ("en", "real estate 东街房")])
def test_what_a_clock_concerns_is_said_by_the_name_of_its_kind(chosen, said):
    """An asset is filed under a word of the rulebook, which no list shows; what has no kind is said as it was written."""
    assets = {"real_estate": Text("不动产", "real estate")}
    with Flask(__name__).test_request_context():
        g.page_language = chosen
        told = [concerned(item, assets) for item in ("real_estate:东街房", "案款1", "甲:乙")]

    assert told == [said, "案款1", "甲:乙"]


@pytest.mark.parametrize("name", LISTS)
def test_every_list_opens_in_both_languages(waiting, visitor, language, name):
    """Also when nothing stands in it: then the page says what to do."""
    seen = visitor("clerk", language).get(f"/clocks?list={name}")

    assert seen.status == 200
    assert rows(seen) or ("empty" if language == "en" else "空") in seen.text


def test_a_list_can_be_asked_for_one_owner(waiting, at_desk):
    """Of the services team only what the services team answers for."""
    seen = at_desk.get("/clocks?owner=services")

    assert rows(seen)
    assert {row[4] for row in rows(seen)} == {"事务团队"}


def test_the_list_of_cases_without_a_handler_has_those_in_time_too(waiting, at_desk):
    """A case filed today waits as well as one that should have been given out last week."""
    [row] = rows(at_desk.get("/clocks?list=unassigned"))

    assert waiting["case_no"] in row[2]
    assert "在期限内" in row[1]


def test_the_count_beside_a_light_opens_its_rows(waiting, clerk, filing, at_desk, clock):
    """So many as it says, all of that light; the other counts stay, and one leads back to all."""
    clock.forward(days=6)
    clerk.post("/filings", filing())
    seen = at_desk.get("/clocks")
    lights = {
        node["class"].split()[-1]: node for node in seen.tree.all("a") if (node["class"] or "").startswith("light ")
    }
    assert set(lights) == {"red", "yellow"}

    for light, node in lights.items():
        opened = at_desk.get(node["href"])
        assert len(rows(opened)) == int(node.text.split()[-1]) > 0
        assert {cell["class"] for cell in opened.tree.one("tbody").all("span")} == {f"light {light}"}
        assert f"共 {len(rows(seen))} 项" in opened.text
        assert opened.tree.all("a", href="/clocks")


def test_more_than_a_page_holds_is_told_and_reached(waiting, at_desk, monkeypatch):
    """The count is that of the whole list; the next page goes on where the first ended, nothing twice."""
    everything = rows(at_desk.get("/clocks"))
    monkeypatch.setattr(clocks, "SHOWN", 1)
    first, second = at_desk.get("/clocks"), at_desk.get("/clocks?start=1")

    assert f"共 {len(everything)} 项" in first.text
    assert rows(first) + rows(second) == everything[:2]


@pytest.mark.parametrize(
    "query, said",
    [
        ("list=nowhere", "没有清单"),
        ("as_of=2999-01-01", "尚未到来"),
        ("as_of=soon", "须为日期"),
        ("start=x", "须为整数"),
    ],
)
def test_what_cannot_be_shown_is_said_with_the_form_kept(waiting, at_desk, query, said):
    """A wrong question is answered beside the form, as a fault of the question."""
    seen = at_desk.get(f"/clocks?{query}")

    assert seen.status == 422
    assert said in seen.text
    assert seen.tree.all("select")
