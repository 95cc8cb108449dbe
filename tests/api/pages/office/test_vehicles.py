"""The vehicles: seats, hours out of order and booked trips; a change tells first which trips it leaves without a car."""

import pytest

from allocator.services.reading import read_office
from tests.api.fieldwork import WEEK, an_errand, publish
from tests.api.pages.office.test_people import fields


@pytest.fixture
def published(clerk, supervisor, context):
    """A trip of the second week of September."""
    clerk.post("/errands", an_errand())
    return publish(supervisor, context)


def test_every_vehicle_stands_with_seats_and_its_trips(visitor, language, published):
    """The booked trip leads to its week; a clerk sees no form."""
    seen = visitor("clerk", language).get("/vehicles")

    assert seen.status == 200
    assert "执法面包车" in seen.text
    assert {"zh": "越野车 · 5 座", "en": "off-road car · 5 seats"}[language] in seen.text
    assert "off_road" not in seen.text
    [link] = [node for node in seen.tree.all("a") if published["code"] in node.text]
    assert "/field-week?week=" in link["href"]
    assert visitor("clerk", language).get(link["href"]).status == 200
    assert not seen.tree.all("form", action="/vehicles")


def test_what_a_form_of_the_office_changed_is_said_where_it_leads(visitor, language):
    """Seats as they were and as they are, once; an administrator who saves and sees nothing would save again."""
    browser = visitor("admin", language)
    form = fields(browser.get("/vehicles"), "/vehicles/V3")
    form.pop("gone", None)
    sent = browser.post("/vehicles/V3", {**form, "seats": "8", "because": "行驶证核定"}).answer

    assert sent.status_code == 303
    [said] = browser.get(sent.location).tree.all("p", class_="good")
    assert said.text.startswith({"zh": "已登记：", "en": "Put down: "}[language])
    assert "→ 8" in said.text
    assert browser.get(sent.location).tree.all("p", class_="good") == []


def taken_back(browser, place, day):
    """The forms that take an outage of a day back."""
    forms = browser.get("/vehicles").tree.all("form", action=f"{place}/back")
    return [form.fields() for form in forms if form.fields()["first"] == day]


def test_an_outage_tells_the_trips_it_touches_and_can_be_taken_back(visitor, context, published):
    """A supervisor puts it down after having seen what it touches."""
    browser, car = visitor("supervisor"), published["vehicle"]
    place = f"/vehicles/{car}/outages"
    form = fields(browser.get("/vehicles"), place)
    told = browser.post(place, {**form, "kind": "outage", "first": published["day"], "last": published["day"]})
    assert told.status == 200
    assert published["code"] in told.text
    [confirm] = [node for node in told.tree.all("form") if node["class"] == "actions"]
    assert browser.post(place, confirm.fields()).status == 303

    [back] = taken_back(browser, place, published["day"])
    assert browser.post(f"{place}/back", back).status == 303
    assert not taken_back(browser, place, published["day"])


def test_a_vehicle_is_added_changed_and_given_up(visitor, context, language):
    """Seats within what a car has; the last is gone again at the end."""
    browser = visitor("admin", language)
    new = {
        **fields(browser.get("/vehicles"), "/vehicles"),
        "code": "V9",
        "name": "四号车",
        "seats": "7",
        "because": "新购",
    }
    assert browser.post("/vehicles", {**new, "seats": "1"}).status == 422
    assert browser.post("/vehicles", new).status == 303
    form = fields(browser.get("/vehicles"), "/vehicles/V9")
    assert browser.post("/vehicles/V9", {**form, "seats": "5", "because": "改装"}).status == 303
    assert read_office(context)[0].vehicles[-1].seats == 5
    gone = {**fields(browser.get("/vehicles"), "/vehicles/V9"), "gone": "yes", "because": "报废"}
    assert browser.post("/vehicles/V9", gone).status == 303

    assert [one.code for one in read_office(context)[0].vehicles] == ["V1", "V2", "V3"]


@pytest.mark.parametrize("holder, place", [("V1", "/vehicles"), ("G08", "/people/G08")])
def test_hours_told_in_the_field_week_are_taken_back(visitor, supervisor, context, published, holder, place):
    """One button on the page of the car or the person; the double click changes nothing; afterwards nothing is told."""
    asked = {"week": WEEK, "first": published["day"], "last": published["day"]}
    shown = supervisor.post(f"/resources/{holder}/outage", asked).json
    supervisor.post(f"/resources/{holder}/outage", {**asked, "confirm": shown["confirm"]})
    browser, clerk = visitor("supervisor", "en"), visitor("clerk", "en")
    [form] = [one for one in browser.get(place).tree.all("form") if "/told/" in (one["action"] or "")]
    assert not [one for one in clerk.get(place).tree.all("form") if "/told/" in (one["action"] or "")]

    done = [browser.post(form["action"], form.fields()) for _ in range(2)]

    assert [one.status for one in done] == [303, 303]
    assert "free again" in browser.get(done[0].answer.headers["Location"]).text
    assert supervisor.get(f"/resources/{holder}/told").json["items"] == []
    again = browser.post(form["action"], {**form.fields(), "key": "another"})
    assert (again.status, "no more" in again.text) == (404, True)
