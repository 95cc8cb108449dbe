"""The week of field work: a table to print, the tray of errands with the cheapest hours, the map of towns."""

import pytest

from tests.api.fieldwork import WEEK, an_errand, publish


@pytest.fixture
def asked(clerk):
    """One errand of the second week of September."""
    return clerk.post("/errands", an_errand()).json


def test_an_empty_week_says_what_to_do(visitor, language):
    """Every vehicle stands in the table; nobody goes out."""
    seen = visitor("clerk", language).get("/field-week")

    assert seen.status == 200
    assert "执法面包车" in seen.tree.all("table", class_="week")[0].text
    assert seen.tree.all("p", class_="empty")


def test_an_errand_without_a_place_leads_to_the_cheapest_hours(visitor, language, asked):
    """It stands in the tray; behind it the hours with vehicle and people."""
    browser = visitor("supervisor", language)
    seen = browser.get(f"/field-week?week={WEEK}")
    [way] = [node["href"] for node in seen.tree.all("a") if "/errands/" in (node["href"] or "")]
    told = browser.get(way)

    assert asked["code"] in seen.tree.text
    assert told.status == 200
    assert told.tree.one("table", class_="list").all("tr", class_="here")


def test_a_published_trip_stands_by_its_people_its_vehicle_and_on_the_map(
    visitor, language, asked, supervisor, context
):
    """The same trip in each of their rows, and as a way from the seat and back."""
    trip = publish(supervisor, context)
    seen = visitor("clerk", language).get(f"/field-week?week={WEEK}&day={trip['day']}")
    rows = [row for row in seen.tree.all("table", class_="week")[0].all("tr") if trip["code"] in row.text]

    assert len(rows) == len(trip["people"]) + 1
    assert len(seen.tree.all("polyline", class_="way")) == 1
    drawn = [bar for bar in seen.tree.one("svg", class_="timeline").all("a") if bar["data-trip"] == trip["code"]]
    assert len(drawn) == len(rows)
    assert "银号镇" in seen.tree.text


def test_an_empty_week_leads_to_the_nearest_that_has_trips(visitor, language, asked, supervisor, context):
    """A month later: one link leads back."""
    publish(supervisor, context)
    seen = visitor("clerk", language).get("/field-week?week=2022-W42")

    [box] = seen.tree.all("p", class_="empty")
    assert [node["href"] for node in box.all("a")] == [f"/field-week?week={WEEK}"]


def test_hours_for_which_somebody_cannot_be_had_are_told_without_a_reason(visitor, context):
    """In the table as on the axis; who is on no trip is folded below it."""
    seen = visitor("clerk", "en").get(f"/field-week?week={WEEK}")
    [folded] = [node for node in seen.tree.all("details") if node.all("table", class_="week")]

    assert "not to be had 08:30–17:30" in folded.text
    assert len(seen.tree.one("svg", class_="timeline").all("rect", class_="gap")) > 3
    assert "hearing" not in seen.text


def test_what_is_no_week_is_refused(visitor):
    """With what to write instead."""
    assert visitor("clerk").get("/field-week?week=soon").status == 422
