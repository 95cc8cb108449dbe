"""The calendar: a year by months, days corrected with a reason by an administrator, and taken back likewise."""

from allocator.services.office.calendar_years import read_year
from tests.api.pages.office.test_people import fields


def test_a_year_stands_by_months_with_its_holidays(visitor, language):
    """National Day is off, the Saturday after it is worked; the number of working days stands at the top."""
    seen = visitor("clerk", language).get("/calendar")

    assert seen.status == 200
    assert len(seen.tree.all("table", class_="month")) == 12
    october = seen.tree.all("table", class_="month")[9]
    days = {cell.text.split()[0]: cell for cell in october.all("td", class_="day")}
    assert "holiday" in days["1"]["class"]
    assert "make_up" in days["8"]["class"]
    assert not seen.tree.all("form", action="/calendar")


def test_a_year_not_yet_proclaimed_is_marked_and_one_nobody_knows_refused(visitor, language):
    """An estimate says so; words are told."""
    browser = visitor("clerk", language)

    assert ("预估" if language == "zh" else "estimated") in browser.get("/calendar?year=2028").text
    assert browser.get("/calendar?year=1999").status == 422
    assert browser.get("/calendar?year=soon").status == 200


def test_a_day_is_corrected_once_with_its_reason_and_taken_back(visitor, context, language):
    """Sent twice it happens once; without a reason not at all; the reason stands in the table with the name."""
    browser = visitor("admin", language)
    form = {**fields(browser.get("/calendar"), "/calendar"), "day": "2022-10-10", "works": "no", "because": "停电检修"}
    refused = browser.post("/calendar", {**form, "because": ""})
    assert refused.status == 422
    assert refused.tree.one("input", id="day")["value"] == "2022-10-10"
    form["key"] = fields(browser.get("/calendar"), "/calendar")["key"]
    assert [browser.post("/calendar", form).status for _ in range(2)] == [303, 303]

    seen = browser.get("/calendar?year=2022")
    assert "停电检修" in seen.text
    assert "a admin" in seen.text
    back = fields(seen, "/calendar/back")
    assert browser.post("/calendar/back", {**back, "because": "改期"}).status == 303
    assert not read_year(context, 2022).corrections


def test_a_correction_without_its_day_comes_back_to_the_form(visitor):
    """With what is lacking, and the year as it was shown."""
    browser = visitor("admin")
    form = {**fields(browser.get("/calendar"), "/calendar"), "works": "no", "because": "停电", "day": ""}
    refused = browser.post("/calendar", form)

    assert refused.status == 422
    assert refused.tree.one(role="alert")
    assert len(refused.tree.all("table", class_="month")) == 12
